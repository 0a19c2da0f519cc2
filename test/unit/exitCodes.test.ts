import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/commands/exitCodes.ts';
import { type ErrorCode, GatewayError } from '../../src/errors.ts';
import { ERRORS } from '../../src/errorTable.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const codeOf = (code: ErrorCode): number => exitCodeOf(new GatewayError(code, { detail: '-' }));

it.each<[number, readonly ErrorCode[]]>([
  [1, ['config-invalid', 'data-folder', 'backup-failed', 'internal', 'ledger-unavailable']],
  [2, ['usage']],
  [3, ['not-found']],
  [
    4,
    ['unauthenticated', 'forbidden', 'wrong-state', 'backup-invalid', 'native-invalid', 'no-agreement', 'bad-request'],
  ],
  [5, ['gateway-unreachable', 'backbone-unavailable', 'unreachable']],
])('exit code %i is that of %j', (exit, codes) => {
  expect(codes.map((code) => [code, codeOf(code)])).toEqual(codes.map((code) => [code, exit]));
});

it('every error has one of them, and none has that of success', () => {
  const codes = Object.keys(ERRORS) as ErrorCode[];
  expect(codes.filter((code) => ![1, 2, 3, 4, 5].includes(codeOf(code)))).toEqual([]);
});

describe('the command line', { timeout: 60_000 }, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jembatan-keluar-'));
    writeFileSync(join(folder, 'rusak.db'), 'bukan buku besar');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...args: readonly string[]) => {
    const { status, stderr, stdout } = spawnSync(process.execPath, ['src/main.ts', ...args], {
      cwd: ROOT,
      encoding: 'utf8',
      input: '{"bukan":"pesan"}',
    });
    return { status, said: stdout + stderr };
  };

  it.each<[number, string, readonly string[]]>([
    [0, 'help', ['--help']],
    [0, 'the help of a command', ['gateway', '--help']],
    [2, 'no command', []],
    [2, 'an unknown command', ['jalan']],
    [2, 'an unknown option', ['gateway', '--port', '0', '--prot']],
    [2, 'a missing argument', ['case']],
    [2, 'a port that is none', ['gateway', '--port', 'delapan']],
    [3, 'an unknown system', ['translate', 'tidak-ada', '-']],
    [4, 'a payload that is refused', ['translate', 'lampung-in', '-']],
    [5, 'a gateway that is not there', ['case', 'X', '--token', 'x', '--url', 'http://127.0.0.1:9']],
  ])('ends with %i after %s', (exit, _, args) => {
    const { status, said } = run(...args);
    expect([status, said]).toEqual([exit, expect.stringMatching(/\S/u)]);
  });

  it('ends with 3 without a back-up, with 4 after one that is none, and leaves no ledger behind', () => {
    const data = join(folder, 'data');
    expect(run('restore', join(folder, 'tiada.db'), '--data', data).status).toBe(3);
    expect(run('restore', join(folder, 'rusak.db'), '--data', data).status).toBe(4);
  });

  it('ends with 5 where something answers that is no gateway', async () => {
    const server = createServer((_, response) => response.writeHead(404).end('<html>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const child = spawn(process.execPath, ['src/main.ts', 'case', 'X', '--token', 'x', '--url', url], { cwd: ROOT });
    expect(await once(child, 'exit')).toEqual([5, null]);
    server.close();
  });

  it('says in its help what the codes mean', () => {
    const { said } = run('--help');
    for (const words of ['2 perintah keliru', '3 tidak ditemukan', '4 ditolak', '5 tidak dapat dihubungi'])
      expect(said.replace(/\s+/gu, ' ')).toContain(words);
  });
});
