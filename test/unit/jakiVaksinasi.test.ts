import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { adapter } from '../../adapters/jakarta/jaki-vaksinasi/index.ts';
import { createSimulator } from '../../adapters/jakarta/jaki-vaksinasi/simulator.ts';
import type { PollContext } from '../../src/adapter.ts';
import { loadConfiguration } from '../../src/config/config.ts';
import { loadContracts } from '../../src/contract.ts';
import type { NativeRequest, NativeResponse } from '../../src/declared.ts';
import type { Simulator } from '../../src/dialect/simulator.ts';
import { GatewayError } from '../../src/errors.ts';
import type { HealthFacility } from '../../src/generated/contracts.ts';
import { translator } from '../../src/intake/translate.ts';
import { envelopeOf } from '../kits/adapterSamples.ts';

type Members = Readonly<Record<string, unknown>>;

const SITE = {
  kode_lokasi_vaksinasi: 101,
  nama_lokasi_vaksinasi: 'PUSKESMAS KECAMATAN TEBET',
  alamat_lokasi_vaksinasi: 'Jl. Prof. Dr. Soepomo, Tebet Barat',
  wilayah: 'KOTA ADM. JAKARTA SELATAN',
  kecamatan: 'TEBET',
  kelurahan: 'TEBET BARAT',
  rt: '5',
  rw: '2',
  jenis_faskes: 'Puskesmas',
  jumlah_tim_vaksinator: 3,
};

const time = (hour: string, totalKuota: unknown, sisaKuota: unknown): Members => ({
  ...{ id: `${hour}:00:00`, label: `${hour}:00`, kuota: { totalKuota, sisaKuota, jakiKuota: 'deprecated' } },
});
const day = (waktu: readonly Members[] | null, rest: Members = {}): Members => ({
  ...{ id: '2021-07-19', label: 'Senin, 19 Juli 2021', kuota: 200, kuota_sisa: 12, waktu },
  ...rest,
});

const site = (change: Members = {}, ...jadwal: readonly Members[]): Members => ({ ...SITE, jadwal, ...change });

const contracts = loadContracts();
const CONFIG = join(import.meta.dirname, '../../config/jembatan.json');
const { directory } = loadConfiguration(CONFIG, { adapters, contracts, env: {} });
/** Systems that speak this dialect, of Jakarta and of another province. */
const JAKARTA = { ...directory.get('jaki-crm'), adapter };
const LAMPUNG = { ...directory.get('lampung-in'), adapter };
const { translate } = translator([adapter], contracts);

/** What the gateway makes of it, schema and all: the data and gaps of its one draft. */
interface Made {
  readonly data: HealthFacility;
  readonly gaps: unknown;
  /** What was left out or cut, by its place. */
  readonly noted: readonly string[];
}

function made(body: object, system = JAKARTA): Made {
  const { result, warnings } = translate(system, body, Date.parse('2021-07-18T03:00:00Z'));
  if (result.kind !== 'drafts') throw result.error;
  const [draft] = result.drafts;
  expect(contracts.get('health-facility/1.0').validate(draft.data)).toEqual([]);
  const noted = [...warnings, ...(draft.warnings ?? [])].flatMap((warning) =>
    warning.code === 'detail-left-out' || warning.code === 'detail-shortened' ? [warning.facts.pointer] : [],
  );
  return { data: draft.data as HealthFacility, gaps: draft.gaps ?? [], noted };
}

const regionOf = (change: Members, system = JAKARTA): string => made(site(change), system).data.location.regionCode;
const slotsOf = (...jadwal: readonly Members[]) => made(site({}, ...jadwal)).data.slots;

/** Slots as short lines: day and hour, what is left, what there was. */
const lines = (...jadwal: readonly Members[]): readonly string[] =>
  slotsOf(...jadwal).map(({ date, time: at, quota, remaining }) => `${date} ${at} ${remaining}/${quota}`);

