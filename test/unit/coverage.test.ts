import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { adapter as jakiCrm } from '../../adapters/jakarta/jaki-crm/index.ts';
import { adapter as lampungIn } from '../../adapters/lampung/lampung-in/index.ts';
import type { Adapter } from '../../src/adapter.ts';
import { coverageReport } from '../../src/commands/coverage.ts';
import { loadContracts } from '../../src/contract.ts';
import type { CoveredWay, LeftOut } from '../../src/declared.ts';
import { declarationFaults, fieldNotes, leavesOf } from '../../src/dialect/coverage.ts';
import { sampleFaults, samplesOf } from '../kits/adapterSamples.ts';
import { declared, measured } from '../kits/coverageKit.ts';

const ROOT = join(import.meta.dirname, '../..');
const contracts = loadContracts();

describe('the leaves of a schema', () => {
  it('are the places that hold a value, through references, choices and lists', () => {
    const schema = {
      type: 'object',
      properties: {
        'a/b': { type: 'string' },
        maybe: { anyOf: [{ $ref: '#/$defs/Named' }, { type: 'null' }] },
        list: { type: ['array', 'null'], items: { $ref: '#/$defs/Named' } },
        pair: { type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }], items: false },
        always: { const: 'x' },
        time: { $ref: 'urn:jembatan:contract:citizen-report/1.0#/$defs/Time' },
      },
      $defs: { Named: { type: 'object', properties: { name: { type: 'string' } } } },
    };
    expect(leavesOf(schema, contracts)).toEqual([
      '/a~1b',
      '/maybe/name',
      '/list/*/name',
      '/pair/0',
      '/pair/1',
      '/time',
    ]);
  });
});

/** The few samples of the small messages: enough to see, and quickly measured. */
const few = (adapter: Adapter, names: RegExp) => {
  const { inbound, outbound } = samplesOf(join(ROOT, 'adapters', adapter.dialect));
  return {
    inbound: inbound.filter(({ name }) => names.test(name)),
    outbound: outbound.filter(({ name }) => names.test(name)),
  };
};

/** A value without what stands at a pointer, in every item where it says `*`. */
function without(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) return rest.length === 0 ? [] : value.map((item) => without(item, rest));
  if (typeof value !== 'object' || value === null || step === undefined) return value;
  const members = Object.entries(value);
  return Object.fromEntries(
    rest.length === 0
      ? members.filter(([name]) => name !== step)
      : members.map(([name, child]) => [name, name === step ? without(child, rest) : child]),
  );
}

const stepsOf = (pointer: string) => pointer.split('/').slice(1);

/** The least there is to drop, by the ways on which a dialect says something. */
const leastOf = ({ emits, accepts }: Adapter) =>
  [
    { way: 'inbound', least: 3, contracts: emits },
    { way: 'outbound', least: 7, contracts: accepts },
  ] as const;

describe.each(adapters)('a field that $dialect drops in silence', (adapter) => {
  const samples = few(
    adapter,
    /^(?:status|jawaban-diterima|kirim-status|kirim-jawaban|kirim-permintaan|harga-lama|faskes-ringkas|layanan-gangguan|kirim-layanan-lampung)$/u,
  );

  it.each(leastOf(adapter).filter(({ contracts }) => contracts.length > 0))(
    '$way is missed, whichever it is',
    ({ way, least }) => {
      const honest = measured(adapter, samples, way);
      expect(honest.routes.length).toBeGreaterThanOrEqual(least);
      for (const route of honest.routes) {
        const [of, target = ''] = (route.split(' -> ')[1] ?? '').split(' ');
        const dropping: Adapter = {
          ...adapter,
          toCanonical: (...asked) =>
            adapter.toCanonical(...asked).map((draft) => ({
              ...draft,
              data: draft.contract === of ? { ...(without(draft.data, stepsOf(target)) as object) } : draft.data,
            })),
          fromCanonical(...asked) {
            const request = adapter.fromCanonical(...asked);
            return request.message === of ? { ...request, body: without(request.body, stepsOf(target)) } : request;
          },
        };
        const found = measured(dropping, samples, way);
        expect(found.routes).not.toContain(route);
        expect(found.unfilled).toContain(`${of} ${target}`);
      }
    },
  );
});

describe('what is measured', () => {
  const samples = few(lampungIn, /^(?:serah-terima|status|kirim-status)$/u);

  it('names a field that is read although it is declared as left out', () => {
    const curious: Adapter = {
      ...lampungIn,
      toCanonical: (native, context) =>
        lampungIn.toCanonical(native, context).map((draft) => ({
          ...draft,
          data: { ...draft.data, ...('note' in draft.data ? { note: (native as { urutan?: unknown }).urutan } : {}) },
        })),
    };
    const honest = measured(lampungIn, samples, 'inbound');
    const found = measured(curious, samples, 'inbound');
    expect(honest.unread).toContain('status /urutan');
    expect(found.routes).toContain('status /urutan -> report-status/1.0 /note');
    expect(declared(lampungIn.coverage.inbound, 'inbound').unread).toContain('status /urutan');
  });

  it('tells what names an event, and what comes from beside the data', () => {
    expect(measured(lampungIn, samples, 'inbound').unread).toContain('status /id_laporan (identity)');
    expect(measured(lampungIn, samples, 'outbound').unfilled).toEqual([
      'status /id_kiriman (context)',
      'status /id_laporan (context)',
      'status /rujukan/nomor_asal (context)',
    ]);
  });
});

