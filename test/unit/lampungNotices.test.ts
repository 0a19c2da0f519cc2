import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/lampung/lampung-in/index.ts';
import { createSimulator } from '../../adapters/lampung/lampung-in/simulator.ts';
import { readAnswer } from '../../src/answers.ts';
import type { ContractRef } from '../../src/contract.ts';
import type { NativeRequest, OutboundContext } from '../../src/declared.ts';
import { isEmpty } from '../../src/dialect/native.ts';
import {
  type FoodSupply,
  SERVICE_CATEGORY_CODES,
  type Service,
  SUPPLY_STAGE_CODES,
} from '../../src/generated/contracts.ts';
import { adapterAtWork, answered, contracts, INBOUND } from '../kits/adapterAtWork.ts';
import { ending, envelopeOf, type Json, TIME } from '../kits/adapterSamples.ts';
import { mutated, text } from '../kits/hostile.ts';

const NOTICES: readonly ContractRef[] = [
  ...(['food-price/1.0', 'food-supply/1.0', 'service-catalogue/1.0', 'health-facility/1.0'] as const),
];
const work = adapterAtWork(adapter, join(import.meta.dirname, '../../adapters/lampung/lampung-in'));
const { translate, recognised, inbound, outbound } = work;

const nativeOf = (name: string): Json => inbound.find((sample) => sample.name === name)?.native as Json;
const dataOf = (name: string): Json => outbound.find((sample) => sample.name === name)?.data ?? {};
/** What a sample's envelope becomes. */
const requestOf = (name: string) =>
  outbound.find((sample) => sample.name === name)?.expected as NativeRequest & { readonly body: Json };
const SUPPLY = nativeOf('pasokan');
const SERVICE = nativeOf('layanan');

/** What the only draft of a native says. */
const readAs = (native: Json): Json => ({ ...translate(native, INBOUND).drafts[0]?.data });
const gapsOf = (native: Json) => translate(native, INBOUND).drafts[0]?.gaps;
const refusalOf = (native: Json): unknown => ending(() => translate(native, INBOUND));

const written = (contract: ContractRef, data: object, given: Partial<OutboundContext> = {}): NativeRequest => {
  const context = { senderNumber: 'A-1', recipientNumber: null, deliveryId: 'dlv-1', options: {}, ...given };
  return work.requested(contract, { ...data }, context);
};
const bodyOf = (contract: ContractRef, data: object): Json => written(contract, data).body as Json;

describe('messages', () => {
  it('are told apart whatever is wrong with a body: no two know it, and what bears the number of a notice is no case', () => {
    const natives = inbound.map(({ native }) => native);
    const several = fc
      .tuple(mutated(natives), mutated(natives))
      .map(([one, other]) => ({ ...Object(one), ...Object(other) }));
    const seen = new Set<string | undefined>();
    fc.assert(
      fc.property(fc.oneof(mutated(natives), several), (native) => {
        const names = adapter.messages.filter((message) => message.recognise(native)).map(({ name }) => name);
        expect(names.length).toBeLessThan(2);
        seen.add(names[0]);
        const bears = (member: string) =>
          native !== null && typeof native === 'object' && Object.hasOwn(native, member);
        const ids = ['id_pasokan', 'id_layanan'].filter(bears);
        if (ids.length > 0) expect([undefined, ids[0]?.slice(3)]).toContain(names[0]);
        if (ids.length === 2 || (ids.length === 1 && bears('id_laporan'))) expect(names).toEqual([]);
      }),
      { numRuns: 2000 },
    );
    expect([...seen].sort()).toEqual(['answer', 'layanan', 'pasokan', 'report', 'status', undefined]);
  });

  it('that are only sent to Lampung In are recognised as nothing when they come back', () => {
    for (const name of ['kirim-harga', 'kirim-harga-tanpa-kutipan', 'kirim-faskes']) {
      expect(recognised(requestOf(name).body)).toBeUndefined();
    }
  });

  it('that came across are not taken for what Lampung In has to tell', () => {
    const alien = { rujukan: { sistem: 'jaki', nomor_asal: 'JKT/7' }, id_kiriman: 'dlv-1' };
    for (const native of [SUPPLY, SERVICE])
      expect(refusalOf({ ...native, ...alien })).toEqual({ error: 'native-invalid' });
  });
});

