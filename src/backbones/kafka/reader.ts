import { setTimeout as wait } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type { BackboneState, LaneConsumer, LaneHandler } from '../../backbone.ts';
import type { LaneName } from '../../delivery.ts';
import { asGatewayError, GatewayError } from '../../errors.ts';
import type { Tell } from './client.ts';
import { type LaneTopic, Session } from './session.ts';
import type { Topics } from './topics.ts';

export interface ReaderOptions {
  readonly kafka: Kafka;
  readonly topics: Topics;
  readonly tell: Tell;
  readonly onError: (error: unknown) => void;
  /** Told how it is after each try, changed or not. */
  readonly onState: (state: BackboneState) => void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;

/**
 * Reads every lane's topic with one consumer, and begins anew with another whenever that one ends: the broker was gone,
 * the topic deleted, nothing heard for a minute, or a lane was added. What was not committed is then brought again.
 */
export class Reader {
  readonly #options: ReaderOptions;
  readonly #lanes = new Map<string, LaneTopic>();
  readonly #first = Promise.withResolvers<void>();
  #session: Session | null = null;
  #interruption = Promise.withResolvers<null>();
  #living: Promise<void> | null = null;
  #trouble: string | null = 'Belum tersambung ke Kafka.';
  #closed = false;
  /** Before the next try; grows with each one that came to nothing. */
  #pauseMs = FIRST_WAIT_MS;

  constructor(options: ReaderOptions) {
    this.#options = options;
    // Whoever asks `ready` hears of it; nobody has to ask.
    this.#first.promise.catch(() => undefined);
  }

  consume(lane: LaneName, handler: LaneHandler): LaneConsumer {
    const topic = this.#options.topics.nameOf(lane);
    const entry: LaneTopic = { lane, topic, handler, paused: false };
    this.#lanes.set(topic, entry);
    this.#beginAnew();
    const pause = (): void => {
      if (entry.paused) return;
      entry.paused = true;
      this.#session?.pause(topic);
    };
    let isOver = false;
    return {
      pause,
      resume: () => {
        if (!entry.paused || isOver) return;
        entry.paused = false;
        this.#session?.resume(topic);
      },
      settled: (relay) => this.#session?.settled(topic, relay.id),
      async close() {
        isOver = true;
        pause();
      },
    };
  }

  /** See `Backbone.ready`. */
  ready(): Promise<void> {
    return this.#lanes.size === 0 ? Promise.resolve() : this.#first.promise;
  }

  get state(): BackboneState {
    return { kind: 'kafka', connected: this.#trouble === null, trouble: this.#trouble };
  }

  /** The topics of the lanes consumed. */
  get names(): readonly string[] {
    return [...this.#lanes.keys()];
  }

  /** Commits what is settled, leaves the group. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#interruption.resolve(null);
    await this.#living;
  }

  /** Lanes asked for in the same turn share one consumer. */
  #beginAnew(): void {
    this.#interruption.resolve(null);
    this.#living ??= this.#live();
  }

  async #live(): Promise<void> {
    while (!this.#closed) {
      await Promise.resolve();
      if (this.#closed) return;
      this.#interruption = Promise.withResolvers<null>();
      const reason = await this.#oneSession();
      if (reason === null) continue;
      this.#tellOf(reason);
      await Promise.race([wait(this.#pauseMs, null, { ref: false }), this.#interruption.promise]);
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_WAIT_MS);
    }
  }

  /** Why it ended; null where it was asked to. */
  async #oneSession(): Promise<unknown> {
    const { kafka, topics, tell, onError } = this.#options;
    const lanes = new Map(this.#lanes);
    try {
      await topics.ensure([...lanes.keys()]);
      // The group may keep a newcomer waiting until it gives up a consumer that was killed.
      this.#first.resolve();
      const session = await Session.open({ ...{ kafka, lanes, tell, onError }, group: topics.group });
      this.#session = session;
      this.#pauseMs = FIRST_WAIT_MS;
      this.#become(null);
      const reason = await Promise.race([session.ended, this.#interruption.promise]);
      this.#session = null;
      await session.close();
      return reason;
    } catch (error) {
      return error;
    }
  }

  #tellOf(reason: unknown): void {
    const error =
      reason instanceof GatewayError
        ? reason
        : new GatewayError('backbone-unavailable', { detail: 'Pembacaan dari Kafka terputus.', cause: reason });
    this.#become(error.message);
    this.#options.onError(error);
    if (asGatewayError(error).permanent) this.#first.reject(error);
    else this.#first.resolve();
  }

  #become(trouble: string | null): void {
    this.#trouble = trouble;
    this.#options.onState(this.state);
  }
}
