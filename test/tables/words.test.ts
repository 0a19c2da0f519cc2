import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import type { CodeTable } from '../../src/adapter.ts';
import { read, write } from '../../src/dialect/codes.ts';
import { CATEGORY_CODES } from '../../src/generated/contracts.ts';
import { contracts } from '../kits/adapterAtWork.ts';
import type { Json } from '../kits/adapterSamples.ts';
import { rowsOf } from '../kits/markdown.ts';

/** The words of the shared contracts, as their own page has them: contract, where in its schema, and the words. */
const VOCABULARIES: readonly (readonly [contract: string, name: string, words: string])[] = [
  ['citizen-report/1.0', 'ReportKind', 'complaint, aspiration, information-request'],
  ['citizen-report/1.0', 'Confidentiality', 'public, private, secret'],
  ['report-handover/1.0', 'HandoverReason', 'outside-territory, outside-authority, wrong-channel'],
  ['handover-answer/1.0', 'HandoverState', 'registered, accepted, declined, expired, withdrawn'],
  ['food-price/1.0', 'PriceLevelCode', 'consumer, producer, wholesale'],
  ['food-price/1.0', 'PriceQualityCode', 'reported, averaged, imputed'],
  ['food-supply/1.0', 'SupplyStageCode', 'raw, processed'],
  ['letter-verification/1.0', 'LetterResultCode', 'genuine, not-found, revoked, not-yet-issued'],
  [
    ...(['village-service-status/1.0', 'LetterStatusCode'] as const),
    'incomplete, under-review, awaiting-signature, ready, collected, cancelled',
  ],
];

const CATEGORIES =
  'road, pavement, illegal-parking, traffic, tree, waste, drainage, flood, electricity, telecoms, bridge-or-stop, street-vendor, billboard, smoke-free-zone, public-order, pollution, building, clean-water, park, social-welfare, public-service, education, licensing, other';

describe('the shared words', () => {
  it.each(VOCABULARIES)('of %s, %s, are those that were agreed', (contract, name, words) => {
    const { $defs } = contracts.get(contract).schema as { readonly $defs: Readonly<Record<string, Json>> };
    expect($defs[name]?.enum).toEqual(words.split(', '));
  });

  it('for what a report is about are those that were agreed', () => {
    expect(CATEGORY_CODES).toEqual(CATEGORIES.split(', '));
  });
});

/**
 * Each dialect's word for each shared one, both ways; `>` before a word that is read and never written, `<` before one that
 * is written and read as another, which loses something.
 */
