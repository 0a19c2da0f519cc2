import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import type { Adapter } from '../../src/adapter.ts';
import { mappedDialect } from '../../src/dialect/mapped/dialect.ts';
import { memberReader, mustBeSpelt, unreadWarnings } from '../../src/intake/members.ts';
import { messageReader } from '../../src/intake/reading.ts';
import { samplesOf } from '../kits/adapterSamples.ts';
import { refusalOf } from '../kits/received.ts';
import { shape } from '../province/shape.ts';

const banten = mappedDialect(shape);
const BANTEN = {
  tiket: { nomor: 'BTN/2025/0001/00001', masuk: '03/07/2025 09:15 WIB' },
  ...{ pokok: 'Jalan', uraian: 'Berlubang', kategori: 'Jalan Rusak', tahap: 'Baru', sifat: 'Terbatas' },
  tempat: { kode: '36.71', lat: -6.1, lon: 106.6 },
};

type Json = Record<string, unknown>;

/** Every body that some dialect takes, by its own samples. */
const bodies: readonly (readonly [Adapter, unknown])[] = [
  ...adapters.flatMap((adapter) =>
    samplesOf(`adapters/${adapter.dialect}`)
      .inbound.filter(({ expected }) => 'drafts' in (expected as Json))
      .map(({ native }) => [adapter, native] as const),
  ),
  [banten, BANTEN],
];

const read = messageReader([...adapters, banten]);

type Path = readonly (string | number)[];

/** Where members stand, at any depth. */
const membersOf = (value: unknown, path: Path = []): readonly Path[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([step, inner]) => {
        const key = Array.isArray(value) ? Number(step) : step;
        return [...(Array.isArray(value) ? [] : [[...path, key]]), ...membersOf(inner, [...path, key])];
      });

/** The body with another member beside the one at a path. */
function withBeside(value: unknown, [step = '', ...rest]: Path, name: string): unknown {
  if (Array.isArray(value)) return value.map((item, at) => (at === step ? withBeside(item, rest, name) : item));
  const object = value as Json;
  if (rest.length === 0) return { ...object, [name]: true };
  return { ...object, [step]: withBeside(object[String(step)], rest, name) };
}

const escaped = (step: string | number): string => String(step).replaceAll('~', '~0').replaceAll('/', '~1');

const SLIPS: readonly ((name: string) => string)[] = [
  (name) => name.toUpperCase(),
  (name) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
  (name) => `${name}x`,
  (name) => `${name.slice(0, 2)}_${name.slice(2)}`,
  (name) => (name.length < 4 ? `${name} ` : `${name.slice(0, 1)}${name.slice(2)}`),
  (name) => (name.length < 3 ? `-${name}` : `${name.slice(0, 1)}z${name.slice(2)}`),
];

describe('a member that nobody reads', () => {
  it('is in no sample of any dialect misspelt, and what is unknown there is none of the known ones', () => {
    expect(bodies.length).toBeGreaterThan(60);
    for (const [adapter, native] of bodies) {
      const { message, members } = read(adapter, native);
      expect([adapter.dialect, message.name, members.misspelt]).toEqual([adapter.dialect, message.name, []]);
      for (const pointer of members.unknown) expect(members.leftOut).not.toContain(pointer);
    }
  });

  it('K11: is refused where its name is one slip from a known one, at any depth, in every dialect and a mapped one', () => {
    let tried = 0;
    fc.assert(
      fc.property(fc.constantFrom(...bodies), fc.nat(), fc.constantFrom(...SLIPS), ([adapter, native], which, slip) => {
        const { message, members } = read(adapter, native);
        const { names, unreadOf } = memberReader(adapter, message);
        const isUnknown = (path: Path) =>
          members.unknown.some((known) =>
            `/${path.map((step) => (typeof step === 'number' ? '*' : step)).join('/')}`.startsWith(known),
          );
        const paths = membersOf(native).filter((path) => !isUnknown(path) && path.at(-1) !== '');
        const path = paths[which % paths.length];
        if (!path) return;
        const name = slip(String(path.at(-1)));
        // Of two letters only the case is looked at.
        if (String(path.at(-1)).replaceAll(/[^a-z]/giu, '').length < 3 && slip !== SLIPS[0]) return;
        const beside = unreadOf(withBeside(native, path, name));
        // Another known name, or one that stands in a map of its sender's own.
        if (names.has(name) || beside.unknown.length === members.unknown.length) return;
        const pointer = `/${[...path.slice(0, -1), name].map(escaped).join('/')}`;
        expect([adapter.dialect, beside.misspelt.map((each) => each.pointer)]).toEqual([adapter.dialect, [pointer]]);
        expect(beside.misspelt[0]?.message).toMatch(/mungkin maksudnya "/u);
        tried += 1;
      }),
      { numRuns: 2000 },
    );
    expect(tried).toBeGreaterThan(1000);
  });

  it('K11: is named once, with its place, and else left alone', () => {
    const [adapter, native] = bodies.find(([, body]) => 'isi_laporan' in (body as Json)) ?? [banten, BANTEN];
    const more = { ...(native as Json), dilihat: 2, petugas_ruang: { nama: 'x', rahasia: true } };
    const { members } = read(adapter, more);
    expect(members.unknown).toEqual(['/dilihat', '/petugas_ruang']);
    expect(mustBeSpelt({ message: 'report', members }).members).toBe(members);
    expect(unreadWarnings(members)).toEqual([
      { code: 'member-not-read', facts: { pointer: '/dilihat' } },
      { code: 'member-not-read', facts: { pointer: '/petugas_ruang' } },
    ]);
  });

  it('K11: is named so many times, and no more: the others are counted', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`tambahan-${index}`, index]));
    const warnings = unreadWarnings(read(banten, { ...BANTEN, ...many }).members);
    expect(warnings).toHaveLength(21);
    expect(warnings.at(-1)).toEqual({ code: 'more-members-not-read', facts: { count: 980 } });
  });

  it('is named without what a person may have typed into its name', () => {
    const { members } = read(banten, { ...BANTEN, 'warga 0812-3456-7890': 1 });
    expect(JSON.stringify(unreadWarnings(members))).not.toContain('3456');
  });

  it('K11: is refused where, spelt well, it would make the body another message', () => {
    const lampung = adapters.find(({ dialect }) => dialect === 'lampung/lampung-in') ?? banten;
    const status = { id_laporan: 'LIN-20250703-0001', status: 'DIPROSES', waktu: '03/07/2025 09:15 WIB' };
    const { message, members } = read(lampung, { ...status, Jawaban: 'DITOLAK' });
    expect([message.name, members.misspelt.map(({ pointer }) => pointer)]).toEqual(['status', ['/Jawaban']]);
  });
});

