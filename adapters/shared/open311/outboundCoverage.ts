import type { CoveredWay } from '../../../src/declared.ts';

/** What becomes of every field, canonical to native; `test/kits/coverageKit.ts` finds out whether it is true. */
export const outbound: CoveredWay = {
  routes: [
    {
      message: 'intake',
      contract: 'report-handover/1.0',
      fields: {
        '/answerBy': ['/description'],
        '/reason': ['/description'],
        '/report/agency': ['/description'],
        '/report/attachments/*/url': ['/description', '/media_url'],
        '/report/caseId': ['/attribute[case_id]'],
        '/report/category/code': ['/description', '/service_code'],
        '/report/category/native': ['/description'],
        '/report/createdAt': ['/description'],
        '/report/description': ['/description'],
        '/report/dueAt': ['/description'],
        '/report/kind': ['/description'],
        '/report/location/address': ['/address_string', '/description'],
        '/report/location/point/coordinates/0': ['/long'],
        '/report/location/point/coordinates/1': ['/lat'],
        '/report/location/regionCode': ['/address_string', '/description'],
        '/report/originSystem': ['/description'],
        '/report/updatedAt': ['/description'],
      },
    },
  ],
  unread: [
    {
      why: 'pelapor tidak pernah disebut kepada kota, juga bila tidak anonim',
      fields: { 'report-handover/1.0': ['/report/anonymous', '/report/reporterHandle'] },
    },
    {
      why: 'permintaan di Open311 terbuka bagi umum, jadi laporan lain ditolak',
      use: 'refusal',
      fields: { 'report-handover/1.0': ['/report/confidentiality'] },
    },
    {
      why: 'dialek ini hanya mengenal alamat berkas',
      fields: { 'report-handover/1.0': ['/report/attachments/*/mediaType', '/report/attachments/*/sha256'] },
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
    {
      why: 'satu kasus diserahkan satu kali; nomor kasusnya sudah menyebutnya',
      fields: { 'report-handover/1.0': ['/handoverId'] },
    },
    { why: 'sistem asal disebut di uraian', fields: { 'report-handover/1.0': ['/from/level', '/from/regionCode'] } },
    {
      why: 'penerimanya adalah kota yang dituju itu sendiri',
      fields: { 'report-handover/1.0': ['/to/level', '/to/regionCode'] },
    },
  ],
  unfilled: [
    {
      why: 'nomor kiriman, sama pada setiap pengulangan',
      use: 'context',
      fields: { intake: ['/attribute[external_id]'] },
    },
    { why: 'nomor laporan di sistem pengirim', use: 'context', fields: { intake: ['/attribute[origin_number]'] } },
    { why: 'yurisdiksi yang disebut konfigurasi sistem ini', fields: { intake: ['/jurisdiction_id'] } },
  ],
};
