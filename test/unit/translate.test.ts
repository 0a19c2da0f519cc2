import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import type { Adapter } from '../../src/adapter.ts';
import { isWhole, type Translation, translations } from '../../src/commands/translate.ts';
import { loadConfiguration } from '../../src/config/config.ts';
import { loadContracts } from '../../src/contract.ts';
import { asGatewayError } from '../../src/errors.ts';
import { problemOf } from '../../src/http/problem.ts';
import { translator } from '../../src/intake/translate.ts';

const NOW = Date.parse('2026-11-26T03:00:00Z');
const ROOT = join(import.meta.dirname, '../..');
const SAMPLES = join(ROOT, 'adapters/lampung/lampung-in/samples');
const contracts = loadContracts();
const { directory } = loadConfiguration(join(ROOT, 'config/jembatan.json'), { adapters, contracts, env: {} });
const system = directory.get('lampung-in');
const how = { system, contracts, translator: translator(adapters, contracts) };

const native = (sample: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(join(SAMPLES, `${sample}.native.json`), 'utf8')).native;

async function all(text: string, byLine = false, given = how): Promise<readonly Translation[]> {
  const told: Translation[] = [];
  for await (const each of translations(Readable.from([Buffer.from(text)]), given, byLine)) told.push(each);
  return told;
}

const one = async (body: unknown, given = how): Promise<Translation | undefined> =>
  (await all(JSON.stringify(body), false, given))[0];

describe('a native payload is translated as the way in does it', () => {
  it('into the drafts, identity and message of the way in, each judged by its contract', async () => {
    const body = native('serah-terima');
    const { message, identity, result } = how.translator.translate(system, body, NOW);
    const told = await one(body);
    if (result.kind !== 'drafts') throw new Error('the sample is no longer translated');
    const drafts = result.drafts.map(({ contract, number, data }) => ({
      ...{ contract, number, data, valid: true, gaps: [], scrubbed: [] },
    }));
    expect(told).toMatchObject({ system: 'lampung-in', message, identity, drafts });
    expect(drafts.map(({ contract }) => contract)).toEqual(['report-handover/1.0', 'report-status/1.0']);
    expect(told && isWhole(told)).toBe(true);
  });

  it('whatever its message: an answer and a status are judged too', async () => {
    for (const sample of ['jawaban-diterima', 'status', 'laporan', 'tanpa-wilayah']) {
      const told = await one(native(sample));
      expect(told && isWhole(told)).toBe(true);
    }
  });

  it('telling what scrubbing took out, by kind and place, and never the thing itself', async () => {
    const typed = 'Hubungi 0812-3456-7890 atau a@b.co.id, [NIK dihapus] 0812-3456-7891';
    const lokasi = { ...(native('laporan').lokasi as object), alamat: 'Depan mobil B 1234 XYZ' };
    const told = await one({ ...native('laporan'), judul: null, isi_laporan: typed, lokasi });
    expect(told).toMatchObject({
      drafts: [
        {
          scrubbed: [
            { pointer: '/description', removed: ['nomor telepon', 'surel', 'nomor telepon'] },
            { pointer: '/location/address', removed: ['nomor polisi'] },
          ],
          data: { descriptionRedacted: true },
        },
        { scrubbed: [] },
      ],
    });
    expect(JSON.stringify(told)).not.toMatch(/0812|a@b|1234/u);
  });

  it('with the categories that no table knows', async () => {
    expect(await one(native('kategori-asing'))).toMatchObject({
      drafts: [{ gaps: [{ table: 'category', value: native('kategori-asing').kategori }] }, {}],
    });
  });

  it('K11: with what nobody reads: what the dialect does not know, and what it leaves out on purpose', async () => {
    expect(await one({ ...native('laporan'), dilihat: 2, kewenangan: 'Dinas' })).toMatchObject({
      warnings: [{ code: 'member-not-read', facts: { pointer: '/dilihat' } }],
      leftOut: expect.arrayContaining([{ pointer: '/kewenangan', why: expect.stringContaining('petugas') }]),
    });
  });

  it('and a draft that breaks its contract says where', async () => {
    const adapter: Adapter = {
      ...system.adapter,
      toCanonical: (...asked) =>
        system.adapter.toCanonical(...asked).map((draft) => ({ ...draft, data: { ...draft.data, status: 'gone' } })),
    };
    const told = await one(native('status'), { ...how, system: { ...system, adapter } });
    expect(told).toMatchObject({ drafts: [{ valid: false, violations: [{ pointer: '/status' }] }] });
    expect(told && isWhole(told)).toBe(false);
  });
});

