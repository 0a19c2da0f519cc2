import type { CodeRow, CodeTable } from '../../../src/codes.ts';
import {
  CATEGORY_CODES,
  type HandoverReason,
  type HandoverState,
  REPORT_STATUS_CODES,
  type ReportKind,
} from '../../../src/generated/contracts.ts';

const statusRows: readonly CodeRow[] = [
  { native: 'MASUK', canonical: 'received' },
  { native: 'DIVERIFIKASI', canonical: 'verified' },
  { native: 'DIKOORDINASIKAN', canonical: 'coordinated' },
  { native: 'DISPOSISI', canonical: 'assigned' },
  { native: 'DIPROSES', canonical: 'in-progress' },
  { native: 'SELESAI', canonical: 'done' },
  { native: 'DITOLAK', canonical: 'rejected' },
  { native: 'TIDAK_DAPAT_DIPROSES', canonical: 'outside-authority' },
  { native: 'DITERUSKAN', canonical: 'handed-over' },
  {
    native: 'DIPROSES',
    canonical: 'awaiting-validation',
    way: 'out',
    lossy: 'that the work waits for its check is lost',
  },
  { native: 'DIPROSES', canonical: 'rework', way: 'out', lossy: 'that the work failed its check is lost' },
];

/** Proposed: the press knows only diproses, selesai and tidak dapat diproses. */
export const STATUS: CodeTable = {
  name: 'status',
  natives: [
    'MASUK',
    'DIVERIFIKASI',
    'DIKOORDINASIKAN',
    'DISPOSISI',
    'DIPROSES',
    'SELESAI',
    'DITOLAK',
    'TIDAK_DAPAT_DIPROSES',
    'DITERUSKAN',
  ],
  canonicals: REPORT_STATUS_CODES,
  rows: statusRows,
  refusals: ['DITOLAK', 'TIDAK_DAPAT_DIPROSES'],
};

const categoryRows: readonly CodeRow[] = [
  { native: 'Infrastruktur Jalan', canonical: 'road' },
  { native: 'Trotoar', canonical: 'pavement' },
  { native: 'Parkir Liar', canonical: 'illegal-parking' },
  { native: 'Lalu Lintas', canonical: 'traffic' },
  { native: 'Pohon', canonical: 'tree' },
  { native: 'Persampahan', canonical: 'waste' },
  { native: 'Drainase', canonical: 'drainage' },
  { native: 'Banjir', canonical: 'flood' },
  { native: 'Listrik dan Penerangan Jalan', canonical: 'electricity' },
  { native: 'Telekomunikasi', canonical: 'telecoms' },
  { native: 'Jembatan dan Halte', canonical: 'bridge-or-stop' },
  { native: 'Pedagang Kaki Lima', canonical: 'street-vendor' },
  { native: 'Reklame', canonical: 'billboard' },
  { native: 'Ketertiban Umum', canonical: 'public-order' },
  { native: 'Ketertiban Umum', canonical: 'smoke-free-zone', way: 'out', lossy: 'no category of its own' },
  { native: 'Pencemaran Lingkungan', canonical: 'pollution' },
  { native: 'Tata Ruang dan Bangunan', canonical: 'building' },
  { native: 'Air Bersih', canonical: 'clean-water' },
  { native: 'Taman dan Ruang Terbuka', canonical: 'park' },
  { native: 'Kesejahteraan Sosial', canonical: 'social-welfare' },
  { native: 'Pelayanan Publik', canonical: 'public-service' },
  { native: 'Pendidikan', canonical: 'education' },
  { native: 'Perizinan', canonical: 'licensing' },
  { native: 'Lainnya', canonical: 'other' },
];

/** Proposed: no list of Lampung In's categories is public. */
export const CATEGORY: CodeTable = {
  name: 'category',
  natives: [
    'Infrastruktur Jalan',
    'Trotoar',
    'Parkir Liar',
    'Lalu Lintas',
    'Pohon',
    'Persampahan',
    'Drainase',
    'Banjir',
    'Listrik dan Penerangan Jalan',
    'Telekomunikasi',
    'Jembatan dan Halte',
    'Pedagang Kaki Lima',
    'Reklame',
    'Ketertiban Umum',
    'Pencemaran Lingkungan',
    'Tata Ruang dan Bangunan',
    'Air Bersih',
    'Taman dan Ruang Terbuka',
    'Kesejahteraan Sosial',
    'Pelayanan Publik',
    'Pendidikan',
    'Perizinan',
    'Lainnya',
  ],
  canonicals: CATEGORY_CODES,
  rows: categoryRows,
};

const kindRows: readonly CodeRow[] = [
  { native: 'PENGADUAN', canonical: 'complaint' },
  { native: 'ASPIRASI', canonical: 'aspiration' },
  { native: 'PERMINTAAN_INFORMASI', canonical: 'information-request' },
];

/** Proposed, by SP4N-LAPOR!'s three kinds. */
export const KIND: CodeTable = {
  name: 'kind',
  natives: ['PENGADUAN', 'ASPIRASI', 'PERMINTAAN_INFORMASI'],
  canonicals: ['complaint', 'aspiration', 'information-request'] satisfies readonly ReportKind[],
  rows: kindRows,
};

const reasonRows: readonly CodeRow[] = [
  { native: 'DI_LUAR_WILAYAH', canonical: 'outside-territory' },
  { native: 'DI_LUAR_KEWENANGAN', canonical: 'outside-authority' },
  { native: 'SALAH_KANAL', canonical: 'wrong-channel' },
];

/** Proposed. */
export const REASON: CodeTable = {
  name: 'handover-reason',
  natives: ['DI_LUAR_WILAYAH', 'DI_LUAR_KEWENANGAN', 'SALAH_KANAL'],
  canonicals: ['outside-territory', 'outside-authority', 'wrong-channel'] satisfies readonly HandoverReason[],
  rows: reasonRows,
};

const answerRows: readonly CodeRow[] = [
  { native: 'TERDAFTAR', canonical: 'registered' },
  { native: 'DITERIMA', canonical: 'accepted' },
  { native: 'DITOLAK', canonical: 'declined' },
  { native: 'KEDALUWARSA', canonical: 'expired' },
  { native: 'DITARIK', canonical: 'withdrawn' },
];

/** Proposed. */
export const ANSWER: CodeTable = {
  name: 'handover-answer',
  natives: ['TERDAFTAR', 'DITERIMA', 'DITOLAK', 'KEDALUWARSA', 'DITARIK'],
  canonicals: ['registered', 'accepted', 'declined', 'expired', 'withdrawn'] satisfies readonly HandoverState[],
  rows: answerRows,
  refusals: ['DITOLAK', 'KEDALUWARSA', 'DITARIK'],
};
