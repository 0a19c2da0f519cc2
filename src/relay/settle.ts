import type { Claim, Settlement } from '../delivery.ts';
import type { GatewayError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import { type ExchangeFacts, exchangeOf } from '../outcome.ts';

export interface RetryPolicy {
  /** Waits before the second attempt, the third, and so on; after the last, the relay is a dead letter. */
  readonly delaysSeconds: readonly number[];
  /** Each wait is stretched or shortened at random by up to this share. */
  readonly jitter: number;
}

/** Waits that spend nothing still leave the upstream a moment. */
const BREATHER_MS = 1000;

interface Timing {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly retry: RetryPolicy;
  /** Between 0 and 1. */
  readonly random: number;
}

/** What an outcome means for the relay. Pure; a kind of outcome that is not named here does not compile. */
export function settlementOf(claim: Claim, outcome: Outcome, timing: Timing): Settlement {
  const { startedAt, endedAt } = timing;
  const { kind } = outcome;
  const numbers = { relayId: claim.relay.id, claim: claim.number, attempt: claim.attempt };
  const base = {
    ...numbers,
    outcome: kind,
    exchange: exchangedIn(outcome),
    startedAt,
    endedAt,
    doubtSince: doubtAfter(claim, outcome, endedAt),
  };
  switch (outcome.kind) {
    case 'delivered':
      return { ...base, state: 'delivered', spent: true, dueAt: null, error: null, doubtSince: null };
    case 'postponed': {
      const dueAt = endedAt + (outcome.retryAfterMs ?? jittered(BREATHER_MS, timing));
      return { ...base, state: 'parked', spent: false, dueAt, error: errorOf(outcome.error) };
    }
    case 'failed': {
      const delay = timing.retry.delaysSeconds[claim.attempt - 1];
      const error = errorOf(outcome.error);
      if (delay === undefined) return { ...base, state: 'dead', spent: true, dueAt: null, error };
      const dueAt = endedAt + Math.max(outcome.retryAfterMs ?? 0, jittered(delay * 1000, timing));
      return { ...base, state: 'parked', spent: true, dueAt, error };
    }
    case 'unconfirmed':
      return { ...base, ...unconfirmed(claim, outcome, timing) };
    case 'rejected':
      return { ...base, state: 'dead', spent: true, dueAt: null, error: errorOf(outcome.error) };
    case 'withheld':
      return { ...base, state: 'withheld', spent: false, dueAt: null, error: errorOf(outcome.error) };
    case 'superseded':
      return { ...base, state: 'superseded', spent: false, dueAt: null, error: null };
  }
}

/** What may have arrived once may be there until somebody knows better, whatever later attempts ended like. */
function doubtAfter(claim: Claim, { mayHaveArrived, foundAbsent }: Outcome, endedAt: number): number | null {
  if (mayHaveArrived === true) return endedAt;
  return foundAbsent === true ? null : claim.doubtSince;
}

type Unconfirmed = Outcome & { readonly kind: 'unconfirmed' };

/** The recipient is asked again while the retries last; then it is for a person to say. */
function unconfirmed(claim: Claim, { error, askAgain }: Unconfirmed, timing: Timing) {
  const delay = timing.retry.delaysSeconds[claim.attempt - 1];
  const base = { spent: askAgain?.spent ?? true, error: errorOf(error) };
  if (askAgain === undefined || (askAgain.spent && delay === undefined)) {
    return { ...base, state: 'unconfirmed', dueAt: null } as const;
  }
  const wait = askAgain.spent && delay !== undefined ? delay * 1000 : BREATHER_MS;
  return {
    ...base,
    state: 'parked',
    dueAt: timing.endedAt + Math.max(askAgain.afterMs, jittered(wait, timing)),
  } as const;
}

const jittered = (delayMs: number, { retry, random }: Timing): number =>
  Math.round(delayMs * (1 + retry.jitter * (2 * random - 1)));

/** What was exchanged is kept once, with the attempt. */
function errorOf({ code, message: detail, facts: { exchange: _, ...facts } }: GatewayError): Settlement['error'] {
  return Object.keys(facts).length === 0 ? { code, detail } : { code, detail, facts };
}

/** Of a question that was asked in the place of sending, its error knows. */
const exchangedIn = (outcome: Outcome): ExchangeFacts | null =>
  outcome.exchange ?? ('error' in outcome ? exchangeOf(outcome.error) : null);
