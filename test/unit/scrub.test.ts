import { describe, expect, it } from 'vitest';
import { scrub, scrubDraft } from '../../src/intake/scrub.ts';
import type { Draft } from '../../src/outcome.ts';
import { scrubText } from '../../src/scrub/scrubText.ts';

const inText = (value: string) => `Lampu jalan mati, ${value} mohon dicek.`;

describe('scrubbing removes, and names in its place,', () => {
  it.each([
    '081234567890',
    '0812-3456-7890',
    '0812 3456 7890',
    '0812.3456.7890',
    '+6281234567890',
    '+62 812-3456-7890',
    '+62-812-3456-7890',
    '+62 (812) 3456 7890',
    '+62(0)812 3456 7890',
    '6281234567890',
    '62 812 3456 7890',
    '(021) 5551234',
    '(0721) 481 166',
    '0721-481166',
    '021-555 1234',
    '021 55512345',
    '0812 3456 789',
    '085 6789 1234',
    '081.234.567.890',
    '0812–3456–7890',
    '0812 - 3456 - 7890',
    '08 12 34 56 78 90',
    'WA081234567890',
    'hp:081234567890',
    'wa.me/6281234567890',
    'telp.081234567890',
    'No.081234567890',
    '+62 21 5551234',
    '081234567890123',
    '0812-3456-\n7890',
    '+60 12-345 6789',
    '+65 9123 4567',
  ])('the telephone number %s', (number) => {
    const { text, redacted } = scrub(inText(number));
    expect(text).toContain('[nomor telepon dihapus]');
    expect(text.replace(/\[[^\]]*\]/gu, '')).not.toMatch(/\d/u);
    expect(redacted).toBe(true);
  });

  it('two telephone numbers with only a comma between', () => {
    expect(scrub('tlp 081234567890,085712345678').text).toBe('tlp [nomor telepon dihapus],[nomor telepon dihapus]');
  });

  it.each([
    'nol delapan satu dua tiga empat lima enam tujuh delapan',
    'Kosong delapan lima, tujuh satu dua tiga empat',
  ])('the telephone number in words, %s', (words) => {
    expect(scrub(inText(words)).text).toBe(inText('[nomor telepon dihapus]'));
  });

  it.each([
    '3171012304950001',
    '3171 0123 0495 0001',
    '317101 230495 0001',
    '317101.230495.0001',
    '31.71.01.230495.0001',
    '3171-0123-0495-0001',
    '3 1 7 1 0 1 2 3 0 4 9 5 0 0 0 1',
    '3171_0123_0495_0001',
    'nomor kartu keluarga 3171 0123 0495 0001',
    'NIK:3171012304950001',
    'NIK3171012304950001',
    'KTP 1871154507880002',
    '317101230495000123',
    'no.3171012304950001',
  ])('the NIK %s', (nik) => {
    const { text } = scrub(inText(nik));
    expect(text).toContain('[NIK dihapus]');
    expect(text.replace(/\[[^\]]*\]/gu, '')).not.toMatch(/\d/u);
  });

  it.each([
    'siti.contoh@example.com',
    'siti+lapor@mail.example.co.id',
    'SITI_1990@EXAMPLE.ID',
    'siti @ example.com',
    "o'siti@example.com",
    'siti at example dot com',
    'siti at example titik co dot id',
    'siti[at]example[dot]id',
    'siti (at) example.com',
    'siti@example,com',
    'siti@example .com',
  ])('the e-mail address %s', (address) => {
    const { text } = scrub(inText(address));
    expect(text).toContain('[surel dihapus]');
    expect(text).not.toMatch(/siti|example/iu);
  });

  it.each([
    'B 1234 XYZ',
    'B1234XYZ',
    'BE-1234-AB',
    'BE 1 A',
    'b 1234 xyz',
    'be 1234 ab',
    'B 1234 XYZ.',
    'B.1234.XYZ',
    'BE 1234 KG',
    'plat nomor B 1234',
    'nopol be1234a',
    'No. Pol. B 12 XYZ',
    'mobil b 1234 x',
    'motor be 1999 xyz',
  ])('the plate %s', (plate) => {
    const { text } = scrub(inText(plate));
    expect(text).toContain('[nomor polisi dihapus]');
    expect(text).not.toMatch(/1234|1999|XYZ/iu);
  });

  it.each([
    'ID Pelanggan 512345678901',
    'id pel: 5123 4567 8901',
    'IDPEL 512345678901',
    'No. Pelanggan: 000123456',
    'nomor pelanggan PAM 000123456',
    'nomor meter 14-123-456-789',
    'no meter: 14123456789',
    'No. Rekening 1234567890',
    'no rek 1234567890',
    'norek: 123-456-7890',
    'nomor sambungan 00123456',
    'nopel 60123456',
    'no kontrak 60123456',
    'pelanggan no. 60123456',
    'nomor rekening air adalah 60123456',
    'id pel rumah sy di Natar 512345678901',
    'pelanggan PLN 512345678901',
    'meteran no 14123456789',
    'no. kwh 14123456789',
    'no langganan (00123456)',
    'kode pelanggan PAM-00123456',
    'no sambungan 01/12/00345',
    'IdPel/No Meter : 512345678901/86012345678',
  ])('the customer number of %s', (said) => {
    const { text } = scrub(inText(said));
    expect(text).toContain('[nomor pelanggan dihapus]');
    expect(text.replace(/\[[^\]]*\]/gu, '')).not.toMatch(/\d{3}/u);
  });

  it('several at once, each by its own name', () => {
    const { text } = scrub('Hub. Siti 0812-3456-7890 / siti@example.com, mobil B 1234 XYZ, NIK 3171012304950001.');
    expect(text).toBe(
      'Hub. Siti [nomor telepon dihapus] / [surel dihapus], mobil [nomor polisi dihapus], NIK [NIK dihapus].',
    );
  });

  it('what stands on the next line too', () => {
    expect(scrub('Telepon:\n081234567890\nterima kasih').text).toBe('Telepon:\n[nomor telepon dihapus]\nterima kasih');
  });
});

