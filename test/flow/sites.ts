import { expect } from 'vitest';
import { createSimulator } from '../../adapters/jakarta/jaki-vaksinasi/simulator.ts';
import type { AnyJson } from '../kits/defaults.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import { serving } from './markets.ts';
import { ask } from './questions.ts';
import { HASTY, soon } from './scenes.ts';

export const SITES = 'jaki-vaksinasi';

export interface Service {
  readonly url: string;
  /** What it answers with, as it is; a test may change it. */
  rows: AnyJson[];
  asked: number;
  /** Answers 304 where the list is the same. */
  isConditional: boolean;
  /** The answer in other words. */
  raw: (text: string) => string;
}

/** A vaccination service over real HTTP, with a list that a test may write. */
export async function service(): Promise<Service> {
  const { body } = createSimulator({ now: () => new Date(), territory: '31' }).answer({
    ...{ method: 'GET', path: '/faskes', headers: {}, body: null },
  });
  const listed: AnyJson[] = Array.isArray(body) ? body : (body as { data: AnyJson[] }).data;
  // One has no number of its own, and is refused.
  const rows = listed.filter((row) => row.kode_lokasi_vaksinasi !== undefined);
  const given: Omit<Service, 'url'> = {
    ...{ rows, asked: 0, isConditional: false, raw: (text) => text },
  };
  const url = await serving((_method, _path, condition) => {
    given.asked += 1;
    const etag = `"${JSON.stringify(given.rows).length}"`;
    const isSame = given.isConditional && condition === etag;
    return { status: isSame ? 304 : 200, text: given.raw(JSON.stringify(given.rows)), headers: { etag } };
  });
  return Object.assign(given, { url });
}

export const askedSites = (
  { url }: Service,
  { intervalSeconds = 1, ...change }: HouseOptions & { readonly intervalSeconds?: number } = {},
): HouseOptions => ({
  ...HASTY,
  systems: ['jaki-crm', 'lampung-in', 'jaki', SITES],
  endpoints: { [SITES]: url },
  ...change,
  config(config) {
    HASTY.config?.(config);
    for (const system of config.systems) if (system.poll) system.poll.intervalSeconds = intervalSeconds;
  },
});

export const known = async (house: House): Promise<readonly AnyJson[]> =>
  (await ask(house, 'health-facility', { regionCode: '31' }, { as: 'lampung-in' })).data.results;

export const names = async (house: House): Promise<readonly string[]> =>
  (await known(house)).map(({ data }) => data.name);

export const accepted = async ({ gateway }: House): Promise<number> => (await gateway.ledger.counts()).events.accepted;

export const refusals = async (house: House): Promise<readonly AnyJson[]> =>
  (await house.operator('GET', '/v1/refusals')).data;

/** So many more rounds have ended. */
export async function rounds(of: Service, more: number): Promise<void> {
  const before = of.asked;
  await soon(() => expect(of.asked).toBeGreaterThan(before + more));
}

/** The gateway has been told all sites, and once more. */
export async function begun(house: House, of: Service): Promise<void> {
  await soon(async () => expect(await names(house)).toHaveLength(of.rows.length));
  await rounds(of, 2);
}
