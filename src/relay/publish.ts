import { setTimeout as wait } from 'node:timers/promises';
import type { Backbone } from '../backbone.ts';
import type { Ledger } from '../ledger.ts';
import { untilWritten } from './untilWritten.ts';

const BATCH = 1000;
/** From so many on, reports arrive faster than they are published one by one. */
const MANY = 20;
const LONGEST_REST_MS = 500;

export interface Publisher {
  /** Something was accepted: looks at the outbox, soon. */
  wake(): void;
  /** Ends after the batch under way; the rest is published at the next start. */
  close(): Promise<void>;
}

/**
 * Moves the ledger's outbox to the backbone, in order. A backbone that is gone stops no acceptance: relays wait in the
 * outbox and are tried again. A crash between publishing and marking publishes again, which the ledger makes harmless.
 */
export function publisher(
  ledger: Outbox,
  backbone: Pick<Backbone, 'inLedger' | 'publish'>,
  onError: (error: unknown) => void,
): Publisher {
  let working: Promise<void> | null = null;
  let asked = false;
  let closed = false;

  async function publishAll(): Promise<void> {
    while (asked && !closed) {
      asked = false;
      const before = performance.now();
      const published = await untilWritten(() => publishBatch(ledger, backbone), { isClosed: () => closed, onError });
      if (published === BATCH) asked = true;
      // Two thirds of the time belong to the others, acceptance first; what gathers meanwhile is cheaper to publish together.
      if ((published ?? 0) >= MANY && !closed) await wait(Math.min((performance.now() - before) * 2, LONGEST_REST_MS));
    }
    working = null;
  }

  return {
    wake() {
      asked = true;
      working ??= publishAll();
    },
    async close() {
      closed = true;
      await working;
    },
  };
}

type Outbox = Pick<Ledger, 'outbox' | 'write'>;

/** How many were published. */
async function publishBatch(ledger: Outbox, backbone: Pick<Backbone, 'inLedger' | 'publish'>): Promise<number> {
  const relays = backbone.inLedger ? [] : await ledger.outbox(BATCH);
  await backbone.publish(relays);
  // Exactly these: what came back to the outbox meanwhile may lie between them, and was not published.
  if (relays.length > 0) await ledger.write((tx) => tx.markPublished(relays.map(({ seq }) => seq)));
  return relays.length;
}
