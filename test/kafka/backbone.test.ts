import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, Message } from 'kafkajs';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Backbone } from '../../src/backbone.ts';
import { kafkaClient } from '../../src/backbones/kafka/client.ts';
import { Reader } from '../../src/backbones/kafka/reader.ts';
import { deleteNamespace, type Owner, Topics } from '../../src/backbones/kafka/topics.ts';
import { kafkaBackbone } from '../../src/backbones/kafka.ts';
import { type KafkaSettings, kafkaAt } from '../../src/config/kafkaSettings.ts';
import type { OutboxRelay, RelayRecord } from '../../src/delivery.ts';
import { asGatewayError } from '../../src/errors.ts';
import type { Ledger } from '../../src/ledger.ts';
import { openSqliteLedger } from '../../src/ledgers/sqlite/ledger.ts';
import { freePorts } from '../../src/sandbox/brokerProbe.ts';
import { describeBackbone } from '../kits/backboneKit.ts';
import { describeKafka, kafkaBrokers } from '../kits/kafka.ts';
import { add, LANE, newRelay, refusalOf } from '../kits/ledgerSamples.ts';

/*
 * Seen to fail when the data are kept in structured mode, when a record that cannot be read ends the batch or holds the
 * mark, when the highest settled offset is committed, when a relay is taken for settled as it is brought, when nothing is
 * committed at the end, when what was fetched before a pause is passed over, when trimming looks at the age alone or at
 * the mark alone, when topics keep Kafka's own retention, when topics of other ledgers are not looked for or the whole
 * broker's are, when a group begins at the end, when `ready` waits for a broker, and when it does not say what failed.
 */

const silence = (): void => undefined;
const HOUR = 3_600_000;
const newNamespace = (): string => `uji-${randomBytes(4).toString('hex')}`;

interface Bed {
  readonly ledger: Ledger;
  readonly settings: KafkaSettings;
  readonly owner: Owner;
  readonly errors: unknown[];
  open(): Backbone;
  discard(): Promise<void>;
}

/** A ledger and a namespace of its own; one partition unless said otherwise, so that offsets are plain to see. */
function newBed(change: Partial<KafkaSettings> = {}): Bed {
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-backbone-'));
  const ledger = openSqliteLedger({ folder });
  const settings = { ...kafkaAt(kafkaBrokers(), newNamespace()), partitions: 1, ...change };
  const owner = { ledgerId: ledger.id, restores: 0 };
  const errors: unknown[] = [];
  const opened: Backbone[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  return {
    ...{ ledger, settings, owner, errors },
    open() {
      const backbone = kafkaBackbone({ settings, owner, now: Date.now, tell: silence, onError, onState: silence });
      opened.push(backbone);
      return backbone;
    },
    async discard() {
      for (const backbone of opened) await backbone.close();
      await ledger.close();
      rmSync(folder, { recursive: true });
      if (settings.brokers === kafkaBrokers()) await deleteNamespace(client(), settings.namespace);
    },
  };
}

function bedOf(change: Partial<KafkaSettings> = {}): Bed {
  const bed = newBed(change);
  onTestFinished(() => bed.discard());
  return bed;
}

const client = (): Kafka => kafkaClient(kafkaAt(kafkaBrokers(), 'uji'), silence);
const topicsOf = ({ settings, owner }: Bed): Topics => new Topics(client(), settings, owner);
const topicOf = (bed: Bed): string => topicsOf(bed).nameOf(LANE);
const soon = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, { timeout: 15_000, interval: 50 });

async function withAdmin<T>(work: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
  const admin = client().admin();
  await admin.connect();
  return work(admin).finally(() => admin.disconnect());
}

/** Where the group of the bed would begin after a restart; -1 before anything was committed. */
const committed = (bed: Bed): Promise<number> =>
  withAdmin(async (admin) => {
    const [found] = await admin.fetchOffsets({ groupId: topicsOf(bed).group, topics: [topicOf(bed)] });
    return Number(found?.partitions[0]?.offset);
  });

/** The first offset that is still there. */
const earliest = (bed: Bed): Promise<number> =>
  withAdmin(async (admin) => Number((await admin.fetchTopicOffsets(topicOf(bed)))[0]?.low));

async function produce(topic: string, messages: Message[]): Promise<void> {
  const producer = client().producer({ allowAutoTopicCreation: false });
  await producer.connect();
  await producer.send({ topic, acks: -1, messages });
  await producer.disconnect();
}

/** Everything on a topic, as anybody who may read it gets it. */
async function records(topic: string, count: number) {
  const found: { key: string; value: string; headers: Record<string, string> }[] = [];
  const consumer = client().consumer({ groupId: `${topic}.pembaca` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    async eachMessage({ message: { key, value, headers = {} } }) {
      const texts = Object.entries(headers).map(([name, content]) => [name, String(content)]);
      found.push({ key: String(key), value: String(value), headers: Object.fromEntries(texts) });
    },
  });
  await soon(() => expect(found).toHaveLength(count));
  await consumer.disconnect();
  return found;
}

