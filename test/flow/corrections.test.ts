import { describe, expect } from 'vitest';
import { toWib, writeSlashed } from '../../src/dialect/native.ts';
import type { AnyJson } from '../kits/defaults.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import { VILLAGE, withVillage } from './questions.ts';
import { recorded } from './recorded.ts';
import {
  allEnded,
  arrived,
  at,
  HASTY,
  handoverRelay,
  it,
  jakartaPlace,
  lampungPlace,
  misplaced,
  recordOf,
  soon,
} from './scenes.ts';

/** While a system is down nobody tries by itself. */
const UNPROBED: HouseOptions = { ...HASTY, haste: { ...HASTY.haste, probeSeconds: 60, probeMaxSeconds: 60 } };

/** A report of Lampung In about Jakarta, of an hour ago. */
function misfiled(house: House) {
  const { number, event } = misplaced(house.lampung, jakartaPlace());
  const riwayat = [{ status: event.status, waktu: writeSlashed(at(2)), oleh: 'Admin' }];
  return { number, event: { ...event, tanggal_lapor: writeSlashed(at(1)), riwayat, diperbarui: null } };
}

let seconds = 0;
/** The same report, said again at a later second. */
const again = (event: object, change: object = {}): AnyJson => {
  seconds += 1;
  return { ...event, diperbarui: writeSlashed(toWib(new Date(Date.parse(at(3)) + seconds * 1000))), ...change };
};

const push = async (house: House, body: object, system = 'lampung-in') => {
  const { status, data } = await house.push(system, body);
  return { status, ...data };
};

/** What a recorder saw of a report: method and body, each first effect. */
const bodiesOf = (heard: readonly { method: string; body: string; status: number }[]): readonly AnyJson[] =>
  heard.filter(({ status }) => status < 300).map(({ method, body }) => ({ method, ...JSON.parse(body || '{}') }));

type Watched = Awaited<ReturnType<typeof watched>>;

/** A house whose way to JAKI CRM is recorded. */
async function watched(open: (options?: HouseOptions) => Promise<House>, options: HouseOptions = UNPROBED) {
  let target = '';
  const recorder = await recorded(() => target);
  const house = await open({ ...options, endpoints: { 'jaki-crm': recorder.url, ...options.endpoints } });
  target = house.jakarta.url;
  return { ...recorder, house, heard: () => bodiesOf(recorder.heard) };
}

async function handedOverWhileDown({ house, down }: Pick<Watched, 'house' | 'down'>, change: object = {}) {
  await down();
  const { number, event } = misfiled(house);
  const first = await push(house, { ...event, ...change });
  expect(first.status).toBe(202);
  await soon(async () => expect((await handoverRelay(house, number)).tries.length).toBeGreaterThan(0));
  return { number, event: { ...event, ...change } };
}

