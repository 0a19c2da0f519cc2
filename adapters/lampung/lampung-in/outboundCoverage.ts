import { type CoveredWay, insideReport, type Route } from '../../../src/declared.ts';

/** What is written of a report. */
const WRITTEN: Route['fields'] = {
  '/agency': ['/opd_tujuan'],
  '/anonymous': ['/anonim'],
  '/attachments/*/url': ['/lampiran/*'],
  '/caseId': ['/rujukan/kasus'],
  '/category/code': ['/kategori'],
  '/category/native': ['/kategori_asal'],
  '/confidentiality': ['/rahasia', '/terbatas'],
  '/createdAt': ['/tanggal_lapor'],
  '/description': ['/isi_laporan', '/judul'],
  '/dueAt': ['/tenggat'],
  '/kind': ['/jenis'],
  '/location/address': ['/lokasi/alamat'],
  '/location/point/coordinates/0': ['/lokasi/bujur'],
  '/location/point/coordinates/1': ['/lokasi/lintang'],
  '/location/regionCode': [
    '/lokasi/kab_kota',
    '/lokasi/kecamatan',
    '/lokasi/kode_wilayah',
    '/lokasi/nama_desa',
    '/lokasi/provinsi',
  ],
  '/originSystem': ['/rujukan/sistem'],
  '/reporterHandle': ['/pelapor_ref'],
  '/updatedAt': ['/diperbarui'],
};

/** What becomes of every field, canonical to native; `test/kits/coverageKit.ts` finds out whether it is true. */
export const outbound: CoveredWay = {
  routes: [
    {
      message: 'answer',
      contract: 'handover-answer/1.0',
      fields: {
        '/at': ['/waktu'],
        '/caseId': ['/rujukan/kasus'],
        '/destinationNumber': ['/nomor_tujuan'],
        '/handoverId': ['/rujukan/serah_terima_id'],
        '/note': ['/catatan'],
        '/state': ['/jawaban'],
      },
    },
    {
      message: 'intake',
      contract: 'report-handover/1.0',
      fields: {
        ...insideReport(WRITTEN, 'from'),
        '/answerBy': ['/rujukan/batas_jawab'],
        '/handoverId': ['/rujukan/serah_terima_id'],
        '/reason': ['/rujukan/alasan'],
      },
    },
    { message: 'report', contract: 'citizen-report/1.0', fields: { ...WRITTEN, '/status': ['/status'] } },
    {
      message: 'status',
      contract: 'report-status/1.0',
      fields: {
        '/at': ['/waktu'],
        '/caseId': ['/rujukan/kasus'],
        '/evidence/*/url': ['/lampiran/*'],
        '/note': ['/catatan'],
        '/sequence': ['/urutan'],
        '/status': ['/status'],
      },
    },
  ],
  unread: [
    {
      why: 'dialek ini hanya mengenal alamat berkas',
      fields: {
        'citizen-report/1.0': ['/attachments/*/mediaType', '/attachments/*/sha256'],
        'report-handover/1.0': ['/report/attachments/*/mediaType', '/report/attachments/*/sha256'],
        'report-status/1.0': ['/evidence/*/mediaType', '/evidence/*/sha256'],
      },
    },
    {
      why: 'penghapusan terlihat pada teksnya sendiri',
      fields: {
        'citizen-report/1.0': ['/descriptionRedacted'],
        'report-handover/1.0': ['/report/descriptionRedacted'],
      },
    },
    {
      why: 'dialek ini tidak membedakan asal kode wilayah',
      fields: {
        'citizen-report/1.0': ['/location/determinedBy'],
        'report-handover/1.0': ['/report/location/determinedBy'],
      },
    },
    {
      why: 'kata status pihak lain; yang ditulis adalah kata dialek ini',
      fields: {
        'citizen-report/1.0': ['/nativeStatus'],
        'report-handover/1.0': ['/report/nativeStatus'],
        'report-status/1.0': ['/nativeStatus'],
      },
    },
    {
      why: 'sudah tersirat pada sistem asal',
      fields: { 'citizen-report/1.0': ['/originProvince'], 'report-handover/1.0': ['/report/originProvince'] },
    },
    {
      why: 'dialek ini tidak punya tempat untuk kasus terkait',
      fields: { 'citizen-report/1.0': ['/relatedCases/*'], 'report-handover/1.0': ['/report/relatedCases/*'] },
    },
    { why: 'sistem asal disebut di rujukan', fields: { 'report-handover/1.0': ['/from/level', '/from/regionCode'] } },
    { why: 'laporan masuk mulai dari status penerima sendiri', fields: { 'report-handover/1.0': ['/report/status'] } },
    {
      why: 'penerimanya adalah pihak yang dituju itu sendiri',
      fields: { 'report-handover/1.0': ['/to/level', '/to/regionCode'] },
    },
  ],
  unfilled: [
    {
      why: 'nomor kiriman, sama pada setiap pengulangan',
      use: 'context',
      fields: { answer: ['/id_kiriman'], intake: ['/id_kiriman'], report: ['/id_kiriman'], status: ['/id_kiriman'] },
    },
    {
      why: 'nomor laporan di sistem penerima',
      use: 'context',
      fields: { answer: ['/id_laporan'], report: ['/id_laporan'], status: ['/id_laporan'] },
    },
    {
      why: 'kata petugas penerima untuk menyerahkan laporan; gerbang tidak mengatakannya',
      fields: { intake: ['/alasan', '/kewenangan'], report: ['/alasan', '/kewenangan'] },
    },
    { why: 'penerima sendiri yang memberi nomor', fields: { intake: ['/id_laporan'] } },
    {
      why: 'riwayat dicatat penerima sendiri',
      fields: {
        intake: ['/riwayat/*/oleh', '/riwayat/*/status', '/riwayat/*/waktu'],
        report: ['/riwayat/*/oleh', '/riwayat/*/status', '/riwayat/*/waktu'],
      },
    },
    {
      why: 'nomor laporan di sistem pengirim',
      use: 'context',
      fields: { intake: ['/rujukan/nomor_asal'], report: ['/rujukan/nomor_asal'], status: ['/rujukan/nomor_asal'] },
    },
    { why: 'penerima sendiri yang menetapkan status', fields: { intake: ['/status'] } },
    {
      why: 'hanya ada pada laporan masuk dari serah terima',
      fields: { report: ['/rujukan/alasan', '/rujukan/batas_jawab', '/rujukan/serah_terima_id'] },
    },
  ],
};
