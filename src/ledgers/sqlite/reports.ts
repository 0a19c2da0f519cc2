import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { LedgerTx } from '../../ledger.ts';
import { relayOf } from './rows.ts';
import { prepare, query, slot, wholeRelays } from './statements.ts';
import { wakeNext } from './wakeNext.ts';

/** What recipients have of reports, and relays that give way before they were sent. */
export function sqliteReports(db: DatabaseSync): Pick<LedgerTx, 'lastReport' | 'endUnsent'> {
  const reports = reportRelays(db);
  const tried = mayHaveArrived(db);
  const placed = placeOf(db);
  const supersede = superseding(db);
  const wake = wakeNext(db);
  return {
    async lastReport({ caseId, sender, recipient }) {
      const rows = reports.all({ subject: caseId, sender, recipient });
      const [newest] = rows;
      if (!newest) return null;
      const sent = rows.findIndex(({ id, state, attempt }) => !UNSENT.has(state) || tried.get({ id, attempt }));
      const unsent = rows.slice(0, sent === -1 ? undefined : sent).map(relayOf);
      const first = unsent.at(-1) ?? null;
      return { newest: relayOf(newest), unsent: first, alsoUnsent: unsent.slice(0, -1) };
    },
    async endUnsent(id, now) {
      const row = placed.get({ id });
      if (!row) return;
      supersede.run({ id, now });
      wake({ ...row, now });
    },
  };
}

/** A case has few. */
const MOST = sql.lit(100);

/** States of what may never have been sent. */
const UNSENT: ReadonlySet<string> = new Set(['waiting', 'published', 'parked', 'withheld']);

/** The newest first. */
const reportRelays = (db: DatabaseSync) =>
  prepare(
    db,
    wholeRelays()
      .where('subject', '=', slot<string>('subject'))
      .where('recipient', '=', slot<string>('recipient'))
      .where('lane', '=', 'case')
      .where('sender', '=', slot<string>('sender'))
      .where(sql<boolean>`(contract LIKE 'report-handover/%' OR contract LIKE 'citizen-report/%')`)
      .where(sql<boolean>`+state <> 'superseded'`)
      .orderBy('relays.seq', 'desc')
      .limit(MOST),
  );

/**
 * An attempt that got beyond its connection, as far as is known, whatever was answered: another id would be no repeat of
 * it. Or one that was counted and of which nothing is known, since the gateway broke off.
 */
const mayHaveArrived = (db: DatabaseSync) =>
  prepare(
    db,
    query
      .selectFrom('relays')
      .select('relays.seq')
      .where('relays.id', '=', slot<string>('id'))
      .where(
        sql<boolean>`(relays.doubt_since IS NOT NULL
          OR EXISTS (SELECT 1 FROM attempts WHERE relay_id = ${slot('id')} AND outcome <> 'withheld'
            AND coalesce(exchange ->> 'phase', '') <> 'connect' AND coalesce(exchange ->> 'login', 0) <> 1
            AND NOT (exchange IS NULL AND coalesce(error ->> 'code', '') = 'overloaded'))
          OR ${slot('attempt')} > (SELECT coalesce(sum(spent), 0) FROM attempts WHERE relay_id = ${slot('id')}))`,
      ),
  );

const placeOf = (db: DatabaseSync) =>
  prepare(
    db,
    query
      .selectFrom('relays')
      .select(['seq', 'subject', 'recipient', 'lane', 'position'])
      .where('id', '=', slot<string>('id')),
  );

const superseding = (db: DatabaseSync) =>
  prepare(
    db,
    query
      .updateTable('relays')
      .set({ state: 'superseded', due_at: null, ended_at: sql<number>`coalesce(ended_at, ${slot('now')})` })
      .where('id', '=', slot<string>('id')),
  );

/** Gives a relay that was just added the turn of one that was never sent. */
export function replacing(db: DatabaseSync): (of: { id: string; replaces: string; now: number }) => void {
  const placed = placeOf(db);
  const supersede = superseding(db);
  const move = prepare(
    db,
    query
      .updateTable('relays')
      .set({ position: slot<number>('position') })
      .where('seq', '=', slot<number>('seq')),
  );
  return ({ id, replaces, now }) => {
    const [before, after] = [placed.get({ id: replaces }), placed.get({ id })];
    if (!before || !after) return;
    supersede.run({ id: replaces, now });
    // Positions are unique at every moment.
    move.run({ seq: before.seq, position: -before.seq });
    move.run({ seq: after.seq, position: before.position });
    move.run({ seq: before.seq, position: after.position });
  };
}
