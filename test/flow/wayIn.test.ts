import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import axios from 'axios';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { specimenToken } from '../../src/config/config.ts';
import { type House, linesOf, openHouse } from '../kits/house.ts';
import {
  allEnded,
  arrived,
  at,
  caseAt,
  checkHouse,
  it,
  jakartaPlace,
  misplaced,
  movableClock,
  recordOf,
  soon,
} from './scenes.ts';

const MEBIBYTE = 1024 * 1024;
const raw = axios.create({ proxy: false, validateStatus: () => true, timeout: 20_000 });

/** The main job's first event: Lampung In found that a report belongs to Jakarta. */
const handover = (house: House, index = 0) => misplaced(house.lampung, jakartaPlace(index));

const padded = (event: object, bytes: number): string => {
  const bare = JSON.stringify({ ...event, catatan_dalam: '' });
  return JSON.stringify({ ...event, catatan_dalam: 'x'.repeat(bytes - bare.length) });
};

const statusOf = (number: string, status: string, minute: number) => ({
  id_laporan: number,
  status,
  waktu: at(minute),
});

let opened: House | null = null;
beforeAll(async () => {
  opened = await openHouse();
});
afterAll(() => opened?.close());

/** One house for all that leaves nothing behind but its own case. */
function shared(): House {
  if (!opened) throw new Error('the house is not open yet');
  return opened;
}

describe.concurrent('what is not an event at all', () => {
  it('a body that is not JSON is refused with 400', async () => {
    const house = shared();
    const answer = await house.push('lampung-in', '{"id_laporan": ');
    expect(answer.status).toBe(400);
    expect(answer.data.code).toBe('not-json');
  });

  it('an empty body is refused with 400', async () => {
    const house = shared();
    expect((await house.push('lampung-in', '')).status).toBe(400);
  });

  it('bytes that are not UTF-8 are refused with 400, never repaired', async () => {
    const house = shared();
    const { event } = handover(house);
    const [head = '', tail = ''] = JSON.stringify({ ...event, judul: 'PECAH' }).split('PECAH');
    const broken = Buffer.concat([Buffer.from(head), Buffer.from([0xc3, 0x28]), Buffer.from(tail)]);
    const answer = await house.push('lampung-in', broken);
    expect(answer.status).toBe(400);
    expect(answer.data.code).toBe('not-json');
  });

  it.for(['text/plain', 'application/xml', 'application/json; charset=iso-8859-1', 'application/cloudevents+json'])(
    'the media type %s is refused with 415',
    async (contentType) => {
      const house = shared();
      const answer = await house.push('lampung-in', handover(house).event, { contentType });
      expect(answer.status).toBe(415);
      expect(answer.data.code).toBe('wrong-media-type');
    },
  );

  it('a compressed body is refused with 415, as one event and as many', async () => {
    const house = shared();
    const body = gzipSync(JSON.stringify(handover(house).event));
    for (const contentType of ['application/json', 'application/x-ndjson']) {
      const answer = await house.push('lampung-in', body, { contentType, headers: { 'content-encoding': 'gzip' } });
      expect(answer.status).toBe(415);
    }
  });

  it('an event over 1 MiB is refused with 413, and one of exactly 1 MiB is read', async () => {
    const house = shared();
    const { event } = handover(house);
    const over = await house.push('lampung-in', padded(event, MEBIBYTE + 1));
    expect(over.status).toBe(413);
    // Nobody has to read on to the end of what was refused.
    expect(over.headers.connection).toBe('close');
    expect(over.data.code).toBe('too-large');
    expect((await house.push('lampung-in', padded(event, MEBIBYTE))).status).toBe(202);
  });

  it('an unknown address is 404, an unknown system is 404, another method is 405 with what is allowed', async () => {
    const { gateway } = shared();
    const headers = { authorization: `Bearer ${specimenToken('lampung-in')}`, 'content-type': 'application/json' };
    const nowhere = await raw.post(`${gateway.url}/v1/systems`, '{}', { headers });
    const nobody = await raw.post(`${gateway.url}/v1/systems/sistem-lain/events`, '{}', { headers });
    const wrong = await raw.get(`${gateway.url}/v1/systems/lampung-in/events`, { headers });
    expect([nowhere.status, nobody.status, wrong.status]).toEqual([404, 404, 405]);
    expect(wrong.headers.allow).toBe('POST');
    expect([nowhere, nobody, wrong].map(({ data }) => data.code)).toEqual([
      'not-found',
      'not-found',
      'method-not-allowed',
    ]);
  });

  it('an address that cannot be read is 400', async () => {
    const { gateway } = shared();
    expect((await raw.post(`${gateway.url}/v1/systems/%ff/events`, '{}')).status).toBe(400);
  });
});

