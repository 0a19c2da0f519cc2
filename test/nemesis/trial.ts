import { setTimeout as wait } from 'node:timers/promises';
import { type Arena, finish, openArena } from './arena.ts';
import type { GatewayProcess } from './gatewayProcess.ts';
import { type Judgement, judge } from './judge.ts';
import { Load, SYSTEMS } from './load.ts';
import { randomFrom } from './random.ts';
import { type Delivery, deliveries } from './recovery.ts';

export interface TrialOptions {
  /** With brokers, relays go over that Kafka. */
  readonly brokers?: readonly string[];
  readonly reports: number;
  readonly seed: number;
  /** How many reports pass at a time; as many as there are where they begin by the clock, see `everyMs` of a load. */
  readonly atOnce?: number;
  readonly everyMs?: number;
  /** How long a report may take to appear on the other side. */
  readonly patienceMs?: number;
}

/** What happens to the gateway or its surroundings while reports pass. */
export type Nemesis<Told> = (trial: Trial) => Promise<Told>;

export interface Verdict<Told> extends Judgement {
  readonly told: Told;
  /** What the receivers' records say of when it arrived. */
  readonly deliveries: readonly Delivery[];
}

const STATUSES = 3;
/** Reports that pass at a time unless said otherwise. */
export const AT_ONCE = 32;
const PATIENCE_MS = 45_000;
const START_MS = 30_000;
/** Share of calls that the receivers refuse for the moment, so that later relays of a report meet earlier parked ones. */
const TROUBLE = 0.03;

/** Reports under way over a gateway that can be killed and started again on the same data folder. */
export class Trial {
  readonly arena: Arena;
  readonly load: Load;
  readonly random: () => number;
  gateway: GatewayProcess;
  /** How often a gateway was killed. */
  crashes = 0;

  constructor(arena: Arena, load: Load, random: () => number) {
    this.arena = arena;
    this.load = load;
    this.random = random;
    this.gateway = arena.start();
  }

  async kill(): Promise<void> {
    await this.gateway.kill();
    this.crashes += 1;
  }

  /** Another gateway, the next life of it. */
  start(): void {
    this.gateway = this.arena.start();
    this.load.life += 1;
  }

  /** Waits until so many events are acknowledged, or no more are to come. */
  async reached(acknowledged: number): Promise<void> {
    while (this.load.acknowledged.length < acknowledged && !this.load.over) {
      if (!this.gateway.running) throw new Error('the gateway ended by itself');
      await wait(2);
    }
  }

  /**
   * Pushes what was last acknowledged again: 200 says that it is still known, 202 that it was forgotten. Process start
   * to that answer, milliseconds.
   */
  async recovered(): Promise<number> {
    const last = this.load.acknowledged.at(-1);
    if (!last) throw new Error('killed before anything was acknowledged');
    for (const until = performance.now() + START_MS; performance.now() < until; await wait(20)) {
      if (!this.gateway.running) throw new Error('the gateway did not start again');
      const answer = await this.load.again(last);
      if (!answer || answer.status >= 500) continue;
      if (answer.status !== 200 || answer.eventId !== last.eventId) {
        this.load.problems.push(`${last.what} of ${last.passage.number} was forgotten: answered ${answer.status}`);
      }
      return Math.round(performance.now() - this.gateway.startedAt);
    }
    throw new Error('the gateway did not answer after its start');
  }
}

/** Events that a trial of so many reports acknowledges. */
export const eventsOf = (reports: number): number => reports * (1 + STATUSES);

/**
 * Passes reports both ways while the nemesis does its work and the receivers refuse now and then; then waits until
 * nothing is under way and judges.
 */
export async function underTrial<Told>(options: TrialOptions, nemesis: Nemesis<Told>): Promise<Verdict<Told>> {
  const { brokers, seed, patienceMs = PATIENCE_MS, everyMs = 0 } = options;
  const arena = await openArena(brokers);
  const load = new Load({ url: arena.url, books: arena.books, statuses: STATUSES, patienceMs, everyMs });
  let sound = false;
  try {
    await become(arena, { kind: 'error-500', share: TROUBLE });
    const verdict = await meet(new Trial(arena, load, randomFrom(seed)), nemesis, options);
    sound = verdict.problems.length === 0;
    return verdict;
  } finally {
    await load.close();
    const folder = await arena.close(!sound);
    if (!sound) console.log(`seed ${seed}; ledger and log are kept in ${folder}`);
  }
}

async function meet<Told>(trial: Trial, nemesis: Nemesis<Told>, options: TrialOptions): Promise<Verdict<Told>> {
  const { arena, load } = trial;
  const { reports, atOnce = options.everyMs ? reports : AT_ONCE } = options;
  const passing = load.run(reports, atOnce);
  const told = await nemesis(trial);
  await passing;
  await become(arena, { kind: 'ok' });
  const aftermath = await finish(arena, trial.gateway);
  const judged = await judge(arena, load, { ...aftermath, crashes: trial.crashes });
  return { ...judged, told, deliveries: await deliveries(arena, load) };
}

async function become({ books }: Arena, persona: object): Promise<void> {
  for (const system of SYSTEMS) await books.become(system, persona);
}
