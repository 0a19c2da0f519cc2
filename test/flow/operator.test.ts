import axios from 'axios';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import type { Adapter } from '../../src/adapter.ts';
import { JAKARTA_PLACES } from '../../src/sandbox/scenario.ts';
import { type House, openHouse } from '../kits/house.ts';

let house: House;
afterEach(async () => {
  expect(await house.gateway.ledger.audit()).toEqual([]);
  await house.close();
});

const DECISION = { operator: 'Petugas Uji', reason: 'diperiksa bersama penerima' };

/** A report filed at Lampung In about a place in Jakarta, and handed over; its number. */
function handedOver(): string {
  const [report] = JAKARTA_PLACES;
  if (!report) throw new Error('the scenario is empty');
  const number = house.lampung.desk.file(report);
  house.lampung.pusher.push(number, house.lampung.desk.handOver(number));
  return number;
}

const ask = async (path: string) => (await house.operator('GET', path)).data;

const until = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 10_000, interval: 20 });

/** The number the case has at JAKI once its answer has come home. */
const numberAtJaki = (number: string): Promise<string> =>
  until(async () => {
    const { stories } = await ask(`/v1/cases/${number}`);
    expect(stories[0].numbers[1].number).toMatch(/^JK/);
    expect(stories[0].nextMove.who).toBe('recipient');
    return stories[0].numbers[1].number;
  });

/** A handover that JAKI refuses for good; the relay's id. */
async function deadLetter(): Promise<{ number: string; id: string }> {
  await house.jakarta.become({ kind: 'reject' });
  const number = handedOver();
  const id = await until(async () => {
    const [dead] = await ask('/v1/relays');
    expect(dead.error.code).toBe('upstream-rejected');
    return dead.id;
  });
  await house.jakarta.become({ kind: 'ok' });
  return { number, id };
}

const unknownStatus = (number: string, status = 'MENGAMBANG') => ({
  id_laporan: number,
  status,
  waktu: '03/07/2025 09:15:00 WIB',
  catatan: 'Nomor saya 0812 3456 7890',
});

describe('a case', () => {
  it('is told the same by either side’s number and by its caseId', async () => {
    house = await openHouse();
    const number = handedOver();
    const there = await numberAtJaki(number);
    const [byOwn, byOther, byCase] = await Promise.all(
      [number, there, encodeURIComponent(`lampung-in:${number}`)].map((name) => ask(`/v1/cases/${name}`)),
    );
    expect(byOwn.stories).toHaveLength(1);
    expect(byOther.stories).toEqual(byOwn.stories);
    expect(byCase.stories).toEqual(byOwn.stories);
    expect(byOwn.stories[0].nextMove).toMatchObject({ who: 'recipient', system: 'jaki-crm' });
  });

  it('is told as text to who asks for text', async () => {
    house = await openHouse();
    const number = handedOver();
    const there = await numberAtJaki(number);
    const answer = await axios.get(`${house.gateway.url}/v1/cases/${number}`, {
      headers: { authorization: 'Bearer contoh-token-petugas', accept: 'text/plain' },
    });
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    expect(answer.data).toContain(`Lampung In: ${number} | JAKI CRM (Jakarta): ${there}`);
    expect(answer.data).toMatch(/Berikutnya {2}Petugas JAKI CRM \(Jakarta\) menerima atau menolak laporan/);
  });

  it('nobody knows is answered 404 with what to do', async () => {
    house = await openHouse();
    const { status, data } = await house.operator('GET', '/v1/cases/JK0000000000');
    expect(status).toBe(404);
    expect(data).toMatchObject({ code: 'not-found', remedy: expect.stringContaining('Periksa') });
  });
});

const PROTECTED = [
  ['GET', '/v1/upstreams'],
  ['GET', '/v1/counts'],
  ['GET', '/v1/cases/LIN-1'],
  ['GET', '/v1/held'],
  ['GET', '/v1/relays'],
  ['GET', '/v1/relays/x'],
  ['GET', '/v1/relays/x/content'],
  ['GET', '/v1/looks'],
  ['GET', '/v1/gaps'],
  ['GET', '/v1/refusals'],
  ['GET', '/metrics'],
  ['POST', '/v1/held/lampung-in/LIN-1/retry'],
  ['POST', '/v1/held/lampung-in/LIN-1/discard'],
  ['POST', '/v1/relays/x/redrive'],
  ['POST', '/v1/relays/x/discard'],
  ['GET', '/v1/redrives'],
  ['POST', '/v1/redrives'],
  ['GET', '/v1/redrives/x'],
  ['POST', '/v1/redrives/x/cancel'],
  ['DELETE', '/v1/relays'],
] as const;

