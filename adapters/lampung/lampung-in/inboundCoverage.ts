import { type CoveredWay, insideReport, type Route } from '../../../src/declared.ts';

/** What a snapshot tells of a report. */
const READ: Route['fields'] = {
  '/anonim': ['/anonymous'],
  '/diperbarui': ['/updatedAt'],
  '/isi_laporan': ['/description'],
  '/jenis': ['/kind'],
  '/judul': ['/description'],
  '/kategori': ['/category/code', '/category/native'],
  '/lampiran/*': ['/attachments/*/url'],
  '/lokasi/alamat': ['/location/address'],
  '/lokasi/bujur': ['/location/point/coordinates/0', '/location/point/coordinates/1'],
  '/lokasi/kab_kota': ['/location/regionCode'],
  '/lokasi/kecamatan': ['/location/regionCode'],
  '/lokasi/kode_wilayah': ['/location/determinedBy', '/location/regionCode'],
  '/lokasi/lintang': ['/location/point/coordinates/1', '/location/point/coordinates/0'],
  '/lokasi/nama_desa': ['/location/regionCode'],
  '/opd_tujuan': ['/agency'],
  '/pelapor_ref': ['/reporterHandle'],
  '/rahasia': ['/confidentiality'],
  '/riwayat/*/waktu': ['/updatedAt'],
  '/tanggal_lapor': ['/createdAt', '/updatedAt'],
  '/tenggat': ['/dueAt'],
  '/terbatas': ['/confidentiality'],
};

/** What becomes of every field, native to canonical; `test/kits/coverageKit.ts` finds out whether it is true. */
export const inbound: CoveredWay = {
  routes: [
    {
      message: 'answer',
      contract: 'handover-answer/1.0',
      fields: {
        '/catatan': ['/note'],
        '/id_laporan': ['/destinationNumber'],
        '/jawaban': ['/destinationNumber', '/state'],
        '/waktu': ['/at'],
      },
    },
    { message: 'report', contract: 'citizen-report/1.0', fields: { ...READ, '/status': ['/nativeStatus', '/status'] } },
    {
      message: 'report',
      contract: 'report-handover/1.0',
      fields: { ...insideReport(READ, 'to'), '/alasan': ['/reason'], '/status': ['/report/nativeStatus'] },
    },
    {
      message: 'report',
      contract: 'report-status/1.0',
      fields: {
        '/diperbarui': ['/at'],
        '/riwayat/*/waktu': ['/at'],
        '/status': ['/nativeStatus', '/status'],
        '/tanggal_lapor': ['/at'],
      },
    },
    {
      message: 'status',
      contract: 'report-status/1.0',
      fields: {
        '/catatan': ['/note'],
        '/lampiran/*': ['/evidence/*/url'],
        '/status': ['/nativeStatus', '/status'],
        '/waktu': ['/at'],
      },
    },
  ],
  unread: [
    {
      why: 'ditulis gerbang sendiri; tidak berarti apa-apa bila kembali',
      fields: { answer: ['/id_kiriman'], report: ['/id_kiriman'], status: ['/id_kiriman'] },
    },
    { why: 'ditulis gerbang; jawaban petugas memakai nomor sistem ini sendiri', fields: { answer: ['/nomor_tujuan'] } },
    {
      why: 'ditulis gerbang sendiri; kasusnya dikenali dari nomor pengirim',
      fields: {
        answer: ['/rujukan/kasus', '/rujukan/serah_terima_id'],
        report: [
          '/rujukan/alasan',
          '/rujukan/batas_jawab',
          '/rujukan/kasus',
          '/rujukan/nomor_asal',
          '/rujukan/serah_terima_id',
          '/rujukan/sistem',
        ],
        status: ['/rujukan/kasus', '/rujukan/nomor_asal'],
      },
    },
    {
      why: 'menamai kasus: caseId dibuat gerbang dari nomor ini',
      use: 'identity',
      fields: { report: ['/id_laporan'], status: ['/id_laporan'] },
    },
    {
      why: 'nama kategori di sisi lain, kembali dari kiriman gerbang; kategori sistem ini sendiri yang berlaku',
      fields: { report: ['/kategori_asal'] },
    },
    { why: 'kata-kata petugas; tempatnya yang menentukan wewenang siapa', fields: { report: ['/kewenangan'] } },
    {
      why: 'ikut mencari tempat; sendirian hanya dapat membuat rantai nama tidak cocok',
      use: 'refusal',
      fields: { report: ['/lokasi/provinsi'] },
    },
    { why: 'nama orang tidak pernah menyeberang', fields: { report: ['/riwayat/*/oleh'] } },
    {
      why: 'status terkini sudah ada di status; yang lalu sudah dikirim ketika terjadi',
      fields: { report: ['/riwayat/*/status'] },
    },
    { why: 'urutan ditetapkan gerbang', fields: { status: ['/urutan'] } },
  ],
  unfilled: [
    {
      why: 'dialek ini tidak menyebut jenis berkas',
      fields: {
        'citizen-report/1.0': ['/attachments/*/mediaType'],
        'report-handover/1.0': ['/report/attachments/*/mediaType'],
        'report-status/1.0': ['/evidence/*/mediaType'],
      },
    },
    {
      why: 'dialek ini tidak menyebut sidik berkas',
      fields: {
        'citizen-report/1.0': ['/attachments/*/sha256'],
        'report-handover/1.0': ['/report/attachments/*/sha256'],
        'report-status/1.0': ['/evidence/*/sha256'],
      },
    },
    {
      why: 'serah terima hanya lahir dari satu status, jadi selalu outside-authority',
      fields: { 'report-handover/1.0': ['/report/status'] },
    },
  ],
};
