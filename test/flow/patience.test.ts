import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import type { Adapter } from '../../src/adapter.ts';
import { GatewayError } from '../../src/errors.ts';
import type { House } from '../kits/house.ts';
import { allEnded, at, HASTY, handOver, it, lampungPlace, misplaced, movableClock, soon } from './scenes.ts';

const WAIT = 11 * 60_000;
const statusOf = (code: string) => ({ code, tstatus: { name: 'Proses' }, waktu: at(0) });

/** A report of Jakarta's own, and a status of it; while a handover is on its way there, both wait for their number. */
function ownReport(house: House) {
  const { serahTerima: _, ...report } = misplaced(house.jakarta, lampungPlace()).event;
  return { report, status: statusOf(String(report.code)), number: String(report.code) };
}

const eventsOf = async (house: House) => (await house.gateway.ledger.counts()).events;

/** The register's dialects, of which none can read this number's events any more. */
const without = (number: string): readonly Adapter[] =>
  adapters.map((adapter) => ({
    ...adapter,
    toCanonical(native, context) {
      if (JSON.stringify(native).includes(number)) throw new GatewayError('region-unknown', { detail: 'Dicabut.' });
      return adapter.toCanonical(native, context);
    },
  }));

describe.concurrent('patience that ends', () => {
  it('with a report before its status opens the case once and takes up both', async ({ open }) => {
    const clock = movableClock();
    const house = await open({ ...HASTY, now: clock.now });
    await house.jakarta.become({ kind: 'down' });
    await handOver(house);
    const { report, status, number } = ownReport(house);
    for (const event of [report, status]) expect((await house.push('jaki-crm', event)).data.held).toBeDefined();
    clock.forward(WAIT);
    await soon(async () => expect(await eventsOf(house)).toMatchObject({ accepted: 3, waiting: 0, quarantined: 0 }));
    expect((await house.gateway.ledger.numberRecord(number)).events).toEqual([]);
    await house.jakarta.become({ kind: 'ok' });
    await allEnded(house);
  });

  it('with a status before its report quarantines both, for a person, and stays so', async ({ open }) => {
    const clock = movableClock();
    const house = await open({ ...HASTY, now: clock.now });
    await house.jakarta.become({ kind: 'down' });
    await handOver(house);
    const { report, status } = ownReport(house);
    for (const event of [status, report]) await house.push('jaki-crm', event);
    clock.forward(WAIT);
    await soon(async () => expect(await eventsOf(house)).toMatchObject({ waiting: 0, quarantined: 2 }));
    await sleep(2200);
    expect(await eventsOf(house)).toMatchObject({ waiting: 0, quarantined: 2 });
  });

  it('on what cannot be translated any more quarantines that, and others have their turn', async ({ open }) => {
    const clock = movableClock();
    const house = await open({ ...HASTY, now: clock.now });
    await house.jakarta.become({ kind: 'down' });
    await handOver(house);
    const [lost, found] = [ownReport(house), ownReport(house)];
    for (const { report } of [lost, found]) await house.push('jaki-crm', report);
    await house.restart({ adapters: without(lost.number) });
    clock.forward(WAIT);
    await soon(async () => expect(await eventsOf(house)).toMatchObject({ waiting: 0, quarantined: 1 }));
    expect(await house.gateway.ledger.findCases(found.number)).toHaveLength(1);
    const [held] = (await house.gateway.ledger.numberRecord(lost.number)).events;
    expect(held?.receipt.held).toEqual({ code: 'region-unknown', detail: 'Dicabut.' });
  });
});

it('an answer is taken home although what waited for its number cannot be translated any more', async ({ open }) => {
  const house = await open(HASTY);
  await house.jakarta.become({ kind: 'reset', when: 'after' });
  await handOver(house);
  const number = await soon(() => {
    const here = house.jakarta.desk.cases().find(({ own }) => !own);
    if (!here) throw new Error('nothing came across yet');
    return here.number;
  });
  await house.push('jaki-crm', statusOf(number));
  await house.restart({ adapters: without(number) });
  await house.jakarta.become({ kind: 'ok' });
  await allEnded(house);
  expect((await house.gateway.ledger.counts()).relays).toMatchObject({ delivered: 2, dead: 0 });
  expect(await eventsOf(house)).toMatchObject({ waiting: 0, quarantined: 1 });
});
