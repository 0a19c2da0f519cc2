import { sql } from 'kysely';
import { query, slot } from './statements.ts';
import { UNSETTLED } from './tables.ts';

/** Makes the first unsettled relay of a subject due, if it only waits for its turn. */
export const wakeNext = () =>
  query
    .updateTable('relays')
    .set({ due_at: slot<number>('now') })
    .where('subject', '=', slot<string>('subject'))
    .where('recipient', '=', slot<string>('recipient'))
    .where('lane', '=', slot<string>('lane'))
    .where('state', '=', 'parked')
    .where('due_at', 'is', null)
    .where(
      'position',
      '=',
      sql<number>`(SELECT min(position) FROM relays AS r WHERE r.subject = ${slot('subject')}
        AND r.recipient = ${slot('recipient')} AND r.lane = ${slot('lane')} AND r.position > ${slot('position')}
        AND ${sql.raw(UNSETTLED)})`,
    );