describe('a notice', () => {
  it('is named by its number and time, also where its words could not be translated', () => {
    expect(adapter.identify({ ...SUPPLY, tahap: 'SETENGAH_JADI', satuan: 'karung' })).toEqual({
      subject: 'PSK-2025-0007',
      revision: 'pasokan:SETENGAH_JADI|1250.5|karung|15/09/2025|31/10/2025@2025-09-12T08:30:00+07:00',
      occurredAt: '2025-09-12T08:30:00+07:00',
      timed: 'minute',
    });
    expect(adapter.identify({ ...SERVICE, status: 'UJI_COBA' })).toEqual({
      subject: 'harga-pangan',
      revision: 'layanan:UJI_COBA@2025-07-03T09:15:00+07:00',
      occurredAt: '2025-07-03T09:15:00+07:00',
      timed: 'minute',
    });
  });

  it.each([
    ['another amount', SUPPLY, { jumlah: 1000 }],
    ['another unit', SUPPLY, { satuan: 'kuintal' }],
    ['another stage', SUPPLY, { tahap: 'OLAHAN' }],
    ['other days', SUPPLY, { tersedia_sampai: '30/11/2025' }],
    ['a later minute', SUPPLY, { diperbarui: '12/09/2025 08:31 WIB' }],
    ['another state', SERVICE, { status: 'BERAKHIR' }],
    ['a later minute', SERVICE, { diperbarui: '03/07/2025 09:16 WIB' }],
  ])('is a new one with %s', (_, native, change) => {
    const [before, after] = [adapter.identify(native), adapter.identify({ ...native, ...change })];
    expect(after.subject).toBe(before.subject);
    expect(after.revision).not.toBe(before.revision);
  });

  it.each([
    ['a supply', SUPPLY],
    ['a service', SERVICE],
  ])('of %s without a time, or at one no calendar has, is refused', (_, native) => {
    expect(refusalOf({ ...native, diperbarui: '31/02/2025 09:15' })).toEqual({ error: 'native-invalid' });
    const { diperbarui, ...timeless } = native;
    expect(diperbarui).toBeDefined();
    expect(refusalOf(timeless)).toEqual({ error: 'native-invalid' });
  });
});

