import { describe, expect } from 'vitest';
import type { AnyJson } from '../kits/defaults.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import { ask, onRecord, systemOf } from './questions.ts';
import { recorded } from './recorded.ts';
import { HASTY, it, movableClock, soon } from './scenes.ts';

const SITES = 'jaki-vaksinasi';
const OTHER = 'vaksinasi-lain';
const TEBET = 'PUSKESMAS KECAMATAN TEBET';
const HOUR_MS = 3_600_000;

/** Sites that are asked for once a second. */
const withSites = (change: HouseOptions = {}): HouseOptions => ({
  ...HASTY,
  systems: ['jaki-crm', 'lampung-in', 'jaki', SITES],
  ...change,
  config(config) {
    HASTY.config?.(config);
    for (const system of config.systems) if (system.poll) system.poll.intervalSeconds = 1;
    change.config?.(config);
  },
});

const sites = (house: House, regionCode = '31', as = 'lampung-in') =>
  ask(house, 'health-facility', { regionCode }, { as });

const poll = async (house: House): Promise<AnyJson> => (await house.operator('GET', '/v1/polls')).data[0];

/** The sites, once the gateway has been told them all. */
async function known(house: House): Promise<readonly AnyJson[]> {
  await soon(async () => expect((await poll(house)).lastRoundAt).not.toBeNull());
  return (await sites(house)).data.results;
}

/** The system is gone, and the gateway has noticed. */
async function gone(house: House): Promise<void> {
  await systemOf(house, SITES).become({ kind: 'down' });
  await soon(async () => expect((await poll(house)).trouble).not.toBeNull());
}

const dataOf = (results: readonly AnyJson[]): readonly AnyJson[] => results.map(({ data }) => data);

describe('what is known of health sites', () => {
  it('is told with whose word it is and how old, and follows the contract', async ({ open }) => {
    const house = await open(withSites());
    const results = await known(house);
    expect(dataOf(results).map(({ name }) => name)).toContain(TEBET);
    const { status, data } = await sites(house);
    expect([status, data]).toMatchObject([200, { contract: 'health-facility/1.0', regionCode: '31' }]);
    for (const { from, asOf, ageSeconds, data: site, ...rest } of data.results) {
      expect([from, rest]).toEqual([SITES, {}]);
      expect(Date.parse(asOf)).toBeLessThanOrEqual(Date.parse(data.at));
      expect(ageSeconds).toBeLessThan(10);
      expect(Object.keys(site).toSorted()).toEqual(['facilityId', 'kind', 'location', 'name', 'slots']);
    }
    expect(JSON.stringify(data)).not.toMatch(/email|no_wa_pic|jumlah_tim/u);
  });

  it('grows old while its system is down, and is told all the same', async ({ open }) => {
    const clock = movableClock();
    const house = await open(withSites({ now: clock.now }));
    const before = await known(house);
    expect(before.length).toBeGreaterThan(1);
    await gone(house);
    const at = (await poll(house)).lastRoundAt;
    clock.forward(HOUR_MS);
    const later = (await sites(house)).data;
    expect(dataOf(later.results)).toEqual(dataOf(before));
    for (const { asOf, ageSeconds } of later.results) {
      expect(Math.abs(Date.parse(asOf) - Date.parse(at))).toBeLessThan(1000);
      expect(ageSeconds).toBe(Math.round((Date.parse(later.at) - Date.parse(asOf)) / 1000));
      expect(ageSeconds).toBeGreaterThanOrEqual(HOUR_MS / 1000);
    }
    expect(await onRecord(house)).toMatchObject([{ outcome: 'answered', answerer: SITES }, { outcome: 'answered' }]);
  });

  it('is new again once its system was asked again, though it says the same', async ({ open }) => {
    const clock = movableClock();
    const house = await open(withSites({ now: clock.now }));
    const before = await known(house);
    await gone(house);
    clock.forward(HOUR_MS);
    await systemOf(house, SITES).become({ kind: 'ok' });
    await soon(async () => {
      const { results } = (await sites(house)).data;
      expect(dataOf(results)).toEqual(dataOf(before));
      for (const { ageSeconds } of results) expect(ageSeconds).toBeLessThan(60);
    });
  });

  it('is what was said last: an appointment taken is one less', async ({ open }) => {
    const house = await open(withSites());
    const before = JSON.stringify(dataOf(await known(house)));
    systemOf(house, SITES).announce();
    await soon(async () => expect(JSON.stringify(dataOf((await sites(house)).data.results))).not.toBe(before));
    const slots = dataOf((await sites(house)).data.results).flatMap((site) => site.slots);
    expect(slots.some(({ quota, remaining }) => quota !== null && remaining < quota)).toBe(true);
  });

  it('outlives a restart of the gateway while its system is down', async ({ open }) => {
    const house = await open(withSites());
    const before = await known(house);
    await gone(house);
    await house.restart();
    expect(dataOf((await sites(house)).data.results)).toEqual(dataOf(before));
  });

  it('is told of the region that is asked about and what lies in it, and of no other', async ({ open }) => {
    const house = await open(withSites());
    const all = await known(house);
    const tebet = dataOf((await sites(house, '31.74.01')).data.results);
    expect(tebet.map(({ name }) => name)).toEqual([TEBET]);
    expect(all.length).toBeGreaterThan(tebet.length);
    expect((await sites(house, '18')).data.results).toEqual([]);
    expect((await sites(house, '31.7')).data.code).toBe('region-unknown');
  });
});

