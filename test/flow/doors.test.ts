import axios from 'axios';
import { describe, expect } from 'vitest';
import { specimenToken, tokenSha256 } from '../../src/config.ts';
import { type House, type HouseOptions, linesOf } from '../kits/house.ts';
import { it, jakartaPlace, misplaced } from './scenes.ts';

const http = axios.create({ proxy: false, validateStatus: () => true, timeout: 20_000 });
const OPERATOR = 'contoh-token-petugas';
const NDJSON = 'application/x-ndjson';
const DECISION = { operator: 'Petugas Uji', reason: 'diperiksa bersama penerima' };

const handover = (house: House, index = 0) => misplaced(house.lampung, jakartaPlace(index));

const asking = (token: string | null, contentType = 'application/json') => ({
  ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  'content-type': contentType,
});

/** Every route there is, with a parameter that it does know. */
const ROUTES = [
  ['POST', '/v1/systems/lampung-in/events', 'dryRun=true', 'lampung-in'],
  ['GET', '/v1/systems/kota/inbox', 'wait=0', 'kota'],
  ['POST', '/v1/systems/kota/inbox/ack', null, 'kota'],
  ['POST', '/v1/lookups/letter-verification', null, 'lampung-in'],
  ['POST', '/v1/lookups/health-facility', null, 'lampung-in'],
  ['GET', '/healthz', null, null],
  ['GET', '/readyz', null, null],
  ['GET', '/metrics', null, OPERATOR],
  ['GET', '/v1/upstreams', null, OPERATOR],
  ['GET', '/v1/polls', null, OPERATOR],
  ['GET', '/v1/counts', null, OPERATOR],
  ['GET', '/v1/cases/LIN-1', null, OPERATOR],
  ['GET', '/v1/held', 'limit=5', OPERATOR],
  ['POST', '/v1/held/lampung-in/LIN-1/retry', null, OPERATOR],
  ['POST', '/v1/held/lampung-in/LIN-1/discard', null, OPERATOR],
  ['GET', '/v1/relays', 'state=dead', OPERATOR],
  ['POST', '/v1/relays/x/redrive', null, OPERATOR],
  ['POST', '/v1/relays/x/discard', null, OPERATOR],
  ['GET', '/v1/redrives', 'limit=5', OPERATOR],
  ['POST', '/v1/redrives', 'dryRun=true', OPERATOR],
  ['GET', '/v1/redrives/x', 'outcome=all', OPERATOR],
  ['POST', '/v1/redrives/x/cancel', null, OPERATOR],
  ['GET', '/v1/gaps', null, OPERATOR],
  ['GET', '/v1/refusals', 'number=LIN-1', OPERATOR],
  ['GET', '/v1/lookups', 'limit=5', OPERATOR],
  ['GET', '/v1/strays', 'limit=5', OPERATOR],
  ['GET', '/v1/agreements', null, OPERATOR],
] as const;

/** A city's system that fetches what is for it. */
const WITH_CITY: HouseOptions = {
  config(config) {
    config.systems.push({
      ...{ name: 'kota', title: 'Kota', dialect: 'lampung/lampung-in', simulated: true, delivery: 'inbox' },
      ...{ government: '18.71', territory: '18.71', tokenSha256: tokenSha256(specimenToken('kota')) },
    });
  },
  agreement(agreement) {
    agreement.parties.push({ government: '18.71', name: 'Pemerintah Kota', documentNumber: 'CONTOH/1' });
  },
};

const tokenOf = (who: string | null): string | null => (who === null || who === OPERATOR ? who : specimenToken(who));

const ask = (house: House, [method, path, , who]: (typeof ROUTES)[number], query: string) =>
  http.request({
    ...{ method, url: `${house.gateway.url}${path}?${query}`, headers: asking(tokenOf(who)) },
    data: method === 'POST' ? '{}' : undefined,
  });

