import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Table from 'cli-table3';
import { type Broker, brokerObstacle, startBroker } from '../../src/sandbox/broker.ts';
import { type Bed, load, openBed } from './bed.ts';

/**
 * What the gateway carries on this machine: gateway, load generator and simulated systems each in a process of their own,
 * on the same cores. Each figure is the median of several runs on fresh ledgers; embedded and Kafka take turns, so that what
 * else the machine does meets both. `of all` is the CPU time of everything that ran, for each report; `ceiling` is what
 * this machine's cores would carry at that price, were the work divided among them without loss. Arguments: `--runs 3 --only <words> --profile`.
 */
const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : (process.argv[at + 1] ?? '');
};
const RUNS = Number(argument('--runs') ?? 3);
const PROFILE = process.argv.includes('--profile');
const only = argument('--only');

/** What this machine gives: the web framework alone, reading, parsing and answering the same reports. */
async function bareExpress(count: number): Promise<Figures> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bareExpress.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve) => child.stdout.once('data', (line) => resolve(String(line).trim())));
  await load({ url, count: 3000 });
  const machine = machineCpu();
  const figures = await load({ url, count, from: 100_000 });
  const machineMicros = machine() / count;
  child.kill('SIGTERM');
  return { ...figures, machineMicros, cpuMicros: Number.NaN };
}

/** Starts counting the time all cores were busy, whoever kept them so; the end gives it in microseconds. */
function machineCpu(): () => number {
  const busy = (): number =>
    cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  const before = busy();
  return () => (busy() - before) * 1000;
}

/** Acceptance alone: the recipient is away, so relays only pile up. */
async function accepts(brokers: Brokers, batch: number, count: number, rate?: number): Promise<Figures> {
  const bed = await openBed({ name: `accept-${batch}`, profile: PROFILE, brokers });
  await bed.persona('jaki-crm', 'down');
  await bed.load({ count: 3000, batch });
  const before = await bed.cpu();
  const connections = batch === 1 ? 64 : 4;
  const machine = machineCpu();
  const load = await bed.load({ count, batch, from: 100_000, connections, rate: rate ?? null });
  const machineMicros = machine() / count;
  const cpu = (await bed.cpu()) - before;
  await bed.close();
  return {
    perSecond: load.perSecond,
    machineMicros,
    cpuMicros: (cpu / count) * 1e6,
    p50: load.p50,
    p99: load.p99,
    statuses: load.statuses,
  };
}

