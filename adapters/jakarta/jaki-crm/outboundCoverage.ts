import { type CoveredWay, insideReport, type Route } from '../../../src/declared.ts';

/** What is written of a report. */
const WRITTEN: Route['fields'] = {
  '/agency': ['/zone/name'],
  '/anonymous': ['/isAnonim'],
  '/attachments/*/url': ['/documents/*/url'],
  '/caseId': ['/rujukan/kasus'],
  '/category/code': ['/complaintCategory/name', '/content'],
  '/category/native': ['/kategoriAsal'],
  '/confidentiality': ['/isPrivacy', '/isRahasia'],
  '/createdAt': ['/createdAt'],
  '/description': ['/content'],
  '/dueAt': ['/batasWaktu'],
  '/kind': ['/jenis'],
  '/location/address': ['/content'],
  '/location/point/coordinates/0': ['/lng'],
  '/location/point/coordinates/1': ['/lat'],
  '/location/regionCode': [
    '/kodeWilayah',
    '/village/district/city/name',
    '/village/district/city/province/name',
    '/village/district/name',
    '/village/name',
  ],
  '/originSystem': ['/rujukan/sistem'],
  '/reporterHandle': ['/pelaporRef'],
  '/updatedAt': ['/updatedAt'],
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
        '/destinationNumber': ['/nomorTujuan'],
        '/handoverId': ['/rujukan/serahTerimaId'],
        '/note': ['/catatan'],
        '/state': ['/jawaban'],
      },
    },
    {
      message: 'intake',
      contract: 'report-handover/1.0',
      fields: {
        ...insideReport(WRITTEN, 'from'),
        '/answerBy': ['/rujukan/batasJawab'],
        '/handoverId': ['/rujukan/serahTerimaId'],
        '/reason': ['/rujukan/alasan'],
      },
    },
    { message: 'report', contract: 'citizen-report/1.0', fields: { ...WRITTEN, '/status': ['/tstatus/name'] } },
    {
      message: 'status',
      contract: 'report-status/1.0',
      fields: {
        '/at': ['/waktu'],
        '/caseId': ['/rujukan/kasus'],
        '/evidence/*/url': ['/documents/*/url'],
        '/note': ['/catatan'],
        '/sequence': ['/urutan'],
        '/status': ['/tstatus/name'],
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
      why: 'nomor laporan di sistem penerima',
      use: 'context',
      fields: { answer: ['/code'], report: ['/code'], status: ['/code'] },
    },
    {
      why: 'nomor kiriman, sama pada setiap pengulangan',
      use: 'context',
      fields: { answer: ['/idKiriman'], intake: ['/idKiriman'], report: ['/idKiriman'], status: ['/idKiriman'] },
    },
    { why: 'penerima sendiri yang memberi nomor', fields: { intake: ['/code'] } },
    { why: 'kunci internal CRM, milik CRM sendiri', fields: { intake: ['/id'], report: ['/id'] } },
    {
      why: 'nomor laporan di sistem pengirim',
      use: 'context',
      fields: { intake: ['/rujukan/nomorAsal'], report: ['/rujukan/nomorAsal'], status: ['/rujukan/nomorAsal'] },
    },
    {
      why: 'kata petugas penerima untuk menyerahkan laporan; gerbang tidak mengatakannya',
      fields: {
        intake: ['/serahTerima/alasan', '/serahTerima/catatan'],
        report: ['/serahTerima/alasan', '/serahTerima/catatan'],
      },
    },
    { why: 'penerima sendiri yang menetapkan status', fields: { intake: ['/tstatus/name'] } },
    {
      why: 'hanya ada pada laporan masuk dari serah terima',
      fields: { report: ['/rujukan/alasan', '/rujukan/batasJawab', '/rujukan/serahTerimaId'] },
    },
  ],
};
