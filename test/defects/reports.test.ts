import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/answers.ts';
import { answered, sealed } from '../kits/adapterAtWork.ts';
import { envelopeOf, type Json } from '../kits/adapterSamples.ts';
import { directory, leadOf, received, refusalOf, sentTo, translated } from '../kits/received.ts';

const VILLAGE = {
  name: 'KLENDER',
  district: {
    name: 'DUREN SAWIT',
    city: { name: 'KOTA ADM. JAKARTA TIMUR\r\n', province: { name: 'DKI JAKARTA' } },
  },
};

/** A row of CRM's public dashboard. */
function crmReport(text: string, category = 'Jalan', change: Json = {}): Json {
  return {
    ...{ id: 123, code: 'JK2306180342', tstatus: { name: 'Koordinasi' }, zone: { name: 'DINAS BINA MARGA' } },
    content: `Permasalahan: ${text} Kategori: ${category} Lokasi: Jl. Bunga Rampai X Detail Alamat Laporan: RT 3`,
    ...{ lat: -6.21, lng: 106.94, complaintCategory: { name: category }, createdAt: '2023-06-18T09:12:44+07:00' },
    ...{ isPrivacy: 0, documents: [], village: VILLAGE },
    ...change,
  };
}

const lampungReport = (change: Json): Json => ({
  ...{ id_laporan: 'LIN-20250703-0145', isi_laporan: 'Berlubang.', kategori: 'Infrastruktur Jalan', status: 'MASUK' },
  ...{ lokasi: { kode_wilayah: '18.71.15.1002' }, tanggal_lapor: '03/07/2025 09:15 WIB' },
  ...change,
});

const descriptionOf = (text: string): unknown => leadOf('jaki-crm', crmReport(text)).description;

/** Category names as real rows of 2023 have them, spaces and all, by what they mean. */
const CATEGORIES: readonly (readonly [code: string, ...names: string[]])[] = [
  ['road', 'Jalan'],
  ['pavement', 'Trotoar'],
  ['illegal-parking', 'Parkir Liar', 'Parkir liar'],
  ['traffic', 'Arus Lalu Lintas'],
  ['tree', 'Pohon'],
  ['waste', 'Sampah ', 'Sampah'],
  ['drainage', 'Saluran Air, Kali/Sungai', 'Tutup Saluran '],
  ['flood', 'Penanganan Banjir'],
  ['electricity', 'Jaringan Listrik '],
  ['telecoms', 'Jaringan/Menara Telekomunikasi'],
  ['bridge-or-stop', 'Jembatan/JPO/Halte'],
  ['street-vendor', 'PKL Liar'],
  ['billboard', 'Reklame', 'Reklame/Spanduk '],
  ['smoke-free-zone', 'Kawasan Dilarang Merokok'],
  ['public-order', 'Gangguan Ketenteraman dan Ketertiban', 'Gangguan dan Kebisingan  '],
  ['pollution', 'Pencemaran Lingkungan '],
  ['building', 'Tata Ruang dan Bangunan ', 'Rusun/Hunian Vertikal', 'Keluhan Fasilitas Gedung Pemda (sekolah, kantor)'],
  ['clean-water', 'PDAM/PAM'],
  ['park', 'Taman ', 'RPTRA'],
  [
    'social-welfare',
    'PMKS (Penyandang Masalah Kesejahteraan Sosial)',
    'Penyandang Masalah Kesejahteraan Sosial (PMKS)',
    'Penyandang  Masalah Kesejahteraan Sosial  (PMKS) ',
  ],
  ['public-service', 'Keluhan Pelayanan ', 'Perpustakaan dan Kearsipan'],
  ['public-service', 'Pekerja Penanganan Prasarana dan Sarana Umum Kelurahan (PPSU)'],
  ['education', 'Pendaftaran (PPDB) '],
  ['licensing', 'Perizinan ', 'Perizinan Bidang Perdagangan'],
];

const LATER_CATEGORIES: readonly (readonly [code: string, ...names: string[]])[] = [
  ['public-service', 'Pelayanan Kesehatan', 'PELAYANAN KESEHATAN', 'Pelayanan-Kesehatan'],
  ['public-service', 'Pelayanan Perhubungan', 'pelayanan  perhubungan '],
  ['public-service', 'PBB/BPHTB', 'PBB / BPHTB', 'PBB & BPHTB', 'pbb dan bphtb'],
  ['public-service', 'KTP-el', 'KTP el', 'KTP‑EL', 'e-KTP', 'eKTP'],
  ['building', 'Fasos/Fasum', 'Fasos / Fasum', 'FASOS &amp; FASUM', 'Fasos-Fasum'],
  ['traffic', 'Transportasi Publik', 'TRANSPORTASI PUBLIK'],
  ['traffic', 'Perlengkapan Lalu Lintas', 'Perlengkapan Lalu-Lintas'],
  ['public-order', 'Satwa Liar', 'Satwa\u00a0Liar'],
  ['street-vendor', 'Lokasi PKL Binaan', 'Lokasi P.K.L. Binaan'],
  ['telecoms', 'Jak Wifi', 'JAK WIFI', 'JakWiFi', 'Jak-Wifi'],
  ['road', 'Keluhan Galian/Sisa Proyek', 'Keluhan Galian / Sisa Proyek'],
  ['park', 'Olahraga', 'OLAHRAGA'],
  ['bridge-or-stop', 'Jembatan / JPO / Halte'],
  ['drainage', 'Saluran Air,Kali / Sungai'],
  ['public-order', 'Gangguan Ketenteraman & Ketertiban'],
];

