import { readFileSync } from 'node:fs';
import axios from 'axios';
import { Webhook } from 'standardwebhooks';
import { describe, expect } from 'vitest';
import { specimenToken, tokenSha256 } from '../../src/config/config.ts';
import type { InboxItem } from '../../src/upstream.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import { HASTY, it, jakartaPlace, lampungPlace, misplaced, recordOf, soon } from './scenes.ts';

const CITY = 'kota-bandar-lampung';
/** Places of the scenario that lie in Kota Bandar Lampung. */
const IN_CITY = [2, 3, 4] as const;

/** The city's system speaks Lampung In's dialect and cannot be called: it fetches. */
const withCity = (change: object = {}): HouseOptions => ({
  ...HASTY,
  config(config) {
    HASTY.config?.(config);
    config.systems.push({
      ...{ name: CITY, title: 'Kota Bandar Lampung', dialect: 'lampung/lampung-in', simulated: true },
      ...{ government: '18.71', territory: '18.71', tokenSha256: tokenSha256(specimenToken(CITY)) },
      ...{ delivery: 'inbox', timeoutMs: 1000 },
      ...change,
    });
  },
  agreement(agreement) {
    agreement.parties.push({ government: '18.71', name: 'Pemerintah Kota Bandar Lampung', documentNumber: 'CONTOH/1' });
    agreement.grants.push(
      ...agreement.grants
        .filter(({ from, to }: { from: string; to: string }) => from === 'lampung-in' || to === 'lampung-in')
        .map((grant: { from: string; to: string }) => ({
          ...grant,
          from: grant.from === 'lampung-in' ? CITY : grant.from,
          to: grant.to === 'lampung-in' ? CITY : grant.to,
        })),
    );
  },
});

const http = axios.create({ proxy: false, validateStatus: () => true });
const headers = { authorization: `Bearer ${specimenToken(CITY)}` };

const inboxAt = ({ gateway }: House) => ({
  async fetch(query = 'wait=0', system = CITY): Promise<readonly InboxItem[]> {
    const { status, data } = await http.get(`${gateway.url}/v1/systems/${system}/inbox?${query}`, { headers });
    expect([status, data]).toEqual([200, { items: expect.any(Array) }]);
    return data.items;
  },
  get: (query: string, token = specimenToken(CITY), system = CITY) =>
    http.get(`${gateway.url}/v1/systems/${system}/inbox?${query}`, { headers: { authorization: `Bearer ${token}` } }),
  async ack(...acks: readonly object[]) {
    return http.post(`${gateway.url}/v1/systems/${CITY}/inbox/ack`, { acks }, { headers });
  },
});

async function handedOver(house: House, place: number): Promise<string> {
  const { number, event } = misplaced(house.jakarta, lampungPlace(place));
  const { status, data } = await house.push('jaki-crm', event);
  expect([status, data.relays]).toEqual([202, [{ to: CITY, contract: 'report-handover/1.0' }]]);
  return number;
}

/** A service as JAKI makes it known. */
const SERVICE = JSON.parse(readFileSync('adapters/jakarta/jaki/samples/layanan-jaki.native.json', 'utf8')).native;

const registered = (number: string) => ({ status: 201, body: { status: true, data: { id_laporan: number } } });

