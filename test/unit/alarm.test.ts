import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAlarm } from '../../src/relay/alarm.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('an alarm clock', () => {
  it('rings at the earliest time asked for, once', () => {
    const rung: number[] = [];
    const clock = createAlarm(Date.now, () => rung.push(Date.now()));
    const start = Date.now();
    for (const wait of [500, 200, 900]) clock.at(start + wait);
    vi.advanceTimersByTime(1000);
    expect(rung).toEqual([start + 200]);
  });

  it('that was stopped keeps no timer, also for what is asked for later', () => {
    const clock = createAlarm(Date.now, () => expect.unreachable());
    clock.at(Date.now() + 500);
    clock.stop();
    clock.at(Date.now() + 700);
    expect(vi.getTimerCount()).toBe(0);
  });
});