describe('a query', () => {
  it('K11: with a parameter that its route does not know is 400 on every route, and says which are known', async ({
    open,
  }) => {
    const house = await open(WITH_CITY);
    for (const row of ROUTES) {
      const [, path, known] = row;
      for (const query of ['dryrun=true', 'x', '=1', 'limit%20=5', ...(known === null ? [] : [`${known}&Limit=1`])]) {
        const { status, data } = await ask(house, row, query);
        expect([path, query, status, data.code]).toEqual([path, query, 400, 'bad-request']);
        expect(data.detail).toContain(known === null ? 'tidak ada' : known.split('=')[0]);
      }
    }
  });

  it('K11: with a parameter given twice, or with a value it does not have, is 400', async ({ open }) => {
    const house = await open(WITH_CITY);
    for (const row of ROUTES) {
      const [, path, known] = row;
      if (known === null) continue;
      const [name] = known.split('=');
      for (const query of [`${known}&${known}`, `${name}=`, `${name}=%00x`].slice(0, name === 'number' ? 2 : 3)) {
        // Its bare name says `true`.
        if (query === 'dryRun=') continue;
        const { status, data } = await ask(house, row, query);
        expect([path, query, status, data.code]).toEqual([path, query, 400, 'bad-request']);
      }
    }
  });

  it.for([
    ['dryrun=true', 'dryRun'],
    ['dry_run=true', 'dryRun'],
    ['dryRn=true', 'dryRun'],
    ['DryRun', 'dryRun'],
    ['dryRun%5B%5D=true', 'dryRun'],
    ['test=true', undefined],
  ] as const)('K11: ?%s never files a real report, and is told what may be meant', async ([query, near], { open }) => {
    const house = await open();
    const { number, event } = handover(house);
    const { status, data } = await house.push('lampung-in', event, { query: `?${query}` });
    expect([status, data.code, data.nearest, data.known]).toEqual([400, 'bad-request', near, ['dryRun']]);
    expect(await house.gateway.ledger.findCases(number)).toEqual([]);
  });

  it.for(['dryRun=true&dryRun=false', 'dryRun=false&dryRun=true', 'dryRun=True', 'dryRun=1', 'dryRun=ya'])(
    'K11: ?%s never files a real report',
    async (query, { open }) => {
      const house = await open();
      const { number, event } = handover(house);
      expect((await house.push('lampung-in', event, { query: `?${query}` })).status).toBe(400);
      expect(await house.gateway.ledger.findCases(number)).toEqual([]);
    },
  );

  it('K11: is not answered for who has no token: nobody learns what a route knows', async ({ open }) => {
    const house = await open();
    const url = `${house.gateway.url}/v1/relays?status=dead`;
    expect((await http.get(url)).status).toBe(401);
    expect((await http.get(url, { headers: asking(specimenToken('lampung-in')) })).status).toBe(403);
  });

  it('K11: that a simulated system does not know is 400 there too', async ({ open }) => {
    const house = await open();
    const control = `${house.lampung.url}/_sandbox`;
    const answers = [
      await http.post(`${control}/reports?handover=true`, jakartaPlace()),
      await http.post(`${control}/reports?handOver=true&handOver=false`, jakartaPlace()),
      await http.get(`${control}/cases?limit=1`),
    ];
    expect(answers.map(({ status, data }) => [status, data.code])).toEqual(Array(3).fill([400, 'bad-request']));
    expect(house.lampung.desk.cases()).toEqual([]);
  });
});

