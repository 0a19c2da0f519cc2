import type { CodeRow, CodeTable } from '../../../src/adapter.ts';
import {
  type HandoverReason,
  LETTER_STATUS_CODES,
  REPORT_STATUS_CODES,
  type ReportKind,
} from '../../../src/generated/contracts.ts';

const statusRows: readonly CodeRow[] = [
  { native: '1', canonical: 'received' },
  { native: '2', canonical: 'in-progress' },
  { native: '3', canonical: 'done' },
  { native: '1', canonical: 'verified', way: 'out', lossy: 'that it was verified is told in the text alone' },
  { native: '1', canonical: 'coordinated', way: 'out', lossy: 'that it is being passed on is told in the text alone' },
  { native: '1', canonical: 'assigned', way: 'out', lossy: 'that somebody was told to act is told in the text alone' },
  // Waiting, not in progress: nobody is known to have begun where it went.
  { native: '1', canonical: 'handed-over', way: 'out', lossy: 'that it went elsewhere is told in the text alone' },
  {
    native: '2',
    canonical: 'awaiting-validation',
    way: 'out',
    lossy: 'that it waits for its check is told in the text alone',
  },
  { native: '2', canonical: 'rework', way: 'out', lossy: 'that it failed its check is told in the text alone' },
];

/**
 * The integers of a complaint, as text: 1 Menunggu Diproses, 2 Sedang Diproses, 3 Selesai Diproses (OpenSID/OpenSID, table
 * `pengaduan`). There is no word for a refusal: the only end is 3, and nobody is told "done" of what was refused.
 */
export const STATUS: CodeTable = {
  name: 'status',
  natives: ['1', '2', '3'],
  canonicals: REPORT_STATUS_CODES,
  rows: statusRows,
  inexpressible: ['rejected', 'outside-authority'],
  refusals: [],
};

const letterRows: readonly CodeRow[] = [
  { native: 'Belum Lengkap', canonical: 'incomplete' },
  { native: 'Sedang Diperiksa', canonical: 'under-review' },
  { native: 'Menunggu Tandatangan', canonical: 'awaiting-signature' },
  { native: 'Siap Diambil', canonical: 'ready' },
  { native: 'Siap Diambil/Diantar', canonical: 'ready', way: 'in' },
  { native: 'Sudah Diambil', canonical: 'collected' },
  { native: 'Dibatalkan', canonical: 'cancelled' },
];

/**
 * The labels of a letter request, and one that an older release wrote (OpenSID/opensid-api, `PermohonanSurat`). Labels
 * only: that release numbered them otherwise (0 Sedang diperiksa, 1 Belum lengkap, 9 Dibatalkan) than the product does now.
 */
export const LETTER_STATUS: CodeTable = {
  name: 'letter-status',
  natives: [
    'Belum Lengkap',
    'Sedang Diperiksa',
    'Menunggu Tandatangan',
    'Siap Diambil',
    'Siap Diambil/Diantar',
    'Sudah Diambil',
    'Dibatalkan',
  ],
  canonicals: LETTER_STATUS_CODES,
  rows: letterRows,
};

/** Proposed: OpenSID has no kinds; the words stand in the text of a complaint. */
export const KIND: CodeTable = {
  name: 'kind',
  natives: ['Pengaduan', 'Aspirasi', 'Permintaan informasi'],
  canonicals: ['complaint', 'aspiration', 'information-request'] satisfies readonly ReportKind[],
  rows: [
    { native: 'Pengaduan', canonical: 'complaint' },
    { native: 'Aspirasi', canonical: 'aspiration' },
    { native: 'Permintaan informasi', canonical: 'information-request' },
  ],
};

/** Proposed: OpenSID knows no handover. */
export const REASON: CodeTable = {
  name: 'handover-reason',
  natives: ['di luar wilayah', 'di luar kewenangan', 'salah kanal'],
  canonicals: ['outside-territory', 'outside-authority', 'wrong-channel'] satisfies readonly HandoverReason[],
  rows: [
    { native: 'di luar wilayah', canonical: 'outside-territory' },
    { native: 'di luar kewenangan', canonical: 'outside-authority' },
    { native: 'salah kanal', canonical: 'wrong-channel' },
  ],
};
