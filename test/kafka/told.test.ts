import { ConfigResourceTypes } from 'kafkajs';
import { expect, it, onTestFinished, vi } from 'vitest';
import { kafkaClient } from '../../src/backbones/kafka/client.ts';
import { kafkaAt } from '../../src/config/kafkaSettings.ts';
import { handOver } from '../flow/scenes.ts';
import { openHouse } from '../kits/house.ts';
import { describeKafka, ownBroker } from '../kits/kafka.ts';

const soon = (look: () => void | Promise<void>): Promise<void> => vi.waitFor(look, { timeout: 40_000, interval: 50 });

describeKafka('what an operator is told of Kafka', () => {
  const broker = ownBroker();

  it('is one line when it is there, one when it is gone, however often it is tried, and one when it is back', async () => {
    const house = await openHouse({ kafka: { brokers: broker().brokers } });
    onTestFinished(() => house.close());
    const told = (): readonly unknown[] =>
      house.log.map(({ message }) => message).filter((message) => /^backbone (not )?connected$/.test(String(message)));
    const gauge = async (): Promise<string | undefined> => {
      const { data } = await house.operator('GET', '/metrics');
      return /^jembatan_backbone_connected\{.*$/m.exec(String(data))?.[0];
    };
    await soon(() => expect(told().at(-1)).toBe('backbone connected'));
    const before = told();
    expect(await gauge()).toBe('jembatan_backbone_connected{kind="kafka"} 1');

    await broker().kill();
    const tries = (): number => house.log.filter(({ message }) => message === 'backbone').length;
    const triedBefore = tries();
    await soon(() => expect(tries() - triedBefore).toBeGreaterThan(1));
    expect(told()).toEqual([...before, 'backbone not connected']);
    expect(await gauge()).toBe('jembatan_backbone_connected{kind="kafka"} 0');

    await broker().restart();
    await soon(() => expect(told()).toEqual([...before, 'backbone not connected', 'backbone connected']));
    expect(await gauge()).toBe('jembatan_backbone_connected{kind="kafka"} 1');
  });

  it('names what Kafka refuses while it brings as before, and is done with it when it takes relays again', async () => {
    const house = await openHouse({ kafka: { brokers: broker().brokers } });
    onTestFinished(() => house.close());
    const backbone = async (): Promise<unknown> => {
      const { status, data } = await house.operator('GET', '/readyz');
      return { status, ...data.parts.find(({ part }: { part: string }) => part === 'backbone') };
    };
    await soon(async () => expect(await backbone()).toMatchObject({ ready: true }));
    const admin = kafkaClient(kafkaAt(broker().brokers, 'uji'), () => undefined).admin();
    await admin.connect();
    onTestFinished(() => admin.disconnect());
    const topics = (await admin.listTopics()).filter((name) => name.startsWith(`${house.namespace}.relay.`));
    const admit = (bytes: number) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: topics.map((name) => ({
          ...{ type: ConfigResourceTypes.TOPIC, name },
          configEntries: [{ name: 'max.message.bytes', value: String(bytes) }],
        })),
      });
    await admit(100);
    await handOver(house);
    await soon(async () =>
      expect(await backbone()).toMatchObject({ status: 200, ready: false, why: 'Kafka tidak menerima kiriman.' }),
    );
    await admit(4_000_000);
    await soon(async () => expect(await backbone()).toMatchObject({ ready: true, why: null }));
  });
});
