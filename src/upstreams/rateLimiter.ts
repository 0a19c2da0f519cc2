import { lower, type Pace, rateAt, startPace, take, tokensAt, waitAt } from './tokenBucket.ts';

export interface Pacer {
  /** Sends that may start now; Infinity where unlimited. */
  tokens(): number;
  /** Sends a second allowed now; null is unlimited. */
  rate(): number | null;
  /** One send starts. */
  take(): void;
  /** The system asked for patience. False when it did so a moment ago and nothing was lowered. */
  lower(): boolean;
  /** Ends its timer. */
  close(): void;
}

/** Below this a timer is noise. */
const SHORTEST_WAIT_MS = 5;

/** Keeps a system's pace on a clock (epoch milliseconds); `wake` is called when sends may start again. */
export function createPacer(perSecond: number | null, clock: () => number, wake: () => void): Pacer {
  let pace: Pace = startPace(perSecond, clock());
  let timer: NodeJS.Timeout | null = null;

  function become(changed: Pace): void {
    pace = changed;
    const waitMs = waitAt(pace, clock());
    if (waitMs === 0 || timer !== null) return;
    timer = setTimeout(rewake, Math.max(waitMs, SHORTEST_WAIT_MS));
    timer.unref();
  }

  function rewake(): void {
    timer = null;
    wake();
    become(pace);
  }

  return {
    tokens: () => tokensAt(pace, clock()),
    rate: () => rateAt(pace, clock()),
    take: () => become(take(pace, clock())),
    lower() {
      const lowered = lower(pace, clock());
      const changed = lowered !== pace;
      become(lowered);
      return changed;
    },
    close() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
