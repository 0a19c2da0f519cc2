import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { GatewayError } from '../../errors.ts';
import { SCHEMAS } from './tableSchemas.ts';

/** What this gateway writes; older ledgers are brought up to it when they are opened. */
export const LEDGER_VERSION = SCHEMAS.length;

export interface UpgradeStep {
  readonly from: number;
  readonly to: number;
  /** From 1 to `of`; it begins now. */
  readonly step: number;
  readonly of: number;
}

/** Brings a ledger up to this gateway's version, all at once or not at all; a new file becomes one. */
export function upgrade(db: DatabaseSync, onStep: (step: UpgradeStep) => void = () => undefined): void {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > LEDGER_VERSION) {
    throw new GatewayError('config-invalid', {
      detail: `Buku besar ini versi ${version}, lebih baru daripada gerbang ini (versi ${LEDGER_VERSION}).`,
    });
  }
  if (version === LEDGER_VERSION) return;
  const statements = SCHEMAS.slice(version).flat();
  db.exec('BEGIN IMMEDIATE');
  for (const [index, statement] of statements.entries()) {
    if (version > 0) onStep({ from: version, to: LEDGER_VERSION, step: index + 1, of: statements.length });
    db.exec(statement);
  }
  if (version === 0) {
    db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run('ledger-id', randomUUID().slice(0, 8));
  }
  db.exec(`PRAGMA user_version = ${LEDGER_VERSION}; COMMIT`);
}
