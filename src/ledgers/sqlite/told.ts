import type { DatabaseSync } from 'node:sqlite';
import type { JsonPointer } from '../../contract.ts';
import type { ToldTx } from '../../snapshot.ts';
import { prepare, query, slot, slotsOf } from './statements.ts';
import type { Tables, ToldTable } from './tables.ts';

/** What pushed events are known again by, written on one connection. */
export const sqliteTold = (db: DatabaseSync): ToldTx => ({
  ...told(db),
  ...digestKinds(db),
});

function told(db: DatabaseSync): Pick<ToldTx, 'lastTold' | 'putLastTold'> {
  const found = prepare(
    db,
    query
      .selectFrom('told')
      .selectAll()
      .where('subject', '=', slot<string>('subject'))
      .where('system', '=', slot<string>('system'))
      .where('message', '=', slot<string>('message')),
  );
  const row = slotsOf<ToldTable>()(
    ...(['system', 'message', 'subject', 'event_id', 'revision', 'said_at', 'heard_at', 'changes'] as const),
  );
  const put = prepare(
    db,
    query
      .insertInto('told')
      .values(row)
      .onConflict((c) => c.columns(['subject', 'system', 'message']).doUpdateSet(row)),
  );
  return {
    async lastTold({ system, message, subject }) {
      const last = found.get({ system, message, subject });
      if (!last) return null;
      const { event_id: eventId, said_at: said, heard_at: heardAt, revision, changes } = last;
      return { system, message, subject, eventId, said, heardAt, revision, changes };
    },
    async putLastTold({ eventId, said, heardAt, ...key }) {
      put.run({ ...key, event_id: eventId, said_at: said, heard_at: heardAt });
    },
  };
}

function digestKinds(db: DatabaseSync): Pick<ToldTx, 'putDigestKind' | 'digestPointers'> {
  const add = prepare(
    db,
    query
      .insertInto('digest_kinds')
      .values(slotsOf<Tables['digest_kinds']>()('id', 'pointers'))
      .onConflict((c) => c.doNothing()),
  );
  const found = prepare(db, query.selectFrom('digest_kinds').select('pointers').where('id', '=', slot<string>('id')));
  return {
    async putDigestKind(id, pointers) {
      if (!found.get({ id })) add.run({ id, pointers: JSON.stringify(pointers) });
    },
    async digestPointers(id) {
      const row = found.get({ id });
      return row ? (JSON.parse(row.pointers) as readonly JsonPointer[]) : null;
    },
  };
}
