import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { checkReport } from '../../src/commands/check.ts';
import { accessOf, ask } from '../../src/commands/client.ts';
import { readConfiguration, tokenSha256 } from '../../src/config/config.ts';
import { loadContracts } from '../../src/contract.ts';
import { writeDefaults } from '../kits/defaults.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;
let config: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jembatan-perintah-'));
  writeDefaults(folder);
  config = join(folder, 'jembatan.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function change(made: object): void {
  writeFileSync(config, JSON.stringify({ ...JSON.parse(readFileSync(config, 'utf8')), ...made }));
}

describe('a command finds the gateway', () => {
  it('at the configured address, with the specimen token, where nothing else is said', () => {
    expect(accessOf({ config }, {})).toEqual({ url: 'http://127.0.0.1:8080', token: 'contoh-token-petugas' });
  });

  it('by its options before the environment, and by that before the configuration', () => {
    const env = { JEMBATAN_URL: 'http://127.0.0.2:1', JEMBATAN_OPERATOR_TOKEN: 'dari-lingkungan' };
    expect(accessOf({ config }, env)).toEqual({ url: 'http://127.0.0.2:1', token: 'dari-lingkungan' });
    const options = { config, url: 'https://gerbang.example/', token: 'dari-opsi' };
    expect(accessOf(options, env)).toEqual({ url: 'https://gerbang.example', token: 'dari-opsi' });
  });

  it('on this machine when it listens on every address', () => {
    change({ listen: { host: '::', port: 9 } });
    expect(accessOf({ config }, {}).url).toBe('http://127.0.0.1:9');
  });

  it('and shows the specimen token to no other machine, nor to a gateway with a token of its own', () => {
    expect(() => accessOf({ config, url: 'http://10.0.0.1:8080' }, {})).toThrow(/Token petugas belum diketahui/);
    change({ operator: { tokenSha256: tokenSha256('rahasia') } });
    expect(() => accessOf({ config }, {})).toThrow(/Token petugas belum diketahui/);
  });

  it('or says that nobody answers there', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const access = { url: `http://127.0.0.1:${port}`, token: 'x' };
    await expect(ask(access, '/v1/counts', 'application/json')).rejects.toThrow(
      /tidak dapat dihubungi \(ECONNREFUSED\)/,
    );
  });

  it('or says that what answers there is something else', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end('<html>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const access = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'x' };
    await expect(ask(access, '/v1/counts', 'application/json')).rejects.toThrow(/bukan gerbang Jembatan \(HTTP 404\)/);
    server.close();
  });
});

describe('check', () => {
  const now = Date.parse('2030-04-10T02:00:00Z');
  const report = (provenance = false): string => {
    const reading = readConfiguration(config, { adapters, contracts: loadContracts, env: {}, now: () => now });
    return checkReport(reading, { file: config, adapters, now, provenance });
  };

  it('lists every native message with where its shape comes from, where it is asked to', () => {
    expect(report()).not.toContain('Pesan yang dikenal');
    const text = report(true);
    for (const { dialect, messages } of adapters) {
      for (const { name } of messages)
        expect(text).toMatch(new RegExp(`${dialect} +│ ${name} +│ (usulan|teramati|terdokumentasi)`));
    }
  });

  it('counts the days an agreement has left, its last one too', () => {
    expect(report()).toMatch(/contoh-jakarta-lampung │ CONTOH │ 2025-04-15 │ 2030-04-14 │ 5 hari/);
  });

  it('tells every problem below its file, with where in it', () => {
    change({ systems: [], lisen: {} });
    const text = report();
    expect(text).toContain(`${config}\n`);
    expect(text).toMatch(/KESALAHAN {2}\/systems: /);
    expect(text).toMatch(/KESALAHAN {2}\/lisen: /);
    expect(text).toContain('Perjanjian tidak ditampilkan');
  });

  it('tells errors last, after warnings and tables, and how many of each at the very end', () => {
    change({ lisen: {}, systems: [] });
    const lines = report(true).trimEnd().split('\n');
    const [first, last] = ['peringatan', 'KESALAHAN'].map((word) =>
      lines.findLastIndex((line) => line.includes(`  ${word}  `)),
    );
    expect(lines.at(-1)).toMatch(/^\d+ kesalahan, \d+ peringatan\.$/u);
    expect(last).toBe(lines.length - 2);
    const warned = lines.findIndex((line) => line.includes('  KESALAHAN  '));
    expect(lines.slice(warned).filter((line) => line.includes('  peringatan  '))).toEqual([]);
    expect(Number(first)).toBeLessThan(warned);
  });
});

describe('a command whose reader goes away', () => {
  it.each([['coverage'], ['check'], ['--help'], ['gateway', '--port', '0', '--config']])(
    'ends quietly: %s',
    async (...args) => {
      change({ dataDir: join(folder, 'data') });
      const given = args.at(-1) === '--config' ? [...args, config] : args;
      const child = spawn(process.execPath, ['src/main.ts', ...given], {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      child.stdout.destroy();
      const patience = sleep(15_000, ['still running'], { ref: false });
      const [[code], said] = await Promise.all([Promise.race([once(child, 'exit'), patience]), text(child.stderr)]);
      expect([code, said]).toEqual([0, '']);
    },
  );
});
