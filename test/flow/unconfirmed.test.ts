import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect } from 'vitest';
import type { House, HouseOptions } from '../kits/house.ts';
import { CITY, type CityAnswer, json, rawCity, withCity } from '../kits/rawCity.ts';
import { caseAt, HASTY, handOver, handoverRelay, it, lampungPlace, misplaced, soon } from './scenes.ts';

const PLACE = { ...lampungPlace(), regionCode: '18.71.15.1002', category: 'road' };
const DECISION = { operator: 'Petugas Uji', reason: 'dilihat bersama petugas kota' };

/** JAKI hands a report over to the city; its number at JAKI. */
async function handedOver(house: House): Promise<string> {
  const { number, event } = misplaced(house.jakarta, PLACE);
  expect((await house.push('jaki-crm', event)).status).toBe(202);
  return number;
}

const relayIs = (house: House, number: string, state: string) =>
  soon(async () => {
    const relay = await handoverRelay(house, number);
    expect(relay.state).toBe(state);
    return relay;
  });

/** D7: the books add up. */
const sound = async (house: House): Promise<void> => expect(await house.gateway.ledger.audit()).toEqual([]);

/** Longer than all retries of `HASTY` together would take to begin. */
const LONG_ENOUGH_MS = 900;

async function oneInDoubt(open: (options?: HouseOptions) => Promise<House>, answer: CityAnswer) {
  const city = await rawCity(answer);
  const house = await open(withCity(city.url, HASTY));
  const number = await handedOver(house);
  const relay = await relayIs(house, number, 'unconfirmed');
  return { city, house, number, relay };
}

const HTML = '<html>Request Rejected, your support ID is 123</html>';
const MADE = [{ service_request_id: '90002' }];

describe('K3: a report that a city may have taken is posted once, and ends unconfirmed', () => {
  const answers: readonly (readonly [string, CityAnswer])[] = [
    ['a 200 of another shape', json(200, { data: { id: 90002 } })],
    ['an empty 201', (response) => response.writeHead(201).end()],
    ['a 204', (response) => response.writeHead(204).end()],
    ['an empty list', json(200, [])],
    ['a list without a number', json(200, [{ service_notice: 'Terima kasih' }])],
    ['a firewall’s page', json(200, HTML, { 'content-type': 'text/html' })],
    ['a failure inside a 200', json(200, [{ code: 500, description: 'gagal' }])],
    ['a status that is not declared', json(207, MADE)],
    ['JSON that is cut off', json(200, '[{"service_request_id":"9')],
    ['a member named twice', json(200, '[{"service_request_id":"1","service_request_id":"2"}]')],
    ['rubbish that calls itself gzip', json(200, 'bukan gzip', { 'content-encoding': 'gzip' })],
    ['an encoding nobody knows', json(200, MADE, { 'content-encoding': 'x-rahasia' })],
    [
      'bytes that are not their charset',
      (response) => response.writeHead(200).end(Buffer.from([0x5b, 0xff, 0xfe, 0x5d])),
    ],
    ['no answer in time', () => undefined],
    ['a connection reset once it was sent', (response) => response.socket?.resetAndDestroy()],
    ['a connection closed once it was sent', (response) => response.socket?.destroy()],
    [
      'an answer that breaks off',
      (response) => {
        response.writeHead(200, { 'content-length': '5000' }).write('[{"service_request_id":"90002"}');
        setTimeout(() => response.socket?.destroy(), 30);
      },
    ],
    ['an answer without end', json(200, `["${'x'.repeat(2_000_000)}"]`)],
    ['a proxy that had no answer in time', json(504, HTML)],
    ['a proxy that could not read the answer', json(502, HTML)],
    ['a network before it that waited in vain', json(524, HTML)],
    ['a network before it that could not read the answer', json(520, HTML)],
    ['the list of all requests', json(200, [{ service_request_id: '1' }, { service_request_id: '2' }])],
    ['a number beside a failure', json(200, { success: false, service_request_id: '90002' })],
    ['a page to go on to', (response) => response.writeHead(303, { location: '/terima-kasih' }).end()],
  ];
  it.for(answers)('%s', async ([, answer], { open }) => {
    const { city, house, number, relay } = await oneInDoubt(open, answer);
    expect(relay).toMatchObject({ attempt: 1, dueAt: null, error: { code: 'unconfirmed' } });
    expect(relay.endedAt).not.toBeNull();
    await sleep(LONG_ENOUGH_MS);
    expect(city.posted).toHaveLength(1);
    expect(caseAt(house.jakarta, number)?.counterpart).toBeNull();
    const { stories } = (await house.operator('GET', `/v1/cases/${number}`)).data;
    expect(stories[0].nextMove).toMatchObject({ who: 'operator', system: CITY });
    expect(stories[0].nextMove.what).toContain('/confirm');
    expect(stories[0].nextMove.what).toContain('confirmedAbsent');
    await sound(house);
  });

  it('a number that another report has already: it is not posted until it has one of its own', async ({ open }) => {
    const city = await rawCity(json(200, MADE));
    const house = await open(withCity(city.url, HASTY));
    const first = await handedOver(house);
    await relayIs(house, first, 'delivered');
    const second = await handedOver(house);
    await relayIs(house, second, 'unconfirmed');
    await sleep(LONG_ENOUGH_MS);
    expect(city.posted).toHaveLength(2);
    expect(house.log).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'delivery', state: 'unconfirmed' }),
    );
    await sound(house);
  });

  it('does not even ask the circuit to keep it: a restart posts nothing again', async ({ open }) => {
    const { city, house, number } = await oneInDoubt(open, json(201, ''));
    await house.restart();
    await sleep(LONG_ENOUGH_MS);
    expect(city.posted).toHaveLength(1);
    await relayIs(house, number, 'unconfirmed');
  });

  it('and so does one that was under way when the gateway stopped', async ({ open }) => {
    const city = await rawCity(() => undefined);
    const options = withCity(city.url, HASTY);
    const house = await open({
      ...options,
      config(config) {
        options.config?.(config);
        Object.assign(config, { drainSeconds: 1 });
        for (const system of config.systems) if (system.name === CITY) system.timeoutMs = 20_000;
      },
    });
    const number = await handedOver(house);
    await soon(() => expect(city.posted).toHaveLength(1));
    await house.restart();
    await relayIs(house, number, 'unconfirmed');
    expect(city.posted).toHaveLength(1);
  });
});

