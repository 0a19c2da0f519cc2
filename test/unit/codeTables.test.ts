import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import type { Adapter } from '../../src/adapter.ts';
import { checkAdapter } from '../../src/adapterChecks.ts';
import { type CodeRow, type CodeTable, normalise } from '../../src/codes.ts';
import { COMMODITY, UNIT } from '../../src/commodity.ts';
import { type Problem, readConfiguration } from '../../src/config.ts';
import { loadContracts } from '../../src/contract.ts';

const ROOT = join(import.meta.dirname, '../..');
const CONFIG = join(ROOT, 'config/jembatan.json');
const contracts = loadContracts();

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;

function nodesOf(value: unknown): readonly Node[] {
  if (typeof value !== 'object' || value === null) return [];
  return [...(isNode(value) ? [value] : []), ...Object.values(value).flatMap(nodesOf)];
}

/** One row as it stands in `codes.ts`. */
interface WrittenRow extends CodeRow {
  readonly start: number;
  readonly end: number;
}

function rowsIn(source: string): readonly WrittenRow[] {
  return nodesOf(parseAst(source, { lang: 'ts' })).flatMap((node): WrittenRow[] => {
    if (node.type !== 'ObjectExpression' || !Array.isArray(node.properties)) return [];
    const members = Object.fromEntries(
      node.properties.map(({ key, value }: { key: Node; value: Node }) => [key.name, value.value]),
    );
    if (typeof members.native !== 'string' || typeof members.canonical !== 'string') return [];
    return [{ ...members, native: members.native, canonical: members.canonical, start: node.start, end: node.end }];
  });
}

const isTable = (value: unknown): value is CodeTable =>
  typeof value === 'object' && value !== null && 'name' in value && 'rows' in value;

/** The tables that a changed `codes.ts` would export. */
async function tablesOf(source: string): Promise<readonly CodeTable[]> {
  const anywhere = source.replaceAll("'../../../src/", `'${pathToFileURL(join(ROOT, 'src')).href}/`);
  const module: object = await import(
    `data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(anywhere, { mode: 'strip' }))}`
  );
  return Object.values(module).filter(isTable);
}

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

/** Tables that dialects have in common are not written in a dialect's own file; `commodity.test.ts` looks at them. */
const SHARED: ReadonlySet<CodeTable> = new Set([COMMODITY, UNIT]);

describe.each(adapters)('every row of $dialect', (adapter) => {
  const source = readFileSync(join(ROOT, 'adapters', adapter.dialect, 'codes.ts'), 'utf8');
  const written = rowsIn(source);

  it('is found where it is written', async () => {
    const plain = ({ native, canonical, way = 'both' }: CodeRow) => `${native} ${way} ${canonical}`;
    const rows = adapter.tables.filter((table) => !SHARED.has(table)).flatMap((table) => table.rows);
    expect(written.map(plain).sort()).toEqual(rows.map(plain).sort());
    expect(rows.length).toBeGreaterThan(hasRefusals(adapter) ? 20 : 0);
    expect(toldByCheck(adapter, [await tablesOf(source)])).toEqual([[]]);
  });

  it('is missed by check once it is gone, by table and word', async () => {
    const without = ({ start, end }: WrittenRow) => source.slice(0, start) + source.slice(end).replace(/^,/u, '');
    const variants = await Promise.all(written.map((row) => tablesOf(without(row))));
    const faults = toldByCheck(adapter, variants);
    for (const [index, { native, canonical, way }] of written.entries()) {
      const poorer = adapter.tables.find(
        ({ name, rows }) => variants[index]?.find((table) => table.name === name)?.rows.length === rows.length - 1,
      );
      const place = `adapters/varian/${index}#/tables/${poorer?.name}`;
      const read = `${place} tidak ada baris yang membaca kata asli ${JSON.stringify(native)}`;
      const wrote = `${place} tidak ada baris yang menulis kata bersama ${JSON.stringify(canonical)}`;
      expect(faults[index]).toEqual(expect.arrayContaining(way === 'out' ? [] : [read]));
      expect(faults[index]).toEqual(expect.arrayContaining(way === 'in' ? [] : [wrote]));
    }
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
