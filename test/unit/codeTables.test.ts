import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import type { Adapter, CodeRow, CodeTable } from '../../src/adapter.ts';
import { checkAdapter } from '../../src/config/adapterChecks.ts';
import { type Problem, readConfiguration } from '../../src/config/config.ts';
import { loadContracts } from '../../src/contract.ts';
import { normalise } from '../../src/dialect/codes.ts';
import { COMMODITY, UNIT } from '../../src/dialect/commodity.ts';
import { rowsIn, tablesOf, type WrittenRow } from '../kits/writtenTables.ts';

const ROOT = join(import.meta.dirname, '../..');
const CONFIG = join(ROOT, 'config/jembatan.json');
const contracts = loadContracts();

const line = ({ file, pointer, message }: Problem): string => `${file}#${pointer} ${message}`;

/** What `check` has against an adapter with these tables: each problem on a line, with its place. */
const told = (adapter: Adapter, tables: readonly CodeTable[]): readonly string[] =>
  checkAdapter({ ...adapter, tables, messages: [] }, contracts).map(line);

/** The same as `npx jembatan check` asks it, by reading a whole configuration: of many variants of one adapter at once. */
function toldByCheck(adapter: Adapter, variants: readonly (readonly CodeTable[])[]): readonly (readonly string[])[] {
  const bent = variants.map((tables, index) => ({ ...adapter, tables, messages: [], dialect: `varian/${index}` }));
  const { problems, configuration } = readConfiguration(CONFIG, {
    ...{ contracts, adapters: [...adapters, ...bent], env: {} },
  });
  expect(configuration === null).toBe(problems.some(({ severity }) => severity === 'error'));
  return bent.map(({ dialect }) => problems.filter(({ file }) => file === `adapters/${dialect}`).map(line));
}

/** A file in which tables are written, and the dialects that speak by them. */
interface Written {
  readonly file: string;
  readonly tables: readonly CodeTable[];
  readonly speakers: readonly Adapter[];
}

const SHARED: readonly CodeTable[] = [COMMODITY, UNIT];

const FILES: readonly Written[] = [
  ...adapters.map((adapter) => ({
    file: `adapters/${adapter.dialect}/codes.ts`,
    tables: adapter.tables.filter((table) => !SHARED.includes(table)),
    speakers: [adapter],
  })),
  {
    file: 'src/dialect/commodity.ts',
    tables: SHARED,
    speakers: adapters.filter(({ tables }) => tables.some((table) => SHARED.includes(table))),
  },
];

/** An adapter's tables, those among them that were changed in place of the ones it has. */
const among = ({ tables }: Adapter, changed: readonly CodeTable[]): readonly CodeTable[] =>
  tables.map((table) => changed.find(({ name }) => name === table.name) ?? table);

describe.each(FILES)('every row of $file', ({ file, tables, speakers }) => {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const written = rowsIn(source);

  it('is found where it is written', async () => {
    const plain = ({ native, canonical, way = 'both' }: CodeRow) => `${native} ${way} ${canonical}`;
    const rows = tables.flatMap((table) => table.rows);
    expect(written.map(plain).sort()).toEqual(rows.map(plain).sort());
    expect(rows.length).toBeGreaterThan(speakers.some(hasRefusals) ? 20 : 0);
    const asWritten = await tablesOf(file, source);
    for (const adapter of speakers) expect(toldByCheck(adapter, [among(adapter, asWritten)])).toEqual([[]]);
  });

  it.each(speakers)('is missed by check of $dialect once it is gone, by table and word', async (adapter) => {
    const without = ({ start, end }: WrittenRow) => source.slice(0, start) + source.slice(end).replace(/^,/u, '');
    const changed = await Promise.all(written.map((row) => tablesOf(file, without(row))));
    const missed = written.flatMap(({ native, canonical, way }, index) => {
      const poorer = tables.find(({ name, rows }) => changed[index]?.some(isShorter(name, rows.length)));
      return poorer !== undefined && adapter.tables.includes(poorer) ? [{ native, canonical, way, poorer, index }] : [];
    });
    const faults = toldByCheck(
      adapter,
      missed.map(({ index }) => among(adapter, changed[index] ?? [])),
    );
    expect(missed.length).toBe(adapter.tables.filter((table) => tables.includes(table)).flatMap((t) => t.rows).length);
    for (const [index, { native, canonical, way, poorer }] of missed.entries()) {
      const place = `adapters/varian/${index}#/tables/${poorer.name}`;
      const read = `${place} tidak ada baris yang membaca kata asli ${JSON.stringify(native)} ${UNUSED}`;
      const wrote = `${place} tidak ada baris yang menulis kata bersama ${JSON.stringify(canonical)} ${UNUSED}`;
      expect(faults[index]).toEqual(expect.arrayContaining(way === 'out' ? [] : [read]));
      expect(faults[index]).toEqual(expect.arrayContaining(way === 'in' ? [] : [wrote]));
    }
  });
});

