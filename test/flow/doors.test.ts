import axios from 'axios';
import { describe, expect } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import type { Adapter } from '../../src/adapter.ts';
import { specimenToken, tokenSha256 } from '../../src/config/config.ts';
import { type House, type HouseOptions, linesOf } from '../kits/house.ts';
import { asked, prices } from './markets.ts';
import { allEnded, arrived, at, it, jakartaPlace, lampungPlace, misplaced, soon } from './scenes.ts';

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
  ['GET', '/v1/relays/x', null, OPERATOR],
  ['GET', '/v1/relays/x/content', 'reason=x', OPERATOR],
  ['GET', '/v1/looks', 'limit=5', OPERATOR],
  ['POST', '/v1/relays/x/redrive', null, OPERATOR],
  ['POST', '/v1/relays/x/confirm', null, OPERATOR],
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

/** Members one slip away from one that decides who may read a report, what becomes of it, or what it says. */
const MISSPELT = [
  ['lampung-in', '/', 'Rahasia'],
  ['lampung-in', '/', 'rahsia'],
  ['lampung-in', '/', 'rahasía'],
  ['lampung-in', '/', 'rаhasia'],
  ['lampung-in', '/', 'alasann'],
  ['lampung-in', '/', 'isi-laporan'],
  ['lampung-in', '/lokasi', 'Kode_Wilayah'],
  ['lampung-in', '/lokasi', 'lintnag'],
  ['jaki-crm', '/', 'isRahasla'],
  ['jaki-crm', '/', 'IsPrivacy'],
  ['jaki-crm', '/', 'serah_terima'],
  ['jaki-crm', '/tstatus', 'Name'],
] as const;

