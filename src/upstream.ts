import type { NativeRequest, NativeResponse } from './adapter.ts';
import type { Outcome } from './outcome.ts';

/** One attempt at bringing one relay to its system. */
export interface Sending {
  readonly relayId: string;
  /** The caseId: permanent refusals in a row only open the circuit when they concern different subjects. */
  readonly subject: string;
  readonly request: NativeRequest;
  /** The adapter's own reading of the answer; null leaves it to the HTTP status. */
  readonly interpret: (response: NativeResponse) => Outcome | null;
}

export interface UpstreamState {
  readonly system: string;
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
  /** Sends a second allowed now; null is unlimited. Lowered by 429, recovers by itself. */
  readonly ratePerSecond: number | null;
}

/** A system's endpoint behind its bulkhead and its circuit breaker. */
export interface Upstream {
  readonly system: string;
  /**
   * One attempt, with a hard timeout. Never rejects: whatever happens is an Outcome. Above `capacity` it is
   * `postponed` at once and nothing is sent. Repeating a relay sends the same delivery id.
   */
  send(sending: Sending): Promise<Outcome>;
  state(): UpstreamState;
  /** Sends that may start now. */
  capacity(): number;
  /** Called whenever capacity may have grown or the circuit changed its state. Returns the unsubscriber. */
  onChange(listener: () => void): () => void;
  /** Ends timers and sockets. Sends under way are aborted and end as `postponed`. */
  close(): Promise<void>;
}
