import { setTimeout as wait } from 'node:timers/promises';
import { type Admin, Kafka, logLevel } from 'kafkajs';

/** Where an arena's relays are, on a Kafka that others can reach too. */
export interface Place {
  readonly brokers: readonly string[];
  readonly namespace: string;
}

const QUIET_MS = 20_000;

const client = ({ brokers }: Place): Kafka => new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });

async function asAdmin<Result>(place: Place, work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const admin = client(place).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

async function topicsOf(admin: Admin, { namespace }: Place): Promise<readonly string[]> {
  return (await admin.listTopics()).filter((topic) => topic.startsWith(`${namespace}.relay.`));
}

/** The one group of the namespace. */
async function groupOf(admin: Admin, { namespace }: Place): Promise<string> {
  const { groups } = await admin.listGroups();
  const group = groups.find(({ groupId }) => groupId.startsWith(`${namespace}.deliver.`));
  if (!group) throw new Error(`no group in ${namespace}`);
  return group.groupId;
}

/** Deletes every topic of relays with all it carries. How many. */
export function deleteTopics(place: Place): Promise<number> {
  return asAdmin(place, async (admin) => {
    const topics = await topicsOf(admin, place);
    await admin.deleteTopics({ topics: [...topics] });
    return topics.length;
  });
}

/** Waits until a group whose consumer was killed has nobody left in it: only then its offsets can be meddled with. */
async function deserted(admin: Admin, group: string): Promise<void> {
  for (const until = performance.now() + QUIET_MS; performance.now() < until; await wait(100)) {
    const { groups } = await admin.describeGroups([group]);
    if (groups.every(({ members }) => members.length === 0)) return;
  }
  throw new Error(`${group} is not deserted`);
}

/** Forgets how far the group had read. Only while no gateway runs. */
export function forgetOffsets(place: Place): Promise<void> {
  return asAdmin(place, async (admin) => {
    const group = await groupOf(admin, place);
    await deserted(admin, group);
    await admin.deleteGroups([group]);
  });
}

/** Says that the group had read everything. Only while no gateway runs. How many records it then never reads. */
export function skipToEnd(place: Place): Promise<number> {
  return asAdmin(place, async (admin) => {
    const group = await groupOf(admin, place);
    await deserted(admin, group);
    let skipped = 0;
    for (const topic of await topicsOf(admin, place)) {
      const ends = await admin.fetchTopicOffsets(topic);
      const [read] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
      skipped += ends.reduce((sum, { high }) => sum + Number(high), 0);
      skipped -= (read?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(Number(offset), 0), 0);
      if (ends.every(({ high }) => high === '0')) continue;
      const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
      await admin.setOffsets({ groupId: group, topic, partitions });
    }
    return skipped;
  });
}

/** A consumer of somebody else's in the gateway's own group: it reads its share, drops it, and leaves. How many it took. */
export async function takeAway(place: Place, forMs: number): Promise<number> {
  const [group, topics] = await asAdmin(place, async (admin) => [
    await groupOf(admin, place),
    await topicsOf(admin, place),
  ]);
  const consumer = client(place).consumer({ groupId: group, sessionTimeout: 6000, heartbeatInterval: 500 });
  let taken = 0;
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics] });
  await consumer.run({
    autoCommitInterval: 100,
    async eachMessage() {
      taken += 1;
    },
  });
  await wait(forMs);
  await consumer.disconnect();
  return taken;
}
