/**
 * Signals from the first moment on. As process 1 of a container a process has no default for a signal, so one that comes
 * while the program still loads would be lost. Loaded before everything else; imports nothing.
 */

const CODES = { SIGINT: 130, SIGTERM: 143 } as const;
type StopSignal = keyof typeof CODES;

/** Ctrl+C reaches every process of a terminal, and some of them pass it on: the same key press is not a second one. */
const SAME_PRESS_MS = 1000;

let askedAt: number | null = null;

/** True when a command waits for this signal and ends by itself. */
const isAwaited = (signal: StopSignal): boolean => process.listenerCount(signal) > 1;

function onSignal(signal: StopSignal): void {
  const isRepeat = askedAt !== null && performance.now() - askedAt < SAME_PRESS_MS;
  if (isRepeat) return;
  askedAt = performance.now();
  if (!isAwaited(signal)) process.exit(CODES[signal]);
}

/** From now on SIGINT and SIGTERM end the process: by the command that waits for them, or at once. */
export function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.prependListener(signal, () => onSignal(signal));
  // The launcher for an older Node holds this channel; when it is killed, nobody would stop us any more.
  if (process.channel === undefined) return;
  process.on('disconnect', () => askToStop());
  process.channel.unref();
}

/** Ends the process as SIGTERM does where a command waits for it, else at once and well. */
export function askToStop(): void {
  if (isAwaited('SIGTERM')) process.emit('SIGTERM');
  else process.exit();
}

/** Resolves at the first SIGINT or SIGTERM from now on. A later one ends the process at once. */
export function untilStopped(): Promise<StopSignal> {
  return new Promise((resolve) => {
    const stop = (signal: StopSignal) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve(signal);
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}
