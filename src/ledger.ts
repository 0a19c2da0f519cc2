import type { Cursor } from './adapter.ts';
import type { Case } from './case.ts';
import type { ContractRef } from './contract.ts';
import type { CutShort } from './declared.ts';
import type {
  AttemptRecord,
  ClaimResult,
  LaneName,
  LastReport,
  NewRelay,
  OutboxRelay,
  RelayError,
  RelayRecord,
  RelayState,
  Settlement,
  StrayRecord,
} from './delivery.ts';
import type { EventRecord, EventState } from './event.ts';
import type { LookRecord, LookupRecord } from './lookup.ts';
import type { ExchangeFacts } from './outcome.ts';
import type {
  NewRedrive,
  Redrive,
  RedriveEnd,
  RedriveFilter,
  RedriveItem,
  RedriveOutcome,
  RedriveTurn,
} from './redrive.ts';
import type { NewRefusal, RefusalRecord } from './refusal.ts';
import type { Known, Snapshot, SnapshotKey, ToldTx } from './snapshot.ts';

/** Counts that must add up, at all times (D7). */
export interface Counts {
  readonly events: Readonly<Record<EventState, number>>;
  readonly refusals: number;
  readonly relays: Readonly<Record<RelayState, number>>;
}

/**
 * The inside of one write. Everything read is what the write's own transaction sees. Methods take time, not a clock.
 */
export interface LedgerTx extends ToldTx {
  event(id: string): Promise<EventRecord | null>;
  /** Inserts, or replaces the row of the same id. */
  putEvent(event: EventRecord): Promise<void>;
  /** Held events of one sender's number, in the order they were accepted. */
  heldEvents(system: string, subject: string): Promise<readonly EventRecord[]>;
  /** True while a handover is on its way to the system, whose answer may bring a number. */
  awaitsNumber(system: string): Promise<boolean>;
  caseByNumber(system: string, number: string): Promise<Case | null>;
  case(id: string): Promise<Case | null>;
  /** `before` is the case as it was read; what did not change since is not written again. */
  putCase(subject: Case, now: number, before?: Case | null): Promise<void>;
  /** Gives each its position. A relay with `latest` supersedes its subject's earlier ones that nobody has claimed. */
  addRelays(relays: readonly NewRelay[], now: number): Promise<void>;
  snapshot(key: SnapshotKey): Promise<Snapshot | null>;
  putSnapshot(snapshot: Snapshot): Promise<void>;
  dropSnapshot(key: SnapshotKey): Promise<void>;
  /** Of a message of a system: the subjects with a snapshot whose digest is not empty, in order. */
  heardSubjects(system: string, message: string): Promise<readonly string[]>;
  /** All but `wholeAt` and `cutShort`, which stay as they were. */
  putPolled(polled: Omit<Polled, 'wholeAt' | 'cutShort'>): Promise<void>;
  /** Of a system that was polled before. */
  putCutShort(system: string, cutShort: readonly CutShort[]): Promise<void>;
  /** Of a system that was polled before. */
  putWholeAt(system: string, at: number): Promise<void>;
  addLookup(lookup: LookupRecord): Promise<void>;
  /** Counts one more of those that are equal but for their time. */
  addRefusal(refusal: NewRefusal): Promise<void>;
  addGap(system: string, gap: { table: string; value: string }, now: number): Promise<void>;
  /** What a recipient was sent last of a report by one sender, or is about to be; null for nothing. */
  lastReport(of: { caseId: string; sender: string; recipient: string }): Promise<LastReport | null>;
  /** Ends a relay that was never sent as superseded. */
  endUnsent(relayId: string, now: number): Promise<void>;
  /** Grants a claim only when no earlier position of its subject is unsettled; counts the attempt. */
  claim(relayId: string, lease: { now: number; until: number; holder: string }): Promise<ClaimResult>;
  /**
   * `lost` when the claim is no longer held: then nothing was written. An end makes the subject's next relay due where
   * it was parked behind this one: `woke`.
   */
  settle(settlement: Settlement): Promise<'written' | 'woke' | 'lost'>;
  /** Marks those of them that still wait. In growing order. */
  markPublished(seqs: readonly number[]): Promise<void>;
  /**
   * Puts relays of a lane that were published, accepted by `before` and not claimed since, back in the outbox. How many.
   */
  unpublish(lane: LaneName, before: number): Promise<number>;
  /** Writes down a relay that the ledger does not know. Repeating changes nothing. */
  addStray(relay: RelayRecord, now: number): Promise<void>;
  relay(id: string): Promise<RelayRecord | null>;
  /**
   * An operator's word on a relay that is not under way: due again at once, or ended with a reason. Null where its state
   * does not allow that: an unconfirmed one is only redriven as `confirmedAbsent`, and nothing else is confirmed.
   */
  decideRelay(id: string, decision: OperatorDecision): Promise<RelayRecord | null>;
  addDecision(decision: DecisionRecord): Promise<void>;
  addLook(look: LookRecord): Promise<void>;
  /** Takes up the relays that fit its filter now, in the order of acceptance, up to `MOST_REDRIVEN`. How many. */
  addRedrive(redrive: NewRedrive): Promise<number>;
  redrive(id: string): Promise<Redrive | null>;
  /** Those of its relays that wait for their turn, in order. */
  redriveNext(id: string, limit: number): Promise<readonly RedriveTurn[]>;
  /** What became of the one whose turn it was; of one that has an outcome already, nothing is changed. */
  noteRedriven(id: string, end: { seq: number; outcome: RedriveEnd; at: number }): Promise<void>;
  /** Ends a redrive, cancelled with all that still wait where somebody did so. False unless it was running. */
  endRedrive(id: string, at: number, cancelled: Redrive['cancelled']): Promise<boolean>;
}

