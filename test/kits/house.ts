import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios, { type AxiosResponse } from 'axios';
import winston from 'winston';
import { adapters as registered } from '../../adapters/index.ts';
import { simulators } from '../../adapters/simulators.ts';
import type { Adapter } from '../../src/adapter.ts';
import { kafkaClient } from '../../src/backbones/kafka/client.ts';
import { deleteNamespace } from '../../src/backbones/kafka/topics.ts';
import { type Configuration, loadConfiguration, specimenToken } from '../../src/config/config.ts';
import { kafkaAt } from '../../src/config/kafkaSettings.ts';
import { loadContracts } from '../../src/contract.ts';
import type { Receipt } from '../../src/event.ts';
import { type Gateway, startGateway } from '../../src/gateway.ts';
import type { Ledger } from '../../src/ledger.ts';
import { openSqliteLedger } from '../../src/ledgers/sqlite/ledger.ts';
import type { SimulatedSystem } from '../../src/sandbox/host.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { type AnyJson, defaultConfig, TWO, writeDefaults } from './defaults.ts';

/** The runnable default configuration, as plain JSON that a test may change before it is read. */
type Json = AnyJson;

export interface HouseOptions {
  /** Which of the default configuration's systems there are; the two of `TWO` unless given. */
  readonly systems?: readonly string[];
  readonly config?: (config: Json) => void;
  /** Relays go over this Kafka, in a namespace of the house's own that ends with it. */
  readonly kafka?: { readonly brokers: readonly string[]; readonly keepHours?: number };
  readonly agreement?: (agreement: Json) => void;
  /** Waits shorter than the configuration's schema admits, in seconds; put over it once it is read. */
  readonly haste?: Haste;
  /** Folder of the contracts; the project's own unless given. */
  readonly schemas?: string;
  /** The dialects the gateway speaks; the register's unless given. */
  readonly adapters?: readonly Adapter[];
  /** Addresses of systems that are not the sandbox's. */
  readonly endpoints?: Readonly<Record<string, string>>;
  /** Puts files into the data folder before the gateway opens it for the first time. */
  readonly data?: (folder: string) => void;
  /** Puts something between the gateway and its ledger. */
  readonly ledger?: (ledger: Ledger) => Ledger;
  /** Variables that hold secrets. */
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: () => number;
  readonly random?: () => number;
  /** Cases that came across move on by themselves. */
  readonly automation?: { readonly stepMs?: number; readonly jitter?: number };
  /** A ledger that may not grow beyond this many pages: a full disk. */
  readonly maxPages?: number;
}

export interface Haste {
  readonly delaysSeconds?: readonly number[];
  readonly jitter?: number;
  readonly probeSeconds?: number;
  readonly probeMaxSeconds?: number;
  readonly numberWaitSeconds?: number;
}

export interface House {
  readonly folder: string;
  readonly gateway: Gateway;
  readonly sandbox: Sandbox;
  readonly jakarta: SimulatedSystem;
  readonly lampung: SimulatedSystem;
  /** Lines the gateway logged so far, parsed. */
  readonly log: readonly Record<string, unknown>[];
  /** Every receipt handed out with a 2xx so far, by whichever way; not those of dry runs. */
  acknowledged(): readonly Receipt[];
  /** Pushes a native event as the system. Any HTTP status is an answer. */
  push(system: string, body: unknown, options?: PushOptions): Promise<AxiosResponse>;
  operator(method: 'GET' | 'POST', path: string, body?: object): Promise<AxiosResponse>;
  /** First part of the names of its topics, where it has any. */
  readonly namespace: string;
  /** Stops the gateway and starts it again on the same ledger, with these changes. */
  restart(changes?: HouseOptions): Promise<void>;
  close(): Promise<void>;
}