/** A dialect of one message, by its schema. */
const dialectOf = (schema: object): Adapter => ({
  ...banten,
  messages: [{ name: 'report', schema, provenance: 'proposed', source: 'a test', recognise: () => true }],
});

describe('a schema', () => {
  const unknown = (schema: object, native: unknown) =>
    memberReader(dialectOf(schema), {
      ...dialectOf(schema).messages[0],
      schema,
    } as Adapter['messages'][number]).unreadOf(native);

  it('may know two names that are one letter apart', () => {
    const schema = { type: 'object', properties: { lat: {}, lot: {}, rahasia: {} } };
    expect(unknown(schema, { lat: 1, lot: 2 })).toMatchObject({ unknown: [], misspelt: [] });
    expect(unknown(schema, { lxt: 1 }).misspelt).toHaveLength(1);
  });

  it('that leaves a map open says nothing of its names', () => {
    const open = { type: 'object', properties: { detailed_status: {} }, additionalProperties: true };
    const schema = { type: 'object', properties: { extended_attributes: open, lain: { type: 'object' } } };
    const native = { extended_attributes: { Detailed_Status: 'x', warna: 1 }, lain: { a: 1 } };
    expect(unknown(schema, native)).toMatchObject({ unknown: [], misspelt: [] });
  });

  it('is read through references, branches and lists, and ends where it contains itself', () => {
    const node = {
      type: 'object',
      properties: { nama: {}, anak: { type: 'array', items: { $ref: '#/$defs/Node' } } },
    };
    const schema = {
      anyOf: [{ $ref: '#/$defs/Node' }, { type: 'object', properties: { nomor: {} } }],
      $defs: { Node: node },
    };
    const native = { nomor: 1, nama: 2, anak: [{ nama: 1 }, { Nama: 1, anak: [{ nmaa: 1, lain: 1 }] }] };
    const { misspelt, unknown: strangers } = unknown(schema, native);
    expect(misspelt.map(({ pointer }) => pointer)).toEqual(['/anak/1/Nama', '/anak/1/anak/0/nmaa']);
    expect(strangers).toEqual(['/anak/*/Nama', '/anak/*/anak/*/nmaa', '/anak/*/anak/*/lain']);
  });
});

describe('what resembles a message and is none', () => {
  const refused = (adapter: Adapter, native: unknown) => {
    const { code, facts, violations } = refusalOf(() => read(adapter, native));
    return { code, nearest: facts.nearest, pointers: violations.map(({ pointer }) => pointer) };
  };

  it('is told what it lacks of the nearest message, in every dialect', () => {
    let told = 0;
    for (const [adapter, native] of bodies) {
      const { message } = read(adapter, native);
      for (const name of Object.keys(native as Json)) {
        const rest = Object.fromEntries(Object.entries(native as Json).filter(([other]) => other !== name));
        const recognised = adapter.messages.some((one) => one.recognise(rest));
        if (recognised || Object.keys(rest).length < 2) continue;
        const { nearest, pointers } = refused(adapter, rest);
        told += 1;
        expect([adapter.dialect, message.name, pointers.length > 0]).toEqual([adapter.dialect, nearest, true]);
      }
    }
    expect(told).toBeGreaterThan(5);
  });

  it('and is misspelt is told both names', () => {
    const lampung = adapters.find(({ dialect }) => dialect === 'lampung/lampung-in') ?? banten;
    const body = { id_laporan: 'LIN-20250703-0001', Status: 'DIPROSES', catatan: 'x' };
    expect(refused(lampung, body)).toEqual({
      ...{ code: 'native-invalid', nearest: 'status' },
      pointers: ['/status', '/waktu', '/Status'],
    });
  });

  it('and has all of one message and something of another is told what is too much', () => {
    const lampung = adapters.find(({ dialect }) => dialect === 'lampung/lampung-in') ?? banten;
    const { nearest, pointers } = refused(lampung, { id_pasokan: 'PSK-1', id_laporan: 'LIN-20250703-0001' });
    expect(nearest === undefined || pointers.length > 0).toBe(true);
  });

  it('is told no more than the names of the messages where it resembles none', () => {
    for (const odd of [{}, [], null, 'x', { a: 1 }])
      expect(refused(banten, odd)).toEqual({ code: 'native-invalid', nearest: undefined, pointers: [''] });
  });
});
