import { setTimeout as wait } from 'node:timers/promises';

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5000;

interface Persistence {
  /** Asked before each further try; once true, the answer is null. */
  readonly isClosed: () => boolean;
  readonly onError: (error: unknown) => void;
}

/**
 * Tries until the ledger has taken it. While the ledger is gone nothing further is claimed or sent, so an upstream that
 * is there sees no storm of repeats. Each failure is reported.
 */
export async function untilWritten<T>(write: () => Promise<T>, { isClosed, onError }: Persistence): Promise<T | null> {
  for (let delay = FIRST_WAIT_MS; !isClosed(); delay = Math.min(delay * 2, LONGEST_WAIT_MS)) {
    try {
      return await write();
    } catch (error) {
      onError(error);
      await wait(delay);
    }
  }
  return null;
}
