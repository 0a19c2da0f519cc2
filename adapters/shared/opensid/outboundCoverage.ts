import type { CoveredWay } from '../../../src/declared.ts';

/** What becomes of every field, canonical to native; `test/kits/coverageKit.ts` finds out whether it is true. */
export const outbound: CoveredWay = {
  routes: [
    {
      message: 'pengaduan-masuk',
      contract: 'report-handover/1.0',
      fields: {
        '/answerBy': ['/isi', '/rujukan/batas_jawab'],
        '/handoverId': ['/isi', '/rujukan/serah_terima_id'],
        '/reason': ['/rujukan/alasan'],
        '/report/agency': ['/isi'],
        '/report/attachments/*/url': ['/isi'],
        '/report/caseId': ['/rujukan/kasus'],
        '/report/category/native': ['/isi', '/judul'],
        '/report/confidentiality': ['/terbatas'],
        '/report/createdAt': ['/isi'],
        '/report/description': ['/isi', '/judul'],
        '/report/dueAt': ['/isi'],
        '/report/kind': ['/isi'],
        '/report/location/address': ['/isi'],
        '/report/location/point/coordinates/0': ['/isi'],
        '/report/location/point/coordinates/1': ['/isi'],
        '/report/location/regionCode': ['/isi'],
        '/report/originSystem': ['/isi', '/rujukan/sistem'],
        '/report/updatedAt': ['/isi'],
      },
    },
    {
      message: 'tanggapan',
      contract: 'report-status/1.0',
      fields: {
        '/at': ['/tanggapan'],
        '/caseId': ['/tanggapan'],
        '/evidence/*/url': ['/tanggapan'],
        '/nativeStatus': ['/tanggapan'],
        '/note': ['/tanggapan'],
        '/sequence': ['/tanggapan'],
        '/status': ['/status'],
      },
    },
  ],
  unread: [
    {
      why: 'pelapor tidak pernah disebut kepada desa, juga bila tidak anonim',
      fields: { 'report-handover/1.0': ['/report/anonymous', '/report/reporterHandle'] },
    },
    {
      why: 'dialek ini hanya mengenal alamat berkas',
      fields: {
        'report-handover/1.0': ['/report/attachments/*/mediaType', '/report/attachments/*/sha256'],
        'report-status/1.0': ['/evidence/*/mediaType', '/evidence/*/sha256'],
      },
    },
    {
      why: 'OpenSID tidak mengenal kategori; nama aslinya ditulis di dalam isi',
      fields: { 'report-handover/1.0': ['/report/category/code'] },
    },
    {
      why: 'penghapusan terlihat pada teksnya sendiri',
      fields: { 'report-handover/1.0': ['/report/descriptionRedacted'] },
    },
    {
      why: 'dialek ini tidak membedakan asal kode wilayah',
      fields: { 'report-handover/1.0': ['/report/location/determinedBy'] },
    },
    {
      why: 'laporan masuk mulai dari status penerima sendiri',
      fields: { 'report-handover/1.0': ['/report/nativeStatus', '/report/status'] },
    },
    { why: 'sudah tersirat pada sistem asal', fields: { 'report-handover/1.0': ['/report/originProvince'] } },
    {
      why: 'dialek ini tidak punya tempat untuk kasus terkait',
      fields: { 'report-handover/1.0': ['/report/relatedCases/*'] },
    },
    { why: 'sistem asal disebut di rujukan', fields: { 'report-handover/1.0': ['/from/level', '/from/regionCode'] } },
    {
      why: 'penerimanya adalah desa yang dituju itu sendiri',
      fields: { 'report-handover/1.0': ['/to/level', '/to/regionCode'] },
    },
  ],
  unfilled: [
    {
      why: 'nomor kiriman, sama pada setiap pengulangan',
      use: 'context',
      fields: { 'pengaduan-masuk': ['/id_kiriman'] },
    },
    {
      why: 'nomor laporan di sistem pengirim',
      use: 'context',
      fields: { 'pengaduan-masuk': ['/rujukan/nomor_asal'] },
    },
    { why: 'nomor pengaduan di OpenSID', use: 'context', fields: { tanggapan: ['/id_pengaduan'] } },
    { why: 'desa yang disebut konfigurasi sistem ini', fields: { 'pengaduan-masuk': ['/kode_desa'] } },
  ],
};