/** A JSON text in which the report names a member once more. */
const again = (event: object, written: string): string => JSON.stringify(event).replace(/^\{/u, `{${written},`);

describe('a body that names a member twice', () => {
  it.for([
    ['"rahasia":true', '/rahasia'],
    ['"\\u0072ahasia":true', '/rahasia'],
    ['"catatan":{"a":1,"b":{"a":1,"a":2}}', '/catatan/b/a'],
    ['"__proto__":{"rahasia":true},"__proto__":{}', '/__proto__'],
  ] as const)(
    'K14: %s is refused with its place, and crosses neither as public nor as secret',
    async ([written, pointer], { open }) => {
      const house = await open();
      const { number, event } = handover(house);
      const { status, data } = await house.push('lampung-in', again({ ...event, rahasia: false }, written));
      expect([status, data.code, data.errors[0].pointer]).toEqual([400, 'duplicate-member', pointer]);
      expect(await house.gateway.ledger.findCases(number)).toEqual([]);
    },
  );

  it('K14: is refused as a line, and its neighbours are taken', async ({ open }) => {
    const house = await open();
    const events = [0, 1, 2].map((index) => handover(house, index).event);
    const texts = events.map((event, index) => (index === 1 ? again(event, '"rahasia":true') : JSON.stringify(event)));
    const { data } = await house.push('lampung-in', texts.join('\n'), { contentType: NDJSON });
    expect(linesOf(data).map(({ status, problem }) => [status, problem?.code])).toEqual([
      [202, undefined],
      [400, 'duplicate-member'],
      [202, undefined],
    ]);
  });

  it('K14: is no question, no decision, no acknowledgement and no report of a simulated citizen', async ({ open }) => {
    const house = await open(WITH_CITY);
    const decision = again(DECISION, '"operator":"orang lain"');
    const sent: readonly (readonly [path: string, token: string | null, body: string])[] = [
      ['/v1/lookups/health-facility', specimenToken('lampung-in'), '{"regionCode":"31","regionCode":"18"}'],
      ['/v1/systems/kota/inbox/ack', specimenToken('kota'), '{"acks":[{"deliveryId":"a","deliveryId":"b"}]}'],
      ['/v1/relays/x/discard', OPERATOR, decision],
      ['/v1/relays/x/redrive', OPERATOR, decision],
      ['/v1/held/lampung-in/LIN-1/retry', OPERATOR, decision],
      ['/v1/redrives', OPERATOR, again({ ...DECISION, filter: {} }, '"filter":{"state":"dead","to":"jaki-crm"}')],
      ['/v1/redrives/x/cancel', OPERATOR, decision],
    ];
    for (const [path, token, body] of sent) {
      const { status, data } = await http.post(`${house.gateway.url}${path}`, body, { headers: asking(token) });
      expect([path, status, data.code]).toEqual([path, 400, 'duplicate-member']);
    }
    const filed = again(jakartaPlace(), '"text":"lain"');
    const answer = await http.post(`${house.lampung.url}/_sandbox/reports`, filed, { headers: asking(null) });
    expect([answer.status, answer.data.code]).toEqual([400, 'duplicate-member']);
  });

  it('K14: does no harm with a member __proto__', async ({ open }) => {
    const house = await open();
    const { event } = handover(house);
    const { status } = await house.push('lampung-in', again(event, '"__proto__":{"rahasia":true,"polluted":1}'));
    expect(status).toBe(202);
    expect('polluted' in {}).toBe(false);
  });
});

describe('a token', () => {
  it('of a system is known on an operator’s route, and not enough: 403', async ({ open }) => {
    const house = await open();
    const headers = asking(specimenToken('jaki-crm'));
    const { status, data } = await http.get(`${house.gateway.url}/v1/counts`, { headers });
    expect([status, data.code, data.detail]).toEqual([403, 'forbidden', expect.stringContaining('jaki-crm')]);
  });

  it('of the operators names no system: 401, with the reason', async ({ open }) => {
    const house = await open();
    const { status, data } = await house.push('lampung-in', {}, { token: OPERATOR });
    expect([status, data.code, data.detail]).toEqual([401, 'unauthenticated', expect.stringContaining('petugas')]);
  });
});

describe('a refusal', () => {
  it('has one shape, of the gateway and of a simulated system', async ({ open }) => {
    const house = await open();
    const answers = [
      await house.push('lampung-in', '{'),
      await http.post(`${house.lampung.url}/_sandbox/reports`, '{', { headers: asking(null) }),
      await http.post(`${house.lampung.url}/_sandbox/reports`, '{}', { headers: asking(null) }),
      await http.get(`${house.sandbox.controlUrl}/_sandbox/nowhere`),
    ];
    for (const { status, data, headers } of answers) {
      expect(headers['content-type']).toMatch(/^application\/problem\+json/u);
      const { type, title, detail, code, fault, remedy } = data;
      expect(data.status).toBe(status);
      expect(type).toBe(`urn:jembatan:problem:${code}`);
      for (const text of [title, detail, fault, remedy]) expect(text).toEqual(expect.any(String));
    }
    expect(answers[2]?.data.errors).toContainEqual({ pointer: '/title', message: 'wajib ada' });
  });
});
