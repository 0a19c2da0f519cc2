import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import type { Adapter } from '../../src/adapter.ts';
import type { Confirmation } from '../../src/declared.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import { type CityAnswer, json, rawCity, withCity } from '../kits/rawCity.ts';
import { caseAt, HASTY, handoverRelay, it, lampungPlace, misplaced, soon } from './scenes.ts';

const PLACE = { ...lampungPlace(), regionCode: '18.71.15.1002', category: 'road' };
const MADE = [{ service_request_id: '90002' }];

/** Asks a city for the request under its delivery id: a list of one, or an empty one. */
const confirm: Confirmation = {
  ask: (_envelope, { deliveryId }) => ({
    ...{ method: 'GET', path: `/requests.json?external_id=${encodeURIComponent(deliveryId)}`, message: 'request' },
  }),
  answer: { schema: { type: 'array' } },
  read({ body }) {
    const [row] = body as readonly { service_request_id?: string }[];
    if (row === undefined) return { kind: 'absent' };
    return row.service_request_id === undefined
      ? { kind: 'unknown' }
      : { kind: 'found', number: row.service_request_id };
  },
  absentAfterSeconds: 0.4,
};

const asking = adapters.map((adapter): Adapter => {
  const handover = adapter.deliveries['report-handover/1.0'];
  if (adapter.dialect !== 'shared/open311' || handover === undefined) return adapter;
  return { ...adapter, deliveries: { 'report-handover/1.0': { ...handover, confirm } } };
});

async function scene(open: (options?: HouseOptions) => Promise<House>, answer: CityAnswer, ask: CityAnswer) {
  const city = await rawCity(answer, ask);
  const house = await open({ ...withCity(city.url, HASTY), adapters: asking });
  const { number, event } = misplaced(house.jakarta, PLACE);
  expect((await house.push('jaki-crm', event)).status).toBe(202);
  const relayIs = (state: string) =>
    soon(async () => {
      const relay = await handoverRelay(house, number);
      expect(relay.state).toBe(state);
      return relay;
    });
  return { city, house, number, relayIs };
}

describe('K3: a dialect that can ask whether a report arrived', () => {
  const lost: readonly (readonly [string, CityAnswer])[] = [
    ['an answer nobody can read', json(201, '')],
    ['no answer in time', () => undefined],
    ['a connection that broke', (response) => response.socket?.destroy()],
  ];
  it.for(lost)('after %s asks, and brings the number home: posted once', async ([, answer], { open }) => {
    const { city, house, number, relayIs } = await scene(open, answer, json(200, MADE));
    await relayIs('delivered');
    await soon(() =>
      expect(caseAt(house.jakarta, number)).toMatchObject({ counterpart: '90002', answers: ['registered'] }),
    );
    expect([city.posted.length, city.asked.length]).toEqual([1, 1]);
    expect(city.asked[0]).toContain('external_id=');
    expect(await house.gateway.ledger.audit()).toEqual([]);
  });

  it('believes that it is absent only after a while, and then posts it again', async ({ open }) => {
    const { city, house, relayIs } = await scene(open, json(201, ''), json(200, []));
    await soon(() => expect(city.asked.length).toBeGreaterThan(0));
    city.now.answer = json(200, MADE);
    const relay = await relayIs('delivered');
    expect(city.posted).toHaveLength(2);
    const [first, second] = [relay.tries[0], relay.tries.at(-1)];
    expect(Number(second?.startedAt) - Number(first?.endedAt)).toBeGreaterThanOrEqual(400);
    expect(await house.gateway.ledger.audit()).toEqual([]);
  });

  const unclear: readonly (readonly [string, CityAnswer])[] = [
    ['says neither', json(200, [{}])],
    ['answers with a page', json(200, '<html>', { 'content-type': 'text/html' })],
    ['refuses the question', json(400, [{ code: 400, description: 'tidak didukung' }])],
  ];
  it.for(unclear)('leaves it to a person where the city %s', async ([, ask], { open }) => {
    const { city, relayIs } = await scene(open, json(201, ''), ask);
    const relay = await relayIs('unconfirmed');
    expect(city.posted).toHaveLength(1);
    expect(city.asked.length).toBeGreaterThan(2);
    expect(relay.error?.code).toBe('unconfirmed');
  });

  it('waits, and spends nothing, while the city is out of reach', async ({ open }) => {
    const { city, relayIs, house, number } = await scene(open, json(201, ''), json(503, ''));
    await soon(() => expect(city.asked.length).toBeGreaterThan(1));
    const relay = await handoverRelay(house, number);
    expect(relay.state).not.toBe('unconfirmed');
    const { stories } = (await house.operator('GET', `/v1/cases/${number}`)).data;
    expect(stories[0].nextMove.who).toBe('gateway');
    city.now.ask = json(200, MADE);
    await relayIs('delivered');
    expect(city.posted).toHaveLength(1);
  });

  it('need not be asked any more once a person has seen the number there', async ({ open }) => {
    const { city, house, number, relayIs } = await scene(open, json(201, ''), json(503, ''));
    await soon(() => expect(city.asked.length).toBeGreaterThan(0));
    const { id } = await relayIs('parked');
    const seen = { operator: 'Petugas Uji', reason: 'terlihat di dasbor kota', number: '90002' };
    await soon(async () => expect((await house.operator('POST', `/v1/relays/${id}/confirm`, seen)).status).toBe(200));
    await soon(() => expect(caseAt(house.jakarta, number)).toMatchObject({ counterpart: '90002' }));
    expect(city.posted).toHaveLength(1);
    expect(await house.gateway.ledger.audit()).toEqual([]);
  });

  it('asks after a restart, too, before it posts anything', async ({ open }) => {
    const { city, house, relayIs } = await scene(open, json(201, ''), json(503, ''));
    await soon(() => expect(city.asked.length).toBeGreaterThan(0));
    await house.restart();
    await sleep(300);
    expect(city.posted).toHaveLength(1);
    city.now.ask = json(200, MADE);
    await relayIs('delivered');
    expect(city.posted).toHaveLength(1);
  });
});