describe('an agreement about health sites', () => {
  it('lets those ask whom it names, each for what it gives them', async ({ open }) => {
    const given = ['/facilityId', '/name', '/kind', '/location/regionCode', '/slots'];
    const house = await open(
      withSites({
        agreement(agreement) {
          for (const grant of agreement.grants)
            if (grant.contract === 'health-facility/1.0' && grant.to === 'lampung-in') grant.fields = given;
        },
      }),
    );
    const [cut] = dataOf(await known(house));
    expect(Object.keys(cut.location)).toEqual(['regionCode']);
    const [whole] = dataOf((await sites(house, '31', 'jaki')).data.results);
    expect(Object.keys(whole.location).toSorted()).toEqual(['address', 'point', 'regionCode']);
    const { status, data } = await sites(house, '31', 'jaki-crm');
    expect([status, data.code]).toEqual([403, 'no-agreement']);
    expect(data.detail).toContain(`izin dari ${SITES} kepada jaki-crm untuk health-facility/1.0`);
    expect(JSON.stringify(data)).not.toContain('Tebet');
    expect(await onRecord(house)).toMatchObject([
      { asker: 'jaki-crm', outcome: 'no-agreement', agreementId: null },
      { asker: 'jaki', outcome: 'answered', agreementId: 'contoh-informasi-publik' },
      { asker: 'lampung-in', outcome: 'answered', answerer: SITES },
    ]);
  });

  it('about one system says nothing about another’s: each asker is told of those that give him theirs', async ({
    open,
  }) => {
    const before: { house?: House } = {};
    const other = await recorded(() => (before.house ? systemOf(before.house, SITES).url : 'http://127.0.0.1:9'));
    const house = await open(
      withSites({
        config(config) {
          const given = config.systems.find(({ name }: { name: string }) => name === SITES);
          config.systems.push({ ...given, name: OTHER, title: 'Vaksinasi lain', endpoint: other.url });
        },
        agreement(agreement) {
          const given = agreement.grants.find(({ from, to }: AnyJson) => from === SITES && to === 'jaki');
          if (given) agreement.grants.push({ ...given, from: OTHER });
        },
      }),
    );
    before.house = house;
    const from = async (as: string): Promise<readonly string[]> => [
      ...new Set<string>((await sites(house, '31', as)).data.results.map((one: AnyJson) => one.from)),
    ];
    await soon(async () => expect(await from('jaki')).toEqual([SITES, OTHER]));
    expect(await from('lampung-in')).toEqual([SITES]);
    const [last, one] = await onRecord(house);
    expect([last, one]).toMatchObject([
      { asker: 'lampung-in', answerer: SITES },
      { asker: 'jaki', answerer: `${SITES},${OTHER}` },
    ]);
  });

  it('that has ended lets nobody ask any more, also of what was said while it held', async ({ open }) => {
    const clock = movableClock();
    const house = await open(withSites({ now: clock.now }));
    expect(await known(house)).not.toEqual([]);
    clock.forward(Date.parse('2030-04-15T00:00:01+07:00') - clock.now());
    const { status, data } = await sites(house);
    expect([status, data.code, data.results]).toEqual([403, 'no-agreement', undefined]);
  });

  it.for([
    ['names no region', {}, '/regionCode'],
    ['names more than a region', { regionCode: '31', nama: 'x' }, '/nama'],
    ['names a region in a number', { regionCode: 31 }, '/regionCode'],
  ] as const)('is not even looked for where a question %s', async ([, question, pointer], { open }) => {
    const house = await open(withSites());
    const { status, data } = await ask(house, 'health-facility', question);
    expect([status, data.code]).toEqual([422, 'question-invalid']);
    expect(data.errors[0].pointer).toBe(pointer);
  });
});
