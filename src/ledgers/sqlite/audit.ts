import type { DatabaseSync } from 'node:sqlite';
import { type RawBuilder, sql } from 'kysely';
import type { Ledger } from '../../ledger.ts';
import { prepare, query, slot } from './statements.ts';
import { UNSETTLED } from './tables.ts';

/** One thing that must never be found; `found` names what it is found in. */
interface Rule {
  readonly words: string;
  readonly found: RawBuilder<{ id: string }>;
}

/** More of one kind are not listed: one is a defect already. */
const LISTED = 20;

/** The `newest` first rows of a table, by their place in it. */
const newest = (table: 'events' | 'relays', alias: string) =>
  sql`(SELECT * FROM ${sql.table(table)} ORDER BY rowid DESC LIMIT ${slot<number>('newest')}) AS ${sql.ref(alias)}`;

/** A receipt's relays, each by the id its relay was given (`relaysOf` in `intake/accept`). */
const PROMISED = sql`json_each(e.receipt, '$.relays') AS promise`;
const PROMISED_ID = sql`e.id || '.' || substr(promise.value ->> 'contract', 1, instr(promise.value ->> 'contract', '/') - 1)
  || '.' || (promise.value ->> 'to')`;

/** What is no notice: the contracts of the lane `case`. */
const OF_A_CASE = sql`substr(e.contract, 1, instr(e.contract, '/') - 1)
  IN ('citizen-report', 'report-handover', 'handover-answer', 'report-status')`;

/** Receipts and relays agree with each other (D7: what was promised is on record, and nothing else). */
const PROMISES: readonly Rule[] = [
  {
    words: 'tanda terima menjanjikan kiriman yang tidak ada',
    found: sql`SELECT ${PROMISED_ID} AS id FROM ${newest('events', 'e')}, ${PROMISED}
      WHERE NOT EXISTS (SELECT 1 FROM relays WHERE relays.id = ${PROMISED_ID})`,
  },
  {
    words: 'kiriman tanpa peristiwa yang diterima',
    found: sql`SELECT r.id FROM ${newest('relays', 'r')}
      WHERE NOT EXISTS (SELECT 1 FROM events AS e WHERE e.id = r.event_id AND e.state = 'accepted')`,
  },
  {
    words: 'kiriman yang tidak dijanjikan tanda terimanya',
    found: sql`SELECT r.id FROM ${newest('relays', 'r')} JOIN events AS e ON e.id = r.event_id
      WHERE NOT (r.state = 'superseded' AND r.ended_at = r.created_at)
        AND NOT EXISTS (SELECT 1 FROM ${PROMISED} WHERE ${PROMISED_ID} = r.id)`,
  },
  {
    words: 'peristiwa yang diterima tanpa catatan laporan',
    found: sql`SELECT e.id FROM ${newest('events', 'e')}
      WHERE e.state = 'accepted' AND (e.case_id IS NOT NULL OR ${OF_A_CASE})
        AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.id = e.case_id)`,
  },
];

/** Every event and relay is in one known state, and its other fields are those of that state. */
const STATES: readonly Rule[] = [
  {
    words: 'peristiwa dengan keadaan yang tidak dikenal',
    found: sql`SELECT e.id FROM ${newest('events', 'e')}
      WHERE e.state NOT IN ('accepted', 'waiting', 'quarantined', 'discarded')`,
  },
  {
    words: 'peristiwa yang ditahan tetapi isinya tidak disimpan, atau sudah selesai tetapi isinya masih disimpan',
    found: sql`SELECT e.id FROM ${newest('events', 'e')}
      WHERE (e.native IS NULL) = (e.state IN ('waiting', 'quarantined'))`,
  },
  {
    words: 'kiriman dengan keadaan yang tidak dikenal',
    found: sql`SELECT r.id FROM ${newest('relays', 'r')} WHERE r.state NOT IN ('waiting', 'published', 'claimed', 'parked',
      'delivered', 'dead', 'unconfirmed', 'withheld', 'superseded', 'discarded')`,
  },
  {
    words: 'kiriman berakhir tanpa waktu berakhir, atau belum berakhir tetapi punya',
    found: sql`SELECT r.id FROM ${newest('relays', 'r')}
      WHERE (r.ended_at IS NULL) <> (r.state IN ('waiting', 'published', 'claimed', 'parked'))`,
  },
  {
    words: 'kiriman berhenti tanpa sebab yang tercatat',
    found: sql`SELECT r.id FROM ${newest('relays', 'r')}
      WHERE r.error IS NULL AND r.state IN ('dead', 'unconfirmed', 'withheld', 'discarded')`,
  },
];

