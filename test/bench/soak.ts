import { setTimeout as wait } from 'node:timers/promises';
import Table from 'cli-table3';
import { startBroker } from '../../src/sandbox/broker.ts';
import { openBed } from './bed.ts';

/**
 * What the gateway costs on Kafka while nothing happens, and whether its memory stays flat while reports pass for a long
 * time: `node test/bench/soak.ts [--minutes 10] [--rate <a second>]`.
 */
const argument = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const MINUTES = argument('--minutes', 10);
/** The simulated Lampung In gives out 9,999 numbers a day. */
const MOST_A_DAY = 9999;
const RATE = argument('--rate', MOST_A_DAY / (MINUTES * 60));
const IDLE_MS = 60_000;
const LOOK_MS = 30_000;
const MEBIBYTE = 1024 * 1024;

const broker = await startBroker({ onProgress: console.error });
const bed = await openBed({ name: 'soak', profile: false, brokers: broker.brokers });
try {
  await wait(10_000);
  const before = await bed.cpu();
  await wait(IDLE_MS);
  const idle = ((await bed.cpu()) - before) / (IDLE_MS / 1000);
  console.log(`idle: ${(idle * 100).toFixed(2)} % of a core over ${IDLE_MS / 1000} s`);

  const count = Math.min(Math.floor(MINUTES * 60 * RATE), MOST_A_DAY);
  const day = await bed.file(count);
  const table = new Table({ head: ['seconds', 'resident MiB', 'heap MiB', 'home'], style: { head: [], border: [] } });
  const passing = bed.load({ count, rate: RATE, day });
  const started = performance.now();
  let isOver = false;
  void passing.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await wait(LOOK_MS);
    const [resident, heap] = [
      await bed.metric('process_resident_memory_bytes'),
      await bed.metric('nodejs_heap_size_used_bytes'),
    ];
    const seconds = Math.round((performance.now() - started) / 1000);
    const row = [
      seconds,
      (resident / MEBIBYTE).toFixed(0),
      (heap / MEBIBYTE).toFixed(0),
      await bed.effects('lampung-in'),
    ];
    table.push(row);
    console.error(row.join('\t'));
  }
  const { perSecond, p50, p99, statuses } = await passing;
  console.log(table.toString());
  console.log(
    `${Math.round(perSecond)}/s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${JSON.stringify(statuses)}`,
  );
} finally {
  await bed.close();
  await broker.stop();
}
