import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import axios from 'axios';
import { expect, it, onTestFinished } from 'vitest';
import { specimenToken, tokenSha256 } from '../../src/config/config.ts';
import type { SimulatedCase } from '../../src/dialect/simulator.ts';
import { JAKARTA_PLACES } from '../../src/sandbox/scenario.ts';
import { soon } from './scenes.ts';

const ROOT = join(import.meta.dirname, '../..');
const BY_HAND = join(ROOT, 'test/province');
const DIALECT = 'banten/banten-kita';
/** What a province's engineer is to write by hand at most. */
const FEW = 150;

const PARTS = ['src', 'adapters', 'schemas', 'config', 'test', 'package.json', 'tsconfig.json', 'vitest.config.ts'];

/** The project as a newcomer has it, in a folder of its own. */
function checkout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-provinsi-'));
  for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');

/** As many lines as a person typed: those of a file that its scaffold did not have. */
function typed(file: string, scaffold = ''): number {
  const given = linesOf(scaffold);
  return linesOf(file).filter((line) => !given.includes(line)).length;
}

const jembatan = (folder: string, ...args: readonly string[]) =>
  promisify(execFile)(process.execPath, ['src/main.ts', ...args], { cwd: folder }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout, stderr }) => ({ code: Number(code), stdout: `${stdout}${stderr}` }),
  );

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** A command that goes on, until the test is over; resolves with the first of its lines that says so. */
async function running(folder: string, says: RegExp, ...args: readonly string[]): Promise<RegExpExecArray> {
  const child = spawn(process.execPath, ['src/main.ts', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    const gone = once(child, 'exit');
    if (child.kill('SIGTERM')) await gone;
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const found = says.exec(line);
    if (found) return found;
  }
  throw new Error(`${args[0]} ended without saying ${says}`);
}

const sourcesOf = (folder: string): string =>
  readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), 'utf8')}`)
    .join('\n');

it('a third province is a folder: scaffolded, filled in, green, and its reports go to Jakarta and come home', async () => {
  const folder = checkout();
  const path = (...steps: readonly string[]): string => join(folder, ...steps);
  expect((await jembatan(folder, 'new-dialect', DIALECT)).code).toBe(0);
  // Refused: the folder is there already.
  expect((await jembatan(folder, 'new-dialect', DIALECT)).code).toBe(4);
  const open = await jembatan(folder, 'check');
  // No system speaks it yet, so what is unfilled keeps no gateway from starting.
  expect(open.code).toBe(0);
  for (const left of ['/tables/status: ', '/numberPattern: belum diisi', '/simulated/walk: belum diisi'])
    expect(open.stdout).toContain(left);
  const tooEarly = await jembatan(folder, 'new-dialect', DIALECT, '--samples');
  expect([tooEarly.code, tooEarly.stdout]).toEqual([
    4,
    expect.stringMatching(/isi dulu.*\/numberPattern: belum diisi/su),
  ]);

  const scaffold = readFileSync(path('adapters', DIALECT, 'shape.ts'), 'utf8');
  const shape = readFileSync(join(BY_HAND, 'shape.ts'), 'utf8').replaceAll("'../../src/", "'../../../src/");
  const agreement = readFileSync(join(BY_HAND, 'agreement.json'), 'utf8');
  const system = readFileSync(join(BY_HAND, 'system.json'), 'utf8');
  const hand = { shape: typed(shape, scaffold), agreement: typed(agreement), system: typed(system) };
  const total = hand.shape + hand.agreement + hand.system;
  console.log(`lines written by hand for a province: ${total} (${JSON.stringify(hand)})`);
  expect(total).toBeLessThan(FEW);

  writeFileSync(path('adapters', DIALECT, 'shape.ts'), shape);
  writeFileSync(path('config/agreements/banten.json'), agreement);
  const config = JSON.parse(readFileSync(path('config/jembatan.json'), 'utf8'));
  const port = await freePort();
  config.listen = { host: '127.0.0.1', port };
  config.systems.push({ ...JSON.parse(system), tokenSha256: tokenSha256(specimenToken('banten-kita')) });
  for (const each of config.systems) each.endpoint = `http://127.0.0.1:${await freePort()}`;
  writeFileSync(path('config/jembatan.json'), JSON.stringify(config));
  const checked = await jembatan(folder, 'check', '--provenance');
  expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining(DIALECT)]);

  const sample = `adapters/${DIALECT}/samples/status.native.json`;
  const samples = async (...more: readonly string[]) => {
    const { code, stdout } = await jembatan(folder, 'new-dialect', DIALECT, '--samples', ...more);
    expect(code).toBe(0);
    return linesOf(stdout);
  };
  const first = await samples();
  expect(first).toContain(`ditulis: ${sample}`);
  writeFileSync(path(sample), '{}');
  const second = await samples();
  expect(second).toHaveLength(first.length);
  expect(second.filter((line) => !line.startsWith('sudah sama: '))).toEqual([
    `dibiarkan: ${sample} (sudah ada dan berbeda; --force menggantinya)`,
  ]);
  expect(await samples('--force')).toContain(`diganti: ${sample}`);
  const kit = ['--project', 'gateway', 'test/adapters.test.ts', '-t', `${DIALECT}|register`];
  await promisify(execFile)(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...kit], { cwd: folder });
  expect(sourcesOf(folder)).toBe(sourcesOf(ROOT));

  await running(folder, /gateway started/, 'gateway');
  const gateway = `http://127.0.0.1:${port}`;
  const [, control] = await running(folder, /(http:\S+)\/_sandbox/, 'sandbox', '--gateway', gateway);
  const books = axios.create({ baseURL: `${control}/_sandbox`, proxy: false });
  const { data: filed } = await books.post('/banten-kita/reports?handOver=true', JAKARTA_PLACES[0]);
  const home = () => books.get<SimulatedCase[]>('/banten-kita/cases');
  await soon(async () => {
    const found = (await home()).data.find(({ number }) => number === filed.number);
    expect(found).toMatchObject({ status: 'Tuntas', counterpart: expect.stringMatching(/^JK\d{10}$/) });
  }, 60_000);
  const { data: summary } = await books.get('/jaki-crm/summary');
  expect(summary.secondEffects).toBe(0);
}, 180_000);
