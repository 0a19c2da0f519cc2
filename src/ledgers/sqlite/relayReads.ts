import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { DecisionRecord, Ledger, LedgerTx } from '../../ledger.ts';
import type { LookRecord } from '../../lookup.ts';
import { readExchange } from '../../outcome.ts';
import { attemptOf, relayOf } from './rows.ts';
import { most, ONE, prepare, query, slot, slotsOf, type Values, wholeRelays } from './statements.ts';
import type { Tables } from './tables.ts';

/** One relay with all about it, and who looked at what it carries. */
export function sqliteRelayReads(db: DatabaseSync): Pick<Ledger, 'relayRecord' | 'lastExchanges' | 'looks'> {
  const relay = prepare(db, wholeRelays().where('relays.id', '=', slot<string>('id')));
  const attempts = prepare(
    db,
    query.selectFrom('attempts').selectAll().where('relay_id', '=', slot<string>('id')).orderBy(sql`+rowid`),
  );
  const decisions = prepare(
    db,
    query.selectFrom('decisions').selectAll().where('target', '=', slot<string>('id')).orderBy(sql`+rowid`),
  );
  const last = prepare(
    db,
    query
      .selectFrom('attempts')
      .select('exchange')
      .where('relay_id', '=', slot<string>('id'))
      .where('exchange', 'is not', null)
      .orderBy(sql`+rowid`, 'desc')
      .limit(ONE),
  );
  const looks = lookReads(db);
  return {
    async relayRecord(id) {
      const row = relay.get({ id });
      return row === undefined
        ? null
        : {
            relay: relayOf(row),
            attempts: attempts.all({ id }).map(attemptOf),
            decisions: decisions.all({ id }).map((row) => ({ ...row, action: row.action as DecisionRecord['action'] })),
          };
    },
    async lastExchanges(ids) {
      const found = ids.map((id) => [id, last.get({ id })?.exchange ?? null] as const);
      return new Map(found.flatMap(([id, text]) => (text === null ? [] : [[id, readExchange(text)] as const])));
    },
    looks: async (limit, relayId) => looks(limit, relayId),
  };
}

function lookReads(db: DatabaseSync): (limit: number, relayId: string | undefined) => readonly LookRecord[] {
  const all = query.selectFrom('looks').selectAll().orderBy(sql`rowid`, 'desc').limit(most('limit'));
  const every = prepare(db, all);
  const ofRelay = prepare(db, all.where('relay_id', '=', slot<string>('relay_id')));
  return (limit, relayId) => {
    const values: Values = relayId === undefined ? { limit } : { limit, relay_id: relayId };
    const rows = (relayId === undefined ? every : ofRelay).all(values);
    return rows.map(({ relay_id, ...look }) => ({ ...look, relayId: relay_id }));
  };
}

/** Looks, written on one connection. */
export function sqliteLooks(db: DatabaseSync): Pick<LedgerTx, 'addLook'> {
  const add = prepare(
    db,
    query.insertInto('looks').values(slotsOf<Tables['looks']>()('at', 'operator', 'relay_id', 'reason')),
  );
  return {
    async addLook({ at, operator, relayId, reason }) {
      add.run({ at, operator, relay_id: relayId, reason });
    },
  };
}
