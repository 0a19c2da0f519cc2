import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/jakarta/jaki/index.ts';
import { createSimulator } from '../../adapters/jakarta/jaki/simulator.ts';
import { readAnswer } from '../../src/answers.ts';
import type { ContractRef } from '../../src/contract.ts';
import type { NativeRequest, OutboundContext } from '../../src/declared.ts';
import { resolveName } from '../../src/dialect/region.ts';
import type { SimulatedAnswer, Simulator } from '../../src/dialect/simulator.ts';
import { GatewayError } from '../../src/errors.ts';
import { LETTER_STATUS_CODES, SERVICE_CATEGORY_CODES, SERVICE_STATE_CODES } from '../../src/generated/contracts.ts';
import { adapterAtWork, answered, contracts } from '../kits/adapterAtWork.ts';
import { ending, envelopeOf, type Json } from '../kits/adapterSamples.ts';

const { inbound, outbound, recognised, translate, violations } = adapterAtWork(
  adapter,
  join(import.meta.dirname, '../../adapters/jakarta/jaki'),
);

const JAKARTA = { territory: '31', options: {} };
const SERVICE = inbound.find(({ name }) => name === 'layanan-jaki')?.native as Json;
const told = (change: Json): Json => ({ ...SERVICE, ...change });
const dataOf = (native: unknown): Json => translate(native, JAKARTA).drafts[0]?.data as Json;

const sampled = (name: string): { contract: ContractRef; data: Json; number: string } => {
  const sample = outbound.find((each) => each.name === name);
  if (sample === undefined) throw new Error(`no sample ${name}`);
  return { contract: sample.contract, data: sample.data, number: sample.context.senderNumber };
};

const PRICE = sampled('kirim-harga');
const SUPPLY = sampled('kirim-pasokan');
const LAMPUNGS = sampled('kirim-layanan-lampung');
const SITE = sampled('kirim-faskes');
const LETTER = sampled('kirim-surat-siap-diambil');

interface Sent {
  readonly contract: ContractRef;
  readonly data: Json;
  readonly number: string;
  readonly from?: string;
  readonly time?: string;
  readonly delivery?: string;
}

const contextOf = ({ number, delivery = 'dlv-1' }: Sent): OutboundContext => ({
  ...{ senderNumber: number, recipientNumber: null, deliveryId: delivery, options: {} },
});

/** As the gateway writes it: what follows its contract, in a shape of the dialect. */
function written(sent: Sent): NativeRequest {
  expect(contracts.get(sent.contract).validate(sent.data)).toEqual([]);
  const { from = 'lampung-in', time = '2025-09-13T03:00:00Z' } = sent;
  const envelope = { ...envelopeOf(sent.contract, sent.data), source: `/systems/${from}`, time };
  const request = adapter.fromCanonical(envelope, contextOf(sent));
  expect(violations(request.message, request.body)).toEqual([]);
  return request;
}

/** The villages of Lampung that share a name. */
function placesNamed(village: string): readonly string[] {
  try {
    return [resolveName({ province: 'Lampung', village })];
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return (error.facts.candidates as readonly { readonly code: string }[]).map(({ code }) => code);
  }
}

const bodyOf = (sent: Sent): Json => written(sent).body as Json;