/** Everything at once: accepted, delivered, settled, and the other side's number accepted and brought home. */
async function endToEnd(brokers: Brokers, count: number): Promise<Figures> {
  const warmUp = 1500;
  const bed = await openBed({ name: 'end-to-end', profile: PROFILE, brokers });
  const day = await bed.file(count + warmUp);
  await bed.load({ count: warmUp, day });
  await drained(bed, warmUp);
  const before = await bed.cpu();
  const machine = machineCpu();
  const started = performance.now();
  const load = await bed.load({ count, from: warmUp, day });
  await drained(bed, count + warmUp);
  const seconds = (performance.now() - started) / 1000;
  const machineMicros = machine() / count;
  const cpu = (await bed.cpu()) - before;
  await bed.close();
  const { p50, p99, statuses } = load;
  return {
    perSecond: count / seconds,
    acceptedPerSecond: load.perSecond,
    machineMicros,
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

type Brokers = readonly string[] | null;

interface Figures {
  readonly perSecond: number;
  readonly acceptedPerSecond?: number;
  /** The gateway's CPU time for each report, microseconds. */
  readonly cpuMicros: number;
  /** The same of everything that ran: gateway, load generator, simulators, broker, kernel. */
  readonly machineMicros: number;
  readonly p50: number;
  readonly p99: number;
  readonly statuses: Readonly<Record<string, number>>;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * What is asked for, a second, where bare Express answers 38,000: absolute figures are the machine's of the day, so what
 * is compared is the share of what bare Express does in the same run.
 */
const FLOORS: Readonly<Record<string, number>> = { 'one a request': 6000, NDJSON: 15_000, 'end to end': 2000 };
const FLOORS_BARE = 38_000;

/** The floor's share of bare Express. */
const floorOf = (what: string): number | undefined => {
  const name = Object.keys(FLOORS).find((part) => what.includes(part));
  return name === undefined ? undefined : (FLOORS[name] ?? Number.NaN) / FLOORS_BARE;
};

const table = new Table({
  head: [
    'what',
    'per second (median)',
    'of bare',
    'floor',
    'all runs',
    'p50 ms',
    'p99 ms',
    'CPU us each',
    'of all',
    'ceiling',
    'answers',
  ],
  style: { head: [], border: [] },
});

/** What is measured, and how one run of it is done. */
type Measurement = readonly [what: string, run: () => Promise<Figures>];

/** Those that are to be compared run in turn. */
async function measure(...measurements: readonly Measurement[]): Promise<void> {
  const chosen = measurements.filter(([what]) => only === undefined || what.includes(only));
  const runs = new Map<string, Figures[]>(chosen.map(([what]) => [what, []]));
  for (let n = 0; n < RUNS; n += 1) {
    for (const [what, run] of chosen) {
      const figures = await run();
      runs.get(what)?.push(figures);
      console.error(`${what}: run ${n + 1} of ${RUNS}: ${Math.round(figures.perSecond)}/s`);
    }
  }
  for (const [what, figures] of runs) table.push(row(what, figures));
}

function row(what: string, runs: readonly Figures[]): string[] {
  const of = (key: 'perSecond' | 'p50' | 'p99' | 'cpuMicros' | 'machineMicros'): number =>
    median(runs.map((figures) => figures[key]));
  const all = runs.map(({ perSecond, acceptedPerSecond }) => {
    const accepted = acceptedPerSecond ? ` (accepted at ${Math.round(acceptedPerSecond)})` : '';
    return `${Math.round(perSecond)}${accepted}`;
  });
  const perSecond = of('perSecond');
  if (what === BARE) bare = perSecond;
  return [
    what,
    String(Math.round(perSecond)),
    bare === undefined ? '' : (perSecond / bare).toFixed(3),
    floorOf(what)?.toFixed(3) ?? '',
    all.join(', '),
    ...[of('p50').toFixed(1), of('p99').toFixed(1), of('cpuMicros').toFixed(0), of('machineMicros').toFixed(0)],
    String(Math.round((cpus().length * 1e6) / of('machineMicros'))),
    JSON.stringify(runs[0]?.statuses),
  ];
}

const BARE = 'for comparison: bare Express, nothing kept';
/** What the bare framework did in this run: absolute figures are the machine's of the day, ratios hold. */
let bare: number | undefined;

async function kafka(): Promise<{ brokers: Brokers; broker: Broker | null }> {
  const named = (process.env.KAFKA_BROKERS ?? '').split(',').filter((one) => one !== '');
  if (named.length > 0) return { brokers: named, broker: null };
  const obstacle = await brokerObstacle();
  if (obstacle !== null) {
    console.error(`Without Kafka: ${obstacle}`);
    return { brokers: null, broker: null };
  }
  const broker = await startBroker({ onProgress: console.error });
  return { brokers: broker.brokers, broker };
}

const { brokers, broker } = await kafka();
// A broker that has just started compiles its own code first, at the cost of whoever shares its cores.
if (brokers !== null) await accepts(brokers, 1, 20_000);
const onKafka = (what: string, run: (brokers: Brokers) => Promise<Figures>): readonly Measurement[] => [
  [what, () => run(null)],
  ...(brokers === null ? [] : [[`${what}, on Kafka`, () => run(brokers)] as const]),
];

await measure([BARE, () => bareExpress(30_000)]);
await measure(...onKafka('durable accepts, one a request', (by) => accepts(by, 1, 30_000)));
const floor = Math.round((bare ?? FLOORS_BARE) * (floorOf('one a request') ?? 0));
await measure(
  ...onKafka(`durable accepts, one a request, offered at the floor`, (by) => accepts(by, 1, floor * 10, floor)),
);
await measure(...onKafka('durable accepts, NDJSON of 500 lines', (by) => accepts(by, 500, 60_000)));
await measure(...onKafka('end to end: accepted, delivered, settled, answer home', (by) => endToEnd(by, 8000)));
await broker?.stop();
console.log(table.toString());
