import type { Outcome } from '../outcome.ts';
import type { Exchange } from './classify.ts';

/**
 * Answers after which a request may have been carried out all the same: a proxy that had no answer of the system itself
 * (502, 504; 520 and 524 of Cloudflare, 598 and 599 of others), and a page to go on to, with which many a form answers what
 * it took (302, 303).
 */
const AMBIGUOUS: ReadonlySet<number> = new Set([302, 303, 502, 504, 520, 524, 598, 599]);

/**
 * Whether the recipient may have what was sent, although it was no delivery. False where it never left (connect, DNS, TLS,
 * login), or was answered with something that says no.
 */
export function mayHaveArrived(exchange: Exchange, { kind }: Outcome): boolean {
  if (kind !== 'failed' && kind !== 'postponed' && kind !== 'unconfirmed') return false;
  if (exchange.kind === 'not-logged-in' || exchange.wire?.login === true) return false;
  if (exchange.kind !== 'answered') return exchange.wire?.phase !== 'connect';
  const { status } = exchange.response;
  return status < 300 || AMBIGUOUS.has(status);
}
