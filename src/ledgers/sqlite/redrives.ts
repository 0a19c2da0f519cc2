import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { Ledger, LedgerTx } from '../../ledger.ts';
import { MOST_REDRIVEN, type Redrive, type RedriveFilter, type RedriveOutcome } from '../../redrive.ts';
import { fits, inOrder, perState, STANDING, valuesOf } from './redriveFilter.ts';
import { relayOf } from './rows.ts';
import { most, prepare, query, slot, slotsOf, wholeRelays } from './statements.ts';
import type { RedriveItemsTable, RedrivesTable } from './tables.ts';

type Writes = Pick<LedgerTx, 'addRedrive' | 'redrive' | 'redriveNext' | 'noteRedriven' | 'endRedrive'>;

/** Redrives and what became of each relay, written on one connection. */
export function sqliteRedrives(db: DatabaseSync): Writes {
  return { ...beginning(db), ...turns(db), ...ending(db), redrive: redriveReader(db) };
}

function beginning(db: DatabaseSync): Pick<Writes, 'addRedrive'> {
  const row = slotsOf<RedrivesTable>()('id', 'at', 'operator', 'reason', 'filter', 'rate_per_second', 'state', 'total');
  const none = { redriven: 0, superseded: 0, skipped: 0, reached: 0 };
  const add = prepare(db, query.insertInto('redrives').values({ ...row, ...none }));
  const takeUp = perState((state) => {
    const found = query
      .selectFrom('relays')
      .select([slot<string>('redrive').as('redrive_id'), 'seq', 'id', sql<string>`${sql.raw(STANDING)}`.as('seen')])
      .where(fits(state))
      .orderBy(inOrder(state))
      .limit(sql<number>`${sql.raw(String(MOST_REDRIVEN))}`);
    const columns = ['redrive_id', 'seq', 'relay_id', 'seen'] as const;
    return prepare(db, query.insertInto('redrive_items').columns(columns).expression(found));
  });
  return {
    async addRedrive({ filter, ratePerSecond, ...redrive }) {
      const total = takeUp[filter.state].run({ ...valuesOf(filter, redrive.at), redrive: redrive.id });
      const text = JSON.stringify(filter);
      add.run({ ...redrive, filter: text, rate_per_second: ratePerSecond, state: 'running', total });
      return total;
    },
  };
}

function turns(db: DatabaseSync): Pick<Writes, 'redriveNext' | 'noteRedriven'> {
  const next = prepare(
    db,
    query
      .selectFrom('redrive_items')
      .select(['seq', 'relay_id', 'seen'])
      .where('redrive_id', '=', slot<string>('redrive'))
      .where('seq', '>', sql<number>`(SELECT reached FROM redrives WHERE id = ${slot('redrive')})`)
      .orderBy('seq')
      .limit(most('limit')),
  );
  const note = prepare(
    db,
    query
      .updateTable('redrive_items')
      .set({ outcome: slot<string>('outcome'), at: slot<number>('at') })
      .where('redrive_id', '=', slot<string>('redrive'))
      .where('seq', '=', slot<number>('seq'))
      .where(sql<boolean>`outcome IS NULL`),
  );
  const oneMore = (name: 'redriven' | 'superseded' | 'skipped') =>
    sql<number>`${sql.ref(name)} + (${slot('outcome')} = ${sql.lit(name)})`;
  const count = prepare(
    db,
    query
      .updateTable('redrives')
      .set({ redriven: oneMore('redriven'), superseded: oneMore('superseded'), skipped: oneMore('skipped') })
      .set({ reached: slot<number>('seq') })
      .where('id', '=', slot<string>('redrive')),
  );
  return {
    async redriveNext(redrive, limit) {
      return next.all({ redrive, limit }).map(({ relay_id: relayId, ...turn }) => ({ ...turn, relayId }));
    },
    async noteRedriven(redrive, { seq, outcome, at }) {
      if (note.run({ redrive, seq, outcome, at }) > 0) count.run({ redrive, seq, outcome });
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
  return {
    async endRedrive(id, at, cancelled) {
      const by = { operator: cancelled?.operator ?? null, reason: cancelled?.reason ?? null };
      return end.run({ id, at, state: cancelled ? 'cancelled' : 'done', ...by }) > 0;
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
    prepare(db, wholeRelays().where(fits(state)).orderBy(inOrder(state)).limit(most('limit'))),
  );
  return {
    async redrivable(filter, { now, limit }) {
      const values = valuesOf(filter, now);
      const relays = oldest[filter.state].all({ ...values, limit }).map(relayOf);
      return { total: count[filter.state].get(values)?.n ?? 0, relays };
    },
  };
}

function begun(db: DatabaseSync): Omit<Reads, 'redrivable'> {
  const all = query.selectFrom('redrives').selectAll();
  const latest = prepare(db, all.orderBy('at', 'desc').orderBy('id').limit(most('limit')));
  const running = prepare(
    db,
    query.selectFrom('redrives').select('id').where(sql<boolean>`state = 'running'`).orderBy('at'),
  );
  const items = prepare(
    db,
    query
      .selectFrom('redrive_items')
      .selectAll()
      .where('redrive_id', '=', slot<string>('id'))
      .where('seq', '>', slot<number>('after'))
      .where(sql<boolean>`(${slot('outcome')} IS NULL OR coalesce(outcome, ${slot('rest')}) = ${slot('outcome')})`)
      .orderBy('seq')
      .limit(most('limit')),
  );
  const read = redriveReader(db);
  return {
    redrives: async (limit) => latest.all({ limit }).map(redriveOf),
    runningRedrives: async () => running.all().map(({ id }) => id),
    async redriveRecord(id, { after, outcome, limit }) {
      const redrive = await read(id);
      if (redrive === null) return null;
      const rest = redrive.state === 'cancelled' ? 'cancelled' : 'pending';
      return { redrive, items: items.all({ id, after, outcome, rest, limit }).map((row) => itemOf(row, rest)) };
    },
  };
}

function redriveReader(db: DatabaseSync): (id: string) => Promise<Redrive | null> {
  const byId = prepare(db, query.selectFrom('redrives').selectAll().where('id', '=', slot<string>('id')));
  return async (id) => {
    const row = byId.get({ id });
    return row ? redriveOf(row) : null;
  };
}

// The gateway alone writes these tables, so what it reads back is what it wrote: the casts restate that.
function redriveOf(row: RedrivesTable): Redrive {
  const { cancelled_by: operator, cancel_reason: reason, redriven, superseded, skipped } = row;
  const rest = row.total - redriven - superseded - skipped;
  const isCancelled = row.state === 'cancelled';
  return {
    ...{ id: row.id, at: row.at, operator: row.operator, reason: row.reason },
    filter: JSON.parse(row.filter) as RedriveFilter,
    ratePerSecond: row.rate_per_second,
    state: row.state as Redrive['state'],
    endedAt: row.ended_at,
    cancelled: operator === null || reason === null ? null : { operator, reason },
    items: { redriven, superseded, skipped, pending: isCancelled ? 0 : rest, cancelled: isCancelled ? rest : 0 },
  };
}

const itemOf = ({ seq, relay_id: relayId, outcome, at }: RedriveItemsTable, rest: RedriveOutcome) => ({
  ...{ seq, relayId, at },
  outcome: (outcome as RedriveOutcome | null) ?? rest,
});
