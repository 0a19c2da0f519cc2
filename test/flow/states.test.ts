import { describe, expect } from 'vitest';
import { toWib } from '../../src/dialect/native.ts';
import type { AnyJson } from '../kits/defaults.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import {
  ahead,
  allEnded,
  at,
  crmStatus,
  HASTY,
  handOver,
  it,
  movableClock,
  recordOf,
  registered,
  soon,
  statusRelays,
  told,
} from './scenes.ts';
import { accepted, askedSites, begun, rounds, service } from './sites.ts';

/** A snapshot as CRM was observed to send it: it says when the report was made, and never when it changed. */
const snapshot = (code: string, status: string, more: object = {}) => ({
  code,
  content: 'Permasalahan: Jalan berlubang. Kategori: Jalan Lokasi: Jl. Tebet Raya',
  tstatus: { name: status },
  complaintCategory: { name: 'Jalan' },
  createdAt: at(0),
  isPrivacy: 0,
  ...more,
});

const push = async (house: House, body: object, system = 'jaki-crm') => {
  const { status, data } = await house.push(system, body);
  return { status, ...data };
};

const statesOf = async (house: House, number: string) => (await statusRelays(house, number)).map(({ state }) => state);

describe('K2: states without a time of change', () => {
  it('K2: a state that comes back is a new event, and the state that was told last is a repeat', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    const first = await push(house, snapshot(away, 'Proses'));
    const again = await push(house, snapshot(away, 'Proses'));
    expect([first.status, again.status, again.eventId]).toEqual([202, 200, first.eventId]);
    expect((await push(house, snapshot(away, 'Selesai'))).status).toBe(202);
    const reopened = await push(house, snapshot(away, 'Proses'));
    expect([reopened.status, reopened.eventId === first.eventId]).toEqual([202, false]);
    expect((await push(house, snapshot(away, 'Proses'))).eventId).toBe(reopened.eventId);
    await allEnded(house);
    expect(told(house.lampung, home)).toEqual(['DIPROSES', 'SELESAI', 'DIPROSES']);
    expect((await recordOf(house, home)).case?.status).toBe('in-progress');
  });

  it('K2: goes back and forth as often as it does, also over a restart', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    for (const status of ['Proses', 'Selesai', 'Proses', 'Selesai']) await push(house, snapshot(away, status));
    await house.restart();
    for (const status of ['Selesai', 'Proses', 'Selesai']) await push(house, snapshot(away, status));
    await allEnded(house);
    expect(told(house.lampung, home)).toEqual(['DIPROSES', 'SELESAI', 'DIPROSES', 'SELESAI', 'DIPROSES', 'SELESAI']);
  });

  it('K2: the same state at the same moment is one event', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    await push(house, snapshot(away, 'Proses'));
    await push(house, snapshot(away, 'Selesai'));
    const answers = await Promise.all(Array.from({ length: 5 }, () => push(house, snapshot(away, 'Proses'))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 202]);
    expect(new Set(answers.map(({ eventId }) => eventId)).size).toBe(1);
    await allEnded(house);
    expect(told(house.lampung, home)).toEqual(['DIPROSES', 'SELESAI', 'DIPROSES']);
  });

  it.for([
    ['without a time', {}],
    ['under the same time', { updatedAt: at(5).replace(':00+', ':07+') }],
    ['under the same minute', { updatedAt: at(5) }],
  ] as const)('K2: a state written otherwise, %s, is the state that was told last', async ([, time], { open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    const first = await push(house, snapshot(away, 'Proses', time));
    for (const written of ['PROSES', 'proses', ' Proses ', 'Proses\n']) {
      const { status, eventId } = await push(house, snapshot(away, written, time));
      expect([written, status, eventId]).toEqual([written, 200, first.eventId]);
    }
    expect((await push(house, snapshot(away, ' SELESAI', time))).status).toBe(202);
    await allEnded(house);
    expect(told(house.lampung, home)).toEqual(['DIPROSES', 'SELESAI']);
  });

  it.for([
    ['that has no time', {}],
    ['of the same minute', { updatedAt: at(5) }],
  ] as const)(
    'K2: a snapshot %s after a status that came alone is a state that came back',
    async ([, time], { open }) => {
      const house = await open();
      const { home, away } = await registered(house);
      const first = await push(house, snapshot(away, 'Proses', time));
      await push(house, crmStatus(away, 'Selesai', 5));
      const reopened = await push(house, snapshot(away, 'Proses', time));
      expect([reopened.status, reopened.eventId === first.eventId]).toEqual([202, false]);
      await house.restart();
      expect((await push(house, snapshot(away, 'Proses', time))).eventId).toBe(reopened.eventId);
      expect((await push(house, crmStatus(away, 'Selesai', 5))).status).toBe('updatedAt' in time ? 202 : 200);
      await allEnded(house);
      expect(told(house.lampung, home).slice(0, 3)).toEqual(['DIPROSES', 'SELESAI', 'DIPROSES']);
    },
  );

  it('K2: a snapshot that is older than a status that came alone stays a repeat', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    const first = await push(house, snapshot(away, 'Proses', { updatedAt: at(5) }));
    await push(house, crmStatus(away, 'Selesai', 7));
    expect((await push(house, snapshot(away, 'Proses', { updatedAt: at(5) }))).eventId).toBe(first.eventId);
    await allEnded(house);
    expect(told(house.lampung, home)).toEqual(['DIPROSES', 'SELESAI']);
  });

  it('K2: is not told as of the day the report was made', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    const before = Date.now();
    await push(house, snapshot(away, 'Selesai', { createdAt: '2025-01-02T08:00:00+07:00' }));
    await allEnded(house);
    const [relay] = await statusRelays(house, home);
    expect(Date.parse(String(relay?.envelope.data.at))).toBeGreaterThanOrEqual(before - 1000);
  });

  it('K2: another content without a time is news; the same is a repeat', async ({ open }) => {
    const house = await open();
    const place = { code: 'JK2511220902', kodeWilayah: '31.74.01.1002' };
    const [first, second] = ['Jalan berlubang.', 'Jalan berlubang dan gelap.'].map((text) =>
      snapshot(place.code, 'Proses', { ...place, content: `Permasalahan: ${text} Kategori: Jalan` }),
    );
    for (const [body, status] of [
      [first, 202],
      [second, 202],
      [second, 200],
      [first, 202],
    ] as const)
      expect((await push(house, body ?? {})).status).toBe(status);
  });

  it.for([
    ['that stays as it was', { updatedAt: at(5) }],
    ['in whole minutes', { updatedAt: `${at(5).slice(0, 16)}+07:00` }],
    ['that says nothing', { updatedAt: null }],
  ] as const)('K2: a time of change %s tells no order: arrival does', async ([, time], { open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    const statuses = ['Proses', 'Selesai', 'Proses'];
    for (const status of statuses) expect((await push(house, snapshot(away, status, time))).status).toBe(202);
    expect((await push(house, snapshot(away, 'Proses', time))).status).toBe(200);
    await allEnded(house);
    expect(told(house.lampung, home)).toEqual(['DIPROSES', 'SELESAI', 'DIPROSES']);
  });

  it('K2: a sender’s repeat stays one where its time tells it apart, also once a later state is there', async ({
    open,
  }) => {
    const house = await open();
    const { home, away } = await registered(house);
    const first = await push(house, snapshot(away, 'Proses', { updatedAt: at(5) }));
    await push(house, snapshot(away, 'Selesai', { updatedAt: at(6) }));
    const late = await push(house, snapshot(away, 'Proses', { updatedAt: at(5) }));
    expect([late.status, late.eventId]).toEqual([200, first.eventId]);
    const [status, other] = [crmStatus(away, 'Koordinasi', 7), crmStatus(away, 'Proses', 8)];
    await push(house, status);
    await push(house, other);
    expect((await push(house, status)).status).toBe(200);
    await allEnded(house);
    expect(told(house.lampung, home)).toEqual(['DIPROSES', 'SELESAI', 'DIKOORDINASIKAN', 'DIPROSES']);
  });

  it('K2: one with an older time does not undo what was told without one', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    await push(house, snapshot(away, 'Proses', { updatedAt: at(5) }));
    await push(house, snapshot(away, 'Selesai'));
    const late = await push(house, snapshot(away, 'Koordinasi', { updatedAt: at(4) }));
    expect([late.status, late.relays]).toEqual([202, []]);
    await allEnded(house);
    expect(told(house.lampung, home)).toEqual(['DIPROSES', 'SELESAI']);
    expect(await statesOf(house, home)).toEqual(['delivered', 'delivered', 'superseded']);
  });

  it('K2: two states within one minute, and back, as Lampung In writes its times', async ({ open }) => {
    const house = await open();
    const number = house.jakarta.desk.file({
      ...{ title: 'Jalan rusak', text: 'Jalan rusak.', category: 'road', regionCode: '18.71.15.1002' },
      ...{ point: [105.27, -5.38], address: 'Jl. Raya' },
    });
    await push(house, house.jakarta.desk.handOver(number));
    const home = await soon(() => {
      const found = house.lampung.desk.cases().find(({ counterpart }) => counterpart === number);
      return found?.number ?? expect.fail('not there yet');
    });
    await soon(async () => expect((await recordOf(house, number)).case?.handover?.state).toBe('registered'));
    const [day = '', clock = ''] = at(5).split('T');
    const waktu = `${day.split('-').reverse().join('/')} ${clock.slice(0, 5)} WIB`;
    for (const status of ['DIPROSES', 'SELESAI', 'DIPROSES'])
      expect((await push(house, { id_laporan: home, status, waktu }, 'lampung-in')).status).toBe(202);
    expect((await push(house, { id_laporan: home, status: 'DIPROSES', waktu }, 'lampung-in')).status).toBe(200);
    await allEnded(house);
    expect(told(house.jakarta, number).slice(-3)).toEqual(['Proses', 'Selesai', 'Proses']);
  });
});