/** No system of the configuration speaks the variants that are tried. */
const UNUSED = '(dialek ini tidak dipakai sistem mana pun)';

/** A table of this name with one row less than it had. */
const isShorter =
  (name: string, had: number) =>
  (table: CodeTable): boolean =>
    table.name === name && table.rows.length === had - 1;

/** What an adapter's files, but for its simulator, take from the module of food: the tables they go by. */
function foodTablesUsed({ dialect }: Adapter): readonly CodeTable[] {
  const folder = join(ROOT, 'adapters', dialect);
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.startsWith('simulator'));
  const names = files.flatMap((name) => {
    const [, taken = ''] =
      /import \{([^}]*)\} from '[./]+src\/dialect\/commodity\.ts'/u.exec(readFileSync(join(folder, name), 'utf8')) ??
      [];
    return taken.split(',').map((word) => word.trim());
  });
  const uses = (...words: readonly string[]): boolean => words.some((word) => names.includes(word));
  return [...(uses('COMMODITY', 'commodityOf', 'nameOf') ? [COMMODITY] : []), ...(uses('UNIT') ? [UNIT] : [])];
}

describe.each(adapters)('the tables of food that $dialect goes by', (adapter) => {
  it('are among its own, so that check looks at them with it', () => {
    const names = (tables: readonly CodeTable[]) => tables.map(({ name }) => name);
    expect(names(adapter.tables.filter((table) => SHARED.includes(table)))).toEqual(names(foodTablesUsed(adapter)));
  });
});

/** Words that tell "no", and words that tell "yes", on the shared side. */
const WORDS: Readonly<Record<string, { readonly no: readonly string[]; readonly yes: readonly string[] }>> = {
  status: { no: ['rejected', 'outside-authority'], yes: ['done'] },
  'handover-answer': { no: ['declined', 'expired', 'withdrawn'], yes: ['accepted', 'registered'] },
};

/** A dialect without cases refuses none. */
function hasRefusals({ tables }: Adapter): boolean {
  return tables.some(({ name }) => name in WORDS);
}

const replaced = (table: CodeTable, row: CodeRow, ...by: readonly CodeRow[]): CodeTable => ({
  ...table,
  rows: table.rows.flatMap((other) => (other === row ? by : [other])),
});

