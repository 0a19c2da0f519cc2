import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { kafkaClient } from '../../src/backbones/kafka/client.ts';
import { ProducerThread } from '../../src/backbones/kafka/producerThread.ts';
import { deleteNamespace } from '../../src/backbones/kafka/topics.ts';
import { kafkaAt } from '../../src/config/kafkaSettings.ts';
import type { OutboxRelay } from '../../src/delivery.ts';
import { describeKafka, kafkaBrokers } from '../kits/kafka.ts';
import { newRelay } from '../kits/ledgerSamples.ts';

const silence = (): void => undefined;
const RELAY: OutboxRelay = {
  ...newRelay(),
  ...{ seq: 1, position: 1, attempt: 0, state: 'waiting', createdAt: 0, dueAt: null, endedAt: null, error: null },
  envelope: JSON.stringify(newRelay().envelope),
};

/** A producer thread with a namespace of its own, and the thread it works in after a first send. */
async function threadOf(): Promise<{ producer: ProducerThread; worker: Worker }> {
  const settings = kafkaAt(kafkaBrokers(), `uji-${randomBytes(4).toString('hex')}`);
  const producer = new ProducerThread({ settings, owner: { ledgerId: 'buku', restores: 0 } }, silence);
  onTestFinished(async () => {
    await producer.close();
    await deleteNamespace(kafkaClient(settings, silence), settings.namespace);
  });
  const started: Promise<Worker[]> = once(process, 'worker');
  await producer.send([RELAY]);
  const [worker] = await started;
  if (!worker) throw new Error('no thread was started');
  return { producer, worker };
}

describeKafka('the thread that publishes', () => {
  it('is followed by another when it ended between two sends', async () => {
    const { producer, worker } = await threadOf();
    await worker.terminate();
    await producer.send([RELAY]);
  });

  it('does not take the gateway with it when it breaks between two sends', async () => {
    const { producer, worker } = await threadOf();
    expect(() => worker.emit('error', new Error('kehabisan memori'))).not.toThrow();
    await producer.send([RELAY]);
  });

  it('closes after it ended', async () => {
    const { producer, worker } = await threadOf();
    await worker.terminate();
    await producer.close();
  });
});
