/** What a system said last, by its own clock. */
export interface LastTold {
  /** RFC 3339, as it said it; null where it said no time. */
  readonly said: string | null;
  /** Milliseconds: when the gateway heard of it. */
  readonly heardAt: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** Wall clocks of systems that are kept right differ by less. */
export const CLOCK_TOLERANCE_MS = 5 * SECOND_MS;

/** By how many milliseconds the sender's clock is ahead of ours; 0 where that is too little to tell. */
export function aheadBy(said: string | null, heardAt: number): number {
  const ahead = said === null ? 0 : Date.parse(said) - heardAt;
  return ahead > CLOCK_TOLERANCE_MS ? ahead : 0;
}

/** True for a time in which no seconds are told. */
export const isWholeMinute = (time: string): boolean => Date.parse(time) % MINUTE_MS === 0;

/**
 * Whether what a system says is older than what it said last. Its own times are compared with each other, never with our
 * clock; without a time, arrival is the order. The one exception: a clock that was ahead and is right again starts anew,
 * since all it says would be older for hours.
 */
export function isStale(said: string | null, now: number, last: LastTold | null): boolean {
  if (said === null || last === null || last.said === null) return false;
  const time = Date.parse(said);
  if (time >= Date.parse(last.said)) return false;
  const wasAhead = aheadBy(last.said, last.heardAt) > 0;
  const finest = isWholeMinute(said) ? MINUTE_MS : SECOND_MS;
  const isRightAgain = wasAhead && time <= now && time + finest > last.heardAt;
  return !isRightAgain;
}