/** Every way to bend a row, alone or with what would fill its hole, so that a "no" is read or written as a "yes". */
function softenings(table: CodeTable): readonly CodeTable[] {
  const { no = [], yes = [] } = WORDS[table.name] ?? {};
  const saysYes = table.rows.filter((row) => yes.includes(row.canonical)).map((row) => row.native);
  const unsaid = (table.inexpressible ?? []).filter((canonical) => no.includes(canonical));
  const said = unsaid.flatMap((canonical) =>
    saysYes.map((native) => ({
      ...table,
      rows: [...table.rows, { native, canonical, way: 'out', lossy: 'bent' } as const],
      inexpressible: unsaid.filter((other) => other !== canonical),
    })),
  );
  const bent = table.rows
    .filter((row) => no.includes(row.canonical))
    .flatMap((row) => [
      ...yes.flatMap((canonical) => [
        replaced(table, row, { ...row, canonical }),
        replaced(table, row, { ...row, canonical, way: 'in' }, { ...row, way: 'out', lossy: 'bent' }),
        { ...replaced(table, row, { ...row, canonical, way: 'in' }), inexpressible: [row.canonical] },
        swapped(table, row.canonical, canonical),
      ]),
      ...saysYes.flatMap((native) => [
        replaced(table, row, { ...row, native }),
        replaced(table, row, { ...row, native, way: 'out', lossy: 'bent' }),
        replaced(table, row, { ...row, way: 'in' }, { ...row, native, way: 'out', lossy: 'bent' }),
      ]),
    ]);
  return [...bent, ...said];
}

function swapped(table: CodeTable, one: string, other: string): CodeTable {
  const partner = (canonical: string) => (canonical === one ? other : canonical === other ? one : canonical);
  return { ...table, rows: table.rows.map((row) => ({ ...row, canonical: partner(row.canonical) })) };
}

describe.each(adapters.filter(hasRefusals))('a refusal of $dialect', (adapter) => {
  const withRefusals = adapter.tables.filter(({ name }) => name in WORDS);
  /** A dialect without answers has but one such table, and may have no word for "no" at all. */
  const answers = adapter.accepts.includes('handover-answer/1.0');

  it('is refused as a success, however its row is bent', () => {
    const bent = withRefusals.flatMap((table) => softenings(table).map((made) => ({ table, made })));
    expect(bent.length).toBeGreaterThan(answers ? 20 : 1);
    for (const { table, made } of bent) {
      const tables = adapter.tables.map((other) => (other === table ? made : other));
      expect(told(adapter, tables).filter((wrong) => wrong.includes(`#/tables/${table.name} `))).not.toEqual([]);
    }
  });

  it('is known by its word, so that the list of such words may not lose one that is written', () => {
    expect(withRefusals.map(({ name }) => name).sort()).toEqual([...(answers ? ['handover-answer'] : []), 'status']);
    for (const table of withRefusals) {
      const { refusals: words = [], ...silent } = table;
      const written = new Set(table.rows.filter(({ way }) => way !== 'in').map(({ native }) => normalise(native)));
      for (const word of words.filter((each) => written.has(normalise(each)))) {
        const refusals = words.filter((other) => other !== word);
        const tables = adapter.tables.map((other) => (other === table ? { ...table, refusals } : other));
        const softened = table.rows
          .filter((row) => row.way !== 'in' && normalise(row.native) === normalise(word))
          .map((row) => `penolakan ${JSON.stringify(row.canonical)} tertulis sebagai ${JSON.stringify(row.native)}`);
        expect(softened).not.toEqual([]);
        for (const wrong of softened) expect(told(adapter, tables).join('\n')).toContain(wrong);
      }
      const tables = adapter.tables.map((other) => (other === table ? silent : other));
      expect(told(adapter, tables).join('\n')).toContain('tidak menyebut kata asli mana yang berarti penolakan');
    }
  });
});

describe('a table of codes', () => {
  it('may name no word in a row that it does not list', () => {
    for (const adapter of adapters) {
      for (const table of adapter.tables) {
        for (const row of table.rows) {
          const natives = table.natives.filter((native) => native !== row.native);
          const tables = adapter.tables.map((other) => (other === table ? { ...table, natives } : other));
          expect(told(adapter, tables).join('\n')).toContain(
            `#/tables/${table.name} kata asli ${JSON.stringify(row.native)} tidak ada di daftar kata asli tabel ini`,
          );
        }
      }
    }
  });
});
