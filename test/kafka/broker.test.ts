import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { startBroker } from '../../src/sandbox/broker.ts';
import { answersMetadata, isFree } from '../../src/sandbox/brokerProbe.ts';
import { describeKafka, kafkaBrokers, ownBroker } from '../kits/kafka.ts';

const portOf = (address: string | undefined): number => Number(address?.split(':')[1]);
const client = (brokers: readonly string[]): Kafka => new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });

async function write(kafka: Kafka, topic: string, values: readonly string[]): Promise<void> {
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  await producer.send({ topic, acks: -1, messages: values.map((value) => ({ value })) });
  await producer.disconnect();
}

async function createTopic(kafka: Kafka, topic: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1 }] });
  await admin.disconnect();
}

async function read(kafka: Kafka, topic: string, count: number): Promise<readonly string[]> {
  const values: string[] = [];
  const consumer = kafka.consumer({ groupId: `${topic}-reader` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    // A broker that answers again may still load its groups: kafkajs then begins anew by itself.
    consumer.on('consumer.crash', ({ payload }) => !payload.restart && reject(payload.error));
    const eachMessage = async ({ message }: { message: { value: Buffer | null } }): Promise<void> => {
      values.push(String(message.value));
      if (values.length >= count) resolve();
    };
    consumer.run({ eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return values;
}

describeKafka('the shared broker', () => {
  it('answers', async () => {
    for (const address of kafkaBrokers()) expect(await answersMetadata(address, 5000)).toBe(true);
    expect(kafkaBrokers()).not.toEqual([]);
  });
  it('makes no topic that nobody asked for', async () => {
    const topic = 'broker-test-nobody-made-this';
    const producer = client(kafkaBrokers()).producer({ allowAutoTopicCreation: true, retry: { retries: 0 } });
    await producer.connect();
    await expect(producer.send({ topic, messages: [{ value: 'a' }] })).rejects.toThrow('does not host');
    await producer.disconnect();
    const admin = client(kafkaBrokers()).admin();
    await admin.connect();
    expect(await admin.listTopics()).not.toContain(topic);
    await admin.disconnect();
  });
});

describe('a broker of its own', () => {
  const broker = ownBroker();
  const folder = (): string => dirname(broker().logFile);

  it('keeps what it acknowledged through SIGKILL, and is there again on the same port', async () => {
    const [address = ''] = broker().brokers;
    const before = broker().pid;
    const kafka = client(broker().brokers);
    await createTopic(kafka, 'kept');
    await write(kafka, 'kept', ['one', 'two', 'three']);
    await broker().kill();
    expect(() => process.kill(before, 0)).toThrow('ESRCH');
    expect(await answersMetadata(address, 1000)).toBe(false);
    await broker().restart();
    expect(broker().pid).not.toBe(before);
    expect(broker().brokers).toEqual([address]);
    await write(kafka, 'kept', ['four']);
    expect(await read(kafka, 'kept', 4)).toEqual(['one', 'two', 'three', 'four']);
  });

  it('is silent while it is suspended, and answers when it is woken', async () => {
    const [address = ''] = broker().brokers;
    broker().suspend();
    expect(await answersMetadata(address, 1000)).toBe(false);
    expect(await isFree(portOf(address))).toBe(false);
    broker().resume();
    expect(await answersMetadata(address, 10_000)).toBe(true);
  });

  it('says with the end of its log why it died', async () => {
    const second = startBroker({ folder: folder() });
    await expect(second).rejects.toThrow(/^Kafka berhenti sebelum siap.*Failed to acquire lock/su);
    expect(await answersMetadata(broker().brokers[0] ?? '', 5000)).toBe(true);
  });

  it('names the port that somebody took while it was down', async () => {
    await broker().kill();
    const squatter = createServer().listen(portOf(broker().brokers[0]), '127.0.0.1');
    await once(squatter, 'listening');
    await expect(broker().restart()).rejects.toThrow(`porta ${portOf(broker().brokers[0])} sudah dipakai`);
    squatter.close();
    await once(squatter, 'close');
    await broker().restart();
  });

  it('leaves no process and no folder when it is stopped, even from sleep, and stops once', async () => {
    const { pid } = broker();
    const home = folder();
    broker().suspend();
    await Promise.all([broker().stop(), broker().stop()]);
    await broker().stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(existsSync(home)).toBe(false);
    await expect(broker().restart()).rejects.toThrow('sudah dihentikan');
  });

  it('goes with its process when that is killed', async () => {
    const source = `
      const { startBroker } = await import(${JSON.stringify(new URL('../../src/sandbox/broker.ts', import.meta.url).href)});
      const { logFile, brokers } = await startBroker();
      process.stdout.write(JSON.stringify({ logFile, address: brokers[0] }));
      setInterval(() => undefined, 1000);`;
    const parent = execFile(process.execPath, ['--input-type=module', '-e', source]);
    const [printed] = parent.stdout ? await once(parent.stdout, 'data') : [];
    const { logFile, address } = JSON.parse(String(printed));
    expect(await answersMetadata(address, 5000)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isFree(portOf(address)), { timeout: 10_000 }).toBe(true);
    await expect.poll(() => existsSync(dirname(logFile)), { timeout: 10_000 }).toBe(false);
  });
});
