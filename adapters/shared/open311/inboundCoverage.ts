import type { CoveredWay } from '../../../src/declared.ts';

/** What becomes of every field, native to canonical; `test/kits/coverageKit.ts` finds out whether it is true. */
export const inbound: CoveredWay = {
  routes: [
    {
      message: 'request',
      contract: 'report-status/1.0',
      fields: {
        '/closure_reason': ['/status'],
        '/detailed_status': ['/nativeStatus', '/status'],
        '/duplicate': ['/nativeStatus', '/status'],
        '/extended_attributes/closure_reason': ['/status'],
        '/extended_attributes/detailed_status': ['/nativeStatus', '/status'],
        '/extended_attributes/duplicate': ['/nativeStatus', '/status'],
        '/extended_attributes/parent_service_request_id': ['/nativeStatus', '/status'],
        '/extended_attributes/resolution': ['/status'],
        '/extended_attributes/substatus': ['/nativeStatus', '/status'],
        '/parent_service_request_id': ['/nativeStatus', '/status'],
        '/requested_datetime': ['/at'],
        '/resolution': ['/status'],
        '/seen_datetime': ['/at'],
        '/status': ['/nativeStatus', '/status'],
        '/status_notes': ['/note', '/status'],
        '/substatus': ['/nativeStatus', '/status'],
        '/updated_datetime': ['/at'],
      },
    },
  ],
  unread: [
    {
      why: 'menamai kasus: caseId dibuat gerbang dari nomor ini, atau dari token yang diberikan kota lebih dahulu',
      use: 'identity',
      fields: { request: ['/service_request_id', '/token'] },
    },
    {
      why: 'laporan itu sendiri dimiliki sistem asalnya; kota hanya ditanyai perkembangannya',
      fields: { request: ['/description', '/media_url', '/service_code', '/service_name'] },
    },
    {
      why: 'tempat dalam kata-kata dan kode kota sendiri; wilayah Kemendagri tidak disebut',
      fields: { request: ['/address', '/address_id', '/lat', '/long', '/zipcode'] },
    },
    {
      why: 'perkembangan tidak punya tempat untuk instansi, janji layanan dan tenggat',
      fields: { request: ['/agency_responsible', '/expected_datetime', '/service_notice'] },
    },
  ],
  unfilled: [
    {
      why: 'media_url adalah berkas pelapor, bukan bukti tindak lanjut',
      fields: { 'report-status/1.0': ['/evidence/*/mediaType', '/evidence/*/sha256', '/evidence/*/url'] },
    },
    {
      why: 'lahir dari jawaban HTTP atas serah terima, bukan dari pesan Open311',
      fields: { 'handover-answer/1.0': ['/at', '/destinationNumber', '/note', '/state'] },
    },
  ],
};