describe('a supply', () => {
  it.each(['18.02', '1802', ' 18.02 '])('from %j is from one and the same region', (kode_wilayah) => {
    expect(readAs({ ...SUPPLY, kode_wilayah }).originRegion).toBe('18.02');
  });

  it.each(['18.05.010.001', '1805010', '18.99', 'Sukamaju', 'null'])(
    'from %j is from nobody knows where',
    (kode_wilayah) => {
      expect(refusalOf({ ...SUPPLY, kode_wilayah })).toEqual({ error: 'region-unknown' });
    },
  );

  it.each(['12-9-2025', '12-09-2025', '12/09/2025', '2025-09-12', ' 12/9/2025 '])(
    'from %j on can be had from one day',
    (day) => {
      expect(readAs({ ...SUPPLY, tersedia_mulai: day }).availableFrom).toBe('2025-09-12');
    },
  );

  it('for days no calendar has, or that end before they begin, is refused', () => {
    for (const change of [
      { tersedia_mulai: '31/09/2025' },
      { tersedia_sampai: '13-13-2025' },
      { tersedia_sampai: '14-9-2025' },
    ]) {
      expect(refusalOf({ ...SUPPLY, ...change })).toEqual({ error: 'native-invalid' });
    }
    expect(readAs({ ...SUPPLY, tersedia_sampai: '15-9-2025' }).availableUntil).toBe('2025-09-15');
    for (const tersedia_sampai of ['', '-', null])
      expect(readAs({ ...SUPPLY, tersedia_sampai }).availableUntil).toBeNull();
  });

  it.each(['kg', 'Rp./Kg', 'Rp/kg', 'KILOGRAM'])('counted in %j is counted in kilograms', (satuan) => {
    expect(readAs({ ...SUPPLY, satuan }).unit).toBe('kg');
  });

  it.each([{ satuan: 'karung' }, { tahap: 'SETENGAH_JADI' }])(
    'in words nobody knows is kept, not guessed: %j',
    (change) => {
      expect(refusalOf({ ...SUPPLY, ...change })).toEqual({ error: 'unknown-code' });
    },
  );

  it('of a food the national list does not have crosses under its own name, and is told as a gap', () => {
    const native = { ...SUPPLY, komoditas: ' Pisang  &amp; Keripik\r\n' };
    expect(readAs(native).commodity).toEqual({
      code: 'other',
      name: 'Pisang & Keripik',
      nativeName: 'Pisang  & Keripik',
    });
    expect(gapsOf(native)).toEqual([{ table: 'commodity', value: 'Pisang  & Keripik' }]);
    expect(gapsOf(SUPPLY)).toBeUndefined();
  });

  it("named as Jakarta spells it is the national list's", () => {
    expect(readAs({ ...SUPPLY, komoditas: 'Cabe Merah Keriting' }).commodity).toMatchObject({ code: '32' });
  });

  it('of nothing is a supply, of less than nothing or of a word none', () => {
    expect(readAs({ ...SUPPLY, jumlah: 0 }).quantity).toBe(0);
    for (const jumlah of [-1, '1250', 2e9, null])
      expect(refusalOf({ ...SUPPLY, jumlah })).toEqual({ error: 'native-invalid' });
  });

  it("under a number that is not Lampung In's is refused, and written under the sender's", () => {
    expect(refusalOf({ ...SUPPLY, id_pasokan: 'JKT/7' })).toEqual({ error: 'native-invalid' });
    const { path, body } = written('food-supply/1.0', dataOf('kirim-pasokan'), { senderNumber: 'JKT/2025/7' });
    expect(path).toBe('/api/v1/pasokan/asal/JKT%2F2025%2F7');
    expect(body).toMatchObject({ id_pasokan: 'JKT/2025/7', rujukan: { sistem: 'asal', nomor_asal: 'JKT/2025/7' } });
  });

  it('is the same when it is written and read again', () => {
    fc.assert(
      fc.property(supplies(), (supply) => {
        expect(contracts.get('food-supply/1.0').validate(supply)).toEqual([]);
        const { rujukan, ...body } = bodyOf('food-supply/1.0', supply);
        expect(rujukan).toBeDefined();
        const { commodity, ...rest } = readAs({ ...body, id_pasokan: 'PSK-2025-0001' });
        const { commodity: sent, ...before } = { ...supply, supplyId: 'PSK-2025-0001' };
        expect(rest).toEqual(before);
        expect(commodity).toMatchObject({ code: sent.code, name: sent.name });
      }),
      { numRuns: 300 },
    );
  });
});

/** Texts a contract would carry: what the gateway made of anything people type. */
const said = (most: number) =>
  text()
    .map((words) =>
      [
        ...words
          .toWellFormed()
          .replace(/[^\P{Cc}\n]/gu, '')
          .trim(),
      ]
        .slice(0, most)
        .join('')
        .trim(),
    )
    .filter((words) => !isEmpty(words));
