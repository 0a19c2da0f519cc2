import type { ErrorCode, GatewayError } from '../errors.ts';
import { type ExchangeFacts, exchangeOf } from '../outcome.ts';
import type { Upstream } from '../upstream.ts';
import { failureText } from '../words/why.ts';

/** Why a system was not heard. */
export interface TroubleCause {
  readonly code: ErrorCode;
  /** In Indonesian. */
  readonly why: string | null;
  /** While the circuit is open nothing is exchanged: then the failure that was seen last. Null where none was. */
  readonly exchange: ExchangeFacts | null;
}

/** In plain words, and as facts; both null while all goes well. */
export function troubleOf(
  trouble: GatewayError | null,
  upstream: Pick<Upstream, 'lastFailure'>,
): { readonly trouble: string | null; readonly cause: TroubleCause | null } {
  if (trouble === null) return { trouble: null, cause: null };
  const exchange = exchangeOf(trouble) ?? upstream.lastFailure?.() ?? null;
  const why = failureText({ error: { detail: trouble.message }, exchange });
  return { trouble: trouble.message, cause: { code: trouble.code, why, exchange } };
}
