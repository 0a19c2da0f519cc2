import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Kafka, ProducerRecord } from 'kafkajs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { kafkaClient } from '../../src/backbones/kafka/client.ts';
import { Reader } from '../../src/backbones/kafka/reader.ts';
import { COMMIT_EVERY_MS } from '../../src/backbones/kafka/session.ts';
import { deleteNamespace, Topics } from '../../src/backbones/kafka/topics.ts';
import { kafkaAt } from '../../src/config/kafkaSettings.ts';
import { asGatewayError } from '../../src/errors.ts';
import { describeKafka, kafkaBrokers, ownBroker } from '../kits/kafka.ts';
import { LANE } from '../kits/ledgerSamples.ts';
import { SYSTEMS } from '../nemesis/load.ts';
import { deleteTopics, forgetOffsets, type Place, skipToEnd, takeAway } from '../nemesis/meddling.ts';
import { chosenSeed } from '../nemesis/random.ts';
import { firstArrivalMs, spreadOf } from '../nemesis/recovery.ts';
import { eventsOf, type Nemesis, type Trial, underTrial, type Verdict } from '../nemesis/trial.ts';

/*
 * Seen to fail when nothing is published again that the backbone lost (what a group says it had read, or somebody else
 * took), when a start waits for its group, and when a session ends while a commit of it is under way.
 */

const outageMs = Number(process.env.JEMBATAN_OUTAGE_SECONDS ?? 5) * 1000;
const LONGEST_MS = 240_000 + outageMs * 2;
/** Reports that begin by the clock, so that there is something to accept all through an outage. */
const EVERY_MS = 200;

const seed = chosenSeed();

/** What a caller sees of a stretch of time. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** When Kafka was there again. */
  readonly backAt: number;
  /** Pushes in it that were not answered 2xx. */
  readonly unanswered: number;
}

