import { GatewayError } from './errors.ts';

/** One row: a native value and a canonical one. `lossy` says what is lost when a canonical value leaves by this row. */
export interface CodeRow {
  readonly native: string;
  readonly canonical: string;
  /** `both` unless said: `in` reads only, `out` writes only. */
  readonly way?: 'in' | 'out' | 'both';
  readonly lossy?: string;
}

/** A dialect's word for each canonical word. */
export interface CodeTable {
  /** What the codes are: `status`, `category`. */
  readonly name: string;
  /** Every native value known to exist: each needs a row that reads it. */
  readonly natives: readonly string[];
  /** Every canonical value: each needs a row that writes it, or a place in `inexpressible`. */
  readonly canonicals: readonly string[];
  readonly rows: readonly CodeRow[];
  /** Canonical values the dialect cannot say: a relay with one is rejected and listed, never softened. */
  readonly inexpressible?: readonly string[];
}

/** Trimmed, inner white space collapsed, case folded: how native words are compared. */
export function normalise(value: string): string {
  return value.trim().replace(/\s+/gu, ' ').toLowerCase();
}

/** The canonical value of a native word, or undefined where no row reads it. */
export function read(table: CodeTable, native: string): string | undefined {
  return indexOf(table).inbound.get(normalise(native));
}

/** The canonical value of a native word. Throws `unknown-code` with the value and pointer named. */
export function mustRead(table: CodeTable, native: string, pointer: string): string {
  const canonical = read(table, native);
  if (canonical !== undefined) return canonical;
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

/** Canonical statuses that tell a citizen "no". A lossy row may never turn one into `done`. */
const REFUSALS: ReadonlySet<string> = new Set(['rejected', 'outside-authority']);

/** Everything wrong with a table, in plain words; empty when it is total both ways and softens nothing. */
export function holes(table: CodeTable): readonly string[] {
  const { inbound, outbound } = indexOf(table);
  const inexpressible = new Set(table.inexpressible ?? []);
  return [
    ...table.natives.filter((n) => !inbound.has(normalise(n))).map((n) => `no row reads native ${JSON.stringify(n)}`),
    ...table.canonicals
      .filter((c) => !outbound.has(c) && !inexpressible.has(c))
      .map((c) => `no row writes canonical ${JSON.stringify(c)}`),
    ...table.rows
      .filter((row) => !table.canonicals.includes(row.canonical))
      .map((row) => `row ${JSON.stringify(row.native)} names unknown canonical ${JSON.stringify(row.canonical)}`),
    ...duplicates(table),
    ...softened(table),
  ];
}

function softened(table: CodeTable): string[] {
  const { inbound, outbound } = indexOf(table);
  return [...outbound]
    .filter(([canonical, native]) => REFUSALS.has(canonical) && inbound.get(normalise(native)) === 'done')
    .map(([canonical, native]) => `${JSON.stringify(canonical)} would be told as a success: ${JSON.stringify(native)}`);
}

function duplicates(table: CodeTable): string[] {
  const seen = new Set<string>();
  const twice: string[] = [];
  for (const row of table.rows) {
    const keys = [];
    if (row.way !== 'out') keys.push(`in ${normalise(row.native)}`);
    if (row.way !== 'in') keys.push(`out ${row.canonical}`);
    for (const key of keys) {
      if (seen.has(key)) twice.push(`two rows for ${key}`);
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
      inbound: new Map(table.rows.filter((r) => r.way !== 'out').map((r) => [normalise(r.native), r.canonical])),
      outbound: new Map(table.rows.filter((r) => r.way !== 'in').map((r) => [r.canonical, r.native])),
    };
    indexes.set(table, index);
  }
  return index;
}
