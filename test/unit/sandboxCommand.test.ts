import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axios from 'axios';
import { expect, it, onTestFinished, vi } from 'vitest';
import { freePorts } from '../../src/sandbox/brokerProbe.ts';
import { JAKARTA_PLACES } from '../../src/sandbox/scenario.ts';
import { writeDefaults } from '../kits/defaults.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The example's configuration, its two systems at these endpoints. */
function configured(change: (system: Record<string, unknown>, index: number) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-simulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeDefaults(folder);
  const file = join(folder, 'jembatan.json');
  const config = JSON.parse(readFileSync(file, 'utf8'));
  config.systems.forEach(change);
  writeFileSync(file, JSON.stringify(config));
  return file;
}

interface Run {
  readonly child: ChildProcess;
  readonly text: () => string;
  readonly ended: Promise<number | null>;
}

function runSandbox(...options: readonly string[]): Run {
  const child = spawn(process.execPath, ['src/main.ts', 'sandbox', ...options], { cwd: ROOT });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, text: () => text, ended: once(child, 'close').then(([code]) => code as number | null) };
}

it('plays the simulated systems at their endpoints’ ports for a gateway elsewhere, until it is told to stop', async () => {
  const pushed: { readonly url: string | undefined; readonly token: string | undefined }[] = [];
  const gateway = createServer((request, response) => {
    pushed.push({ url: request.url, token: request.headers.authorization });
    request.resume().on('end', () => response.writeHead(202).end('{}'));
  });
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  onTestFinished(() => void gateway.close());
  const ports = await freePorts();
  const config = configured((system, index) => {
    system.endpoint = `http://sandbox:${ports[index]}`;
  });
  const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  const { child, text, ended } = runSandbox('--config', config, '--gateway', url);
  const control = await vi.waitFor(
    () => /Kendali simulator di (http:\S+);/.exec(text())?.[1] ?? expect.fail(text()),
    10_000,
  );
  const { data } = await axios.get(control);
  expect(data.systems).toEqual({
    'jaki-crm': `http://127.0.0.1:${ports[0]}`,
    'lampung-in': `http://127.0.0.1:${ports[1]}`,
  });
  await axios.post(`${data.systems['lampung-in']}/_sandbox/reports?handOver=true`, JAKARTA_PLACES[0]);
  await vi.waitFor(() => expect(pushed).not.toHaveLength(0), 5000);
  expect(pushed[0]).toEqual({ url: '/v1/systems/lampung-in/events', token: 'Bearer contoh-token-lampung-in' });
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

it('plays no real system, and says so where nothing is left to play', async () => {
  const config = configured((system) => {
    Object.assign(system, { simulated: false, endpoint: 'https://nyata.example' });
  });
  const { text, ended } = runSandbox('--config', config);
  expect(await ended).toBe(1);
  expect(text()).toContain(`Tidak ada sistem simulasi di ${config}.`);
});

it('is reached from elsewhere only where it is opened, and ends where a port is taken', async () => {
  const [port] = await freePorts();
  const config = configured(() => undefined);
  const elsewhere = () =>
    axios.get(`http://127.0.0.2:${port}/_sandbox`).then(
      ({ status }) => status,
      () => null,
    );
  for (const [options, status] of [
    [[], null],
    [['--open'], 200],
  ] as const) {
    const { child, text, ended } = runSandbox('--config', config, '--control', String(port), ...options);
    await vi.waitFor(() => expect(text()).toContain('Kendali simulator'), 10_000);
    expect(await elsewhere()).toBe(status);
    const second = runSandbox('--config', config, '--control', String(port), ...options);
    expect(await second.ended).toBe(1);
    expect(second.text()).toContain(`:${port} sudah dipakai proses lain di mesin ini.`);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }
});

it.each([
  [['--gateway', 'gerbang'], 2, 'Alamat gerbang gerbang bukan alamat http.'],
  [['--control', 'x'], 2, 'Porta x bukan angka 0 sampai 65535.'],
  [['--config', '/tidak/ada.json'], 1, '/tidak/ada.json'],
])('refuses %j', async (options, code, told) => {
  const { text, ended } = runSandbox(...options);
  expect(await ended).toBe(code);
  expect(text()).toContain(told);
});
