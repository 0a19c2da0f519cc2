import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import type { House, HouseOptions } from '../kits/house.ts';
import { asked, infoPangan, polls, prices, serving, withPrice } from './markets.ts';
import { it, lampungPlace, misplaced, STUBBORN, soon, upstream } from './scenes.ts';

const MARKETS = '/v1/master-data/market';

describe('a system of which one question', () => {
  it.for([
    ['is answered with 500', { status: 500 }],
    ['is answered with a failure inside a 200', { status: 200, body: { code: 500, data: null } }],
    ['is never answered', { status: 200, hangs: true }],
    ['is answered with 404', { status: 404 }],
  ] as const)(
    '%s is asked all others, round after round, and none of it opens its circuit',
    async ([, said], { open }) => {
      const { url, heard } = await infoPangan((path, body) =>
        path.endsWith('/markets/3') ? said : { status: 200, body },
      );
      const house = await open(asked({ endpoints: { 'info-pangan': url } }));
      const times = (path: string): number => heard.filter((one) => one.path.endsWith(path)).length;
      await soon(() => expect(times('/markets/12')).toBeGreaterThan(2), 30_000);
      expect(times('/markets/3')).toBeLessThanOrEqual(times('/markets/12') + 3);
      expect(upstream(house, 'info-pangan').circuit).toBe('closed');
      expect(prices(house).length).toBeGreaterThan(7);
      const [poll] = await polls(house);
      expect(poll).toMatchObject({ lastRoundAt: null, trouble: expect.any(String) });
      const told = house.log.filter(({ message }) => message === 'poll not answered' || message === 'poll answered');
      expect(told).toHaveLength(1);
    },
  );

  it('fails until it is answered again is in trouble no more, and its round counts', async ({ open }) => {
    let isBroken = true;
    const { url, heard } = await infoPangan((path, body) =>
      isBroken && path.endsWith('/markets/3') ? { status: 500 } : { status: 200, body },
    );
    const house = await open(asked({ endpoints: { 'info-pangan': url } }));
    await soon(() => expect(heard.filter(({ path }) => path === MARKETS).length).toBeGreaterThan(2));
    isBroken = false;
    await soon(async () =>
      expect((await polls(house))[0]).toMatchObject({ lastRoundAt: expect.any(String), trouble: null }),
    );
  });
});

describe('a question that asks for patience', () => {
  it('is waited for, and no other is asked meanwhile', async ({ open }) => {
    let patience = 4;
    const { url, heard } = await infoPangan((path, body) => {
      if (!path.endsWith('/markets/3') || patience === 0) return { status: 200, body };
      patience -= 1;
      return { status: 429, headers: { 'retry-after': '0' } };
    });
    await open(asked({ endpoints: { 'info-pangan': url } }));
    await soon(() => expect(heard.filter(({ path }) => path === MARKETS).length).toBeGreaterThan(1), 20_000);
    const paths = heard.map(({ path }) => path);
    const asking = paths.flatMap((path, index) => (path.endsWith('/markets/3') ? [index] : [])).slice(0, 5);
    const first = asking[0] ?? 0;
    expect(asking).toEqual([0, 1, 2, 3, 4].map((nth) => first + nth));
  });
});

/**
 * A city that answers 500 about its first request unless it is well, about everything while it is down, and nothing at
 * all while it is gone.
 */
async function oneBadRequest({ afterMs = 0 } = {}) {
  let made = 0;
  let state: 'up' | 'down' | 'gone' | 'well' = 'up';
  const heard: string[] = [];
  const url = await serving(async (method, path) => {
    await wait(afterMs);
    const [, id] = /^\/requests\/(A\d+)\.json/.exec(path) ?? [];
    heard.push(id ?? method);
    if (state === 'gone') return { status: 500, resets: true };
    if (state === 'down' || (state === 'up' && /A1(?!\d)/.test(path))) return { status: 500, body: {} };
    if (method === 'POST') {
      made += 1;
      return { status: 201, body: [{ service_request_id: `A${made}` }] };
    }
    const request = { service_request_id: id, status: 'open', updated_datetime: '2026-11-26T01:00:00Z' };
    return { status: 200, body: id === undefined ? [] : [request] };
  });
  return {
    url,
    told: (id: string) => heard.filter((one) => one === id).length,
    heard: () => heard.length,
    become(next: typeof state) {
      state = next;
      heard.length = 0;
    },
  };
}

const askedCity = (url: string): HouseOptions => ({
  ...STUBBORN,
  systems: ['jaki-crm', 'lampung-in', 'kota-metro'],
  endpoints: { 'kota-metro': url },
  config(config) {
    STUBBORN.config?.(config);
    for (const system of config.systems) if (system.poll) system.poll.intervalSeconds = 1;
  },
});

