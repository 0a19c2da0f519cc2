import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Kafka, KafkaMessage, Message } from 'kafkajs';
import { expect } from 'vitest';
import { kafkaClient } from '../../src/backbones/kafka/client.ts';
import { groupOf } from '../../src/backbones/kafka/topics.ts';
import { kafkaAt } from '../../src/config/kafkaSettings.ts';
import { LIVE_STATES } from '../../src/delivery.ts';
import { allEnded, handOver, type movableClock, soon, upstream } from '../flow/scenes.ts';
import type { House } from '../kits/house.ts';
import { kafkaBrokers } from '../kits/kafka.ts';

const silence = (): void => undefined;

/** A client of the broker that all files share, as any other program is one. */
export const client = (): Kafka => kafkaClient(kafkaAt(kafkaBrokers(), 'uji'), silence);

export async function withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = client().admin();
  await admin.connect();
  return work(admin).finally(() => admin.disconnect());
}

export const groupOfHouse = ({ namespace, gateway: { ledger } }: House): string =>
  groupOf({ namespace, ledgerId: ledger.id, restores: ledger.restores });

export const topicsOfHouse = (house: House): Promise<readonly string[]> =>
  withAdmin(async (admin) => (await admin.listTopics()).filter((name) => name.startsWith(`${house.namespace}.relay.`)));

interface Ends {
  readonly topic: string;
  readonly partitions: { partition: number; offset: string }[];
}

/** Where each of the house's topics ends now. */
async function endsOf(house: House, admin: Admin): Promise<readonly Ends[]> {
  const names = (await admin.listTopics()).filter((name) => name.startsWith(`${house.namespace}.relay.`));
  return Promise.all(
    names.map(async (topic) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return { topic, partitions: offsets.map(({ partition, high }) => ({ partition, offset: high })) };
    }),
  );
}

/** What Kafka can forget, done to all of a house's topics at once. */
export const forgetting = {
  topics: (house: House) =>
    withAdmin(async (admin) => admin.deleteTopics({ topics: [...(await topicsOfHouse(house))] })),
  records: (house: House) =>
    withAdmin(async (admin) => {
      for (const end of await endsOf(house, admin)) await admin.deleteTopicRecords(end);
    }),
  /** The group begins behind everything. Only while no gateway is in it. */
  whatIsUnread: (house: House) =>
    withAdmin(async (admin) => {
      const groupId = groupOfHouse(house);
      for (const end of await endsOf(house, admin)) await admin.setOffsets({ groupId, ...end });
    }),
  /** The group begins anew. Only while no gateway is in it. */
  group: (house: House) => withAdmin((admin) => admin.deleteGroups([groupOfHouse(house)])),
};

/** Waits until the group has read to the end of every topic and all of it is settled or parked. */
export const readToTheEnd = (house: House): Promise<void> =>
  withAdmin((admin) =>
    soon(async () => {
      for (const { topic, partitions } of await endsOf(house, admin)) {
        const [found] = await admin.fetchOffsets({ groupId: groupOfHouse(house), topics: [topic] });
        const committed = new Map(found?.partitions.map(({ partition, offset }) => [partition, offset]));
        const behind = partitions.filter(
          ({ partition, offset }) => offset !== '0' && committed.get(partition) !== offset,
        );
        expect(behind).toEqual([]);
      }
    }),
  );

export async function produce(topic: string, messages: readonly Message[]): Promise<void> {
  const producer = client().producer({ allowAutoTopicCreation: false });
  await producer.connect();
  // One at a time, so that no batch has them all.
  for (const message of messages) await producer.send({ topic, acks: -1, messages: [message] });
  await producer.disconnect();
}

/** The same record, to be written again. */
export const copyOf = ({ key, value, headers = {} }: KafkaMessage): Message => ({ key, value, headers });

/** Every record of a topic, of each partition in the order of the log. */
export async function recordsOf(topic: string): Promise<readonly KafkaMessage[]> {
  const high = await withAdmin(async (admin) => {
    const offsets = await admin.fetchTopicOffsets(topic);
    return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  });
  const found: KafkaMessage[] = [];
  const consumer = client().consumer({ groupId: `${topic}.pembaca` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void found.push(message) });
  await soon(() => expect(found).toHaveLength(high));
  await consumer.disconnect();
  return found;
}

/** Another consumer in the gateway's own group: it is given partitions, reads, and does nothing with what it reads. */
export async function rival(house: House, { commits }: { commits: boolean }) {
  const consumer = client().consumer({ groupId: groupOfHouse(house), sessionTimeout: 6000, heartbeatInterval: 500 });
  let read = 0;
  await consumer.connect();
  await consumer.subscribe({ topics: [...(await topicsOfHouse(house))], fromBeginning: true });
  const joined = new Promise<void>((resolve) => {
    consumer.on('consumer.group_join', () => resolve());
  });
  await consumer.run({
    autoCommit: commits,
    async eachMessage() {
      read += 1;
    },
  });
  await joined;
  return {
    read: () => read,
    /** Commits what it read, where it commits at all. */
    leave: () => consumer.disconnect(),
  };
}

/** The lane to Jakarta stands still: its relays are on Kafka, and none of them has been taken up. At least so many; the numbers of the last ones. */
export async function stuckOnKafka(house: House, count: number): Promise<readonly string[]> {
  await house.jakarta.become({ kind: 'down' });
  for (let index = 0; upstream(house, 'jaki-crm').circuit !== 'open'; index += 1) {
    await handOver(house, index);
    await sleep(100);
  }
  const numbers: string[] = [];
  for (let index = 0; index < count; index += 1) numbers.push(await handOver(house, index));
  await soon(async () => expect(await published(house, 'jaki-crm')).toBeGreaterThanOrEqual(count));
  return numbers;
}

/** Relays to a system that are said to be on Kafka and that nobody has taken up. */
export async function published({ gateway }: House, system: string): Promise<number> {
  const relays = await gateway.ledger.relays('published', 10_000);
  return relays.filter(({ recipient }) => recipient === system).length;
}

export const live = async ({ gateway }: House): Promise<number> => {
  const { relays } = await gateway.ledger.counts();
  return LIVE_STATES.reduce((sum, state) => sum + relays[state], 0);
};

/** `allEnded` for what Kafka lost: time passes twenty times as fast until it is published again. */
export async function endsInTime(house: House, clock: ReturnType<typeof movableClock>): Promise<void> {
  for (let second = 0; second < 25 && (await live(house)) > 0; second += 1) {
    clock.forward(20_000);
    await sleep(1000);
  }
  await allEnded(house);
}
