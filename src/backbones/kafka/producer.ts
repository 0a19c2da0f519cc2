import { type Kafka, type Message, Partitioners, type Producer } from 'kafkajs';
import type { OutboxRelay } from '../../delivery.ts';
import { toMessage } from './record.ts';
import type { Topics } from './topics.ts';

/** A broker takes the records of one partition as one batch, and refuses a batch larger than it admits a record to be. */
const CHUNK_BYTES = 1024 * 1024;
const ALL_REPLICAS = -1;

/** Puts relays on their topics, acknowledged by every in-sync replica. */
export class RelayProducer {
  readonly #kafka: Kafka;
  readonly #topics: Topics;
  readonly #known = new Set<string>();
  #producer: Producer | null = null;

  constructor(kafka: Kafka, topics: Topics) {
    this.#kafka = kafka;
    this.#topics = topics;
  }

  /** Durable when it resolves. When it rejects, any of them may be there; sending them again is harmless. */
  async send(relays: readonly OutboxRelay[]): Promise<void> {
    try {
      await this.#ensureTopics(relays);
      const producer = await this.#connected();
      for (const chunk of chunksOf(relays))
        await producer.sendBatch({ acks: ALL_REPLICAS, topicMessages: this.#byTopic(chunk) });
    } catch (error) {
      // A connection may hang half-open and a topic may be gone: the next try begins anew.
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = null;
    this.#known.clear();
    await producer?.disconnect();
  }

  async #connected(): Promise<Producer> {
    if (this.#producer !== null) return this.#producer;
    const producer = this.#kafka.producer({
      allowAutoTopicCreation: false,
      // Two requests under way could change places when the first is tried again.
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    this.#producer = producer;
    await producer.connect();
    return producer;
  }

  async #ensureTopics(relays: readonly OutboxRelay[]): Promise<void> {
    const names = new Set(relays.map((relay) => this.#topicOf(relay)));
    const unknown = [...names].filter((name) => !this.#known.has(name));
    if (unknown.length === 0) return;
    await this.#topics.ensure(unknown);
    for (const name of unknown) this.#known.add(name);
  }

  #byTopic(relays: readonly Sized[]): { topic: string; messages: Message[] }[] {
    const byTopic = Map.groupBy(relays, ({ relay }) => this.#topicOf(relay));
    return [...byTopic].map(([topic, sized]) => ({ topic, messages: sized.map(({ message }) => message) }));
  }

  #topicOf({ recipient, lane }: OutboxRelay): string {
    return this.#topics.nameOf({ system: recipient, lane });
  }
}

interface Sized {
  readonly relay: OutboxRelay;
  readonly message: Message;
}

/** In order, each small enough to be one batch; a single larger relay goes alone. */
function* chunksOf(relays: readonly OutboxRelay[]): Generator<readonly Sized[]> {
  let chunk: Sized[] = [];
  let bytes = 0;
  for (const relay of relays) {
    const message = toMessage(relay);
    const size = sizeOf(message);
    if (chunk.length > 0 && bytes + size > CHUNK_BYTES) {
      yield chunk;
      [chunk, bytes] = [[], 0];
    }
    chunk.push({ relay, message });
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

const sizeOf = ({ value, headers = {} }: Message): number =>
  [value, ...Object.values(headers)].reduce<number>((sum, part) => sum + Buffer.byteLength(String(part)), 0);