describe('what the way in would not take', () => {
  it('is told as the HTTP edge tells it', async () => {
    for (const body of [
      { id_laporan: 1 },
      native('tanggal-tak-ada'),
      native('nomor-asing'),
      { ...native('status'), status: 3 },
    ]) {
      let refused: unknown;
      try {
        how.translator.translate(system, body, NOW);
      } catch (error) {
        refused = problemOf(asGatewayError(error));
      }
      expect(refused).toMatchObject({ code: 'native-invalid', fault: 'sender', errors: [{}] });
      expect(await one(body)).toEqual({ status: 422, problem: refused });
    }
  });

  it('is held where no table knows a status, and that is not whole', async () => {
    const told = await one(native('status-asing'));
    const value = native('status-asing').status;
    expect(told).toMatchObject({ message: 'report', held: { code: 'unknown-code', table: 'status', value } });
    expect(told && isWhole(told)).toBe(false);
  });

  it('K11: has a member that is one slip from a known one, and both names are told', async () => {
    const told = await one({ ...native('laporan'), Rahasia: true });
    expect(told).toMatchObject({ status: 422, problem: { code: 'native-invalid', errors: [{ pointer: '/Rahasia' }] } });
    expect(JSON.stringify(told)).toContain('mungkin maksudnya');
  });

  it('K14: names a member twice', async () => {
    const text = JSON.stringify(native('laporan')).replace('{', '{"rahasia":true,"rahasia":false,');
    expect(await all(text)).toMatchObject([{ status: 400, problem: { code: 'duplicate-member' } }]);
  });

  it('is no JSON, no UTF-8 or too large', async () => {
    expect(await all('{')).toMatchObject([{ status: 400, problem: { code: 'not-json' } }]);
    expect(await all('')).toMatchObject([{ status: 400, problem: { code: 'not-json' } }]);
    expect(await all(JSON.stringify({ x: 'x'.repeat(1024 * 1024) }))).toMatchObject([
      { status: 413, problem: { code: 'too-large' } },
    ]);
  });
});

describe('a file of many', () => {
  it('is translated line by line, and a refused line leaves its neighbours alone', async () => {
    const lines = [JSON.stringify(native('status')), '', '{', JSON.stringify(native('laporan'))];
    const told = await all(lines.join('\n'), true);
    expect(told.map((each) => [each.line, isWhole(each)])).toEqual([
      [1, true],
      [3, false],
      [4, true],
    ]);
    expect(told[1]).toMatchObject({ status: 400, problem: { code: 'not-json' } });
  });
});

describe('npx jembatan translate', () => {
  const run = (args: readonly string[], input = '') =>
    spawnSync(process.execPath, ['src/main.ts', 'translate', ...args], { cwd: ROOT, input, encoding: 'utf8' });

  it('reads standard input, prints JSON, and ends with 0 only if everything was translated', () => {
    const whole = run(['lampung-in', '-'], JSON.stringify(native('laporan')));
    expect([whole.status, whole.stderr]).toEqual([0, '']);
    expect(JSON.parse(whole.stdout)).toMatchObject({ message: 'report', drafts: [{ valid: true }, { valid: true }] });
    const mixed = run(['lampung-in', '-', '--ndjson'], `{}\n${JSON.stringify(native('laporan'))}\n`);
    expect(mixed.status).toBe(4);
    expect(
      mixed.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).line),
    ).toEqual([1, 2]);
  });

  it('ends with 3 for a file that is not there', () => {
    const gone = run(['lampung-in', join(SAMPLES, 'tidak-ada.json')]);
    expect([gone.status, gone.stdout]).toEqual([3, '']);
    expect(gone.stderr).toContain('berkas tidak ada');
  });
});
