import type { CodeRow, CodeTable } from '../../../src/adapter.ts';
import {
  CATEGORY_CODES,
  type HandoverReason,
  type HandoverState,
  REPORT_STATUS_CODES,
  type ReportKind,
} from '../../../src/generated/contracts.ts';

const statusRows: readonly CodeRow[] = [
  { native: 'Menunggu', canonical: 'received' },
  { native: 'Koordinasi', canonical: 'coordinated' },
  { native: 'Disposisi', canonical: 'assigned' },
  { native: 'Proses', canonical: 'in-progress' },
  { native: 'Menunggu Validasi', canonical: 'awaiting-validation' },
  { native: 'TL Ditolak', canonical: 'rework' },
  { native: 'Selesai', canonical: 'done' },
  { native: 'Ditolak', canonical: 'rejected' },
  {
    native: 'Menunggu',
    canonical: 'verified',
    way: 'out',
    lossy: 'CRM does not tell a verified report from a new one',
  },
  { native: 'Ditolak', canonical: 'outside-authority', way: 'out', lossy: 'the reason of the refusal is lost' },
  { native: 'Koordinasi', canonical: 'handed-over', way: 'out', lossy: 'that it left for another government is lost' },
];

/** Five of the words are documented; Menunggu Validasi and TL Ditolak are known from use only, Ditolak by its help topic. */
export const STATUS: CodeTable = {
  name: 'status',
  natives: ['Menunggu', 'Koordinasi', 'Disposisi', 'Proses', 'Menunggu Validasi', 'TL Ditolak', 'Selesai', 'Ditolak'],
  canonicals: REPORT_STATUS_CODES,
  rows: statusRows,
  refusals: ['Ditolak'],
};

const categoryRows: readonly CodeRow[] = [
  { native: 'Jalan', canonical: 'road' },
  { native: 'Trotoar', canonical: 'pavement' },
  { native: 'Parkir Liar', canonical: 'illegal-parking' },
  { native: 'Arus Lalu Lintas', canonical: 'traffic' },
  { native: 'Pohon', canonical: 'tree' },
  { native: 'Sampah', canonical: 'waste' },
  { native: 'Saluran Air, Kali/Sungai', canonical: 'drainage' },
  { native: 'Tutup Saluran', canonical: 'drainage', way: 'in' },
  { native: 'Penanganan Banjir', canonical: 'flood' },
  { native: 'Jaringan Listrik', canonical: 'electricity' },
  { native: 'Jaringan/Menara Telekomunikasi', canonical: 'telecoms' },
  { native: 'Jembatan/JPO/Halte', canonical: 'bridge-or-stop' },
  { native: 'PKL Liar', canonical: 'street-vendor' },
  { native: 'Reklame', canonical: 'billboard' },
  { native: 'Reklame/Spanduk', canonical: 'billboard', way: 'in' },
  { native: 'Kawasan Dilarang Merokok', canonical: 'smoke-free-zone' },
  { native: 'Gangguan Ketenteraman dan Ketertiban', canonical: 'public-order' },
  { native: 'Gangguan dan Kebisingan', canonical: 'public-order', way: 'in' },
  { native: 'Pencemaran Lingkungan', canonical: 'pollution' },
  { native: 'Tata Ruang dan Bangunan', canonical: 'building' },
  { native: 'Rusun/Hunian Vertikal', canonical: 'building', way: 'in' },
  { native: 'Keluhan Fasilitas Gedung Pemda (sekolah, kantor)', canonical: 'building', way: 'in' },
  { native: 'PDAM/PAM', canonical: 'clean-water' },
  { native: 'Taman', canonical: 'park' },
  { native: 'RPTRA', canonical: 'park', way: 'in' },
  { native: 'PMKS (Penyandang Masalah Kesejahteraan Sosial)', canonical: 'social-welfare' },
  { native: 'Penyandang Masalah Kesejahteraan Sosial (PMKS)', canonical: 'social-welfare', way: 'in' },
  { native: 'Keluhan Pelayanan', canonical: 'public-service' },
  {
    native: 'Pekerja Penanganan Prasarana dan Sarana Umum Kelurahan (PPSU)',
    canonical: 'public-service',
    way: 'in',
  },
  { native: 'Perpustakaan dan Kearsipan', canonical: 'public-service', way: 'in' },
  { native: 'Pendaftaran (PPDB)', canonical: 'education', lossy: 'CRM names enrolment only, not all of education' },
  { native: 'Perizinan', canonical: 'licensing' },
  { native: 'Perizinan Bidang Perdagangan', canonical: 'licensing', way: 'in' },
  { native: 'Pelayanan Kesehatan', canonical: 'public-service', way: 'in' },
  { native: 'Pelayanan Perhubungan', canonical: 'public-service', way: 'in' },
  { native: 'PBB/BPHTB', canonical: 'public-service', way: 'in' },
  { native: 'KTP-el', canonical: 'public-service', way: 'in' },
  { native: 'e-KTP', canonical: 'public-service', way: 'in' },
  { native: 'Fasos/Fasum', canonical: 'building', way: 'in' },
  { native: 'Transportasi Publik', canonical: 'traffic', way: 'in' },
  { native: 'Perlengkapan Lalu Lintas', canonical: 'traffic', way: 'in' },
  { native: 'Satwa Liar', canonical: 'public-order', way: 'in' },
  { native: 'Lokasi PKL Binaan', canonical: 'street-vendor', way: 'in' },
  { native: 'Jak Wifi', canonical: 'telecoms', way: 'in' },
  { native: 'Keluhan Galian/Sisa Proyek', canonical: 'road', way: 'in' },
  { native: 'Olahraga', canonical: 'park', way: 'in' },
  { native: 'Lainnya', canonical: 'other', lossy: 'proposed: no general category has been seen' },
];

