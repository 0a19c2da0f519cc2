import type { Backbone, BackboneState } from '../backbone.ts';
import type { KafkaSettings } from '../kafkaSettings.ts';
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

/**
 * Apache Kafka as the backbone: a topic for each system's lane, the subject as key, at-least-once. A broker that is gone
 * rejects publishing and stops bringing; both go on by themselves when it is back. Never fails the start, but where the
 * namespace belongs to another ledger (`ready` rejects).
 */
export function kafkaBackbone({ settings, owner, now, tell, onError, onState }: KafkaBackboneOptions): Backbone {
  const kafka = kafkaClient(settings, tell);
  const topics = new Topics(kafka, settings, owner);
  const producer = new ProducerThread({ settings, owner }, tell);
  const reader = new Reader({ kafka, topics, tell, onError, onState });
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
      if (relays.length > 0) await producer.send(relays);
    },
    consume: async (lane, handler) => reader.consume(lane, handler),
    ready: () => reader.ready(),
    state: () => reader.state,
    async close() {
      clearInterval(trims);
      await trimming;
      await reader.close();
      await producer.close();
    },
  };
}
