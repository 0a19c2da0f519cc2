import { type Coverage, type CoveredWay, insideReport, type LeftOut, type Route } from '../../declared.ts';
import type { Members, Shape } from './shape.ts';

/** What becomes of every field of a mapped dialect; its kit finds out whether it is true. */
export const mappedCoverage = ({ members }: Shape): Coverage => ({
  inbound: inbound(members),
  outbound: outbound(members),
});

/** What a report tells, read and written alike. */
const told = (m: Members): readonly (readonly [native: string, canonical: readonly string[]])[] => [
  [m.address, ['/location/address']],
  [m.agency, ['/agency']],
  [m.anonymous, ['/anonymous']],
  [`${m.attachments}/*`, ['/attachments/*/url']],
  [m.confidentiality, ['/confidentiality']],
  [m.dueAt, ['/dueAt']],
  [m.kind, ['/kind']],
  [m.latitude, ['/location/point/coordinates/1']],
  [m.longitude, ['/location/point/coordinates/0']],
  [m.region, ['/location/regionCode']],
  [m.reporter, ['/reporterHandle']],
  [m.text, ['/description']],
];

const inbound = (m: Members): CoveredWay => ({
  routes: [...readOfReports(m), ...readOfMoves(m)],
  unread: unread(m),
  unfilled: [
    reported('dialek ini tidak menyebut jenis dan sidik berkas', '/attachments/*/mediaType', '/attachments/*/sha256'),
    {
      why: 'dialek ini tidak menyebut jenis dan sidik berkas',
      fields: { 'report-status/1.0': ['/evidence/*/mediaType', '/evidence/*/sha256'] },
    },
    reported('wilayahnya selalu dari kode yang disebut pengirim', '/location/determinedBy'),
  ],
});

function readOfReports(m: Members): readonly Route[] {
  const report: Route['fields'] = {
    ...Object.fromEntries(told(m)),
    [m.category]: ['/category/code', '/category/native'],
    // Either coordinate decides whether there is a point at all.
    [m.latitude]: ['/location/point/coordinates/1', '/location/point/coordinates/0'],
    [m.longitude]: ['/location/point/coordinates/0', '/location/point/coordinates/1'],
    [m.createdAt]: ['/createdAt', '/updatedAt'],
    [m.status]: ['/nativeStatus', '/status'],
    [m.title]: ['/description'],
    [m.updatedAt]: ['/updatedAt'],
  };
  const status = { [m.createdAt]: ['/at'], [m.status]: ['/nativeStatus', '/status'], [m.updatedAt]: ['/at'] };
  const handover = { ...insideReport(report, 'to'), [m.reason]: ['/reason'] };
  return [
    { message: 'report', contract: 'citizen-report/1.0', fields: report },
    { message: 'report', contract: 'report-handover/1.0', fields: handover },
    { message: 'report', contract: 'report-status/1.0', fields: status },
  ];
}

const readOfMoves = (m: Members): readonly Route[] => [
  {
    ...{ message: 'answer', contract: 'handover-answer/1.0' },
    fields: {
      [m.answer]: ['/destinationNumber', '/state'],
      [m.at]: ['/at'],
      [m.note]: ['/note'],
      [m.number]: ['/destinationNumber'],
    },
  },
  {
    ...{ message: 'status', contract: 'report-status/1.0' },
    fields: {
      [m.at]: ['/at'],
      [`${m.attachments}/*`]: ['/evidence/*/url'],
      [m.note]: ['/note'],
      [m.status]: ['/nativeStatus', '/status'],
    },
  },
];

const unread = (m: Members): readonly LeftOut[] => [
  {
    why: 'ditulis gerbang sendiri; tidak berarti apa-apa bila kembali',
    fields: {
      answer: [m.caseId, m.deliveryId, m.handoverId, m.otherNumber],
      report: [m.caseId, m.deliveryId, m.originNumber, m.originSystem, m.otherCategory],
      status: [m.caseId, m.deliveryId, m.originNumber, m.sequence],
    },
  },
  {
    why: 'menamai kasus: caseId dibuat gerbang dari nomor ini',
    use: 'identity',
    fields: { report: [m.number], status: [m.number] },
  },
];

