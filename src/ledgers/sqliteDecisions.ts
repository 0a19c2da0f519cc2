import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { LedgerTx } from '../ledger.ts';
import { relayOf } from './rows.ts';
import { ONE, prepare, query, slot, wholeRelays } from './statements.ts';
import { wakeNext } from './wakeNext.ts';

/** An operator's word on relays, written on one connection. */
export function sqliteDecisions(db: DatabaseSync): Pick<LedgerTx, 'decideRelay'> {
  const decide = prepare(
    db,
    query
      .updateTable('relays')
      .set({
        state: slot<string>('state'),
        attempt: 0,
        due_at: slot<number | null>('due_at'),
        ended_at: slot<number | null>('ended_at'),
        // Why it was tried in vain stays on record until the next attempt says more.
        error: sql<string | null>`coalesce(${slot('error')}, error)`,
      })
      .where('id', '=', slot<string>('id'))
      .where('state', 'in', ['dead', 'withheld', 'parked'])
      .returning(['subject', 'recipient', 'lane', 'position']),
  );
  const whole = prepare(db, wholeRelays().where('id', '=', slot<string>('id')));
  const isOvertaken = overtaken(db);
  const wake = wakeNext(db);
  return {
    async decideRelay(id, decision) {
      const discards = decision.kind === 'discard';
      const state = discards ? 'discarded' : isOvertaken(id) ? 'superseded' : 'parked';
      const ends = state !== 'parked';
      const row = decide.get({
        ...{ id, state },
        due_at: ends ? null : decision.now,
        ended_at: ends ? decision.now : null,
        error: discards ? JSON.stringify(decision.error) : null,
      });
      if (!row) return null;
      const { subject, recipient, lane, position } = row;
      if (ends) wake({ subject, recipient, lane, position, now: decision.now });
      const changed = whole.get({ id });
      return changed ? relayOf(changed) : null;
    },
  };
}

/**
 * Whether newer ones have overtaken a relay that does not hold its subject. Such a word is not sent late: it would
 * move the citizen's case backwards.
 */
function overtaken(db: DatabaseSync): (id: string) => boolean {
  const newer = prepare(
    db,
    query
      .selectFrom('relays')
      .innerJoin('relays as later', (join) =>
        join
          .onRef('later.subject', '=', 'relays.subject')
          .onRef('later.recipient', '=', 'relays.recipient')
          .onRef('later.lane', '=', 'relays.lane')
          .onRef('later.contract', '=', 'relays.contract')
          .onRef('later.position', '>', 'relays.position'),
      )
      .select('later.seq')
      .where('relays.id', '=', slot<string>('id'))
      .where('relays.on_dead', '=', 'release')
      .where('later.state', 'in', ['delivered', 'claimed'])
      .limit(ONE),
  );
  return (id) => newer.get({ id }) !== undefined;
}
