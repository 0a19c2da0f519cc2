import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  type Compilable,
  DummyDriver,
  Kysely,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import { asking, endedAlready } from './failures.ts';
import type { Tables } from './tables.ts';

/** Builds and type-checks the SQL; it never runs any itself. */
export const query = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** Written out, so that it is not bound: see `most`. */
export const ONE = sql<number>`1`;

/** Relays with what they carry. */
export const wholeRelays = () =>
  query
    .selectFrom('relays')
    .innerJoin('envelopes', 'envelopes.seq', 'relays.seq')
    .selectAll('relays')
    .select('envelopes.envelope');

class Slot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A place in a query that each run fills with the value of this name. */
export const slot = <T>(name: string): RawBuilder<T> => sql<T>`${new Slot(name)}`;

/** A slot for a limit. The plus keeps SQLite from compiling the statement anew each time one is bound, at five times the cost. */
export const most = (name: string): RawBuilder<number> => sql<number>`+${new Slot(name)}`;

/** Slots for the named columns of a row, each filled with the value of the column's name. */
export const slotsOf =
  <Row extends object>() =>
  <Name extends keyof Row & string>(...names: readonly Name[]): { [N in Name]: RawBuilder<Row[N]> } =>
    Object.fromEntries(names.map((name) => [name, slot(name)])) as { [N in Name]: RawBuilder<Row[N]> };

export type Values = Readonly<Record<string, SQLInputValue>>;

/** A query compiled once and prepared once. */
export interface Statement<Row> {
  /** Rows changed. */
  run(values?: Values): number;
  get(values?: Values): Row | undefined;
  all(values?: Values): Row[];
}

/**
 * Compiles and prepares a query on a connection. Throws when the SQL does not fit the schema; its runs throw
 * `ledger-unavailable` when SQLite refuses them, or when they would write outside a transaction.
 */
export function prepare<Row>(db: DatabaseSync, compilable: Compilable<Row>): Statement<Row> {
  const compiled = compilable.compile();
  const prepared: StatementSync = db.prepare(compiled.sql);
  const writes = !compiled.sql.startsWith('select');
  const ask = <T>(run: () => T): T => {
    // SQLite ends a transaction by itself on a full disk; what the same work writes after that would be kept alone.
    if (writes && !db.isTransaction) throw endedAlready();
    return asking(run);
  };
  const bind = (values: Values): SQLInputValue[] =>
    compiled.parameters.map((parameter) => {
      if (!(parameter instanceof Slot)) return parameter as SQLInputValue;
      const value = values[parameter.name];
      if (value === undefined) throw new TypeError(`no value for ${parameter.name} in: ${compiled.sql}`);
      return value;
    });
  return {
    run: (values = {}) => Number(ask(() => prepared.run(...bind(values))).changes),
    get: (values = {}) => ask(() => prepared.get(...bind(values))) as Row | undefined,
    all: (values = {}) => ask(() => prepared.all(...bind(values))) as Row[],
  };
}
