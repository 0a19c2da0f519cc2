import { afterEach, expect, it, vi } from 'vitest';
import { JAKARTA_PLACES, LAMPUNG_PLACES } from '../../src/sandbox/scenario.ts';
import { type House, openHouse } from '../kits/house.ts';

let house: House;
afterEach(() => house.close());

const own = (system: House['jakarta'], number: string) => system.desk.cases().find((found) => found.number === number);

it.each(['lampung-in', 'jaki-crm'] as const)(
  'a report filed at %s about the other province comes home done',
  async (from) => {
    house = await openHouse({ automation: { stepMs: 20, jitter: 0 } });
    const [here, there] = from === 'lampung-in' ? [house.lampung, house.jakarta] : [house.jakarta, house.lampung];
    const [report] = from === 'lampung-in' ? JAKARTA_PLACES : LAMPUNG_PLACES;
    if (!report) throw new Error('the scenario is empty');
    const number = here.desk.file(report);
    here.pusher.push(number, here.desk.handOver(number));

    await vi.waitFor(() => expect(own(here, number)?.status.toLowerCase()).toBe('selesai'), {
      timeout: 15_000,
      interval: 20,
    });
    const home = own(here, number);
    const away = there.desk.cases().find((found) => found.number === home?.counterpart);
    expect(away?.counterpart).toBe(number);
    expect(home?.answers).toEqual(['registered', 'accepted']);
    const told = (home?.history ?? []).flatMap(({ sequence }) => sequence ?? []);
    expect(told).toEqual(told.map((_, index) => index + 1));
    expect(here.book.summary().secondEffects + there.book.summary().secondEffects).toBe(0);
  },
);