describe('Kafka in trouble while reports pass', () => {
  const broker = ownBroker();
  const placeOf = ({ arena: { namespace } }: Trial): Place => ({ brokers: broker().brokers, namespace });

  /** A load that begins before the nemesis and goes on after it; in its company nothing is lost, repeated or reordered. */
  async function kept<Told>(reports: number, nemesis: Nemesis<Told>): Promise<Verdict<Told>> {
    const { brokers } = broker();
    const patienceMs = reports * EVERY_MS + outageMs + 120_000;
    const verdict = await underTrial({ brokers, reports, seed, everyMs: EVERY_MS, patienceMs }, async (trial) => {
      await trial.reached(40);
      return nemesis(trial);
    });
    expect(verdict.problems.slice(0, 20)).toEqual([]);
    const acknowledged = eventsOf(reports);
    expect(verdict.total).toEqual({ acknowledged, delivered: acknowledged, secondEffects: 0, reordered: 0, lost: 0 });
    return verdict;
  }

  async function outage({ load }: Trial, begin: () => unknown, end: () => unknown): Promise<Stretch> {
    const [from, before] = [Date.now(), load.unanswered];
    await begin();
    await wait(outageMs);
    const [to, unanswered] = [Date.now(), load.unanswered - before];
    await end();
    return { from, to, backAt: Date.now(), unanswered };
  }

  /** All through it pushes were accepted, and what was pushed in it arrived after it. */
  function expectAccepting(
    what: string,
    { told: { from, to, backAt, unanswered }, deliveries }: Verdict<Stretch>,
  ): void {
    const pushed = deliveries.filter(({ pushedAt }) => pushedAt >= from && pushedAt <= to);
    expect(unanswered).toBe(0);
    for (let second = 1; second < (to - from) / 1000; second += 1)
      expect(pushed.some(({ pushedAt }) => Math.abs(pushedAt - from - second * 1000) <= 1000)).toBe(true);
    const { median, max } = spreadOf(pushed.map(({ tookMs }) => tookMs));
    const arrival = firstArrivalMs(deliveries, { since: backAt, pushed: from });
    console.log(
      `seed ${seed}, ${what} for ${to - from} ms: ${pushed.length} accepted meanwhile, answered in ${median} ms (median), ${max} ms (most); first arrival ${arrival} ms after it`,
    );
  }

  const reportsThrough = Math.ceil((outageMs + 10_000) / EVERY_MS);

  it(
    'accepts while the broker hangs, and delivers all of it afterwards',
    async () => {
      const verdict = await kept(reportsThrough, (trial) =>
        outage(
          trial,
          () => broker().suspend(),
          () => broker().resume(),
        ),
      );
      expectAccepting('the broker hung', verdict);
      expect(verdict.repeats).toBe(0);
    },
    LONGEST_MS,
  );

  it(
    'accepts while the broker is gone, and delivers all of it afterwards',
    async () => {
      const verdict = await kept(reportsThrough, (trial) =>
        outage(
          trial,
          () => broker().kill(),
          () => broker().restart(),
        ),
      );
      expectAccepting('the broker was gone', verdict);
      expect(verdict.repeats).toBe(0);
    },
    LONGEST_MS,
  );

  it(
    'delivers what was on topics that somebody deleted, twice',
    async () => {
      const { told, repeats } = await kept(80, async (trial) => {
        const deleted = [await deleteTopics(placeOf(trial))];
        await wait(2000);
        return [...deleted, await deleteTopics(placeOf(trial))];
      });
      expect(Math.min(...told)).toBeGreaterThan(0);
      expect(repeats).toBe(0);
    },
    LONGEST_MS,
  );

  it(
    'delivers everything once when the group forgot how far it had read',
    async () => {
      await kept(60, async (trial) => {
        await trial.kill();
        await forgetOffsets(placeOf(trial));
        trial.start();
      });
    },
    LONGEST_MS,
  );

  it(
    'delivers what the group says it had read and had not',
    async () => {
      const { told } = await kept(60, async (trial) => {
        // Circuits open: what is published meanwhile is brought and not claimed, so the ledger alone does not bring it back.
        for (const system of SYSTEMS) await trial.arena.books.become(system, { kind: 'down' });
        await trial.reached(trial.load.acknowledged.length + 20);
        await trial.kill();
        for (const system of SYSTEMS) await trial.arena.books.become(system, { kind: 'ok' });
        const skipped = await skipToEnd(placeOf(trial));
        trial.start();
        return skipped;
      });
      expect(told).toBeGreaterThan(0);
    },
    LONGEST_MS,
  );

  it(
    "delivers what a consumer of somebody else's took out of its group",
    async () => {
      const { told, repeats } = await kept(60, (trial) => takeAway(placeOf(trial), 4000));
      expect(told).toBeGreaterThan(0);
      expect(repeats).toBe(0);
    },
    LONGEST_MS,
  );

  it(
    'begins anew on a Kafka that lost all it had',
    async () => {
      const { repeats } = await kept(60, async () => {
        await broker().kill();
        rmSync(join(dirname(broker().logFile), 'data'), { recursive: true });
        await broker().restart();
      });
      expect(repeats).toBe(0);
    },
    LONGEST_MS,
  );
});