describe('2. trailing and doubled spaces, and two names for one category', () => {
  it.each(CATEGORIES)(
    'mean %s all the same: the name is kept as written, and the text ends before it',
    (code, ...names) => {
      for (const native of names) {
        const [draft] = received('jaki-crm', crmReport('Mohon dicek.', native));
        expect(draft.data).toMatchObject({ category: { code, native }, description: 'Mohon dicek.' });
        expect(draft.gaps).toBeUndefined();
      }
    },
  );

  it.each(LATER_CATEGORIES)('K17: %s is met in real rows, however its signs are written', (code, ...names) => {
    for (const native of names) {
      const [draft] = received('jaki-crm', crmReport('Mohon dicek.', native));
      expect(draft.data).toMatchObject({ category: { code, native } });
      expect(draft.gaps).toBeUndefined();
    }
  });

  it('leave a name nobody knows to cross as other, under its own name, and on the list of gaps', () => {
    const [draft] = received('jaki-crm', crmReport('Mohon dicek.', 'Hewan  Liar '));
    expect(draft.data).toMatchObject({ category: { code: 'other', native: 'Hewan  Liar ' } });
    expect(draft.gaps).toEqual([{ table: 'category', value: 'Hewan  Liar ' }]);
  });
});

describe('3. HTML entities in text', () => {
  it('are read as what they stand for, once, and stay text on their way out', () => {
    expect(descriptionOf('Got &amp; trotoar &quot;rusak&quot;, &lt; 2 m, kata Pak RT&#39;s')).toBe(
      'Got & trotoar "rusak", < 2 m, kata Pak RT\'s',
    );
    expect(descriptionOf('tertulis &amp;lt;b&amp;gt; di papan')).toBe('tertulis &lt;b&gt; di papan');
    const [draft] = received('jaki-crm', crmReport('tertulis &amp;amp; di papan'));
    const { body } = sentTo('lampung-in', 'report-handover/1.0', handoverOf(draft.data));
    expect(body.isi_laporan).toBe('tertulis &amp;amp; di papan');
  });

  it('hide no telephone number from being taken out', () => {
    expect(descriptionOf('Hubungi 0812&#45;3456&#45;7890')).toBe('Hubungi [nomor telepon dihapus]');
  });

  it('in the names of a market, a site and an agency are read too', () => {
    const zone = { name: 'DINAS PERTAMANAN &amp; HUTAN' };
    expect(leadOf('jaki-crm', crmReport('x', 'Jalan', { zone })).agency).toBe('DINAS PERTAMANAN & HUTAN');
    const site = { kode_lokasi_vaksinasi: 1052, nama_lokasi_vaksinasi: 'RS &quot;Budi&quot; &amp; Klinik' };
    expect(leadOf('jaki-vaksinasi', site).name).toBe('RS "Budi" & Klinik');
  });
});

/** The handover of a report that was read. */
const handoverOf = (report: object): Json =>
  sealed({ contract: 'report-handover/1.0', data: { report, reason: 'outside-territory' } });

/** The number a system gives to a handover, as its answer under HTTP 200 is read; null where it gives none. */
function numberGiven(system: string, body: Json): string | null {
  const envelope = envelopeOf('report-handover/1.0', handoverOf(leadOf('jaki-crm', crmReport('x'))));
  const outcome = readAnswer(directory.get(system).adapter, envelope, answered(200, body));
  return outcome?.kind === 'delivered' ? (outcome.replies[0]?.number ?? null) : null;
}

