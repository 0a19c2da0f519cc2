import { beforeAll, beforeEach, describe, inject } from 'vitest';
import { type Broker, startBroker } from '../../src/sandbox/broker.ts';

/** A describe on a real Kafka. Where there is none its tests are skipped, and its name says why. */
export function describeKafka(name: string, tests: () => void): void {
  const { obstacle } = inject('kafka');
  if (obstacle === null) describe(name, tests);
  else describe.skip(`${name} (${obstacle})`, tests);
}

/** host:port of the broker that all files of the run share: names of topics and groups must be a test's own. */
export const kafkaBrokers = (): readonly string[] => inject('kafka').brokers;

/**
 * Within a describe: a broker of its own, for tests that kill or suspend one. Started before its first test and stopped
 * after its last. Where KAFKA_BROKERS is all there is the tests are skipped.
 */
export function ownBroker(): () => Broker {
  const { ownObstacle } = inject('kafka');
  let broker: Broker | null = null;
  beforeAll(async () => {
    if (ownObstacle === null) broker = await startBroker();
    return () => broker?.stop();
  });
  beforeEach(({ skip }) => {
    if (ownObstacle !== null) skip(ownObstacle);
  });
  return () => {
    if (broker) return broker;
    throw new Error('ownBroker() is there only while tests of its describe run.');
  };
}
