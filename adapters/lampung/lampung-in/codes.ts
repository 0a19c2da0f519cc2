import type { CodeRow, CodeTable } from '../../../src/adapter.ts';
import {
  CATEGORY_CODES,
  FACILITY_KIND_CODES,
  type HandoverReason,
  type HandoverState,
  PRICE_LEVEL_CODES,
  PRICE_QUALITY_CODES,
  REPORT_STATUS_CODES,
  type ReportKind,
  SERVICE_CATEGORY_CODES,
  SERVICE_STATE_CODES,
  SUPPLY_STAGE_CODES,
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
    ...['Infrastruktur Jalan', 'Trotoar', 'Parkir Liar', 'Lalu Lintas', 'Pohon', 'Persampahan', 'Drainase', 'Banjir'],
    ...['Listrik dan Penerangan Jalan', 'Telekomunikasi', 'Jembatan dan Halte', 'Pedagang Kaki Lima', 'Reklame'],
    ...['Ketertiban Umum', 'Pencemaran Lingkungan', 'Tata Ruang dan Bangunan', 'Air Bersih'],
    ...['Taman dan Ruang Terbuka', 'Kesejahteraan Sosial', 'Pelayanan Publik', 'Pendidikan', 'Perizinan', 'Lainnya'],
  ],
  canonicals: CATEGORY_CODES,
  spelling: 'forgiven',
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

/** Proposed: the governors speak of _hilirisasi_, which makes _olahan_ of what is _mentah_. */
export const SUPPLY_STAGE: CodeTable = {
  name: 'supply-stage',
  natives: ['MENTAH', 'OLAHAN'],
  canonicals: SUPPLY_STAGE_CODES,
  rows: [
    { native: 'MENTAH', canonical: 'raw' },
    { native: 'OLAHAN', canonical: 'processed' },
  ],
};

/**
 * Proposed, from the services that the province announced in June 2025: pengaduan, informasi publik, kesehatan mental,
 * harga pangan, lowongan kerja, pajak daerah and e-Samsat, bantuan sosial, wisata. The others only for the shared list.
 */
export const SERVICE_CATEGORY: CodeTable = {
  name: 'service-category',
  natives: [
    ...['Pengaduan', 'Informasi Publik', 'Kesehatan', 'Kesehatan Mental', 'Pangan', 'Harga Pangan', 'Lowongan Kerja'],
    ...['Pajak Daerah', 'e-Samsat', 'Bantuan Sosial', 'Kependudukan', 'Perizinan', 'Pendidikan', 'Transportasi'],
    ...['Wisata', 'Kedaruratan', 'Lainnya'],
  ],
  canonicals: SERVICE_CATEGORY_CODES,
  rows: [
    { native: 'Pengaduan', canonical: 'complaints' },
    { native: 'Informasi Publik', canonical: 'public-information' },
    { native: 'Kesehatan', canonical: 'health' },
    { native: 'Kesehatan Mental', canonical: 'health', way: 'in' },
    { native: 'Pangan', canonical: 'food' },
    { native: 'Harga Pangan', canonical: 'food', way: 'in' },
    { native: 'Lowongan Kerja', canonical: 'jobs' },
    { native: 'Pajak Daerah', canonical: 'tax' },
    { native: 'e-Samsat', canonical: 'tax', way: 'in' },
    { native: 'Bantuan Sosial', canonical: 'social-aid' },
    { native: 'Kependudukan', canonical: 'population' },
    { native: 'Perizinan', canonical: 'licensing' },
    { native: 'Pendidikan', canonical: 'education' },
    { native: 'Transportasi', canonical: 'transport' },
    { native: 'Wisata', canonical: 'tourism' },
    { native: 'Kedaruratan', canonical: 'emergency' },
    { native: 'Lainnya', canonical: 'other' },
  ],
};

/** Proposed. */
export const SERVICE_STATE: CodeTable = {
  name: 'service-state',
  natives: ['AKTIF', 'DITANGGUHKAN', 'BERAKHIR'],
  canonicals: SERVICE_STATE_CODES,
  rows: [
    { native: 'AKTIF', canonical: 'active' },
    { native: 'DITANGGUHKAN', canonical: 'suspended' },
    { native: 'BERAKHIR', canonical: 'ended' },
  ],
};

/** Proposed: the Panel Harga's numbers for its levels are read in two ways, so here they are words. */
export const PRICE_LEVEL: CodeTable = {
  name: 'price-level',
  natives: ['KONSUMEN', 'PRODUSEN', 'GROSIR'],
  canonicals: PRICE_LEVEL_CODES,
  rows: [
    { native: 'KONSUMEN', canonical: 'consumer' },
    { native: 'PRODUSEN', canonical: 'producer' },
    { native: 'GROSIR', canonical: 'wholesale' },
  ],
};

/** Proposed. */
export const PRICE_QUALITY: CodeTable = {
  name: 'price-quality',
  natives: ['DILAPORKAN', 'RATA_RATA', 'PERKIRAAN'],
  canonicals: PRICE_QUALITY_CODES,
  rows: [
    { native: 'DILAPORKAN', canonical: 'reported' },
    { native: 'RATA_RATA', canonical: 'averaged' },
    { native: 'PERKIRAAN', canonical: 'imputed' },
  ],
};

/** Proposed. */
export const FACILITY_KIND: CodeTable = {
  name: 'facility-kind',
  natives: ['RUMAH_SAKIT', 'PUSKESMAS', 'KLINIK', 'SENTRA_VAKSINASI', 'LAINNYA'],
  canonicals: FACILITY_KIND_CODES,
  rows: [
    { native: 'RUMAH_SAKIT', canonical: 'hospital' },
    { native: 'PUSKESMAS', canonical: 'puskesmas' },
    { native: 'KLINIK', canonical: 'clinic' },
    { native: 'SENTRA_VAKSINASI', canonical: 'vaccination-centre' },
    { native: 'LAINNYA', canonical: 'other' },
  ],
};
