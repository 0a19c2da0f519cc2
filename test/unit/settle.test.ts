import { describe, expect, it } from 'vitest';
import type { Claim, RelayRecord } from '../../src/delivery.ts';
import { GatewayError } from '../../src/errors.ts';
import type { Outcome } from '../../src/outcome.ts';
import { settlementOf } from '../../src/relay/settle.ts';
import { newRelay, T0 } from '../kits/ledgerSamples.ts';

const relay: RelayRecord = {
  ...newRelay(),
  ...{ seq: 1, position: 1, state: 'claimed', attempt: 1, dueAt: null, createdAt: T0, endedAt: null, error: null },
};
const claimed = (change: Partial<Claim> = {}): Claim => ({
  ...{ relay, attempt: 1, number: 7, doubtSince: null, case: null, tried: false },
  ...change,
});
const error = new GatewayError('upstream-failed', { detail: 'HTTP 500', facts: { status: 500 } });
/** Two retries, after 5 and 30 seconds, never stretched: `random` is in the middle. */
const TIMING = { startedAt: T0, endedAt: T0 + 100, retry: { delaysSeconds: [5, 30], jitter: 0.1 }, random: 0.5 };
const settled = (outcome: Outcome, claim: Partial<Claim> = {}) => settlementOf(claimed(claim), outcome, TIMING);
const waits = (ms: number) => T0 + 100 + ms;

const failed = (retryAfterMs?: number): Outcome => ({
  ...{ kind: 'failed', error },
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});
const postponed = (retryAfterMs?: number): Outcome => ({ ...failed(retryAfterMs), kind: 'postponed', error });
const unconfirmed = (askAgain?: { afterMs: number; spent: boolean }): Outcome => ({
  ...{ kind: 'unconfirmed', error },
  ...(askAgain === undefined ? {} : { askAgain }),
});

describe('what an attempt’s end means for its relay', () => {
  it.each<[string, Outcome, number, object]>([
    ['delivered', { kind: 'delivered', replies: [] }, 1, { state: 'delivered', spent: true, dueAt: null, error: null }],
    ['failed', failed(), 1, { state: 'parked', spent: true, dueAt: waits(5000) }],
    ['failed again', failed(), 2, { state: 'parked', spent: true, dueAt: waits(30_000) }],
    ['failed once more than there are retries', failed(), 3, { state: 'dead', spent: true, dueAt: null }],
    ['failed, asked to wait longer', failed(60_000), 1, { state: 'parked', dueAt: waits(60_000) }],
    ['failed, asked to wait shorter', failed(1), 1, { state: 'parked', dueAt: waits(5000) }],
    ['postponed', postponed(), 1, { state: 'parked', spent: false, dueAt: waits(1000) }],
    ['postponed for a time', postponed(9000), 3, { state: 'parked', spent: false, dueAt: waits(9000) }],
    ['rejected', { kind: 'rejected', error }, 1, { state: 'dead', spent: true, dueAt: null }],
    ['withheld', { kind: 'withheld', error }, 1, { state: 'withheld', spent: false, dueAt: null }],
    ['superseded', { kind: 'superseded' }, 1, { state: 'superseded', spent: false, dueAt: null, error: null }],
    ['unconfirmed', unconfirmed(), 1, { state: 'unconfirmed', spent: true, dueAt: null }],
    ['to be asked again', unconfirmed({ afterMs: 0, spent: true }), 1, { state: 'parked', dueAt: waits(5000) }],
    ['asked too early', unconfirmed({ afterMs: 60_000, spent: false }), 3, { spent: false, dueAt: waits(60_000) }],
    ['asked for the last time', unconfirmed({ afterMs: 0, spent: true }), 3, { state: 'unconfirmed', dueAt: null }],
  ])('%s', (_, outcome, attempt, expected) => {
    expect(settled(outcome, { attempt })).toMatchObject({ ...expected, claim: 7, attempt, outcome: outcome.kind });
  });

  it('is stretched or shortened by the jitter, and by no more', () => {
    const dueAt = (random: number) => settlementOf(claimed(), failed(), { ...TIMING, random }).dueAt;
    expect([dueAt(0), dueAt(1)]).toEqual([waits(4500), waits(5500)]);
  });

  it('keeps the error as code and facts, and what was exchanged once', () => {
    expect(settled(failed()).error).toEqual({ code: 'upstream-failed', detail: 'HTTP 500', facts: { status: 500 } });
  });
});

describe('the doubt whether something arrived', () => {
  it.each<[string, Outcome, number | null, number | null]>([
    ['begins with what may have arrived', { ...failed(), mayHaveArrived: true }, null, TIMING.endedAt],
    ['stays through an attempt that did not leave', postponed(), T0 - 5, T0 - 5],
    ['ends where the recipient says that it has none', { ...failed(), foundAbsent: true }, T0 - 5, null],
    ['ends with a delivery', { kind: 'delivered', replies: [] }, T0 - 5, null],
    ['was never there', failed(), null, null],
  ])('%s', (_, outcome, doubtSince, expected) => {
    expect(settled(outcome, { doubtSince }).doubtSince).toBe(expected);
  });
});
