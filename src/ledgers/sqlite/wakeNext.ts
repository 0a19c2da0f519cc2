import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { ONE, prepare, query, slot } from './statements.ts';
import { UNSETTLED } from './tables.ts';

interface After {
  readonly subject: string;
  readonly recipient: string;
  readonly lane: string;
  /** 0 begins with the first. */
  readonly position: number;
  readonly now: number;
}

/** Makes the first unsettled relay of a subject after a position due, if it only waits for its turn. True when it did. */
export function wakeNext(db: DatabaseSync): (after: After) => boolean {
  // Nearly always there is none, so looking comes before writing.
  const next = prepare(
    db,
    query
      .selectFrom('relays')
      .select(['seq', 'state', 'due_at'])
      .where('subject', '=', slot<string>('subject'))
      .where('recipient', '=', slot<string>('recipient'))
      .where('lane', '=', slot<string>('lane'))
      .where('position', '>', slot<number>('position'))
      .where(sql<boolean>`${sql.raw(UNSETTLED)}`)
      .orderBy('position')
      .limit(ONE),
  );
  const makeDue = prepare(
    db,
    query
      .updateTable('relays')
      .set({ due_at: slot<number>('now') })
      .where('seq', '=', slot<number>('seq')),
  );
  return ({ now, subject, recipient, lane, position }) => {
    const found = next.get({ subject, recipient, lane, position });
    if (found?.state !== 'parked' || found.due_at !== null) return false;
    makeDue.run({ now, seq: found.seq });
    return true;
  };
}