const outbound = (m: Members): CoveredWay => ({
  routes: [...writtenOfReports(m), ...writtenOfMoves(m)],
  unread: unwritten(),
  unfilled: beside(m),
});

function writtenOfReports(m: Members): readonly Route[] {
  const report: Route['fields'] = {
    ...Object.fromEntries(told(m).flatMap(([native, canonical]) => canonical.map((field) => [field, [native]]))),
    '/caseId': [m.caseId],
    '/category/code': [m.category],
    '/category/native': [m.otherCategory],
    '/createdAt': [m.createdAt],
    '/description': [m.text, m.title],
    '/originSystem': [m.originSystem],
    '/updatedAt': [m.updatedAt],
  };
  const own = { '/answerBy': [m.answerBy], '/handoverId': [m.handoverId], '/reason': [m.handoverReason] };
  return [
    { message: 'intake', contract: 'report-handover/1.0', fields: { ...insideReport(report, 'from'), ...own } },
    { message: 'report', contract: 'citizen-report/1.0', fields: { ...report, '/status': [m.status] } },
  ];
}

const writtenOfMoves = (m: Members): readonly Route[] => [
  {
    ...{ message: 'answer', contract: 'handover-answer/1.0' },
    fields: {
      '/at': [m.at],
      '/caseId': [m.caseId],
      '/destinationNumber': [m.otherNumber],
      '/handoverId': [m.handoverId],
      '/note': [m.note],
      '/state': [m.answer],
    },
  },
  {
    ...{ message: 'status', contract: 'report-status/1.0' },
    fields: {
      '/at': [m.at],
      '/caseId': [m.caseId],
      '/evidence/*/url': [`${m.attachments}/*`],
      '/note': [m.note],
      '/sequence': [m.sequence],
      '/status': [m.status],
    },
  },
];

/** The same reason holds for a report and for one inside a handover. */
const reported = (why: string, ...fields: readonly string[]): LeftOut => ({
  why,
  fields: { 'citizen-report/1.0': fields, 'report-handover/1.0': fields.map((field) => `/report${field}`) },
});

const unwritten = (): readonly LeftOut[] => [
  reported('dialek ini hanya mengenal alamat berkas', '/attachments/*/mediaType', '/attachments/*/sha256'),
  {
    why: 'dialek ini hanya mengenal alamat berkas',
    fields: { 'report-status/1.0': ['/evidence/*/mediaType', '/evidence/*/sha256'] },
  },
  reported('penghapusan terlihat pada teksnya sendiri', '/descriptionRedacted'),
  reported('dialek ini tidak membedakan asal kode wilayah', '/location/determinedBy'),
  reported('kata status pihak lain; yang ditulis adalah kata dialek ini', '/nativeStatus'),
  {
    why: 'kata status pihak lain; yang ditulis adalah kata dialek ini',
    fields: { 'report-status/1.0': ['/nativeStatus'] },
  },
  reported('sudah tersirat pada sistem asal', '/originProvince'),
  reported('dialek ini tidak punya tempat untuk kasus terkait', '/relatedCases/*'),
  {
    why: 'kedua pihak sudah disebut oleh sistem asal dan oleh penerimanya sendiri',
    fields: { 'report-handover/1.0': ['/from/level', '/from/regionCode', '/to/level', '/to/regionCode'] },
  },
  { why: 'laporan masuk mulai dari status penerima sendiri', fields: { 'report-handover/1.0': ['/report/status'] } },
];

const beside = (m: Members): readonly LeftOut[] => [
  {
    why: 'nomor kiriman, sama pada setiap pengulangan',
    use: 'context',
    fields: { answer: [m.deliveryId], intake: [m.deliveryId], report: [m.deliveryId], status: [m.deliveryId] },
  },
  {
    why: 'nomor laporan di sistem penerima',
    use: 'context',
    fields: { answer: [m.number], report: [m.number], status: [m.number] },
  },
  {
    why: 'nomor laporan di sistem pengirim',
    use: 'context',
    fields: { intake: [m.originNumber], report: [m.originNumber], status: [m.originNumber] },
  },
  {
    why: 'kata petugas penerima untuk menyerahkan laporan; gerbang tidak mengatakannya',
    fields: { report: [m.reason] },
  },
];
