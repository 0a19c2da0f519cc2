import type { DatabaseSync } from 'node:sqlite';
import { type Selectable, sql } from 'kysely';
import type { Case } from '../../case.ts';
import { type EventRecord, readableNumber } from '../../event.ts';
import type { CaseRecord, DecisionRecord, Ledger, NumberRecord } from '../../ledger.ts';
import type { RefusalRecord } from '../../refusal.ts';
import { attemptOf, eventOf, relayOf } from './rows.ts';
import { most, prepare, query, slot, type Values, wholeRelays } from './statements.ts';
import type { RefusalsTable } from './tables.ts';

const MOST_REFUSALS = 100;

/** What was said under a number, and what was refused. */
export function sqliteNumberReads(db: DatabaseSync): Pick<Ledger, 'numberRecord' | 'refusals'> {
  const said = homeless(db);
  const refusals = refusalReads(db);
  return {
    async numberRecord(number) {
      return { ...said(number), refusals: refusals(MOST_REFUSALS, { number }).toReversed() };
    },
    refusals: async (limit, of = {}) => refusals(limit, of),
  };
}

type Said = Omit<NumberRecord, 'refusals'>;

/** Adds to a case's own record what its systems said under its numbers and is of no case. */
export function withStrayWords(db: DatabaseSync): (subject: Case | null, own: Said) => Omit<CaseRecord, 'case'> {
  const said = homeless(db);
  const refusals = refusalReads(db);
  return (subject, own) => {
    const parties = (subject?.parties ?? []).flatMap(({ system, number }) =>
      number === null ? [] : [{ ...only(said(number), system), refusals: refusals(MOST_REFUSALS, { system, number }) }],
    );
    const all = [own, ...parties];
    return {
      events: all.flatMap(({ events }) => events).toSorted((a, b) => a.acceptedAt - b.acceptedAt),
      relays: all.flatMap(({ relays }) => relays),
      attempts: all.flatMap(({ attempts }) => attempts),
      decisions: all.flatMap(({ decisions }) => decisions).toSorted((a, b) => a.at - b.at),
      refusals: parties.flatMap((party) => party.refusals.toReversed()).toSorted((a, b) => a.lastAt - b.lastAt),
    };
  };
}

const only = (said: Said, system: string): Said =>
  about(
    said.events.filter((event) => event.system === system),
    said,
  );

/** What is about these events: ids of relays begin with their event's. */
function about(events: readonly EventRecord[], { relays, attempts, decisions }: Omit<Said, 'events'>): Said {
  const ids = new Set(events.map(({ id }) => id));
  const ofEvents = new Set(relays.flatMap(({ id, eventId }) => (ids.has(eventId) ? [id] : [])));
  return {
    events,
    relays: relays.filter(({ id }) => ofEvents.has(id)),
    attempts: attempts.filter(({ relayId }) => ofEvents.has(relayId)),
    decisions: decisions.filter(({ target }) => ids.has(target) || ofEvents.has(target)),
  };
}

/**
 * Events of no case under a number. They and all about them have ids that begin alike, so that a range of each primary
 * key finds them. The plus keeps the planner from walking a whole table in the order that is asked for.
 */
function homeless(db: DatabaseSync): (number: string) => Said {
  const within = (column: string) =>
    sql<boolean>`${sql.ref(column)} >= ${slot('from')} AND ${sql.ref(column)} < ${slot('until')}`;
  const events = prepare(
    db,
    query
      .selectFrom('events')
      .selectAll()
      .where(within('id'))
      .where('subject', '=', slot<string>('number'))
      .where(sql<boolean>`+case_id IS NULL`)
      .orderBy(sql`+rowid`),
  );
  const relays = prepare(db, wholeRelays().where(within('relays.id')).orderBy(sql`+relays.seq`));
  const attempts = prepare(db, query.selectFrom('attempts').selectAll().where(within('relay_id')).orderBy(sql`+rowid`));
  const decisions = prepare(db, query.selectFrom('decisions').selectAll().where(within('target')).orderBy(sql`+rowid`));
  return (number) => {
    const begin = readableNumber(number);
    // The slash is the sign after the dot.
    const range: Values = { from: `${begin}.`, until: `${begin}/` };
    const found = events.all({ ...range, number }).map(eventOf);
    if (found.length === 0) return { events: [], relays: [], attempts: [], decisions: [] };
    return about(found, {
      relays: relays.all(range).map(relayOf),
      attempts: attempts.all(range).map(attemptOf),
      decisions: decisions.all(range).map((row) => ({ ...row, action: row.action as DecisionRecord['action'] })),
    });
  };
}

type Refusals = (limit: number, of: { system?: string; number?: string }) => readonly RefusalRecord[];

/** The latest first. */
function refusalReads(db: DatabaseSync): Refusals {
  const all = query
    .selectFrom('refusals')
    .selectAll()
    .orderBy('last_at', 'desc')
    .orderBy(sql`rowid`, 'desc')
    .limit(most('limit'));
  const ofSystem = all.where('system', '=', slot<string>('system'));
  const ofNumber = all.where('subject', '=', slot<string>('number'));
  const [every, bySystem, byNumber, byBoth] = [
    prepare(db, all),
    prepare(db, ofSystem),
    prepare(db, ofNumber),
    prepare(db, ofNumber.where('system', '=', slot<string>('system'))),
  ];
  return (limit, { system, number }) => {
    const [some, values] =
      number === undefined
        ? system === undefined
          ? [every, {}]
          : [bySystem, { system }]
        : system === undefined
          ? [byNumber, { number }]
          : [byBoth, { number, system }];
    return some.all({ ...values, limit }).map(recordOf);
  };
}

// The gateway alone writes this table, so what it reads back is what it wrote: the casts restate that.
const recordOf = ({ at, last_at, seen, system, subject, code, facts, detail }: Selectable<RefusalsTable>) => ({
  ...{ system, subject, firstAt: at, lastAt: last_at, count: seen },
  code: code as RefusalRecord['code'],
  facts: facts === null ? {} : (JSON.parse(facts) as RefusalRecord['facts']),
  text: facts === null ? detail : null,
});