describe('a service of JAKI', () => {
  it('is a new revision with each change of its status or its time, and with nothing else', () => {
    const { revision, subject, occurredAt } = translate(SERVICE, JAKARTA).identity;
    const again = (change: Json) => adapter.identify(told(change)).revision;
    expect([subject, occurredAt]).toEqual(['laporan-warga', '2025-09-13T08:00:00+07:00']);
    expect(again({ status: 'GANGGUAN' })).not.toBe(revision);
    expect(again({ updatedAt: '2025-09-13T08:00:01+07:00' })).not.toBe(revision);
    expect(again({ summary: 'Lain.', updatedAt: '2025-09-13T01:00:00Z' })).toBe(revision);
  });

  it('is as old as WIB says where its time has no offset', () => {
    expect(adapter.identify(told({ updatedAt: '2025-09-13 08:00:00' })).occurredAt).toBe('2025-09-13T08:00:00+07:00');
  });

  it('is named also where its status is one that nobody knows, so that it can be quarantined', () => {
    expect(adapter.identify(told({ status: 'UJI COBA' })).revision).toBe('service:UJI COBA@2025-09-13T08:00:00+07:00');
    expect(ending(() => translate(told({ status: 'UJI COBA' }), JAKARTA))).toEqual({ error: 'unknown-code' });
  });

  it('crosses as other, with a gap, when it is of a kind that nobody knows; and without one when JAKI says other', () => {
    const [strange] = translate(told({ category: 'Kebencanaan' }), JAKARTA).drafts;
    const [other] = translate(told({ category: 'LAINNYA ' }), JAKARTA).drafts;
    expect([strange?.data, other?.data]).toMatchObject([{ category: 'other' }, { category: 'other' }]);
    expect(strange?.gaps).toEqual([{ table: 'service-category', value: 'Kebencanaan' }]);
    expect(other?.gaps).toBeUndefined();
  });

  it('is known by its kind however that is spaced or cased', () => {
    expect(dataOf(told({ category: ' bantuan  SOSIAL ' })).category).toBe('social-aid');
  });

  it('is known for one when something else of it is missing, and the refusal says what', () => {
    const { serviceCode: _code, ...nameless } = SERVICE;
    expect(recognised(nameless)?.name).toBe('service');
    expect(violations('service', nameless)).toMatchObject([{ pointer: '/serviceCode' }]);
  });

  it('that came across is not taken for one of its own, or it would go round for ever', () => {
    const returned = { ...bodyOf(LAMPUNGS), updatedAt: '2025-09-14T08:00:00+07:00' };
    expect(recognised(returned)?.name).toBe('service');
    expect(ending(() => translate(returned, JAKARTA))).toEqual({ error: 'native-invalid' });
  });

  it('is never what it is sent of prices, supplies, sites and letters', () => {
    for (const sent of [PRICE, SUPPLY, SITE, LETTER]) expect(recognised(bodyOf(sent))).toBeUndefined();
  });

  it('is refused whole where one of its regions is unknown, and not served in the others only', () => {
    const coverage = [{ regionCode: '31.71' }, { regionCode: '31.99' }];
    expect(ending(() => translate(told({ coverage }), JAKARTA))).toEqual({ error: 'region-unknown' });
  });
});

describe('a service of another app', () => {
  it('keeps all it says when JAKI is told it in the words in which it tells its own', () => {
    for (const category of SERVICE_CATEGORY_CODES) {
      for (const state of SERVICE_STATE_CODES) {
        const data = { ...LAMPUNGS.data, category, state };
        expect(dataOf({ ...bodyOf({ ...LAMPUNGS, data }), externalId: null })).toEqual(data);
      }
    }
  });

  it('keeps its text, also where that looks as if it were encoded', () => {
    const data = { ...LAMPUNGS.data, summary: 'Tulis &amp;lt; untuk "<",\nbukan &lt; atau A&B.' };
    expect(dataOf({ ...bodyOf({ ...LAMPUNGS, data }), externalId: null })).toEqual(data);
  });
});

