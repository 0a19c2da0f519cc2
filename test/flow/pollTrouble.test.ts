import { describe, expect } from 'vitest';
import { asked, infoPangan, polls, prices, serving, withPrice } from './markets.ts';
import { HASTY, it, lampungPlace, misplaced, soon, upstream } from './scenes.ts';

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

describe('a city of which one request cannot be told', () => {
  it('is handed all the others, and asked about them', async ({ open }) => {
    let made = 0;
    const told = new Set<string>();
    const url = await serving((method, path) => {
      const [, id] = /^\/requests\/(A\d+)\.json/.exec(path) ?? [];
      if (method === 'POST') {
        made += 1;
        return { status: 201, body: [{ service_request_id: `A${made}` }] };
      }
      if (id === undefined) return { status: 200, body: [] };
      told.add(id);
      const request = { service_request_id: id, status: 'open', updated_datetime: '2026-11-26T01:00:00Z' };
      return id === 'A1' ? { status: 500, body: {} } : { status: 200, body: [request] };
    });
    const house = await open({
      ...HASTY,
      systems: ['jaki-crm', 'lampung-in', 'kota-metro'],
      endpoints: { 'kota-metro': url },
      config(config) {
        HASTY.config?.(config);
        for (const system of config.systems) if (system.poll) system.poll.intervalSeconds = 1;
      },
    });
    const handOver = async (index: number): Promise<void> => {
      const { event } = misplaced(house.jakarta, { ...lampungPlace(index), regionCode: '18.72' });
      expect((await house.push('jaki-crm', event)).status).toBe(202);
    };
    await handOver(0);
    await soon(() => expect(told).toContain('A1'));
    for (const index of [1, 2, 3, 4]) await handOver(index);
    await soon(() => expect([...told].sort()).toEqual(['A1', 'A2', 'A3', 'A4', 'A5']));
    expect(upstream(house, 'kota-metro').circuit).toBe('closed');
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