describe('K9: what nobody reads', () => {
  const report = (more: object = {}) => ({
    ...snapshot('JK2511220901', 'Proses'),
    updatedAt: at(3),
    ...PLACE,
    ...more,
  });
  const PLACE = { kodeWilayah: '31.74.01.1002' };

  it.for([
    ['a member no schema knows', { dilihat: 2 }],
    ['a member inside another', { tstatus: { name: 'Proses', warna: 'hijau' } }],
    ['a key of its own that means nothing outside', { id: 99 }],
    ['what the gateway itself once wrote', { idKiriman: 'abc' }],
    ['a member that says nothing', { batasWaktu: null }],
    ['the same in other words', { lat: '-6.22', lng: '106.85' }, { lat: -6.22, lng: 106.85 }],
  ] as const)('K9: %s changes nothing: it is a repeat', async ([, change, before = {}], { open }) => {
    const house = await open();
    const first = await push(house, report(before));
    expect(first.status).toBe(202);
    const again = await push(house, report(change));
    expect([again.status, again.eventId]).toEqual([200, first.eventId]);
    await allEnded(house);
  });

  it('K9: what is read is another content: a conflict under the same time', async ({ open }) => {
    const house = await open();
    await push(house, report());
    expect(
      await push(house, report({ content: 'Permasalahan: Lain. Kategori: Jalan Lokasi: Jl. Lain' })),
    ).toMatchObject({
      ...{ status: 409, code: 'identity-conflict' },
    });
  });

  it('K9: of a report of Lampung In, who wrote its history and the officer’s words', async ({ open }) => {
    const house = await open();
    const number = await handOver(house);
    const { event } = { event: { ...house.lampung.desk.handOver(number) } as AnyJson };
    const first = await push(house, event, 'lampung-in');
    const { riwayat = [] } = event;
    const other = {
      ...event,
      kewenangan: 'PROVINSI_LAIN',
      riwayat: riwayat.map((each: object) => ({ ...each, oleh: 'Petugas lain', catatan: 'x' })),
    };
    expect(await push(house, other, 'lampung-in')).toMatchObject({ status: 200, eventId: first.eventId });
    await allEnded(house);
  });
});