const NBSP = '\u00A0';
const HYPHEN = '\u2011';

describe('K4: numbers as people paste them', () => {
  it.each([
    ['with no-break spaces', `hubungi 0812${NBSP}3456${NBSP}7890`, 'hubungi [nomor telepon dihapus]'],
    [
      'as WhatsApp copies them, between marks of direction',
      `hub \u202A+62 812${HYPHEN}3456${HYPHEN}7890\u202C ya`,
      'hub \u202A[nomor telepon dihapus]\u202C ya',
    ],
    ['with entities', 'telp 0812&ndash;3456&ndash;7890.', 'telp [nomor telepon dihapus].'],
    ['with entities encoded twice', 'telp 0812&amp;ndash;3456&amp;ndash;7890', 'telp [nomor telepon dihapus]'],
    ['with decimal and hexadecimal entities', 'telp &#48;812&#x2D;3456&#45;7890', 'telp [nomor telepon dihapus]'],
    ['with entities in entities', 'telp 0812&a&#109;p;ndash;3456&#38;#45;7890', 'telp [nomor telepon dihapus]'],
    ['with entities that have no semicolon', 'telp 0812&nbsp3456&#45 7890', 'telp [nomor telepon dihapus]'],
    ['with tags', '<p>HP 0812<b>3456</b>7890</p>', '<p>HP [nomor telepon dihapus]</p>'],
    ['with encoded tags', 'HP 0812&lt;b&gt;3456&lt;/b&gt;7890', 'HP [nomor telepon dihapus]'],
    ['in a tag', '<a href="tel:081234567890">ketua RT</a>', '<a href="tel:[nomor telepon dihapus]">ketua RT</a>'],
    ['in full-width digits', 'WA ０８１２３４５６７８９０', 'WA [nomor telepon dihapus]'],
    ['in Arabic-Indic digits', 'WA ٠٨١٢٣٤٥٦٧٨٩٠', 'WA [nomor telepon dihapus]'],
    ['in mathematical digits', 'WA 𝟎𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟎', 'WA [nomor telepon dihapus]'],
    ['with soft hyphens and joiners', 'WA 08\u00AD12\u200D3456\u2060789\uFE0F0', 'WA [nomor telepon dihapus]'],
    ['with thin and ideographic blanks', 'WA 0812\u20093456\u30007890', 'WA [nomor telepon dihapus]'],
    ['with zero-width blanks', 'WA 0812\u200B3456\u200B7890', 'WA [nomor telepon dihapus]'],
    ['with zero-width blanks in an address', 'ke si\u200Bti@exa\u200Bmple.com', 'ke [surel dihapus]'],
    ['of BPJS', 'no BPJS 0001234567890', 'no BPJS [nomor BPJS dihapus]'],
    ['of a bank account', 'rek BCA 1234567890', 'rek BCA [nomor rekening dihapus]'],
    ['of a taxpayer', 'NPWP 09.254.294.3-407.000', 'NPWP [NPWP dihapus]'],
    ['of a driving licence', 'SIM C 9305-1234-5678', 'SIM C [nomor SIM dihapus]'],
    ['of a passport', 'paspor C1234567', 'paspor [nomor paspor dihapus]'],
    ['of a social network', 'IG saya @contoh_warga9', 'IG saya [akun media sosial dihapus]'],
  ])('%s', (_, typed, expected) => {
    expect(scrub(typed)).toEqual({ text: expected, redacted: true });
  });

  it('are told by kind and place in what was typed', () => {
    const typed = `HP 0812${NBSP}3456${NBSP}7890 / rek BCA 1234567890`;
    const { found } = scrubText(typed);
    expect(found.map(({ kind, start, end }) => [kind, typed.slice(start, end)])).toEqual([
      ['telephone', `0812${NBSP}3456${NBSP}7890`],
      ['account', '1234567890'],
    ]);
  });
});

