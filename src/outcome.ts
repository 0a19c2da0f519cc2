import type { ContractRef } from './contract.ts';

import type { GatewayError } from './errors.ts';
import type { ExchangeFacts } from './exchange.ts';
import type { Warning } from './warning.ts';

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

/** A native value that no code table knows, and that crosses all the same (a category, as `other`). */
export interface MappingGap {
  readonly table: string;
  readonly value: string;
}

/**
 * One contract's worth of a native event, before it is sealed. Its subject is named by the sender's own number; the
 * fields the gateway alone knows (see `SEALED_FIELDS` in `envelope.ts`) are left out.
 */
export interface Draft<Data extends object = object> {
  readonly contract: ContractRef;
  /** The sender's own number for the case, or for what a notice is about. */
  readonly number: string;
  readonly data: Data;
  readonly gaps?: readonly MappingGap[];
  /** What of the native event this draft does not carry, or not as it was written; the receipt names it. */
  readonly warnings?: readonly Warning[];
}