describe('a declaration', () => {
  const bent = (change: (inbound: CoveredWay) => Partial<CoveredWay>): Adapter => ({
    ...jakiCrm,
    coverage: { ...jakiCrm.coverage, inbound: { ...jakiCrm.coverage.inbound, ...change(jakiCrm.coverage.inbound) } },
  });
  const added = (entry: LeftOut) => bent(({ unread }) => ({ unread: [...unread, entry] }));

  it('leaves out no field of a schema', () => {
    const adapter = bent(({ unread }) => ({
      unread: unread.filter(({ fields }) => !fields.status?.includes('/urutan')),
    }));
    expect(declarationFaults(adapter, contracts)).toEqual(['inbound: status /urutan belum dinyatakan']);
  });

  it('says nothing of fields that no schema has', () => {
    const adapter = added({ why: 'tidak ada di mana pun', fields: { status: ['/urutannya'] } });
    expect(declarationFaults(adapter, contracts)).toEqual(['inbound: status /urutannya tidak ada di skemanya']);
  });

  it('does not say that a field crosses and does not', () => {
    const adapter = added({ why: 'tidak ada di mana pun', fields: { status: ['/catatan'] } });
    expect(declarationFaults(adapter, contracts)).toEqual([
      'inbound: status /catatan dinyatakan sampai dan juga tidak',
    ]);
  });
});

describe('coverage', () => {
  it.each(adapters)('tells of every field of $dialect, what it becomes or why it does not', (adapter) => {
    const report = coverageReport(adapter, contracts);
    const words = report.replaceAll(',', ' ');
    for (const way of ['inbound', 'outbound'] as const) {
      for (const of of ['native', 'canonical'] as const) {
        for (const { field } of fieldNotes(adapter, contracts, { way, of })) expect(words).toContain(` ${field} `);
      }
    }
    expect(report).not.toContain('BELUM DINYATAKAN');
  });

  it.each([jakiCrm, lampungIn])('tells what the gateway fills in and what $dialect only writes', (adapter) => {
    const report = coverageReport(adapter, contracts);
    expect(report).toMatch(/│ citizen-report\/1\.0 +│ \/originSystem +│ diisi gerbang/u);
    expect(report).toMatch(/│ report-status\/1\.0 +│ \/nativeStatus +│ tidak: /u);
    expect(report).toMatch(/tidak pernah dibaca: intake\b/u);
  });

  it('shows a field that is not declared', () => {
    const { inbound, outbound } = jakiCrm.coverage;
    const unread = inbound.unread.filter(({ fields }) => !fields.status?.includes('/urutan'));
    const report = coverageReport({ ...jakiCrm, coverage: { inbound: { ...inbound, unread }, outbound } }, contracts);
    expect(report).toMatch(/│ status +│ \/urutan +│ BELUM DINYATAKAN/u);
    expect(report).toContain('inbound: status /urutan belum dinyatakan');
  });
});

describe('a folder of samples', () => {
  const folderOf = (...files: readonly string[]): string => {
    const folder = mkdtempSync(join(tmpdir(), 'jembatan-contoh-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'samples'));
    for (const file of files) writeFileSync(join(folder, 'samples', file), '{}');
    return folder;
  };

  it('must be there, and hold both kinds', () => {
    const none = ['no sample *.native.json', 'no sample *.envelope.json'];
    expect(sampleFaults(folderOf(), jakiCrm)).toEqual(none);
    expect(sampleFaults(join(folderOf(), 'tidak-ada'), jakiCrm)).toEqual(none);
  });

  it('need not show a way on which the dialect says nothing', () => {
    const told = ['a.native.json', 'a.canonical.json'];
    expect(sampleFaults(folderOf(...told), { ...jakiCrm, accepts: [] })).toEqual([]);
    expect(sampleFaults(folderOf(...told), { ...jakiCrm, emits: [] })).toEqual(['no sample *.envelope.json']);
  });

  it('holds pairs, and nothing else', () => {
    const whole = ['a.native.json', 'a.canonical.json', 'b.envelope.json', 'b.request.json'];
    expect(sampleFaults(folderOf(...whole), jakiCrm)).toEqual([]);
    expect(sampleFaults(folderOf(...whole, 'c.native.json', 'd.request.json', 'e.json'), jakiCrm)).toEqual([
      'e.json is no sample',
      'c.native.json has no c.canonical.json',
      'd.request.json has no d.envelope.json',
    ]);
  });
});