describe('the operators’ token', () => {
  it('is needed for everything but health, and a system’s token is known and not enough', async () => {
    house = await openHouse();
    for (const [method, path] of PROTECTED) {
      const url = `${house.gateway.url}${path}`;
      const asked = { method, url, data: method === 'POST' ? DECISION : undefined, validateStatus: () => true };
      const headers = { authorization: 'Bearer contoh-token-jaki-crm' };
      const answers = [await axios.request(asked), await axios.request({ ...asked, headers })];
      expect([path, ...answers.map(({ status }) => status)]).toEqual([path, 401, 403]);
    }
  });

  it('is not needed to ask whether the gateway lives and is ready', async () => {
    house = await openHouse();
    expect((await axios.get(`${house.gateway.url}/healthz`)).data).toEqual({ status: 'ok' });
    const { data } = await axios.get(`${house.gateway.url}/readyz`);
    expect(data.status).toBe('ready');
    expect(data.parts.map(({ part }: { part: string }) => part)).toEqual(['intake', 'ledger', 'backbone']);
  });
});

describe('a ledger that is full', () => {
  it('makes the gateway say that its ledger is not ready', async () => {
    house = await openHouse({ maxPages: 80 });
    let last = 202;
    for (let serial = 1000; last === 202; serial += 1) {
      last = (await house.push('lampung-in', unknownStatus(`LIN-20250703-${serial}`))).status;
    }
    expect(last).toBe(503);
    await until(async () => {
      const { status, data } = await axios.get(`${house.gateway.url}/readyz`, { validateStatus: () => true });
      expect([status, data.status]).toEqual([503, 'not-ready']);
      expect(data.parts[1]).toMatchObject({ part: 'ledger', ready: false });
    });
  });
});

const INCOMPLETE = [
  [{ operator: 'Petugas Uji' }, '/reason'],
  [{ reason: 'karena' }, '/operator'],
  [{ operator: ' ', reason: 'karena' }, '/operator'],
  [{ ...DECISION, force: true }, '/force'],
] as const;

describe('a dead letter', () => {
  it('is listed without what it carries, and the case says an operator must act', async () => {
    house = await openHouse();
    const { number, id } = await deadLetter();
    const [dead] = await ask('/v1/relays?state=dead&limit=5');
    expect(dead).toMatchObject({ id, state: 'dead', to: 'jaki-crm', caseId: `lampung-in:${number}`, attempts: 1 });
    expect(JSON.stringify(dead)).not.toContain('description');
    const { stories } = await ask(`/v1/cases/${number}`);
    expect(stories[0].nextMove.who).toBe('operator');
    expect(stories[0].nextMove.what).toContain(id);
  });

  it('is redriven by an operator whose name and reason stay in the story', async () => {
    house = await openHouse();
    const { number, id } = await deadLetter();
    const { status, data } = await house.operator('POST', `/v1/relays/${id}/redrive`, DECISION);
    expect([status, data.state]).toEqual([200, 'parked']);
    await numberAtJaki(number);
    const { stories } = await ask(`/v1/cases/${number}`);
    const told = stories[0].steps.map(({ what }: { what: string }) => what);
    expect(told).toContain(`Petugas Petugas Uji meminta kirim ulang ${id}, alasan: diperiksa bersama penerima.`);
    expect(await ask('/v1/relays')).toEqual([]);
  });

  it('is discarded once, with a reason; a second word on it is refused', async () => {
    house = await openHouse();
    const { number, id } = await deadLetter();
    const first = await house.operator('POST', `/v1/relays/${id}/discard`, DECISION);
    expect(first.data).toMatchObject({ state: 'discarded', error: { code: 'discarded' } });
    const second = await house.operator('POST', `/v1/relays/${id}/redrive`, DECISION);
    expect([second.status, second.data.code]).toEqual([409, 'wrong-state']);
    const { stories } = await ask(`/v1/cases/${number}`);
    expect(stories[0].last).toContain('membuang');
    expect(house.jakarta.desk.cases()).toEqual([]);
  });

  it('is not touched by a decision without a name or a reason, or with anything more', async () => {
    house = await openHouse();
    const { id } = await deadLetter();
    for (const [body, pointer] of INCOMPLETE) {
      const { status, data } = await house.operator('POST', `/v1/relays/${id}/discard`, body);
      expect([status, data.errors[0].pointer]).toEqual([400, pointer]);
    }
    expect((await ask('/v1/relays'))[0].state).toBe('dead');
  });

  it('nobody knows is answered 404', async () => {
    house = await openHouse();
    expect((await house.operator('POST', '/v1/relays/tidak-ada/redrive', DECISION)).status).toBe(404);
  });
});

/** A dialect whose table learns a word once it is mended. */
const mendable = (adapter: Adapter, mended: { readonly yet: boolean }): Adapter => ({
  ...adapter,
  toCanonical(native, context) {
    const text = JSON.stringify(native);
    return adapter.toCanonical(mended.yet ? JSON.parse(text.replace('MENGAMBANG', 'Koordinasi')) : native, context);
  },
});