async function handOver(house: House, index: number): Promise<void> {
  const { event } = misplaced(house.jakarta, { ...lampungPlace(index), regionCode: '18.72' });
  expect((await house.push('jaki-crm', event)).status).toBe(202);
}

describe('a city of which one request cannot be told', () => {
  it('is handed all the others, and asked about them', async ({ open }) => {
    const city = await oneBadRequest();
    const house = await open(askedCity(city.url));
    await handOver(house, 0);
    await soon(() => expect(city.told('A1')).toBeGreaterThan(0));
    for (const index of [1, 2, 3, 4]) await handOver(house, index);
    await soon(() => expect(['A1', 'A2', 'A3', 'A4', 'A5'].filter((id) => city.told(id) === 0)).toEqual([]));
    expect(upstream(house, 'kota-metro').circuit).toBe('closed');
  });

  it('takes the probe from no other when the city comes back', async ({ open }) => {
    const city = await oneBadRequest();
    const house = await open(askedCity(city.url));
    await handOver(house, 0);
    await soon(() => expect(city.told('A1')).toBeGreaterThan(3));
    city.become('down');
    for (const index of [1, 2, 3, 4, 5, 6]) await handOver(house, index);
    await soon(() => expect(upstream(house, 'kota-metro').circuit).not.toBe('closed'));
    const before = city.told('A1');
    await soon(() => expect(city.heard()).toBeGreaterThan(6), 20_000);
    expect(upstream(house, 'kota-metro').circuit).not.toBe('closed');
    expect(city.told('A1')).toBe(before);
  });
});

describe('a city of which the only question was left out', () => {
  it('is asked it again once the city is back from an outage', async ({ open }) => {
    const city = await oneBadRequest();
    const house = await open(askedCity(city.url));
    await handOver(house, 0);
    await soon(() => expect(city.told('A1')).toBeGreaterThan(3));
    city.become('gone');
    await soon(() => expect(upstream(house, 'kota-metro').circuit).not.toBe('closed'), 20_000);
    city.become('well');
    await soon(() => expect(city.told('A1')).toBeGreaterThan(0));
    await soon(() => expect(upstream(house, 'kota-metro').circuit).toBe('closed'));
    await soon(async () => expect((await polls(house))[0].trouble).toBeNull());
  });

  it('is asked it in its turn while others are well, however often it fails', async ({ open }) => {
    const city = await oneBadRequest();
    const house = await open(askedCity(city.url));
    for (const index of [0, 1, 2]) await handOver(house, index);
    await soon(() => expect(city.told('A3')).toBeGreaterThan(2));
    city.become('gone');
    await soon(() => expect(upstream(house, 'kota-metro').circuit).not.toBe('closed'), 20_000);
    city.become('up');
    await soon(() => expect(upstream(house, 'kota-metro').circuit).toBe('closed'), 20_000);
    await soon(() => expect(city.told('A3')).toBeGreaterThan(2));
  });
});

describe('a narrow city', () => {
  it('is asked although deliveries wait for it, and that they do is no trouble', async ({ open }) => {
    const city = await oneBadRequest({ afterMs: 150 });
    const house = await open({
      ...askedCity(city.url),
      config(config) {
        askedCity(city.url).config?.(config);
        for (const system of config.systems) if (system.name === 'kota-metro') system.concurrency = 1;
      },
    });
    city.become('well');
    await handOver(house, 0);
    await soon(() => expect(city.told('A1')).toBeGreaterThan(0));
    for (let index = 1; index <= 40; index += 1) await handOver(house, index);
    city.become('well');
    await soon(() => expect(city.told('POST')).toBeGreaterThan(15), 20_000);
    expect(city.heard() - city.told('POST')).toBeGreaterThan(1);
    expect((await polls(house))[0].trouble).toBeNull();
  });
});

describe('an answer', () => {
  it.for([
    ['an empty Last-Modified', { 'last-modified': '' }],
    ['an ETag that no header of ours may hold', { etag: '"v\u00e9"' }],
  ] as const)('with %s is read, and asked for again', async ([, headers], { open }) => {
    const { url, heard } = await infoPangan((_path, body) => ({ status: 200, body, headers }));
    const house = await open(asked({ endpoints: { 'info-pangan': url } }));
    await soon(() => expect(heard.filter(({ path }) => path === MARKETS).length).toBeGreaterThan(2));
    expect((await polls(house))[0].trouble).toBeNull();
  });

  it('of two mebibytes is read', async ({ open }) => {
    const { url } = await infoPangan((path, body) => ({
      status: 200,
      body: path === MARKETS ? { ...(body as object), filler: 'x'.repeat(2 * 1_048_576) } : withPrice(body, 71_000),
    }));
    const house = await open(asked({ endpoints: { 'info-pangan': url } }));
    await soon(() => expect(prices(house).some((text) => text.includes('Rp71.000'))).toBe(true));
  });
});
