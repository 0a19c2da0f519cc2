import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import type { LaneHandler } from '../../backbone.ts';
import type { LaneName, RelayRecord } from '../../delivery.ts';
import { asGatewayError, GatewayError } from '../../errors.ts';
import type { Tell } from './client.ts';
import { toRelay } from './record.ts';
import { WaterMark } from './waterMark.ts';

/** One lane's topic and who takes its relays. */
export interface LaneTopic {
  readonly lane: LaneName;
  readonly topic: string;
  readonly handler: LaneHandler;
  paused: boolean;
}

export interface SessionOptions {
  readonly kafka: Kafka;
  readonly group: string;
  readonly lanes: ReadonlyMap<string, LaneTopic>;
  readonly tell: Tell;
  readonly onError: (error: unknown) => void;
}

export const COMMIT_EVERY_MS = 1000;
/** Much longer than a fetch and its retries take. */
const SILENCE_MS = 60_000;
/** How long a broker that does not answer may hold up the end. */
const FAREWELL_MS = 5000;

/**
 * One kafkajs consumer from its start to its end; it is never started again, a new session follows it. Brings what the
 * group has not committed, and commits what the ledger has settled or parked.
 */
export class Session {
  /** Resolves with the reason when the consumer has come to its end by itself. */
  readonly ended: Promise<unknown>;
  readonly #options: SessionOptions;
  readonly #consumer: Consumer;
  readonly #end: (reason: unknown) => void;
  /** By topic, then partition; of the present assignment only. */
  readonly #marks = new Map<string, Map<number, WaterMark>>();
  readonly #committed = new Map<WaterMark, number>();
  readonly #timers: NodeJS.Timeout[] = [];
  #committing: Promise<void> | null = null;
  #signOfLife = performance.now();
  #running = false;

