import type { Backbone, LaneConsumer, LaneHandler } from '../backbone.ts';
import type { LaneName, RelayRecord } from '../delivery.ts';
import type { Ledger } from '../ledger.ts';

const PAGE = 500;

const keyOf = ({ system, lane }: LaneName): string => `${system}/${lane}`;

/** The backbone of one machine: the ledger's own file is the log, so publishing copies nothing; consumers read on from there. */
export function embeddedBackbone(ledger: Ledger, onError: (error: unknown) => void): Backbone {
  const consumers = new Map<string, EmbeddedConsumer>();
  return {
    inLedger: true,
    async publish() {
      for (const consumer of consumers.values()) consumer.look();
    },
    async consume(lane, handler) {
      const consumer = new EmbeddedConsumer(lane, handler, { ledger, onError });
      consumers.set(keyOf(lane), consumer);
      consumer.resume();
      return consumer;
    },
    async ready() {
      // It is there as soon as the ledger is.
    },
    state: () => ({ kind: 'embedded', connected: true, trouble: null }),
    async close() {
      await Promise.all([...consumers.values()].map((consumer) => consumer.close()));
      consumers.clear();
    },
  };
}

class EmbeddedConsumer implements LaneConsumer {
  readonly #lane: LaneName;
  readonly #handler: LaneHandler;
  readonly #ledger: Ledger;
  readonly #onError: (error: unknown) => void;
  /** The last relay handed over; those after it are still to come. */
  #cursor = 0;
  #mode: 'reading on' | 'paused' | 'closed' = 'paused';
  /** Something may have been accepted since the ledger was last read to its end. */
  #behind = true;
  #reading: Promise<void> | null = null;

  constructor(lane: LaneName, handler: LaneHandler, from: { ledger: Ledger; onError: (error: unknown) => void }) {
    this.#lane = lane;
    this.#handler = handler;
    this.#ledger = from.ledger;
    this.#onError = from.onError;
  }

  look(): void {
    this.#behind = true;
    if (this.#mode === 'reading on') this.#reading ??= this.#readOn();
  }

  pause(): void {
    if (this.#mode === 'reading on') this.#mode = 'paused';
  }

  resume(): void {
    if (this.#mode === 'closed') return;
    this.#mode = 'reading on';
    if (this.#behind) this.#reading ??= this.#readOn();
  }

  settled(): void {
    // The ledger's states are this log's offsets.
  }

  async close(): Promise<void> {
    this.#mode = 'closed';
    await this.#reading;
  }

  async #readOn(): Promise<void> {
    while (this.#behind && this.#mode === 'reading on') {
      this.#behind = false;
      const relays = await this.#next();
      if (relays.length === PAGE) this.#behind = true;
      const last = relays.at(-1);
      if (!last || this.#isClosed()) continue;
      this.#cursor = last.seq;
      this.#handler(relays);
    }
    this.#reading = null;
  }

  /** Nothing while the ledger cannot be read; the next look tries again. */
  async #next(): Promise<readonly RelayRecord[]> {
    try {
      return await this.#ledger.unsent(this.#lane, this.#cursor, PAGE);
    } catch (error) {
      this.#onError(error);
      return [];
    }
  }

  #isClosed(): boolean {
    return this.#mode === 'closed';
  }
}