const day = fc.date({ min: new Date('2025-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
const asDay = (date: Date): string => date.toISOString().slice(0, 10);

function supplies(): fc.Arbitrary<FoodSupply> {
  const other = said(100).map((name) => name.replace(/\s+/gu, ' '));
  return fc.record({
    supplyId: fc.constant('JKT/1'),
    commodity: fc.oneof(
      fc.constant({ code: '102' as const, name: 'Jagung Tk Peternak', nativeName: 'Jagung' }),
      other.map((name) => ({ code: 'other' as const, name, nativeName: name })),
    ),
    stage: fc.constantFrom(...SUPPLY_STAGE_CODES),
    quantity: fc.double({ min: 0, max: 1e9, noNaN: true }).map((amount) => amount + 0),
    unit: fc.constantFrom('kg' as const, 'quintal' as const, 'tonne' as const, 'litre' as const, 'pack' as const),
    originRegion: fc.constantFrom('18', '18.71', '31.74.01.1002'),
    availableFrom: fc.constant('2025-01-01'),
    availableUntil: fc.option(day.map(asDay), { nil: null }),
    agency: fc.option(said(200), { nil: null }),
  });
}

describe('a service', () => {
  it.each([
    ['Pengaduan', 'complaints'],
    ['  informasi   PUBLIK ', 'public-information'],
    ['Kesehatan Mental', 'health'],
    ['Harga Pangan', 'food'],
    ['Lowongan Kerja', 'jobs'],
    ['e-Samsat', 'tax'],
    ['Bantuan Sosial', 'social-aid'],
    ['Wisata', 'tourism'],
  ])('of the kind %j is one for %s', (kategori, category) => {
    expect(readAs({ ...SERVICE, kategori }).category).toBe(category);
    expect(gapsOf({ ...SERVICE, kategori })).toBeUndefined();
  });

  it('of a kind nobody knows crosses as other, and is told as a gap', () => {
    expect(readAs({ ...SERVICE, kategori: 'Kebudayaan' }).category).toBe('other');
    expect(gapsOf({ ...SERVICE, kategori: 'Kebudayaan' })).toEqual([
      { table: 'service-category', value: 'Kebudayaan' },
    ]);
  });

  it('in a state nobody knows is kept, not guessed', () => {
    expect(refusalOf({ ...SERVICE, status: 'UJI_COBA' })).toEqual({ error: 'unknown-code' });
  });

  it('for a region named twice is for it once; for one nobody knows it is refused, and so for none', () => {
    expect(readAs({ ...SERVICE, wilayah: ['1871', '18.71', '18'] }).regionCodes).toEqual(['18.71', '18']);
    expect(refusalOf({ ...SERVICE, wilayah: ['18', '18.99'] })).toEqual({ error: 'region-unknown' });
    expect(refusalOf({ ...SERVICE, wilayah: [] })).toEqual({ error: 'native-invalid' });
  });

  it.each(['javascript:alert(1)', 'https://user:pw@contoh.go.id/', 'lampungin', ''])(
    'K7: at %j is without its link, which never crosses',
    (tautan) => {
      expect(readAs({ ...SERVICE, tautan })).toEqual({ ...readAs(SERVICE), url: null });
    },
  );

  it('loses entities and control characters, and is refused where nothing is left of its name', () => {
    const native = { ...SERVICE, nama: ' Tanya &amp; Jawab\u0007 ', ringkasan: 'Satu\r\ndua', jam_layanan: ' \r\n' };
    expect(readAs(native)).toMatchObject({ name: { id: 'Tanya & Jawab' }, summary: 'Satu\ndua', hours: null });
    expect(refusalOf({ ...SERVICE, nama: '\u0000 ' })).toEqual({ error: 'native-invalid' });
    const { name } = readAs({ ...SERVICE, nama: 'x'.repeat(201) }) as { name: { id: string } };
    expect([...name.id]).toHaveLength(200);
  });

  it('is the same when it is written and read again, but for its number', () => {
    fc.assert(
      fc.property(services(), (service) => {
        expect(contracts.get('service-catalogue/1.0').validate(service)).toEqual([]);
        const { rujukan, ...body } = bodyOf('service-catalogue/1.0', service);
        expect(rujukan).toBeDefined();
        expect(readAs(body)).toEqual(service);
      }),
      { numRuns: 300 },
    );
  });
});

function services(): fc.Arbitrary<Service> {
  const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
  return fc.record({
    serviceId: fc.constantFrom('jaklapor', 'A/1'),
    name: fc.record({ id: said(200), en: orNull(said(200)) }),
    summary: said(1000),
    category: fc.constantFrom(...SERVICE_CATEGORY_CODES),
    url: fc.constantFrom(null, 'https://jaki.contoh.go.id/laporan?a=1&amp;b'),
    agency: orNull(said(200)),
    hours: orNull(said(300)),
    regionCodes: fc.uniqueArray(fc.constantFrom('18', '31', '31.71', '31.74.01.1002'), { minLength: 1 }),
    state: fc.constantFrom('active' as const, 'suspended' as const, 'ended' as const),
  });
}

describe('a price', () => {
  const price = dataOf('kirim-harga');

  it('has the names of the Panel Harga, with the number of the national list', () => {
    expect(bodyOf('food-price/1.0', price)).toMatchObject({
      ...{ id: 32, name: 'Cabai Merah Keriting', nama_asli: 'Cabe Merah Keriting', satuan: 'kg' },
      ...{ today: 45_000, yesterday: 44_000, tingkat: 'KONSUMEN', tanggal: '13/09/2025' },
    });
  });

  it('of a food that is not on that list has no number and its own name', () => {
    const commodity = { code: 'other', name: 'Beras IR. I (IR 64)', nativeName: 'Beras IR. I  (IR 64)' };
    expect(bodyOf('food-price/1.0', { ...price, commodity })).toMatchObject({ id: null, name: 'Beras IR. I (IR 64)' });
  });

  it('that nobody quoted is null and never 0', () => {
    expect(bodyOf('food-price/1.0', { ...price, price: null, previousPrice: null })).toMatchObject({
      today: null,
      yesterday: null,
    });
  });

  it('says where it holds by code and by all the names up to the province, since one name may be many places', () => {
    expect(
      bodyOf('food-price/1.0', { ...price, location: { regionCode: '18.02.16.2003', market: null } }),
    ).toMatchObject({
      kode_wilayah: '18.02.16.2003',
      nama_wilayah: expect.stringMatching(/, Kabupaten Lampung Tengah, Lampung$/u),
      pasar: null,
    });
  });

  it('stands under its system and its number there, whatever signs are in it', () => {
    for (const [senderNumber, path] of [
      ['3/8', '3%2F8'],
      ['a b?#%é', 'a%20b%3F%23%25%C3%A9'],
      ['\ud83d', '%EF%BF%BD'],
    ] as const) {
      const envelope = envelopeOf('food-price/1.0', price);
      const context = { senderNumber, recipientNumber: null, deliveryId: 'dlv-1', options: {} };
      expect(adapter.fromCanonical(envelope, context).path).toBe(`/api/v1/harga-pangan/asal/${path}`);
    }
  });
});

describe('a notice of another system', () => {
  const sentFrom = (source: string, name: string): NativeRequest => {
    const sample = outbound.find((each) => each.name === name);
    if (sample === undefined) throw new Error(`no sample ${name}`);
    const envelope = { ...envelopeOf(sample.contract, sample.data), source: `/systems/${source}` };
    return adapter.fromCanonical(envelope, sample.context);
  };

  it.each([
    ['kirim-harga', '/api/v1/harga-pangan/info-pangan/3%2F8'],
    ['kirim-pasokan', '/api/v1/pasokan/info-pangan/JKT%2F2025%2F7'],
    ['kirim-layanan', '/api/v1/layanan/info-pangan/jaklapor'],
    ['kirim-faskes', '/api/v1/faskes/info-pangan/JKT-0031'],
  ])('(%s) never takes the place of what a third one calls by the same number', (name, path) => {
    expect(sentFrom('info-pangan', name)).toMatchObject({ method: 'PUT', path });
    expect(sentFrom('jaki', name).path).toBe(path.replace('info-pangan', 'jaki'));
  });

  it('has one place, whatever signs are in the name of its system', () => {
    expect(sentFrom('a/b c', 'kirim-layanan')).toMatchObject({
      path: '/api/v1/layanan/a%2Fb%20c/jaklapor',
      body: { rujukan: { sistem: 'a/b c', nomor_asal: 'jaklapor' } },
    });
  });
});

describe('an answer to a notice', () => {
  it.each(NOTICES)(
    'for %s is delivered where it says so, and where it says it has this; any other 2xx has failed',
    (contract) => {
      const envelope = envelopeOf(contract, {});
      for (const body of [
        { status: false, pesan: 'x' },
        { code: 500, message: 'kuota habis' },
      ]) {
        expect(readAnswer(adapter, envelope, answered(200, body))).toMatchObject({ kind: 'failed' });
      }
      // A service's own state is no answer's `status`.
      for (const body of [
        { status: 'AKTIF' },
        null,
        'ok',
        '',
        {},
        [{ status: true }],
        '<html>Request Rejected</html>',
      ]) {
        expect(readAnswer(adapter, envelope, answered(200, body))).toMatchObject({ kind: 'failed' });
      }
      expect(readAnswer(adapter, envelope, answered(200, { status: true }))).toEqual({
        kind: 'delivered',
        replies: [],
      });
      expect(readAnswer(adapter, envelope, answered(409, { duplikat: true }))).toEqual({
        kind: 'delivered',
        replies: [],
      });
      expect(readAnswer(adapter, envelope, answered(422, { status: false }))).toBeNull();
    },
  );
});

/** A simulated Lampung In whose clock stands still. */
function withBoard() {
  const simulator = createSimulator({ now: () => new Date(TIME), territory: '18' });
  if (simulator.board === undefined) throw new Error('Lampung In has no board');
  const { board } = simulator;
  const sent = ({ method, path, body }: NativeRequest) => simulator.answer({ method, path, headers: {}, body });
  return { simulator, board, sent };
}

describe('the board of the simulated Lampung In', () => {
  it('announces raw maize, processed banana chips and three services, in words the dialect reads', () => {
    const { board } = withBoard();
    const drafts = board.announce().flatMap(({ number, event }) => {
      const { identity, drafts: made } = translate(event, INBOUND);
      expect(identity.subject).toBe(number);
      return made;
    });
    for (const { contract, data } of drafts) expect(contracts.get(contract).validate(data)).toEqual([]);
    expect(drafts.map(({ contract, data }) => [contract, { ...data }])).toMatchObject([
      ['food-supply/1.0', { commodity: { code: '102' }, stage: 'raw', originRegion: '18.02' }],
      ['food-supply/1.0', { commodity: { code: 'other', name: 'Keripik Pisang' }, stage: 'processed' }],
      ['service-catalogue/1.0', { category: 'complaints', regionCodes: ['18'] }],
      ['service-catalogue/1.0', { category: 'food' }],
      ['service-catalogue/1.0', { category: 'tax', state: 'active' }],
    ]);
  });

  it('says something new each time, later than before, though the clock stands still', () => {
    const { board } = withBoard();
    const rounds = Array.from({ length: 12 }, () => board.announce().map(({ event }) => adapter.identify(event)));
    const [first = []] = rounds;
    for (const index of first.keys()) {
      const named = rounds.map((round) => round[index]);
      expect(new Set(named.map((each) => each?.subject)).size).toBe(1);
      expect(new Set(named.map((each) => each?.revision)).size).toBe(rounds.length);
      const times = named.map((each) => Date.parse(each?.occurredAt ?? ''));
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    }
  });

  it('shows what came across in sentences for citizens, and names each change by the notice and its time', () => {
    const { board, sent } = withBoard();
    const answers = outbound
      .filter(({ contract }) => NOTICES.includes(contract))
      .map(({ contract, data, context }) => sent(written(contract, data, context)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers.map(({ effect }) => effect)).toContain('harga-pangan:asal:3/8@03/07/2025 09:15:00 WIB');
    expect(new Set(answers.map(({ effect }) => effect)).size).toBe(answers.length);
    expect(board.shown()).toEqual(
      [
        [
          'JKT-0044',
          'Sentra Vaksinasi Istora, Kota Administrasi Jakarta Pusat, Daerah Khusus Ibukota Jakarta: belum ada jadwal.',
        ],
        ['JKT-0031', 'Puskesmas Kecamatan Tebet, Jl. Prof. Dr. Soepomo: 3 jadwal, sisa 12 tempat.'],
        [
          '12/7',
          'Harga Minyak Goreng (Kuning/Curah) tingkat grosir di Pasar Kramat Jati: Rp20.000 per liter (14/09/2025, Info Pangan Jakarta).',
        ],
        [
          '31/102',
          'Harga Jagung Tk Peternak tingkat produsen di Daerah Khusus Ibukota Jakarta: belum ada harga (13/09/2025, Panel Harga).',
        ],
        [
          '3/8',
          'Harga Cabai Merah Keriting tingkat konsumen di Pasar Senen Blok III - VI: Rp45.000 per kg, sebelumnya Rp44.000 (13/09/2025, Info Pangan Jakarta).',
        ],
        ['vaksin', 'Layanan Vaksinasi: Pendaftaran vaksinasi. Sudah berakhir.'],
        [
          'jaklapor',
          'Layanan Laporan Warga: Laporkan masalah di sekitar Anda kepada Pemprov DKI Jakarta. Dapat dipakai. Buka https://jaki.contoh.go.id/laporan',
        ],
        [
          'JKT/2025/8',
          'Ikan Asin &amp; Pindang mentah dari Kabupaten Administrasi Kepulauan Seribu: habis, tersedia mulai 15/09/2025.',
        ],
        [
          'JKT/2025/7',
          'Beras Medium olahan dari Kota Administrasi Jakarta Utara: 120,25 ton, tersedia mulai 15/09/2025 sampai 31/12/2025.',
        ],
      ].map(([number, text]) => ({
        ...{ number, text, from: 'asal' },
        contract: expect.stringMatching(/^[a-z]+-[a-z]+$/u),
      })),
    );
  });

  it('shows only the newest of a number, last, and keeps two systems with the same number apart', () => {
    const { board, sent } = withBoard();
    const service = dataOf('kirim-layanan');
    const from = (source: string, summary: string) => {
      const envelope = {
        ...envelopeOf('service-catalogue/1.0', { ...service, summary }),
        source: `/systems/${source}`,
      };
      const context = { senderNumber: 'A-1', recipientNumber: null, deliveryId: 'dlv-1', options: {} };
      return sent(adapter.fromCanonical(envelope, context)).effect;
    };
    const effects = [from('jaki', 'Lama.'), from('info-pangan', 'Lain.'), from('jaki', 'Baru.')];
    expect(board.shown().map(({ text: shown }) => shown.split(' ')[3])).toEqual(['Lain.', 'Baru.']);
    // Neither the words nor the delivery make it another change, but the sender and the time.
    expect(effects[0]).toBe(effects[2]);
    expect(effects[1]).not.toBe(effects[0]);
  });

  it('refuses what it cannot read, and shows nothing of it', () => {
    const { simulator, board } = withBoard();
    for (const name of ['kirim-harga', 'kirim-pasokan', 'kirim-layanan', 'kirim-faskes']) {
      const { method, path, body } = requestOf(name);
      for (const wrong of [null, 'x', [], {}, { ...body, rujukan: null }, { ...body, diperbarui: 1 }]) {
        expect(simulator.answer({ method, path, headers: {}, body: wrong })).toMatchObject({
          status: 422,
          effect: null,
        });
      }
      expect(simulator.answer({ method, path: `${path}9`, headers: {}, body })).toMatchObject({
        status: 422,
        effect: null,
      });
      // Another system's address, and one that says no system.
      for (const [other, status] of [
        [path.replace('/asal/', '/lain/'), 422],
        [path.replace('/asal/', '/'), 404],
      ] as const) {
        expect(simulator.answer({ method, path: other, headers: {}, body })).toMatchObject({ status, effect: null });
      }
      expect(simulator.answer({ method: 'POST', path, headers: {}, body })).toMatchObject({
        status: 405,
        effect: null,
      });
      if (name === 'kirim-layanan') {
        const strange = { ...body, status: 'UJI_COBA' };
        expect(simulator.answer({ method, path, headers: {}, body: strange })).toMatchObject({ status: 422 });
      }
    }
    expect(board.shown()).toEqual([]);
    expect(simulator.desk?.cases()).toEqual([]);
  });
});