export type OperatorDecision =
  | { readonly kind: 'redrive'; readonly now: number; readonly confirmedAbsent?: boolean }
  /** Somebody saw that it arrived. */
  | { readonly kind: 'confirm'; readonly now: number }
  | { readonly kind: 'discard'; readonly now: number; readonly error: RelayError };

export interface DecisionRecord {
  readonly at: number;
  readonly operator: string;
  readonly action: 'redrive' | 'discard' | 'retry' | 'confirm';
  /** A relay's or an event's id. */
  readonly target: string;
  readonly reason: string;
}

/** How far a system that has to be asked was asked. */
export interface Polled {
  readonly system: string;
  /** What the next question is asked with; null at the beginning. */
  readonly cursor: Cursor;
  /** When the last round ended in which every question was answered, milliseconds; null before the first. */
  readonly roundAt: number | null;
  /** When the last round was asked that told how all there are stand, milliseconds; null before the first. */
  readonly wholeAt: number | null;
  /** Why the last round, or lists of it, ended before the system said so. Absent: they did not. */
  readonly cutShort?: readonly CutShort[];
}

/**
 * Everything on record about one case, oldest first; also what its systems said under its numbers and is of no case: held
 * or discarded before the case was known, or refused (the newest hundred for each number).
 */
export interface CaseRecord {
  readonly case: Case | null;
  readonly events: readonly EventRecord[];
  readonly relays: readonly RelayRecord[];
  readonly attempts: readonly AttemptRecord[];
  readonly decisions: readonly DecisionRecord[];
  readonly refusals: readonly RefusalRecord[];
}

/** Everything on record under one number that is of no case, whichever system uses it; likewise. */
export type NumberRecord = Omit<CaseRecord, 'case'>;

/**
 * The SQL record of events, cases, relays and deliveries. The ledger is the truth; the backbone carries.
 * Every method rejects with `ledger-unavailable` when the ledger cannot be read or written; nothing is then half-done.
 */
