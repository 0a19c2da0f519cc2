import { SCHEMAS } from '../../src/ledgers/sqlite/tableSchemas.ts';

/** SQL that makes a ledger what a gateway of that version left behind: without what later versions added, with what they took away. */
export function toVersion(version: number): string {
  const earlier = SCHEMAS.slice(0, version).flat();
  const later = SCHEMAS.slice(version)
    .flat()
    .flatMap((statement) => undone(statement, earlier));
  return [...later.reverse(), `PRAGMA user_version = ${version}`].join('; ');
}

function undone(statement: string, earlier: readonly string[]): readonly string[] {
  const [, kind, name] = /^CREATE (?:UNIQUE )?(TABLE|INDEX|TRIGGER) (\w+)/.exec(statement) ?? [];
  if (kind !== undefined) return [`DROP ${kind} IF EXISTS ${name}`];
  const [, table, column] = /^ALTER TABLE (\w+) ADD COLUMN (\w+)/.exec(statement) ?? [];
  if (table !== undefined) return [`ALTER TABLE ${table} DROP COLUMN ${column}`];
  const [, dropped] = /^DROP (?:TABLE|INDEX) (\w+)/.exec(statement) ?? [];
  return earlier.filter((one) => dropped !== undefined && new RegExp(`^CREATE [A-Z ]+${dropped} `).test(one));
}