describe('K3: what a city says it did not take is sent again', () => {
  const told: readonly (readonly [string, CityAnswer])[] = [
    ['503', json(503, HTML)],
    ['429', json(429, '', { 'retry-after': '1' })],
    ['500 in its own words', json(500, [{ code: 500, description: 'gagal' }])],
    ['a 404 of the server before it', json(404, HTML, { 'content-type': 'text/html' })],
  ];
  it.for(told)('after %s', async ([, first], { open }) => {
    const city = await rawCity(first);
    const house = await open(withCity(city.url, HASTY));
    const number = await handedOver(house);
    await soon(() => expect(city.posted.length).toBeGreaterThan(0));
    city.now.answer = json(200, MADE);
    await relayIs(house, number, 'delivered');
    await soon(() => expect(caseAt(house.jakarta, number)?.counterpart).toBe('90002'));
    await sound(house);
  });

  it('after nobody listened: it never left', async ({ open }) => {
    const city = await rawCity(json(200, MADE));
    const house = await open({ ...withCity('http://127.0.0.1:1', HASTY) });
    const number = await handedOver(house);
    await soon(async () => expect((await handoverRelay(house, number)).tries.length).toBeGreaterThan(0));
    expect(await handoverRelay(house, number)).toMatchObject({ attempt: 0, error: { code: 'unreachable' } });
    await house.restart(withCity(city.url, HASTY));
    await relayIs(house, number, 'delivered');
    expect(city.posted).toHaveLength(1);
  });
});

describe('K3: the number is read in the places and forms the dialect declares', () => {
  const read: readonly (readonly [string, CityAnswer, string])[] = [
    ['as a number', json(200, [{ service_request_id: 293944 }]), '293944'],
    ['as text, under 201', json(201, [{ service_request_id: '14-01100669' }]), '14-01100669'],
    ['without a list around it', json(200, { service_request_id: 'SR.7' }), 'SR.7'],
    ['as a token', json(200, [{ token: 12345 }]), 'token.12345'],
    [
      'compressed, though nobody asked for that',
      (r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify(MADE))),
      '90002',
    ],
    ['behind a mark of its byte order', json(200, `\uFEFF${JSON.stringify(MADE)}`), '90002'],
  ];
  it.for(read)('%s', async ([, answer, expected], { open }) => {
    const city = await rawCity(answer);
    const house = await open(withCity(city.url, HASTY));
    const number = await handedOver(house);
    await soon(() => expect(caseAt(house.jakarta, number)?.counterpart).toBe(expected));
    expect(city.posted).toHaveLength(1);
    await sound(house);
  });
});

