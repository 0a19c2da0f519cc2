import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { ClaimResult } from '../../delivery.ts';
import type { LedgerTx } from '../../ledger.ts';
import { caseReader } from './events.ts';
import { relayOf } from './rows.ts';
import { ONE, prepare, query, slot, wholeRelays } from './statements.ts';
import { UNSETTLED } from './tables.ts';

const earlierUnsettled = (db: DatabaseSync) =>
  prepare(
    db,
    query
      .selectFrom('relays')
      .select('seq')
      .where('subject', '=', slot<string>('subject'))
      .where('recipient', '=', slot<string>('recipient'))
      .where('lane', '=', slot<string>('lane'))
      .where('position', '<', slot<number>('position'))
      .where(sql<boolean>`${sql.raw(UNSETTLED)}`)
      .limit(ONE),
  );

/** What was withheld at the first attempt never left the gateway. */
const attemptMade = (db: DatabaseSync) =>
  prepare(
    db,
    query
      .selectFrom('attempts')
      .select('relay_id')
      .where('relay_id', '=', slot<string>('id'))
      .where(sql<boolean>`(outcome <> 'withheld' OR attempt > 1)`)
      .limit(ONE),
  );

const grantClaim = (db: DatabaseSync) =>
  prepare(
    db,
    query
      .updateTable('relays')
      .set({
        state: 'claimed',
        attempt: sql<number>`attempt + 1`,
        claims: sql<number>`claims + 1`,
        due_at: null,
        lease_until: slot<number>('until'),
        claimed_by: slot<string>('holder'),
      })
      .where('seq', '=', slot<number>('seq')),
  );

const standingOf = (db: DatabaseSync) =>
  prepare(
    db,
    query
      .selectFrom('relays')
      .select([
        'seq',
        'state',
        'attempt',
        'claims',
        'doubt_since',
        'due_at',
        'position',
        'subject',
        'recipient',
        'lane',
      ])
      .select('error')
      .where('id', '=', slot<string>('id')),
  );

/** Relays, and claims on them, on one connection. */
export function sqliteClaims(db: DatabaseSync): Pick<LedgerTx, 'claim' | 'relay'> {
  const readCase = caseReader(db);
  const byId = prepare(db, wholeRelays().where('id', '=', slot<string>('id')));
  const standing = standingOf(db);
  const earlier = earlierUnsettled(db);
  const made = attemptMade(db);
  const grant = grantClaim(db);
  const leaveBehind = prepare(
    db,
    query.updateTable('relays').set({ state: 'parked', due_at: null }).where('seq', '=', slot<number>('seq')),
  );
  return {
    async relay(id) {
      const row = byId.get({ id });
      return row ? relayOf(row) : null;
    },
    async claim(id, { now, until, holder }): Promise<ClaimResult> {
      const row = standing.get({ id });
      if (!row) return { kind: 'unknown' };
      if (!['waiting', 'published', 'parked'].includes(row.state)) return { kind: 'ended' };
      if (row.state === 'parked' && row.due_at !== null && row.due_at > now) return { kind: 'behind' };
      const { seq, subject, recipient, lane, position } = row;
      if (position > 1 && earlier.get({ subject, recipient, lane, position })) {
        leaveBehind.run({ seq });
        return { kind: 'behind' };
      }
      grant.run({ seq, until, holder });
      // Its error may be older than the attempts that are counted: a redrive counts anew.
      const tried = row.attempt > 0 || (row.error !== null && made.get({ id }) !== undefined);
      const numbers = { attempt: row.attempt + 1, number: row.claims + 1, doubtSince: row.doubt_since };
      return { kind: 'granted', ...numbers, case: readCase(subject), tried };
    },
  };
}