describe('15. timestamps without an offset', () => {
  it.each([
    ['2023-06-18T09:12:44', '2023-06-18T09:12:44+07:00'],
    ['2023-06-18 09:12:44.123', '2023-06-18T09:12:44.123+07:00'],
    ['2023-06-18T02:12:44Z', '2023-06-18T09:12:44+07:00'],
  ])('are WIB, in which both provinces live: CRM’s %s is %s', (createdAt, time) => {
    expect(leadOf('jaki-crm', crmReport('x', 'Jalan', { createdAt })).createdAt).toBe(time);
  });

  it('name the same event as with their offset', () => {
    const [bare, zoned] = ['2023-06-18T09:12:44', '2023-06-18T09:12:44+07:00'].map(
      (at) => translated('jaki-crm', crmReport('x', 'Jalan', { createdAt: at, updatedAt: at })).identity,
    );
    expect(bare).toEqual(zoned);
    expect(bare?.occurredAt).toBe('2023-06-18T09:12:44+07:00');
  });

  it('are WIB at Lampung In and at OpenSID too, and refused of a city, whose standard demands the zone', () => {
    expect(leadOf('lampung-in', lampungReport({ tanggal_lapor: '03/07/2025 09:15' })).createdAt).toBe(
      '2025-07-03T09:15:00+07:00',
    );
    const complaint = { id: 12, id_pengaduan: null, status: 2, updated_at: '2025-07-05 16:00:00' };
    expect(leadOf('desa-hajimena', complaint).at).toBe('2025-07-05T16:00:00+07:00');
    const request = { service_request_id: '14-1', status: 'open', requested_datetime: '2014-07-03T10:00:00' };
    expect(refusalOf(() => received('kota-metro', request))).toMatchObject({
      ...{ code: 'native-invalid', violations: [{ pointer: '/requested_datetime' }] },
    });
  });
});

describe('16. telephone and customer numbers in a report’s text', () => {
  it('are taken out and named in their place, the report marked, the rest kept', () => {
    const text = 'Air mati, id pelanggan 60123456 a/n warga RT 3, hub. 0812-3456-7890 atau mobil B 1234 XYZ';
    expect(leadOf('jaki-crm', crmReport(text))).toMatchObject({
      description:
        'Air mati, id pelanggan [nomor pelanggan dihapus] a/n warga RT 3, hub. [nomor telepon dihapus] atau mobil [nomor polisi dihapus]',
      descriptionRedacted: true,
    });
  });

  it('are taken out of a title, an address and an officer’s note as well', () => {
    const lokasi = { kode_wilayah: '31.74.01.1002', alamat: 'Jl. Contoh 1, WA 081234567890' };
    const native = lampungReport({ judul: 'Hubungi 081234567890', lokasi, rahasia: false });
    expect(JSON.stringify(received('lampung-in', native))).not.toMatch(/0812345/u);
    const move = { code: 'JK2306180342', tstatus: { name: 'Proses' }, waktu: '2023-06-19T08:00:00+07:00' };
    const note = leadOf('jaki-crm', { ...move, catatan: 'Pelapor di 0812 3456 7890 sudah dihubungi.' }).note;
    expect(note).toBe('Pelapor di [nomor telepon dihapus] sudah dihubungi.');
  });
});

describe('18. line breaks and quotes in text', () => {
  const typed = 'Jalan berlubang,\r\n"sudah dua minggu"\n\tkata \'warga\' \\ RT 3';
  const kept = 'Jalan berlubang,\n"sudah dua minggu"\n\tkata \'warga\' \\ RT 3';

  it('are kept as they were typed, line ends as one', () => {
    expect(descriptionOf(typed)).toBe(kept);
  });

  it('reach the other side whole, also as a form and as a village’s complaint', () => {
    const [draft] = received('jaki-crm', crmReport(typed));
    const handover = handoverOf(draft.data);
    expect(sentTo('lampung-in', 'report-handover/1.0', handover).body.isi_laporan).toBe(kept);
    expect(sentTo('desa-hajimena', 'report-handover/1.0', handover).body.isi).toContain(kept);
    const { body } = sentTo('kota-metro', 'report-handover/1.0', handover);
    const form = new URLSearchParams(new URLSearchParams({ ...(body as Record<string, string>) }).toString());
    expect(form.get('description')).toContain(kept);
  });
});

describe('19. a report that quotes another report’s number', () => {
  const quoting = 'Melanjutkan Laporan Sebelumnya No. JK2305290094 dan LIN-20250703-0145, belum ditangani';

  it('keeps it in its text, unscrubbed, and is known by its own number alone', () => {
    const { identity } = translated('jaki-crm', crmReport(quoting));
    expect(identity.subject).toBe('JK2306180342');
    expect(descriptionOf(quoting)).toBe(quoting);
    expect(leadOf('jaki-crm', crmReport(quoting))).not.toHaveProperty('descriptionRedacted', true);
    for (const draft of received('jaki-crm', crmReport(quoting))) expect(draft.number).toBe('JK2306180342');
  });

  it('is not answered under the number that the answer’s words quote', () => {
    const message = 'Laporan serupa: JK2305290094';
    expect(numberGiven('jaki-crm', { code: 'JK2511220001', message })).toBe('JK2511220001');
    expect(numberGiven('jaki-crm', { message })).toBeNull();
    expect(numberGiven('lampung-in', { pesan: 'lihat LIN-20250703-0145' })).toBeNull();
  });
});