describeKafka('a reader', () => {
  function open() {
    const settings = kafkaAt(kafkaBrokers(), `uji-${randomBytes(4).toString('hex')}`);
    const told: unknown[] = [];
    const tell = (...said: unknown[]): void => void told.push(said);
    const kafka = kafkaClient(settings, tell);
    onTestFinished(() => deleteNamespace(kafka, settings.namespace));
    const topics = new Topics(kafka, settings, { ledgerId: 'uji', restores: 0 });
    const unreadable: unknown[] = [];
    const onError = (error: unknown): void => {
      if (asGatewayError(error).code === 'record-unreadable') unreadable.push(error);
    };
    const reader = new Reader({ ...{ kafka, topics, onError, tell }, onState: () => undefined });
    return { settings, kafka, topics, topic: topics.nameOf(LANE), reader, told, unreadable };
  }

  it(
    'leaves no connection behind when its topic goes while it commits, three times',
    async () => {
      const { settings, kafka, topic, reader, told, unreadable } = open();
      const before = connections();
      reader.consume(LANE, () => undefined);
      const cutShort = (): number => told.filter((said) => JSON.stringify(said).includes('OffsetCommit')).length;
      // Whether a commit is under way when the topic goes is a matter of time: again, until it was three times.
      for (let commits = 0; commits < 3; ) {
        await soon(() => expect(reader.state.connected).toBe(true));
        const [seen, cut] = [unreadable.length, cutShort()];
        await whileSending(kafka, topic, async () => {
          await soon(() => expect(unreadable.length).toBeGreaterThan(seen));
          await wait(Math.random() * COMMIT_EVERY_MS);
          await deleteNamespace(kafka, settings.namespace);
        });
        await soon(() => expect(reader.state.connected).toBe(false));
        if (cutShort() > cut) commits += 1;
      }
      await reader.close();
      await wait(LONGEST_RETRY_MS);
      expect(connections()).toBeLessThanOrEqual(before);
    },
    LONGEST_MS,
  );

  it('begins anew as soon after its sixth end as after its first', async () => {
    const { settings, kafka, reader } = open();
    reader.consume(LANE, () => undefined);
    for (let end = 1; end <= 6; end += 1) {
      await soon(() => expect(reader.state.connected).toBe(true));
      await deleteNamespace(kafka, settings.namespace);
      await soon(() => expect(reader.state.connected).toBe(false));
    }
    // A pause that had doubled each time would have come to five seconds.
    await vi.waitFor(() => expect(reader.state.connected).toBe(true), { timeout: 4000, interval: 50 });
    await reader.close();
  });

  it('holds up no start while its group still waits for a consumer that says nothing any more', async () => {
    const { kafka, topics, topic, reader } = open();
    await topics.ensure([topic]);
    await send(kafka, topic);
    const [stuck, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const silent = kafka.consumer({ groupId: topics.group, sessionTimeout: 30_000, rebalanceTimeout: 30_000 });
    await silent.connect();
    await silent.subscribe({ topic, fromBeginning: true });
    const eachMessage = (): Promise<void> => {
      stuck.resolve();
      return free.promise;
    };
    // A new broker may still be loading its groups.
    await soon(() => silent.run({ eachMessage }));
    await stuck.promise;
    reader.consume(LANE, () => undefined);
    await reader.ready();
    const { trouble } = reader.state;
    free.resolve();
    await silent.disconnect();
    await reader.close();
    // Not joined, and nothing has failed either.
    expect(trouble).toBe('Belum tersambung ke Kafka.');
  });
});

const soon = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, { timeout: 20_000, interval: 50 });

/** kafkajs waits no longer than that before it tries a commit again, which is where it would connect anew. */
const LONGEST_RETRY_MS = 2500;

/** TCP connections of this process, as far as they keep it going. */
const connections = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

/** A record that is no relay: nothing is open behind it, so the mark wants to move. */
const record = (topic: string): ProducerRecord => ({ topic, messages: [{ value: 'bukan relai' }] });

async function send(kafka: Kafka, topic: string): Promise<void> {
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  await producer.send(record(topic));
  await producer.disconnect();
}

/** Records one after another until the work is done, so that the mark wants to move all through it. */
async function whileSending(kafka: Kafka, topic: string, work: () => Promise<void>): Promise<void> {
  const producer = kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 0 } });
  await producer.connect();
  let isDone = false;
  const working = work().finally(() => {
    isDone = true;
  });
  // A topic that is gone takes no more: that is what the work is about.
  while (!isDone) await Promise.allSettled([producer.send(record(topic)), wait(50)]);
  await working;
  await producer.disconnect();
}

describe('a gateway that meets a Kafka in trouble when it starts', () => {
  const broker = ownBroker();

  async function judged(nemesis: Nemesis<void>): Promise<void> {
    const { brokers } = broker();
    const verdict = await underTrial({ brokers, reports: 50, seed, patienceMs: 90_000 }, async (trial) => {
      await trial.reached(60);
      await nemesis(trial);
    });
    expect(verdict.problems.slice(0, 20)).toEqual([]);
    const acknowledged = eventsOf(50);
    expect(verdict.total).toEqual({ acknowledged, delivered: acknowledged, secondEffects: 0, reordered: 0, lost: 0 });
  }

  it(
    'accepts although the broker hangs, and delivers when it is awake',
    () =>
      judged(async (trial) => {
        broker().suspend();
        await trial.kill();
        trial.start();
        await trial.recovered();
        broker().resume();
      }),
    LONGEST_MS,
  );

  it(
    'accepts although the broker was killed with it, and delivers when it is back',
    () =>
      judged(async (trial) => {
        await Promise.all([trial.kill(), broker().kill()]);
        trial.start();
        await trial.recovered();
        await broker().restart();
      }),
    LONGEST_MS,
  );

  it(
    'outlives a broker that dies while it starts',
    () =>
      judged(async (trial) => {
        await trial.kill();
        trial.start();
        await wait(trial.random() * 2500);
        await broker().kill();
        await trial.recovered();
        await broker().restart();
      }),
    LONGEST_MS,
  );
});
