import { Worker } from 'node:worker_threads';
import type { OutboxRelay } from '../../delivery.ts';
import { GatewayError } from '../../errors.ts';
import type { Tell } from './client.ts';
import type { Order, Said, WorkerSettings } from './producerWorker.ts';

/** Much longer than a send and its retries take. */
const SILENCE_MS = 120_000;

/**
 * A `RelayProducer` in a thread of its own. One order at a time; a thread that broke, ended or does not answer is
 * followed by another.
 */
export class ProducerThread {
  readonly #settings: WorkerSettings;
  readonly #tell: Tell;
  #worker: Worker | null = null;

  constructor(settings: WorkerSettings, tell: Tell) {
    this.#settings = settings;
    this.#tell = tell;
  }

  /** See `RelayProducer.send`. Rejects with `backbone-unavailable` or `backbone-foreign`. */
  send(relays: readonly OutboxRelay[]): Promise<void> {
    this.#worker ??= this.#begin();
    return this.#order(this.#worker, relays);
  }

  /** At once: a send under way rejects, and may have arrived or not. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #begin(): Worker {
    const worker = new Worker(new URL('./producerWorker.ts', import.meta.url), { workerData: this.#settings });
    const forget = (): void => {
      if (this.#worker === worker) this.#worker = null;
    };
    // Between two orders as well: an error that nobody heard would end the gateway, and who ended answers no order.
    return worker.on('error', forget).on('exit', forget);
  }

  async #order(worker: Worker, order: Order): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const hear = (said: Said): void => {
      if ('told' in said) this.#tell(...said.told);
      else if (said.done) resolve();
      else reject(failure(said.code, said.why));
    };
    const broke = (cause: unknown): void =>
      reject(failure('backbone-unavailable', ['Utas pengirim ke Kafka berhenti.', String(cause)]));
    worker.on('message', hear).once('error', broke).once('exit', broke);
    const impatient = setTimeout(() => void worker.terminate(), SILENCE_MS);
    worker.postMessage(order);
    await promise.finally(() => {
      clearTimeout(impatient);
      worker.off('message', hear).off('error', broke).off('exit', broke);
    });
  }
}

/** With its causes as they were in the thread. */
function failure(code: GatewayError['code'], [detail = '', ...causes]: readonly string[]): GatewayError {
  const cause = causes.reduceRight<Error | undefined>((inner, why) => new Error(why, { cause: inner }), undefined);
  return new GatewayError(code, { detail, cause });
}
