import type { Confidentiality } from './case.ts';
import type { ContractRef, JsonPointer } from './contract.ts';
import type {
  AnswerForm,
  Coverage,
  CutShort,
  DeclaredDelivery,
  Mismatch,
  NativeRequest,
  NativeResponse,
  OutboundContext,
  SystemOptions,
} from './declared.ts';
import type { Envelope } from './envelope.ts';
import type { Violation } from './errors.ts';
import type { Draft, Outcome } from './outcome.ts';

/** How sure we are of a native shape: published by its owner, read in somebody's client code, or our own proposal. */
export type Provenance = 'documented' | 'observed' | 'proposed';

/** A member that is a detail only while another says something: names of a place that has its code. */
export interface DetailBeside {
  readonly at: JsonPointer;
  readonly beside: JsonPointer;
}

/** One kind of message a dialect speaks. The schema holds for both directions. */
export interface NativeMessage {
  readonly name: string;
  /**
   * JSON Schema 2020-12 of the native body. Members it does not name are let through, named to the sender, and refused where
   * one is a slip away from a name it has; where any name may stand it says so with `additionalProperties`.
   */
  readonly schema: object;
  /**
   * Members that may be cut or left out where the schema refuses them, by pointer, `*` for every item of a list; the receipt
   * names them. All others are essential: where one cannot be read, the whole is refused. Absent: all are.
   */
  readonly details?: readonly (JsonPointer | DetailBeside)[];
  readonly provenance: Provenance;
  /** Where the shape was read, or why it was proposed so. */
  readonly source: string;
  /** True when this body, whatever else is wrong with it, is meant to be this message. Never throws. */
  recognise(native: unknown): boolean;
}

/** What names a native event: the same say "the same event", however often it comes. */
export interface NativeIdentity {
  /** The sender's own number for the case, or for what a notice is about. */
  readonly subject: string;
  /** Changes whenever the sender says something new about the subject. */
  readonly revision: string;
  /** RFC 3339 with offset: when it happened at the sender's; null where the native body says no time. */
  readonly occurredAt: string | null;
  /** `exact` unless said. */
  readonly timed?: TimeKind;
}

/**
 * What `occurredAt` is of, and so what it can tell apart.
 * `exact`: of this change itself, to the second. `snapshot`: of the last change that the system noted of the whole report; it
 * may stay the same while something changes. `minute`: to the minute. `none`: of no change (when the report was made, say, or when the
 * gateway saw it). Where times tell no order, arrival is the order: a state that comes back is a new event.
 */
export type TimeKind = 'exact' | 'snapshot' | 'minute' | 'none';

/** What an adapter may know of the sender while translating. */
export interface InboundContext {
  /** Kemendagri code of the sending system's territory, dotted. */
  readonly territory: string;
  readonly options: SystemOptions;
}

/** Where a round of questions stands: the adapter's own JSON, kept by the gateway; null before the first round. */
export type Cursor = Readonly<Record<string, unknown>> | null;

/** What an adapter may know while asking. */
export interface PollContext extends InboundContext {
  /** The system's own numbers of cases that were handed over to it and are not over yet, in a fixed order. */
  readonly numbers: readonly string[];
}

/** What an answer to a question of a poll holds. */
export interface Page {
  /** Native events, as the dialect's messages have them, in the order they happened. */
  readonly natives: readonly object[];
  /** What the next question is asked with. */
  readonly cursor: Cursor;
  /** True while the round has more to ask. */
  readonly more: boolean;
  /** Where the dialect ends a list that the system says goes on. Absent: it did not. */
  readonly cutShort?: CutShort;
}

/** How a system that does not push is asked for what it knows. A round is one question after another, until `more` is false. */
export interface Poll {
  ask(cursor: Cursor, context: PollContext): NativeRequest;
  /** What every 2xx must be; any other is a failed question. */
  readonly answer: AnswerForm;
  /**
   * Called with a 2xx, or with a 304 where nothing changed since the same question was last asked. Throws
   * `upstream-failed` for an answer that cannot be read: the same question is then asked again later.
   */
  read(response: NativeResponse, cursor: Cursor, context: PollContext): Page;
  /**
   * How a round goes on without a question that was refused for good, or failed again and again while the system is there;
   * null where it cannot. Absent: it never can.
   */
  skip?(cursor: Cursor, context: PollContext): Page | null;
  /**
   * Message kinds that a round lists completely: an item missing from a finished round no longer exists. Absent: none.
   */
  readonly whole?: readonly string[];
}

