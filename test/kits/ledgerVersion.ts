import { SCHEMAS } from '../../src/ledgers/tables.ts';

/** SQL that makes a ledger what a gateway of that version left behind: without the tables that came later. */
export function toVersion(version: number): string {
  const later = SCHEMAS.slice(version)
    .flat()
    .flatMap((statement) => /^CREATE TABLE (\w+)/.exec(statement)?.[1] ?? []);
  return [...later.map((table) => `DROP TABLE ${table}`), `PRAGMA user_version = ${version}`].join('; ');
}