const WORDS: Readonly<Record<string, string>> = {
  'letter-status': `
| canonical          | opensid                               | jaki                 |
| incomplete         | Belum Lengkap                         | Belum Lengkap        |
| under-review       | Sedang Diperiksa                      | Sedang Diperiksa     |
| awaiting-signature | Menunggu Tandatangan                  | Menunggu Tandatangan |
| ready              | Siap Diambil, > Siap Diambil/Diantar  | Siap Diambil         |
| collected          | Sudah Diambil                         | Sudah Diambil        |
| cancelled          | Dibatalkan                            | Dibatalkan           |
`,
  'service-state': `
| canonical | jaki                     | lampung-in   |
| active    | AKTIF                    | AKTIF        |
| suspended | GANGGUAN, > PEMELIHARAAN | DITANGGUHKAN |
| ended     | DITUTUP                  | BERAKHIR     |
`,
  'facility-kind': `
| canonical          | jaki-vaksinasi                                                                  | jaki             | lampung-in       |
| hospital           | Rumah Sakit, > RS, > RSUD                                                       | Rumah Sakit      | RUMAH_SAKIT      |
| puskesmas          | Puskesmas                                                                       | Puskesmas        | PUSKESMAS        |
| clinic             | Klinik                                                                          | Klinik           | KLINIK           |
| vaccination-centre | Sentra Vaksinasi, > Sentra Vaksin, > Sentra Vaksin Kolaborator, > Serbuan Vaksinasi | Sentra Vaksinasi | SENTRA_VAKSINASI |
| other              | > Keliling                                                                      | Lainnya          | LAINNYA          |
`,
  'price-level': `
| canonical | info-pangan | jaki     | lampung-in |
| consumer  | eceran      | Konsumen | KONSUMEN   |
| producer  | produsen    | Produsen | PRODUSEN   |
| wholesale | grosir      | Grosir   | GROSIR     |
`,
  'price-quality': `
| canonical | jaki       | lampung-in |
| reported  | Dilaporkan | DILAPORKAN |
| averaged  | Rata-rata  | RATA_RATA  |
| imputed   | Perkiraan  | PERKIRAAN  |
`,
  'supply-stage': `
| canonical | jaki   | lampung-in |
| raw       | Mentah | MENTAH     |
| processed | Olahan | OLAHAN     |
`,
  'service-category': `
| canonical          | jaki             | lampung-in                 |
| complaints         | Pengaduan        | Pengaduan                  |
| public-information | Informasi Publik | Informasi Publik           |
| health             | Kesehatan        | Kesehatan, > Kesehatan Mental |
| food               | Pangan           | Pangan, > Harga Pangan     |
| jobs               | Ketenagakerjaan  | Lowongan Kerja             |
| tax                | Pajak            | Pajak Daerah, > e-Samsat   |
| social-aid         | Bantuan Sosial   | Bantuan Sosial             |
| population         | Kependudukan     | Kependudukan               |
| licensing          | Perizinan        | Perizinan                  |
| education          | Pendidikan       | Pendidikan                 |
| transport          | Transportasi     | Transportasi               |
| tourism            | Pariwisata       | Wisata                     |
| emergency          | Kedaruratan      | Kedaruratan                |
| other              | Lainnya          | Lainnya                    |
`,
  category: `
| canonical       | jaki-crm                                                                          | lampung-in                   |
| road            | Jalan, > Keluhan Galian/Sisa Proyek                                                                             | Infrastruktur Jalan          |
| pavement        | Trotoar                                                                           | Trotoar                      |
| illegal-parking | Parkir Liar                                                                       | Parkir Liar                  |
| traffic         | Arus Lalu Lintas, > Transportasi Publik, > Perlengkapan Lalu Lintas                                                                  | Lalu Lintas                  |
| tree            | Pohon                                                                             | Pohon                        |
| waste           | Sampah                                                                            | Persampahan                  |
| drainage        | Saluran Air; Kali/Sungai, > Tutup Saluran                                         | Drainase                     |
| flood           | Penanganan Banjir                                                                 | Banjir                       |
| electricity     | Jaringan Listrik                                                                  | Listrik dan Penerangan Jalan |
| telecoms        | Jaringan/Menara Telekomunikasi, > Jak Wifi                                                    | Telekomunikasi               |
| bridge-or-stop  | Jembatan/JPO/Halte                                                                | Jembatan dan Halte           |
| street-vendor   | PKL Liar, > Lokasi PKL Binaan                                                                          | Pedagang Kaki Lima           |
| billboard       | Reklame, > Reklame/Spanduk                                                        | Reklame                      |
| smoke-free-zone | Kawasan Dilarang Merokok                                                          | < Ketertiban Umum            |
| public-order    | Gangguan Ketenteraman dan Ketertiban, > Gangguan dan Kebisingan, > Satwa Liar                   | Ketertiban Umum              |
| pollution       | Pencemaran Lingkungan                                                             | Pencemaran Lingkungan        |
| building        | Tata Ruang dan Bangunan, > Rusun/Hunian Vertikal, > Keluhan Fasilitas Gedung Pemda (sekolah; kantor), > Fasos/Fasum | Tata Ruang dan Bangunan |
| clean-water     | PDAM/PAM                                                                          | Air Bersih                   |
| park            | Taman, > RPTRA, > Olahraga                                                                    | Taman dan Ruang Terbuka      |
| social-welfare  | PMKS (Penyandang Masalah Kesejahteraan Sosial), > Penyandang Masalah Kesejahteraan Sosial (PMKS) | Kesejahteraan Sosial |
| public-service  | Keluhan Pelayanan, > Pekerja Penanganan Prasarana dan Sarana Umum Kelurahan (PPSU), > Perpustakaan dan Kearsipan, > Pelayanan Kesehatan, > Pelayanan Perhubungan, > PBB/BPHTB, > KTP-el, > e-KTP | Pelayanan Publik |
| education       | Pendaftaran (PPDB)                                                                | Pendidikan                   |
| licensing       | Perizinan, > Perizinan Bidang Perdagangan                                         | Perizinan                    |
| other           | Lainnya                                                                           | Lainnya                      |
`,
  kind: `
| canonical           | jaki-crm             | lampung-in           | opensid              | open311              |
| complaint           | PENGADUAN            | PENGADUAN            | Pengaduan            | Pengaduan            |
| aspiration          | ASPIRASI             | ASPIRASI             | Aspirasi             | Aspirasi             |
| information-request | PERMINTAAN_INFORMASI | PERMINTAAN_INFORMASI | Permintaan informasi | Permintaan informasi |
`,
  'handover-reason': `
| canonical         | jaki-crm           | lampung-in         | opensid            | open311            |
| outside-territory | DI_LUAR_WILAYAH    | DI_LUAR_WILAYAH    | di luar wilayah    | di luar wilayah    |
| outside-authority | DI_LUAR_KEWENANGAN | DI_LUAR_KEWENANGAN | di luar kewenangan | di luar kewenangan |
| wrong-channel     | SALAH_KANAL        | SALAH_KANAL        | salah kanal        | salah kanal        |
`,
  'handover-answer': `
| canonical  | jaki-crm    | lampung-in  |
| registered | TERDAFTAR   | TERDAFTAR   |
| accepted   | DITERIMA    | DITERIMA    |
| declined   | DITOLAK     | DITOLAK     |
| expired    | KEDALUWARSA | KEDALUWARSA |
| withdrawn  | DITARIK     | DITARIK     |
`,
};

