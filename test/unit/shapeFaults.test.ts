import { expect, it } from 'vitest';
import { checkAdapter } from '../../src/config/adapterChecks.ts';
import { loadContracts } from '../../src/contract.ts';
import { mappedDialect } from '../../src/dialect/mapped/dialect.ts';
import type { Shape } from '../../src/dialect/mapped/shape.ts';
import { shapeFaults } from '../../src/dialect/mapped/shapeFaults.ts';
import { mappedSimulator } from '../../src/dialect/mapped/simulator.ts';
import { shape } from '../province/shape.ts';

const contracts = loadContracts();

it('a shape that is one has no faults', () => {
  expect(shapeFaults(shape)).toEqual([]);
});

// What nobody stops who does not run the type checker.
const bent = (change: object): Shape => ({ ...shape, ...change });
const without = (name: keyof Shape): Shape => {
  const { [name]: _, ...rest } = shape;
  return bent({ ...rest, [name]: undefined });
};

it.each<[string, Shape, string, RegExp]>([
  [
    'a member that is missing',
    bent({ members: { ...shape.members, title: undefined } }),
    '/members/title',
    /wajib ada|harus berjenis teks/u,
  ],
  [
    'a member misspelt',
    bent({ members: { ...shape.members, tittle: '/x' } }),
    '/members/tittle',
    /tidak dikenal di sini/u,
  ],
  [
    'a place without its slash',
    bent({ members: { ...shape.members, note: 'catatan' } }),
    '/members/note',
    /harus berupa letak/u,
  ],
  ['a place too deep', bent({ members: { ...shape.members, note: '/a/b/c' } }), '/members/note', /harus berupa letak/u],
  [
    'a place inside of a text',
    bent({ members: { ...shape.members, note: '/tempat' } }),
    '/members/note',
    /sekaligus berisi region/u,
  ],
  ['another form of times', bent({ times: 'slash' }), '/times', /salah satu dari: rfc3339, slashed/u],
  ['another provenance', bent({ provenance: 'documnted' }), '/provenance', /salah satu dari: documented/u],
  ['no word on repeats', without('honoursDeliveryId'), '/honoursDeliveryId', /wajib ada|true atau false/u],
  [
    'a table that is none',
    bent({ tables: { ...shape.tables, kind: 'Aduan' } }),
    '/tables/kind',
    /harus berjenis objek/u,
  ],
  ['a table too few', bent({ tables: { ...shape.tables, reason: undefined } }), '/tables/reason', /wajib ada|objek/u],
  [
    'no way to number',
    bent({ simulated: { ...shape.simulated, numberOf: 'LAP-1' } }),
    '/simulated/numberOf',
    /harus berupa fungsi/u,
  ],
  [
    'numbers that are no texts',
    bent({ simulated: { ...shape.simulated, numberOf: (_: string, n: number) => n } }),
    '/simulated/numberOf',
    /harus menghasilkan teks/u,
  ],
  [
    'a walk that is one word',
    bent({ simulated: { ...shape.simulated, walk: 'Baru' } }),
    '/simulated/walk',
    /harus berjenis daftar/u,
  ],
  ['a name with capitals', bent({ dialect: 'Banten/BantenKita' }), '/dialect', /provinsi/u],
  ['an unknown key', bent({ pth: '/x' }), '/pth', /tidak dikenal di sini/u],
  ['answers half said', bent({ answers: { statuses: [200] } }), '/answers/success', /wajib ada/u],
])('a shape with %s is no error at once, and told by its place', (_, broken, pointer, message) => {
  const adapter = mappedDialect(broken);
  const problems = checkAdapter(adapter, contracts);
  expect(problems).toContainEqual(
    expect.objectContaining({ severity: 'error', pointer, message: expect.stringMatching(message) }),
  );
  expect(() => adapter.identify({})).toThrow(expect.objectContaining({ code: 'config-invalid' }));
  const simulate = mappedSimulator(broken);
  expect(() => simulate({} as Parameters<typeof simulate>[0])).toThrow(
    expect.objectContaining({ code: 'config-invalid' }),
  );
});

it('a way to number that fails is told', () => {
  const numberOf = (day: string): string => String((day as unknown as { none: string[] }).none[0]);
  expect(shapeFaults(bent({ simulated: { ...shape.simulated, numberOf } }))).toEqual([
    { pointer: '/simulated/numberOf', message: expect.stringContaining('gagal: ') },
  ]);
});

it.each([undefined, null, 'bentuk', [], {}])('a shape that is %j is told, and nothing throws', (none) => {
  expect(shapeFaults(none).length).toBeGreaterThan(0);
});
