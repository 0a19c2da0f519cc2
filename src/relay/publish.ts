import type { Backbone } from '../backbone.ts';
import type { Ledger } from '../ledger.ts';
import { persistently } from './persistently.ts';

const BATCH = 500;

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
  ledger: Pick<Ledger, 'outbox' | 'write'>,
  backbone: Pick<Backbone, 'inLedger' | 'publish'>,
  onError: (error: unknown) => void,
): Publisher {
  let working: Promise<void> | null = null;
  let asked = false;
  let closed = false;

  async function publishAll(): Promise<void> {
    while (asked && !closed) {
      asked = false;
      await persistently(publishBatch, { isClosed: () => closed, onError });
    }
    working = null;
  }

  async function publishBatch(): Promise<void> {
    if (backbone.inLedger) return backbone.publish([]);
    const relays = await ledger.outbox(BATCH);
    if (relays.length === 0) return;
    await backbone.publish(relays);
    // Exactly these: what came back to the outbox meanwhile may lie between them, and was not published.
    await ledger.write((tx) => tx.markPublished(relays.map(({ seq }) => seq)));
    if (relays.length === BATCH) asked = true;
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
