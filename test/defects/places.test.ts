import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/answers.ts';
import { mappedDialect } from '../../src/dialect/mapped/dialect.ts';
import { authorityOf, parseRegion, resolveName } from '../../src/dialect/region.ts';
import { codesBelow, nameOf } from '../../src/dialect/regionRegister.ts';
import { answered } from '../kits/adapterAtWork.ts';
import { envelopeOf, type Json } from '../kits/adapterSamples.ts';
import { directory, leadOf, received, refusalOf } from '../kits/received.ts';
import { shape } from '../province/shape.ts';

const crmReport = (change: Json): Json => ({
  ...{ code: 'JK2306180342', content: 'Permasalahan: got mampet', createdAt: '2023-06-18T09:12:44+07:00' },
  ...{ tstatus: { name: 'Proses' }, complaintCategory: { name: 'Jalan' }, lat: -6.21, lng: 106.94 },
  ...change,
});

const lampungReport = (lokasi: Json, change: Json = {}): Json => ({
  ...{ id_laporan: 'LIN-20250703-0145', isi_laporan: 'Berlubang.', kategori: 'Infrastruktur Jalan', status: 'MASUK' },
  ...{ lokasi, tanggal_lapor: '03/07/2025 09:15 WIB' },
  ...change,
});

const placeOf = (system: string, native: Json): unknown => (leadOf(system, native).location as Json).regionCode;

/** Where a place is told by code: at the CRM and at Lampung In. */
const byCode = (code: string) => [
  () => placeOf('jaki-crm', crmReport({ kodeWilayah: code })),
  () => placeOf('lampung-in', lampungReport({ kode_wilayah: code })),
];

describe('13. codes of BPS, of Kemendagri, and without dots', () => {
  it.each([
    ['31.74.01.1002', '31.74.01.1002'],
    ['3174011002', '31.74.01.1002'],
    ['1801042001', '18.01.04.2001'],
    ['187115', '18.71.15'],
    ['1871', '18.71'],
  ])('%s is Kemendagri’s, dotted or not', (code, dotted) => {
    expect(parseRegion(code)).toBe(dotted);
    for (const place of byCode(code)) expect(place()).toBe(dotted);
  });

  it.each([
    ['32.73.180.001', { reason: 'bps-style', province: '32' }],
    ['31.74.010.002', { reason: 'bps-style', province: '31' }],
    ['3273180001', { reason: 'bps-style', province: '32' }],
    ['CLG', { reason: 'unknown' }],
    ['31.74.01.9999', { reason: 'unknown' }],
  ])('%s is not, and is refused with its reason: no place is guessed', (code, facts) => {
    for (const place of byCode(code)) {
      expect(refusalOf(place)).toMatchObject({ code: 'region-unknown', facts: { ...facts, code } });
    }
  });

  it('of BPS name other places than Kemendagri’s, so that one read for the other would be a wrong owner', () => {
    // Campaka, Kota Bandung: the vaccination service has 32.73.180.001 for it.
    expect(
      resolveName({ province: 'Jawa Barat', regency: 'Kota Bandung', district: 'Andir', village: 'Campaka' }),
    ).toBe('32.73.05.1006');
    const site = {
      kode_lokasi_vaksinasi: 1052,
      nama_lokasi_vaksinasi: 'PUSKESMAS TEBET',
      kode_kelurahan: '32.73.180.001',
    };
    const names = { wilayah: 'KOTA ADM. JAKARTA SELATAN', kecamatan: 'TEBET', kelurahan: 'TEBET BARAT' };
    expect(placeOf('jaki-vaksinasi', { ...site, ...names })).toBe('31.74.01.1002');
  });
});

