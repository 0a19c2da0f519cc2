import type { DatabaseSync } from 'node:sqlite';
import type { ContractRef } from '../contract.ts';
import type { Envelope } from '../envelope.ts';
import type { LedgerTx } from '../ledger.ts';
import type { Snapshot } from '../snapshot.ts';
import { prepare, query, slot, slotsOf } from './statements.ts';
import type { SnapshotsTable } from './tables.ts';

/** What was last heard of each subject, written on one connection. */
export function sqliteSnapshots(db: DatabaseSync): Pick<LedgerTx, 'snapshot' | 'putSnapshot'> {
  const found = prepare(
    db,
    query
      .selectFrom('snapshots')
      .selectAll()
      .where('system', '=', slot<string>('system'))
      .where('message', '=', slot<string>('message'))
      .where('subject', '=', slot<string>('subject')),
  );
  const row = slotsOf<SnapshotsTable>()(
    ...(['system', 'message', 'subject', 'digest', 'changes', 'verdict', 'occurred_at', 'heard_at'] as const),
    ...(['contract', 'region_code', 'envelope'] as const),
  );
  const put = prepare(
    db,
    query
      .insertInto('snapshots')
      .values(row)
      .onConflict((c) => c.columns(['system', 'message', 'subject']).doUpdateSet(row)),
  );
  return {
    async snapshot({ system, message, subject }) {
      const snapshot = found.get({ system, message, subject });
      return snapshot ? snapshotOf(snapshot) : null;
    },
    async putSnapshot({ occurredAt, heardAt, known, ...snapshot }) {
      put.run({
        ...snapshot,
        occurred_at: occurredAt,
        heard_at: heardAt,
        contract: known?.contract ?? null,
        region_code: known?.regionCode ?? null,
        envelope: known === null ? null : JSON.stringify(known.envelope),
      });
    },
  };
}

// The gateway alone writes this table, so what it reads back is what it wrote: the casts restate that.
const snapshotOf = (row: SnapshotsTable): Snapshot => ({
  system: row.system,
  message: row.message,
  subject: row.subject,
  digest: row.digest,
  changes: row.changes,
  verdict: row.verdict as Snapshot['verdict'],
  occurredAt: row.occurred_at,
  heardAt: row.heard_at,
  known:
    row.contract === null || row.envelope === null
      ? null
      : {
          contract: row.contract as ContractRef,
          regionCode: row.region_code,
          envelope: JSON.parse(row.envelope) as Envelope,
        },
});