describe('what JAKI is sent', () => {
  it.each([PRICE, SUPPLY, LAMPUNGS, SITE])(
    'of $contract says where it comes from, and when it happened there',
    (sent) => {
      const body = bodyOf({ ...sent, delivery: 'dlv-77' });
      expect(body).toMatchObject({
        ...{ externalId: sent.number, sourceSystem: 'lampung-in', deliveryId: 'dlv-77' },
        updatedAt: '2025-09-13T10:00:00+07:00',
      });
    },
  );

  it('has its place by its system and its number there, however often it is sent', () => {
    const first = written(PRICE);
    expect(first).toMatchObject({ method: 'PUT', path: '/api/v1/external/lampung-in/food-prices/3%2F32' });
    expect(written({ ...PRICE, delivery: 'dlv-2', time: '2025-09-14T03:00:00Z' }).path).toBe(first.path);
  });

  it('never takes the place of what another system calls by the same number', () => {
    expect(written({ ...LAMPUNGS, from: 'jabar-app' }).path).not.toBe(written(LAMPUNGS).path);
  });

  it('names each of the fifteen Sukamaju of Lampung so that it is none of the others', () => {
    const names = placesNamed('Sukamaju').map((originRegion) => {
      return (bodyOf({ ...SUPPLY, data: { ...SUPPLY.data, originRegion } }).origin as Json).regionName;
    });
    expect(names).toHaveLength(15);
    expect(new Set(names).size).toBe(15);
  });

  it('of a contract it does not take is refused', () => {
    const act = () => adapter.fromCanonical(envelopeOf('report-status/1.0', {}), contextOf(PRICE));
    expect(ending(act)).toEqual({ error: 'code-not-expressible' });
  });
});

describe('a status of a letter request', () => {
  const stood = (change: Json): Sent => ({ ...LETTER, data: { ...LETTER.data, ...change } });

  it('is told in the word that the village itself shows the citizen', () => {
    const words = LETTER_STATUS_CODES.map((status) => bodyOf(stood({ status })).status);
    expect(words).toEqual([
      ...['Belum Lengkap', 'Sedang Diperiksa', 'Menunggu Tandatangan'],
      ...['Siap Diambil', 'Sudah Diambil', 'Dibatalkan'],
    ]);
  });

  it('is added to the history of its request, and takes the place of none before it', () => {
    const place = '/api/v1/external/lampung-in/letter-requests/permohonan-11/statuses';
    for (const status of LETTER_STATUS_CODES) {
      expect(written(stood({ status }))).toMatchObject({ method: 'POST', path: place });
    }
    expect(written({ ...LETTER, number: 'a/1', from: 'desa-hajimena' }).path).toBe(
      '/api/v1/external/desa-hajimena/letter-requests/a%2F1/statuses',
    );
  });

  it('says where it comes from, and since when it holds by its own time and not by that of the envelope', () => {
    const time = '2025-09-13T03:00:00Z';
    expect(bodyOf({ ...stood({ at: '2025-09-12T03:00:00Z' }), time, delivery: 'dlv-77' })).toMatchObject({
      ...{ externalId: 'permohonan-11', sourceSystem: 'lampung-in', deliveryId: 'dlv-77' },
      updatedAt: '2025-09-12T10:00:00+07:00',
    });
  });

  it('names its village so that it is no other of the same name', () => {
    const names = placesNamed('Sukamaju').map(
      (villageCode) => (bodyOf(stood({ villageCode })).village as Json).regionName,
    );
    expect(new Set(names).size).toBe(15);
  });

  it('of a village that is in no register is not told, rather than told without a place', () => {
    const act = () => written(stood({ villageCode: '18.99.99.2999' }));
    expect(ending(act)).toEqual({ error: 'region-unknown' });
  });
});

describe('an answer of JAKI', () => {
  const judged = (status: number, body: unknown) =>
    readAnswer(adapter, envelopeOf(PRICE.contract, PRICE.data), answered(status, body));

  it.each([
    ['success: false', { success: false, message: 'gagal' }],
    ['the code that the vaccination service gave with 200', { code: 500, message: 'kuota habis' }],
    ['the same code as text', { code: '500' }],
    ['the code where Info Pangan writes it', { status: 503, message: 'sibuk' }],
  ])('is a failed attempt when a 2xx says %s', (_, body) => {
    expect(judged(200, body)).toMatchObject({ kind: 'failed', error: { code: 'upstream-failed', permanent: false } });
  });

  it('is a delivery when it says that it has this already, and only with a 409', () => {
    expect(judged(409, { success: false, duplicate: true })).toEqual({ kind: 'delivered', replies: [] });
    expect(judged(422, { success: false, duplicate: true })).toBeNull();
  });

  it('is a delivery where a 2xx says so', () => {
    expect(judged(200, { success: true, data: { id: 'e-samsat' } })).toEqual({ kind: 'delivered', replies: [] });
  });

  it.each<[number, unknown]>([
    [200, { status: 'AKTIF', code: 200 }],
    [200, null],
    [200, ['success', true]],
    [200, 'ok'],
    [200, ''],
    [200, {}],
    [200, { success: 'true' }],
    [204, ''],
    [202, { success: true }],
  ])('has failed where a 2xx is not the success it declares: %s %j', (status, body) => {
    expect(judged(status, body)).toMatchObject({ kind: 'failed', error: { code: 'upstream-failed' } });
  });

  it.each([
    [409, { success: false }],
    [409, { duplicate: 'true' }],
    [500, { success: false, code: 500 }],
  ])('is left to HTTP where it says nothing of its own: %s %j', (status, body) => {
    expect(judged(status, body)).toBeNull();
  });
});

