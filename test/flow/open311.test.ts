import { describe, expect, onTestFinished } from 'vitest';
import { createSimulator } from '../../adapters/shared/open311/simulator.ts';
import { specimenToken, tokenSha256 } from '../../src/config/config.ts';
import { Automation } from '../../src/sandbox/automation.ts';
import { clockedSimulator } from '../../src/sandbox/clock.ts';
import { startSimulatedSystem } from '../../src/sandbox/host.ts';
import { caseAt, HASTY, it, lampungPlace, misplaced, recordOf, soon } from './scenes.ts';

const CITY = 'kota-contoh';
const PLACE = { ...lampungPlace(), regionCode: '18.71.15.1002', category: 'road' };
const WORDS = { from: CITY, to: 'jaki-crm', fields: 'all', confidentiality: ['public'], retentionDays: 30 };

async function city() {
  const now = () => new Date();
  const simulator = clockedSimulator(createSimulator, { territory: '18.71' }, now);
  const system = await startSimulatedSystem({
    name: CITY,
    simulator,
    gatewayUrl: null,
    token: specimenToken(CITY),
    now,
  });
  const officers = new Automation(system, { stepMs: 700, jitter: 0 });
  onTestFinished(async () => {
    officers.close();
    await system.close();
  });
  return system;
}

describe('a city that only answers', () => {
  it('is handed what lies in it, by configuration alone, and its work comes home done', async ({ open }) => {
    const system = await city();
    const house = await open({
      ...HASTY,
      config(config) {
        config.systems.push({
          ...{ name: CITY, title: 'Kota Contoh', dialect: 'shared/open311', government: '18.71', territory: '18.71' },
          ...{ endpoint: system.url, simulated: true, tokenSha256: tokenSha256(specimenToken(CITY)) },
          ...{ poll: { intervalSeconds: 1 }, options: { services: { road: 'JLN-01', other: 'UMM-99' } } },
        });
        HASTY.config?.(config);
      },
      agreement(agreement) {
        const party = { government: '18.71', name: 'Kota Contoh', documentNumber: 'CONTOH/18.71/2025' };
        agreement.parties.push(party);
        agreement.grants.push(
          { ...WORDS, from: 'jaki-crm', to: CITY, contract: 'report-handover/1.0' },
          ...['handover-answer/1.0', 'report-status/1.0'].map((contract) => ({ ...WORDS, contract })),
        );
      },
    });
    const { number, event } = misplaced(house.jakarta, PLACE);
    expect((await house.push('jaki-crm', event)).status).toBe(202);
    await soon(() => expect(caseAt(house.jakarta, number)?.status).toBe('Selesai'));
    const [there] = system.desk.cases();
    expect(there).toMatchObject({ own: false, counterpart: number, status: 'closed' });
    const home = caseAt(house.jakarta, number);
    expect(home).toMatchObject({ counterpart: there?.number, answers: ['registered'] });
    const told = (home?.history ?? []).flatMap(({ status, sequence }) => (sequence === null ? [] : [status]));
    expect(told.at(-1)).toBe('Selesai');
    expect(system.book.summary()).toMatchObject({ effects: 1, secondEffects: 0 });
    expect(system.problems).toEqual([]);
  });

  it('is asked about a report that was refused at home before it was handed over', async ({ open }) => {
    const house = await open({
      ...HASTY,
      systems: ['jaki-crm', 'lampung-in', 'kota-metro'],
      automation: { stepMs: 300 },
      config(config) {
        HASTY.config?.(config);
        for (const system of config.systems) if (system.poll) system.poll.intervalSeconds = 1;
      },
    });
    const { number, event } = misplaced(house.jakarta, { ...PLACE, regionCode: '18.72.04.1004' });
    const { serahTerima: _handover, ...report } = event;
    const refused = { ...report, tstatus: { name: 'Ditolak' }, createdAt: '2025-07-03T09:00:00+07:00' };
    const later = { ...event, createdAt: '2025-07-03T09:00:00+07:00' };
    expect((await house.push('jaki-crm', { ...refused, updatedAt: '2025-07-03T09:00:00+07:00' })).status).toBe(202);
    expect((await house.push('jaki-crm', later)).status).toBe(202);
    await soon(() => expect(caseAt(house.jakarta, number)?.status).toBe('Selesai'));
    expect((await recordOf(house, number)).case).toMatchObject({ status: 'done', holder: 'kota-metro' });
  });
});
