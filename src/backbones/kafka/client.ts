import { createRequire } from 'node:module';
import { Kafka, type logCreator, logLevel, type SASLOptions } from 'kafkajs';
import type { KafkaSettings } from '../../config/kafkaSettings.ts';

/** A line of kafkajs' own log. Its errors reach the gateway as rejections; these lines are for a closer look. */
export type Tell = (message: string, facts: Readonly<Record<string, unknown>>) => void;

/** A kafkajs client that gives up soon, so that whoever uses it tells of the trouble and tries again. */
export function kafkaClient({ brokers, tls, sasl }: KafkaSettings, tell: Tell): Kafka {
  quietIdleConnections();
  return new Kafka({
    clientId: 'jembatan',
    brokers: [...brokers],
    connectionTimeout: 3000,
    authenticationTimeout: 5000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, retries: 4, maxRetryTime: 2000 },
    logLevel: logLevel.WARN,
    logCreator: logTo(tell),
    ...(tls === null ? {} : { ssl: tls }),
    ...(sasl === null ? {} : { sasl: sasl as SASLOptions }),
  });
}

const logTo =
  (tell: Tell): logCreator =>
  () =>
  ({ namespace, log: { message, error, broker, groupId, topic, partition } }) =>
    tell('kafkajs', { namespace, message, error, broker, groupId, topic, partition });

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
}

interface RequestQueueClass {
  prototype: { scheduleCheckPendingRequests: (this: RequestQueue) => void };
}

let isQuiet = false;

/**
 * kafkajs 2.2.4 looks for pending requests on every connection each millisecond, for ever, where nothing is pending
 * (its issue 1768): 4.5 % of a core. Here it looks only where a request waits or the broker asked for a pause; a request
 * that is answered has it look anyway.
 */
function quietIdleConnections(): void {
  if (isQuiet) return;
  isQuiet = true;
  const queue: RequestQueueClass = createRequire(import.meta.url)('kafkajs/src/network/requestQueue');
  const look = queue.prototype.scheduleCheckPendingRequests;
  queue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) look.call(this);
  };
}
