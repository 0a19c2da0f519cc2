import type { CoveredWay } from '../../../src/declared.ts';

/** What becomes of every field, native to canonical; `test/kits/coverageKit.ts` finds out whether it is true. */
export const inbound: CoveredWay = {
  routes: [
    {
      message: 'pengaduan',
      contract: 'report-status/1.0',
      fields: { '/dilihat': ['/at'], '/status': ['/nativeStatus', '/status'], '/updated_at': ['/at'] },
    },
    {
      message: 'permohonan',
      contract: 'village-service-status/1.0',
      fields: {
        '/dilihat': ['/at'],
        '/id': ['/requestHandle'],
        '/jenis_surat': ['/letterType'],
        '/status': ['/status'],
        '/updated_at': ['/at'],
      },
    },
  ],
  unread: [
    {
      why: 'menamai kasus: caseId dibuat gerbang dari nomor ini',
      use: 'identity',
      fields: { pengaduan: ['/id'] },
    },
    {
      why: 'balasan atas pengaduan bukan kasus tersendiri, jadi ditolak',
      use: 'refusal',
      fields: { pengaduan: ['/id_pengaduan'] },
    },
  ],
  unfilled: [
    {
      why: 'balasan petugas tidak diambil: orang yang menulisnya ikut tersebut di sana',
      fields: {
        'report-status/1.0': ['/evidence/*/mediaType', '/evidence/*/sha256', '/evidence/*/url', '/note'],
      },
    },
    {
      why: 'lahir dari jawaban HTTP atas serah terima, bukan dari pesan OpenSID',
      fields: { 'handover-answer/1.0': ['/at', '/destinationNumber', '/note', '/state'] },
    },
    { why: 'desa yang disebut konfigurasi sistem ini', fields: { 'village-service-status/1.0': ['/villageCode'] } },
  ],
};
