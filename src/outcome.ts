import type { ContractRef } from './contract.ts';

import { GatewayError } from './errors.ts';

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

/** How far an exchange got: `connect`, nothing was sent; `sent`, no answer had begun; `answer`, it had not ended; `done`. */
export type ExchangePhase = 'connect' | 'sent' | 'answer' | 'done';

/**
 * What was exchanged with a system in one attempt. Facts only: no header, credential, query or content of the request,
 * and of an answer only what says why it was a failure, scrubbed.
 */
export interface ExchangeFacts {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** Null where the system fetched the delivery and acknowledged it. */
  readonly host: string | null;
  readonly port: number | null;
  /** On a monotonic clock. */
  readonly durationMs: number;
  readonly phase: ExchangePhase;
  /** HTTP status; null where no answer came. */
  readonly status: number | null;
  /** Why no answer could be read, as the system or undici names it: `ECONNREFUSED`, `CERT_HAS_EXPIRED`, `UND_ERR_HEADERS_TIMEOUT`; else null. */
  readonly code: string | null;
  readonly mediaType: string | null;
  /** Where a redirect points, without query; else null. */
  readonly location: string | null;
  /** The sentence in which the other side says why it failed, scrubbed; null where none was found. */
  readonly message: string | null;
  /** First 500 characters of a failure's answer, scrubbed; null for any other. */
  readonly excerpt: string | null;
  /** True where it was not the delivery but the login before it; then nothing of the delivery was sent. */
  readonly login?: boolean;
}

const NOTHING = { status: null, code: null, mediaType: null, location: null, message: null, excerpt: null } as const;

/** As one compact text; what is null is left out. */
export const writeExchange = (facts: ExchangeFacts): string =>
  JSON.stringify(facts, (_name, value: unknown) => value ?? undefined);

/** Reads what `writeExchange` wrote. */
export const readExchange = (text: string): ExchangeFacts => ({
  ...{ host: null, port: null, ...NOTHING },
  ...(JSON.parse(text) as ExchangeFacts),
});

/** The same error with what was exchanged among its facts. */
export const withExchange = (error: GatewayError, exchange: ExchangeFacts): GatewayError =>
  new GatewayError(error.code, {
    ...{ detail: error.message, violations: error.violations, cause: error.cause },
    facts: { ...error.facts, exchange },
  });

/** What was exchanged when an error, or the one that caused it, came about; null where nothing was. */
export function exchangeOf(error: unknown): ExchangeFacts | null {
  if (!(error instanceof GatewayError)) return null;
  return (error.facts.exchange as ExchangeFacts | undefined) ?? exchangeOf(error.cause);
}