async function consumed(backbone: Backbone) {
  const seen: RelayRecord[] = [];
  const consumer = await backbone.consume(LANE, (relays) => void seen.push(...relays));
  const settle = (...ids: readonly string[]): void => {
    for (const relay of seen) if (ids.includes(relay.id)) consumer.settled(relay);
  };
  return { seen, settle, ids: () => seen.map(({ id }) => id) };
}

/** Accepted and published, each about a case of its own. */
async function publish(bed: Bed, backbone: Backbone, ...ids: readonly string[]): Promise<readonly OutboxRelay[]> {
  await add(bed.ledger, ...ids.map((id) => newRelay({ id, subject: `kasus ${id}` })));
  const relays = await bed.ledger.outbox(100);
  await backbone.publish(relays);
  await bed.ledger.write((tx) => tx.markPublished(relays.map(({ seq }) => seq)));
  return relays;
}

describeKafka('Kafka', () => {
  describeBackbone('as the backbone', async () => {
    const bed = newBed({ partitions: 3 });
    let backbone = bed.open();
    return {
      ledger: bed.ledger,
      backbone,
      async restart() {
        await backbone.close();
        backbone = bed.open();
        return backbone;
      },
      async discard() {
        expect(bed.errors).toEqual([]);
        await bed.discard();
      },
    };
  });

  it('carries each relay as a CloudEvent in binary mode, keyed by its subject', async () => {
    const bed = bedOf();
    const [relay] = await publish(bed, bed.open(), 'a');
    const [record] = await records(topicOf(bed), 1);
    expect(record?.key).toBe('kasus a');
    expect(JSON.parse(record?.value ?? '')).toEqual(JSON.parse(relay?.envelope ?? '{}').data);
    const { jembatan_relay, ...standard } = record?.headers ?? {};
    expect(standard).toEqual({
      ce_specversion: '1.0',
      ce_id: 'a',
      ce_source: '/systems/lampung-in',
      ce_type: 'id.jembatan.report-status.v1',
      ce_subject: 'kasus a',
      ce_time: '2025-07-03T09:15:00+07:00',
      ce_dataschema: 'urn:jembatan:contract:report-status/1.0',
      'content-type': 'application/json',
    });
    expect(JSON.parse(jembatan_relay ?? '')).toMatchObject({ id: 'a', position: 1, seq: relay?.seq });
  });

  it('tells of each record that is no relay, by its place, and lets it hold nothing back', async () => {
    const bed = bedOf();
    const topic = topicOf(bed);
    const backbone = bed.open();
    const { ids, settle } = await consumed(backbone);
    await backbone.ready();
    await produce(topic, [
      { value: 'tanpa kepala' },
      { key: 'kasus', value: '{}', headers: { jembatan_relay: '{"id":', 'content-type': 'application/json' } },
      { value: '{"harga":1}', headers: { ce_specversion: '1.0', ce_id: 'asing', 'content-type': 'application/json' } },
      { value: null },
    ]);
    await publish(bed, backbone, 'a');
    await soon(() => expect(ids()).toEqual(['a']));
    const told = bed.errors.map(asGatewayError);
    expect(told.map(({ code }) => code)).toEqual(Array(4).fill('record-unreadable'));
    for (const [offset, { message }] of told.entries()) {
      expect(message).toContain(`${topic}, partisi 0, offset ${offset}`);
    }
    await soon(async () => expect(await committed(bed)).toBe(4));
    settle('a');
    await soon(async () => expect(await committed(bed)).toBe(5));
  });

  it('commits no offset of or behind a relay that is not settled', async () => {
    const bed = bedOf();
    const backbone = bed.open();
    const { ids, settle } = await consumed(backbone);
    await publish(bed, backbone, 'a', 'b', 'c');
    await soon(() => expect(ids()).toEqual(['a', 'b', 'c']));
    settle('b', 'c');
    await soon(async () => expect(await committed(bed)).toBe(0));
    await sleep(1500);
    expect(await committed(bed)).toBe(0);
    settle('a');
    await soon(async () => expect(await committed(bed)).toBe(3));
  });

  it('brings again what it had fetched when its consumer paused', async () => {
    const bed = bedOf({ partitions: 3 });
    const ids = Array.from({ length: 30 }, (_, index) => `r${index}`);
    const backbone = bed.open();
    await publish(bed, backbone, ...ids);
    const seen = new Set<string>();
    const consumer = await backbone.consume(LANE, (relays) => {
      if (seen.size === 0) consumer.pause();
      for (const { id } of relays) seen.add(id);
    });
    await soon(() => expect(seen.size).toBeGreaterThan(0));
    await sleep(500);
    expect(seen.size).toBeLessThan(30);
    consumer.resume();
    await soon(() => expect([...seen].toSorted()).toEqual(ids.toSorted()));
  });

  it('commits what was settled just before it is closed', async () => {
    const bed = bedOf();
    const backbone = bed.open();
    const { ids, settle } = await consumed(backbone);
    await publish(bed, backbone, 'a', 'b');
    await soon(() => expect(ids()).toEqual(['a', 'b']));
    settle('a');
    await backbone.close();
    expect(await committed(bed)).toBe(1);
    const again = await consumed(bed.open());
    await soon(() => expect(again.ids()).toEqual(['b']));
  });

  it('deletes what is settled and older than it is kept, and nothing else', async () => {
    const bed = bedOf({ keepHours: 26 });
    const backbone = bed.open();
    const { ids, settle } = await consumed(backbone);
    await publish(bed, backbone, 'tua');
    await sleep(50);
    const between = Date.now();
    await sleep(50);
    await publish(bed, backbone, 'muda', 'terbuka');
    await soon(() => expect(ids()).toEqual(['tua', 'muda', 'terbuka']));
    settle('tua', 'muda');
    await soon(async () => expect(await committed(bed)).toBe(2));
    const topics = topicsOf(bed);
    await topics.trim([topicOf(bed)], between + 26 * HOUR - 1000);
    expect(await earliest(bed)).toBe(0);
    await topics.trim([topicOf(bed)], between + 26 * HOUR);
    expect(await earliest(bed)).toBe(1);
    await topics.trim([topicOf(bed)], between + 1000 * HOUR);
    expect(await earliest(bed)).toBe(2);
  });

  it('keeps everything of a lane of which nothing is settled', async () => {
    const bed = bedOf();
    await publish(bed, bed.open(), 'a');
    await topicsOf(bed).trim([topicOf(bed)], Date.now() + 1000 * HOUR);
    expect(await earliest(bed)).toBe(0);
  });

  it('makes topics from which nothing leaves by age or size', async () => {
    const bed = bedOf();
    await publish(bed, bed.open(), 'a');
    const described = await withAdmin((admin) =>
      admin.describeConfigs({ includeSynonyms: false, resources: [{ type: 2, name: topicOf(bed) }] }),
    );
    const entries = described.resources[0]?.configEntries ?? [];
    const setting = (name: string): string | undefined =>
      entries.find((entry) => entry.configName === name)?.configValue;
    expect([setting('retention.ms'), setting('retention.bytes'), setting('cleanup.policy')]).toEqual([
      '-1',
      '-1',
      'delete',
    ]);
  });

  it('refuses to be ready over topics of another ledger, and leaves them as they are', async () => {
    const bed = bedOf();
    const theirs = `${bed.settings.namespace}.relay.jaki-crm.case.buku-lain`;
    await withAdmin((admin) => admin.createTopics({ waitForLeaders: true, topics: [{ topic: theirs }] }));
    const backbone = bed.open();
    const { seen } = await consumed(backbone);
    expect(await refusalOf(backbone.ready())).toBe('backbone-foreign');
    expect(await refusalOf(publish(bed, backbone, 'a'))).toBe('backbone-foreign');
    expect(seen).toEqual([]);
    const names = await withAdmin((admin) => admin.listTopics());
    expect(names.filter((name) => name.startsWith(`${bed.settings.namespace}.`))).toEqual([theirs]);
  });

  it('that is closed the moment it is opened ends', async () => {
    const options = { kafka: client(), topics: topicsOf(bedOf()), tell: silence, onState: silence };
    const reader = new Reader({ ...options, onError: silence });
    reader.consume(LANE, silence);
    await reader.close();
    expect(reader.state.connected).toBe(false);
  });

  it('takes no notice of another namespace, whatever its name begins with', async () => {
    const [mine, longer] = [bedOf(), newNamespace()];
    const bed = bedOf({ namespace: `${mine.settings.namespace}-${longer}` });
    await publish(bed, bed.open(), 'a');
    const backbone = mine.open();
    await consumed(backbone);
    await soon(() => expect(backbone.state()).toEqual({ kind: 'kafka', connected: true, trouble: null }));
  });

  it('of which no broker is there: it is ready, says so, and refuses what is to be published', async () => {
    const [port] = await freePorts();
    const bed = bedOf({ brokers: [`127.0.0.1:${port}`] });
    const backbone = bed.open();
    await consumed(backbone);
    await backbone.ready();
    expect(backbone.state()).toMatchObject({ connected: false, trouble: expect.stringContaining('Kafka') });
    expect(bed.errors.map(asGatewayError)[0]?.code).toBe('backbone-unavailable');
    expect(await refusalOf(publish(bed, backbone, 'a'))).toBe('backbone-unavailable');
  });
});
