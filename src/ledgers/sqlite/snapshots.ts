import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { Cursor } from '../../adapter.ts';
import type { ContractRef } from '../../contract.ts';
import type { CutShort } from '../../declared.ts';
import type { Envelope } from '../../envelope.ts';
import type { Ledger, LedgerTx } from '../../ledger.ts';
import type { Snapshot } from '../../snapshot.ts';
import { prepare, query, slot, slotsOf } from './statements.ts';
import { HELD_OPEN, SILENT, type SnapshotsTable, type Tables } from './tables.ts';

/** What was last heard of each subject, and how far systems were asked, written on one connection. */
export const sqliteSnapshots = (
  db: DatabaseSync,
): Pick<LedgerTx, 'snapshot' | 'putSnapshot' | 'dropSnapshot' | 'heardSubjects' | PolledWriter> => ({
  ...snapshots(db),
  ...heardSubjects(db),
  ...polledWriter(db),
});

type PolledWriter = 'putPolled' | 'putWholeAt' | 'putCutShort';

function polledWriter(db: DatabaseSync): Pick<LedgerTx, PolledWriter> {
  const row = slotsOf<Tables['polled']>()('system', 'cursor', 'round_at');
  const put = prepare(
    db,
    query
      .insertInto('polled')
      .values(row)
      .onConflict((c) => c.column('system').doUpdateSet(row)),
  );
  const putWhole = prepare(
    db,
    query
      .updateTable('polled')
      .set({ whole_at: slot<number>('at') })
      .where('system', '=', slot<string>('system')),
  );
  const putCut = prepare(
    db,
    query
      .updateTable('polled')
      .set({ cut_short: slot<string | null>('cut_short') })
      .where('system', '=', slot<string>('system')),
  );
  return {
    async putCutShort(system, cutShort) {
      putCut.run({ system, cut_short: cutShort.length === 0 ? null : JSON.stringify(cutShort) });
    },
    async putPolled({ system, cursor, roundAt }) {
      put.run({ system, cursor: JSON.stringify(cursor), round_at: roundAt });
    },
    async putWholeAt(system, at) {
      putWhole.run({ system, at });
    },
  };
}

function snapshots(db: DatabaseSync): Pick<LedgerTx, 'snapshot' | 'putSnapshot'> {
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
    ...(['contract', 'region_code', 'envelope', 'known_at', 'digest_kind'] as const),
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
    async putSnapshot({ occurredAt, heardAt, known, digestKind = null, ...snapshot }) {
      put.run({
        ...snapshot,
        digest_kind: digestKind,
        occurred_at: occurredAt,
        heard_at: heardAt,
        contract: known?.contract ?? null,
        region_code: known?.regionCode ?? null,
        envelope: known === null ? null : JSON.stringify(known.envelope),
        known_at: known?.at ?? null,
      });
    },
  };
}

function heardSubjects(db: DatabaseSync): Pick<LedgerTx, 'heardSubjects' | 'dropSnapshot'> {
  const found = prepare(
    db,
    query
      .selectFrom('snapshots')
      .select('subject')
      .where('system', '=', slot<string>('system'))
      .where('message', '=', slot<string>('message'))
      .where('digest', '<>', '')
      .orderBy('subject'),
  );
  const drop = prepare(
    db,
    query
      .deleteFrom('snapshots')
      .where('system', '=', slot<string>('system'))
      .where('message', '=', slot<string>('message'))
      .where('subject', '=', slot<string>('subject')),
  );
  return {
    async heardSubjects(system, message) {
      return found.all({ system, message }).map(({ subject }) => subject);
    },
    async dropSnapshot({ system, message, subject }) {
      drop.run({ system, message, subject });
    },
  };
}

/** What a poll needs to know before it asks. */
export function sqlitePollReads(db: DatabaseSync): Pick<Ledger, 'polled' | 'openNumbers'> {
  const found = prepare(db, query.selectFrom('polled').selectAll().where('system', '=', slot<string>('system')));
  const numbers = query
    .selectFrom('cases')
    .innerJoin('parties', 'parties.case_id', 'cases.id')
    .select('parties.number')
    .where('cases.holder', '=', slot<string>('system'))
    .where('parties.system', '=', slot<string>('system'));
  const notOver = numbers.where(sql<boolean>`${sql.raw(HELD_OPEN)}`).where('parties.number', 'is not', null);
  // An end that is not the holder's own is none: the origin may have said it before it handed the case over.
  const silent = numbers.where(sql<boolean>`${sql.raw(SILENT)}`).where(sql<boolean>`holder <> origin`);
  const open = prepare(db, notOver.union(silent).orderBy('number'));
  return {
    async polled(system) {
      const row = found.get({ system });
      if (!row) return null;
      const cutShort = row.cut_short === null ? {} : { cutShort: JSON.parse(row.cut_short) as readonly CutShort[] };
      const { round_at: roundAt, whole_at: wholeAt } = row;
      return { system, cursor: JSON.parse(row.cursor) as Cursor, roundAt, wholeAt, ...cutShort };
    },
    openNumbers: async (system) => open.all({ system }).flatMap(({ number }) => number ?? []),
  };
}

// The gateway alone writes this table, so what it reads back is what it wrote: the casts restate that.
export const snapshotOf = (row: SnapshotsTable): Snapshot => ({
  system: row.system,
  message: row.message,
  subject: row.subject,
  digest: row.digest,
  ...(row.digest_kind === null ? {} : { digestKind: row.digest_kind }),
  changes: row.changes,
  verdict: row.verdict as Snapshot['verdict'],
  occurredAt: row.occurred_at,
  heardAt: row.heard_at,
  known:
    row.contract === null || row.envelope === null || row.known_at === null
      ? null
      : {
          at: row.known_at,
          contract: row.contract as ContractRef,
          regionCode: row.region_code,
          envelope: JSON.parse(row.envelope) as Envelope,
        },
});
