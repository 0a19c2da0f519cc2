import type { Draft } from './adapter.ts';
import type { GatewayError } from './errors.ts';
import type { ExchangeFacts } from './exchange.ts';

/** How one attempt ended, and what was exchanged where anything was. */
export type Outcome = Ending & {
  readonly exchange?: ExchangeFacts;
  /** The request left, and nothing the recipient said shows that it did not take it. */
  readonly mayHaveArrived?: boolean;
  /** The recipient was asked first, and had nothing of what was sent before. */
  readonly foundAbsent?: boolean;
};

/** Closed: `relay/settle` names each, with no default branch. */
type Ending =
  /** The recipient has it. Replies are accepted in the settling transaction, as events of that recipient. */
  | { readonly kind: 'delivered'; readonly replies: readonly Draft[] }
  /** Transient: the attempt is spent and the relay parked. */
  | { readonly kind: 'failed'; readonly error: GatewayError; readonly retryAfterMs?: number }
  /** Nothing was spent: circuit open, bulkhead full, upstream out of reach, or asked to wait. */
  | { readonly kind: 'postponed'; readonly error: GatewayError; readonly retryAfterMs?: number }
  /**
   * The recipient may have it and would take a repeat for another: nobody knows. It is not sent again by itself; with
   * `askAgain` the recipient is asked once more, else a person decides.
   */
  | { readonly kind: 'unconfirmed'; readonly error: GatewayError; readonly askAgain?: AskAgain }
  /** Permanent: dead letter. */
  | { readonly kind: 'rejected'; readonly error: GatewayError }
  /** The agreement ended meanwhile, or the handover did: never sent. */
  | { readonly kind: 'withheld'; readonly error: GatewayError }
  /** A newer one is already there. */
  | { readonly kind: 'superseded' };

export interface AskAgain {
  /** At the earliest. */
  readonly afterMs: number;
  /** False gives the attempt back: the question itself was not answered, or came too early. */
  readonly spent: boolean;
}
