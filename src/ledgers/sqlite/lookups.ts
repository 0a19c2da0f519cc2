import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { ContractRef } from '../../contract.ts';
import type { Ledger, LedgerTx } from '../../ledger.ts';
import type { LookupRecord } from '../../lookup.ts';
import { readExchange, writeExchange } from '../../outcome.ts';
import { snapshotOf } from './snapshots.ts';
import { most, prepare, query, slot, slotsOf } from './statements.ts';
import type { LookupsTable } from './tables.ts';

/** Questions asked through the gateway, written on one connection. */
export function sqliteLookups(db: DatabaseSync): Pick<LedgerTx, 'addLookup'> {
  const add = prepare(
    db,
    query
      .insertInto('lookups')
      .values(
        slotsOf<LookupsTable>()(
          ...(['at', 'asker', 'answerer', 'contract', 'agreement_id', 'outcome', 'took_ms', 'digest'] as const),
          'exchange',
        ),
      ),
  );
  return {
    async addLookup({ agreementId, tookMs, exchange, ...lookup }) {
      const exchanged = exchange ? writeExchange(exchange) : null;
      add.run({ ...lookup, agreement_id: agreementId, took_ms: tookMs, exchange: exchanged });
    },
  };
}

/** What questions are answered from, and what is on record of them. */
export function sqliteLookupReads(db: DatabaseSync): Pick<Ledger, 'known' | 'lookups'> {
  const known = prepare(
    db,
    query
      .selectFrom('snapshots')
      .selectAll()
      .where('contract', '=', slot<string>('contract'))
      .where(sql<boolean>`(region_code = ${slot('region')} OR region_code LIKE ${slot('region')} || '.%')`)
      .orderBy('system')
      .orderBy('subject'),
  );
  const latest = prepare(db, query.selectFrom('lookups').selectAll().orderBy(sql`rowid`, 'desc').limit(most('limit')));
  return {
    async known(contract, region) {
      return known.all({ contract, region }).flatMap((row) => {
        const snapshot = snapshotOf(row);
        return snapshot.known === null ? [] : [{ ...snapshot, known: snapshot.known }];
      });
    },
    async lookups(limit) {
      return latest.all({ limit }).map(recordOf);
    },
  };
}

// The gateway alone writes this table, so what it reads back is what it wrote: the casts restate that.
const recordOf = ({
  agreement_id: agreementId,
  took_ms: tookMs,
  contract,
  outcome,
  exchange,
  ...row
}: LookupsTable): LookupRecord => ({
  ...{ ...row, agreementId, tookMs },
  ...(exchange === null ? {} : { exchange: readExchange(exchange) }),
  contract: contract as ContractRef,
  outcome: outcome as LookupRecord['outcome'],
});
