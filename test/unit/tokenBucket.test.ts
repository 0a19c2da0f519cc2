import { describe, expect, it } from 'vitest';
import { lower, type Pace, rateAt, startPace, take, tokensAt, waitAt } from '../../src/upstreams/tokenBucket.ts';

const takes = (pace: Pace, count: number, at: number): Pace =>
  Array.from({ length: count }).reduce<Pace>((taken) => take(taken, at), pace);

describe('the pace of a system', () => {
  it('without a rate is unlimited', () => {
    const pace = takes(startPace(null, 0), 1_000, 0);
    expect(tokensAt(pace, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(waitAt(pace, 0)).toBe(0);
  });

  it('never starts more in a second than the rate and a tenth, even after a long rest', () => {
    let pace = startPace(100, 0);
    let started = 0;
    for (let at = 3_600_000; at < 3_601_000; at += 1) {
      for (; tokensAt(pace, at) >= 1; started += 1) pace = take(pace, at);
    }
    expect(started).toBeGreaterThan(100);
    expect(started).toBeLessThanOrEqual(110);
  });

  it('says how long until the next send may start', () => {
    const pace = take(startPace(4, 0), 0);
    expect(waitAt(pace, 0)).toBe(250);
    expect(tokensAt(pace, 249)).toBe(0);
    expect(tokensAt(pace, 250)).toBe(1);
  });

  it('asked for patience halves what was sent lately, and one burst of 429 is one sign', () => {
    const sent = takes(startPace(null, 0), 80, 500);
    const lowered = lower(sent, 900);
    expect(rateAt(lowered, 900)).toBe(40);
    expect(lower(lowered, 950)).toBe(lowered);
  });

  it('falls no lower than one a second, however often it is asked', () => {
    let pace = startPace(50, 0);
    for (let at = 0; at < 20_000; at += 2_000) pace = lower(pace, at);
    expect(rateAt(pace, 20_000)).toBe(1);
  });

  it('never raises a configured rate below one a second', () => {
    expect(rateAt(lower(startPace(0.2, 0), 0), 0)).toBe(0.2);
  });

  it('doubles back every thirty seconds to the configured rate', () => {
    const pace = lower(takes(startPace(50, 0), 16, 0), 0);
    expect([0, 29_999, 30_000, 60_000, 90_000].map((at) => rateAt(pace, at))).toEqual([8, 8, 16, 32, 50]);
  });

  it('doubles back to unlimited once it has passed what it was', () => {
    const pace = lower(takes(startPace(null, 0), 80, 0), 0);
    expect([0, 30_000].map((at) => rateAt(pace, at))).toEqual([40, null]);
  });

  it('sends nothing at the very moment it was lowered', () => {
    expect(tokensAt(lower(takes(startPace(null, 0), 80, 0), 0), 0)).toBe(0);
  });
});
