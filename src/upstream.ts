import type { AnswerForm, NativeRequest, NativeResponse } from './declared.ts';
import type { RelayState } from './delivery.ts';
import type { GatewayError } from './errors.ts';
import type { ExchangeFacts, Outcome } from './outcome.ts';

/** One attempt at bringing one relay to its system. */
export interface Sending {
  readonly relayId: string;
  /** Number of the claim it is sent under; another send of the same relay has a higher one. */
  readonly claim?: number;
  /** The caseId: permanent refusals in a row only open the circuit when they concern different subjects. */
  readonly subject: string;
  readonly request: NativeRequest;
  /** How the answer is read; null leaves it to the HTTP status, which never makes a delivery of it. */
  readonly interpret: (response: NativeResponse) => Outcome | null;
  /** True where an acknowledgement that says nothing more is a success: the system fetched it, and success brings no number. */
  readonly isBareAckEnough?: boolean;
}

/** Something asked of a system; it changes nothing there, so it carries no delivery id and may be asked again. */
export interface Question<Value> {
  readonly request: NativeRequest;
  /** What it is about, for the circuit: `poll`, a village's code. */
  readonly subject: string;
  /** Validators of an answer that is known already (RFC 9110, 13.1): a 304 then says that nothing changed. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What a 2xx must be to be read. */
  readonly answer: AnswerForm;
  /** The system's own refusals: a 404 or 405 that looks otherwise comes from something on the way to it. */
  readonly refusals: AnswerForm;
  /** Shorter than the system's own timeout, where somebody waits for the answer. */
  readonly timeoutMs?: number;
  /** Asked for a 2xx, and for a 304 to a conditional question. What it throws makes the answer a failure. */
  readonly read: (response: NativeResponse) => Value;
}

/** The facts of an error say what was exchanged: `exchangeOf`. */
export type Answer<Value> =
  | { readonly kind: 'answered'; readonly value: Value; readonly response: NativeResponse }
  | { readonly kind: 'unanswered'; readonly error: GatewayError; readonly retryAfterMs: number | null };

export interface UpstreamState {
  readonly system: string;
  /** How deliveries get there: the gateway calls, or the system fetches. */
  readonly delivery: 'push' | 'inbox';
  readonly circuit: 'closed' | 'open' | 'half-open';
  /** RFC 3339: since when the circuit is in this state. */
  readonly since: string;
  /** Why it is open, in plain words; null while closed. */
  readonly reason: string | null;
  /** True when only a person can mend the cause: credentials, a moved address, a contract the other side refuses. */
  readonly alarm: boolean;
  readonly nextProbeAt: string | null;
  readonly inFlight: number;
  /** Sends that may start now: 0 while open, 1 while half-open, growing again after a recovery. */
  readonly capacity: number;
  /** RFC 3339: when an inbox was last fetched from; null before that, and for a system that is called. */
  readonly fetchedAt: string | null;
  /** Sends a second allowed now; null is unlimited. Lowered by 429, recovers by itself. */
  readonly ratePerSecond: number | null;
}

/** When is RFC 3339. */
export interface LastFailure extends ExchangeFacts {
  readonly at: string;
}

/** A system's endpoint behind its bulkhead and its circuit breaker. */
export interface Upstream {
  readonly system: string;
  /**
   * One attempt, with a hard timeout. Never rejects: whatever happens is an Outcome. Above `capacity` it is
   * `postponed` at once and nothing is sent. Repeating a relay sends the same delivery id.
   */
  send(sending: Sending): Promise<Outcome>;
  /** One question, through the same bulkhead and circuit. Never rejects. */
  ask<Value>(question: Question<Value>): Promise<Answer<Value>>;
  state(): UpstreamState;
  /** The last exchange that failed; null before one. Absent for a system that fetches. */
  lastFailure?(): LastFailure | null;
  /** Sends that may start now. */
  capacity(): number;
  /** Called whenever capacity may have grown or the circuit changed its state. Returns the unsubscriber. */
  onChange(listener: () => void): () => void;
  /** Ends timers and sockets. Sends under way are aborted and end as `postponed`. */
  close(): Promise<void>;
}

/** One delivery as the system that fetches it gets it: the request the gateway would have sent it. */
export interface InboxItem extends Pick<NativeRequest, 'method' | 'path' | 'message' | 'body'> {
  /** The same each time it is fetched: the receiver's idempotency key. */
  readonly deliveryId: string;
  /** Higher each time it is fetched. An acknowledgement that names another one ends nothing. */
  readonly claim: number;
  /**
   * RFC 3339: not acknowledged by then, the delivery is fetched again. A later acknowledgement counts where it has been,
   * and then ends that lease.
   */
  readonly leaseUntil: string;
  /** What the request would have carried: delivery id, time and, where it is agreed, the signature. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How a system that fetched a delivery answers it, as it would have answered the request. */
export interface Acknowledgement extends Pick<NativeResponse, 'status' | 'body'> {
  readonly deliveryId: string;
  /** That of the item; left out, it is the delivery's present lease that ends. */
  readonly claim?: number;
}

/** How a relay stands after an attempt, and why it was not delivered; null where it was. */
export interface Acknowledged {
  readonly state: RelayState;
  readonly error: GatewayError | null;
}

/**
 * The way out to a system that cannot be called: deliveries wait in the ledger until it fetches them, and are settled by
 * its acknowledgement. Nothing is spent while nobody fetches. What was fetched and not acknowledged within its lease has
 * spent an attempt and is fetched again.
 */
export interface Inbox extends Upstream {
  /**
   * At most so many deliveries, the first of each subject; waits so long for the first of them. Empty when none came, when
   * `signal` aborts, and when the gateway stops.
   */
  fetch(wanted: { most: number; waitMs: number; signal: AbortSignal }): Promise<readonly InboxItem[]>;
  /**
   * What became of the relay once the acknowledgement is written down; null where the delivery is under no lease: acknowledged
   * before, fetched before a restart, or too late. One that asks for patience is a failed attempt.
   */
  acknowledge(acknowledgement: Acknowledgement): Promise<Acknowledged | null>;
  /** The ledger has the end of an attempt. */
  settled(relayId: string, acknowledged: Acknowledged): void;
  /** Ends every fetch that waits; later ones are empty at once. */
  endFetches(): void;
}
