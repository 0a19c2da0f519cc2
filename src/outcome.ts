import type { Draft } from './adapter.ts';
import type { GatewayError } from './errors.ts';
import type { ExchangeFacts } from './exchange.ts';

/** How one attempt ended, and what was exchanged where anything was. */
export type Outcome = Ending & { readonly exchange?: ExchangeFacts };

/** Closed: `relay/settle` names each, with no default branch. */
type Ending =
  /** The recipient has it. Replies are accepted in the settling transaction, as events of that recipient. */
  | { readonly kind: 'delivered'; readonly replies: readonly Draft[] }
  /** Transient: the attempt is spent and the relay parked. */
  | { readonly kind: 'failed'; readonly error: GatewayError; readonly retryAfterMs?: number }
  /** Nothing was spent: circuit open, bulkhead full, upstream out of reach, or asked to wait. */
  | { readonly kind: 'postponed'; readonly error: GatewayError; readonly retryAfterMs?: number }
  /** Permanent: dead letter. */
  | { readonly kind: 'rejected'; readonly error: GatewayError }
  /** The agreement ended meanwhile, or the handover did: never sent. */
  | { readonly kind: 'withheld'; readonly error: GatewayError }
  /** A newer one is already there. */
  | { readonly kind: 'superseded' };
