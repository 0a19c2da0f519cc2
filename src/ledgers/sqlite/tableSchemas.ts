import { CLAIMED, ENDED_BADLY, HELD, HELD_OPEN, PARKED, SILENT, UNCONFIRMED, UNSENT, WAITING } from './tables.ts';

const SCHEMA_1: readonly string[] = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT`,
  `CREATE TABLE events (
     id TEXT PRIMARY KEY, system TEXT NOT NULL, subject TEXT NOT NULL, revision TEXT NOT NULL, contract TEXT NOT NULL,
     message TEXT NOT NULL, kind TEXT NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL, case_id TEXT,
     occurred_at TEXT NOT NULL, accepted_at INTEGER NOT NULL, receipt TEXT NOT NULL, native TEXT, wait_until INTEGER,
     gaps TEXT) STRICT`,
  `CREATE INDEX events_case ON events (case_id)`,
  `CREATE INDEX events_held ON events (subject, system) WHERE ${HELD}`,
  `CREATE INDEX events_discarded ON events (id) WHERE state = 'discarded'`,
  `CREATE TABLE cases (
     id TEXT PRIMARY KEY, origin TEXT NOT NULL, holder TEXT NOT NULL, confidentiality TEXT NOT NULL, handover_id TEXT,
     handover_to TEXT, handover_state TEXT, answer_by TEXT, status TEXT, sequence INTEGER NOT NULL,
     updated_at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE INDEX cases_unanswered ON cases (answer_by) WHERE handover_state IN ('sent', 'registered')`,
  `CREATE TABLE parties (
     case_id TEXT NOT NULL, system TEXT NOT NULL, number TEXT, declined INTEGER NOT NULL, status_at TEXT,
     PRIMARY KEY (case_id, system)) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX parties_number ON parties (number, system) WHERE number IS NOT NULL`,
  `CREATE TABLE relays (
     seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, event_id TEXT NOT NULL, sender TEXT NOT NULL,
     recipient TEXT NOT NULL, lane TEXT NOT NULL, subject TEXT NOT NULL, contract TEXT NOT NULL,
     position INTEGER NOT NULL, delivery TEXT NOT NULL, on_dead TEXT NOT NULL, agreement_id TEXT NOT NULL,
     state TEXT NOT NULL, attempt INTEGER NOT NULL, due_at INTEGER, lease_until INTEGER,
     claimed_by TEXT, created_at INTEGER NOT NULL, ended_at INTEGER, error TEXT) STRICT`,
  `CREATE UNIQUE INDEX relays_position ON relays (subject, recipient, lane, position)`,
  `CREATE INDEX relays_waiting ON relays (seq) WHERE ${WAITING}`,
  `CREATE INDEX relays_unsent ON relays (recipient, lane, seq) WHERE ${UNSENT}`,
  `CREATE INDEX relays_claimed ON relays (lease_until) WHERE ${CLAIMED}`,
  `CREATE INDEX relays_parked ON relays (recipient, lane, due_at) WHERE ${PARKED}`,
  `CREATE INDEX relays_ended ON relays (state, seq) WHERE ${ENDED_BADLY}`,
  `CREATE TABLE envelopes (seq INTEGER PRIMARY KEY, envelope TEXT NOT NULL) STRICT`,
  `CREATE TABLE attempts (
     relay_id TEXT NOT NULL, attempt INTEGER NOT NULL, spent INTEGER NOT NULL, outcome TEXT NOT NULL, error TEXT,
     started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL) STRICT`,
  `CREATE INDEX attempts_relay ON attempts (relay_id)`,
  `CREATE TABLE refusals (
     at INTEGER NOT NULL, system TEXT NOT NULL, subject TEXT, code TEXT NOT NULL, detail TEXT NOT NULL) STRICT`,
  `CREATE TABLE gaps (
     system TEXT NOT NULL, code_table TEXT NOT NULL, value TEXT NOT NULL, seen INTEGER NOT NULL,
     first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, PRIMARY KEY (system, code_table, value)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE decisions (
     at INTEGER NOT NULL, operator TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL, reason TEXT NOT NULL) STRICT`,
  `CREATE INDEX decisions_target ON decisions (target)`,
];

const SCHEMA_2: readonly string[] = [
  `CREATE TABLE strays (
     relay_id TEXT PRIMARY KEY, event_id TEXT NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL,
     contract TEXT NOT NULL, subject TEXT NOT NULL, created_at INTEGER NOT NULL, found_at INTEGER NOT NULL) STRICT`,
];

const SCHEMA_3: readonly string[] = [
  `CREATE TABLE snapshots (
     system TEXT NOT NULL, message TEXT NOT NULL, subject TEXT NOT NULL, digest TEXT NOT NULL, changes INTEGER NOT NULL,
     verdict TEXT NOT NULL, occurred_at TEXT, heard_at INTEGER NOT NULL, contract TEXT, region_code TEXT, envelope TEXT,
     known_at INTEGER,
     PRIMARY KEY (system, message, subject)) STRICT`,
  `CREATE INDEX cases_held ON cases (holder) WHERE holder <> origin`,
  `CREATE TABLE lookups (
     at INTEGER NOT NULL, asker TEXT NOT NULL, answerer TEXT, contract TEXT NOT NULL, agreement_id TEXT,
     outcome TEXT NOT NULL, took_ms INTEGER NOT NULL, digest TEXT NOT NULL) STRICT`,
  `CREATE TABLE polled (system TEXT PRIMARY KEY, cursor TEXT NOT NULL, round_at INTEGER, whole_at INTEGER) STRICT`,
  `CREATE INDEX refusals_system ON refusals (system)`,
  `CREATE INDEX refusals_subject ON refusals (subject) WHERE subject IS NOT NULL`,
  `CREATE INDEX snapshots_known ON snapshots (contract, system, region_code) WHERE contract IS NOT NULL`,
];

const SCHEMA_4: readonly string[] = [
  `CREATE TABLE redrives (
     id TEXT PRIMARY KEY, at INTEGER NOT NULL, operator TEXT NOT NULL, reason TEXT NOT NULL, filter TEXT NOT NULL,
     rate_per_second INTEGER NOT NULL, state TEXT NOT NULL, total INTEGER NOT NULL, redriven INTEGER NOT NULL,
     superseded INTEGER NOT NULL, skipped INTEGER NOT NULL, reached INTEGER NOT NULL, ended_at INTEGER,
     cancelled_by TEXT, cancel_reason TEXT) STRICT`,
  `CREATE INDEX redrives_running ON redrives (at) WHERE state = 'running'`,
  `CREATE TABLE redrive_items (
     redrive_id TEXT NOT NULL, seq INTEGER NOT NULL, relay_id TEXT NOT NULL, seen TEXT NOT NULL, outcome TEXT,
     at INTEGER, PRIMARY KEY (redrive_id, seq)) STRICT, WITHOUT ROWID`,
];

/** Keeps a total of each state a table's rows are in, whichever statement adds or removes them. */
function counted(table: string, of: (row: 'NEW' | 'OLD') => { state: string; n: string }): readonly string[] {
  const change = (row: 'NEW' | 'OLD', sign: '+' | '-'): string => {
    const { state, n } = of(row);
    return `INSERT INTO totals (of, state, n) VALUES ('${table}', ${state}, ${sign}${n})
       ON CONFLICT (of, state) DO UPDATE SET n = n ${sign} ${n};`;
  };
  return [
    `CREATE TRIGGER totals_${table}_added AFTER INSERT ON ${table} BEGIN ${change('NEW', '+')} END`,
    `CREATE TRIGGER totals_${table}_removed AFTER DELETE ON ${table} BEGIN ${change('OLD', '-')} END`,
  ];
}

/** Likewise, for a table whose rows change their state. */
const countedByState = (table: string): readonly string[] => [
  `INSERT INTO totals (of, state, n) SELECT '${table}', state, count(*) FROM ${table} GROUP BY state`,
  ...counted(table, (row) => ({ state: `${row}.state`, n: '1' })),
  `CREATE TRIGGER totals_${table}_moved AFTER UPDATE OF state ON ${table} WHEN OLD.state <> NEW.state BEGIN
     INSERT INTO totals (of, state, n) VALUES ('${table}', OLD.state, -1) ON CONFLICT (of, state) DO UPDATE SET n = n - 1;
     INSERT INTO totals (of, state, n) VALUES ('${table}', NEW.state, 1) ON CONFLICT (of, state) DO UPDATE SET n = n + 1; END`,
];

const TOTALS: readonly string[] = [
  `CREATE TABLE totals (of TEXT NOT NULL, state TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (of, state)) STRICT,
     WITHOUT ROWID`,
  ...countedByState('events'),
  ...countedByState('relays'),
];

/** Equal refusals are one row with their number. */
const REFUSALS: readonly string[] = [
  `ALTER TABLE refusals ADD COLUMN facts TEXT`,
  `ALTER TABLE refusals ADD COLUMN last_at INTEGER`,
  `ALTER TABLE refusals ADD COLUMN seen INTEGER NOT NULL DEFAULT 1`,
  `ALTER TABLE refusals ADD COLUMN sameness TEXT`,
  `UPDATE refusals SET last_at = at`,
  `CREATE UNIQUE INDEX refusals_same ON refusals (sameness)`,
  `CREATE INDEX refusals_latest ON refusals (last_at)`,
  `CREATE INDEX refusals_of_system ON refusals (system, last_at)`,
  `CREATE INDEX refusals_of_subject ON refusals (subject, last_at) WHERE subject IS NOT NULL`,
  `DROP INDEX refusals_system`,
  `DROP INDEX refusals_subject`,
  `INSERT INTO totals (of, state, n) SELECT 'refusals', '', count(*) FROM refusals`,
  ...counted('refusals', (row) => ({ state: `''`, n: `${row}.seen` })),
  `CREATE TRIGGER totals_refusals_seen AFTER UPDATE OF seen ON refusals BEGIN
     UPDATE totals SET n = n + NEW.seen - OLD.seen WHERE of = 'refusals'; END`,
];

/** What events, and what was polled, are known again by. */
const KNOWN_AGAIN: readonly string[] = [
  `ALTER TABLE events ADD COLUMN digest_kind TEXT`,
  `ALTER TABLE events ADD COLUMN drafts_digest TEXT`,
  `ALTER TABLE snapshots ADD COLUMN digest_kind TEXT`,
  `ALTER TABLE parties ADD COLUMN status_heard_at INTEGER`,
  `CREATE TABLE digest_kinds (id TEXT PRIMARY KEY, pointers TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE told (
     system TEXT NOT NULL, message TEXT NOT NULL, subject TEXT NOT NULL, event_id TEXT NOT NULL, revision TEXT NOT NULL,
     said_at TEXT, heard_at INTEGER NOT NULL, changes INTEGER NOT NULL,
     PRIMARY KEY (subject, system, message)) STRICT, WITHOUT ROWID`,
];

const SCHEMA_5: readonly string[] = [
  ...TOTALS,
  ...REFUSALS,
  // What polls ask about: the number of cases that are over grows for ever.
  `CREATE INDEX cases_open ON cases (holder) WHERE ${HELD_OPEN}`,
  `CREATE INDEX parties_silent ON parties (system) WHERE ${SILENT}`,
  `DROP INDEX cases_held`,
  `ALTER TABLE attempts ADD COLUMN exchange TEXT`,
  `ALTER TABLE lookups ADD COLUMN exchange TEXT`,
  `CREATE TABLE looks (
     at INTEGER NOT NULL, operator TEXT NOT NULL, relay_id TEXT NOT NULL, reason TEXT NOT NULL) STRICT`,
  `CREATE INDEX looks_relay ON looks (relay_id)`,
  `ALTER TABLE polled ADD COLUMN cut_short TEXT`,
  ...KNOWN_AGAIN,
  `ALTER TABLE relays ADD COLUMN claims INTEGER NOT NULL DEFAULT 0`,
  `ALTER TABLE relays ADD COLUMN doubt_since INTEGER`,
  `CREATE INDEX relays_unconfirmed ON relays (seq) WHERE ${UNCONFIRMED}`,
  // What was tried before this version may have arrived: whoever would take a repeat for another is asked first.
  `UPDATE relays SET doubt_since = created_at WHERE ${PARKED} AND attempt > 0`,
];

/** What each version adds to the one before it, statement by statement; those that are out are never edited. */
export const SCHEMAS: readonly (readonly string[])[] = [SCHEMA_1, SCHEMA_2, SCHEMA_3, SCHEMA_4, SCHEMA_5];
