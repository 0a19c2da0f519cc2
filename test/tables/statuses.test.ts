import { describe, expect, it } from 'vitest';
import type { CodeTable } from '../../src/adapter.ts';
import { read, write } from '../../src/dialect/codes.ts';
import { REPORT_STATUS_CODES } from '../../src/generated/contracts.ts';
import { sealed } from '../kits/adapterAtWork.ts';
import { type Json, TIME } from '../kits/adapterSamples.ts';
import { rowsOf } from '../kits/markdown.ts';
import { directory, leadOf, refusalOf, sentTo } from '../kits/received.ts';

/** As the shared contracts' own page has it: a dash is a word the dialect lacks. */
const STATUSES = `
| canonical           | jaki-crm          | lampung-in           | desa-hajimena | kota-metro |
| ------------------- | ----------------- | -------------------- | ------------- | ---------- |
| received            | Menunggu          | MASUK                | 1             | open       |
| verified            | -                 | DIVERIFIKASI         | -             | open       |
| coordinated         | Koordinasi        | DIKOORDINASIKAN      | -             | open       |
| assigned            | Disposisi         | DISPOSISI            | -             | open       |
| in-progress         | Proses            | DIPROSES             | 2             | open       |
| awaiting-validation | Menunggu Validasi | -                    | -             | open       |
| rework              | TL Ditolak        | -                    | -             | open       |
| done                | Selesai           | SELESAI              | 3             | closed     |
| rejected            | Ditolak           | DITOLAK              | -             | closed     |
| outside-authority   | -                 | TIDAK_DAPAT_DIPROSES | -             | closed     |
| handed-over         | -                 | DITERUSKAN           | -             | open       |
`;

/** What stands in for a word that is lacking; `!` where nothing does, and the relay is rejected and listed. */
const INSTEAD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'jaki-crm': { verified: 'Menunggu', 'outside-authority': 'Ditolak', 'handed-over': 'Koordinasi' },
  'lampung-in': { 'awaiting-validation': 'DIPROSES', rework: 'DIPROSES' },
  'desa-hajimena': {
    ...{ verified: '1', coordinated: '1', assigned: '1', 'handed-over': '1' },
    ...{ 'awaiting-validation': '2', rework: '2', rejected: '!', 'outside-authority': '!' },
  },
  // The table's `closed` is read as `done`, and a lossy row never turns a refusal into a success.
  'kota-metro': { rejected: '!', 'outside-authority': '!' },
};

/** Words of GeoReport's that mySociety's gateway writes; they are read and never written. */
const ALSO_READ: Readonly<Record<string, string>> = {
  ...{ for_triage: 'received', investigating: 'verified', internal_referral: 'coordinated', planned: 'assigned' },
  ...{ action_scheduled: 'assigned', in_progress: 'in-progress', fixed: 'done', no_further_action: 'rejected' },
  ...{ duplicate: 'rejected', cancelled: 'rejected', not_councils_responsibility: 'outside-authority' },
};

/** A change of status in each dialect's own shape, and where that shape has the word. */
const SHAPES: Readonly<Record<string, { native: (word: string) => Json; wordIn: (body: Json) => unknown }>> = {
  'jaki-crm': {
    native: (name) => ({ code: 'JK2306180342', tstatus: { name }, waktu: TIME }),
    wordIn: (body) => (body.tstatus as Json).name,
  },
  'lampung-in': {
    native: (status) => ({ id_laporan: 'LIN-20250703-0145', status, waktu: '03/07/2025 09:15 WIB' }),
    wordIn: ({ status }) => status,
  },
  'desa-hajimena': {
    native: (status) => ({
      id: 12,
      status: /^\d$/u.test(status) ? Number(status) : status,
      updated_at: '2025-07-05 16:00:00',
    }),
    wordIn: ({ status }) => String(status),
  },
  'kota-metro': {
    native: (status) => ({ service_request_id: '14-1', status, requested_datetime: TIME }),
    wordIn: () => undefined,
  },
};

const rows = rowsOf(STATUSES);
const systems = Object.keys(SHAPES);
const move = (status: string): Json =>
  sealed({ contract: 'report-status/1.0', data: { status, nativeStatus: 'x', note: null, at: TIME, evidence: [] } });

function statusTableOf(system: string): CodeTable {
  const table = directory.get(system).adapter.tables.find(({ name }) => name === 'status');
  if (table === undefined) throw new Error(`${system} has no statuses`);
  return table;
}

/** What a word of the table's column means: the first status that has it. */
const meaningOf = (system: string, word: string): string | undefined =>
  rows.find((row) => row[system] === word)?.canonical;

/** By status: the word that is written for it, `!` for none. */
const wordsOf = (system: string) =>
  rows.map((row) => [row.canonical ?? '', INSTEAD[system]?.[row.canonical ?? ''] ?? row[system] ?? ''] as const);

describe('the table of statuses', () => {
  it('has every status of the contract, in its order', () => {
    expect(rows.map(({ canonical }) => canonical)).toEqual(REPORT_STATUS_CODES);
  });

  it.each(systems)('is how %s is read: every word of its column, and no other but those listed', (system) => {
    const { native } = SHAPES[system] ?? { native: () => ({}) };
    const words = [...new Set(rows.flatMap((row) => (row[system] === '-' ? [] : [row[system] ?? ''])))];
    for (const word of words)
      expect([word, leadOf(system, native(word)).status]).toEqual([word, meaningOf(system, word)]);
    const also = system === 'kota-metro' ? ALSO_READ : {};
    for (const [word, status] of Object.entries(also)) expect(leadOf(system, native(word)).status).toBe(status);
    const { natives, refusals = [] } = statusTableOf(system);
    expect(natives.toSorted()).toEqual([...words, ...Object.keys(also)].sort());
    const noes = natives.filter((word) =>
      ['rejected', 'outside-authority'].includes(read(statusTableOf(system), word) ?? ''),
    );
    expect(refusals.toSorted()).toEqual(noes.toSorted());
    for (const unknown of ['Diarsipkan', '9']) {
      expect(refusalOf(() => leadOf(system, native(unknown)))).toMatchObject({ code: 'unknown-code' });
    }
  });

  it.each(systems.filter((system) => system !== 'kota-metro'))('is how %s is written to, every status', (system) => {
    for (const [status, word] of wordsOf(system)) {
      const written = () => SHAPES[system]?.wordIn(sentTo(system, 'report-status/1.0', move(status)).body);
      if (word === '!') expect(refusalOf(written)).toMatchObject({ code: 'code-not-expressible' });
      else expect([status, written()]).toEqual([status, word]);
    }
  });

  it.each(systems)('is total for %s: what loses something says so, and nothing else does', (system) => {
    const table = statusTableOf(system);
    for (const [status, word] of wordsOf(system)) {
      if (word === '!') expect(table.inexpressible).toContain(status);
      else expect(write(table, status)).toBe(word);
      const row = table.rows.find(({ canonical, way }) => canonical === status && way !== 'in');
      expect(row?.lossy !== undefined).toBe(word !== '!' && meaningOf(system, word) !== status);
    }
  });

  it.each(systems)('never has a refusal told as done at %s, nor read so', (system) => {
    const table = statusTableOf(system);
    for (const [status, word] of wordsOf(system).filter(([each]) => ['rejected', 'outside-authority'].includes(each))) {
      if (word === '!') expect(refusalOf(() => write(table, status)).code).toBe('code-not-expressible');
      else expect(['rejected', 'outside-authority']).toContain(read(table, word));
    }
  });
});