describe('K9: what nobody reads of what is polled', () => {
  it('K9: is no news, round after round; what is read is', async ({ open }) => {
    const of = await service();
    const house = await open(askedSites(of));
    await begun(house, of);
    const before = await accepted(house);
    of.rows = of.rows.map((row) => ({ ...row, jumlah_tim_vaksinator: 7, dilihat: Math.random(), rt: null }));
    await rounds(of, 2);
    expect(await accepted(house)).toBe(before);
    of.rows = of.rows.map((row, index) => (index === 0 ? { ...row, alamat_lokasi_vaksinasi: 'Jl. Lain 1' } : row));
    await soon(async () => expect(await accepted(house)).toBe(before + 1));
  });
});

const SKEWED: HouseOptions = { ...HASTY };

describe('K13: a sender’s clock', () => {
  it('K13: that is ahead is named in the receipt, the story, the log and the metrics, and keeps its own order', async ({
    open,
  }) => {
    const house = await open(SKEWED);
    const { home, away } = await registered(house);
    const first = await push(house, { ...crmStatus(away, 'Selesai', 0), waktu: ahead(12) });
    expect(first.warnings).toMatchObject([{ code: 'clock-ahead', facts: { aheadSeconds: expect.any(Number) } }]);
    expect(first.warnings[0].facts.aheadSeconds).toBeGreaterThan(700);
    const late = await push(house, { ...crmStatus(away, 'Proses', 0), waktu: ahead(11) });
    expect([late.status, late.relays]).toEqual([202, []]);
    const next = await push(house, { ...crmStatus(away, 'TL Ditolak', 0), waktu: ahead(13) });
    expect(next.relays).toHaveLength(1);
    await allEnded(house);
    expect(told(house.lampung, home)).toHaveLength(2);
    expect(told(house.lampung, home)[0]).toBe('SELESAI');
    const [relay] = await statusRelays(house, home);
    expect(Date.parse(String(relay?.envelope.data.at))).toBeLessThanOrEqual(Date.now());
    const { data } = await house.operator('GET', `/v1/cases/${home}`);
    expect(JSON.stringify(data.stories[0].steps)).toMatch(/[Jj]am sistem pengirim/u);
    expect(house.log.filter(({ message }) => message === 'clock ahead')).not.toEqual([]);
    const metrics = (await house.operator('GET', '/metrics')).data;
    expect(metrics).toMatch(/jembatan_clock_ahead_seconds\{system="jaki-crm"\} [7-9]\d\d/u);
  });

  it('K13: a step back of the gateway’s own clock loses nothing: Proses, then Selesai', async ({ open }) => {
    const clock = movableClock();
    const house = await open({ ...SKEWED, now: clock.now });
    const { home, away } = await registered(house);
    await push(house, { ...crmStatus(away, 'Proses', 0), waktu: toWib(new Date(clock.now())) });
    const said = clock.now() + 2000;
    clock.forward(-5000);
    const done = await push(house, { ...crmStatus(away, 'Selesai', 0), waktu: toWib(new Date(said)) });
    expect([done.status, done.relays]).toEqual([202, [{ to: 'lampung-in', contract: 'report-status/1.0' }]]);
    await allEnded(house);
    expect(told(house.lampung, home)).toEqual(['DIPROSES', 'SELESAI']);
  });

  it('K13: a receipt names no relay that is superseded at birth, and says why', async ({ open }) => {
    const house = await open(SKEWED);
    const { away } = await registered(house);
    await push(house, crmStatus(away, 'Selesai', 9));
    const late = await push(house, crmStatus(away, 'Proses', 3));
    expect(late).toMatchObject({ status: 202, relays: [], warnings: [{ code: 'older-than-told' }] });
    await allEnded(house);
  });
});