describe('K5: when and where it happened stays', () => {
  it.each([
    'tgl 08-12-2023 10.30',
    'jadwal truk sampah 08.00 10.00 12.00 14.00',
    'jadwal 08.00-10.00 12.00-14.00 16.00-18.00',
    'sejak 08/12/2023 s.d. 10/12/2023',
    'antara 2023-12-08 10:30 dan 2023-12-09 08:15',
    'tgl 08 12 2023 jam 10 30',
    'pukul 0800 1000 1200 1400',
    'Perda No. 5 Tahun 2019 dan UU 27/2022',
    'nomor antrean 08 09 10 11 12 13',
    'laporan JK2511220001 dan LIN-20250703-0145',
    'wilayah 31.74.01.1002, kode pos 35145, RT 08/RW 12 No. 34',
    'rute JAK 08, JAK 12, 6A, koridor 13',
    'titik -6.2087634, 106.845599',
    'harga 12.500, 13.000, 15.500 per kg',
    'tahun 2019-2020, 2021-2022 dan 2023-2024',
    'ukuran 0,8 x 1,2 x 3,4 m, luas 8.123 m2',
    'request 8f3a2b1c-0812-4567-8901-123456789012 at 10.0.0.1:8080',
    'HTTP 404: a 404 or a 500 was expected',
  ])('%s', (typed) => {
    expect(scrub(typed)).toEqual({ text: typed, redacted: false });
  });
});

describe('scrubbing leaves alone', () => {
  it.each([
    'Melanjutkan Laporan Sebelumnya No. JK2305290094',
    'laporan JK2511220001',
    'laporan LIN-20250703-0145',
    'tanggal 03/07/2025 pukul 09:15 WIB',
    'tanggal 2025-07-03T09:15:00+07:00',
    'tanggal 12-9-2025 sampai 13-09-2025',
    'tanggal 3 Juli 2025',
    'tanggal 03.07.2025 jam 09.15',
    'sejak 2019, 2020, 2021 dan 2022',
    'periode 2019-2024',
    'harga Rp 15.000 per kg',
    'anggaran Rp62.000.000',
    'anggaran Rp 1.250.000.000,00',
    'wilayah 31.74.01.1002',
    'wilayah 18.71.15.1002 dan 32.73.180.001',
    'desa 1871151002',
    'RT/RW 003/005',
    'RT 003 RW 005',
    'RT.003/RW.05 No. 12',
    'titik -6.176417, 106.840836',
    'titik -5.38,105.27',
    'titik -5.3971234567, 105.2667891234',
    'KM 12+500 arah Bakauheni',
    'km 110+200 tol Terbanggi Besar',
    'KM 45 jalan lintas',
    'kode pos 35145 dan 10110',
    'SE Sekda 40/2019 dan Pergub 128/2017',
    'UU 27/2022 pasal 46',
    'surat 470/123/S-41/VII/2025',
    'panjang 1500 m lebar 12 m',
    'tiang PJU 12 A 3',
    'Blok A 12 B',
    'blok B 12 C nomor 7',
    'Jl. A. Yani No. 12 B',
    'Gang H 12',
    'lantai 3 B 2',
    'hubungi 112 atau 110',
    'call center 1500 123',
    'nomor 08 dan 09',
    'busway koridor 13 B',
    'Kelas 3 A 2 orang',
    'pukul 0800 sampai 1600',
    'PP 28 2018 dan 22 2020',
    'tahun 2019 2020 2021 2022',
    'tanggal 03-07-2025 04-07-2025',
    'tanggal 2025-07-03 2025-07-04',
    'titik -5.397123456789 105.266789123456',
    'anggaran Rp62.812.345.678',
    'telur 2 kg @ 15.000',
    'akun @DKIJakarta',
    'butir A.1.B',
    'beras a 500 kg',
    'pa 2019 di sini',
    'nomor kontrak tanggal 03-07-2025',
    'pelanggan sejak 2019',
    'id laporan JK2511220001',
    'kerugian Rp 15.000.000.000.000',
    'ID: LIN-20250703-0145',
    'nomor kontrak 602.1/045/2025',
    'nomor kontrak 027/123/2025',
    'kode rekening 5.2.02.01.01.0024',
    'https://contoh.example/laporan?id=12345678',
    'pelanggan 450 VA di 1200 rumah',
    'kotak P3K dan petugas P2TL',
    'lulusan S1 PAI di BP2MI',
    'tiang listrik T 12 A',
    'Cluster D 12 RW 05',
    'karung B 500 KG',
    'mobil plat B 2 unit',
    'plat B dan plat F',
    'motor b 150 cc',
    'tiga dari lima lampu, dua mati, satu hilang',
    'satu dua tiga empat kali lapor',
    'nol respon, meja kosong dua',
    'at the moment titik nol',
  ])('%s', (text) => {
    expect(scrub(text)).toEqual({ text, redacted: false });
  });

  it('a text that was scrubbed before', () => {
    const once = scrub('Telepon 081234567890, KTP 3171012304950001, mobil B 1234 XYZ, a@example.com').text;
    expect(scrub(once)).toEqual({ text: once, redacted: false });
  });
});