/** Names seen in real reports, less than half of 118. Those of services, taxes and papers are told apart in CRM alone. */
export const CATEGORY: CodeTable = {
  name: 'category',
  natives: [
    'Jalan',
    'Trotoar',
    'Parkir Liar',
    'Arus Lalu Lintas',
    'Pohon',
    'Sampah',
    'Saluran Air, Kali/Sungai',
    'Tutup Saluran',
    'Penanganan Banjir',
    'Jaringan Listrik',
    'Jaringan/Menara Telekomunikasi',
    'Jembatan/JPO/Halte',
    'PKL Liar',
    'Reklame',
    'Reklame/Spanduk',
    'Kawasan Dilarang Merokok',
    'Gangguan Ketenteraman dan Ketertiban',
    'Gangguan dan Kebisingan',
    'Pencemaran Lingkungan',
    'Tata Ruang dan Bangunan',
    'Rusun/Hunian Vertikal',
    'Keluhan Fasilitas Gedung Pemda (sekolah, kantor)',
    'PDAM/PAM',
    'Taman',
    'RPTRA',
    'PMKS (Penyandang Masalah Kesejahteraan Sosial)',
    'Penyandang Masalah Kesejahteraan Sosial (PMKS)',
    'Keluhan Pelayanan',
    'Pekerja Penanganan Prasarana dan Sarana Umum Kelurahan (PPSU)',
    'Perpustakaan dan Kearsipan',
    'Pendaftaran (PPDB)',
    'Perizinan',
    'Perizinan Bidang Perdagangan',
    'Pelayanan Kesehatan',
    'Pelayanan Perhubungan',
    'PBB/BPHTB',
    'KTP-el',
    'e-KTP',
    'Fasos/Fasum',
    'Transportasi Publik',
    'Perlengkapan Lalu Lintas',
    'Satwa Liar',
    'Lokasi PKL Binaan',
    'Jak Wifi',
    'Keluhan Galian/Sisa Proyek',
    'Olahraga',
    'Lainnya',
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
