import { setTimeout as wait } from 'node:timers/promises';
import { type Arena, finish, openArena } from './arena.ts';
import type { GatewayProcess } from './gatewayProcess.ts';
import { type Judgement, judge } from './judge.ts';
import { Load, SYSTEMS } from './load.ts';
import { randomFrom } from './random.ts';

export interface KillRunOptions {
  readonly reports: number;
  readonly kills: number;
  readonly seed: number;
}

export interface KillRun extends Judgement {
  /** Process start to first 2xx, milliseconds, of the gateway started after each kill. */
  readonly recoveriesMs: readonly number[];
  /** Times the new gateway was killed again while it was still starting. */
  readonly killedWhileStarting: number;
}

const STATUSES = 3;
const AT_ONCE = 32;
const START_MS = 30_000;
/** Share of calls that the receivers refuse for the moment, so that later relays of a report meet earlier parked ones. */
const TROUBLE = 0.03;

/**
 * Passes reports both ways while the gateway is killed and started again on the same data folder, each time at a moment
 * drawn from the seed and the receivers refuse now and then; then waits until nothing is under way and judges. Now and then the new gateway is killed too.
 */
export async function killRun(options: KillRunOptions): Promise<KillRun> {
  const arena = await openArena();
  const load = new Load({ url: arena.url, books: arena.books, statuses: STATUSES, patienceMs: 45_000 });
  let sound = false;
  try {
    const run = await killAndJudge(arena, load, options);
    sound = run.problems.length === 0;
    return run;
  } finally {
    await load.close();
    const folder = await arena.close(!sound);
    if (!sound) console.log(`seed ${options.seed}; ledger and log are kept in ${folder}`);
  }
}

async function killAndJudge(arena: Arena, load: Load, { reports, kills, seed }: KillRunOptions): Promise<KillRun> {
  const random = randomFrom(seed);
  const recoveriesMs: number[] = [];
  const events = reports * (1 + STATUSES);
  let killedWhileStarting = 0;
  await become(arena, { kind: 'error-500', share: TROUBLE });
  let gateway = arena.start();
  const passing = load.run(reports, AT_ONCE);
  for (let kill = 0; kill < kills; kill += 1) {
    const target = Math.max(1, Math.floor(((kill + random()) / kills) * events));
    await reached(load, target, gateway);
    await wait(random() * 50);
    await gateway.kill();
    gateway = arena.start();
    if (random() < 0.2) {
      await wait(random() * (recoveriesMs.at(-1) ?? 500));
      await gateway.kill();
      gateway = arena.start();
      killedWhileStarting += 1;
    }
    load.life += 1;
    recoveriesMs.push(await recovered(load, gateway));
  }
  await passing;
  await become(arena, { kind: 'ok' });
  const aftermath = await finish(arena, gateway);
  const judged = await judge(arena, load, { ...aftermath, crashes: kills + killedWhileStarting });
  return { ...judged, recoveriesMs, killedWhileStarting };
}

async function become({ books }: Arena, persona: object): Promise<void> {
  for (const system of SYSTEMS) await books.become(system, persona);
}

async function reached(load: Load, target: number, gateway: GatewayProcess): Promise<void> {
  while (load.acknowledged.length < target && !load.over) {
    if (!gateway.running) throw new Error('the gateway ended by itself');
    await wait(2);
  }
}

/** Pushes what was last acknowledged again: 200 says that it is still known, 202 that it was forgotten. */
async function recovered(load: Load, gateway: GatewayProcess): Promise<number> {
  const last = load.acknowledged.at(-1);
  if (!last) throw new Error('killed before anything was acknowledged');
  for (const until = performance.now() + START_MS; performance.now() < until; await wait(20)) {
    if (!gateway.running) throw new Error('the gateway did not start again');
    const answer = await load.again(last);
    if (!answer || answer.status >= 500) continue;
    if (answer.status !== 200 || answer.eventId !== last.eventId) {
      load.problems.push(`${last.what} of ${last.passage.number} was forgotten: answered ${answer.status}`);
    }
    return Math.round(performance.now() - gateway.startedAt);
  }
  throw new Error('the gateway did not answer after its start');
}