describe('a draft', () => {
  const draft = (data: object): Draft => ({ contract: 'report-handover/1.0', number: 'LIN-20250703-0145', data });
  const FREE = { freeText: ['/report/description', '/report/location/address', '/evidence/*/note', '/note'] };

  it('is scrubbed wherever its contract has free text, and nowhere else', () => {
    const scrubbed = scrubDraft(
      draft({
        note: 'hubungi 081234567890',
        handle: '081234567890',
        report: { location: { address: 'Jl. Mawar, 0721-481166', regionCode: '18.71.15.1002' } },
        evidence: [{ note: 'aman' }, { note: 'mobil B 1234 XYZ' }],
      }),
      FREE,
    );
    expect(scrubbed.data).toEqual({
      note: 'hubungi [nomor telepon dihapus]',
      handle: '081234567890',
      report: { location: { address: 'Jl. Mawar, [nomor telepon dihapus]', regionCode: '18.71.15.1002' } },
      evidence: [{ note: 'aman' }, { note: 'mobil [nomor polisi dihapus]' }],
    });
  });

  it('says beside its description that something was taken out, only where something was', () => {
    const told = (description: string) => scrubDraft(draft({ report: { description } }), FREE).data;
    expect(told('WA 081234567890')).toEqual({
      report: { description: 'WA [nomor telepon dihapus]', descriptionRedacted: true },
    });
    expect(told('Jalan rusak')).toEqual({ report: { description: 'Jalan rusak' } });
  });

  it('says so too where another text of the report was scrubbed', () => {
    const report = { description: 'Jalan rusak', location: { address: 'Depan rumah, 0721-481166' } };
    expect(scrubDraft(draft({ report }), FREE).data).toMatchObject({ report: { descriptionRedacted: true } });
  });

  it('still fits its contract: a marker is longer than what it stands for', () => {
    const places = { ...FREE, freeTextLimits: new Map([['/note', 60]]) };
    const scrubbedOf = (note: string) => scrubDraft(draft({ note }), places).data;
    const note = 'Petugas sudah datang jam 9 pagi, mobil B 1 AB, WA 0812345678';
    expect(scrubbedOf(note)).toEqual({ note: 'Petugas sudah datang jam 9 pagi, mobil… [dipotong]' });
    expect(scrubbedOf('WA 0812345678')).toEqual({ note: 'WA [nomor telepon dihapus]' });
  });

  it('lists the native words that no table knows without what a person typed in them', () => {
    const gaps = [{ table: 'category', value: 'Pungli WA 0812-3456-7890' }];
    expect(scrubDraft({ ...draft({}), gaps }, FREE).gaps).toEqual([
      { table: 'category', value: 'Pungli WA [nomor telepon dihapus]' },
    ]);
  });

  it('is not changed in place, and stays as it is where its free text is absent or null', () => {
    const data = { report: { description: null, location: null }, evidence: [] };
    const before = structuredClone(data);
    expect(scrubDraft(draft(data), FREE).data).toEqual(before);
    expect(data).toEqual(before);
  });
});