const BEFORE = sql`earlier.subject = r.subject AND earlier.recipient = r.recipient AND earlier.lane = r.lane
  AND earlier.position < r.position`;

/** Nothing is stuck and nothing is out of turn. Looks at all live relays. */
const TURNS: readonly Rule[] = [
  {
    words: 'kiriman menunggu giliran tetapi tidak ada yang di depannya',
    found: sql`SELECT r.id FROM relays AS r WHERE r.state = 'parked' AND r.due_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM relays AS earlier WHERE ${BEFORE} AND ${sql.raw(UNSETTLED)})`,
  },
  {
    words: 'kiriman sedang dikirim mendahului yang di depannya',
    found: sql`SELECT r.id FROM relays AS r WHERE r.state = 'claimed'
      AND EXISTS (SELECT 1 FROM relays AS earlier WHERE ${BEFORE} AND ${sql.raw(UNSETTLED)})`,
  },
  {
    // The pluses keep the planner from walking every relay there ever was in the order of the groups.
    words: 'dua kiriman dari satu laporan sedang dikirim bersamaan',
    found: sql`SELECT max(r.id) AS id FROM relays AS r WHERE r.state = 'claimed'
      GROUP BY +r.recipient, +r.lane, +r.subject HAVING count(*) > 1`,
  },
  {
    words: 'kiriman sedang dikirim tanpa batas waktu',
    found: sql`SELECT r.id FROM relays AS r WHERE r.state = 'claimed' AND (r.lease_until IS NULL OR r.claimed_by IS NULL)`,
  },
];

const MISCOUNTED = 'jumlah yang dicatat tidak sama dengan isinya';

/** Relays in a state that has an index of its own are as many as their total says. */
const live = (state: 'waiting' | 'claimed' | 'parked'): Rule => ({
  words: MISCOUNTED,
  found: sql`SELECT ${sql.lit(`relays ${state}`)} AS id
    WHERE (SELECT coalesce(sum(n), 0) FROM totals WHERE of = 'relays' AND state = ${sql.lit(state)})
      <> (SELECT count(*) FROM relays WHERE state = ${sql.lit(state)})`,
});

const LIVE_TOTALS: readonly Rule[] = [live('waiting'), live('claimed'), live('parked')];

/** All totals are what the tables say. Reads every row. */
const ALL_TOTALS: Rule = {
  words: MISCOUNTED,
  found: sql`SELECT of || ' ' || state || ' (tercatat ' || sum(kept) || ', isinya ' || sum(found) || ')' AS id FROM (
      SELECT of, state, n AS kept, 0 AS found FROM totals
      UNION ALL SELECT 'events', state, 0, count(*) FROM events GROUP BY state
      UNION ALL SELECT 'relays', state, 0, count(*) FROM relays GROUP BY state
      UNION ALL SELECT 'refusals', '', 0, coalesce(sum(seen), 0) FROM refusals)
    GROUP BY of, state HAVING sum(kept) <> sum(found)`,
};

/** Rules, ready to be asked of the committed rows. */
function asked(db: DatabaseSync, rules: readonly Rule[]): (newest: number) => readonly string[] {
  const prepared = rules.map(({ words, found }) => ({
    words,
    statement: prepare(
      db,
      query.selectFrom(sql<{ id: string }>`(${found})`.as('found')).select('found.id').limit(LISTED),
    ),
  }));
  return (newest) =>
    prepared.flatMap(({ words, statement }) => statement.all({ newest }).map(({ id }) => `${words}: ${id}`));
}

/** What no sequence of writes may ever leave behind, asked of the committed rows. */
export function sqliteAudit(db: DatabaseSync): Pick<Ledger, 'audit'> {
  const ask = asked(db, [...PROMISES, ...STATES, ...TURNS]);
  const askLive = asked(db, LIVE_TOTALS);
  const compareTotals = auditOfTotals(db);
  const version = db.prepare('PRAGMA data_version');
  let last: { readonly key: string; readonly found: readonly string[] } | null = null;
  return {
    async audit(newest) {
      if (newest === undefined) return [...ask(-1), ...compareTotals()];
      // As long as nobody has committed anything, the answer is the one there was.
      const key = JSON.stringify([newest, version.get()]);
      if (last?.key !== key) last = { key, found: [...ask(newest), ...askLive(newest)] };
      return last.found;
    },
  };
}

/** Compares every total with what its table says. */
export function auditOfTotals(db: DatabaseSync): () => readonly string[] {
  const ask = asked(db, [ALL_TOTALS]);
  return () => ask(-1);
}
