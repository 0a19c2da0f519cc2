import type { Answer, Question, Upstream } from '../upstream.ts';

/** How long a question may wait for others who are being answered, milliseconds, and what ends the waiting. */
export interface Patience {
  readonly waitMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Asks once the system has room: where everybody calls at once they wait for each other, and whoever waits here is next.
 * `question` is told how long it waited, milliseconds.
 */
export async function askWhenFree<Value>(
  upstream: Upstream,
  { waitMs, signal }: Patience,
  question: (waitedMs: number) => Question<Value>,
): Promise<Answer<Value>> {
  const started = performance.now();
  const waited = (): number => performance.now() - started;
  // Nothing may come between seeing that there is room and asking: whoever else waits sees it too.
  while (isFull(upstream) && waited() < waitMs && signal?.aborted !== true) {
    await changed(upstream, waitMs - waited(), signal);
  }
  return upstream.ask(question(waited()));
}

/** Room will come: neither is its circuit open, nor is it one that nobody calls. */
function isFull(upstream: Upstream): boolean {
  const { circuit, delivery } = upstream.state();
  return circuit === 'closed' && delivery === 'push' && upstream.capacity() < 1;
}

/** Resolves when the upstream may have room, after so long, or when the signal says so. */
function changed(upstream: Upstream, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      unsubscribe();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    const unsubscribe = upstream.onChange(done);
    signal?.addEventListener('abort', done);
  });
}
