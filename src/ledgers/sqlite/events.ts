import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { stringify } from 'safe-stable-stringify';
import type { Case, Party } from '../../case.ts';
import type { LedgerTx } from '../../ledger.ts';
import type { NewRefusal } from '../../refusal.ts';
import { caseOf, caseValues, eventOf, eventValues } from './rows.ts';
import { ONE, prepare, query, slot, slotsOf } from './statements.ts';
import {
  type CasesTable,
  CLAIMED,
  type EventsTable,
  PARKED,
  type PartiesTable,
  type RefusalsTable,
  type Tables,
  UNSENT,
} from './tables.ts';

/** Events, cases and what is noted beside them, written on one connection. */
export function sqliteEvents(db: DatabaseSync) {
  return { ...events(db), ...cases(db), ...notes(db) };
}

function events(db: DatabaseSync): Pick<LedgerTx, 'event' | 'putEvent' | 'heldEvents'> {
  const byId = prepare(db, query.selectFrom('events').selectAll().where('id', '=', slot<string>('id')));
  const row = slotsOf<EventsTable>()(
    ...(['id', 'system', 'subject', 'revision', 'contract', 'message', 'kind', 'digest', 'state', 'case_id'] as const),
    ...(['occurred_at', 'accepted_at', 'receipt', 'native', 'wait_until', 'gaps'] as const),
    ...(['digest_kind', 'drafts_digest'] as const),
  );
  const { state, case_id, receipt, native, wait_until, gaps } = row;
  const put = prepare(
    db,
    query
      .insertInto('events')
      .values(row)
      // The row keeps its place, so held events stay in the order they came.
      .onConflict((c) => c.column('id').doUpdateSet({ state, case_id, receipt, native, wait_until, gaps })),
  );
  const held = prepare(
    db,
    query
      .selectFrom('events')
      .selectAll()
      .where('system', '=', slot<string>('system'))
      .where('subject', '=', slot<string>('subject'))
      .where(sql<boolean>`state IN ('waiting', 'quarantined')`)
      .orderBy(sql`rowid`),
  );
  return {
    async event(id) {
      const found = byId.get({ id });
      return found ? eventOf(found) : null;
    },
    async putEvent(event) {
      put.run(eventValues(event));
    },
    async heldEvents(system, subject) {
      return held.all({ system, subject }).map(eventOf);
    },
  };
}

/** Reads a case with its parties, by id. */
export function caseReader(db: DatabaseSync): (id: string) => ReturnType<typeof caseOf> | null {
  const byId = prepare(db, query.selectFrom('cases').selectAll().where('id', '=', slot<string>('id')));
  const parties = prepare(db, query.selectFrom('parties').selectAll().where('case_id', '=', slot<string>('id')));
  return (id) => {
    const row = byId.get({ id });
    return row ? caseOf(row, parties.all({ id })) : null;
  };
}

const partyByNumber = (db: DatabaseSync) =>
  prepare(
    db,
    query
      .selectFrom('parties')
      .select('case_id')
      .where('number', '=', slot<string>('number'))
      .where('system', '=', slot<string>('system')),
  );

const handoverOnItsWay = (db: DatabaseSync) =>
  [UNSENT, CLAIMED, PARKED].map((condition) =>
    prepare(
      db,
      query
        .selectFrom('relays')
        .select('seq')
        .where('recipient', '=', slot<string>('system'))
        .where('lane', '=', 'case')
        .where(sql<boolean>`${sql.raw(condition)}`)
        .where('contract', 'like', 'report-handover/%')
        .limit(ONE),
    ),
  );

function cases(db: DatabaseSync): Pick<LedgerTx, 'case' | 'caseByNumber' | 'awaitsNumber' | 'putCase'> {
  const read = caseReader(db);
  const byNumber = partyByNumber(db);
  const handovers = handoverOnItsWay(db);
  const row = slotsOf<CasesTable>()(
    ...(['id', 'origin', 'holder', 'confidentiality', 'handover_id', 'handover_to', 'handover_state'] as const),
    ...(['answer_by', 'status', 'sequence', 'updated_at'] as const),
  );
  const put = prepare(
    db,
    query
      .insertInto('cases')
      .values(row)
      .onConflict((c) => c.column('id').doUpdateSet(row)),
  );
  const putParty = partyWriter(db);
  return {
    case: async (id) => read(id),
    async caseByNumber(system, number) {
      const found = byNumber.get({ system, number });
      return found ? read(found.case_id) : null;
    },
    awaitsNumber: async (system) => handovers.some((handover) => handover.get({ system }) !== undefined),
    async putCase(subject, now, before) {
      put.run(caseValues(subject, now));
      for (const party of subject.parties) if (!before?.parties.includes(party)) putParty(subject, party);
    },
  };
}

function partyWriter(db: DatabaseSync): (subject: Case, party: Party) => void {
  const row = slotsOf<PartiesTable>()('case_id', 'system', 'number', 'declined', 'status_at', 'status_heard_at');
  const put = prepare(
    db,
    query
      .insertInto('parties')
      .values(row)
      .onConflict((c) => c.columns(['case_id', 'system']).doUpdateSet(row)),
  );
  return (subject, { system, number, declined, statusAt, statusHeardAt = null }) => {
    // Nothing to say of it yet; the handover names it.
    if (system === subject.handover?.to && number === null && !declined && statusAt === null) return;
    const status = { status_at: statusAt, status_heard_at: statusHeardAt };
    put.run({ case_id: subject.id, system, number, declined: declined ? 1 : 0, ...status });
  };
}

function notes(db: DatabaseSync): Pick<LedgerTx, 'addRefusal' | 'addGap' | 'addDecision'> {
  const refusal = refusalWriter(db);
  const gap = prepare(
    db,
    query
      .insertInto('gaps')
      .values({
        ...slotsOf<Tables['gaps']>()('system', 'code_table', 'value'),
        seen: 1,
        first_at: slot<number>('now'),
        last_at: slot<number>('now'),
      })
      .onConflict((c) =>
        c.columns(['system', 'code_table', 'value']).doUpdateSet({
          seen: sql<number>`gaps.seen + 1`,
          last_at: slot<number>('now'),
        }),
      ),
  );
  const decision = prepare(
    db,
    query
      .insertInto('decisions')
      .values(slotsOf<Tables['decisions']>()('at', 'operator', 'action', 'target', 'reason')),
  );
  return {
    addRefusal: async (refused) => refusal(refused),
    async addGap(system, { table, value }, now) {
      gap.run({ system, code_table: table, value, now });
    },
    async addDecision({ at, operator, action, target, reason }) {
      decision.run({ at, operator, action, target, reason });
    },
  };
}

function refusalWriter(db: DatabaseSync): (refusal: NewRefusal) => void {
  const put = prepare(
    db,
    query
      .insertInto('refusals')
      .values({
        ...slotsOf<RefusalsTable>()('at', 'system', 'subject', 'code', 'facts', 'sameness'),
        ...{ detail: '', last_at: slot<number>('at') },
      })
      .onConflict((c) =>
        c.column('sameness').doUpdateSet({
          seen: sql<number>`refusals.seen + 1`,
          last_at: sql<number>`max(refusals.last_at, excluded.last_at)`,
        }),
      ),
  );
  return ({ at, system, subject, code, facts }) => {
    const text = stringify(facts) ?? '{}';
    const sameness = hash('sha256', JSON.stringify([system, subject, code, text]), 'base64url');
    put.run({ at, system, subject, code, facts: text, sameness });
  };
}