export interface PushOptions {
  readonly token?: string | null;
  readonly contentType?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const SHARED = loadContracts();
const OPERATOR = 'contoh-token-petugas';
const http = axios.create({ proxy: false, validateStatus: () => true, timeout: 20_000 });

/** A whole gateway over HTTP, embedded, with simulated systems, in a folder of its own. Close it in the test. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-'));
  const namespace = `uji-${randomBytes(4).toString('hex')}`;
  const sandbox = await startSandbox({
    systems: defaultConfig(options.systems ?? TWO).systems.map(({ name, dialect, territory, delivery }: Json) => ({
      ...{ name, dialect, territory, token: specimenToken(name) },
      ...(delivery === undefined ? {} : { delivery }),
    })),
    simulators,
    ...(options.automation ? { automation: options.automation } : {}),
  });
  const log: Record<string, unknown>[] = [];
  const receipts: Receipt[] = [];
  const place = { folder, namespace, sandbox, log };
  options.data?.(join(folder, 'data'));
  let gateway = await startIn(place, options);
  sandbox.setGateway(gateway.url);
  const system = (name: string): SimulatedSystem => {
    const found = sandbox.systems.get(name);
    if (!found) throw new Error(`no system ${name} in the sandbox`);
    return found;
  };
  return {
    folder,
    namespace,
    get gateway() {
      return gateway;
    },
    sandbox,
    log,
    jakarta: system('jaki-crm'),
    lampung: system('lampung-in'),
    acknowledged: () => [...receipts, ...[...sandbox.systems.values()].flatMap(pushedReceipts)],
    async push(name, body, how = {}) {
      const answer = await push(gateway.url, { name, body, how });
      receipts.push(...receiptsOf(answer));
      return answer;
    },
    operator: (method, path, body) =>
      http.request({
        ...{ method, url: `${gateway.url}${path}`, headers: { authorization: `Bearer ${OPERATOR}` } },
        ...(body ? { data: body } : {}),
      }),
    async restart(changes = {}) {
      await gateway.close();
      gateway = await startIn(place, { ...options, ...changes });
      sandbox.setGateway(gateway.url);
    },
    async close() {
      await gateway.close();
      await sandbox.close();
      if (options.kafka) await deleteTopics(options.kafka.brokers, namespace);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function push(
  url: string,
  { name, body, how }: { name: string; body: unknown; how: PushOptions },
): Promise<AxiosResponse> {
  const token = how.token === undefined ? specimenToken(name) : how.token;
  const headers = {
    'content-type': how.contentType ?? 'application/json',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...how.headers,
  };
  const data = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  // axios would parse, trim and write again what is sent as JSON.
  const transformRequest = [(sent: unknown) => sent];
  return http.post(`${url}/v1/systems/${name}/events${how.query ?? ''}`, data, { headers, transformRequest });
}

const isReceipt = (body: unknown): body is Receipt =>
  typeof body === 'object' && body !== null && 'eventId' in body && 'relays' in body && 'acceptedAt' in body;

const pushedReceipts = ({ pusher }: SimulatedSystem): readonly Receipt[] =>
  pusher.report().acknowledged.flatMap(({ receipt }) => (isReceipt(receipt) ? [receipt] : []));

function receiptsOf({ status, data, headers }: AxiosResponse): readonly Receipt[] {
  if (status !== 200 && status !== 202) return [];
  if (!String(headers['content-type']).startsWith('application/x-ndjson')) return isReceipt(data) ? [data] : [];
  return linesOf(data).flatMap(({ receipt }) => (isReceipt(receipt) ? [receipt] : []));
}

/** The answer to an NDJSON push, line by line. */
export function linesOf(text: unknown): readonly Json[] {
  // axios has already parsed an answer of a single line.
  if (typeof text !== 'string') return [text];
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

const deleteTopics = (brokers: readonly string[], namespace: string): Promise<void> =>
  deleteNamespace(
    kafkaClient(kafkaAt(brokers, namespace), () => undefined),
    namespace,
  );

interface HousePlace {
  readonly folder: string;
  readonly namespace: string;
  readonly sandbox: Sandbox;
  readonly log: Record<string, unknown>[];
}

async function startIn(place: HousePlace, options: HouseOptions): Promise<Gateway> {
  const { folder, sandbox, log } = place;
  const file = writeConfig(place, options);
  const { adapters = registered, schemas } = options;
  const contracts = schemas === undefined ? SHARED : loadContracts(schemas);
  const configuration = loadConfiguration(file, {
    contracts,
    adapters,
    env: options.env ?? {},
    ...(schemas === undefined ? {} : { schemas }),
    ...(options.now ? { now: options.now } : {}),
  });
  const data = join(folder, 'data');
  const pages = options.maxPages === undefined ? {} : { maxPages: options.maxPages };
  const ledger = openSqliteLedger({ folder: data, ...pages });
  return startGateway({
    ...{ configuration: hastened(configuration, options.haste ?? {}), contracts, adapters, log: memoryLog(log) },
    endpoints: new Map([...sandbox.systems].map(([name, { url }]) => [name, options.endpoints?.[name] ?? url])),
    ledger: options.ledger?.(ledger) ?? ledger,
    ...(options.now ? { now: options.now } : {}),
    ...(options.random ? { random: options.random } : {}),
  });
}

function hastened(configuration: Configuration, haste: Haste): Configuration {
  const { config } = configuration;
  const { delaysSeconds = config.retry.delaysSeconds, jitter = config.retry.jitter } = haste;
  const { numberWaitSeconds = config.numberWaitSeconds } = haste;
  const { probeSeconds = config.circuit.probeSeconds, probeMaxSeconds = config.circuit.probeMaxSeconds } = haste;
  const retry = { delaysSeconds: [...delaysSeconds], jitter };
  const circuit = { ...config.circuit, probeSeconds, probeMaxSeconds };
  return { ...configuration, config: { ...config, retry, circuit, numberWaitSeconds } };
}

function writeConfig({ folder, namespace }: HousePlace, options: HouseOptions): string {
  const { config, agreement, kafka, systems = TWO } = options;
  const target = join(folder, 'config');
  writeDefaults(target, systems);
  const changed = (path: string, change: ((json: Json) => void) | undefined): void => {
    const json: Json = JSON.parse(readFileSync(path, 'utf8'));
    change?.(json);
    writeFileSync(path, JSON.stringify(json));
  };
  changed(join(target, 'jembatan.json'), (json) => {
    json.listen = { host: '127.0.0.1', port: 0 };
    if (kafka) json.backbone = { kind: 'kafka', kafka: { namespace, ...kafka } };
    config?.(json);
  });
  for (const name of readdirSync(join(target, 'agreements'))) changed(join(target, 'agreements', name), agreement);
  return join(target, 'jembatan.json');
}

function memoryLog(lines: Record<string, unknown>[]): winston.Logger {
  const remember = winston.format((line) => {
    lines.push({ ...line });
    return false;
  });
  return winston.createLogger({ level: 'debug', format: remember(), transports: [new winston.transports.Console()] });
}
