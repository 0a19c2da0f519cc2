import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { LedgerTx } from '../../ledger.ts';
import { writeExchange } from '../../outcome.ts';
import { sqliteClaims } from './claims.ts';
import { sqliteDecisions } from './decisions.ts';
import { replacing, sqliteReports } from './reports.ts';
import { prepare, query, slot, slotsOf } from './statements.ts';
import { type AttemptsTable, type RelaysTable, UNSENT, WAITING } from './tables.ts';
import { wakeNext } from './wakeNext.ts';

type Deliveries = Pick<
  LedgerTx,
  | 'addRelays'
  | 'lastReport'
  | 'endUnsent'
  | 'claim'
  | 'settle'
  | 'markPublished'
  | 'unpublish'
  | 'relay'
  | 'decideRelay'
>;

/** Relays and their attempts, written on one connection. */
export function sqliteDeliveries(db: DatabaseSync): Deliveries {
  return {
    ...adding(db),
    ...publishing(db),
    ...sqliteReports(db),
    ...sqliteClaims(db),
    ...settling(db),
    ...sqliteDecisions(db),
  };
}

const insertRelay = (db: DatabaseSync) =>
  prepare(
    db,
    query.insertInto('relays').values({
      ...slotsOf<RelaysTable>()(
        ...(['id', 'event_id', 'sender', 'recipient', 'lane', 'subject', 'contract', 'delivery', 'on_dead'] as const),
        ...(['agreement_id', 'state', 'created_at', 'ended_at'] as const),
      ),
      position: sql<number>`coalesce((SELECT max(position) FROM relays
        WHERE subject = ${slot('subject')} AND recipient = ${slot('recipient')} AND lane = ${slot('lane')}), 0) + 1`,
      attempt: 0,
    }),
  );

const insertEnvelope = (db: DatabaseSync) =>
  prepare(
    db,
    query.insertInto('envelopes').values({ seq: sql<number>`last_insert_rowid()`, envelope: slot<string>('envelope') }),
  );

const supersedeEarlier = (db: DatabaseSync) =>
  prepare(
    db,
    query
      .updateTable('relays')
      .set({ state: 'superseded', ended_at: slot<number>('now') })
      .where('subject', '=', slot<string>('subject'))
      .where('recipient', '=', slot<string>('recipient'))
      .where('lane', '=', slot<string>('lane'))
      .where('contract', '=', slot<string>('contract'))
      .where('state', 'in', ['waiting', 'published', 'parked']),
  );

function adding(db: DatabaseSync): Pick<Deliveries, 'addRelays'> {
  const add = insertRelay(db);
  const addEnvelope = insertEnvelope(db);
  const supersede = supersedeEarlier(db);
  const replace = replacing(db);
  return {
    async addRelays(relays, now) {
      for (const { id, recipient, lane, subject, contract, delivery, state, replaces, ...relay } of relays) {
        if (delivery === 'latest' && state === 'waiting') supersede.run({ subject, recipient, lane, contract, now });
        add.run({
          ...{ id, recipient, lane, subject, contract, delivery, state },
          event_id: relay.eventId,
          sender: relay.sender,
          on_dead: relay.onDead,
          agreement_id: relay.agreementId,
          created_at: now,
          ended_at: state === 'superseded' ? now : null,
        });
        addEnvelope.run({ envelope: JSON.stringify(relay.envelope) });
        if (replaces !== undefined) replace({ id, replaces, now });
      }
    },
  };
}

function publishing(db: DatabaseSync): Pick<Deliveries, 'markPublished' | 'unpublish'> {
  const published = prepare(
    db,
    query
      .updateTable('relays')
      .set({ state: 'published' })
      .where('seq', '>=', slot<number>('first'))
      .where('seq', '<=', slot<number>('last'))
      .where(sql<boolean>`${sql.raw(WAITING)}`),
  );
  const unpublished = prepare(
    db,
    query
      .updateTable('relays')
      .set({ state: 'waiting' })
      .where('recipient', '=', slot<string>('system'))
      .where('lane', '=', slot<string>('lane'))
      .where('created_at', '<=', slot<number>('before'))
      .where(sql<boolean>`${sql.raw(UNSENT)}`)
      .where(sql<boolean>`+state = 'published'`),
  );
  return {
    async markPublished(seqs) {
      for (const [first, last] of runsOf(seqs)) published.run({ first, last });
    },
    async unpublish({ system, lane }, before) {
      return unpublished.run({ system, lane, before });
    },
  };
}

/** Numbers in growing order as runs without a gap: most batches are one. */
function runsOf(numbers: readonly number[]): readonly (readonly [first: number, last: number])[] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}

const endClaim = (db: DatabaseSync) =>
  prepare(
    db,
    query
      .updateTable('relays')
      .set({
        state: slot<string>('state'),
        attempt: slot<number>('spent_attempts'),
        due_at: slot<number | null>('due_at'),
        lease_until: null,
        claimed_by: null,
        ended_at: slot<number | null>('ended_at'),
        error: slot<string | null>('error'),
        doubt_since: slot<number | null>('doubt_since'),
      })
      .where('id', '=', slot<string>('id'))
      .where(sql<boolean>`+state = 'claimed'`)
      .where('claims', '=', slot<number>('claim'))
      .returning(['subject', 'recipient', 'lane', 'position', 'on_dead']),
  );

function settling(db: DatabaseSync): Pick<Deliveries, 'settle'> {
  const end = endClaim(db);
  const note = prepare(
    db,
    query
      .insertInto('attempts')
      .values(
        slotsOf<AttemptsTable>()(
          ...(['relay_id', 'attempt', 'spent', 'outcome', 'error', 'started_at', 'ended_at', 'exchange'] as const),
        ),
      ),
  );
  const wake = wakeNext(db);
  return {
    async settle({ relayId, claim, attempt, state, spent, dueAt, outcome, startedAt, endedAt, ...settlement }) {
      const error = settlement.error === null ? null : JSON.stringify(settlement.error);
      const exchange = settlement.exchange ? writeExchange(settlement.exchange) : null;
      const spentAttempts = spent ? attempt : attempt - 1;
      const ended = state === 'parked' ? null : endedAt;
      const row = end.get({
        ...{ id: relayId, state, claim, error, doubt_since: settlement.doubtSince },
        spent_attempts: spentAttempts,
        due_at: dueAt,
        ended_at: ended,
      });
      if (!row) return 'lost';
      note.run({
        ...{ relay_id: relayId, attempt, outcome, error, exchange },
        spent: spent ? 1 : 0,
        started_at: startedAt,
        ended_at: endedAt,
      });
      const { subject, recipient, lane, position, on_dead } = row;
      const holds = state === 'parked' || state === 'unconfirmed' || (state === 'dead' && on_dead === 'hold');
      const woke = !holds && wake({ subject, recipient, lane, position, now: endedAt });
      return woke ? 'woke' : 'written';
    },
  };
}
