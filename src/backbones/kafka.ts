import type { Backbone, BackboneState } from '../backbone.ts';
import type { KafkaSettings } from '../config/kafkaSettings.ts';
import { asGatewayError } from '../errors.ts';
import { kafkaClient, type Tell } from './kafka/client.ts';
import { ProducerThread } from './kafka/producerThread.ts';
import { Reader } from './kafka/reader.ts';
import { type Owner, Topics } from './kafka/topics.ts';

export interface KafkaBackboneOptions {
  readonly settings: KafkaSettings;
  readonly owner: Owner;
  readonly now: () => number;
  readonly tell: Tell;
  readonly onError: (error: unknown) => void;
  /** Told how it is at first, and of each change between connected and not. */
  readonly onState: (state: BackboneState) => void;
}

const TRIM_EVERY_MS = 60_000;

/** The reader's state and the last word on a publication as one: a Kafka that brings but takes nothing does not carry. */
class Carrying {
  readonly #onState: KafkaBackboneOptions['onState'];
  #reading: BackboneState | null = null;
  #refusal: string | null = null;
  #told: boolean | null = null;

  constructor(onState: KafkaBackboneOptions['onState']) {
    this.#onState = onState;
  }

  over(reading: BackboneState): BackboneState {
    const trouble = reading.trouble ?? this.#refusal;
    return { ...reading, connected: trouble === null, trouble };
  }

  read(reading: BackboneState): void {
    this.#reading = reading;
    this.#tell();
  }

  /** Null once relays were taken. */
  published(refusal: string | null): void {
    this.#refusal = refusal;
    this.#tell();
  }

  #tell(): void {
    if (this.#reading === null) return;
    const state = this.over(this.#reading);
    if (state.connected === this.#told) return;
    this.#told = state.connected;
    this.#onState(state);
  }
}

/**
 * Apache Kafka as the backbone: a topic for each system's lane, the subject as key, at-least-once. A broker that is gone
 * rejects publishing and stops bringing; both go on by themselves when it is back. Never fails the start, but where the
 * namespace belongs to another ledger (`ready` rejects).
 */
export function kafkaBackbone({ settings, owner, now, tell, onError, onState }: KafkaBackboneOptions): Backbone {
  const kafka = kafkaClient(settings, tell);
  const topics = new Topics(kafka, settings, owner);
  const producer = new ProducerThread({ settings, owner }, tell);
  const carrying = new Carrying(onState);
  const reader = new Reader({ kafka, topics, tell, onError, onState: (reading) => carrying.read(reading) });
  let trimming: Promise<void> | null = null;
  const trims = setInterval(() => {
    if (!reader.state.connected) return;
    trimming ??= topics
      .trim(reader.names, now())
      .catch(onError)
      .finally(() => {
        trimming = null;
      });
  }, TRIM_EVERY_MS);
  return {
    inLedger: false,
    async publish(relays) {
      if (relays.length === 0) return;
      try {
        await producer.send(relays);
        carrying.published(null);
      } catch (error) {
        carrying.published(asGatewayError(error).message);
        throw error;
      }
    },
    consume: async (lane, handler) => reader.consume(lane, handler),
    ready: () => reader.ready(),
    state: () => carrying.over(reader.state),
    async close() {
      clearInterval(trims);
      await trimming;
      await reader.close();
      await producer.close();
    },
  };
}
