import type { DatabaseSync } from 'node:sqlite';
import { type RawBuilder, sql } from 'kysely';
import type { Ledger, LedgerTx } from '../ledger.ts';
import {
  REDRIVABLE_STATES,
  REDRIVE_OUTCOMES,
  type Redrive,
  type RedriveFilter,
  type RedriveOutcome,
} from '../redrive.ts';
import { relayOf } from './rows.ts';
import { most, prepare, query, slot, slotsOf, type Values, wholeRelays } from './statements.ts';
import { ENDED_BADLY, PARKED, type RedrivesTable, type Tables } from './tables.ts';

type Writes = Pick<LedgerTx, 'addRedrive' | 'redrive' | 'redriveNext' | 'noteRedriven' | 'endRedrive'>;

/** Redrives and what became of each relay, written on one connection. */
export function sqliteRedrives(db: DatabaseSync): Writes {
  const row = slotsOf<RedrivesTable>()('id', 'at', 'operator', 'reason', 'filter', 'rate_per_second', 'state');
  const add = prepare(db, query.insertInto('redrives').values(row));
  const takeUp = perState((state) => prepare(db, takingUp(state)));
  return {
    ...turns(db),
    ...ending(db),
    async addRedrive({ filter, ratePerSecond, ...redrive }) {
      const text = JSON.stringify(filter);
      add.run({ ...redrive, filter: text, rate_per_second: ratePerSecond, state: 'running' });
      return takeUp[filter.state].run({ ...valuesOf(filter), redrive: redrive.id });
    },
  };
}

function turns(db: DatabaseSync): Pick<Writes, 'redrive' | 'redriveNext' | 'noteRedriven'> {
  const next = prepare(
    db,
    query
      .selectFrom('redrive_items')
      .select('relay_id')
      .where('redrive_id', '=', slot<string>('redrive'))
      .where(sql<boolean>`outcome IS NULL`)
      .orderBy('seq')
      .limit(most('limit')),
  );
  const note = prepare(
    db,
    query
      .updateTable('redrive_items')
      .set({ outcome: slot<string>('outcome'), at: slot<number>('at') })
      .where('redrive_id', '=', slot<string>('redrive'))
      .where('relay_id', '=', slot<string>('relay'))
      .where(sql<boolean>`outcome IS NULL`),
  );
  return {
    redrive: redriveReader(db),
    async redriveNext(redrive, limit) {
      return next.all({ redrive, limit }).map(({ relay_id }) => relay_id);
    },
    async noteRedriven(redrive, relay, { outcome, at }) {
      note.run({ redrive, relay, outcome, at });
    },
  };
}

function ending(db: DatabaseSync): Pick<Writes, 'endRedrive'> {
  const end = prepare(
    db,
    query
      .updateTable('redrives')
      .set({
        state: slot<string>('state'),
        ended_at: slot<number>('at'),
        cancelled_by: slot<string | null>('operator'),
        cancel_reason: slot<string | null>('reason'),
      })
      .where('id', '=', slot<string>('id'))
      .where(sql<boolean>`state = 'running'`),
  );
  const cancelRest = prepare(
    db,
    query
      .updateTable('redrive_items')
      .set({ outcome: 'cancelled', at: slot<number>('at') })
      .where('redrive_id', '=', slot<string>('id'))
      .where(sql<boolean>`outcome IS NULL`),
  );
  return {
    async endRedrive(id, at, cancelled) {
      const by = { operator: cancelled?.operator ?? null, reason: cancelled?.reason ?? null };
      if (end.run({ id, at, state: cancelled ? 'cancelled' : 'done', ...by }) === 0) return false;
      if (cancelled) cancelRest.run({ id, at });
      return true;
    },
  };
}

type Reads = Pick<Ledger, 'redrivable' | 'redrives' | 'runningRedrives' | 'redriveRecord'>;

/** The read side of `sqliteRedrives`. */
export function sqliteRedriveReads(db: DatabaseSync): Reads {
  return { ...fitting(db), ...begun(db) };
}

function fitting(db: DatabaseSync): Pick<Reads, 'redrivable'> {
  const all = query.selectFrom('relays').select(sql<number>`count(*)`.as('n'));
  const count = perState((state) => prepare(db, all.where(fits(state))));
  const oldest = perState((state) =>
    // The plus has the planner find them by their state and sort those few.
    prepare(db, wholeRelays().where(fits(state)).orderBy(sql`+relays.seq`).limit(most('limit'))),
  );
  return {
    async redrivable(filter, limit) {
      const values = valuesOf(filter);
      const relays = oldest[filter.state].all({ ...values, limit }).map(relayOf);
      return { total: count[filter.state].get(values)?.n ?? 0, relays };
    },
  };
}

