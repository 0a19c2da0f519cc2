import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import axios from 'axios';
import { adapters } from '../../adapters/index.ts';
import { type SandboxProcess, startSandboxProcess } from '../../src/commands/sandboxProcess.ts';
import { loadConfiguration, specimenToken } from '../../src/config/config.ts';
import { loadContracts } from '../../src/contract.ts';
import { JAKARTA_PLACES } from '../../src/sandbox/scenario.ts';
import { writeDefaults } from '../kits/defaults.ts';

const root = join(import.meta.dirname, '../..');

export interface Load {
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly statuses: Readonly<Record<string, number>>;
}

export interface LoadOptions {
  readonly count: number;
  readonly batch?: number;
  readonly connections?: number;
  readonly from?: number;
  readonly rate?: number | null;
  readonly day?: string | null;
}

/** A gateway, its simulated systems and a load generator, each a process of its own. */
export interface Bed {
  readonly url: string;
  readonly sandbox: SandboxProcess;
  load(options: LoadOptions): Promise<Load>;
  /** Has the simulated Lampung In take in this many reports; the day in their numbers, which run from 1. */
  file(count: number): Promise<string>;
  /** Changes the simulated system has made on the gateway's word. */
  effects(system: string): Promise<number>;
  /** One figure of the gateway's own metrics, without labels. */
  metric(name: string): Promise<number>;
  /** CPU seconds the gateway has used so far. */
  cpu(): Promise<number>;
  counts(): Promise<{ relays: Record<string, number>; events: Record<string, number> }>;
  persona(system: string, kind: string): Promise<void>;
  close(): Promise<void>;
}

export interface BedOptions {
  /** Names the profile. */
  readonly name: string;
  readonly profile: boolean;
  /** Null for the embedded backbone. */
  readonly brokers: readonly string[] | null;
}

export async function openBed({ name, profile: isProfiled, brokers }: BedOptions): Promise<Bed> {
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-bench-'));
  writeDefaults(folder);
  const file = join(folder, 'jembatan.json');
  const read = (): ReturnType<typeof loadConfiguration> =>
    loadConfiguration(file, { contracts: loadContracts(), adapters, env: {} });
  const sandbox = await startSandboxProcess(read().directory.systems, null);
  const port = await freePort();
  const config = JSON.parse(readFileSync(file, 'utf8'));
  config.listen = { host: '127.0.0.1', port };
  config.dataDir = join(folder, 'data');
  if (brokers !== null)
    config.backbone = { kind: 'kafka', kafka: { brokers, namespace: `ukur-${randomBytes(4).toString('hex')}` } };
  for (const system of config.systems) system.endpoint = sandbox.endpoints.get(system.name);
  writeFileSync(file, JSON.stringify(config));
  const profile = isProfiled
    ? ['--cpu-prof', `--cpu-prof-dir=${root}/data/profiles`, `--cpu-prof-name=${name}.cpuprofile`]
    : [];
  const child = spawn(process.execPath, [...profile, join(root, 'src/main.ts'), 'gateway', '-c', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Read and thrown away, as a log collector would read it.
  child.stdout.resume();
  const url = `http://127.0.0.1:${port}`;
  await ready(url);
  const control = axios.create({ baseURL: `${sandbox.controlUrl}/_sandbox`, proxy: false });
  const headers = { authorization: 'Bearer contoh-token-petugas' };
  const metric = async (name: string): Promise<number> => {
    const { data } = await axios.get<string>(`${url}/metrics`, { headers, proxy: false });
    return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(data)?.[1]);
  };
  return {
    url,
    sandbox,
    load: (options) => load({ url, ...options }),
    async file(count) {
      const [report] = JAKARTA_PLACES;
      let number = '';
      for (let filed = 0; filed < count; filed += 100) {
        const answers = await Promise.all(
          Array.from({ length: Math.min(100, count - filed) }, () => control.post('/lampung-in/reports', report)),
        );
        number = answers[0]?.data.number;
      }
      return number.split('-')[1] ?? '';
    },
    async effects(system) {
      return (await control.get(`/${system}/summary`)).data.effects;
    },
    metric,
    cpu: () => metric('process_cpu_seconds_total'),
    async counts() {
      return (await axios.get(`${url}/v1/counts`, { headers, proxy: false })).data;
    },
    async persona(system, kind) {
      await control.post(`/${system}/persona`, { kind });
    },
    async close() {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function load({
  url,
  count,
  batch = 1,
  connections = 64,
  from = 0,
  rate = null,
  day = null,
}: LoadOptions & { url: string }): Promise<Load> {
  const options = { url, token: specimenToken('lampung-in'), count, batch, connections, from, rate, day };
  const file = join(import.meta.dirname, 'load.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [file, JSON.stringify(options)], { maxBuffer: 1e8 });
  return JSON.parse(stdout) as Load;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function ready(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await axios.get(`${url}/healthz`, { proxy: false, validateStatus: () => true }).catch(() => null);
    if (answer?.status === 200) return;
    await wait(50);
  }
  throw new Error('the gateway did not start within ten seconds');
}
