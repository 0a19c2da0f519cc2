import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Arena, openArena } from './arena.ts';
import { POINTS, type Point } from './crashPoints.ts';
import type { Ending } from './gatewayProcess.ts';
import { type Judgement, judge } from './judge.ts';
import { Load, SYSTEMS } from './load.ts';
import { chosenSeed, randomFrom } from './random.ts';

const REPORTS = 8;
const STATUSES = 2;
const REACH_MS = 20_000;
const SLOW_MS = 1000;

const seed = chosenSeed();
const random = randomFrom(seed);
console.log(`seed ${seed}`);

interface Crash {
  readonly point: Point;
  /** Which time the point is reached is the last. */
  readonly nth: number;
  readonly crashes: number;
}

/** Lets the gateway die at the point so many times, starts it as it is, and judges when nothing is under way. */
async function crashAndJudge(crash: Crash): Promise<Judgement> {
  const arena = await openArena();
  const load = new Load({ url: arena.url, books: arena.books, statuses: STATUSES, patienceMs: 30_000 });
  let sound = false;
  try {
    const judged = await crashThenRun(arena, load, crash);
    sound = judged.problems.length === 0;
    return judged;
  } finally {
    await load.close();
    const folder = await arena.close(!sound);
    if (!sound) console.log(`${JSON.stringify(crash)}: ledger and log are kept in ${folder}`);
  }
}

async function crashThenRun(arena: Arena, load: Load, { point, nth, crashes }: Crash): Promise<Judgement> {
  const slow = point === 'send under way';
  // The receiver acts on what was sent when its sender is already gone.
  if (slow) for (const system of SYSTEMS) await arena.books.become(system, { kind: 'slow', ms: SLOW_MS });
  const endings: Promise<readonly Ending[]> = (async () => {
    const seen: Ending[] = [];
    for (let crash = 0; crash < crashes; crash += 1) {
      const { ended } = arena.startCrashing(point, nth);
      seen.push(await Promise.race([ended, notReached(point)]));
      load.life += 1;
    }
    return seen;
  })();
  const passing = load.run(REPORTS, REPORTS);
  expect(await endings).toEqual(Array.from({ length: crashes }, () => ({ code: null, signal: 'SIGKILL' })));
  const gateway = arena.start();
  if (slow) for (const system of SYSTEMS) await arena.books.become(system, { kind: 'ok' });
  await passing;
  const judged = await judge(arena, load, { counts: await arena.drained(), crashes });
  const { code } = await gateway.stop();
  const audit = [...(code === 0 ? [] : [`the gateway ended with ${code}`]), ...(await arena.audit())];
  return { ...judged, problems: [...judged.problems, ...audit] };
}

async function notReached(point: Point): Promise<never> {
  await wait(REACH_MS, undefined, { ref: false });
  throw new Error(`the gateway lives on without reaching "${point}"`);
}

function expectKept(judged: Judgement): void {
  expect(judged.problems).toEqual([]);
  const acknowledged = REPORTS * (1 + STATUSES);
  expect(judged.total).toEqual({ acknowledged, delivered: acknowledged, secondEffects: 0, reordered: 0, lost: 0 });
}

describe('a gateway that dies at a step of the way', () => {
  it.each(POINTS.map((point) => ({ point, nth: 1 + Math.floor(random() * 6) })))(
    'loses nothing, repeats no effect and sends at most twice: $point, time $nth',
    async ({ point, nth }) => expectKept(await crashAndJudge({ point, nth, crashes: 1 })),
    60_000,
  );

  it.each(['send answered', 'settle inside'] as const)(
    'sends at most four times, under the same delivery id, when it dies three times in a row: %s',
    async (point) => {
      const judged = await crashAndJudge({ point, nth: 1, crashes: 3 });
      expectKept(judged);
      expect(judged.mostSends).toBe(4);
    },
    60_000,
  );
});