function begun(db: DatabaseSync): Omit<Reads, 'redrivable'> {
  const ids = query.selectFrom('redrives').select('id');
  const latest = prepare(db, ids.orderBy('at', 'desc').orderBy('id').limit(most('limit')));
  const running = prepare(db, ids.where(sql<boolean>`state = 'running'`).orderBy('at'));
  const items = prepare(
    db,
    query
      .selectFrom('redrive_items')
      .select(['relay_id', 'outcome', 'at'])
      .where('redrive_id', '=', slot<string>('id'))
      .orderBy('seq')
      .limit(most('limit')),
  );
  const read = redriveReader(db);
  return {
    async redrives(limit) {
      const found = await Promise.all(latest.all({ limit }).map(({ id }) => read(id)));
      return found.filter((redrive) => redrive !== null);
    },
    runningRedrives: async () => running.all().map(({ id }) => id),
    async redriveRecord(id, limit) {
      const redrive = await read(id);
      const relays = redrive === null ? [] : items.all({ id, limit });
      return redrive && { redrive, items: relays.map(itemOf) };
    },
  };
}

function redriveReader(db: DatabaseSync): (id: string) => Promise<Redrive | null> {
  const byId = prepare(db, query.selectFrom('redrives').selectAll().where('id', '=', slot<string>('id')));
  const tally = prepare(
    db,
    query
      .selectFrom('redrive_items')
      .select(['outcome', sql<number>`count(*)`.as('n')])
      .where('redrive_id', '=', slot<string>('id'))
      .groupBy('outcome'),
  );
  return async (id) => {
    const row = byId.get({ id });
    if (!row) return null;
    const counts = new Map(tally.all({ id }).map(({ outcome, n }) => [outcome ?? 'pending', n]));
    return redriveOf(row, counts);
  };
}

// The gateway alone writes these tables, so what it reads back is what it wrote: the casts restate that.
function redriveOf(row: RedrivesTable, counts: ReadonlyMap<string, number>): Redrive {
  const { cancelled_by: operator, cancel_reason: reason } = row;
  const items = Object.fromEntries(['pending', ...REDRIVE_OUTCOMES].map((key) => [key, counts.get(key) ?? 0]));
  return {
    ...{ id: row.id, at: row.at, operator: row.operator, reason: row.reason },
    filter: JSON.parse(row.filter) as RedriveFilter,
    ratePerSecond: row.rate_per_second,
    state: row.state as Redrive['state'],
    endedAt: row.ended_at,
    cancelled: operator === null || reason === null ? null : { operator, reason },
    items: items as Redrive['items'],
  };
}

const itemOf = ({ relay_id: relayId, outcome, at }: Pick<Tables['redrive_items'], 'relay_id' | 'outcome' | 'at'>) => ({
  ...{ relayId, at },
  outcome: outcome as RedriveOutcome | null,
});

type State = RedriveFilter['state'];

const perState = <Value>(of: (state: State) => Value): Record<State, Value> =>
  Object.fromEntries(REDRIVABLE_STATES.map((state) => [state, of(state)])) as Record<State, Value>;

/** A parked relay that waits for another one, not for its time, is nobody's to hurry. */
const standing = (state: State): string =>
  state === 'parked' ? `${PARKED} AND due_at IS NOT NULL` : `${ENDED_BADLY} AND state = '${state}'`;

const fits = (state: State): RawBuilder<boolean> => sql<boolean>`${sql.raw(standing(state))}
  AND (${slot('from')} IS NULL OR sender = ${slot('from')})
  AND (${slot('to')} IS NULL OR recipient = ${slot('to')})
  AND (${slot('contract')} IS NULL OR contract = ${slot('contract')})
  AND (${slot('code')} IS NULL OR json_extract(error, '$.code') = ${slot('code')})`;

const takingUp = (state: State) =>
  query
    .insertInto('redrive_items')
    .columns(['redrive_id', 'seq', 'relay_id'])
    .expression(
      query
        .selectFrom('relays')
        .select([slot<string>('redrive').as('redrive_id'), 'seq', 'id'])
        .where(fits(state)),
    );

const valuesOf = ({ from, to, contract, code }: RedriveFilter): Values => ({ from, to, contract, code });
