import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { LIVE_STATES, type RelayState } from '../delivery.ts';
import type { EventState } from '../event.ts';
import type { Counts, Ledger } from '../ledger.ts';
import { relayOf } from './rows.ts';
import { sqliteAudit } from './sqliteAudit.ts';
import { sqliteCaseReads } from './sqliteCaseReads.ts';
import { prepare, query, slot } from './statements.ts';

export type SqliteReads = Omit<Ledger, 'id' | 'write' | 'rehearse' | 'reclaim' | 'probe' | 'checkpoint' | 'close'>;

/** The read side, on a connection of its own: it sees committed rows only. */
export function sqliteReads(db: DatabaseSync): SqliteReads {
  return { ...laneReads(db), ...sqliteCaseReads(db), ...listReads(db), ...sqliteAudit(db) };
}

function laneReads(db: DatabaseSync): Pick<SqliteReads, 'outbox' | 'unsent' | 'due' | 'nextDue'> {
  const ofLane = () =>
    query
      .selectFrom('relays')
      .where('recipient', '=', slot<string>('system'))
      .where('lane', '=', slot<string>('lane'))
      .limit(slot<number>('limit'));
  // The condition is written as in the partial index, or the index is not used.
  const waiting = query.selectFrom('relays').selectAll().where(sql<boolean>`state = 'waiting'`).orderBy('seq');
  const outbox = prepare(db, waiting.limit(slot<number>('limit')));
  const unsent = prepare(
    db,
    ofLane()
      .selectAll()
      .where('seq', '>', slot<number>('after'))
      .where(sql<boolean>`state IN ('waiting', 'published', 'claimed', 'parked')`)
      .where('state', 'not in', ['claimed', 'parked'])
      .orderBy('seq'),
  );
  const parked = () => ofLane().where(sql<boolean>`state = 'parked'`);
  const due = prepare(
    db,
    parked().selectAll().where('due_at', '<=', slot<number>('now')).orderBy('due_at').orderBy('seq'),
  );
  const next = prepare(db, parked().select('due_at').where('due_at', 'is not', null).orderBy('due_at'));
  return {
    outbox: async (limit) => outbox.all({ limit }).map(relayOf),
    unsent: async ({ system, lane }, after, limit) => unsent.all({ system, lane, after, limit }).map(relayOf),
    due: async ({ system, lane }, now, limit) => due.all({ system, lane, now, limit }).map(relayOf),
    nextDue: async ({ system, lane }) => next.get({ system, lane, limit: 1 })?.due_at ?? null,
  };
}

type Lists = Pick<SqliteReads, 'relays' | 'gaps' | 'refusals' | 'counts'>;

function listReads(db: DatabaseSync): Lists {
  const byState = prepare(
    db,
    query
      .selectFrom('relays')
      .selectAll()
      .where('state', '=', slot<string>('state'))
      .orderBy('seq', 'desc')
      .limit(slot<number>('limit')),
  );
  const gaps = prepare(db, query.selectFrom('gaps').selectAll().orderBy('last_at', 'desc'));
  const refusals = prepare(
    db,
    query.selectFrom('refusals').selectAll().orderBy(sql`rowid`, 'desc').limit(slot<number>('limit')),
  );
  return {
    relays: async (state, limit) => byState.all({ state, limit }).map(relayOf),
    async gaps() {
      return gaps.all().map(({ code_table, seen, first_at, last_at, ...gap }) => {
        return { ...gap, table: code_table, count: seen, firstAt: first_at, lastAt: last_at };
      });
    },
    async refusals(limit) {
      return refusals.all({ limit }).map((row) => ({ ...row, code: row.code as never }));
    },
    counts: counting(db),
  };
}

function counting(db: DatabaseSync): () => Promise<Counts> {
  const of = (table: 'events' | 'relays') =>
    prepare(
      db,
      query
        .selectFrom(table)
        .select(['state', sql<number>`count(*)`.as('n')])
        .groupBy('state'),
    );
  const events = of('events');
  const relays = of('relays');
  const refused = prepare(db, query.selectFrom('refusals').select(sql<number>`count(*)`.as('n')));
  const eventStates: readonly EventState[] = ['accepted', 'waiting', 'quarantined', 'discarded'];
  const ends = ['delivered', 'dead', 'withheld', 'superseded', 'discarded'] as const satisfies readonly RelayState[];
  return async () => ({
    events: tally(eventStates, events.all()),
    refusals: refused.get()?.n ?? 0,
    relays: tally([...LIVE_STATES, ...ends], relays.all()),
  });
}

function tally<State extends string>(
  states: readonly State[],
  rows: readonly { state: string; n: number }[],
): Record<State, number> {
  const found = new Map(rows.map((row) => [row.state, row.n]));
  return Object.fromEntries(states.map((state) => [state, found.get(state) ?? 0])) as Record<State, number>;
}
