import type { Admin, Kafka } from 'kafkajs';
import type { KafkaSettings } from '../../config/kafkaSettings.ts';
import type { LaneName } from '../../delivery.ts';
import { GatewayError } from '../../errors.ts';

export interface Owner {
  /** The ledger whose relays these are. */
  readonly ledgerId: string;
  /** How often that ledger was restored. */
  readonly restores: number;
}

type Naming = Pick<KafkaSettings, 'namespace'> & Owner;

/** `<namespace>.relay.<system>.<lane>.<ledger>`: a broker's prefixed ACL can give a system its own. */
export const topicOf = ({ namespace, ledgerId }: Naming, { system, lane }: LaneName): string =>
  `${namespace}.relay.${system}.${lane}.${ledgerId}`;

/** A restored ledger reads its topics from their beginning: only so it meets what it does not know any more. */
export const groupOf = ({ namespace, ledgerId, restores }: Naming): string =>
  `${namespace}.deliver.${ledgerId}${restores > 0 ? `.restored-${restores}` : ''}`;

/** Room for the largest event there can be, and its headers. */
const MAX_RECORD_BYTES = 4 * 1024 * 1024;
const HOUR_MS = 3_600_000;

/** The topics of one ledger's relays: made when missing, refused when another ledger's, relieved of what is done with. */
export class Topics {
  readonly #kafka: Kafka;
  readonly #settings: KafkaSettings;
  readonly #naming: Naming;

  constructor(kafka: Kafka, settings: KafkaSettings, owner: Owner) {
    this.#kafka = kafka;
    this.#settings = settings;
    this.#naming = { namespace: settings.namespace, ...owner };
  }

  get group(): string {
    return groupOf(this.#naming);
  }

  nameOf(lane: LaneName): string {
    return topicOf(this.#naming, lane);
  }

  /**
   * Makes the missing ones. Rejects with `backbone-foreign` where the namespace has topics of another ledger: two
   * ledgers would each relay the same reports.
   */
  ensure(names: readonly string[]): Promise<void> {
    return this.#asAdmin(async (admin) => {
      const existing = await admin.listTopics();
      this.#refuseForeign(existing);
      const missing = names.filter((name) => !existing.includes(name));
      if (missing.length === 0) return;
      await admin.createTopics({ waitForLeaders: true, topics: missing.map((topic) => this.#described(topic)) });
    });
  }

  /** Deletes the records that are settled and have been there for the time they are kept. */
  trim(names: readonly string[], now: number): Promise<void> {
    return this.#asAdmin(async (admin) => {
      const committed = await admin.fetchOffsets({ groupId: this.group, topics: [...names] });
      for (const { topic, partitions } of committed) {
        const old = await admin.fetchTopicOffsetsByTimestamp(topic, now - this.#settings.keepHours * HOUR_MS);
        const firstKept = new Map(old.map(({ partition, offset }) => [partition, Number(offset)]));
        const upTo = partitions.flatMap(({ partition, offset }) => {
          const bound = Math.min(Number(offset), firstKept.get(partition) ?? 0);
          return bound > 0 ? [{ partition, offset: String(bound) }] : [];
        });
        if (upTo.length > 0) await admin.deleteTopicRecords({ topic, partitions: upTo });
      }
    });
  }

  #described(topic: string) {
    const { partitions, replicationFactor } = this.#settings;
    return {
      topic,
      numPartitions: partitions,
      replicationFactor: replicationFactor ?? -1,
      configEntries: [
        // Nothing leaves by age: the gateway deletes what the ledger has settled.
        { name: 'retention.ms', value: '-1' },
        { name: 'retention.bytes', value: '-1' },
        { name: 'cleanup.policy', value: 'delete' },
        { name: 'max.message.bytes', value: String(MAX_RECORD_BYTES) },
      ],
    };
  }

  #refuseForeign(existing: readonly string[]): void {
    const { namespace, ledgerId } = this.#naming;
    const foreign = existing.find(
      (topic) => topic.startsWith(`${namespace}.relay.`) && !topic.endsWith(`.${ledgerId}`),
    );
    if (foreign === undefined) return;
    throw new GatewayError('backbone-foreign', {
      detail: `Topik ${foreign} bukan milik buku besar ${ledgerId}.`,
      facts: { topic: foreign, ledger: ledgerId },
    });
  }

  #asAdmin<Result>(work: (admin: Admin) => Promise<Result>): Promise<Result> {
    return asAdmin(this.#kafka, work);
  }
}

/** Deletes every relay topic of a namespace, and what it carries. For namespaces made for a trial. */
export function deleteNamespace(kafka: Kafka, namespace: string): Promise<void> {
  return asAdmin(kafka, async (admin) => {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`${namespace}.relay.`));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  });
}

async function asAdmin<Result>(kafka: Kafka, work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
