import type { TestProject } from 'vitest/node';
import { type Broker, brokerObstacle, startBroker } from '../../src/sandbox/broker.ts';
import { answersMetadata } from '../../src/sandbox/brokerProbe.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly kafka: KafkaHere;
  }
}

/** What tests on Kafka find on this machine; the obstacles are each one plain line. */
export interface KafkaHere {
  /** host:port of the broker all files share; empty where there is an obstacle. */
  readonly brokers: readonly string[];
  /** Why no test on Kafka can run here. */
  readonly obstacle: string | null;
  /** Why a test cannot have a broker of its own. */
  readonly ownObstacle: string | null;
}

const ANSWER_WITHIN_MS = 10_000;

/**
 * The broker of a whole run: those of KAFKA_BROKERS (host:port, separated by commas) where it is set, else one that is
 * started here and stopped at the end. Where none can be had the tests are skipped, with a line that says why. With
 * JEMBATAN_REQUIRE_KAFKA=1 it fails where any of them would be skipped.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const ownObstacle = await brokerObstacle();
  const given = givenBrokers();
  const obstacle = given.length > 0 ? null : ownObstacle;
  if (ownObstacle !== null && process.env.JEMBATAN_REQUIRE_KAFKA === '1') throw new Error(ownObstacle);
  if (obstacle !== null) console.warn(`Tests on Kafka are skipped: ${obstacle}`);
  await Promise.all(given.map(demandAnswer));
  const own: Broker | null = given.length === 0 && obstacle === null ? await startBroker({ onProgress }) : null;
  provide('kafka', { brokers: own?.brokers ?? given, obstacle, ownObstacle });
  return async () => own?.stop();
}

const onProgress = (text: string): void => console.warn(text);

const givenBrokers = (): readonly string[] =>
  (process.env.KAFKA_BROKERS ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');

async function demandAnswer(address: string): Promise<void> {
  if (await answersMetadata(address, ANSWER_WITHIN_MS)) return;
  throw new Error(`KAFKA_BROKERS names ${address}, where no Kafka answers.`);
}
