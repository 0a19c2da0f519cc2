import type { CoveredWay } from '../../../src/declared.ts';

/**
 * What decides which slots there are, or which is the earlier, moves all that stand after: a time by its hour, and by its
 * numbers too, since a day is told beside its times where none of them has any.
 */
const SLOT = ['/slots/*/date', '/slots/*/quota', '/slots/*/remaining', '/slots/*/time'] as const;

/** What becomes of every field, native to canonical; `test/kits/coverageKit.ts` finds out whether it is true. */
export const inbound: CoveredWay = {
  routes: [
    {
      message: 'faskes',
      contract: 'health-facility/1.0',
      fields: {
        '/alamat_lokasi_vaksinasi': ['/location/address'],
        '/jadwal/*/id': SLOT,
        '/jadwal/*/kuota': ['/slots/*/quota'],
        '/jadwal/*/kuota_sisa': ['/slots/*/remaining'],
        '/jadwal/*/waktu/*/id': SLOT,
        '/jadwal/*/waktu/*/kuota/sisaKuota': SLOT,
        '/jadwal/*/waktu/*/kuota/totalKuota': SLOT,
        '/jenis_faskes': ['/kind'],
        '/kecamatan': ['/location/regionCode'],
        '/kelurahan': ['/location/regionCode'],
        '/kode_lokasi_vaksinasi': ['/facilityId'],
        '/nama_lokasi_vaksinasi': ['/name'],
        '/wilayah': ['/location/regionCode'],
      },
    },
  ],
  unread: [
    {
      why: 'tulisan untuk dibaca orang dari hari dan jam yang sudah menyeberang; jam selesai tidak punya tempat di kontrak',
      fields: { faskes: ['/jadwal/*/label', '/jadwal/*/waktu/*/label'] },
    },
    {
      why: 'tidak dipakai lagi: pada Juli 2021 isinya selalu kata "deprecated"',
      fields: { faskes: ['/jadwal/*/waktu/*/kuota/jakiKuota'] },
    },
    {
      why: 'wilayah terkecil di kontrak adalah kelurahan; RT dan RW tidak punya kode Kemendagri',
      fields: { faskes: ['/rt', '/rw'] },
    },
    {
      why: 'urusan dalam penyelenggara; berapa tempat yang ada dikatakan kuota',
      fields: { faskes: ['/jumlah_tim_vaksinator'] },
    },
  ],
  unfilled: [
    {
      why: 'layanan ini tidak menyebut titik; mencarinya dari nama lokasi berarti menebak',
      fields: { 'health-facility/1.0': ['/location/point/coordinates/0', '/location/point/coordinates/1'] },
    },
  ],
};
