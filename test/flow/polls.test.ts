import { describe, expect } from 'vitest';
import { asked, infoPangan, polls, prices, withPrice } from './markets.ts';
import { checkHouse, it, soon } from './scenes.ts';

describe('a system that does not push', () => {
  it('is asked, and what it says crosses to whom an agreement lets have it', async ({ open }) => {
    const house = await open(asked());
    await soon(() => expect(prices(house).length).toBeGreaterThan(15));
    expect(prices(house).some((text) => /Cabai Merah Keriting.*Pasar Senen/u.test(text))).toBe(true);
    const { data } = await house.operator('GET', '/v1/gaps');
    expect(data).toContainEqual(expect.objectContaining({ system: 'info-pangan', table: 'commodity' }));
    await soon(async () => {
      const { relays } = await house.gateway.ledger.counts();
      expect(relays.waiting + relays.claimed + relays.parked).toBe(0);
    });
    await checkHouse(house);
  });

  it('that says the same again is no news: only what changed crosses', async ({ open }) => {
    const house = await open(asked());
    const rounds = async () => (await polls(house))[0].lastRoundAt;
    await soon(async () => expect(await rounds()).not.toBeNull());
    const accepted = (await house.gateway.ledger.counts()).events.accepted;
    const first = await rounds();
    await soon(async () => expect(await rounds()).not.toBe(first));
    expect((await house.gateway.ledger.counts()).events.accepted).toBe(accepted);
    house.sandbox.systems.get('info-pangan')?.announce();
    await soon(async () => expect((await house.gateway.ledger.counts()).events.accepted).toBeGreaterThan(accepted));
    expect((await house.gateway.ledger.counts()).events.accepted).toBeLessThan(accepted * 2);
  });

  it('is asked on from where it was after a restart, and nothing crosses twice', async ({ open }) => {
    const house = await open(asked());
    await soon(async () => expect((await polls(house))[0].lastRoundAt).not.toBeNull());
    const before = await house.gateway.ledger.counts();
    await house.restart();
    const restarted = (await polls(house))[0].lastRoundAt;
    await soon(async () => expect((await polls(house))[0].lastRoundAt).not.toBe(restarted));
    expect((await house.gateway.ledger.counts()).events).toEqual(before.events);
    await checkHouse(house);
  });

  it('that changes back to what it said before has changed again', async ({ open }) => {
    let price = 1;
    const { url } = await infoPangan((path, body) => ({
      status: 200,
      body: path.includes('/markets/') ? withPrice(body, 70_000 + price * 1000) : body,
    }));
    const house = await open(asked({ endpoints: { 'info-pangan': url } }));
    const shows = (rupiah: string) =>
      soon(() => expect(prices(house).filter((text) => text.includes(rupiah)).length).toBeGreaterThan(0));
    await shows('Rp71.000 per');
    price = 2;
    await shows('Rp72.000 per');
    price = 1;
    await soon(() => expect(prices(house).some((text) => text.includes('Rp72.000 per'))).toBe(false));
  });

  it('is refused once what cannot be read, and tried anew by a gateway that is started again', async ({ open }) => {
    const { url, heard } = await infoPangan((path, body) => ({
      status: 200,
      body: path.includes('/markets/') ? withPrice(body, -1) : body,
    }));
    const house = await open(asked({ endpoints: { 'info-pangan': url } }));
    const refused = async () => (await house.gateway.ledger.counts()).refusals;
    const rounds = () => heard.filter(({ path }) => path === '/v1/master-data/market').length;
    await soon(() => expect(rounds()).toBeGreaterThan(1));
    const once = await refused();
    expect(once).toBeGreaterThan(0);
    await soon(() => expect(rounds()).toBeGreaterThan(3));
    expect(await refused()).toBe(once);
    await house.restart();
    await soon(async () => expect(await refused()).toBe(2 * once));
  });

  it('is asked with what it said of its answer, and not read where that is unchanged', async ({ open }) => {
    const { url, heard } = await infoPangan((path, body) => ({ status: 200, body, etag: `"${path.length}"` }));
    const house = await open(asked({ endpoints: { 'info-pangan': url } }));
    await soon(() => expect(heard.filter(({ condition }) => condition !== undefined).length).toBeGreaterThan(3));
    await soon(() => expect(prices(house).length).toBeGreaterThan(15));
    expect((await house.operator('GET', '/v1/upstreams')).data[2]).toMatchObject({ circuit: 'closed' });
  });

  it('of which one question gets no answer is asked the others all the same, and the trouble is told', async ({
    open,
  }) => {
    const { url, heard } = await infoPangan((path, body) =>
      path.endsWith('/markets/3') ? { status: 404 } : { status: 200, body },
    );
    const house = await open(asked({ endpoints: { 'info-pangan': url } }));
    await soon(() => expect(prices(house).length).toBeGreaterThan(7));
    expect(heard.some(({ path }) => path.endsWith('/markets/3'))).toBe(true);
    await soon(async () => {
      const [poll] = await polls(house);
      expect(poll).toMatchObject({ system: 'info-pangan', trouble: expect.any(String) });
    });
    expect(house.log).toContainEqual(expect.objectContaining({ message: 'poll not answered', system: 'info-pangan' }));
  });

  it('that is down is left alone by its circuit, harms nobody, and is asked again when it is back', async ({
    open,
  }) => {
    const house = await open(asked());
    const market = house.sandbox.systems.get('info-pangan');
    await market?.become({ kind: 'down' });
    await soon(async () => {
      const { data } = await house.operator('GET', '/v1/upstreams');
      expect(data.find(({ system }: { system: string }) => system === 'info-pangan').circuit).not.toBe('closed');
    });
    await market?.become({ kind: 'ok' });
    await soon(() => expect(prices(house).length).toBeGreaterThan(15));
    await soon(async () => expect((await polls(house))[0].trouble).toBeNull());
  });

  it('is not spoken for: it has no token, and nobody may push in its name', async ({ open }) => {
    const house = await open(asked());
    const { status, data } = await house.push('info-pangan', {}, { token: 'contoh-token-info-pangan' });
    expect([status, data.code]).toEqual([401, 'unauthenticated']);
  });
});