describe('14. the text "null" where there is none', () => {
  it('is no place: the names are asked, and with none the status alone crosses', () => {
    const village = {
      ...{ name: 'KLENDER' },
      district: { name: 'DUREN SAWIT', city: { name: 'KOTA ADM. JAKARTA TIMUR', province: { name: 'DKI JAKARTA' } } },
    };
    expect(placeOf('jaki-crm', crmReport({ kodeWilayah: 'null', village }))).toBe('31.75.07.1003');
    const bare = received('jaki-crm', crmReport({ kodeWilayah: 'null', village: null }));
    expect(bare.map(({ contract }) => contract)).toEqual(['report-status/1.0']);
    const names = { kode_wilayah: 'null', nama_desa: 'null', kecamatan: 'Natar', kab_kota: 'Lampung Selatan' };
    expect(leadOf('lampung-in', lampungReport({ ...names, provinsi: 'null' })).location).toMatchObject({
      ...{ regionCode: '18.01.04', determinedBy: 'officer' },
    });
    const none = lampungReport({ kode_wilayah: 'null', nama_desa: 'null', kecamatan: 'null', kab_kota: 'null' });
    expect(received('lampung-in', none).map(({ contract }) => contract)).toEqual(['report-status/1.0']);
    const site = { kode_lokasi_vaksinasi: 1052, nama_lokasi_vaksinasi: 'MOBIL VAKSIN', jenis_faskes: 'null' };
    const [draft] = received('jaki-vaksinasi', { ...site, wilayah: 'null', kecamatan: 'null', kelurahan: 'null' });
    expect(draft).toMatchObject({ data: { kind: 'other', location: { regionCode: '31' } } });
    expect(draft.gaps).toBeUndefined();
  });

  it('is no agency, no handle of a reporter, no kind and no reason', () => {
    const place = { kode_wilayah: '31.74.01.1002' };
    const said = { opd_tujuan: 'null', pelapor_ref: 'null', jenis: 'null', alasan: 'null' };
    const nothing = { agency: null, reporterHandle: null, kind: 'complaint', status: 'outside-authority' };
    const [draft] = received('lampung-in', lampungReport(place, { ...said, status: 'TIDAK_DAPAT_DIPROSES' }));
    expect(draft).toMatchObject({ contract: 'citizen-report/1.0', data: nothing });
    const crm = { kodeWilayah: '31.74.01.1002', zone: { name: 'null' }, pelaporRef: 'null', jenis: 'null' };
    expect(leadOf('jaki-crm', crmReport(crm))).toMatchObject({ agency: null, reporterHandle: null, kind: 'complaint' });
  });

  it('is nothing in a dialect that is only described either', () => {
    const [draft] = mappedDialect(shape).toCanonical(
      {
        ...{
          tiket: { nomor: 'BTN/2025/0703/00001', masuk: '03/07/2025 09:15 WIB' },
          uraian: 'Berlubang.',
          kategori: 'x',
        },
        ...{ tempat: { kode: '36.71', alamat: 'null' }, tahap: 'Baru', alasan_serah: 'null', sandi_pelapor: 'null' },
      },
      { territory: '36', options: {} },
    );
    expect(draft).toMatchObject({
      contract: 'citizen-report/1.0',
      data: { reporterHandle: null, confidentiality: 'private' },
    });
    expect(draft?.data).toMatchObject({ location: { regionCode: '36.71', address: null } });
  });

  it('is no number: two cases of a city would share it', () => {
    const { adapter } = directory.get('kota-metro');
    const envelope = envelopeOf('report-handover/1.0', {});
    for (const made of [
      { service_request_id: 'null' },
      { service_request_id: 'null', token: 'null' },
      { token: 'null' },
    ]) {
      expect(readAnswer(adapter, envelope, answered(200, [made]))?.kind).toBe('failed');
    }
    const outcome = readAnswer(adapter, envelope, answered(200, [{ service_request_id: 'null', token: 'T-7' }]));
    expect(outcome).toMatchObject({ kind: 'delivered', replies: [{ number: 'token.T-7' }] });
    const request = { service_request_id: 'null', status: 'open', requested_datetime: '2014-07-03T10:00:00+07:00' };
    expect(refusalOf(() => received('kota-metro', request)).violations[0]?.pointer).toBe('/service_request_id');
  });

  it('is no id of a complaint that a village’s row would answer, and no time', () => {
    const row = { id: 12, id_pengaduan: 'null', status: 2, updated_at: 'null', dilihat: '2025-07-05T16:00:00+07:00' };
    expect(leadOf('desa-hajimena', row)).toMatchObject({ status: 'in-progress', at: '2025-07-05T16:00:00+07:00' });
  });
});

describe('17. ambiguous village names', () => {
  it('are refused with every place they fit, and found where the names around them leave one', () => {
    const alone = refusalOf(() => placeOf('lampung-in', lampungReport({ nama_desa: 'Sukamaju' })));
    expect(alone).toMatchObject({ code: 'region-unknown', facts: { reason: 'ambiguous', level: 'village' } });
    expect(alone.facts.candidates).toHaveLength(15);
    const around = { kecamatan: 'Telukbetung Timur', kab_kota: 'Kota Bandar Lampung' };
    expect(placeOf('lampung-in', lampungReport({ nama_desa: 'Sukamaju', ...around }))).toBe('18.71.19.1005');
  });

  it.each(['Rajabasa', 'Pagar Dewa', 'Bumi Agung', 'Labuhan Ratu'])(
    '%s is two kecamatan, and refused alone',
    (kecamatan) => {
      const { facts } = refusalOf(() => placeOf('lampung-in', lampungReport({ kecamatan })));
      expect(facts).toMatchObject({ reason: 'ambiguous', level: 'district' });
      const candidates = facts.candidates as readonly { readonly code: string }[];
      // Each lies with another kabupaten or kota: one taken for the other would be a wrong owner.
      expect(new Set(candidates.map(({ code }) => authorityOf(code).regionCode)).size).toBe(candidates.length);
    },
  );

  it('are 260 of the 2,018 names of Lampung’s villages, and none of Jakarta’s 267, however they are spaced', () => {
    const letters = (code: string) =>
      nameOf(code)
        .toLowerCase()
        .replace(/[^a-z0-9]/gu, '');
    const countOf = (province: string) => {
      const names = [...Map.groupBy(codesBelow(province, 'village'), letters).values()];
      return { names: names.length, shared: names.filter((codes) => codes.length > 1).length };
    };
    expect(countOf('18')).toEqual({ names: 2018, shared: 260 });
    expect(countOf('31')).toEqual({ names: 267, shared: 0 });
  });
});