describe('a system that cannot be called', () => {
  it('fetches what is for it, and its acknowledgement is its answer', async ({ open }) => {
    const house = await open(withCity());
    const inbox = inboxAt(house);
    expect(await inbox.fetch()).toEqual([]);
    const number = await handedOver(house, IN_CITY[0]);
    const [item, ...others] = await inbox.fetch('wait=5');
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      ...{ method: 'POST', path: '/api/v1/laporan', message: 'intake', body: { rujukan: { nomor_asal: number } } },
      headers: { 'webhook-id': item?.deliveryId },
    });
    const { status, data } = await inbox.ack({
      deliveryId: item?.deliveryId,
      ...registered('LIN-20250703-0001'),
    });
    expect([status, data]).toEqual([200, { acks: [{ deliveryId: item?.deliveryId, state: 'delivered' }] }]);
    await soon(() =>
      expect(house.jakarta.desk.cases()).toMatchObject([{ counterpart: 'LIN-20250703-0001', answers: ['registered'] }]),
    );
    expect(await inbox.fetch()).toEqual([]);
  });

  it('waits for what is still to come, and has it the moment it is there', async ({ open }) => {
    const house = await open(withCity());
    const fetching = inboxAt(house).fetch('wait=20');
    await handedOver(house, IN_CITY[0]);
    expect(await fetching).toHaveLength(1);
  });

  it('gets the first of each report only, however many reports wait', async ({ open }) => {
    const house = await open(withCity());
    const inbox = inboxAt(house);
    const number = await handedOver(house, IN_CITY[0]);
    const other = await handedOver(house, IN_CITY[1]);
    const items = await inbox.fetch('wait=5&max=10');
    const origins = items.map(({ body }) => (body as { rujukan: { nomor_asal: string } }).rujukan.nomor_asal);
    expect(origins.toSorted()).toEqual([number, other].toSorted());
    expect(new Set(items.map(({ deliveryId }) => deliveryId)).size).toBe(2);
  });

  it('gets what happens to one report one after the other, in order, each once the one before is acknowledged', async ({
    open,
  }) => {
    const house = await open({ ...withCity(), automation: { stepMs: 20 } });
    const inbox = inboxAt(house);
    const { number, event } = misplaced(house.lampung, jakartaPlace());
    expect((await house.push(CITY, event)).status).toBe(202);
    const told: unknown[] = [];
    while (told.at(-1) !== 'SELESAI') {
      const items = await inbox.fetch('wait=10&max=10');
      expect(items.length).toBeLessThanOrEqual(1);
      for (const { deliveryId, body } of items) {
        const { id_laporan, jawaban, status } = body as Record<string, unknown>;
        expect(id_laporan).toBe(number);
        told.push(jawaban ?? status);
        await inbox.ack({ deliveryId, body: { status: true } });
      }
    }
    expect(told).toEqual(['TERDAFTAR', 'DITERIMA', 'DIKOORDINASIKAN', 'DISPOSISI', 'DIPROSES', 'SELESAI']);
  });

  it('spends nothing while nobody fetches, and is no trouble to anybody else', async ({ open }) => {
    const house = await open(withCity());
    const number = await handedOver(house, IN_CITY[0]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { relays, attempts } = await recordOf(house, number);
    expect(relays).toMatchObject([{ state: 'waiting', attempt: 0 }]);
    expect(attempts).toEqual([]);
    const { data } = await house.operator('GET', '/v1/upstreams');
    expect(data.find(({ system }: { system: string }) => system === CITY)).toMatchObject({
      ...{ delivery: 'inbox', circuit: 'closed', fetchedAt: null },
    });
    const story = await house.operator('GET', `/v1/cases/${number}`);
    expect(story.data.stories[0].nextMove).toMatchObject({ who: 'recipient', system: CITY });
    expect(story.data.stories[0].nextMove.what).toContain('belum pernah mengambil');
  });

  it('that does not acknowledge in time gets the same again, under the same id, and spends an attempt', async ({
    open,
  }) => {
    const house = await open(withCity({ timeoutMs: 200 }));
    const inbox = inboxAt(house);
    const number = await handedOver(house, IN_CITY[0]);
    const [first] = await inbox.fetch('wait=5');
    const [second] = await inbox.fetch('wait=10');
    expect(second?.deliveryId).toBe(first?.deliveryId);
    const late = await inbox.ack({ deliveryId: first?.deliveryId, ...registered('LIN-20250703-0002') });
    expect(late.data.acks[0].state).toBe('delivered');
    const { attempts } = await recordOf(house, number);
    expect(attempts.map(({ outcome, spent }) => [outcome, spent])).toEqual([
      ['failed', true],
      ['delivered', true],
    ]);
  });

  it('is answered a repeated acknowledgement as the first time, and told which do not count', async ({ open }) => {
    const house = await open(withCity());
    const inbox = inboxAt(house);
    await handedOver(house, IN_CITY[0]);
    const [item] = await inbox.fetch('wait=5');
    const ack = { deliveryId: item?.deliveryId, ...registered('LIN-20250703-0003') };
    expect((await inbox.ack(ack)).data.acks).toMatchObject([{ state: 'delivered' }]);
    const again = await inbox.ack(ack, { deliveryId: 'tidak-ada' });
    expect(again.status).toBe(200);
    expect(again.data.acks).toMatchObject([
      { deliveryId: item?.deliveryId, state: 'delivered' },
      { deliveryId: 'tidak-ada', problem: { code: 'lease-lapsed' } },
    ]);
    const { relays } = await house.gateway.ledger.caseRecord(
      (await house.gateway.ledger.findCases('LIN-20250703-0003'))[0] ?? '',
    );
    const others = relays.filter(({ recipient }) => recipient !== CITY).map(({ id: deliveryId }) => ({ deliveryId }));
    expect(others.length).toBeGreaterThan(0);
    for (const ack of (await inbox.ack(...others)).data.acks)
      expect(ack).toMatchObject({ problem: { code: 'lease-lapsed' } });
  });

  it('that gives a number it gave before is told so, and so is the operator', async ({ open }) => {
    const house = await open(withCity());
    const inbox = inboxAt(house);
    for (const place of IN_CITY.slice(0, 2)) await handedOver(house, place);
    const [first] = await inbox.fetch('wait=5&max=1');
    await inbox.ack({ deliveryId: first?.deliveryId, ...registered('LIN-20250703-0009') });
    const [second] = await inbox.fetch('wait=5&max=1');
    const { data } = await inbox.ack({ deliveryId: second?.deliveryId, ...registered('LIN-20250703-0009') });
    const problem = { code: 'number-taken', fault: 'recipient', detail: expect.stringContaining('LIN-20250703-0009') };
    expect(data.acks).toMatchObject([{ deliveryId: second?.deliveryId, state: 'parked', problem }]);
  });

  it('answers with what it would have answered a call: a refusal is a dead letter, a failure comes again', async ({
    open,
  }) => {
    const house = await open(withCity());
    const inbox = inboxAt(house);
    await handedOver(house, IN_CITY[0]);
    const [item] = await inbox.fetch('wait=5');
    const failed = await inbox.ack({ deliveryId: item?.deliveryId, status: 500, body: null });
    expect(failed.data.acks).toMatchObject([{ state: 'parked', problem: { code: 'upstream-failed' } }]);
    const [again] = await inbox.fetch('wait=5');
    expect(again?.deliveryId).toBe(item?.deliveryId);
    const refused = await inbox.ack({ deliveryId: item?.deliveryId, status: 422, body: { pesan: 'tidak lengkap' } });
    expect(refused.data.acks).toMatchObject([{ state: 'dead' }]);
  });

  it.for([429, 503])(
    'that asks for patience with %i has spent an attempt, and is given the same later',
    async (status, { open }) => {
      const house = await open(withCity());
      const inbox = inboxAt(house);
      const number = await handedOver(house, IN_CITY[0]);
      const [item] = await inbox.fetch('wait=5');
      const { data } = await inbox.ack({ deliveryId: item?.deliveryId, status, body: null });
      expect(data.acks).toMatchObject([{ state: 'parked' }]);
      expect((await recordOf(house, number)).attempts).toMatchObject([{ outcome: 'failed', spent: true }]);
      if (status === 503) expect((await inbox.fetch('wait=5'))[0]?.deliveryId).toBe(item?.deliveryId);
    },
  );

  it('is given of each of its lanes in turn, and nothing is claimed that it has no room for', async ({ open }) => {
    const { config, agreement, ...city } = withCity();
    const house = await open({
      ...city,
      systems: ['jaki-crm', 'lampung-in', 'jaki'],
      config: (json) => config?.(json),
      agreement(json) {
        agreement?.(json);
        for (const grant of [...json.grants])
          if (grant.contract === 'service-catalogue/1.0' && grant.from === 'jaki')
            json.grants.push({ ...grant, to: CITY });
      },
    });
    const inbox = inboxAt(house);
    const numbers: string[] = [];
    for (const place of [...IN_CITY, ...IN_CITY]) numbers.push(await handedOver(house, place));
    expect((await house.push('jaki', SERVICE)).status).toBe(202);
    const fetched: string[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const [item, ...others] = await inbox.fetch('wait=5&max=1');
      expect(others).toEqual([]);
      fetched.push(String(item?.message));
      await inbox.ack({ deliveryId: item?.deliveryId, ...registered(`LIN-20250703-100${turn}`) });
    }
    expect(fetched.slice(0, 3)).toContain('layanan');
    const tried = await Promise.all(numbers.map(async (number) => (await recordOf(house, number)).attempts));
    expect([...new Set(tried.flat().map(({ outcome }) => outcome))]).toEqual(['delivered']);
  });

  it('loses nothing that was fetched when the gateway stops in between, waits for no lease, and spends nothing', async ({
    open,
  }) => {
    const { config, ...city } = withCity({ timeoutMs: 60_000 });
    const house = await open({
      ...city,
      config(json) {
        config?.(json);
        json.drainSeconds = 60;
      },
    });
    const number = await handedOver(house, IN_CITY[0]);
    const [item] = await inboxAt(house).fetch('wait=5');
    const started = performance.now();
    await house.restart();
    expect(performance.now() - started).toBeLessThan(15_000);
    expect((await recordOf(house, number)).attempts).toMatchObject([{ outcome: 'postponed', spent: false }]);
    const inbox = inboxAt(house);
    const early = await inbox.ack({ deliveryId: item?.deliveryId, ...registered('LIN-20250703-0004') });
    expect(early.data.acks).toMatchObject([{ problem: { code: 'lease-lapsed' } }]);
    const [again] = await inbox.fetch('wait=5');
    expect(again?.deliveryId).toBe(item?.deliveryId);
  });

  it('that goes away while it waits has fetched nothing', async ({ open }) => {
    const house = await open(withCity());
    const leaving = new AbortController();
    const url = `${house.gateway.url}/v1/systems/${CITY}/inbox?wait=20`;
    const gone = http.get(url, { headers, signal: leaving.signal }).catch(() => null);
    await soon(async () => {
      const { data } = await house.operator('GET', '/v1/upstreams');
      expect(data.find(({ system }: { system: string }) => system === CITY).capacity).toBe(10);
    });
    leaving.abort();
    await gone;
    await soon(async () => {
      const { data } = await house.operator('GET', '/v1/upstreams');
      expect(data.find(({ system }: { system: string }) => system === CITY).capacity).toBe(0);
    });
    const number = await handedOver(house, IN_CITY[0]);
    const [item] = await inboxAt(house).fetch('wait=5');
    expect(item).toBeDefined();
    expect((await recordOf(house, number)).attempts).toEqual([]);
  });

  it('ends its waiting when the gateway stops', async ({ open }) => {
    const house = await open(withCity());
    const fetching = inboxAt(house).fetch('wait=30');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const started = performance.now();
    await house.restart();
    expect(await fetching).toEqual([]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('fetches with its own token only, and asks for what can be had', async ({ open }) => {
    const house = await open(withCity());
    const inbox = inboxAt(house);
    expect((await inbox.get('wait=0', specimenToken('lampung-in'))).data.code).toBe('forbidden');
    expect((await inbox.get('wait=0', 'x')).data.code).toBe('unauthenticated');
    const pushed = await inbox.get('wait=0', specimenToken('lampung-in'), 'lampung-in');
    expect([pushed.status, pushed.data.code]).toEqual([404, 'not-found']);
    for (const query of ['wait=31', 'wait=x', 'max=0', 'max=101', 'wait=1&wait=2'])
      expect((await inbox.get(query)).data.code).toBe('bad-request');
    for (const acks of [[], [{}], [{ deliveryId: 'a', status: 401 }], [{ deliveryId: 'a', status: 302 }]])
      expect((await inbox.ack(...acks)).data.code).toBe('bad-request');
    const { status, headers: answered } = await http.put(`${house.gateway.url}/v1/systems/${CITY}/inbox`);
    expect([status, answered.allow]).toEqual([405, 'GET']);
  });
});

describe('K10: at the relay of a system that fetches', () => {
  it('stands why it refused, and who has not fetched since when', async ({ open }) => {
    const house = await open(withCity());
    const inbox = inboxAt(house);
    const number = await handedOver(house, IN_CITY[0]);
    const { relays } = await recordOf(house, number);
    const one = async () => (await house.operator('GET', `/v1/relays/${relays[0]?.id}`)).data;
    expect((await one()).upstream).toMatchObject({ system: CITY, delivery: 'inbox', fetchedAt: null });
    const [item] = await inbox.fetch('wait=5');
    await inbox.ack({
      deliveryId: item?.deliveryId,
      status: 422,
      body: { pesan: 'di luar kota, hubungi 081234567890' },
    });
    const relay = await one();
    expect(relay.upstream.fetchedAt).toEqual(expect.any(String));
    expect(relay.attempts).toMatchObject([
      { exchange: { method: 'POST', path: '/api/v1/laporan', host: null, port: null, status: 422, code: null } },
    ]);
    expect(relay.why).toMatch(/^HTTP 422: di luar kota, hubungi \[/);
    expect(JSON.stringify(relay)).not.toContain('0812');
  });
});

describe('what is fetched', () => {
  it('is signed where it is agreed', async ({ open }) => {
    const secret = `whsec_${Buffer.from('rahasia-kota-yang-cukup-panjang').toString('base64')}`;
    const house = await open({ ...withCity({ signatureSecretEnv: 'KOTA_SECRET' }), env: { KOTA_SECRET: secret } });
    await handedOver(house, IN_CITY[0]);
    const [item] = await inboxAt(house).fetch('wait=5');
    expect(new Webhook(secret).verify(JSON.stringify(item?.body), { ...item?.headers })).toEqual(item?.body);
  });
});
