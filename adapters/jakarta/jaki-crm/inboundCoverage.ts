import { type CoveredWay, insideReport, type Route } from '../../../src/declared.ts';

/** What a snapshot tells of a report. */
const READ: Route['fields'] = {
  '/batasWaktu': ['/dueAt'],
  '/complaintCategory/name': ['/category/code', '/category/native', '/description'],
  '/content': ['/description', '/location/address'],
  '/createdAt': ['/createdAt', '/updatedAt'],
  '/documents/*/url': ['/attachments/*/url'],
  '/isAnonim': ['/anonymous'],
  '/isPrivacy': ['/confidentiality'],
  '/isRahasia': ['/confidentiality'],
  '/jenis': ['/kind'],
  '/kodeWilayah': ['/location/determinedBy', '/location/regionCode'],
  '/lat': ['/location/point/coordinates/1', '/location/point/coordinates/0', '/location/determinedBy'],
  '/lng': ['/location/point/coordinates/0', '/location/point/coordinates/1', '/location/determinedBy'],
  '/pelaporRef': ['/reporterHandle'],
  '/tstatus/name': ['/nativeStatus', '/status'],
  '/updatedAt': ['/updatedAt'],
  '/village/name': ['/location/regionCode'],
  '/zone/name': ['/agency'],
};

/** What becomes of every field, native to canonical; `test/kits/coverageKit.ts` finds out whether it is true. */
export const inbound: CoveredWay = {
  routes: [
    {
      message: 'answer',
      contract: 'handover-answer/1.0',
      fields: {
        '/catatan': ['/note'],
        '/code': ['/destinationNumber'],
        '/jawaban': ['/destinationNumber', '/state'],
        '/waktu': ['/at'],
      },
    },
    { message: 'report', contract: 'citizen-report/1.0', fields: READ },
    {
      message: 'report',
      contract: 'report-handover/1.0',
      fields: { ...insideReport(READ, 'to'), '/serahTerima/alasan': ['/reason'] },
    },
    {
      message: 'report',
      contract: 'report-status/1.0',
      fields: {
        '/createdAt': ['/at'],
        '/serahTerima/catatan': ['/note'],
        '/tstatus/name': ['/nativeStatus', '/status'],
        '/updatedAt': ['/at'],
      },
    },
    {
      message: 'status',
      contract: 'report-status/1.0',
      fields: {
        '/catatan': ['/note'],
        '/documents/*/url': ['/evidence/*/url'],
        '/tstatus/name': ['/nativeStatus', '/status'],
        '/waktu': ['/at'],
      },
    },
  ],
  unread: [
    {
      why: 'ditulis gerbang sendiri; tidak berarti apa-apa bila kembali',
      fields: { answer: ['/idKiriman'], report: ['/idKiriman'], status: ['/idKiriman'] },
    },
    { why: 'ditulis gerbang; jawaban petugas memakai nomor sistem ini sendiri', fields: { answer: ['/nomorTujuan'] } },
    {
      why: 'ditulis gerbang sendiri; kasusnya dikenali dari nomor pengirim',
      fields: {
        answer: ['/rujukan/kasus', '/rujukan/serahTerimaId'],
        report: [
          '/rujukan/alasan',
          '/rujukan/batasJawab',
          '/rujukan/kasus',
          '/rujukan/nomorAsal',
          '/rujukan/serahTerimaId',
          '/rujukan/sistem',
        ],
        status: ['/rujukan/kasus', '/rujukan/nomorAsal'],
      },
    },
    {
      why: 'menamai kasus: caseId dibuat gerbang dari nomor ini',
      use: 'identity',
      fields: { report: ['/code'], status: ['/code'] },
    },
    { why: 'kunci internal CRM, tidak ada artinya di luar', fields: { report: ['/id'] } },
    {
      why: 'nama kategori di sisi lain, kembali dari kiriman gerbang; kategori sistem ini sendiri yang berlaku',
      fields: { report: ['/kategoriAsal'] },
    },
    {
      why: 'ikut mencari kelurahan; sendirian hanya dapat membuat rantai nama tidak cocok',
      use: 'refusal',
      fields: {
        report: ['/village/district/city/name', '/village/district/city/province/name', '/village/district/name'],
      },
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
  ],
};
