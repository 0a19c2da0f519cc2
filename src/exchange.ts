import { GatewayError } from './errors.ts';

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
