import type { Backbone, LaneConsumer, LaneHandler } from '../backbone.ts';
import type { LaneName, RelayRecord } from '../delivery.ts';
import type { Ledger } from '../ledger.ts';

const PAGE = 500;

const keyOf = ({ system, lane }: LaneName): string => `${system}/${lane}`;

/**
 * The backbone of one machine: the ledger's own file is the log, so publishing copies nothing. Relays pass straight to
 * the lane's consumer while it keeps up; one that paused or just started reads them from the ledger.
 */
export function embeddedBackbone(ledger: Ledger): Backbone {
  const consumers = new Map<string, EmbeddedConsumer>();
  return {
    kind: 'embedded',
    async publish(relays) {
      const lanes = Map.groupBy(relays, ({ recipient, lane }) => keyOf({ system: recipient, lane }));
      for (const [key, ofLane] of lanes) consumers.get(key)?.offer(ofLane);
    },
    async consume(lane, handler) {
      const consumer = new EmbeddedConsumer(lane, handler, ledger);
      consumers.set(keyOf(lane), consumer);
      consumer.resume();
      return consumer;
    },
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
  /** The last relay handed over; those after it are still to come. */
  #cursor = 0;
  /** `tail`: in step with what is published. `behind`: something has to be read from the ledger. */
  #mode: 'tail' | 'behind' | 'closed' = 'behind';
  #paused = true;
  #reading: Promise<void> | null = null;

  constructor(lane: LaneName, handler: LaneHandler, ledger: Ledger) {
    this.#lane = lane;
    this.#handler = handler;
    this.#ledger = ledger;
  }

  offer(relays: readonly RelayRecord[]): void {
    if (this.#mode === 'closed') return;
    if (this.#paused || this.#reading || this.#mode === 'behind') this.#mode = 'behind';
    else this.#hand(relays.filter(({ seq }) => seq > this.#cursor));
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (this.#mode === 'closed') return;
    this.#paused = false;
    if (this.#mode === 'behind') this.#reading ??= this.#catchUp();
  }

  settled(): void {
    // The ledger's states are this log's offsets.
  }

  async close(): Promise<void> {
    this.#mode = 'closed';
    await this.#reading;
  }

  #hand(relays: readonly RelayRecord[]): void {
    const last = relays.at(-1);
    if (!last) return;
    this.#cursor = last.seq;
    this.#handler(relays);
  }

  async #catchUp(): Promise<void> {
    try {
      while (this.#mode === 'behind' && !this.#paused) {
        this.#mode = 'tail';
        const relays = await this.#ledger.unsent(this.#lane, this.#cursor, PAGE);
        if (this.#isClosed()) return;
        if (relays.length > 0) this.#mode = 'behind';
        this.#hand(relays);
      }
    } catch (error) {
      this.#mode = 'behind';
      throw error;
    } finally {
      this.#reading = null;
    }
  }

  #isClosed(): boolean {
    return this.#mode === 'closed';
  }
}