export interface Ledger {
  /** Names this ledger for ever; part of topic and group names. */
  readonly id: string;
  /** How often this ledger was restored from a back-up; part of the Kafka group's name. */
  readonly restores: number;
  /**
   * Runs `work` in a transaction that is durable when the promise resolves. Writes asked for at the same time may share
   * one commit; when it fails, each is run again alone, so `work` must have no effect outside `tx`.
   */
  write<T>(work: (tx: LedgerTx) => Promise<T>): Promise<T>;
  /** Runs `work` like `write` but keeps nothing of it. */
  rehearse<T>(work: (tx: LedgerTx) => Promise<T>): Promise<T>;
  /** Relays not yet on the backbone, in order. */
  outbox(limit: number): Promise<readonly OutboxRelay[]>;
  /** Relays of a lane with a greater seq that are neither ended, parked nor claimed, in order. */
  unsent(lane: LaneName, after: number, limit: number): Promise<readonly RelayRecord[]>;
  /** Parked relays of a lane that are due, most urgent first. */
  due(lane: LaneName, now: number, limit: number): Promise<readonly RelayRecord[]>;
  /** When the next parked relay of a lane is due; null when none is. */
  nextDue(lane: LaneName): Promise<number | null>;
  /** Claims whose lease is over become due again, and so do relays left behind by settled ones. How many. */
  reclaim(now: number): Promise<number>;
  /** Held events, oldest first: those waiting whose patience ended by `now`, or all that are quarantined. */
  heldSubjects(which: 'quarantined' | { waitedUntil: number }): Promise<readonly { system: string; subject: string }[]>;
  /** Cases whose handover has had no decision by `now` (RFC 3339, UTC). */
  unanswered(now: string): Promise<readonly Case[]>;
  /** Null for a system that was never asked. */
  polled(system: string): Promise<Polled | null>;
  /** The system's own numbers of cases it holds for somebody else and that are not over, in the order of the numbers. */
  openNumbers(system: string): Promise<readonly string[]>;
  /** The last that is known of a public contract's subjects in a region and below, by system and number. */
  known(contract: ContractRef, regionCode: string): Promise<readonly (Snapshot & { readonly known: Known })[]>;
  /** The latest first. */
  lookups(limit: number): Promise<readonly LookupRecord[]>;
  findCases(number: string): Promise<readonly string[]>;
  caseRecord(id: string): Promise<CaseRecord>;
  /** Finds events by their ids, which begin with `readableNumber`. */
  numberRecord(number: string): Promise<NumberRecord>;
  held(limit: number): Promise<readonly EventRecord[]>;
  relays(state: RelayState, limit: number): Promise<readonly RelayRecord[]>;
  /** A relay with its attempts and the decisions on it, oldest first; null where there is none. */
  relayRecord(
    id: string,
  ): Promise<{ relay: RelayRecord; attempts: readonly AttemptRecord[]; decisions: readonly DecisionRecord[] } | null>;
  /** What the last attempt of each relay exchanged, by the relay's id; without those of which nothing is known. */
  lastExchanges(relayIds: readonly string[]): Promise<ReadonlyMap<string, ExchangeFacts>>;
  /** The latest first; those at one relay where its id is given. */
  looks(limit: number, relayId?: string): Promise<readonly LookRecord[]>;
  gaps(): Promise<readonly GapRecord[]>;
  /** Relays the backbone brought that are not on record, the latest first; those accepted again since are left out. */
  strays(limit: number): Promise<readonly StrayRecord[]>;
  /** The latest first; those of a system, of a number, or of both. */
  refusals(
    limit: number,
    of?: { readonly system?: string; readonly number?: string },
  ): Promise<readonly RefusalRecord[]>;
  /** How many relays fit the filter now, and the oldest of them. */
  redrivable(
    filter: RedriveFilter,
    at: { readonly now: number; readonly limit: number },
  ): Promise<{ total: number; relays: readonly RelayRecord[] }>;
  /** The latest first. */
  redrives(limit: number): Promise<readonly Redrive[]>;
  /** Their ids, the oldest first. */
  runningRedrives(): Promise<readonly string[]>;
  /** One, with its relays in their order: those with a greater seq, and with this outcome unless it is null. */
  redriveRecord(
    id: string,
    of: { readonly after: number; readonly outcome: RedriveOutcome | null; readonly limit: number },
  ): Promise<{ redrive: Redrive; items: readonly RedriveItem[] } | null>;
  counts(): Promise<Counts>;
  /**
   * What contradicts D7, in plain words; empty when all is well. Looks at every event and relay, or at the `newest` so
   * many of each; live relays are all looked at. A relay left behind by a settled one counts until `reclaim` has run.
   */
  audit(newest?: number): Promise<readonly string[]>;
  /** Resolves once a mark of its own is durable: the ledger can be written. */
  probe(now: number): Promise<void>;
  /** Folds the write-ahead log into the database file. Safe at any time; meant for slack time. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}

export interface GapRecord {
  readonly system: string;
  readonly table: string;
  readonly value: string;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
}
