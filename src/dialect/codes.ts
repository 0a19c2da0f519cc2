import type { CodeTable } from '../adapter.ts';
import { GatewayError } from '../errors.ts';
import { invalid } from './nativeInvalid.ts';
import { isEmpty } from './nativeText.ts';

/** Trimmed, inner white space collapsed, case folded: how native words are compared. */
export function normalise(value: string): string {
  return value.trim().replace(/\s+/gu, ' ').toLowerCase();
}

/** "Fasos/Fasum", "FASOS & FASUM" and "Fasos dan Fasum" are one name, and so are "Jak Wifi" and "JakWifi". */
const letters = (value: string): string =>
  value
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('&amp;', ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\bdan\b/gu, ' ')
    .replaceAll(' ', '');

/** What a table's native words are compared by. */
const keyOf = ({ spelling }: CodeTable, native: string): string =>
  spelling === 'forgiven' ? letters(native) : normalise(native);

/** The canonical value of a native word, or undefined where no row reads it. */
export function read(table: CodeTable, native: string): string | undefined {
  return indexOf(table).inbound.get(keyOf(table, native));
}

/** The canonical value of a native word. Throws `native-invalid` for an empty one, and `unknown-code` with the value and pointer named. */
export function mustRead(table: CodeTable, native: string, pointer: string): string {
  const canonical = read(table, native);
  if (canonical !== undefined) return canonical;
  if (isEmpty(native)) throw invalid(pointer, 'tidak boleh kosong');
  throw new GatewayError('unknown-code', {
    detail: `Nilai ${JSON.stringify(native)} belum ada di tabel ${table.name}.`,
    violations: [{ pointer, message: `nilai ${JSON.stringify(native)} tidak dikenal` }],
    facts: { table: table.name, value: native },
  });
}

/** The native word for a canonical value. Throws `code-not-expressible` where the dialect has none. */
export function write(table: CodeTable, canonical: string): string {
  const native = indexOf(table).outbound.get(canonical);
  if (native !== undefined) return native;
  throw new GatewayError('code-not-expressible', {
    detail: `Dialek penerima tidak punya kata untuk ${table.name} ${JSON.stringify(canonical)}.`,
    facts: { table: table.name, value: canonical },
  });
}

/** Canonical words that tell "no", by table: of statuses, and of answers to a handover. */
const REFUSALS: Readonly<Record<string, ReadonlySet<string>>> = {
  status: new Set(['rejected', 'outside-authority']),
  'handover-answer': new Set(['declined', 'expired', 'withdrawn']),
};

/** Everything wrong with a table, in plain Indonesian; empty when it is total both ways and softens no refusal. */
export function holes(table: CodeTable): readonly string[] {
  return [...unread(table), ...unwritten(table), ...unlisted(table), ...duplicates(table), ...softened(table)];
}

const quoted = (word: string): string => JSON.stringify(word);

function unread(table: CodeTable): readonly string[] {
  const { inbound } = indexOf(table);
  return table.natives
    .filter((native) => !inbound.has(keyOf(table, native)))
    .map((native) => `tidak ada baris yang membaca kata asli ${quoted(native)}`);
}

function unwritten(table: CodeTable): readonly string[] {
  const { outbound } = indexOf(table);
  return table.canonicals
    .filter((canonical) => !outbound.has(canonical) && table.inexpressible?.includes(canonical) !== true)
    .map((canonical) => `tidak ada baris yang menulis kata bersama ${quoted(canonical)}`);
}

/** Words of rows and lists that the table does not say exist: what is not listed can get lost unnoticed. */
function unlisted(table: CodeTable): readonly string[] {
  const { rows, natives, canonicals, inexpressible = [], refusals = [] } = table;
  const known = new Set(natives.map((native) => keyOf(table, native)));
  const said = new Set([...rows.map((row) => row.native), ...refusals]);
  const named = [...rows.map((row) => row.canonical), ...inexpressible];
  return [
    ...[...said]
      .filter((native) => !known.has(keyOf(table, native)))
      .map((native) => `kata asli ${quoted(native)} tidak ada di daftar kata asli tabel ini`),
    ...named
      .filter((canonical) => !canonicals.includes(canonical))
      .map((canonical) => `kata bersama ${quoted(canonical)} tidak ada di daftar kata bersama tabel ini`),
  ];
}

function softened(table: CodeTable): readonly string[] {
  const no = REFUSALS[table.name];
  if (no === undefined) return [];
  if (table.refusals === undefined) return ['tabel ini tidak menyebut kata asli mana yang berarti penolakan'];
  const { inbound, outbound } = indexOf(table);
  const refusals = new Set(table.refusals.map((native) => keyOf(table, native)));
  const read = table.refusals.flatMap((native) => {
    const canonical = inbound.get(keyOf(table, native));
    return canonical === undefined || no.has(canonical) ? [] : [[native, canonical] as const];
  });
  const written = [...outbound].filter(
    ([canonical, native]) => no.has(canonical) && !refusals.has(keyOf(table, native)),
  );
  return [
    ...read.map(([native, to]) => `penolakan ${quoted(native)} terbaca sebagai ${quoted(to)}, yang bukan penolakan`),
    ...written.map(([from, to]) => `penolakan ${quoted(from)} tertulis sebagai ${quoted(to)}, yang bukan penolakan`),
  ];
}

function duplicates(table: CodeTable): readonly string[] {
  const seen = new Set<string>();
  const twice: string[] = [];
  for (const row of table.rows) {
    const keys = [];
    if (row.way !== 'out') keys.push(`membaca kata asli ${quoted(keyOf(table, row.native))}`);
    if (row.way !== 'in') keys.push(`menulis kata bersama ${quoted(row.canonical)}`);
    for (const key of keys) {
      if (seen.has(key)) twice.push(`dua baris ${key}`);
      seen.add(key);
    }
  }
  return twice;
}

interface CodeIndex {
  readonly inbound: ReadonlyMap<string, string>;
  readonly outbound: ReadonlyMap<string, string>;
}

const indexes = new WeakMap<CodeTable, CodeIndex>();

function indexOf(table: CodeTable): CodeIndex {
  let index = indexes.get(table);
  if (!index) {
    index = {
      inbound: new Map(table.rows.filter((r) => r.way !== 'out').map((r) => [keyOf(table, r.native), r.canonical])),
      outbound: new Map(table.rows.filter((r) => r.way !== 'in').map((r) => [r.canonical, r.native])),
    };
    indexes.set(table, index);
  }
  return index;
}