describe('K15: what an origin corrects before it is sent', () => {
  it.for([
    ['text', { isi_laporan: 'Lubang di depan sekolah, bukan di depan pasar.' }, { content: /depan sekolah/u }],
    ['category', { kategori: 'Persampahan' }, { complaintCategory: { name: /Sampah/u } }],
    ['attachments', { lampiran: [] }, { documents: { length: 0 } }],
  ] as const)('K15: its %s is what CRM gets, once, when CRM is back', async ([, change, expected], { open }) => {
    const crm = await watched(open);
    const { house, heard } = crm;
    const { number, event } = await handedOverWhileDown(crm, { lampiran: ['https://lampungin.contoh.go.id/1.jpg'] });
    const answer = await push(house, again(event, change));
    expect(answer).toMatchObject({ status: 202, relays: [{ to: 'jaki-crm', contract: 'report-handover/1.0' }] });
    await crm.up();
    await house.restart();
    await arrived(house.jakarta, number);
    await allEnded(house);
    const posts = heard().filter(({ method, content }) => method === 'POST' && content !== undefined);
    expect(posts).toHaveLength(1);
    const [sent] = posts;
    if ('content' in expected) expect(sent.content).toMatch(expected.content);
    if ('complaintCategory' in expected) expect(sent.complaintCategory.name).toMatch(expected.complaintCategory.name);
    if ('documents' in expected) expect(sent.documents).toHaveLength(0);
    expect(house.jakarta.desk.cases()).toHaveLength(1);
  });

  it('K15: the newest of several corrections is what is sent, and its case is settled as ever', async ({ open }) => {
    const crm = await watched(open);
    const { house, heard } = crm;
    const { number, event } = await handedOverWhileDown(crm);
    for (const isi_laporan of ['Kedua.', 'Ketiga.', 'Keempat.']) await push(house, again(event, { isi_laporan }));
    await crm.up();
    await house.restart();
    await arrived(house.jakarta, number);
    await allEnded(house);
    expect(heard().flatMap(({ content }) => content ?? [])).toEqual([expect.stringContaining('Keempat.')]);
    const { relays } = await recordOf(house, number);
    expect(relays.filter(({ sender }) => sender === 'lampung-in').map(({ state }) => state)).toEqual([
      ...['superseded', 'superseded', 'superseded', 'delivered'],
    ]);
  });

  it('K15: over a restart the corrected text is what is sent', async ({ open }) => {
    const crm = await watched(open);
    const { house, heard } = crm;
    const { number, event } = await handedOverWhileDown(crm);
    await push(house, again(event, { isi_laporan: 'Sesudah dibetulkan.' }));
    await house.restart();
    await crm.up();
    await house.restart();
    await arrived(house.jakarta, number);
    await allEnded(house);
    expect(heard().flatMap(({ content }) => content ?? [])).toEqual([expect.stringContaining('Sesudah dibetulkan.')]);
  });

  it('K15: nothing new is no correction', async ({ open }) => {
    const crm = await watched(open);
    const { house } = crm;
    const { event } = await handedOverWhileDown(crm);
    expect((await push(house, again(event))).relays).toEqual([]);
    await crm.up();
    await house.restart();
    await allEnded(house);
  });

  it('K15: a report that became secret does not go out as public, and the receipt says so', async ({ open }) => {
    const crm = await watched(open);
    const { house, heard } = crm;
    const { number, event } = await handedOverWhileDown(crm, { rahasia: false });
    const answer = await push(house, again(event, { rahasia: true }));
    expect(answer).toMatchObject({
      ...{ status: 202, relays: [], notSent: [{ to: 'jaki-crm' }] },
      warnings: [{ code: 'report-withheld', facts: { to: 'jaki-crm', confidentiality: 'secret' } }],
    });
    await crm.up();
    await house.restart();
    await allEnded(house);
    expect(heard()).toEqual([]);
    expect((await handoverRelay(house, number)).state).toBe('withheld');
    expect(await push(house, again(event, { rahasia: false }))).toMatchObject({ status: 202, relays: [{}] });
    await arrived(house.jakarta, number);
    await allEnded(house);
  });

  it.for([
    ['behind an event that is held', { status: 'STATUS_BARU' }, 202],
    ['under a time that stands still', null, 409],
    ['one that cannot be translated', { status: 'STATUS_BARU', rahasia: true }, 202],
  ] as const)('K15: nor where the correction is %s', async ([, before, status], { open }) => {
    const crm = await watched(open);
    const { house, heard } = crm;
    const { number, event } = await handedOverWhileDown(crm, { rahasia: false });
    if (before !== null) await push(house, again(event, before));
    const secret = before === null ? { ...event, rahasia: true } : again(event, { rahasia: true });
    const isSaidAlready = before !== null && 'rahasia' in before;
    if (!isSaidAlready) expect((await push(house, secret)).status).toBe(status);
    await crm.up();
    await house.restart();
    await soon(async () => expect((await handoverRelay(house, number)).state).toBe('withheld'));
    expect(heard()).toEqual([]);
  });

  it('K15: where an agreement lets it cross as secret, it crosses as secret', async ({ open }) => {
    const crm = await watched(open, {
      ...UNPROBED,
      agreement: ({ grants }) => {
        for (const grant of grants) grant.confidentiality = ['public', 'private', 'secret'];
      },
    });
    const { house, heard } = crm;
    const { number, event } = await handedOverWhileDown(crm, { rahasia: false });
    await push(house, again(event, { rahasia: true }));
    await crm.up();
    await house.restart();
    await arrived(house.jakarta, number);
    await allEnded(house);
    expect(heard().map(({ isRahasia }) => isRahasia)).toEqual([1]);
  });

  it('K15: a text that was to be public goes out as secret once its case is', async ({ open }) => {
    const crm = await watched(open, {
      ...UNPROBED,
      agreement({ grants }) {
        for (const grant of grants) grant.confidentiality = ['public', 'private', 'secret'];
      },
    });
    const { house, heard } = crm;
    const { number, event } = await handedOverWhileDown(crm, { rahasia: false });
    expect((await push(house, { ...event, rahasia: true })).status).toBe(409);
    await crm.up();
    await house.restart();
    await arrived(house.jakarta, number);
    await soon(() => expect(heard()).toMatchObject([{ isRahasia: 1 }]));
  });

  it('K15: a corrected place of another authority takes the report there, and not to where it was', async ({
    open,
  }) => {
    const city = 'kota-bandar-lampung';
    const crm = await watched(open, {
      ...UNPROBED,
      systems: ['jaki-crm', 'lampung-in', city],
      agreement({ parties, grants }) {
        if (!parties.some(({ government }: AnyJson) => government === '18'))
          parties.push({ government: '18', name: 'Pemerintah Provinsi Lampung', documentNumber: 'CONTOH/1' });
        const own = grants.filter(({ from, to }: AnyJson) => from === 'jaki-crm' && to === city);
        grants.push(...own.map((grant: object) => ({ ...grant, from: 'lampung-in' })));
      },
    });
    const { house, heard } = crm;
    const { number, event } = await handedOverWhileDown(crm);
    const answer = await push(house, again(event, { lokasi: { kode_wilayah: '18.71.15.1002' } }));
    expect(answer).toMatchObject({ status: 202, relays: [{ to: city, contract: 'report-handover/1.0' }] });
    await crm.up();
    await house.restart();
    await soon(async () =>
      expect((await recordOf(house, number)).case?.handover).toMatchObject({ to: city, state: 'registered' }),
    );
    await allEnded(house);
    expect(heard()).toEqual([]);
  });
});