describe('a member that nobody reads', () => {
  it.for(MISSPELT)(
    'K11: of %s at %s, %s, is refused with both names, and nothing of it crosses',
    async ([system, at, name], { open }) => {
      const house = await open();
      const { number, event } = system === 'jaki-crm' ? misplaced(house.jakarta, lampungPlace()) : handover(house);
      const inner = { ...(event[at.slice(1)] as object), [name]: true };
      const body = at === '/' ? { ...event, [name]: true } : { ...event, [at.slice(1)]: inner };
      for (const query of ['', '?dryRun=true']) {
        const { status, data } = await house.push(system, body, { query });
        expect([status, data.code]).toEqual([422, 'native-invalid']);
        expect(data.errors[0].message).toContain(JSON.stringify(name));
        expect(data.errors[0].message).toMatch(/mungkin maksudnya "/u);
      }
      expect(await house.gateway.ledger.findCases(number)).toEqual([]);
      const { data: refusals } = await house.operator('GET', `/v1/refusals?number=${number}`);
      expect(refusals).toMatchObject([{ code: 'native-invalid' }]);
    },
  );

  it('K11: is named in the receipt, in that of a repeat, in a dry run and in a line', async ({ open }) => {
    const house = await open();
    const { event } = handover(house);
    const body = { ...event, dilihat: 2, lokasi: { ...(event.lokasi as object), 'patokan tempat': 'x' } };
    const warnings = [
      { code: 'member-not-read', facts: { pointer: '/lokasi/patokan tempat' } },
      { code: 'member-not-read', facts: { pointer: '/dilihat' } },
    ];
    const rehearsed = (await house.push('lampung-in', body, { query: '?dryRun=true' })).data;
    const lines = await house.push('lampung-in', `${JSON.stringify(body)}\n`, { contentType: NDJSON });
    const again = (await house.push('lampung-in', body)).data;
    for (const receipt of [rehearsed.receipt, linesOf(lines.data)[0].receipt, again])
      expect(receipt.warnings.toSorted(byPointer)).toEqual(warnings.toSorted(byPointer));
    expect(rehearsed.leftOut).toContainEqual({ pointer: '/kewenangan', why: expect.stringContaining('petugas') });
  });

  it('K11: is named where the event is held, too', async ({ open }) => {
    const house = await open();
    const { event } = handover(house);
    const { data } = await house.push('lampung-in', { ...event, status: 'ENTAH', dilihat: 2 });
    expect(data).toMatchObject({ held: { value: 'ENTAH' }, warnings: [{ facts: { pointer: '/dilihat' } }] });
  });

  it('K11: of a system that is asked is on record once for its kind, and holds nothing up', async ({ open }) => {
    const talkative = adapters.map((adapter): Adapter => {
      const { poll } = adapter;
      if (adapter.dialect !== 'jakarta/info-pangan' || !poll) return adapter;
      const told = (native: object) => ({ ...native, Market: 'x', catatan: 1 });
      const read: typeof poll.read = (...of) => {
        const page = poll.read(...of);
        return { ...page, natives: page.natives.map(told) };
      };
      return { ...adapter, poll: { ...poll, read } };
    });
    const house = await open(asked({ adapters: talkative }));
    await soon(() => expect(prices(house).length).toBeGreaterThan(15));
    const { data } = await house.operator('GET', '/v1/gaps');
    const members = data.filter(({ table }: { table: string }) => table === 'member');
    expect(members.map(({ value }: { value: string }) => value).toSorted()).toEqual(['price/Market', 'price/catatan']);
    expect(JSON.stringify(await house.gateway.ledger.refusals(10, {}))).not.toContain('Market');
  });
});

const byPointer = (a: { facts: { pointer: string } }, b: { facts: { pointer: string } }): number =>
  a.facts.pointer.localeCompare(b.facts.pointer);

describe('what resembles a message', () => {
  it('and is none is told the nearest one and all it lacks', async ({ open }) => {
    const house = await open();
    const body = { id_laporan: 'LIN-20250703-0001', Status: 'DIPROSES', catatan: 'x' };
    const { status, data } = await house.push('lampung-in', body);
    expect([status, data.code, data.nearest]).toEqual([422, 'native-invalid', 'status']);
    expect(data.detail).toContain('Yang paling mirip: status');
    expect(data.errors).toEqual([
      { pointer: '/status', message: 'wajib ada' },
      { pointer: '/waktu', message: 'wajib ada' },
      { pointer: '/Status', message: '"Status" tidak dikenal di sini; mungkin maksudnya "status"' },
    ]);
  });
});

describe('a dry run of an event that was accepted', () => {
  it('and is edited shows what it would send, and that it would conflict', async ({ open }) => {
    const house = await open();
    const { number, event } = handover(house);
    const { data: receipt } = await house.push('lampung-in', event);
    await arrived(house.jakarta, number);
    const edited = { ...event, isi_laporan: 'Isi yang diubah.' };
    const { status, data } = await house.push('lampung-in', edited, { query: '?dryRun=true' });
    expect([status, data.dryRun, data.wouldAnswer]).toEqual([200, true, 409]);
    expect(data.conflict).toMatchObject({ code: 'identity-conflict', status: 409, eventId: receipt.eventId });
    expect(data.sealed[0].data.report.description).toContain('Isi yang diubah.');
    expect(data.relays).toMatchObject([{ to: 'jaki-crm', envelope: { data: { handoverId: receipt.eventId } } }]);
    const answers = [await house.push('lampung-in', edited), await house.push('lampung-in', event)];
    expect(answers.map((answer) => answer.status)).toEqual([409, 200]);
    expect(answers[1]?.data).toEqual(receipt);
    await allEnded(house);
  });

  it('of a status shows the status as it would go', async ({ open }) => {
    const house = await open();
    const { number, event } = handover(house);
    await house.push('lampung-in', event);
    const { number: there } = await arrived(house.jakarta, number);
    const status = { code: there, tstatus: { name: 'Proses' }, waktu: at(1), catatan: 'Dikerjakan' };
    await soon(async () => expect((await house.push('jaki-crm', status)).data.relays).toHaveLength(1));
    const { data } = await house.push('jaki-crm', { ...status, catatan: 'Lain' }, { query: '?dryRun=true' });
    expect([data.wouldAnswer, data.relays[0]?.envelope.data.note]).toEqual([409, 'Lain']);
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

describe('who holds a report', () => {
  it('is nobody while it is on its way, and its recipient once that has registered it', async ({ open }) => {
    const house = await open();
    await house.jakarta.become({ kind: 'down' });
    const { number, event } = handover(house);
    await house.push('lampung-in', event);
    const told = async () => (await house.operator('GET', `/v1/cases/${number}`)).data.stories[0];
    expect(await told()).toMatchObject({ holder: null, handover: { state: 'sent' } });
    await house.jakarta.become({ kind: 'ok' });
    await soon(async () =>
      expect(await told()).toMatchObject({ holder: 'jaki-crm', handover: { state: 'registered' } }),
    );
  });
});

describe('a status under a number that nobody knows', () => {
  it('is for a person to look at, who is not told to complete a code table', async ({ open }) => {
    const house = await open({ haste: { numberWaitSeconds: 0.1 } });
    const status = { code: 'JK2507030099', tstatus: { name: 'Proses' }, waktu: at(1) };
    expect((await house.push('jaki-crm', status)).data.held.code).toBe('unknown-number');
    const { what } = await soon(async () => {
      const { data } = await house.operator('GET', '/v1/cases/JK2507030099');
      expect(data.stories[0].nextMove.who).toBe('operator');
      return data.stories[0].nextMove;
    });
    expect(what).toContain('Cocokkan nomornya');
    expect(what).not.toContain('tabel kode');
  });
});
