import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import axios from 'axios';
import Table from 'cli-table3';
import { adapters } from '../../adapters/index.ts';
import { type SandboxProcess, startSandboxProcess } from '../../src/commands/sandboxProcess.ts';
import { loadConfiguration, specimenToken } from '../../src/config.ts';
import { loadContracts } from '../../src/contract.ts';
import { JAKARTA_PLACES } from '../../src/sandbox/scenario.ts';

/**
 * What the gateway carries on this machine: gateway, load generator and simulated systems each in a process of their own,
 * on the same cores. Each figure is the median of several runs on fresh ledgers. Arguments: `--runs 3 --profile`.
 */
const root = join(import.meta.dirname, '../..');
const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : (process.argv[at + 1] ?? '');
};
const RUNS = Number(argument('--runs') ?? 3);
const PROFILE = process.argv.includes('--profile');
const only = argument('--only');

interface Load {
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly statuses: Readonly<Record<string, number>>;
}

interface LoadOptions {
  readonly count: number;
  readonly batch?: number;
  readonly connections?: number;
  readonly from?: number;
  readonly rate?: number | null;
  readonly day?: string | null;
}

interface Bed {
  readonly url: string;
  readonly sandbox: SandboxProcess;
  load(options: LoadOptions): Promise<Load>;
  /** Has the simulated Lampung In take in this many reports; the day in their numbers, which run from 1. */
  file(count: number): Promise<string>;
  /** Changes the simulated system has made on the gateway's word. */
  effects(system: string): Promise<number>;
  /** CPU seconds the gateway has used so far. */
  cpu(): Promise<number>;
  counts(): Promise<{ relays: Record<string, number>; events: Record<string, number> }>;
  persona(system: string, kind: string): Promise<void>;
  close(): Promise<void>;
}

async function openBed(name: string): Promise<Bed> {
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-bench-'));
  cpSync(join(root, 'config'), folder, { recursive: true });
  const file = join(folder, 'jembatan.json');
  const read = (): ReturnType<typeof loadConfiguration> =>
    loadConfiguration(file, { contracts: loadContracts(), adapters, env: {} });
  const sandbox = await startSandboxProcess(read().directory.systems, null);
  const port = await freePort();
  const config = JSON.parse(readFileSync(file, 'utf8'));
  config.listen = { host: '127.0.0.1', port };
  config.dataDir = join(folder, 'data');
  for (const system of config.systems) system.endpoint = sandbox.endpoints.get(system.name);
  writeFileSync(file, JSON.stringify(config));
  const profile = PROFILE
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
    async cpu() {
      const { data } = await axios.get<string>(`${url}/metrics`, { headers, proxy: false });
      return Number(/^process_cpu_seconds_total (\S+)/m.exec(data)?.[1]);
    },
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

async function load({
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

/** What this machine gives: the web framework alone, reading, parsing and answering the same reports. */
async function bareExpress(count: number): Promise<Figures> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bareExpress.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve) => child.stdout.once('data', (line) => resolve(String(line).trim())));
  await load({ url, count: 3000 });
  const figures = await load({ url, count, from: 100_000 });
  child.kill('SIGTERM');
  return { ...figures, cpuMicros: Number.NaN };
}

/** Acceptance alone: the recipient is away, so relays only pile up. */
async function accepts(batch: number, count: number): Promise<Figures> {
  const bed = await openBed(`accept-${batch}`);
  await bed.persona('jaki-crm', 'down');
  await bed.load({ count: 3000, batch });
  const before = await bed.cpu();
  const load = await bed.load({ count, batch, from: 100_000, connections: batch === 1 ? 64 : 4 });
  const cpu = (await bed.cpu()) - before;
  await bed.close();
  return {
    perSecond: load.perSecond,
    cpuMicros: (cpu / count) * 1e6,
    p50: load.p50,
    p99: load.p99,
    statuses: load.statuses,
  };
}

/** Everything at once: accepted, delivered, settled, and the other side's number accepted and brought home. */
async function endToEnd(count: number): Promise<Figures> {
  const warmUp = 1500;
  const bed = await openBed('end-to-end');
  const day = await bed.file(count + warmUp);
  await bed.load({ count: warmUp, day });
  await drained(bed, warmUp);
  const before = await bed.cpu();
  const started = performance.now();
  const load = await bed.load({ count, from: warmUp, day });
  await drained(bed, count + warmUp);
  const seconds = (performance.now() - started) / 1000;
  const cpu = (await bed.cpu()) - before;
  await bed.close();
  const { p50, p99, statuses } = load;
  return {
    perSecond: count / seconds,
    acceptedPerSecond: load.perSecond,
    cpuMicros: (cpu / count) * 1e6,
    p50,
    p99,
    statuses,
  };
}

/** Waits until as many answers have reached their origin, by its own record, and every relay is settled. */
async function drained(bed: Bed, answered: number): Promise<void> {
  while ((await bed.effects('lampung-in')) < answered) await wait(20);
  for (;;) {
    const { waiting = 0, published = 0, claimed = 0, parked = 0 } = (await bed.counts()).relays;
    if (waiting + published + claimed + parked === 0) return;
    await wait(20);
  }
}

interface Figures {
  readonly perSecond: number;
  readonly acceptedPerSecond?: number;
  /** The gateway's CPU time for each report, microseconds. */
  readonly cpuMicros: number;
  readonly p50: number;
  readonly p99: number;
  readonly statuses: Readonly<Record<string, number>>;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const table = new Table({
  head: ['what', 'per second (median)', 'all runs', 'p50 ms', 'p99 ms', 'CPU us each', 'answers'],
  style: { head: [], border: [] },
});

async function measure(what: string, run: () => Promise<Figures>): Promise<void> {
  if (only !== undefined && !what.includes(only)) return;
  const runs: Figures[] = [];
  for (let n = 0; n < RUNS; n += 1) {
    runs.push(await run());
    console.error(`${what}: run ${n + 1} of ${RUNS}: ${Math.round(runs.at(-1)?.perSecond ?? 0)}/s`);
  }
  const of = (key: 'perSecond' | 'p50' | 'p99' | 'cpuMicros'): number => median(runs.map((figures) => figures[key]));
  const all = runs.map(({ perSecond, acceptedPerSecond }) =>
    acceptedPerSecond
      ? `${Math.round(perSecond)} (accepted at ${Math.round(acceptedPerSecond)})`
      : Math.round(perSecond),
  );
  table.push([
    what,
    Math.round(of('perSecond')),
    all.join(', '),
    of('p50').toFixed(1),
    of('p99').toFixed(1),
    of('cpuMicros').toFixed(0),
    JSON.stringify(runs[0]?.statuses),
  ]);
}

await measure('for comparison: bare Express, nothing kept', () => bareExpress(30_000));
await measure('durable accepts, one a request', () => accepts(1, 30_000));
await measure('durable accepts, NDJSON of 500 lines', () => accepts(500, 60_000));
await measure('end to end: accepted, delivered, settled, answer home', () => endToEnd(8000));
console.log(table.toString());