describe('K15: what an origin corrects after it was sent', () => {
  it('K15: reaches a recipient that takes updates, behind its number, with the status it gave itself', async ({
    open,
  }) => {
    const { house, heard } = await watched(open);
    const { number, event } = misfiled(house);
    await push(house, event);
    const { number: away } = await arrived(house.jakarta, number);
    await soon(async () => expect((await recordOf(house, number)).case?.handover?.state).toBe('registered'));
    await push(house, { code: away, tstatus: { name: 'Proses' }, waktu: toWib(new Date()) }, 'jaki-crm');
    const answer = await push(house, again(event, { isi_laporan: 'Lubang di depan sekolah.' }));
    expect(answer).toMatchObject({ status: 202, relays: [{ to: 'jaki-crm', contract: 'citizen-report/1.0' }] });
    expect(answer.warnings ?? []).toEqual([]);
    await allEnded(house);
    const [put] = heard().filter(({ method }) => method === 'PUT');
    expect(put).toMatchObject({
      code: away,
      content: expect.stringContaining('depan sekolah'),
      tstatus: { name: 'Proses' },
    });
    expect((await push(house, again(event, { isi_laporan: 'Lubang di depan sekolah.' }))).relays).toEqual([]);
    await allEnded(house);
  });

  it('K15: an attempt that may have arrived counts as sent: the correction follows', async ({ open }) => {
    const { house, heard } = await watched(open);
    await house.jakarta.become({ kind: 'reset', when: 'after', times: 1 });
    const { number, event } = misfiled(house);
    await push(house, event);
    await soon(async () => expect((await handoverRelay(house, number)).tries.length).toBeGreaterThan(0));
    await push(house, again(event, { isi_laporan: 'Lubang di depan sekolah.' }));
    await arrived(house.jakarta, number);
    await allEnded(house);
    expect(house.jakarta.desk.cases()).toHaveLength(1);
    expect(heard().filter(({ method }) => method === 'PUT')).toMatchObject([
      { content: expect.stringContaining('depan sekolah') },
    ]);
  });

  it('K15: the receipt and the story say that it is not passed on where the dialect takes no updates', async ({
    open,
  }) => {
    const house = await open(withVillage());
    const report = { ...lampungPlace(), regionCode: '18.01.04.2001' };
    const { number, event } = misplaced(house.jakarta, report);
    await push(house, event, 'jaki-crm');
    await soon(async () => expect((await handoverRelay(house, number)).state).toBe('delivered'));
    const updatedAt = toWib(new Date());
    const answer = await push(
      house,
      { ...event, content: 'Permasalahan: Teks lain. Kategori: Jalan', updatedAt },
      'jaki-crm',
    );
    expect(answer).toMatchObject({
      ...{ status: 202, relays: [] },
      warnings: [{ code: 'correction-not-passed-on', facts: { to: VILLAGE } }],
    });
    const { data } = await house.operator('GET', `/v1/cases/${number}`);
    expect(JSON.stringify(data.stories[0].steps)).toContain(`tidak diteruskan ke ${VILLAGE}`);
    await allEnded(house);
  });

  it('K15: nor where no agreement lets the update cross', async ({ open }) => {
    const house = await open({
      ...HASTY,
      agreement(agreement) {
        agreement.grants = agreement.grants.filter(({ contract }: AnyJson) => contract !== 'citizen-report/1.0');
      },
    });
    const { number, event } = misfiled(house);
    await push(house, event);
    await arrived(house.jakarta, number);
    await soon(async () => expect((await handoverRelay(house, number)).state).toBe('delivered'));
    expect(await push(house, again(event, { isi_laporan: 'Lain.' }))).toMatchObject({
      ...{ status: 202, relays: [], warnings: [{ code: 'correction-not-passed-on' }] },
    });
    await allEnded(house);
  });

  it('K15: a city that fetched the report gets the correction with its next fetch', async ({ open }) => {
    const city = 'kota-bandar-lampung';
    const house = await open({ ...HASTY, systems: ['jaki-crm', 'lampung-in', city] });
    const { number, event } = misplaced(house.jakarta, lampungPlace(2));
    await push(house, event, 'jaki-crm');
    await soon(async () => expect((await recordOf(house, number)).case?.handover?.state).toBe('registered'));
    const updatedAt = toWib(new Date());
    const answer = await push(
      house,
      { ...event, content: 'Permasalahan: Teks lain. Kategori: Jalan', updatedAt },
      'jaki-crm',
    );
    if (answer.relays.length === 0) expect(answer.warnings).toMatchObject([{ code: 'correction-not-passed-on' }]);
    else expect(answer.relays).toEqual([{ to: city, contract: 'citizen-report/1.0' }]);
    await allEnded(house);
  });
});