describe.concurrent('who speaks', () => {
  it('no token is 401 and says which scheme is asked for', async () => {
    const house = shared();
    const answer = await house.push('lampung-in', handover(house).event, { token: null });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it('a wrong token is 401', async () => {
    const house = shared();
    const answer = await house.push('lampung-in', handover(house).event, { token: 'bukan-token' });
    expect(answer.status).toBe(401);
    expect(answer.data.code).toBe('unauthenticated');
  });

  it("another system's token is 403", async () => {
    const house = shared();
    const { number, event } = handover(house);
    const answer = await house.push('lampung-in', event, { token: specimenToken('jaki-crm') });
    expect(answer.status).toBe(403);
    expect(answer.data.code).toBe('forbidden');
    expect(await house.gateway.ledger.findCases(number)).toEqual([]);
  });

  it("the operators' token is no system's", async () => {
    const house = shared();
    expect((await house.push('lampung-in', handover(house).event, { token: 'contoh-token-petugas' })).status).toBe(401);
  });
});

describe.concurrent('what this dialect does not send', () => {
  it('what breaks the schema is 422 native-invalid, with a pointer at the place', async () => {
    const house = shared();
    const { event } = handover(house);
    const answer = await house.push('lampung-in', { ...event, tanggal_lapor: 'kemarin' });
    expect(answer.status).toBe(422);
    expect(answer.data.code).toBe('native-invalid');
    expect(answer.data.errors).toEqual([{ pointer: '/tanggal_lapor', message: expect.any(String) }]);
  });

  it('what breaks the schema in several places is told of each', async () => {
    const house = shared();
    const { tanggal_lapor: _, ...event } = handover(house).event;
    const answer = await house.push('lampung-in', {
      ...event,
      kategori: 7,
      lampiran: ['bukan alamat', 8],
      anonim: 'ya',
    });
    expect(answer.status).toBe(422);
    const pointers = (answer.data.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(new Set(pointers)).toEqual(
      new Set(['/tanggal_lapor', '/kategori', '/lampiran/0', '/lampiran/1', '/anonim']),
    );
  });

  it('what breaks it in thousands of places is told of the first, at once', async () => {
    const house = shared();
    const { event } = handover(house);
    const answer = await house.push('lampung-in', { ...event, kategori: 7, lampiran: Array(100_000).fill(8) });
    expect(answer.status).toBe(422);
    expect(answer.data.errors).toHaveLength(1);
  });

  it.for(['null', '[]', '"teks"', '17', '{}', '{"judul":"tanpa nomor"}'])('%s is 422 native-invalid', async (body) => {
    const house = shared();
    const answer = await house.push('lampung-in', body);
    expect(answer.status).toBe(422);
    expect(answer.data.code).toBe('native-invalid');
  });

  it('a place nobody knows is 422 region-unknown', async () => {
    const house = shared();
    const { event } = handover(house);
    const answer = await house.push('lampung-in', { ...event, lokasi: { kode_wilayah: '99.99.99.9999' } });
    expect(answer.status).toBe(422);
    expect(answer.data.code).toBe('region-unknown');
  });

  it('every refusal is on record with its code, and with the number it names', async ({ open }) => {
    const house = await open();
    await house.push('lampung-in', {});
    const { event, number } = handover(house);
    await house.push('lampung-in', { ...event, lokasi: { kode_wilayah: '99.99' } });
    await house.push('lampung-in', { ...event, rahasia: 7 });
    const refusals = await house.gateway.ledger.refusals(10);
    expect(refusals.map(({ code, subject }) => [code, subject])).toEqual([
      ['native-invalid', number],
      ['region-unknown', number],
      ['native-invalid', null],
    ]);
  });
});

describe.concurrent('a status nobody knows', () => {
  it('is 202, held, with the value named; later events of that case wait behind it, others do not', async ({
    open,
  }) => {
    const house = await open();
    const { number, event } = handover(house);
    await house.push('lampung-in', { ...event, status: 'MASUK', alasan: null });
    const unknown = await house.push('lampung-in', statusOf(number, 'DITINJAU LAPANGAN', 1));
    expect(unknown.status).toBe(202);
    expect(unknown.data.relays).toEqual([]);
    expect(unknown.data.held).toMatchObject({ code: 'unknown-code', value: 'DITINJAU LAPANGAN' });

    const later = await house.push('lampung-in', { ...event, riwayat: [], diperbarui: at(2) });
    expect(later.status).toBe(202);
    expect(later.data.held).toMatchObject({ code: 'held-behind' });
    const other = handover(house, 1);
    expect((await house.push('lampung-in', other.event)).data.relays).toHaveLength(1);
    await arrived(house.jakarta, other.number);
    expect(house.jakarta.desk.cases()).toHaveLength(1);
    expect((await house.gateway.ledger.counts()).events.quarantined).toBe(2);
    await allEnded(house);
  });

  it('crosses in order, with what waited behind it, once the table is mended', async ({ open }) => {
    const house = await open();
    const { number, event } = handover(house);
    await house.push('lampung-in', event);
    const away = await arrived(house.jakarta, number);
    await soon(() => expect(caseAt(house.lampung, number)?.counterpart).toBe(away.number));
    const statuses = ['Ditinjau', 'Proses', 'Selesai'].map((name, index) => ({
      code: away.number,
      tstatus: { name },
      waktu: at(index),
    }));
    const receipts = [];
    for (const status of statuses) receipts.push(await house.push('jaki-crm', status));
    expect(receipts.map(({ data }) => data.held?.code)).toEqual(['unknown-code', 'held-behind', 'held-behind']);

    await house.restart({ adapters: adapters.map((adapter) => mended(adapter)) });
    await soon(() => expect(caseAt(house.lampung, number)?.status).toBe('SELESAI'));
    const told = caseAt(house.lampung, number)?.history.filter(({ sequence }) => sequence !== null);
    expect(told?.map(({ status }) => status)).toEqual(['DISPOSISI', 'DIPROSES', 'SELESAI']);
    expect((await house.gateway.ledger.counts()).events.quarantined).toBe(0);
    const repeated = await house.push('jaki-crm', statuses[0]);
    expect(repeated.status).toBe(200);
    expect(repeated.data.relays).toHaveLength(1);
    await allEnded(house);
  });

  it('is held once, however often it is sent', async ({ open }) => {
    const house = await open();
    const { event } = handover(house);
    const first = await house.push('lampung-in', { ...event, status: 'ENTAH' });
    const second = await house.push('lampung-in', { ...event, status: 'ENTAH' });
    expect([first.status, second.status]).toEqual([202, 200]);
    expect(second.data).toEqual(first.data);
  });
});

/** The adapter with a row more in its table: "Ditinjau" is an assignment. */
function mended(adapter: (typeof adapters)[number]): (typeof adapters)[number] {
  return {
    ...adapter,
    toCanonical(native, context) {
      const { tstatus } = native as { tstatus?: { name: string } };
      const known = tstatus?.name === 'Ditinjau' ? { ...(native as object), tstatus: { name: 'Disposisi' } } : native;
      return adapter.toCanonical(known, context);
    },
  };
}

describe.concurrent('a category nobody knows', () => {
  it('is 202, crosses as other with its native name kept, and is listed as a gap', async ({ open }) => {
    const house = await open();
    const { number, event } = handover(house);
    const answer = await house.push('lampung-in', { ...event, kategori: 'Hewan Liar' });
    expect(answer.status).toBe(202);
    await arrived(house.jakarta, number);
    const [relay] = (await recordOf(house, number)).relays;
    expect(relay?.envelope.data).toMatchObject({ report: { category: { code: 'other', native: 'Hewan Liar' } } });
    const { status, data } = await house.operator('GET', '/v1/gaps');
    expect(status).toBe(200);
    expect(data).toMatchObject([{ system: 'lampung-in', table: 'category', value: 'Hewan Liar', count: 1 }]);
    await allEnded(house);
  });
});

describe.concurrent('the same identity', () => {
  it('with different content is 409 identity-conflict, and the first stays as it was', async ({ open }) => {
    const house = await open();
    const { event } = handover(house);
    const first = await house.push('lampung-in', event);
    const second = await house.push('lampung-in', { ...event, isi_laporan: 'Isi yang lain sama sekali.' });
    expect(second.status).toBe(409);
    expect(second.data).toMatchObject({ code: 'identity-conflict', eventId: first.data.eventId });
    expect((await house.push('lampung-in', event)).data).toEqual(first.data);
    await allEnded(house);
  });

  it('with different content, at the same moment, is accepted once and refused once', async ({ open }) => {
    const house = await open();
    const { event } = handover(house);
    const bodies = ['Isi pertama.', 'Isi kedua.'].map((isi_laporan) => ({ ...event, isi_laporan }));
    const answers = await Promise.all(bodies.map((body) => house.push('lampung-in', body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    await allEnded(house);
    expect(house.jakarta.desk.cases()).toHaveLength(1);
  });

  it('with the same content is 200 with the same receipt, also with its members in another order', async ({ open }) => {
    const house = await open();
    const { event } = handover(house);
    const first = await house.push('lampung-in', event);
    const turned = Object.fromEntries(Object.entries(event).reverse());
    const second = await house.push('lampung-in', turned);
    expect([first.status, second.status]).toEqual([202, 200]);
    expect(second.data).toEqual(first.data);
  });

  it('at the same moment gives one acceptance and one receipt', async ({ open }) => {
    const house = await open();
    const { event } = handover(house);
    const answers = await Promise.all(Array.from({ length: 20 }, () => house.push('lampung-in', event)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 202]);
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    await allEnded(house);
    expect(house.jakarta.book.summary()).toMatchObject({ effects: 1, secondEffects: 0 });
  });

  it('is recognised after a restart', async ({ open }) => {
    const house = await open();
    const { event } = handover(house);
    const first = await house.push('lampung-in', event);
    await house.restart();
    const second = await house.push('lampung-in', event);
    expect(second.status).toBe(200);
    expect(second.data).toEqual(first.data);
  });
});

describe.concurrent('a receipt', () => {
  it('names the event, the case, the time and each relay', async ({ open }) => {
    const house = await open();
    const { number, event } = handover(house);
    const { status, data, headers } = await house.push('lampung-in', event);
    expect(status).toBe(202);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(data).toEqual({
      eventId: expect.stringMatching(/^[\w.-]{16,80}$/),
      caseId: `lampung-in:${number}`,
      acceptedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      relays: [{ to: 'jaki-crm', contract: 'report-handover/1.0' }],
    });
  });
});

describe.concurrent('what no agreement covers', () => {
  const without = (contract: string) => ({
    agreement(agreement: { grants: { contract: string }[] }) {
      agreement.grants = agreement.grants.filter((grant) => grant.contract !== contract);
    },
  });

  it('is 403 no-agreement, naming what was looked for, and nothing of it is kept', async ({ open }) => {
    const house = await open(without('report-handover/1.0'));
    const { event } = handover(house);
    const answer = await house.push('lampung-in', event);
    expect(answer.status).toBe(403);
    expect(answer.data).toMatchObject({
      code: 'no-agreement',
      fault: 'agreement',
      lookedFor: [{ from: 'lampung-in', to: 'jaki-crm', contract: 'report-handover/1.0' }],
    });
    const { events, refusals } = await house.gateway.ledger.counts();
    expect([events.accepted, refusals]).toEqual([0, 1]);
    expect(await house.gateway.ledger.findCases(String(event.id_laporan))).toEqual([]);
  });

  it('is 403 once the agreement has ended, with the day it ended', async ({ open }) => {
    const house = await open({ now: () => Date.parse('2030-04-14T17:00:01Z') });
    const answer = await house.push('lampung-in', handover(house).event);
    expect(answer.status).toBe(403);
    expect(answer.data.detail).toContain('2030-04-14');
  });

  it('crosses until the last second of its last day in Jakarta', async ({ open }) => {
    const house = await open({ now: () => Date.parse('2030-04-14T16:59:59Z') });
    expect((await house.push('lampung-in', handover(house).event)).status).toBe(202);
  });

  it('is 403 for a secret report, where no grant names that confidentiality', async ({ open }) => {
    const house = await open();
    const answer = await house.push('lampung-in', { ...handover(house).event, rahasia: true });
    expect(answer.status).toBe(403);
    expect(answer.data.detail).toContain('secret');
  });

  it('crosses when it is secret and a grant names that', async ({ open }) => {
    const house = await open({
      agreement(agreement) {
        for (const grant of agreement.grants) grant.confidentiality = ['public', 'private', 'secret'];
      },
    });
    const { number, event } = handover(house);
    expect((await house.push('lampung-in', { ...event, rahasia: true })).status).toBe(202);
    await arrived(house.jakarta, number);
  });
});

describe.concurrent('a place no other connected system owns', () => {
  it.for([
    ['18.71.14.1001', '18.71', 'Bandar Lampung'],
    ['32.73.05.1006', '32.73', 'Bandung'],
  ] as const)('%s is 422 no-recipient, naming the authority %s', async ([kode_wilayah, regionCode, name], { open }) => {
    const house = await open();
    const answer = await house.push('lampung-in', { ...handover(house).event, lokasi: { kode_wilayah } });
    expect(answer.status).toBe(422);
    expect(answer.data).toMatchObject({
      code: 'no-recipient',
      authority: { regionCode, name: expect.stringContaining(name) },
    });
    expect((await house.gateway.ledger.refusals(1))[0]).toMatchObject({ code: 'no-recipient', system: 'lampung-in' });
    await checkHouse(house);
  });

  it('crosses once a system with a longer territory is connected: province to city', async ({ open }) => {
    const house = await open({
      config(config) {
        const [, lampung] = config.systems;
        const city = { ...lampung, name: 'balam', title: 'Kota', government: '18.71', territory: '18.71' };
        config.systems.push({ ...city, tokenSha256: 'a'.repeat(64) });
      },
      agreement(agreement) {
        agreement.parties.push({ government: '18.71', name: 'Kota', documentNumber: 'CONTOH/18.71/2025' });
        const [grant] = agreement.grants;
        agreement.grants.push({ ...grant, from: 'lampung-in', to: 'balam' });
      },
    });
    const lokasi = { kode_wilayah: '18.71.14.1001' };
    const answer = await house.push('lampung-in', { ...handover(house).event, lokasi });
    expect(answer.data.relays).toEqual([{ to: 'balam', contract: 'report-handover/1.0' }]);
  });
});

describe.concurrent('a ledger that cannot be written', () => {
  it('is 503 with Retry-After and nothing half-accepted; with room again the same events are taken', async ({
    open,
  }) => {
    const house = await open({
      maxPages: 110,
      config(config) {
        config.drainSeconds = 1;
      },
    });
    const events = Array.from({ length: 40 }, (_, index) => handover(house, index).event);
    const answers = [];
    for (const event of events) answers.push(await house.push('lampung-in', { ...event, judul: 'x'.repeat(1900) }));
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 503]));
    expect(
      refused.every(({ headers, data }) => Number(headers['retry-after']) > 0 && data.code === 'ledger-unavailable'),
    ).toBe(true);
    expect(await house.gateway.ledger.audit()).toEqual([]);
    const accepted = answers.filter(({ status }) => status === 202).length;

    await house.restart({ maxPages: 100_000 });
    const again = [];
    for (const event of events) again.push(await house.push('lampung-in', { ...event, judul: 'x'.repeat(1900) }));
    expect(again.filter(({ status }) => status === 200)).toHaveLength(accepted);
    expect(again.filter(({ status }) => status === 202)).toHaveLength(events.length - accepted);
    await allEnded(house);
    expect(house.jakarta.desk.cases()).toHaveLength(events.length);
  });
});

describe.concurrent('many events as NDJSON', () => {
  const contentType = 'application/x-ndjson';
  const statuses = (data: unknown) => linesOf(data).map(({ line, status }) => [line, status]);

  it('are answered line by line in order; a bad line leaves its neighbours alone', async ({ open }) => {
    const house = await open();
    const [one, two, three] = [0, 1, 2].map((index) => JSON.stringify(handover(house, index).event));
    const body = [one, '{bukan json', two, '{}', three, one, ''].join('\n');
    const answer = await house.push('lampung-in', body, { contentType });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^application\/x-ndjson/);
    expect(statuses(answer.data)).toEqual([
      [1, 202],
      [2, 400],
      [3, 202],
      [4, 422],
      [5, 202],
      [6, 200],
    ]);
    const lines = linesOf(answer.data);
    expect(lines[1].problem).toMatchObject({ code: 'not-json', status: 400, fault: 'sender' });
    expect(lines[3].problem.errors).toHaveLength(1);
    expect(lines[5].receipt).toEqual(lines[0].receipt);
    await allEnded(house);
    expect(house.jakarta.desk.cases()).toHaveLength(3);
  });

  it('may have blank lines, Windows line ends, and no newline at the end', async ({ open }) => {
    const house = await open();
    const [one, two, three] = [0, 1, 2].map((index) => JSON.stringify(handover(house, index).event));
    const answer = await house.push('lampung-in', `\n${one}\r\n\r\n${two}\n\n${three}`, { contentType });
    expect(statuses(answer.data)).toEqual([
      [2, 202],
      [4, 202],
      [6, 202],
    ]);
  });

  it('may be one line; an empty body has no answers', async ({ open }) => {
    const house = await open();
    const one = await house.push('lampung-in', handover(house).event, { contentType });
    expect(statuses(one.data)).toEqual([[1, 202]]);
    const none = await house.push('lampung-in', '', { contentType });
    expect([none.status, none.data]).toEqual([200, '']);
  });

  it('lose only the line that is over 1 MiB', async ({ open }) => {
    const house = await open();
    const [one, two, three] = [0, 1, 2].map((index) => handover(house, index).event);
    const lines = [
      JSON.stringify(one),
      padded(two ?? {}, 3 * MEBIBYTE),
      JSON.stringify(two),
      padded(three ?? {}, MEBIBYTE),
    ];
    const answer = await house.push('lampung-in', lines.join('\n'), { contentType });
    expect(statuses(answer.data)).toEqual([
      [1, 202],
      [2, 413],
      [3, 202],
      [4, 202],
    ]);
    const last = await house.push('lampung-in', `${JSON.stringify(one)}\n${padded(two ?? {}, 2 * MEBIBYTE)}`, {
      contentType,
    });
    expect(statuses(last.data)).toEqual([
      [1, 200],
      [2, 413],
    ]);
  });

  it('keep the order of one case', async ({ open }) => {
    const house = await open();
    const { number, event } = handover(house);
    await house.push('lampung-in', event);
    const away = await arrived(house.jakarta, number);
    const names = ['Koordinasi', 'Disposisi', 'Proses', 'Menunggu Validasi', 'TL Ditolak', 'Proses', 'Selesai'];
    const body = names.map((name, index) => JSON.stringify({ code: away.number, tstatus: { name }, waktu: at(index) }));
    const answer = await house.push('jaki-crm', body.join('\n'), { contentType });
    expect(linesOf(answer.data).map(({ status }) => status)).toEqual(names.map(() => 202));
    await allEnded(house);
    const told = caseAt(house.lampung, number)?.history.flatMap(({ sequence }) => sequence ?? []);
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('are rehearsed line by line with dryRun', async ({ open }) => {
    const house = await open();
    const lines = [JSON.stringify(handover(house).event), '{}'].join('\n');
    const answer = await house.push('lampung-in', lines, { contentType, query: '?dryRun=true' });
    expect(statuses(answer.data)).toEqual([
      [1, 200],
      [2, 422],
    ]);
    expect((await house.gateway.ledger.counts()).events.accepted).toBe(0);
  });
});

describe.concurrent('a dry run', () => {
  const query = '?dryRun=true';

  it('shows what would be sealed and sent, and what the agreement takes away, and stores nothing', async ({ open }) => {
    const house = await open();
    const { number, event } = handover(house);
    const { status, data } = await house.push('lampung-in', { ...event, opd_tujuan: 'Dinas BMBK' }, { query });
    expect(status).toBe(200);
    expect(data).toMatchObject({ dryRun: true, wouldAnswer: 202, receipt: { caseId: `lampung-in:${number}` } });
    expect(data.sealed).toHaveLength(1);
    expect(data.sealed[0]).toMatchObject({ specversion: '1.0', data: { report: { agency: 'Dinas BMBK' } } });
    expect(data.relays).toHaveLength(1);
    expect(data.relays[0].to).toBe('jaki-crm');
    expect(data.relays[0].removed).toContain('/report/agency');
    expect(data.relays[0].envelope.data.report).not.toHaveProperty('agency');
    const { events, relays } = await house.gateway.ledger.counts();
    expect([...Object.values(events), ...Object.values(relays)].every((count) => count === 0)).toBe(true);
    expect((await house.push('lampung-in', event)).status).toBe(202);
  });

  it('of what would be refused is that refusal, and leaves no record of it', async ({ open }) => {
    const house = await open();
    const { event } = handover(house);
    const invalid = await house.push('lampung-in', {}, { query });
    const nobody = await house.push('lampung-in', { ...event, lokasi: { kode_wilayah: '32.73' } }, { query });
    const secret = await house.push('lampung-in', { ...event, rahasia: true }, { query });
    expect([invalid, nobody, secret].map(({ status }) => status)).toEqual([422, 422, 403]);
    expect((await house.gateway.ledger.counts()).refusals).toBe(0);
  });

  it('of what would be held or is a repeat says so', async ({ open }) => {
    const house = await open();
    const { event } = handover(house);
    const held = await house.push('lampung-in', { ...event, status: 'ENTAH' }, { query });
    expect(held.data).toMatchObject({
      wouldAnswer: 202,
      receipt: { held: { value: 'ENTAH' } },
      sealed: [],
      relays: [],
    });
    await house.push('lampung-in', event);
    expect((await house.push('lampung-in', event, { query })).data.wouldAnswer).toBe(200);
    expect((await house.gateway.ledger.counts()).events.quarantined).toBe(0);
  });

  it('is asked for by true and by nothing else', async ({ open }) => {
    const house = await open();
    const { event } = handover(house);
    expect((await house.push('lampung-in', event, { query: '?dryRun=ya' })).status).toBe(400);
    expect((await house.push('lampung-in', event, { query: '?dryRun=false' })).status).toBe(202);
  });
});

describe.concurrent('a refusal', () => {
  it('is a problem that names its code, whose fault it is, what to do, and where', async () => {
    const house = shared();
    const { status, headers, data } = await house.push('lampung-in', { ...handover(house).event, kategori: 7 });
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(data).toEqual({
      type: 'urn:jembatan:problem:native-invalid',
      title: expect.any(String),
      status,
      detail: expect.stringContaining('/kategori'),
      code: 'native-invalid',
      fault: 'sender',
      remedy: expect.any(String),
      errors: [{ pointer: '/kategori', message: expect.any(String) }],
    });
  });
});

describe.concurrent('a hostile body', () => {
  it('cannot reach prototypes', async ({ open }) => {
    const house = await open();
    const { number, event } = handover(house);
    const text = JSON.stringify(event).replace(
      '{',
      '{"__proto__":{"rahasia":true,"diretas":1},"constructor":{"prototype":{}},',
    );
    expect((await house.push('lampung-in', text)).status).toBe(202);
    expect({}).not.toHaveProperty('diretas');
    await arrived(house.jakarta, number);
    const lone = `{"__proto__": ${JSON.stringify(event)}}`;
    expect((await house.push('lampung-in', lone)).status).toBe(422);
  });

  it('nested deeply is refused or taken, and never answered with 5xx', async ({ open }) => {
    const house = await open();
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const { number, event } = handover(house);
    const alone = await house.push('lampung-in', deep);
    expect(alone.status).toBe(422);
    const inside = await house.push('lampung-in', JSON.stringify(event).replace('{', `{"catatan_dalam":${deep},`));
    expect([202, 400, 422]).toContain(inside.status);
    const other = handover(house, 1);
    expect((await house.push('lampung-in', other.event)).status).toBe(202);
    await arrived(house.jakarta, other.number);
    if (inside.status === 202) await arrived(house.jakarta, number);
  });

  it('with NUL and lone surrogates in its text neither breaks the gateway nor the recipient', async ({ open }) => {
    const house = await open();
    const { number, event } = handover(house);
    const text = JSON.stringify({ ...event, isi_laporan: 'sebelum NUL sesudah SUR akhir' })
      .replace('NUL', '\\u0000')
      .replace('SUR', '\\ud800');
    const answer = await house.push('lampung-in', text);
    expect([202, 422]).toContain(answer.status);
    if (answer.status === 202) await arrived(house.jakarta, number);
    await allEnded(house);
  });

  it('K14: with a member twice is refused: nobody can say which of the two was meant', async ({ open }) => {
    const house = await open();
    const { number, event } = handover(house);
    const text = JSON.stringify(event).replace('{', '{"isi_laporan":17,"kategori":{},');
    expect((await house.push('lampung-in', text)).status).toBe(400);
    expect(await house.gateway.ledger.findCases(number)).toEqual([]);
  });

  it('that breaks off half-way harms nobody', async ({ open }) => {
    const house = await open();
    const { hostname, port } = new URL(house.gateway.url);
    for (const type of ['application/json', 'application/x-ndjson']) {
      await brokenOff({ hostname, port: Number(port), type });
    }
    expect((await house.push('lampung-in', handover(house).event)).status).toBe(202);
    await allEnded(house);
  });
});

function brokenOff({ hostname, port, type }: { hostname: string; port: number; type: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, hostname, () => {
      const head = [
        'POST /v1/systems/lampung-in/events HTTP/1.1',
        'Host: x',
        `Authorization: Bearer ${specimenToken('lampung-in')}`,
        `Content-Type: ${type}`,
        'Content-Length: 1000',
      ];
      socket.write(`${head.join('\r\n')}\r\n\r\n{"id_laporan":`, () => setTimeout(() => socket.destroy(), 30));
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
}

describe.concurrent('personal data in free text', () => {
  const PHONE = '0812-0000-1234';

  it('reaches neither the recipient nor the ledger, and what is left says that it was scrubbed', async ({ open }) => {
    const house = await open();
    const { number, event } = handover(house, 1);
    expect(JSON.stringify(event)).toContain(PHONE);
    await house.push('lampung-in', event);
    await arrived(house.jakarta, number);
    await allEnded(house);
    const [relay] = (await recordOf(house, number)).relays;
    const { report } = (relay?.envelope.data ?? {}) as {
      report: { description: string; descriptionRedacted: boolean };
    };
    expect(report.description).toContain('[nomor telepon dihapus]');
    expect(report.descriptionRedacted).toBe(true);
    expect(stored(house)).toContain('[nomor telepon dihapus]');
    expect(stored(house)).not.toContain(PHONE);
  });

  it('K4: is taken out of every text that a person may type, and so out of gaps and the story', async ({ open }) => {
    const house = await open();
    const { number, event } = handover(house, 1);
    const typed = { kategori: `Pungli, WA ${PHONE}`, opd_tujuan: `Dinas, telp ${PHONE}` };
    await house.push('lampung-in', { ...event, ...typed });
    await house.push('lampung-in', { ...statusOf(number, `Ditunda, WA ${PHONE}`, 9) });
    await arrived(house.jakarta, number);
    const [relay] = (await recordOf(house, number)).relays;
    expect(relay?.envelope.data).toMatchObject({
      report: {
        category: { code: 'other', native: 'Pungli, WA [nomor telepon dihapus]' },
        descriptionRedacted: true,
      },
    });
    const told = await Promise.all(
      ['/v1/gaps', `/v1/cases/${number}`, '/v1/refusals', '/v1/held'].map((path) => house.operator('GET', path)),
    );
    expect(JSON.stringify(told[0]?.data)).toContain('Pungli, WA [nomor telepon dihapus]');
    expect(JSON.stringify(told[3]?.data)).toContain('Ditunda, WA [nomor telepon dihapus]');
    for (const { status, data } of told) {
      expect(status).toBe(200);
      expect(JSON.stringify(data)).not.toContain(PHONE);
    }
  });

  it('is in no line of the log, and no line holds what was said', async ({ open }) => {
    const house = await open();
    const { number, event } = handover(house, 1);
    await house.push('lampung-in', event);
    await house.push('lampung-in', { ...event, isi_laporan: `Isi lain ${PHONE}` });
    await house.push('lampung-in', { ...event, kategori: PHONE, lokasi: 5 });
    await arrived(house.jakarta, number);
    await allEnded(house);
    const lines = house.log.map((line) => JSON.stringify(line));
    expect(lines.some((line) => line.includes('event accepted'))).toBe(true);
    expect(lines.some((line) => line.includes('"outcome":"delivered"'))).toBe(true);
    for (const said of [PHONE, 'Selokan', 'Saluran air tersumbat', 'Pluit']) {
      expect(lines.filter((line) => line.includes(said))).toEqual([]);
    }
  });
});

/** Every byte of the data folder, as text. */
function stored(house: House): string {
  const folder = join(house.folder, 'data');
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');
}

it('one event for each accepted and each outcome is logged with its ids', async ({ open }) => {
  const clock = movableClock();
  const house = await open({ now: clock.now });
  const { number, event } = handover(house);
  const { data } = await house.push('lampung-in', event);
  await arrived(house.jakarta, number);
  await allEnded(house);
  const accepted = house.log.filter(({ message }) => message === 'event accepted');
  expect(accepted).toMatchObject([{ eventId: data.eventId, caseId: data.caseId, system: 'lampung-in', relays: 1 }]);
  await soon(() => {
    const deliveries = house.log.filter(({ message }) => message === 'delivery');
    expect(deliveries.map(({ system, outcome }) => [system, outcome])).toEqual([
      ['jaki-crm', 'delivered'],
      ['lampung-in', 'delivered'],
    ]);
  });
});
