import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { ContractRef } from '../../contract.ts';
import type { Ledger, LedgerTx } from '../../ledger.ts';
import { most, prepare, query, slotsOf } from './statements.ts';
import type { StraysTable } from './tables.ts';

/** Strays, written on one connection. */
export function sqliteStrays(db: DatabaseSync): Pick<LedgerTx, 'addStray'> {
  const add = prepare(
    db,
    query
      .insertInto('strays')
      .values(
        slotsOf<StraysTable>()(
          ...([
            'relay_id',
            'event_id',
            'sender',
            'recipient',
            'contract',
            'subject',
            'created_at',
            'found_at',
          ] as const),
        ),
      )
      .onConflict((c) => c.column('relay_id').doNothing()),
  );
  return {
    async addStray({ id, eventId, sender, recipient, contract, subject, createdAt }, now) {
      const times = { created_at: createdAt, found_at: now };
      add.run({ ...{ relay_id: id, event_id: eventId, sender, recipient, contract, subject }, ...times });
    },
  };
}

/** The read side of `sqliteStrays`. */
export function sqliteStrayReads(db: DatabaseSync): Pick<Ledger, 'strays'> {
  const unknown = prepare(
    db,
    query
      .selectFrom('strays')
      .selectAll()
      .where(sql<boolean>`NOT EXISTS (SELECT 1 FROM relays WHERE relays.id = strays.relay_id)`)
      .orderBy('found_at', 'desc')
      .limit(most('limit')),
  );
  return {
    async strays(limit) {
      return unknown.all({ limit }).map(({ relay_id, event_id, created_at, found_at, contract, ...row }) => ({
        ...row,
        ...{ id: relay_id, eventId: event_id, createdAt: created_at, foundAt: found_at },
        // The gateway alone writes this table.
        contract: contract as ContractRef,
      }));
    },
  };
}
