import { SCHEMAS } from '../../src/ledgers/tableSchemas.ts';

/** SQL that makes a ledger what a gateway of that version left behind: without the tables and indexes that came later. */
export function toVersion(version: number): string {
  const later = SCHEMAS.slice(version)
    .flat()
    .flatMap((statement) => {
      const [, table, column] = /^ALTER TABLE (\w+) ADD COLUMN (\w+)/.exec(statement) ?? [];
      if (column !== undefined) return [`ALTER TABLE ${table} DROP COLUMN ${column}`];
      const [, kind, name] = /^CREATE (?:UNIQUE )?(TABLE|INDEX) (\w+)/.exec(statement) ?? [];
      return kind === undefined ? [] : `DROP ${kind} ${name}`;
    });
  return [...later.reverse(), `PRAGMA user_version = ${version}`].join('; ');
}
