import { randomBytes } from 'node:crypto';
import { kafkaClient } from '../backbones/kafka/client.ts';
import { deleteNamespace } from '../backbones/kafka/topics.ts';
import type { Configuration } from '../config/config.ts';
import { type KafkaSettings, kafkaAt } from '../config/kafkaSettings.ts';
import { GatewayError } from '../errors.ts';
import { brokerObstacle, startBroker } from '../sandbox/broker.ts';

/** The Kafka of one start, or none. */
export interface TrialKafka {
  /** Null for the embedded backbone. */
  readonly settings: KafkaSettings | null;
  /** Takes away what the trial made. */
  close(): Promise<void>;
}

interface Asked {
  readonly isAsked: boolean;
  /** The ledger is thrown away afterwards: then its topics must not stay behind as those of a foreign ledger. */
  readonly isTrial: boolean;
  readonly tell: (text: string) => void;
}

const NAMESPACE = 'jembatan';

/**
 * The configured Kafka; where Kafka was asked for and none is configured, that of `KAFKA_BROKERS`, or else a broker of
 * our own that ends with `close`. Rejects with `backbone-unavailable` where no broker can be started.
 */
export async function trialKafka({ kafka }: Configuration, { isAsked, isTrial, tell }: Asked): Promise<TrialKafka> {
  const named = (process.env.KAFKA_BROKERS ?? '').split(',').filter((broker) => broker !== '');
  if (kafka !== null || (isAsked && named.length > 0)) {
    const settings = kafka ?? kafkaAt(named, NAMESPACE);
    return isTrial ? ownNamespace(settings) : { settings, close: async () => undefined };
  }
  if (!isAsked) return { settings: null, close: async () => undefined };
  const obstacle = await brokerObstacle();
  if (obstacle !== null) {
    const detail = `${obstacle} Atau isi KAFKA_BROKERS dengan broker yang sudah ada.`;
    throw new GatewayError('backbone-unavailable', { detail });
  }
  const broker = await startBroker({ onProgress: tell });
  return { settings: kafkaAt(broker.brokers, NAMESPACE), close: () => broker.stop() };
}

function ownNamespace(settings: KafkaSettings): TrialKafka {
  const namespace = `${settings.namespace}-simulasi-${randomBytes(4).toString('hex')}`;
  const own = { ...settings, namespace };
  return {
    settings: own,
    close: () =>
      deleteNamespace(
        kafkaClient(own, () => undefined),
        namespace,
      ),
  };
}
