import { describe, expect, it } from 'vitest';
import { describeKafka, kafkaBrokers, ownBroker } from '../kits/kafka.ts';
import type { Judgement } from '../nemesis/judge.ts';
import { brokerKillRun, killRun } from '../nemesis/killRun.ts';
import { chosenSeed } from '../nemesis/random.ts';
import { spreadOf } from '../nemesis/recovery.ts';
import { eventsOf } from '../nemesis/trial.ts';

const kills = Number(process.env.JEMBATAN_KILL_ROUNDS ?? 3);
const reports = Number(process.env.JEMBATAN_KILL_REPORTS ?? 120);
const LONGEST_MS = 120_000 + reports * 60 + kills * 30_000;

function expectKept({ problems, total }: Judgement): void {
  expect(problems.slice(0, 20)).toEqual([]);
  const acknowledged = eventsOf(reports);
  expect(total).toEqual({ acknowledged, delivered: acknowledged, secondEffects: 0, reordered: 0, lost: 0 });
}

const said = (values: readonly (number | null)[]): string => {
  const { median, max } = spreadOf(values);
  return `${median} ms (median), ${max} ms (most)`;
};

describeKafka('a gateway killed with kill -9 while reports pass both ways over Kafka', () => {
  it(
    `keeps every acknowledged event, once and in order, through ${kills} kills and ${reports} reports`,
    async () => {
      const seed = chosenSeed();
      const run = await killRun({ reports, kills, seed, brokers: kafkaBrokers() });
      console.log(
        `seed ${seed}, killed while starting ${run.killedWhileStarting}, repeated sends ${run.repeats}
         process start to first 2xx ${said(run.recoveriesMs)}
         process start to first arrival of something pushed after it ${said(run.arrivalsMs)}`,
      );
      expectKept(run);
      expect(run.recoveriesMs).toHaveLength(kills);
    },
    LONGEST_MS,
  );
});

describe('a broker killed with kill -9 while reports pass both ways', () => {
  const broker = ownBroker();

  it(
    `costs no acknowledged event and repeats no send, through ${kills} kills and ${reports} reports`,
    async () => {
      const seed = chosenSeed();
      const run = await brokerKillRun(broker(), { reports, kills, seed });
      console.log(
        `seed ${seed}, left dead for ${run.pausesMs.join(', ')} ms
         restarted broker's first answer to first arrival of something pushed after the kill ${said(run.arrivalsMs)}`,
      );
      expectKept(run);
      expect(run.repeats).toBe(0);
      expect(run.unanswered).toBe(0);
      expect(run.pausesMs).toHaveLength(kills);
    },
    LONGEST_MS,
  );
});