interface Expected {
  readonly canonical: string;
  readonly native: string;
  readonly way: 'both' | 'in' | 'out';
}

const WAYS: Readonly<Record<string, Expected['way']>> = { '>': 'in', '<': 'out' };

/** The words of one cell; a comma in a word is a semicolon there. */
const wordsIn = (canonical: string, cell: string): readonly Expected[] =>
  cell.split(', ').map((word) => {
    const mark = /^[<>]/u.exec(word)?.[0] ?? '';
    return { canonical, native: word.slice(mark.length).trim().replace(';', ','), way: WAYS[mark] ?? 'both' };
  });

const cases = Object.entries(WORDS).flatMap(([table, written]) => {
  const rows = rowsOf(written);
  const dialects = Object.keys(rows[0] ?? {}).filter((name) => name !== 'canonical');
  return dialects.map((dialect) => {
    const words = rows.flatMap((row) => wordsIn(row.canonical ?? '', row[dialect] ?? ''));
    return { table, dialect, words };
  });
});

function tableOf(dialect: string, name: string): CodeTable {
  const adapter = adapters.find((each) => each.dialect.endsWith(`/${dialect}`));
  const table = adapter?.tables.find((each) => each.name === name);
  if (table === undefined) throw new Error(`${dialect} has no table ${name}`);
  return table;
}

describe.each(cases)('the words of $dialect for $table', ({ table: name, dialect, words }) => {
  const table = tableOf(dialect, name);

  it('are these, and no others', () => {
    expect(new Set(table.natives)).toEqual(new Set(words.map(({ native }) => native)));
  });

  it('are read and written as written here', () => {
    for (const { canonical, native, way } of words) {
      if (way !== 'out') expect([native, read(table, native)]).toEqual([native, canonical]);
      if (way !== 'in') expect([canonical, write(table, canonical)]).toEqual([canonical, native]);
      if (way === 'out') expect(read(table, native)).not.toBe(canonical);
    }
  });
});

it('no table of a dialect is left out here but statuses and food, which have tests of their own', () => {
  const elsewhere = ['status', 'commodity', 'unit'];
  const had = adapters.flatMap(({ dialect, tables }) =>
    tables.flatMap(({ name }) => (elsewhere.includes(name) ? [] : [`${dialect.split('/')[1]} ${name}`])),
  );
  expect(cases.map(({ dialect, table }) => `${dialect} ${table}`).sort()).toEqual(had.sort());
});
