import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { handOver, soon } from '../flow/scenes.ts';
import { type House, openHouse } from '../kits/house.ts';
import { describeKafka, ownBroker } from '../kits/kafka.ts';

const DRAIN_SECONDS = 2;
/** What saying goodbye to a Kafka that does not answer may take on top. */
const FAREWELL_MS = 12_000;
const UNDER_WAY_MS = 500;

async function connected(brokers: readonly string[]): Promise<House> {
  const house = await openHouse({
    kafka: { brokers },
    config: (config) => {
      config.drainSeconds = DRAIN_SECONDS;
    },
  });
  await soon(async () => {
    const { data } = await house.operator('GET', '/readyz');
    expect(data.parts[2]).toMatchObject({ part: 'backbone', ready: true });
  });
  return house;
}

describeKafka('a Kafka that stands still and keeps its connections', () => {
  const broker = ownBroker();

  it('keeps no gateway from ending within its time, with a publication under way', async () => {
    const house = await connected(broker().brokers);
    onTestFinished(async () => {
      broker().resume();
      await house.close();
    });
    await handOver(house, 0);
    await soon(async () => expect(await house.gateway.ledger.outbox(1)).toEqual([]));
    broker().suspend();
    await handOver(house, 1);
    await sleep(UNDER_WAY_MS);
    const since = Date.now();
    await house.gateway.close();
    expect(Date.now() - since).toBeLessThan(DRAIN_SECONDS * 1000 + FAREWELL_MS);
  });
});
