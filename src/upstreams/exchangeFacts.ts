import type { NativeResponse } from '../declared.ts';
import { GatewayError } from '../errors.ts';
import type { ExchangeFacts, Outcome } from '../outcome.ts';
import { shownText } from '../scrub/shownText.ts';
import type { Exchange, Silence } from './classify.ts';
import { bodyExcerpt, type Cleaning, messageIn } from './excerpt.ts';
import type { Wire } from './wire.ts';

interface Asking extends Omit<Cleaning, 'formOnly'> {
  /** It was asked something: a success holds what was asked for. */
  readonly isQuestion: boolean;
}

/** What is kept of an exchange that ended so. Of an answer that was a success nothing is kept but its status. */
export function factsOf(
  exchange: Exchange & { readonly wire: Wire },
  outcome: Outcome,
  { isQuestion, ...how }: Asking,
): ExchangeFacts {
  const { wire } = exchange;
  const base = { ...wire, status: null, code: null, mediaType: null, location: null, message: null, excerpt: null };
  if (exchange.kind === 'not-logged-in') return { ...base, status: statusOf(exchange.cause) };
  if (exchange.kind !== 'answered') return { ...base, code: codeOf(exchange.kind, exchange.cause, wire) };
  const { response } = exchange;
  const answered = { ...base, status: response.status, mediaType: mediaTypeOf(response) };
  if (response.unreadable !== undefined) return { ...answered, code: 'UNREADABLE_ENCODING' };
  if (outcome.kind === 'delivered' || outcome.kind === 'superseded') return answered;
  const formOnly = isQuestion && response.status < 300;
  return { ...answered, location: locationOf(response), ...said(response, { ...how, wire, formOnly }) };
}

/** A login that was taken may hand out a token in a form nobody knows. */
function said(
  { status, body }: NativeResponse,
  { wire, ...how }: Cleaning & { readonly wire: Wire },
): Pick<ExchangeFacts, 'message' | 'excerpt'> {
  const isTaken = wire.login === true && status < 400;
  if (isTaken) return { message: null, excerpt: null };
  return { message: messageIn(body, how), excerpt: bodyExcerpt(body, how) };
}

const mediaTypeOf = ({ headers }: NativeResponse): string | null => {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return type === '' ? null : shownText(type, 100);
};

function locationOf({ status, headers }: NativeResponse): string | null {
  const { location } = headers;
  return location === undefined || status < 300 || status > 399 ? null : withoutQuery(location);
}

/** An address without what may be secret in it: user, password, query and fragment. */
export function withoutQuery(address: string): string {
  const path = address.replace(/[?#].*$/su, '').replace(/^([a-z][a-z\d+.-]*:)?\/\/[^/]*@/iu, '$1//');
  return shownText(path, 300);
}

/** Of a login whose answer was none that the dialect declares. */
const statusOf = (cause: unknown): number | null =>
  cause instanceof GatewayError && typeof cause.facts.status === 'number' ? cause.facts.status : null;

/** As undici names timeouts, by how far the exchange got. */
const TIMEOUTS = {
  connect: 'UND_ERR_CONNECT_TIMEOUT',
  sent: 'UND_ERR_HEADERS_TIMEOUT',
  answer: 'UND_ERR_BODY_TIMEOUT',
  done: 'UND_ERR_BODY_TIMEOUT',
} as const;

function codeOf(kind: Silence, cause: unknown, { phase, login }: Wire): string {
  // Who waits for a login that others began does not see how far it is.
  if (kind === 'timeout') return login && phase === 'connect' ? 'LOGIN_TIMEOUT' : TIMEOUTS[phase];
  if (kind === 'aborted') return 'UND_ERR_ABORTED';
  return connectionCode(cause) ?? 'UNKNOWN';
}

/** undici's words where a proxy opens no way; its code says only that the request was given up. */
const PROXY_REFUSAL = /^Proxy response \((\d{3})\) !== 200/u;

/** The first code found in an error, its causes, and the errors it gathers (a name with several addresses). */
export function connectionCode(error: unknown): string | null {
  const open: unknown[] = [error];
  for (let looked = 0; looked < 20 && open.length > 0; looked += 1) {
    const one = open.shift();
    if (!(one instanceof Error)) continue;
    const [, refusal] = PROXY_REFUSAL.exec(one.message) ?? [];
    if (refusal !== undefined) return `PROXY_HTTP_${refusal}`;
    if ('code' in one && typeof one.code === 'string' && /^[A-Z][A-Z\d_/]{1,59}$/u.test(one.code)) return one.code;
    // The one error of undici that has no code where llhttp gave none.
    if (one.name === 'HTTPParserError') return 'HPE_INVALID';
    open.push(...(one instanceof AggregateError ? one.errors : []), one.cause);
  }
  return null;
}
