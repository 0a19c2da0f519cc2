import { afterEach, describe, expect, it, vi } from 'vitest';
import { JAKARTA_PLACES } from '../../src/sandbox/scenario.ts';
import { type House, openHouse } from '../kits/house.ts';

let house: House;
afterEach(async () => {
  expect(await house.gateway.ledger.audit()).toEqual([]);
  await house.close();
});

const DECISION = { operator: 'Petugas Uji', reason: 'penerima sudah dibetulkan' };
const TO_JAKI = { state: 'dead', to: 'jaki-crm' };

const until = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 50 });
const ask = async (path: string) => (await house.operator('GET', path)).data;
const redrive = (filter: object, more: object = {}, query = '') =>
  house.operator('POST', `/v1/redrives${query}`, { ...DECISION, filter, ...more });

/** Handovers that JAKI refuses for good until it is mended, fewer than open the circuit; their numbers at Lampung In, in order. */
async function deadLetters(count: number): Promise<readonly string[]> {
  await house.jakarta.become({ kind: 'reject' });
  const numbers: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const report = JAKARTA_PLACES[n % JAKARTA_PLACES.length];
    if (!report) throw new Error('the scenario is empty');
    const number = house.lampung.desk.file(report);
    numbers.push(number);
    expect((await house.push('lampung-in', house.lampung.desk.handOver(number))).status).toBe(202);
  }
  await until(async () => expect(await ask('/v1/relays?state=dead')).toHaveLength(count));
  await house.jakarta.become({ kind: 'ok' });
  return numbers;
}

const ended = (path: string) =>
  until(async () => {
    const found = await ask(path);
    expect(found.state).not.toBe('running');
    return found;
  });

describe('many relays', () => {
  it('are sent again by one word, each accounted for, and its case tells whose word it was', async () => {
    house = await openHouse();
    const numbers = await deadLetters(4);
    const { status, data, headers } = await redrive(TO_JAKI, { ratePerSecond: 100 });
    expect([status, data.total, data.state]).toEqual([202, 4, 'running']);
    const done = await ended(headers.location);
    expect(done).toMatchObject({ state: 'done', items: { redriven: 4, pending: 0 }, filter: TO_JAKI });
    expect(done.relays.map(({ outcome }: { outcome: string }) => outcome)).toEqual(Array(4).fill('redriven'));
    await until(async () => expect(house.jakarta.desk.cases()).toHaveLength(4));
    await until(async () => expect((await ask('/v1/counts')).relays).toMatchObject({ dead: 0, delivered: 8 }));
    const { stories } = await ask(`/v1/cases/${numbers[0]}`);
    expect(JSON.stringify(stories[0].steps)).toContain('Petugas Petugas Uji meminta kirim ulang');
    expect(await ask('/v1/redrives')).toMatchObject([{ id: done.id, total: 4 }]);
  });

  it('can be looked at before anything is done', async () => {
    house = await openHouse();
    await deadLetters(3);
    const { status, data } = await redrive(TO_JAKI, {}, '?dryRun=true&limit=2');
    expect([status, data.dryRun, data.total, data.relays.length]).toEqual([200, true, 3, 2]);
    expect(JSON.stringify(data)).not.toContain('description');
    expect(await ask('/v1/redrives')).toEqual([]);
    expect(await ask('/v1/relays')).toHaveLength(3);
  });

  it('that are being sent again stay as they are once somebody cancels it, and can be asked for anew', async () => {
    house = await openHouse();
    await deadLetters(4);
    const { headers } = await redrive(TO_JAKI, { ratePerSecond: 1 });
    await until(async () => expect((await ask(headers.location)).items.redriven).toBeGreaterThan(0));
    const cancelled = await house.operator('POST', `${headers.location}/cancel`, DECISION);
    expect(cancelled.data).toMatchObject({ state: 'cancelled', cancelled: DECISION, items: { pending: 0 } });
    const { redriven, cancelled: left } = cancelled.data.items;
    expect(redriven + left).toBe(4);
    expect(left).toBeGreaterThan(0);
    const again = await house.operator('POST', `${headers.location}/cancel`, DECISION);
    expect([again.status, again.data.code]).toEqual([409, 'wrong-state']);
    const second = await redrive(TO_JAKI, { ratePerSecond: 100 });
    expect(second.data.total).toBe(left);
    await until(async () => expect(house.jakarta.desk.cases()).toHaveLength(4));
    await ended(second.headers.location);
  });

  it('go on being sent again after a restart', async () => {
    house = await openHouse();
    await deadLetters(3);
    const { headers } = await redrive(TO_JAKI, { ratePerSecond: 1 });
    await house.restart();
    expect(await ended(headers.location)).toMatchObject({ state: 'done', items: { redriven: 3 } });
    await until(async () => expect(house.jakarta.desk.cases()).toHaveLength(3));
  });
});

const UNCLEAR: readonly (readonly [string, object, string])[] = [
  ['names only a state', { filter: { state: 'dead' } }, '/filter'],
  ['is empty', { filter: {} }, '/filter/state'],
  ['is not there', {}, '/filter'],
  ['is mistyped', { filter: { ...TO_JAKI, recipient: 'jaki-crm' } }, '/filter/recipient'],
  ['means what is delivered', { filter: { ...TO_JAKI, state: 'delivered' } }, '/filter/state'],
  ['comes at no rate', { filter: TO_JAKI, ratePerSecond: 0 }, '/ratePerSecond'],
];

describe('a redrive', () => {
  it.each(UNCLEAR)('whose filter %s is refused', async (_, body, pointer) => {
    house = await openHouse();
    const { status, data } = await house.operator('POST', '/v1/redrives', { ...DECISION, ...body });
    expect([status, data.code, data.errors[0].pointer]).toEqual([400, 'bad-request', pointer]);
  });

  it('that nothing fits, and one nobody began, are answered 404', async () => {
    house = await openHouse();
    expect((await redrive({ ...TO_JAKI, to: 'jaki-crn' })).status).toBe(404);
    expect((await house.operator('GET', '/v1/redrives/tidak-ada')).status).toBe(404);
    expect((await house.operator('POST', '/v1/redrives/tidak-ada/cancel', DECISION)).status).toBe(404);
    expect(await ask('/v1/redrives')).toEqual([]);
  });

  it('is not begun with a limit, which would be taken for a bound of what is done', async () => {
    house = await openHouse();
    await deadLetters(2);
    const { status, data } = await redrive(TO_JAKI, {}, '?limit=1');
    expect([status, data.code]).toEqual([400, 'bad-request']);
    expect(await ask('/v1/redrives')).toEqual([]);
  });

  it('is paged through, also by one outcome', async () => {
    house = await openHouse();
    await deadLetters(3);
    const { headers } = await redrive(TO_JAKI, { ratePerSecond: 100 });
    await ended(headers.location);
    const first = await ask(`${headers.location}?outcome=redriven&limit=2`);
    expect(first.relays).toHaveLength(2);
    const rest = await ask(`${headers.location}?after=${first.relays[1].seq}`);
    expect(rest.relays).toHaveLength(1);
    expect((await ask(`${headers.location}?outcome=skipped`)).relays).toEqual([]);
    expect((await house.operator('GET', `${headers.location}?after=satu`)).status).toBe(400);
  });

  it('is begun and looked at, nothing else', async () => {
    house = await openHouse();
    const { status, headers } = await house.operator('GET', '/v1/redrives/x/cancel');
    expect([status, headers.allow]).toEqual([405, 'POST']);
  });
});
