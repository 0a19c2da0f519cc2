import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { DecisionRecord, Ledger } from '../../ledger.ts';
import { caseReader } from './events.ts';
import { withStrayWords } from './numberReads.ts';
import { attemptOf, eventOf, relayOf } from './rows.ts';
import { most, prepare, query, slot, wholeRelays } from './statements.ts';

type CaseReads = Pick<Ledger, 'heldSubjects' | 'unanswered' | 'findCases' | 'caseRecord' | 'held'>;

/** What an operator asks about one case, and what the sweep looks for. */
export function sqliteCaseReads(db: DatabaseSync): CaseReads {
  return { ...caseReads(db), ...heldReads(db) };
}

function caseReads(db: DatabaseSync): Pick<CaseReads, 'unanswered' | 'findCases' | 'caseRecord'> {
  const read = caseReader(db);
  const unanswered = prepare(
    db,
    query
      .selectFrom('cases')
      .select('id')
      .where(sql<boolean>`handover_state IN ('sent', 'registered')`)
      .where('answer_by', '<=', slot<string>('now'))
      .limit(500),
  );
  const byNumber = prepare(
    db,
    query.selectFrom('parties').select('case_id').where('number', '=', slot<string>('number')),
  );
  const record = caseHistory(db);
  const withStray = withStrayWords(db);
  return {
    async unanswered(now) {
      return unanswered.all({ now }).flatMap(({ id }) => read(id) ?? []);
    },
    async findCases(number) {
      return [...new Set([...byNumber.all({ number }).map((row) => row.case_id), ...(read(number) ? [number] : [])])];
    },
    async caseRecord(id) {
      const found = read(id);
      return { case: found, ...withStray(found, record(id)) };
    },
  };
}

function caseHistory(db: DatabaseSync) {
  const events = prepare(
    db,
    query.selectFrom('events').selectAll().where('case_id', '=', slot<string>('id')).orderBy(sql`rowid`),
  );
  const relays = prepare(db, wholeRelays().where('subject', '=', slot<string>('id')).orderBy('relays.seq'));
  const attempts = prepare(
    db,
    query
      .selectFrom('attempts')
      .innerJoin('relays', 'relays.id', 'attempts.relay_id')
      .selectAll('attempts')
      .where('relays.subject', '=', slot<string>('id'))
      .orderBy(sql`attempts.rowid`),
  );
  const decisions = prepare(
    db,
    query
      .selectFrom('decisions')
      .selectAll()
      .where(
        sql<boolean>`target IN (SELECT id FROM relays WHERE subject = ${slot('id')}
          UNION ALL SELECT id FROM events WHERE case_id = ${slot('id')})`,
      )
      .orderBy('at'),
  );
  return (id: string) => ({
    events: events.all({ id }).map(eventOf),
    relays: relays.all({ id }).map(relayOf),
    attempts: attempts.all({ id }).map(attemptOf),
    decisions: decisions.all({ id }).map((row) => ({ ...row, action: row.action as DecisionRecord['action'] })),
  });
}

function heldReads(db: DatabaseSync): Pick<CaseReads, 'heldSubjects' | 'held'> {
  const events = () => query.selectFrom('events').where(sql<boolean>`state IN ('waiting', 'quarantined')`);
  const subjects = () => events().select(['system', 'subject']).groupBy(['subject', 'system']).orderBy(sql`min(rowid)`);
  const impatient = prepare(db, subjects().where('wait_until', '<=', slot<number>('until')));
  const quarantined = prepare(db, subjects().where('state', '=', 'quarantined'));
  const all = prepare(db, events().selectAll().orderBy(sql`+rowid`).limit(most('limit')));
  return {
    async heldSubjects(which) {
      return which === 'quarantined' ? quarantined.all() : impatient.all({ until: which.waitedUntil });
    },
    held: async (limit) => all.all({ limit }).map(eventOf),
  };
}