describe('a held event', () => {
  it('is listed with its value and without its body', async () => {
    house = await openHouse();
    await house.push('lampung-in', unknownStatus('LIN-20250703-0001'));
    const held = await ask('/v1/held');
    expect(held).toMatchObject([{ system: 'lampung-in', number: 'LIN-20250703-0001', value: 'MENGAMBANG' }]);
    expect(held[0].why.code).toBe('unknown-code');
    expect(JSON.stringify(held)).not.toContain('0812');
  });

  it('without a case has a story of its own', async () => {
    house = await openHouse();
    await house.push('lampung-in', unknownStatus('LIN-20250703-0001'));
    const { stories } = await ask('/v1/cases/LIN-20250703-0001');
    expect(stories[0]).toMatchObject({ caseId: null, nextMove: { who: 'operator', system: 'lampung-in' } });
  });

  it('stays held when it is tried again and the table is as it was', async () => {
    house = await openHouse();
    await house.push('lampung-in', unknownStatus('LIN-20250703-0001'));
    const { status, data } = await house.operator('POST', '/v1/held/lampung-in/LIN-20250703-0001/retry', DECISION);
    expect(status).toBe(200);
    expect(data).toMatchObject({ placed: 0, held: [{ number: 'LIN-20250703-0001' }] });
  });

  it('crosses when it is tried again after the table was mended', async () => {
    const mended = { yet: false };
    house = await openHouse({ adapters: adapters.map((adapter) => mendable(adapter, mended)) });
    const number = handedOver();
    const there = await numberAtJaki(number);
    const odd = { ...house.jakarta.desk.advance(there), tstatus: { name: 'MENGAMBANG' } };
    expect((await house.push('jaki-crm', odd)).data.held.value).toBe('MENGAMBANG');
    mended.yet = true;
    const { data } = await house.operator('POST', `/v1/held/jaki-crm/${there}/retry`, DECISION);
    expect(data).toEqual({ placed: 1, held: [] });
    await until(async () => {
      const own = house.lampung.desk.cases().find((found) => found.number === number);
      expect(own?.status).toBe('DIKOORDINASIKAN');
    });
    const { stories } = await ask(`/v1/cases/${number}`);
    const told = stories[0].steps.map(({ what }: { what: string }) => what).join('\n');
    expect(told).toContain('Petugas Petugas Uji meminta terjemah ulang');
  });

  it('that is discarded lets those behind it cross', async () => {
    house = await openHouse();
    const [report] = JAKARTA_PLACES;
    if (!report) throw new Error('the scenario is empty');
    const number = house.lampung.desk.file(report);
    await house.push('lampung-in', unknownStatus(number));
    const behind = await house.push('lampung-in', house.lampung.desk.handOver(number));
    expect(behind.data.held.code).toBe('held-behind');
    const { data } = await house.operator('POST', `/v1/held/lampung-in/${number}/discard`, DECISION);
    expect(data).toMatchObject({ placed: 1, held: [] });
    await numberAtJaki(number);
    expect((await ask('/v1/counts')).events).toMatchObject({ discarded: 1, quarantined: 0 });
  });

  it('that is not there cannot be decided on', async () => {
    house = await openHouse();
    expect((await house.operator('POST', '/v1/held/lampung-in/LIN-1/retry', DECISION)).status).toBe(404);
  });
});

const UNCLEAR = [
  '/v1/relays?state=delivered',
  '/v1/relays?state=dead&state=parked',
  '/v1/relays?limit=0',
  '/v1/relays?limit=1001',
  '/v1/relays?limit=ten',
  '/v1/relays?status=dead',
  '/v1/held?native=true',
  '/v1/counts?all=1',
];

describe('what is asked', () => {
  it('unclearly is refused, not guessed at', async () => {
    house = await openHouse();
    for (const path of UNCLEAR) {
      const { status, data } = await house.operator('GET', path);
      expect([path, status, data.code]).toEqual([path, 400, 'bad-request']);
    }
  });

  it('by a wrong method is answered with the right one', async () => {
    house = await openHouse();
    const { status, headers } = await house.operator('POST', '/v1/counts', DECISION);
    expect([status, headers.allow]).toEqual([405, 'GET']);
  });

  it('of the counts adds up, and so do the metrics', async () => {
    house = await openHouse();
    await numberAtJaki(handedOver());
    await until(async () => {
      expect(await ask('/v1/counts')).toMatchObject({
        addsUp: true,
        discrepancies: [],
        events: { accepted: 2 },
        relays: { delivered: 2, claimed: 0 },
      });
    });
    await house.push('lampung-in', { bukan: 'pesan' });
    const metrics = await ask('/metrics');
    expect(metrics).toContain('jembatan_events_total{system="lampung-in",verdict="accepted"} 1');
    expect(metrics).toContain('jembatan_refusals_total{system="lampung-in",code="native-invalid"} 1');
    expect(metrics).toContain('jembatan_outcomes_total{system="jaki-crm",outcome="delivered"} 1');
    expect(metrics).toContain('jembatan_relays{state="delivered"} 2');
    expect(metrics).toContain('jembatan_circuit{system="jaki-crm",state="closed"} 1');
    expect(metrics).toContain('jembatan_backbone_connected{kind="embedded"} 1');
    expect(metrics).toContain('nodejs_eventloop_lag_seconds');
    expect(await ask('/v1/refusals')).toMatchObject([{ system: 'lampung-in', code: 'native-invalid', number: null }]);
  });
});
