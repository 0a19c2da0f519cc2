import { parentPort, workerData } from 'node:worker_threads';
import type { KafkaSettings } from '../../config/kafkaSettings.ts';
import type { OutboxRelay } from '../../delivery.ts';
import { GatewayError } from '../../errors.ts';
import { kafkaClient } from './client.ts';
import { RelayProducer } from './producer.ts';
import { type Owner, Topics } from './topics.ts';

export interface WorkerSettings {
  readonly settings: KafkaSettings;
  readonly owner: Owner;
}

/** Relays to send; each order is answered once. */
export type Order = readonly OutboxRelay[];

export type Done =
  | { readonly done: true }
  | { readonly done: false; readonly code: GatewayError['code']; readonly why: readonly string[] };

/** A line of kafkajs' log comes between the answers. */
export type Said = Done | { readonly told: readonly [message: string, facts: Readonly<Record<string, unknown>>] };

// A thread of its own: encoding a relay for Kafka costs the event loop a quarter of what accepting its event does.
const { settings, owner } = workerData as WorkerSettings;
const say = (said: Said): void => parentPort?.postMessage(said);
const kafka = kafkaClient(settings, (message, facts) => say({ told: [message, facts] }));
const producer = new RelayProducer(kafka, new Topics(kafka, settings, owner));

parentPort?.on('message', (order: Order) => {
  producer.send(order).then(
    () => say({ done: true }),
    (error) => say({ done: false, ...told(error) }),
  );
});

const told = (error: unknown): Omit<Done & { done: false }, 'done'> =>
  error instanceof GatewayError
    ? { code: error.code, why: whyOf(error) }
    : { code: 'backbone-unavailable', why: ['Kafka tidak menerima kiriman.', ...whyOf(error)] };

/** The messages of an error and its causes, outermost first: errors themselves lose their causes between threads. */
function whyOf(error: unknown): readonly string[] {
  return error instanceof Error ? [error.message, ...whyOf(error.cause)] : error === undefined ? [] : [String(error)];
}
