import type { Config, ConfigKafka } from '../generated/contracts.ts';
import { below, error, type Part, type Place, type Problem } from './document.ts';
import { readPem } from './pemFiles.ts';

/** How Kafka is reached and used, with the files read and the password looked up. Never logged. */
export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly namespace: string;
  readonly partitions: number;
  /** Null leaves it to the brokers. */
  readonly replicationFactor: number | null;
  readonly keepHours: number;
  /** PEM texts; null for connections that are not encrypted. */
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string } | null;
  readonly sasl: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  } | null;
}

export interface KafkaReading {
  readonly problems: readonly Problem[];
  /** Null for the embedded backbone, and where something is wrong. */
  readonly settings: KafkaSettings | null;
}

const EMBEDDED: KafkaReading = { problems: [], settings: null };

/** What an operator who names nothing but brokers gets: the defaults of `config/1.0`. */
export const kafkaAt = (brokers: readonly string[], namespace: string): KafkaSettings => ({
  ...{ brokers, namespace, partitions: 3, replicationFactor: null, keepHours: 26, tls: null, sasl: null },
});

/** Reads what the backbone's part of a configuration names. Never throws for what the operator wrote. */
export function readKafka(
  part: Part<NonNullable<Config['backbone']>> | undefined,
  env: NodeJS.ProcessEnv,
): KafkaReading {
  // Without `kafka` the schema has already told what is missing or broken.
  if (part?.value.kind !== 'kafka' || part.value.kafka === undefined) return EMBEDDED;
  const { kafka } = part.value;
  const place = below(part, 'kafka');
  const tls = readTls(kafka, place);
  const sasl = readSasl(kafka, { place, env });
  const problems = [...tls.problems, ...sasl.problems];
  if (problems.length > 0) return { problems, settings: null };
  const { brokers, namespace, partitions, keepHours } = kafka;
  const replicationFactor = kafka.replicationFactor ?? null;
  const settings = { brokers, namespace, partitions, replicationFactor, keepHours, tls: tls.value, sasl: sasl.value };
  return { problems, settings };
}

interface Read<Value> {
  readonly value: Value | null;
  readonly problems: readonly Problem[];
}

const FILES = { ca: 'caFile', cert: 'certFile', key: 'keyFile' } as const;

function readTls({ tls }: ConfigKafka, place: Place): Read<NonNullable<KafkaSettings['tls']>> {
  if (tls === undefined) return { value: null, problems: [] };
  const value: { ca?: string; cert?: string; key?: string } = {};
  const problems: Problem[] = [];
  for (const part of ['ca', 'cert', 'key'] as const) {
    const name = tls[FILES[part]];
    if (name === undefined) continue;
    const read = readPem(name, below(place, 'tls', FILES[part]));
    if (read.text !== null) value[part] = read.text;
    problems.push(...read.problems);
  }
  return { value, problems };
}

function readSasl(
  { sasl, tls }: ConfigKafka,
  { place, env }: { place: Place; env: NodeJS.ProcessEnv },
): Read<NonNullable<KafkaSettings['sasl']>> {
  if (sasl === undefined) return { value: null, problems: [] };
  const { mechanism, username, passwordEnv } = sasl;
  const password = env[passwordEnv] ?? '';
  const problems: Problem[] = [];
  if (password === '')
    problems.push(error(below(place, 'sasl', 'passwordEnv'), `variabel lingkungan ${passwordEnv} belum diisi`));
  if (mechanism === 'plain' && tls === undefined)
    problems.push(error(below(place, 'sasl', 'mechanism'), 'plain mengirim sandi terbuka; isi juga tls'));
  return { value: { mechanism, username, password }, problems };
}
