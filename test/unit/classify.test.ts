import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/errors.ts';
import type { Outcome } from '../../src/outcome.ts';
import { classify, type Silence } from '../../src/upstreams/classify.ts';
import { retryAfterMs } from '../../src/upstreams/retryAfter.ts';

const NOW = Date.parse('2025-07-03T02:15:00Z');
const error = new GatewayError('upstream-failed', { detail: 'kuota habis' });

const answer = (status: number, headers: Record<string, string> = {}) =>
  ({
    kind: 'answered',
    response: { status, headers, body: null, receivedAt: '2025-07-03T02:15:00Z' },
  }) as const;

/** Kind of the outcome, its error, its weight. */
function brief(status: number, headers: Record<string, string> = {}, interpreted: Outcome | null = null) {
  const { outcome, circuit } = classify(answer(status, headers), () => interpreted, { now: NOW });
  return [outcome.kind, 'error' in outcome ? outcome.error.code : null, circuit];
}

const silence = (kind: Silence) => {
  const { outcome, circuit, answered } = classify({ kind, cause: new Error('why') }, () => null, { now: NOW });
  return [outcome.kind, 'error' in outcome ? outcome.error.code : null, circuit, answered];
};

describe('what counts as what, without an answer', () => {
  it.each([
    ['a connection that fails waits and counts', 'unreachable', 'postponed', 'unreachable', 'count'],
    ['a timeout spends the attempt and counts once', 'timeout', 'failed', 'upstream-timeout', 'count-once'],
    ['an oversized answer spends the attempt', 'too-large', 'failed', 'upstream-failed', 'count-once'],
    ['our own closing waits and says nothing of the system', 'aborted', 'postponed', 'overloaded', 'none'],
  ] as const)('%s', (_, kind, ...expected) => {
    expect(silence(kind)).toEqual([...expected, false]);
  });

  it('keeps the cause of a failed connection', () => {
    const { outcome } = classify({ kind: 'unreachable', cause: 'ECONNREFUSED' }, () => null, { now: NOW });
    expect('error' in outcome && outcome.error.cause).toBe('ECONNREFUSED');
  });
});

describe('what counts as what, by HTTP status alone', () => {
  it.each([
    ...[200, 201, 202, 204, 206].map((s) => [s, 'failed', 'upstream-failed', 'count-once'] as const),
    ...[301, 302, 304, 307, 308].map((s) => [s, 'postponed', 'upstream-moved', 'open'] as const),
    ...[401, 403].map((s) => [s, 'postponed', 'upstream-credentials', 'open'] as const),
    ...[502, 503, 504].map((s) => [s, 'postponed', 'unreachable', 'count'] as const),
    [408, 'failed', 'upstream-timeout', 'count-once'],
    ...[500, 501, 507].map((s) => [s, 'failed', 'upstream-failed', 'count-once'] as const),
    [409, 'rejected', 'upstream-rejected', 'success'],
    ...[400, 404, 410, 422].map((s) => [s, 'rejected', 'upstream-rejected', 'refusal'] as const),
    [429, 'postponed', 'rate-limited', 'ignore'],
    [199, 'failed', 'upstream-failed', 'count-once'],
  ] as const)('HTTP %i ends %s (%s) and weighs %s', (status, ...expected) => {
    expect(brief(status)).toEqual(expected);
  });

  it.each([429, 502, 503, 504, 500, 408, 400])('HTTP %i with Retry-After waits as long as asked', (status) => {
    const { outcome, circuit } = classify(answer(status, { 'retry-after': '7' }), () => null, { now: NOW });
    expect(outcome).toMatchObject({ kind: 'postponed', retryAfterMs: 7_000, error: { code: 'rate-limited' } });
    expect(circuit).toBe('ignore');
  });

  it('a success that carries Retry-After stays a success', () => {
    const delivered: Outcome = { kind: 'delivered', replies: [] };
    expect(brief(202, { 'retry-after': '7' }, delivered)).toEqual(['delivered', null, 'success']);
  });

  it('429 that names no time waits half a minute', () => {
    expect(classify(answer(429), () => null, { now: NOW }).outcome).toMatchObject({ retryAfterMs: 30_000 });
  });
});

describe('what counts as what, where the adapter reads the answer', () => {
  const delivered: Outcome = { kind: 'delivered', replies: [] };

  it('HTTP 200 that says failed is failed and counts', () => {
    expect(brief(200, {}, { kind: 'failed', error })).toEqual(['failed', 'upstream-failed', 'count-once']);
  });

  it('HTTP 409 that the adapter knows as a duplicate is delivered', () => {
    expect(brief(409, {}, delivered)).toEqual(['delivered', null, 'success']);
  });

  it('rejected by the adapter is a refusal, superseded is a success', () => {
    expect(brief(200, {}, { kind: 'rejected', error })).toEqual(['rejected', 'upstream-failed', 'refusal']);
    expect(brief(200, {}, { kind: 'superseded' })).toEqual(['superseded', null, 'success']);
  });

  it('what was sent cannot be withheld', () => {
    expect(brief(200, {}, { kind: 'withheld', error })).toEqual(['rejected', 'upstream-failed', 'refusal']);
  });

  it('postponed by the adapter counts unless it names a time', () => {
    expect(brief(200, {}, { kind: 'postponed', error })[2]).toBe('count');
    expect(brief(200, {}, { kind: 'postponed', error, retryAfterMs: 5_000 })[2]).toBe('ignore');
  });

  it('failed with Retry-After keeps the longer knowledge', () => {
    const { outcome } = classify(answer(500, { 'retry-after': '9' }), () => ({ kind: 'failed', error }), { now: NOW });
    expect(outcome).toMatchObject({ kind: 'failed', retryAfterMs: 9_000 });
  });

  it.each([301, 401, 403, 429, 502, 503, 504])('the adapter is not asked about HTTP %i', (status) => {
    expect(brief(status, {}, delivered)[0]).toBe('postponed');
  });

  it('an answer the adapter cannot read is failed, never delivered', () => {
    const broken = (): never => {
      throw new TypeError('no body');
    };
    expect(classify(answer(200), broken, { now: NOW })).toMatchObject({
      outcome: { kind: 'failed' },
      circuit: 'count-once',
    });
  });
});

describe('Retry-After', () => {
  it.each([
    ['seconds', '120', 120_000],
    ['an HTTP date from now on', 'Thu, 03 Jul 2025 02:16:30 GMT', 90_000],
    ['never less than a second', '0', 1_000],
    ['a date gone by is a second', 'Thu, 03 Jul 2025 02:00:00 GMT', 1_000],
    ['never more than an hour', '999999', 3_600_000],
  ])('%s', (_, header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });

  it.each([undefined, '', '-5', '1.5', 'soon', '2025-07-03'])('%s is not a time', (header) => {
    expect(retryAfterMs(header, NOW)).toBeNull();
  });
});