  private constructor(options: SessionOptions) {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#options = options;
    this.ended = promise;
    this.#end = resolve;
    this.#consumer = options.kafka.consumer({
      groupId: options.group,
      allowAutoTopicCreation: false,
      maxInFlightRequests: 1,
      // How long a consumer that was killed keeps its partitions from its successor; the least brokers admit.
      sessionTimeout: 6000,
      heartbeatInterval: 2000,
      rebalanceTimeout: 10_000,
      // A lane that is resumed while all were paused waits at most this long.
      maxWaitTimeInMs: 250,
      retry: { initialRetryTime: 100, retries: 4, maxRetryTime: 2000, restartOnFailure: async () => false },
    });
  }

  /** Resolves once it has joined its group. Rejects, with nothing left behind, when that fails. */
  static async open(options: SessionOptions): Promise<Session> {
    const session = new Session(options);
    try {
      await session.#start();
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  pause(topic: string): void {
    if (this.#running) this.#consumer.pause([{ topic }]);
  }

  resume(topic: string): void {
    if (this.#running) this.#consumer.resume([{ topic }]);
  }

  settled(topic: string, relayId: string): void {
    for (const mark of this.#marks.get(topic)?.values() ?? []) mark.settled(relayId);
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    const leave = async (): Promise<void> => {
      // A commit under way would connect again after the end, and never end that connection.
      await this.#committing;
      // After the stop kafkajs would take a commit and do nothing.
      await this.#commit();
      this.#running = false;
      await this.#consumer.disconnect();
    };
    await within(FAREWELL_MS, leave()).catch((error) => this.#options.tell('farewell', { error: String(error) }));
  }

  async #start(): Promise<void> {
    const { lanes } = this.#options;
    const joined = this.#listen();
    await this.#consumer.connect();
    // Where an offset is lost, or the log is shorter than it: everything again, rather than nothing of it.
    await this.#consumer.subscribe({ topics: [...lanes.keys()], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (batch) => this.#take(batch),
    });
    await Promise.race([joined, this.ended.then((reason) => Promise.reject(reason))]);
    this.#running = true;
    for (const { topic, paused } of lanes.values()) if (paused) this.pause(topic);
    this.#timers.push(setInterval(() => void this.#commitInTurn(), COMMIT_EVERY_MS));
    this.#timers.push(setInterval(() => this.#watch(), SILENCE_MS / 4));
  }

  #listen(): Promise<void> {
    const { events } = this.#consumer;
    const alive = (): void => {
      this.#signOfLife = performance.now();
    };
    this.#consumer.on(events.FETCH, alive);
    this.#consumer.on(events.HEARTBEAT, alive);
    this.#consumer.on(events.CRASH, ({ payload }) => this.#end(payload.error));
    return new Promise((resolve) => {
      this.#consumer.on(events.GROUP_JOIN, () => {
        alive();
        // The broker would take marks of an earlier assignment; what they stood for is brought again.
        this.#marks.clear();
        this.#committed.clear();
        resolve();
      });
    });
  }

  /** Never waits: kafkajs fetches again only when every batch of the last fetch is done with. */
  async #take({ batch, resolveOffset }: EachBatchPayload): Promise<void> {
    const lane = this.#options.lanes.get(batch.topic);
    // Fetched before the pause; it is fetched again when resumed.
    if (!lane || lane.paused) return;
    const mark = this.#markOf(batch.topic, batch.partition);
    const relays = batch.messages.flatMap((message) => {
      const relay = this.#read(message, { ...lane, ...batch });
      mark.add(Number(message.offset), relay?.id ?? null);
      return relay === null ? [] : [relay];
    });
    resolveOffset(batch.lastOffset());
    if (relays.length > 0) lane.handler(relays);
  }

  /** Null for an unreadable record; it is reported and does not hold back the offset. */
  #read(message: KafkaMessage, { lane, topic, partition }: LaneTopic & { partition: number }): RelayRecord | null {
    try {
      return toRelay(message, lane);
    } catch (cause) {
      const where = `${topic}, partisi ${partition}, offset ${message.offset}`;
      const { message: why } = asGatewayError(cause);
      this.#options.onError(new GatewayError('record-unreadable', { detail: `${why} (${where})`, cause }));
      return null;
    }
  }

  #markOf(topic: string, partition: number): WaterMark {
    const marks = this.#marks.get(topic) ?? new Map<number, WaterMark>();
    const mark = marks.get(partition) ?? new WaterMark();
    this.#marks.set(topic, marks.set(partition, mark));
    return mark;
  }

  async #commitInTurn(): Promise<void> {
    this.#committing ??= this.#commit().finally(() => {
      this.#committing = null;
    });
    await this.#committing;
  }

  /** Never rejects: the marks stay as they are for the next turn, and what is not committed is brought again. */
  #commit(): Promise<void> {
    return this.#commitMarks().catch((error) => this.#options.tell('commit', { error: String(error) }));
  }

  async #commitMarks(): Promise<void> {
    if (!this.#running) return;
    const marks = [...this.#marks].flatMap(([topic, partitions]) =>
      [...partitions].map(([partition, mark]) => ({ topic, partition, mark, low: mark.low })),
    );
    const moved = marks.filter(({ mark, low }) => low !== null && low !== this.#committed.get(mark));
    if (moved.length === 0) return;
    await this.#consumer.commitOffsets(
      moved.map(({ topic, partition, low }) => ({ topic, partition, offset: String(low) })),
    );
    for (const { mark, low } of moved) if (low !== null) this.#committed.set(mark, low);
  }

  #watch(): void {
    if (performance.now() - this.#signOfLife < SILENCE_MS) return;
    this.#end(
      new GatewayError('backbone-unavailable', { detail: `Tidak ada tanda dari Kafka selama ${SILENCE_MS} ms.` }),
    );
  }
}

/** Resolves when the work does, or when the time is over; the work then goes on unattended. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]).finally(() => clearTimeout(timer));
}
