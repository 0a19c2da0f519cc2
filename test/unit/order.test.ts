import { describe, expect, it } from 'vitest';
import { aheadBy, isStale, isWholeMinute } from '../../src/intake/order.ts';

const NOW = Date.parse('2026-11-29T10:00:00Z');
const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();
const said = (seconds: number, heard = NOW - 60_000) => ({ said: at(seconds), heardAt: heard });

describe('what a system says, beside what it said last', () => {
  it.each([
    ['older by its own clock', -120, said(-60), true],
    ['of the same time', -60, said(-60), false],
    ['newer', -30, said(-60), false],
    ['newer, and ahead of ours', 700, said(600), false],
    ['older, and both ahead of ours', 600, said(700), true],
    ['newer although our clock went back meanwhile', 2, said(0, NOW + 5000), false],
    ['older, from a clock that was ahead and is right again', -1, said(7200, NOW - 60_000), false],
    ['older than when the clock was ahead, and late', -120, said(7200, NOW - 60_000), true],
  ] as const)('%s', (_, seconds, last, stale) => {
    expect(isStale(at(seconds), NOW, last)).toBe(stale);
  });

  it('has no order but that of arrival without a time, on either side', () => {
    expect(isStale(null, NOW, said(0))).toBe(false);
    expect(isStale(at(-100), NOW, { said: null, heardAt: NOW })).toBe(false);
    expect(isStale(at(-100), NOW, null)).toBe(false);
  });
});

describe('a clock', () => {
  it.each([
    [null, 0],
    [-100, 0],
    [5, 0],
    [6, 6000],
    [7200, 7_200_000],
  ] as const)('that says %s seconds is ahead by %s ms', (seconds, ms) => {
    expect(aheadBy(seconds === null ? null : at(seconds), NOW)).toBe(ms);
  });

  it('tells seconds or whole minutes', () => {
    expect([isWholeMinute('2026-11-29T17:00:00+07:00'), isWholeMinute('2026-11-29T17:00:01+07:00')]).toEqual([
      true,
      false,
    ]);
  });
});
