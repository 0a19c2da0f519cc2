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
  refusals: RefusalsTable;
  gaps: { system: string; code_table: string; value: string; seen: number; first_at: number; last_at: number };
  decisions: { at: number; operator: string; action: string; target: string; reason: string };
  /** Who looked at what a relay carries. */
  looks: { at: number; operator: string; relay_id: string; reason: string };
  strays: StraysTable;
  snapshots: SnapshotsTable;
  polled: PolledTable;
  told: ToldTable;
  /** `pointers`: JSON, in order. */
  digest_kinds: { id: string; pointers: string };
  lookups: LookupsTable;
  redrives: RedrivesTable;
  redrive_items: RedriveItemsTable;
  totals: { of: string; state: string; n: number };
}

interface PolledTable {
  system: string;
  cursor: string;
  round_at: number | null;
  whole_at: number | null;
  cut_short: string | null;
}

export interface RefusalsTable {
  at: number;
  system: string;
  subject: string | null;
  code: string;
  /** What versions before 5 wrote; empty since. */
  detail: Generated<string>;
  facts: string | null;
  last_at: number;
  seen: Generated<number>;
  /** Digest of all but the times; null in the rows of versions before 5, which stay as they are. */
  sameness: string | null;
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
  /** Null for the whole native body. */
  digest_kind: string | null;
  drafts_digest: string | null;
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
  status_heard_at: number | null;
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
  claims: Generated<number>;
  doubt_since: Generated<number | null>;
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

export interface ToldTable {
  system: string;
  message: string;
  subject: string;
  event_id: string;
  revision: string;
  said_at: string | null;
  heard_at: number;
  changes: number;
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
  digest_kind: string | null;
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
  /** Of one that was not answered: as `writeExchange` has it. */
  exchange: string | null;
}

export interface RedrivesTable {
  id: string;
  at: number;
  operator: string;
  reason: string;
  filter: string;
  rate_per_second: number;
  state: string;
  total: number;
  /** How many of them ended in each way so far, and the seq of the last that did. */
  redriven: number;
  superseded: number;
  skipped: number;
  reached: number;
  ended_at: number | null;
  cancelled_by: string | null;
  cancel_reason: string | null;
}

export interface RedriveItemsTable {
  redrive_id: string;
  seq: number;
  relay_id: string;
  seen: string;
  outcome: string | null;
  at: number | null;
}

export interface AttemptsTable {
  relay_id: string;
  attempt: number;
  spent: number;
  outcome: string;
  error: string | null;
  started_at: number;
  ended_at: number;
  /** Facts as `writeExchange` has them. */
  exchange: string | null;
}

// Conditions of partial indexes: a statement uses the index only where it says the same words.
export const WAITING = `state = 'waiting'`;
export const UNSENT = `state IN ('waiting', 'published')`;
export const CLAIMED = `state = 'claimed'`;
export const PARKED = `state = 'parked'`;
/** Ends somebody may want to look at; all others are deliveries. */
export const ENDED_BADLY = `state IN ('dead', 'withheld', 'superseded', 'discarded')`;
/** Cases that somebody else than their origin holds and that are not over. */
export const HELD_OPEN = `holder <> origin AND (status IS NULL OR status NOT IN ('done', 'rejected', 'outside-authority'))`;
/** Parties that have a number and have said no status under it. */
export const SILENT = `number IS NOT NULL AND status_at IS NULL`;
/** Apart from the others: whoever looks at those looks for what may be redriven. */
export const UNCONFIRMED = `state = 'unconfirmed'`;
export const HELD = `state IN ('waiting', 'quarantined')`;

const LIVE = `('waiting', 'published', 'claimed', 'parked')`;
/**
 * What keeps a subject's later relays waiting. The plus keeps the planner from looking all such relays up by their
 * state: the subject's own few are found by position.
 */
export const UNSETTLED = `(+state IN ${LIVE} OR +state = 'unconfirmed' OR (+state = 'dead' AND on_dead = 'hold'))`;
