/** The longest wait a timer takes in one go; a later time is reached in several. */
const LONGEST_MS = 3_600_000;

export interface Alarm {
  /** Calls back at this time (milliseconds since the epoch), or earlier if an earlier one was set. */
  at(time: number): void;
  /** It calls back no more, whatever is asked for later. */
  stop(): void;
}

/** Parked relays come back through this: one timer, always set for the earliest time asked for. */
export function createAlarm(now: () => number, onDue: () => void): Alarm {
  let timer: NodeJS.Timeout | null = null;
  let earliest = Number.POSITIVE_INFINITY;
  let stopped = false;
  const clear = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    earliest = Number.POSITIVE_INFINITY;
  };
  return {
    at(time) {
      if (stopped || time >= earliest) return;
      clear();
      earliest = time;
      timer = setTimeout(
        () => {
          clear();
          onDue();
        },
        Math.min(Math.max(time - now(), 0), LONGEST_MS),
      );
    },
    stop() {
      stopped = true;
      clear();
    },
  };
}