/** A question that is asked for somebody and answered at once. The question and the answer are a contract's `ask` and `answer`. */
export interface Lookup {
  readonly contract: ContractRef;
  ask(question: object, context: InboundContext): NativeRequest;
  /** What every 2xx must be; any other is a failed question. */
  readonly answer: AnswerForm;
  /** Null where the answer says neither yes nor no. */
  read(response: NativeResponse): object | null;
  /** Where what the answer says of itself does not fit the question; with any, it counts as no answer. Absent: nothing is compared. */
  mismatches?(response: NativeResponse, question: object, context: InboundContext): readonly Mismatch[];
}

/** How the gateway gets the token it presents to a system of this dialect. */
export interface LoginProcedure {
  ask(user: string, password: string): NativeRequest;
  /** What every 2xx must be; any other is the system's own trouble, and no word about the credentials. */
  readonly answer: AnswerForm;
  /** Null where it was refused. */
  read(response: NativeResponse): { readonly token: string; readonly validSeconds: number | null } | null;
}

/**
 * Translates one dialect. Pure: no clock, no network, no state, no system's name. May throw `GatewayError` only:
 * `native-invalid`, `region-unknown` (refused), `unknown-code` (quarantined), `code-not-expressible` or
 * `number-missing` (dead letter).
 */
export interface Adapter {
  /** The folder below `adapters/`, which is its name: `jakarta/jaki-crm`. */
  readonly dialect: string;
  readonly emits: readonly ContractRef[];
  readonly accepts: readonly ContractRef[];
  readonly messages: readonly NativeMessage[];
  /** Total both ways, or the gateway refuses to start. */
  readonly tables: readonly CodeTable[];
  readonly coverage: Coverage;
  /** Uses no code table, so it also works for what cannot be translated. Called with a body its schema accepted. */
  identify(native: unknown): NativeIdentity;
  /**
   * The subject that a native of any message names, as `identify` has it, also where its schema refuses it, so that the
   * refusal is found by its number; null where it names none. Never throws.
   */
  numberIn(native: unknown): string | null;
  /**
   * How confidential a report is that its sender describes, also where it cannot be translated (an unknown status, say);
   * null where the native says nothing of it. Called with a body its schema accepted. Never throws.
   */
  confidentialityIn?(native: unknown): Confidentiality | null;
  /** At least one draft; the first is the event's lead, whose contract is part of its identity. */
  toCanonical(native: unknown, context: InboundContext): readonly Draft[];
  fromCanonical(envelope: Envelope, context: OutboundContext): NativeRequest;
  /** What its own making left open, by its place there, for `check` to name: nothing else may come of it. */
  gaps?(): readonly Violation[];
  /** JSON Schema of the options a system of this dialect is told; none unless given. */
  readonly options?: object;
  /** Absent: systems of this dialect push. */
  readonly poll?: Poll;
  readonly lookup?: Lookup;
  readonly login?: LoginProcedure;
  /** How success looks, for each of `accepts`: nothing else counts as delivered. */
  readonly deliveries: Readonly<Partial<Record<ContractRef, DeclaredDelivery>>>;
  /** The system's own refusals. A 404 or 405 that looks otherwise comes from something on the way to it. */
  readonly refusals: AnswerForm;
  /**
   * True where a delivery sent again under the same id has no second effect. Where it is false, or configuration says so,
   * a POST that may have arrived is never repeated by itself.
   */
  readonly honoursDeliveryId: boolean;
  /** Says more of an answer than its declaration: asked first, whatever the HTTP status. Null, or absent: it says nothing. */
  interpret?(response: NativeResponse, envelope: Envelope): Exclude<Outcome, { kind: 'delivered' }> | null;
}

/** One row: a native value and a canonical one. `lossy` says what is lost when a canonical value leaves by this row. */
export interface CodeRow {
  readonly native: string;
  readonly canonical: string;
  /** `both` unless said: `in` reads only, `out` writes only. */
  readonly way?: 'in' | 'out' | 'both';
  readonly lossy?: string;
}

/** A dialect's word for each canonical word. */
export interface CodeTable {
  /** What the codes are: `status`, `category`. */
  readonly name: string;
  /**
   * Every native value known to exist: each needs a row that reads it, and no row names another. Written out, never
   * taken from the rows: else a row that gets lost would take its word along, and nobody would notice.
   */
  readonly natives: readonly string[];
  /** Every canonical value: each needs a row that writes it, or a place in `inexpressible`. */
  readonly canonicals: readonly string[];
  readonly rows: readonly CodeRow[];
  /** Canonical values the dialect cannot say: a relay with one is rejected and listed, never softened. */
  readonly inexpressible?: readonly string[];
  /** Where a person's spelling is forgiven: signs, spaces and "dan" between words do not matter. Words are compared exactly unless said. */
  readonly spelling?: 'forgiven';
  /** Native words that tell "no": each is read as a refusal, and refusals are written as one of them. A table of statuses or answers says which. */
  readonly refusals?: readonly string[];
}
