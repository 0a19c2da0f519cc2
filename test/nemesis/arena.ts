import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import axios from 'axios';
import { adapters } from '../../adapters/index.ts';
import { kafkaClient } from '../../src/backbones/kafka/client.ts';
import { deleteNamespace } from '../../src/backbones/kafka/topics.ts';
import { type SandboxProcess, startSandboxProcess } from '../../src/commands/sandboxProcess.ts';
import { loadConfiguration, specimenToken } from '../../src/config/config.ts';
import { type KafkaSettings, kafkaAt } from '../../src/config/kafkaSettings.ts';
import { loadContracts } from '../../src/contract.ts';
import type { Counts } from '../../src/ledger.ts';
import { openSqliteLedger } from '../../src/ledgers/sqlite/ledger.ts';
import { writeDefaults } from '../kits/defaults.ts';
import { Books } from './books.ts';
import { GatewayProcess } from './gatewayProcess.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Longer than a lane rests before what its backbone lost is published again. */
const DRAIN_MS = 60_000;

export interface Inspection {
  /** What the ledger finds wrong with itself. */
  readonly problems: readonly string[];
  /** Attempts counted for each delivered relay, by its id. */
  readonly attempts: ReadonlyMap<string, number>;
}

/** Simulated systems that stay alive, and a data folder and a port on which gateways live one after the other. */
export interface Arena {
  readonly books: Books;
  readonly url: string;
  /** Where relays go over Kafka: what the names of its topics and of its group begin with. */
  readonly namespace: string;
  /** The gateway as it is installed. */
  start(): GatewayProcess;
  /** The gateway that ends itself at this point, see `crashingGateway.ts`. */
  startCrashing(point: string, nth: number): GatewayProcess;
  /** Waits until nothing is under way any more, or for a minute; what the gateway counts then. */
  drained(): Promise<Counts>;
  /** What the ledger holds. Only while no gateway runs. */
  inspect(): Promise<Inspection>;
  /** Kills what still runs. The folder, with the ledger and the log, and the topics are kept on request. */
  close(keep?: boolean): Promise<string>;
}

const silence = (): void => undefined;

/** With brokers, relays go over that Kafka, in a namespace of the arena's own. */
export async function openArena(brokers: readonly string[] | null = null): Promise<Arena> {
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-nemesis-'));
  const config = join(folder, 'jembatan.json');
  writeDefaults(folder);
  const { directory } = loadConfiguration(config, { contracts: loadContracts(), adapters, env: {} });
  const sandbox = await startSandboxProcess(directory.systems, null);
  const namespace = `uji-${randomBytes(4).toString('hex')}`;
  const kafka = brokers && kafkaAt(brokers, namespace);
  configure(config, { dataDir: join(folder, 'data'), sandbox, kafka });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const started: GatewayProcess[] = [];
  const start = (...args: readonly string[]): GatewayProcess => {
    const gateway = new GatewayProcess(args, join(folder, 'gateway.log'));
    started.push(gateway);
    return gateway;
  };
  return {
    books: new Books(sandbox.controlUrl),
    url,
    namespace,
    start: () => start(join(ROOT, 'src/main.ts'), 'gateway', '-c', config, '-p', String(port), '--log-level', 'warn'),
    startCrashing: (point, nth) =>
      start(join(import.meta.dirname, 'crashingGateway.ts'), config, String(port), point, String(nth)),
    drained: () => drained(url),
    inspect: () => inspect(join(folder, 'data')),
    async close(keep = false) {
      for (const gateway of started) if (gateway.running) await gateway.kill();
      await sandbox.close();
      if (keep) return folder;
      if (kafka !== null) await deleteNamespace(kafkaClient(kafka, silence), namespace);
      rmSync(folder, { recursive: true, force: true });
      return folder;
    },
  };
}

interface Surroundings {
  readonly dataDir: string;
  readonly sandbox: SandboxProcess;
  readonly kafka: KafkaSettings | null;
}

function configure(file: string, { dataDir, sandbox, kafka }: Surroundings): void {
  const config = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown> & {
    systems: Record<string, unknown>[];
  };
  config.dataDir = dataDir;
  if (kafka !== null)
    config.backbone = { kind: 'kafka', kafka: { brokers: kafka.brokers, namespace: kafka.namespace } };
  for (const system of config.systems) system.endpoint = sandbox.endpoints.get(String(system.name));
  writeFileSync(file, JSON.stringify(config));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function drained(url: string): Promise<Counts> {
  const headers = { authorization: `Bearer ${specimenToken('petugas')}` };
  for (const until = performance.now() + DRAIN_MS; ; await wait(100)) {
    const { data } = await axios.get<Counts>(`${url}/v1/counts`, { headers, proxy: false, timeout: 10_000 });
    const { waiting, published, claimed, parked } = data.relays;
    const underWay = waiting + published + claimed + parked + data.events.waiting;
    if (underWay === 0 || performance.now() > until) return data;
  }
}

async function inspect(folder: string): Promise<Inspection> {
  if (!existsSync(folder)) throw new Error(`no ledger in ${folder}`);
  const ledger = openSqliteLedger({ folder });
  try {
    const delivered = await ledger.relays('delivered', 1_000_000);
    return { problems: await ledger.audit(), attempts: new Map(delivered.map(({ id, attempt }) => [id, attempt])) };
  } finally {
    await ledger.close();
  }
}

/** Waits until nothing is under way, stops the gateway as an operator does, and opens its books. */
export async function finish(arena: Arena, gateway: GatewayProcess): Promise<Inspection & { readonly counts: Counts }> {
  const counts = await arena.drained();
  const { code, signal } = await gateway.stop();
  const inspection = await arena.inspect();
  const ending = code === 0 ? [] : [`the gateway ended with ${code ?? signal}`];
  return { ...inspection, counts, problems: [...ending, ...inspection.problems] };
}