function refusalOf(act: () => unknown): GatewayError {
  try {
    act();
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('the number of a site', () => {
  const { kode_lokasi_vaksinasi: _, ...unnumbered } = SITE;

  it.each([
    ['absent', unnumbered],
    ['null', { ...SITE, kode_lokasi_vaksinasi: null }],
    ['an empty text', { ...SITE, kode_lokasi_vaksinasi: '' }],
    ['0', { ...SITE, kode_lokasi_vaksinasi: 0 }],
  ])('that is %s has the site refused, its place named, and is never made up', (_, body) => {
    const { code, violations } = refusalOf(() => made(body));
    expect(code).toBe('native-invalid');
    expect(violations.map(({ pointer }) => pointer)).toContain('/kode_lokasi_vaksinasi');
  });

  it('names the site, as a number or as text', () => {
    for (const kode_lokasi_vaksinasi of [1052, '1052']) {
      expect(adapter.identify(site({ kode_lokasi_vaksinasi })).subject).toBe('1052');
      expect(made(site({ kode_lokasi_vaksinasi })).data.facilityId).toBe('1052');
    }
  });
});

describe('where a site is', () => {
  it('is its kelurahan, by names one inside the other', () => {
    expect(regionOf({})).toBe('31.74.01.1002');
  });

  it('is found although names end in CRLF or spaces, and are all capitals', () => {
    const ciracas = { wilayah: 'KOTA ADM. JAKARTA TIMUR\r\n', kecamatan: 'CIRACAS\r\n', kelurahan: ' CIRACAS ' };
    expect(regionOf(ciracas)).toBe('31.75.09.1001');
  });

  it.each(['KAB. ADM. KEP. SERIBU', 'KEPULAUAN SERIBU'])('is in the islands, written %s', (wilayah) => {
    const tidung = { wilayah, kecamatan: 'KEPULAUAN SERIBU SELATAN', kelurahan: 'PULAU TIDUNG' };
    expect(regionOf(tidung)).toBe('31.01.02.1002');
  });

  it.each([null, undefined, '', ' \r\n'])('is the smallest that is known where the rest is %j', (none) => {
    expect(regionOf({ kelurahan: none })).toBe('31.74.01');
    expect(regionOf({ kelurahan: none, kecamatan: none })).toBe('31.74');
  });

  it('is the territory the service serves where it says no name at all, and no more than that', () => {
    const none = { wilayah: null, kecamatan: null, kelurahan: null };
    expect(regionOf(none)).toBe('31');
    expect(regionOf(none, LAMPUNG)).toBe('18');
  });

  it('is looked for in the province of the service alone', () => {
    const metro = { wilayah: 'KOTA METRO', kecamatan: null, kelurahan: null };
    expect(regionOf(metro, LAMPUNG)).toBe('18.72');
    expect(refusalOf(() => regionOf(metro)).code).toBe('region-unknown');
  });

  it.each([
    ['a kelurahan of another kota', { kelurahan: 'CIRACAS' }],
    ['a kecamatan of another kota', { kecamatan: 'CIRACAS', kelurahan: null }],
    ['a kota misspelt', { wilayah: 'KOTA ADM. JAKARTA SELATTAN' }],
  ])('is not guessed where names do not fit each other: %s', (_, change) => {
    expect(refusalOf(() => regionOf(change)).code).toBe('region-unknown');
  });

  it.each([
    ['a kelurahan shortened, as was seen', { kecamatan: 'KEBAYORAN LAMA', kelurahan: 'KEB LAMA UTARA' }, '31.74.05'],
    ['a kelurahan misspelt', { kelurahan: 'TEBET BARRAT' }, '31.74.01'],
    ['a kelurahan that is no text', { kelurahan: 7 }, '31.74.01'],
    ['a kelurahan of another kecamatan of the kota', { kelurahan: 'PONDOK PINANG' }, '31.74'],
    ['a kecamatan misspelt', { kecamatan: 'TEBBET' }, '31.74'],
  ])('K7: goes no further down than is certain: %s', (_, change, regionCode) => {
    const { data, noted } = made(site(change));
    expect(data.location.regionCode).toBe(regionCode);
    const places = regionCode === '31.74' ? ['/kecamatan', '/kelurahan'] : ['/kelurahan'];
    expect(noted).toEqual(places);
  });

  it('is refused where a kelurahan alone would be many', () => {
    const sukamaju = { wilayah: null, kecamatan: null, kelurahan: 'SUKAMAJU' };
    expect(refusalOf(() => regionOf(sukamaju, LAMPUNG)).facts).toMatchObject({ reason: 'ambiguous' });
  });

  it("is never read from a code: the service's own are those of BPS", () => {
    const codes = { kode_kelurahan: '32.73.180.001', kode_wilayah: '31.71', village_id: '3174010001' };
    expect(made(site(codes))).toEqual(made(site()));
    const none = { wilayah: null, kecamatan: null, kelurahan: null };
    expect(regionOf({ ...none, ...codes })).toBe('31');
  });

  it('in words is its address, without a line end; as a point it is not said', () => {
    const { location } = made(site({ alamat_lokasi_vaksinasi: 'Mahoni No.2, RT.4/RW.6, Gedong\r\n' })).data;
    expect(location).toMatchObject({ address: 'Mahoni No.2, RT.4/RW.6, Gedong', point: null });
    for (const alamat_lokasi_vaksinasi of [null, undefined, '', ' \r\n']) {
      expect(made(site({ alamat_lokasi_vaksinasi })).data.location.address).toBeNull();
    }
  });

  it('is not taken from a search for its name that somebody made', () => {
    const found = { detail_lokasi: [{ lat: '-6.17', lon: '106.82', display_name: 'Monas' }] };
    expect(made(site(found))).toEqual(made(site()));
  });
});

describe('the kind of a site', () => {
  const kindOf = (jenis_faskes: unknown) => {
    const { data, gaps } = made(site({ jenis_faskes }));
    return [data.kind, gaps];
  };

  it.each([
    ['Puskesmas', 'puskesmas'],
    ['Rumah Sakit\r\n', 'hospital'],
    ['RSUD', 'hospital'],
    ['Klinik', 'clinic'],
    ['Sentra Vaksin', 'vaccination-centre'],
    ['Sentra Vaksinasi', 'vaccination-centre'],
    ['Sentra vaksin  kolaborator ', 'vaccination-centre'],
    ['Serbuan Vaksinasi', 'vaccination-centre'],
    ['Keliling', 'other'],
  ])('written %j is %s', (jenis_faskes, kind) => {
    expect(kindOf(jenis_faskes)).toEqual([kind, []]);
  });

  it.each(['', ' \r\n', null, undefined])('that is %j is other, and no gap in the table: nothing was said', (none) => {
    expect(kindOf(none)).toEqual(['other', []]);
  });

  it('nobody knows is other, and told as a gap by its own word', () => {
    expect(kindOf('Drive &amp; Thru\r\n')).toEqual(['other', [{ table: 'facility-kind', value: 'Drive & Thru' }]]);
  });
});

describe('the name of a site', () => {
  it('is plain text: no entities, no line ends', () => {
    const name = 'BANK DANAMON &amp; MUFG\r\n';
    expect(made(site({ nama_lokasi_vaksinasi: name })).data.name).toBe('BANK DANAMON & MUFG');
  });

  it('K7: is cut where it is too long', () => {
    const { data, noted } = made(site({ nama_lokasi_vaksinasi: 'x'.repeat(201) }));
    expect([[...data.name].length, noted]).toEqual([200, ['/nama_lokasi_vaksinasi']]);
  });

  it.each(['', ' \r\n', null])('that no contract takes (%j) has the site refused', (name) => {
    const { code, violations } = refusalOf(() => made(site({ nama_lokasi_vaksinasi: name })));
    expect([code, violations[0]?.pointer]).toEqual(['native-invalid', '/nama_lokasi_vaksinasi']);
  });
});

describe('the slots of a site', () => {
  it('are one for each time of each day, with what there is and what is left', () => {
    expect(slotsOf(day([time('08', 100, 12), time('09', 100, 0)]))).toEqual([
      { date: '2021-07-19', time: '08:00:00', quota: 100, remaining: 12 },
      { date: '2021-07-19', time: '09:00:00', quota: 100, remaining: 0 },
    ]);
  });

  it.each([[[]], [null]])('are the whole day where it has no times (%j)', (waktu) => {
    expect(lines(day(waktu))).toEqual(['2021-07-19 null 12/200']);
  });

  it('are the day and its times where the day alone says how many, so that no number gets lost', () => {
    const { kuota: _, ...silent } = time('09', 1, 1);
    expect(
      lines(
        day([
          { ...silent, kuota: {} },
          { ...silent, id: '10:00:00' },
        ]),
      ),
    ).toEqual(['2021-07-19 null 12/200', '2021-07-19 09:00:00 null/null', '2021-07-19 10:00:00 null/null']);
  });

  it('are the times alone where one of them says how many: the day is no slot beside them', () => {
    expect(lines(day([time('08', 100, 12), { id: '09:00:00' }]))).toHaveLength(2);
    expect(lines(day([{ id: '09:00:00' }], { kuota: null, kuota_sisa: null }))).toHaveLength(1);
  });

  it('come by day, then by hour, however they were listed', () => {
    const tuesday = day([time('09', 1, 1), time('08', 1, 1)], { id: '2021-07-20' });
    const monday = day([time('13', 1, 1), time('10', 1, 1)]);
    expect(slotsOf(tuesday, monday).map(({ date, time: at }) => `${date} ${at}`)).toEqual([
      ...['2021-07-19 10:00:00', '2021-07-19 13:00:00', '2021-07-20 08:00:00', '2021-07-20 09:00:00'],
    ]);
  });

  it('that are listed twice are told twice: which is one too many nobody can say', () => {
    expect(lines(day([time('08', 500, 431), time('08', 500, 431)]))).toHaveLength(2);
  });

  it.each([
    ['a word', 'deprecated'],
    ['less than none', -1],
    ['less than none as text', '-1'],
    ['half an appointment', 12.5],
    ['more than a city has', 1_000_001],
    ['nothing', null],
    ['an empty text', ''],
  ])('whose number is %s have none there, and never 0', (_, odd) => {
    expect(lines(day([time('08', odd, odd)], { kuota: odd, kuota_sisa: odd }))).toEqual([
      '2021-07-19 08:00:00 null/null',
    ]);
    expect(lines(day([], { kuota: odd, kuota_sisa: odd }))).toEqual(['2021-07-19 null null/null']);
  });

  it('have numbers that came as text', () => {
    expect(lines(day([time('08', '100', ' 12 ')]))).toEqual(['2021-07-19 08:00:00 12/100']);
  });

  it('keep what is left as it was told, even more than there was', () => {
    expect(lines(day([time('08', 100, 120)]))).toEqual(['2021-07-19 08:00:00 120/100']);
  });

  it('take no notice of the quota that is always the word deprecated', () => {
    const odd = { id: '08:00:00', kuota: { totalKuota: 5, sisaKuota: 4, jakiKuota: 7 } };
    expect(lines(day([odd]))).toEqual(['2021-07-19 08:00:00 4/5']);
  });

  it.each(['2021-02-30', '2021-13-01'])('K7: of %s, a day no calendar has, are left out alone', (id) => {
    const { data, noted } = made(site({}, day([]), day([], { id })));
    expect(data.slots.map(({ date }) => date)).toEqual(['2021-07-19']);
    expect(noted).toEqual(['/jadwal/1']);
  });

  it.each(['24:00:00', '9:00:00', '09:60:00', '09:00'])(
    'K7: at %s, an hour no clock shows so, are left out alone',
    (id) => {
      const { data, noted } = made(site({}, day([{ ...time('08', 1, 1), id }, time('10', 1, 1)])));
      expect(data.slots.map(({ time: at }) => at)).toEqual(['10:00:00']);
      expect(noted).toEqual(['/jadwal/0/waktu/0']);
    },
  );

  it('are none where the answer says no days, as that of /faskes alone', () => {
    for (const jadwal of [undefined, null, []]) expect(made(site({ jadwal })).data.slots).toEqual([]);
  });

  it('fit into the contract, as many as the schema lets in', () => {
    const hours = Array.from({ length: 24 }, () => ({ id: '08:00:00' }));
    const days = Array.from({ length: 40 }, () => day(hours));
    expect(slotsOf(...days)).toHaveLength(1000);
  });
});

describe('what names a telling of a site', () => {
  const revisionOf = (change: Members = {}, ...jadwal: readonly Members[]) =>
    adapter.identify(site(change, ...jadwal)).revision;

  it('changes with all that a citizen sees of it', () => {
    const revisions = [
      revisionOf(),
      revisionOf({ nama_lokasi_vaksinasi: 'PUSKESMAS TEBET' }),
      revisionOf({ jenis_faskes: 'Klinik' }),
      revisionOf({ alamat_lokasi_vaksinasi: null }),
      revisionOf({ wilayah: null }),
      revisionOf({ kecamatan: null }),
      revisionOf({ kelurahan: null }),
      revisionOf({}, day([])),
      revisionOf({}, day([], { kuota: 201 })),
      revisionOf({}, day([], { kuota_sisa: 11 })),
      revisionOf({}, day([], { id: '2021-07-20' })),
      revisionOf({}, day([time('08', 200, 12)])),
      revisionOf({}, day([time('09', 200, 12)])),
    ];
    expect(new Set(revisions).size).toBe(revisions.length);
  });

  it('stays while only what nobody is told changes', () => {
    const jadwal = [day([time('08', 100, 12)]), day([], { id: '2021-07-20' })];
    const before = revisionOf({}, ...jadwal);
    expect(revisionOf({ rt: '9', rw: null, jumlah_tim_vaksinator: 7 }, ...jadwal)).toBe(before);
    expect(revisionOf({ wilayah: 'KOTA ADM. JAKARTA SELATAN\r\n' }, ...jadwal)).toBe(before);
    expect(revisionOf({}, ...jadwal.toReversed())).toBe(before);
  });

  it('has no time: the service says none, and the hour of a copy has no zone', () => {
    const times = { updated_at: '2021-07-03T02:04:32.033394Z', last_updated_at: '2021-07-29T14:20:51.007368' };
    expect(adapter.identify(site(times)).occurredAt).toBeNull();
  });
});

const { poll } = adapter;
if (poll === undefined) throw new Error('the dialect is not asked');

const CONTEXT: PollContext = { territory: '31', options: {}, numbers: [] };
const answer = (body: unknown, status = 200): NativeResponse => ({
  ...{ status, headers: {}, body, receivedAt: '2021-07-18T03:00:00.000Z' },
});
const read = (body: unknown, status?: number) => poll.read(answer(body, status), null, CONTEXT);

describe('a round of questions', () => {
  it('is one: every site there is', () => {
    expect(poll.ask(null, CONTEXT)).toEqual({ method: 'GET', path: '/faskes', message: 'faskes' });
    expect(read([site()])).toMatchObject({ natives: [site()], cursor: null, more: false });
  });

  it('reads the list as it was seen, bare, and under data', () => {
    expect(read({ code: 200, data: [site()] })).toEqual(read([site()]));
  });

  it.each([
    ['code 500 beside a list', { code: 500, data: [site()] }],
    ['a code of failure as text', { code: '503', data: [site()] }],
    ['no list', { data: {} }],
    ['a list of something else', [{ id: '32.73.180.001', name: 'CAMPAKA' }]],
    ['a page of HTML', '<html></html>'],
    ['nothing', null],
  ])('fails on %s, to be asked again', (_, body) => {
    expect(refusalOf(() => read(body)).code).toBe('upstream-failed');
  });

  it('that was answered with HTTP 200 and code 500 inside, as was seen, failed: the body is what counts', () => {
    const refusal = refusalOf(() => read({ code: 500, message: 'Jadwal yang dipilih tidak tersedia/kuota habis' }));
    expect(refusal).toMatchObject({ code: 'upstream-failed', message: expect.stringContaining('{"code":500}') });
  });

  it('tells nothing where nothing changed, or where there is no site', () => {
    expect(read('', 304)).toEqual({ natives: [], cursor: null, more: false });
    expect(read([])).toEqual({ natives: [], cursor: null, more: false });
  });

  it('puts rows that are no site on record, and reads the others', () => {
    const { natives } = read([null, 'x', { id: 1 }, site()]);
    expect(natives).toHaveLength(4);
    for (const row of natives.slice(0, 3)) expect(refusalOf(() => made(row)).code).toBe('native-invalid');
    expect(made(natives[3] ?? {}).data.facilityId).toBe('101');
  });

  it('leaves who to telephone in the answer', () => {
    const people = { email: 'pic@contoh.go.id', no_wa_pic: '081234567890' };
    expect(read([site(people)])).toEqual(read([site()]));
  });

  it('makes no news of what changes for nobody', () => {
    const restless = {
      updated_at: '2021-07-29T00:00:00Z',
      last_updated_at: '2021-07-29T14:20:51',
      open_regis: 'sentra',
    };
    expect(read([site(restless)])).toEqual(read([site()]));
  });
});

describe('the service', () => {
  it('is only read: nothing is ever registered there, nor sent', () => {
    expect(adapter.accepts).toEqual([]);
    const envelope = envelopeOf('health-facility/1.0', { ...made(site()).data });
    const context = { senderNumber: '101', recipientNumber: null, deliveryId: 'dlv-1', options: {} };
    const act = (): NativeRequest => adapter.fromCanonical(envelope, context);
    expect(refusalOf(act).code).toBe('code-not-expressible');
  });
});

describe('the simulated service', () => {
  const simulated = () => createSimulator({ now: () => new Date('2021-07-18T20:00:00Z'), territory: '31' });
  const asked = (simulator: Simulator, path = '/faskes', method: NativeRequest['method'] = 'GET') =>
    simulator.answer({ method, path, headers: {}, body: null });
  const round = (simulator: Simulator) => read(JSON.parse(JSON.stringify(asked(simulator).body))).natives;
  const facilities = (simulator: Simulator) =>
    round(simulator)
      .filter((row) => 'kode_lokasi_vaksinasi' in row)
      .map((row) => made(row).data);
  const left = (simulator: Simulator) =>
    facilities(simulator).map(({ slots }) => slots.reduce((sum, { remaining }) => sum + (remaining ?? 0), 0));

  it('lists five sites, each with an oddity; one has no number and is refused', () => {
    const simulator = simulated();
    expect(round(simulator)).toHaveLength(5);
    expect(facilities(simulator).map(({ kind, location }) => [kind, location.regionCode])).toEqual([
      ['puskesmas', '31.74.01.1002'],
      ['vaccination-centre', '31.75.09.1001'],
      ['vaccination-centre', '31.71.04'],
      ['other', '31'],
    ]);
    const unnumbered = round(simulator).filter((row) => !('kode_lokasi_vaksinasi' in row));
    expect(unnumbered.map((row) => refusalOf(() => made(row)).violations[0]?.pointer)).toEqual([
      '/kode_lokasi_vaksinasi',
    ]);
  });

  it('tells its slots by time, by day, and by both', () => {
    const [byTime, wholeDay, byDay, none] = facilities(simulated()).map(({ slots }) => slots);
    // It is 03.00 of the nineteenth in Jakarta, and the first day is tomorrow.
    expect(byTime?.[0]).toEqual({ date: '2021-07-20', time: '08:00:00', quota: 100, remaining: 100 });
    expect(wholeDay).toEqual([
      { date: '2021-07-20', time: null, quota: 2000, remaining: 2000 },
      { date: '2021-07-21', time: null, quota: 2000, remaining: 2000 },
    ]);
    expect(byDay?.slice(0, 2)).toEqual([
      { date: '2021-07-20', time: null, quota: 800, remaining: 800 },
      { date: '2021-07-20', time: '08:00:00', quota: null, remaining: null },
    ]);
    expect(none).toEqual([]);
  });

  it('has fewer appointments left each time something is announced, never less than none; then later days open', () => {
    const simulator = simulated();
    const [full = [], first = ''] = [left(simulator), facilities(simulator)[0]?.slots[0]?.date];
    for (let before = full, times = 1; times <= 10; times += 1) {
      expect(simulator.board?.announce()).toEqual([]);
      const now = left(simulator);
      expect(now.map((each, index) => each < (before[index] ?? 0))).toEqual([true, true, true, false]);
      before = now;
    }
    expect(simulator.board?.announce()).toEqual([]);
    expect(left(simulator)).toEqual(full);
    expect(String(facilities(simulator)[0]?.slots[0]?.date) > first).toBe(true);
  });

  it('tells the same until something is announced', () => {
    const simulator = simulated();
    const before = round(simulator);
    expect(round(simulator)).toEqual(before);
    simulator.board?.announce();
    expect(round(simulator)).not.toEqual(before);
  });

  it('has no cases, shows nothing and answers one question', () => {
    const simulator = simulated();
    expect([simulator.desk, simulator.board?.shown()]).toEqual([undefined, []]);
    expect(asked(simulator, '/vaksinasi/register', 'POST').status).toBe(404);
    expect(asked(simulator, '/faskes', 'POST').status).toBe(405);
    expect(asked(simulator, '/faskes?x=1').status).toBe(404);
  });
});