describe('an operator and what is unconfirmed', () => {
  it('finds it on its own list, and in no redrive of many', async ({ open }) => {
    const { city, house, relay } = await oneInDoubt(open, json(201, ''));
    const list = (await house.operator('GET', '/v1/relays?state=unconfirmed')).data;
    expect(list).toMatchObject([{ id: relay.id, state: 'unconfirmed', to: CITY, error: { code: 'unconfirmed' } }]);
    for (const state of ['dead', 'withheld', 'parked']) {
      const filter = { ...DECISION, filter: { state, to: CITY } };
      const { status, data } = await house.operator('POST', '/v1/redrives?preview=true', filter);
      if (status < 300) expect(data.total).toBe(0);
    }
    const wanted = { ...DECISION, filter: { state: 'unconfirmed', to: CITY } };
    expect((await house.operator('POST', '/v1/redrives', wanted)).status).toBe(400);
    expect((await house.operator('GET', '/v1/counts')).data.relays.unconfirmed).toBe(1);
    expect(city.posted).toHaveLength(1);
  });

  it('sends it again only by saying that the city does not have it', async ({ open }) => {
    const { city, house, number, relay } = await oneInDoubt(open, json(201, ''));
    const redrive = (more: object) =>
      house.operator('POST', `/v1/relays/${relay.id}/redrive`, { ...DECISION, ...more });
    const refused = await redrive({});
    expect([refused.status, refused.data.code]).toEqual([409, 'wrong-state']);
    expect(refused.data.detail).toContain('confirmedAbsent');
    expect((await redrive({ confirmedAbsent: false })).status).toBe(400);
    expect((await house.operator('POST', `/v1/relays/${relay.id}/redrive`, { confirmedAbsent: true })).status).toBe(
      400,
    );
    expect(city.posted).toHaveLength(1);
    city.now.answer = json(200, MADE);
    expect((await redrive({ confirmedAbsent: true })).status).toBe(200);
    await soon(() => expect(caseAt(house.jakarta, number)?.counterpart).toBe('90002'));
    expect(city.posted).toHaveLength(2);
    await sound(house);
  });

  it('enters the number found by hand: the sender is told it as the city would have', async ({ open }) => {
    const { city, house, number, relay } = await oneInDoubt(open, json(201, ''));
    const confirm = (more: object) =>
      house.operator('POST', `/v1/relays/${relay.id}/confirm`, { ...DECISION, ...more });
    expect((await confirm({})).data.errors[0].pointer).toBe('/number');
    expect((await confirm({ number: 'SR #1' })).status).toBe(400);
    const confirmed = await confirm({ number: '90002' });
    expect([confirmed.status, confirmed.data.state]).toEqual([200, 'delivered']);
    await soon(() =>
      expect(caseAt(house.jakarta, number)).toMatchObject({ counterpart: '90002', answers: ['registered'] }),
    );
    const again = await confirm({ number: '90002' });
    expect([again.data.code, again.data.detail]).toEqual([
      'wrong-state',
      expect.stringContaining('hanya yang mungkin sudah sampai'),
    ]);
    const { stories } = (await house.operator('GET', `/v1/cases/${number}`)).data;
    expect(stories[0].numbers).toMatchObject([{ number }, { system: CITY, number: '90002' }]);
    expect(stories[0].steps.map(({ what }: { what: string }) => what).join('\n')).toContain(
      'Petugas Uji memastikan sampainya',
    );
    expect(city.posted).toHaveLength(1);
    await sound(house);
  });

  it('cannot give it a number that another report has, and discards it where nothing helps', async ({ open }) => {
    const { house, relay } = await oneInDoubt(open, json(201, ''));
    const post = (deed: string, more: object) =>
      house.operator('POST', `/v1/relays/${relay.id}/${deed}`, { ...DECISION, ...more });
    const second = await handedOver(house);
    const other = await relayIs(house, second, 'unconfirmed');
    const given = await house.operator('POST', `/v1/relays/${other.id}/confirm`, { ...DECISION, number: '90002' });
    expect(given.status).toBe(200);
    const taken = await post('confirm', { number: '90002' });
    expect([taken.status, taken.data.code]).toEqual([409, 'number-taken']);
    expect((await post('discard', {})).data.state).toBe('discarded');
    await sound(house);
  });
});

describe('a system of which configuration says that it honours no delivery id', () => {
  const withdrawn: HouseOptions = {
    ...HASTY,
    config(config) {
      HASTY.config?.(config);
      for (const system of config.systems) if (system.name === 'jaki-crm') system.honoursDeliveryId = false;
    },
  };

  it('is sent a report once where it does not answer; else it is sent it again and again', async ({ open }) => {
    const house = await open(withdrawn);
    await house.jakarta.become({ kind: 'hang' });
    const number = await handOver(house);
    await relayIs(house, number, 'unconfirmed');
    await sleep(LONG_ENOUGH_MS);
    expect(house.jakarta.book.calls()).toHaveLength(1);
    await house.jakarta.become({ kind: 'ok' });
  });

  it('holds for what was sent before it was said', async ({ open }) => {
    const house = await open({ ...HASTY, haste: { delaysSeconds: [600] } });
    await house.jakarta.become({ kind: 'hang' });
    const number = await handOver(house);
    await relayIs(house, number, 'parked');
    await house.restart(withdrawn);
    const relay = await handoverRelay(house, number);
    await house.operator('POST', `/v1/relays/${relay.id}/redrive`, DECISION);
    await relayIs(house, number, 'unconfirmed');
    expect(house.jakarta.book.calls()).toHaveLength(1);
    await house.jakarta.become({ kind: 'ok' });
  });

  it('cannot be granted what its dialect does not say', async ({ open }) => {
    const granted = (value: boolean) =>
      open({
        ...HASTY,
        config(config) {
          for (const system of config.systems) system.honoursDeliveryId = value;
        },
      });
    await expect(granted(true)).rejects.toMatchObject({ code: 'config-invalid' });
  });
});
