import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { LIVE_STATES, type RelayState } from '../../delivery.ts';
import type { EventState } from '../../event.ts';
import type { Ledger } from '../../ledger.ts';
import { sqliteAudit } from './audit.ts';
import { sqliteCaseReads } from './caseReads.ts';
import { sqliteLookupReads } from './lookups.ts';
import { sqliteNumberReads } from './numberReads.ts';
import { sqliteRedriveReads } from './redrives.ts';
import { sqliteRelayReads } from './relayReads.ts';
import { outboxOf, relayOf } from './rows.ts';
import { sqlitePollReads } from './snapshots.ts';
import { most, ONE, prepare, query, slot, wholeRelays } from './statements.ts';
import { sqliteStrayReads } from './strays.ts';
import { CLAIMED, ENDED_BADLY, PARKED, UNCONFIRMED, UNSENT, WAITING } from './tables.ts';
import { totals } from './totals.ts';

const EVENT_STATES = ['accepted', 'waiting', 'quarantined', 'discarded'] as const satisfies readonly EventState[];
const RELAY_STATES = [
  ...LIVE_STATES,
  ...(['delivered', 'dead', 'unconfirmed', 'withheld', 'superseded', 'discarded'] as const),
] as const satisfies readonly RelayState[];

export type SqliteReads = Omit<
  Ledger,
  'id' | 'restores' | 'write' | 'rehearse' | 'reclaim' | 'probe' | 'checkpoint' | 'close'
>;

/** The read side, on a connection of its own: it sees committed rows only. */
export function sqliteReads(db: DatabaseSync): SqliteReads {
  return {
    ...laneReads(db),
    ...sqliteCaseReads(db),
    ...listReads(db),
    ...sqliteNumberReads(db),
    ...sqliteRelayReads(db),
    ...sqliteStrayReads(db),
    ...sqlitePollReads(db),
    ...sqliteLookupReads(db),
    ...sqliteRedriveReads(db),
    ...sqliteAudit(db),
  };
}

function laneReads(db: DatabaseSync): Pick<SqliteReads, 'outbox' | 'unsent' | 'due' | 'nextDue'> {
  const ofLane = (condition: string) =>
    wholeRelays()
      .where('recipient', '=', slot<string>('system'))
      .where('lane', '=', slot<string>('lane'))
      .where(sql<boolean>`${sql.raw(condition)}`)
      .limit(most('limit'));
  const waiting = wholeRelays().where(sql<boolean>`${sql.raw(WAITING)}`);
  const outbox = prepare(db, waiting.orderBy('relays.seq').limit(most('limit')));
  const unsent = prepare(db, ofLane(UNSENT).where('relays.seq', '>', slot<number>('after')).orderBy('relays.seq'));
  const due = prepare(
    db,
    ofLane(PARKED).where('due_at', '<=', slot<number>('now')).orderBy('due_at').orderBy('relays.seq'),
  );
  const next = prepare(
    db,
    query
      .selectFrom('relays')
      .select('due_at')
      .where('recipient', '=', slot<string>('system'))
      .where('lane', '=', slot<string>('lane'))
      .where(sql<boolean>`${sql.raw(PARKED)}`)
      .where('due_at', 'is not', null)
      .orderBy('due_at')
      .limit(ONE),
  );
  return {
    outbox: async (limit) => outbox.all({ limit }).map(outboxOf),
    unsent: async ({ system, lane }, after, limit) => unsent.all({ system, lane, after, limit }).map(relayOf),
    due: async ({ system, lane }, now, limit) => due.all({ system, lane, now, limit }).map(relayOf),
    nextDue: async ({ system, lane }) => next.get({ system, lane })?.due_at ?? null,
  };
}

type Lists = Pick<SqliteReads, 'relays' | 'gaps' | 'counts'>;

function listReads(db: DatabaseSync): Lists {
  const byState = Object.fromEntries(
    RELAY_STATES.map((state) => [state, prepare(db, inState(state).limit(most('limit')))]),
  );
  const gaps = prepare(db, query.selectFrom('gaps').selectAll().orderBy('last_at', 'desc'));
  return {
    relays: async (state, limit) => (byState[state]?.all({ limit }) ?? []).map(relayOf),
    async gaps() {
      return gaps.all().map(({ code_table, seen, first_at, last_at, ...gap }) => {
        return { ...gap, table: code_table, count: seen, firstAt: first_at, lastAt: last_at };
      });
    },
    counts: totals(db, { events: EVENT_STATES, relays: RELAY_STATES }),
  };
}

/** Newest first. The plus has the planner find them by the state's index and sort those few; deliveries are nearly all. */
function inState(state: RelayState) {
  const index = [WAITING, UNSENT, CLAIMED, PARKED, ENDED_BADLY, UNCONFIRMED].find((condition) =>
    condition.includes(`'${state}'`),
  );
  const chosen = wholeRelays().where(sql<boolean>`${sql.raw(`${index ? `${index} AND ` : ''}state = '${state}'`)}`);
  return index ? chosen.orderBy(sql`+relays.seq`, 'desc') : chosen.orderBy('relays.seq', 'desc');
}
