import { Worker } from 'node:worker_threads';
import type { OutboxRelay } from '../../delivery.ts';
import { GatewayError } from '../../errors.ts';
import type { Tell } from './client.ts';
import type { Order, Said, WorkerSettings } from './producerWorker.ts';

/** A `RelayProducer` in a thread of its own. One order at a time; a thread that broke is followed by another. */
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
    this.#worker ??= new Worker(new URL('./producerWorker.ts', import.meta.url), { workerData: this.#settings });
    return this.#order(this.#worker, { send: relays });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    if (worker === null) return;
    await this.#order(worker, 'close').finally(() => worker.terminate());
  }

  async #order(worker: Worker, order: Order): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const hear = (said: Said): void => {
      if ('told' in said) this.#tell(...said.told);
      else if (said.done) resolve();
      else reject(failure(said.code, said.why));
    };
    const broke = (cause: unknown): void => {
      this.#worker = null;
      reject(failure('backbone-unavailable', ['Utas pengirim ke Kafka berhenti.', String(cause)]));
    };
    worker.on('message', hear).once('error', broke).once('exit', broke);
    worker.postMessage(order);
    await promise.finally(() => worker.off('message', hear).off('error', broke).off('exit', broke));
  }
}

/** With its causes as they were in the thread. */
function failure(code: GatewayError['code'], [detail = '', ...causes]: readonly string[]): GatewayError {
  const cause = causes.reduceRight<Error | undefined>((inner, why) => new Error(why, { cause: inner }), undefined);
  return new GatewayError(code, { detail, cause });
}
