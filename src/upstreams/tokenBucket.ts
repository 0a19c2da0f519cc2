/** How often a lowered rate doubles, until it is what it was. */
const RAISE_EVERY_MS = 30_000;
/** One burst of 429 is one sign: sends that were already under way say nothing more. */
const LOWER_EVERY_MS = 1_000;
const WINDOW_MS = 1_000;

/** A token bucket whose rate can be lowered and recovers by the clock alone. All times are epoch milliseconds. */
export interface Pace {
  /** Sends a second; null is unlimited. */
  readonly configured: number | null;
  readonly lowered: Lowered | null;
  readonly tokens: number;
  readonly filledAt: number;
  /** Sends started in the present second and in the one before. */
  readonly seen: { readonly from: number; readonly now: number; readonly before: number };
}

interface Lowered {
  readonly perSecond: number;
  readonly at: number;
  /** The rate at which the lowering is over. */
  readonly until: number;
}

export const startPace = (configured: number | null, now: number): Pace => ({
  configured,
  lowered: null,
  tokens: configured === null ? 0 : burstOf(configured),
  filledAt: now,
  seen: { from: now, now: 0, before: 0 },
});

/** Sends a second allowed now; null is unlimited. */
export function rateAt({ configured, lowered }: Pace, now: number): number | null {
  if (lowered === null) return configured;
  const rate = lowered.perSecond * 2 ** Math.floor((now - lowered.at) / RAISE_EVERY_MS);
  return rate < lowered.until ? rate : configured;
}

/** Sends that may start now; over any second at most the rate and a tenth of it. Infinity where unlimited. */
export function tokensAt(pace: Pace, now: number): number {
  const rate = rateAt(pace, now);
  if (rate === null) return Number.POSITIVE_INFINITY;
  const filled = pace.tokens + ((now - pace.filledAt) / 1_000) * rate;
  // Sums of thousandths fall a hair short of the whole they mean.
  return Math.floor(Math.min(filled, burstOf(rate)) + 1e-6);
}

/** Milliseconds until a send may start; 0 when one may start now. */
export function waitAt(pace: Pace, now: number): number {
  const rate = rateAt(pace, now);
  if (rate === null || tokensAt(pace, now) >= 1) return 0;
  return Math.ceil(((1 - pace.tokens) * 1_000) / rate - (now - pace.filledAt));
}

/** The pace after one send has started. */
export function take(pace: Pace, now: number): Pace {
  const seen = roll(pace, now);
  return { ...fill(pace, now, 1), seen: { ...seen, now: seen.now + 1 } };
}

/** The pace after the system asked for patience: half of what it saw lately, and at least one a second. */
export function lower(pace: Pace, now: number): Pace {
  if (pace.lowered !== null && now - pace.lowered.at < LOWER_EVERY_MS) return pace;
  const seen = roll(pace, now);
  const recent = Math.max(seen.now, seen.before, 1);
  const rate = rateAt(pace, now);
  const half = Math.min(recent, rate ?? recent) / 2;
  const until = pace.configured ?? (rate === null ? recent : (pace.lowered?.until ?? recent));
  const least = Math.min(1, pace.configured ?? 1);
  return { ...pace, seen, tokens: 0, filledAt: now, lowered: { perSecond: Math.max(half, least), at: now, until } };
}

const burstOf = (rate: number): number => Math.max(1, rate / 10);

function fill(pace: Pace, now: number, spent: number): Pace {
  const rate = rateAt(pace, now);
  if (rate === null) return pace;
  const filled = Math.min(pace.tokens + ((now - pace.filledAt) / 1_000) * rate, burstOf(rate));
  return { ...pace, tokens: Math.max(filled - spent, 0), filledAt: now };
}

function roll({ seen }: Pace, now: number): Pace['seen'] {
  const passed = Math.floor((now - seen.from) / WINDOW_MS);
  if (passed <= 0) return seen;
  return { from: seen.from + passed * WINDOW_MS, now: 0, before: passed === 1 ? seen.now : 0 };
}
