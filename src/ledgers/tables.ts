import type { Generated } from 'kysely';

/** One schema for every SQL ledger. Times are milliseconds since the epoch unless a name says otherwise; JSON is text. */
export interface Tables {
  meta: { key: string; value: string };
  events: EventsTable;
  cases: CasesTable;
  parties: PartiesTable;
  relays: RelaysTable;
  /** Apart from their relays, so that a change of state rewrites a short row and not what it carries. */
  envelopes: { seq: number; envelope: string };
  attempts: AttemptsTable;
  refusals: { at: number; system: string; subject: string | null; code: string; detail: string };
  gaps: { system: string; code_table: string; value: string; seen: number; first_at: number; last_at: number };
  decisions: { at: number; operator: string; action: string; target: string; reason: string };
  strays: StraysTable;
  snapshots: SnapshotsTable;
  polled: { system: string; cursor: string; round_at: number | null; whole_at: number | null };
  lookups: LookupsTable;
  redrives: RedrivesTable;
  redrive_items: { redrive_id: string; seq: number; relay_id: string; outcome: string | null; at: number | null };
}

export interface EventsTable {
  id: string;
  system: string;
  subject: string;
  revision: string;
  contract: string;
  message: string;
  kind: string;
  digest: string;
  state: string;
  case_id: string | null;
  occurred_at: string;
  accepted_at: number;
  receipt: string;
  native: string | null;
  wait_until: number | null;
  gaps: string | null;
}

export interface CasesTable {
  id: string;
  origin: string;
  holder: string;
  confidentiality: string;
  handover_id: string | null;
  handover_to: string | null;
  handover_state: string | null;
  /** RFC 3339, UTC, so that it sorts as text. */
  answer_by: string | null;
  status: string | null;
  sequence: number;
  updated_at: number;
}

export interface PartiesTable {
  case_id: string;
  system: string;
  number: string | null;
  declined: number;
  status_at: string | null;
}

export interface RelaysTable {
  seq: Generated<number>;
  id: string;
  event_id: string;
  sender: string;
  recipient: string;
  lane: string;
  subject: string;
  contract: string;
  position: number;
  delivery: string;
  on_dead: string;
  agreement_id: string;
  state: string;
  attempt: number;
  due_at: number | null;
  lease_until: number | null;
  claimed_by: string | null;
  created_at: number;
  ended_at: number | null;
  error: string | null;
}

export interface StraysTable {
  relay_id: string;
  event_id: string;
  sender: string;
  recipient: string;
  contract: string;
  subject: string;
  created_at: number;
  found_at: number;
}

export interface SnapshotsTable {
  system: string;
  message: string;
  subject: string;
  digest: string;
  changes: number;
  verdict: string;
  occurred_at: string | null;
  heard_at: number;
  contract: string | null;
  region_code: string | null;
  envelope: string | null;
  known_at: number | null;
}

export interface LookupsTable {
  at: number;
  asker: string;
  answerer: string | null;
  contract: string;
  agreement_id: string | null;
  outcome: string;
  took_ms: number;
  digest: string;
}

export interface RedrivesTable {
  id: string;
  at: number;
  operator: string;
  reason: string;
  filter: string;
  rate_per_second: number;
  state: string;
  ended_at: number | null;
  cancelled_by: string | null;
  cancel_reason: string | null;
}

export interface AttemptsTable {
  relay_id: string;
  attempt: number;
  spent: number;
  outcome: string;
  error: string | null;
  started_at: number;
  ended_at: number;
}

// Conditions of partial indexes: a statement uses the index only where it says the same words.
export const WAITING = `state = 'waiting'`;
export const UNSENT = `state IN ('waiting', 'published')`;
export const CLAIMED = `state = 'claimed'`;
export const PARKED = `state = 'parked'`;
/** Ends somebody may want to look at; all others are deliveries. */
export const ENDED_BADLY = `state IN ('dead', 'withheld', 'superseded', 'discarded')`;
export const HELD = `state IN ('waiting', 'quarantined')`;

const LIVE = `('waiting', 'published', 'claimed', 'parked')`;
/**
 * What keeps a subject's later relays waiting. The plus keeps the planner from looking all such relays up by their
 * state: the subject's own few are found by position.
 */
export const UNSETTLED = `(+state IN ${LIVE} OR (+state = 'dead' AND on_dead = 'hold'))`;

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
     rate_per_second INTEGER NOT NULL, state TEXT NOT NULL, ended_at INTEGER, cancelled_by TEXT,
     cancel_reason TEXT) STRICT`,
  `CREATE INDEX redrives_running ON redrives (at) WHERE state = 'running'`,
  `CREATE TABLE redrive_items (
     redrive_id TEXT NOT NULL, seq INTEGER NOT NULL, relay_id TEXT NOT NULL, outcome TEXT, at INTEGER,
     PRIMARY KEY (redrive_id, seq)) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX redrive_items_relay ON redrive_items (redrive_id, relay_id)`,
];

/** What each version adds to the one before it, statement by statement; those that are out are never edited. */
export const SCHEMAS: readonly (readonly string[])[] = [SCHEMA_1, SCHEMA_2, SCHEMA_3, SCHEMA_4];