describe('the simulated JAKI', () => {
  const NOW = new Date('2025-09-13T01:00:00Z');
  const simulated = (): Simulator => createSimulator({ now: () => NOW, territory: '31' });
  const put = (simulator: Simulator, sent: Sent): SimulatedAnswer => {
    const { method, path, body } = written(sent);
    const answer = simulator.answer({ method, path, headers: {}, body: JSON.parse(JSON.stringify(body)) });
    return answer;
  };
  const shownBy = (simulator: Simulator) => simulator.board?.shown().map(({ text }) => text);
  const price = (change: Json, rest: Partial<Sent> = {}): Sent => ({
    ...{ ...PRICE, from: 'info-pangan', ...rest },
    data: { ...PRICE.data, ...change },
  });

  it.each([
    [
      PRICE,
      'Cabai Merah Keriting di Pasar Senen Blok III - VI: Rp45.000/kg (13 September 2025), sumber Info Pangan Jakarta',
    ],
    [
      sampled('kirim-harga-tanpa-kutipan'),
      'Jagung Tk Peternak tingkat produsen di Lampung: belum ada harga (13 September 2025, rata-rata), sumber Panel Harga',
    ],
    [
      sampled('kirim-harga-pangan-lain'),
      'Beras IR. I (IR 64) tingkat grosir di Pasar Senen &amp; Sekitarnya: Rp13.500/liter (13 September 2025, perkiraan), sumber Info Pangan Jakarta',
    ],
    [
      SUPPLY,
      'Pasokan Jagung Tk Peternak (mentah) dari Kabupaten Lampung Tengah, Lampung: 1.250,5 ton, tersedia mulai 15 September 2025 sampai 31 Oktober 2025',
    ],
    [sampled('kirim-pasokan-habis'), 'Pasokan Keripik pisang (olahan) dari Kota Bandar Lampung, Lampung: habis'],
    [LAMPUNGS, 'Layanan e-Samsat Lampung (Pajak) untuk Lampung: dapat dipakai'],
    [
      sampled('kirim-layanan-ditutup'),
      'Layanan Harga Pangan (Lainnya) untuk Kota Bandar Lampung, Lampung; Kota Metro, Lampung: sudah ditutup',
    ],
    [SITE, 'Puskesmas Kecamatan Tebet, Jl. Prof. Dr. Soepomo: 2 jadwal vaksinasi (19 Juli 2025), sisa 12 tempat'],
    [
      sampled('kirim-faskes-sehari-penuh'),
      'Sentra Vaksinasi Istora, Kota Administrasi Jakarta Pusat, Daerah Khusus Ibukota Jakarta: 1 jadwal vaksinasi (20 Juli 2025)',
    ],
    [
      LETTER,
      'Permohonan Surat Keterangan Pindah Penduduk (permohonan-11) di Hajimena, Natar, Kabupaten Lampung Selatan, Lampung: siap diambil (12 September 2025 pukul 10.00 WIB)',
    ],
    [
      sampled('kirim-surat-dibatalkan'),
      'Permohonan Surat Keterangan\n"Kurang Mampu" &amp; Usaha (k3J_x9) di Way Halim Permai, Way Halim, Kota Bandar Lampung, Lampung: dibatalkan (12 September 2025 pukul 23.30 WIB)',
    ],
  ])('shows $contract $number in a sentence a citizen can read', (sent, sentence) => {
    const simulator = simulated();
    expect(put(simulator, sent)).toMatchObject({ status: 201, body: { success: true } });
    const [contract] = sent.contract.split('/');
    expect(simulator.board?.shown()).toEqual([{ number: sent.number, from: 'lampung-in', contract, text: sentence }]);
  });

  it('shows a site without slots as one', () => {
    const simulator = simulated();
    put(simulator, { ...SITE, data: { ...SITE.data, slots: [] } });
    expect(shownBy(simulator)).toEqual(['Puskesmas Kecamatan Tebet, Jl. Prof. Dr. Soepomo: belum ada jadwal']);
  });

  it('names each change once, and the same content under another delivery is none', () => {
    const simulator = simulated();
    const first = put(simulator, price({}));
    expect(first.effect).toBe('food-price:info-pangan:3/32:2025-09-13:45000@2025-09-13T10:00:00+07:00');
    expect(put(simulator, price({}, { delivery: 'dlv-2' }))).toMatchObject({ status: 200, effect: null });
    const risen = put(simulator, price({ price: 46_000 }, { time: '2025-09-13T04:00:00Z' }));
    const fallen = put(simulator, price({}, { time: '2025-09-13T05:00:00Z' }));
    expect(new Set([null, first.effect, risen.effect, fallen.effect]).size).toBe(4);
  });

  it('keeps the newest of each number last, and says that it has it when told something older', () => {
    const simulator = simulated();
    put(simulator, price({}));
    put(simulator, SUPPLY);
    put(simulator, price({ price: 46_000, date: '2025-09-14' }, { time: '2025-09-14T03:00:00Z' }));
    const shown = shownBy(simulator);
    expect(shown).toEqual([
      expect.stringContaining('Jagung'),
      expect.stringContaining('Rp46.000/kg (14 September 2025)'),
    ]);
    const late = put(simulator, price({ price: 1 }));
    expect(late).toMatchObject({ status: 409, effect: null });
    expect(readAnswer(adapter, envelopeOf(PRICE.contract, PRICE.data), answered(late.status, late.body))).toEqual({
      ...{ kind: 'delivered', replies: [] },
    });
    expect(shownBy(simulator)).toEqual(shown);
  });

  it('shows the same number of two systems as two', () => {
    const simulator = simulated();
    put(simulator, LAMPUNGS);
    put(simulator, { ...LAMPUNGS, from: 'jabar-app' });
    expect(simulator.board?.shown().map(({ number }) => number)).toEqual(['e-samsat', 'e-samsat']);
  });

  const stood = (status: string, at: string, rest: Partial<Sent> = {}): Sent => ({
    ...{ ...LETTER, ...rest },
    data: { ...LETTER.data, status, at },
  });

  it('keeps each status of a letter once, and shows where the request stands by now', () => {
    const simulator = simulated();
    const told = [
      stood('under-review', '2025-09-10T09:00:00+07:00'),
      stood('incomplete', '2025-09-11T09:00:00+07:00'),
      stood('under-review', '2025-09-11T10:00:00+07:00'),
      stood('awaiting-signature', '2025-09-11T10:00:00+07:00'),
    ].map((sent) => put(simulator, sent));
    expect(told.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(told.map(({ effect }) => effect)).toEqual([
      'village-service-status:lampung-in:permohonan-11:Sedang Diperiksa@2025-09-10T09:00:00+07:00',
      'village-service-status:lampung-in:permohonan-11:Belum Lengkap@2025-09-11T09:00:00+07:00',
      'village-service-status:lampung-in:permohonan-11:Sedang Diperiksa@2025-09-11T10:00:00+07:00',
      'village-service-status:lampung-in:permohonan-11:Menunggu Tandatangan@2025-09-11T10:00:00+07:00',
    ]);
    const again = put(simulator, stood('incomplete', '2025-09-11T02:00:00Z', { delivery: 'dlv-9' }));
    expect(again).toMatchObject({ status: 200, effect: null });
    expect(shownBy(simulator)).toEqual([expect.stringContaining(': menunggu tandatangan (11 September 2025')]);
  });

  it('takes a status that comes late for the history it is of, and shows the newer one still', () => {
    const simulator = simulated();
    put(simulator, stood('collected', '2025-09-13T09:00:00+07:00'));
    put(simulator, SUPPLY);
    const shown = shownBy(simulator);
    const late = put(simulator, stood('ready', '2025-09-12T10:00:00+07:00'));
    expect(late).toMatchObject({ status: 201, effect: expect.stringContaining('Siap Diambil@2025-09-12') });
    expect(shownBy(simulator)).toEqual(shown);
    expect(shown?.[0]).toContain(': sudah diambil (13 September 2025');
  });

  it('shows requests of two villages as two, though both call theirs the same', () => {
    const simulator = simulated();
    const effects = ['desa-hajimena', 'desa-lain'].map(
      (from) => put(simulator, stood('ready', '2025-09-12T10:00:00+07:00', { from })).effect,
    );
    expect(new Set([null, ...effects]).size).toBe(3);
    expect(shownBy(simulator)).toHaveLength(2);
  });

  it('takes a letter only as an entry of its history, and nothing else as an entry', () => {
    const simulator = simulated();
    const letter = written(LETTER);
    const [place = ''] = letter.path.split('/statuses');
    const asked = (method: NativeRequest['method'], path: string, body: unknown) =>
      simulator.answer({ method, path, headers: {}, body }).status;
    expect(asked('PUT', letter.path, letter.body)).toBe(405);
    expect(asked('PUT', place, letter.body)).toBe(404);
    expect(asked('POST', `${place}/history`, letter.body)).toBe(404);
    expect(asked('POST', place.replace('11', '12').concat('/statuses'), letter.body)).toBe(422);
    expect(asked('POST', letter.path, { ...(letter.body as Json), status: null })).toBe(422);
    const site = written(SITE);
    expect(asked('POST', site.path, site.body)).toBe(405);
    expect(asked('POST', `${site.path}/statuses`, site.body)).toBe(404);
    expect(simulator.board?.shown()).toEqual([]);
  });

  it('refuses what it does not know or cannot show, and shows nothing', () => {
    const simulator = simulated();
    const { path, body } = written(PRICE);
    const asked = (method: NativeRequest['method'], to: string, sent: unknown) =>
      simulator.answer({ method, path: to, headers: {}, body: sent }).status;
    expect(asked('PUT', path.replace('food-prices', 'prices'), body)).toBe(404);
    expect(asked('PUT', path.replace('food-prices', '__proto__'), body)).toBe(404);
    expect(asked('GET', path, null)).toBe(405);
    expect(asked('PUT', path, 'x')).toBe(422);
    expect(asked('PUT', path, { ...(body as Json), level: null })).toBe(422);
    expect(asked('PUT', path.replace('3%2F32', '3%2F33'), body)).toBe(422);
    expect(asked('PUT', path.replace('lampung-in', '%E0%A4'), body)).toBe(422);
    expect(simulator.board?.shown()).toEqual([]);
  });

  it('announces its three services, each time as something new, in the words of the dialect', () => {
    const { board } = simulated();
    const rounds = [board?.announce() ?? [], board?.announce() ?? [], board?.announce() ?? []];
    const identities = rounds.flat().map(({ number, event }) => {
      const { identity, drafts } = translate(event, JAKARTA);
      expect(identity.subject).toBe(number);
      expect(drafts.map(({ contract, data }) => contracts.get(contract).validate(data))).toEqual([[]]);
      return identity;
    });
    expect(identities).toHaveLength(9);
    expect(new Set(identities.map(({ subject, revision }) => `${subject} ${revision}`)).size).toBe(9);
    const times = rounds.map(([first]) => adapter.identify(first?.event).occurredAt);
    expect(times).toEqual([...times].sort());
  });

  it('keeps no cases', () => {
    expect(simulated().desk).toBeUndefined();
  });
});
