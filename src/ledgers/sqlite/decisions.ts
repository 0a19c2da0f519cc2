import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { RelayState } from '../../delivery.ts';
import type { LedgerTx, OperatorDecision } from '../../ledger.ts';
import { relayOf } from './rows.ts';
import { ONE, prepare, query, slot, wholeRelays } from './statements.ts';
import { wakeNext } from './wakeNext.ts';

/** From these an operator may decide without saying more. */
const OPEN = ['dead', 'withheld', 'parked'];

const STATES: Readonly<Record<OperatorDecision['kind'], readonly string[]>> = {
  redrive: OPEN,
  discard: [...OPEN, 'unconfirmed'],
  // A parked one is confirmed only while it may have arrived.
  confirm: ['unconfirmed', 'parked'],
};

/** States from which this decision is taken. One that may have arrived is only sent again by who says that it did not. */
const statesFor = (decision: OperatorDecision): readonly string[] =>
  decision.kind === 'redrive' && decision.confirmedAbsent === true ? [...OPEN, 'unconfirmed'] : STATES[decision.kind];

const decideOn = (db: DatabaseSync) =>
  prepare(
    db,
    query
      .updateTable('relays')
      .set({
        state: slot<string>('state'),
        attempt: sql<number>`CASE WHEN ${slot('state')} = 'delivered' THEN attempt ELSE 0 END`,
        due_at: slot<number | null>('due_at'),
        ended_at: slot<number | null>('ended_at'),
        // Why it was tried in vain stays on record until the next attempt says more.
        error: sql<
          string | null
        >`CASE WHEN ${slot('state')} = 'delivered' THEN NULL ELSE coalesce(${slot('error')}, error) END`,
        doubt_since: sql<number | null>`CASE WHEN ${slot('is_certain')} THEN NULL ELSE doubt_since END`,
      })
      .where('id', '=', slot<string>('id'))
      .returning(['subject', 'recipient', 'lane', 'position']),
  );

/** An operator's word on relays, written on one connection. */
export function sqliteDecisions(db: DatabaseSync): Pick<LedgerTx, 'decideRelay'> {
  const standing = prepare(
    db,
    query.selectFrom('relays').select(['state', 'doubt_since']).where('id', '=', slot<string>('id')),
  );
  const decide = decideOn(db);
  const whole = prepare(db, wholeRelays().where('id', '=', slot<string>('id')));
  const isOvertaken = overtaken(db);
  const wake = wakeNext(db);
  const stateAfter = (id: string, { kind }: OperatorDecision): RelayState => {
    if (kind === 'confirm') return 'delivered';
    if (kind === 'discard') return 'discarded';
    return isOvertaken(id) ? 'superseded' : 'parked';
  };
  return {
    async decideRelay(id, decision) {
      const before = standing.get({ id });
      if (!before || !statesFor(decision).includes(before.state)) return null;
      if (decision.kind === 'confirm' && before.doubt_since === null) return null;
      const state = stateAfter(id, decision);
      const ends = state !== 'parked';
      const row = decide.get({
        ...{ id, state },
        due_at: ends ? null : decision.now,
        ended_at: ends ? decision.now : null,
        error: decision.kind === 'discard' ? JSON.stringify(decision.error) : null,
        is_certain: decision.kind === 'confirm' || (decision.kind === 'redrive' && decision.confirmedAbsent) ? 1 : 0,
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
