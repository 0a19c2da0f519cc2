import { setTimeout as wait } from 'node:timers/promises';
import type { Judgement } from './judge.ts';
import { firstArrivalMs } from './recovery.ts';
import { AT_ONCE, eventsOf, type Trial, underTrial } from './trial.ts';

export interface KillRunOptions {
  readonly reports: number;
  readonly kills: number;
  readonly seed: number;
  /** With brokers, relays go over that Kafka. */
  readonly brokers?: readonly string[];
}

export interface KillRun extends Judgement {
  /** Process start to first 2xx, milliseconds, of the gateway started after each kill. */
  readonly recoveriesMs: readonly number[];
  /** Process start to the first arrival of something that was pushed after it; null where nothing was. */
  readonly arrivalsMs: readonly (number | null)[];
  /** Times the new gateway was killed again while it was still starting. */
  readonly killedWhileStarting: number;
}

interface Life {
  readonly startedAt: number;
  readonly recoveryMs: number;
}

/**
 * Kills the gateway and starts it again on the same data folder while reports pass both ways, each time at a moment
 * drawn from the seed, and judges. Now and then the new gateway is killed too.
 */
export async function killRun({ reports, kills, seed, brokers }: KillRunOptions): Promise<KillRun> {
  const verdict = await underTrial({ reports, seed, ...(brokers && { brokers }) }, async (trial) => {
    const lives: Life[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      await trial.reached(momentOf(trial, { kill, kills, reports }));
      await wait(trial.random() * 50);
      lives.push(await killAndStart(trial, lives.at(-1)?.recoveryMs ?? 500));
    }
    return { lives, killedWhileStarting: trial.crashes - kills };
  });
  const { told, deliveries, ...judged } = verdict;
  return {
    ...judged,
    killedWhileStarting: told.killedWhileStarting,
    recoveriesMs: told.lives.map(({ recoveryMs }) => recoveryMs),
    arrivalsMs: told.lives.map(({ startedAt }) => firstArrivalMs(deliveries, { since: startedAt, pushed: startedAt })),
  };
}

/** How many events are acknowledged when it happens: one moment in each equal part of the run. */
function momentOf({ random }: Trial, { kill, kills, reports }: { kill: number; kills: number; reports: number }) {
  return Math.max(1, Math.floor(((kill + random()) / kills) * eventsOf(reports)));
}

async function killAndStart(trial: Trial, recoveryMs: number): Promise<Life> {
  await trial.kill();
  let startedAt = Date.now();
  trial.start();
  if (trial.random() < 0.2) {
    await wait(trial.random() * recoveryMs);
    await trial.kill();
    startedAt = Date.now();
    trial.start();
  }
  return { startedAt, recoveryMs: await trial.recovered() };
}

/** A broker that can be killed and started again on its data. */
export interface KillableBroker {
  readonly brokers: readonly string[];
  kill(): Promise<void>;
  restart(): Promise<void>;
}

export interface BrokerKillRun extends Judgement {
  /** How long the broker was left dead, milliseconds. */
  readonly pausesMs: readonly number[];
  /** From when the restarted broker answered to the first arrival of something pushed after it was killed. */
  readonly arrivalsMs: readonly (number | null)[];
  /** Pushes from the first kill on that were not answered 2xx. */
  readonly unanswered: number;
}

/** Every third time the broker stays away for so long at most, else it is started again at once. */
const LONGEST_PAUSE_MS = 8000;

/** Kills the broker and starts it again while reports pass both ways, at moments drawn from the seed, and judges. */
export async function brokerKillRun(broker: KillableBroker, options: KillRunOptions): Promise<BrokerKillRun> {
  const { reports, kills, seed } = options;
  const { brokers } = broker;
  const verdict = await underTrial({ reports, seed, brokers, patienceMs: 90_000 }, async (trial) => {
    const deaths: { readonly killedAt: number; readonly pauseMs: number; readonly backAt: number }[] = [];
    // Until then some are refused because the gateway has not started yet.
    await trial.reached(AT_ONCE);
    const before = trial.load.unanswered;
    for (let kill = 0; kill < kills; kill += 1) {
      await trial.reached(momentOf(trial, { kill, kills, reports }));
      const killedAt = Date.now();
      await broker.kill();
      const pauseMs = kill % 3 === 1 ? Math.round(1000 + trial.random() * (LONGEST_PAUSE_MS - 1000)) : 0;
      await wait(pauseMs);
      await broker.restart();
      deaths.push({ killedAt, pauseMs, backAt: Date.now() });
    }
    return { deaths, unanswered: trial.load.unanswered - before };
  });
  const { told, deliveries, ...judged } = verdict;
  return {
    ...judged,
    unanswered: told.unanswered,
    pausesMs: told.deaths.map(({ pauseMs }) => pauseMs),
    arrivalsMs: told.deaths.map(({ killedAt, backAt }) =>
      firstArrivalMs(deliveries, { since: backAt, pushed: killedAt }),
    ),
  };
}
