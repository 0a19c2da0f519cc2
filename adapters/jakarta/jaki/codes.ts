import type { CodeRow, CodeTable } from '../../../src/adapter.ts';
import {
  FACILITY_KIND_CODES,
  LETTER_STATUS_CODES,
  PRICE_LEVEL_CODES,
  PRICE_QUALITY_CODES,
  SERVICE_CATEGORY_CODES,
  SERVICE_STATE_CODES,
  SUPPLY_STAGE_CODES,
} from '../../../src/generated/contracts.ts';

/**
 * Every word of JAKI's here is proposed: none of its lists is public. Units are those of `src/dialect/commodity.ts`, statuses of
 * letters are OpenSID's labels (read in OpenSID/opensid-api, `PermohonanSurat`).
 */

const categoryRows: readonly CodeRow[] = [
  { native: 'Pengaduan', canonical: 'complaints' },
  { native: 'Informasi Publik', canonical: 'public-information' },
  { native: 'Kesehatan', canonical: 'health' },
  { native: 'Pangan', canonical: 'food' },
  { native: 'Ketenagakerjaan', canonical: 'jobs' },
  { native: 'Pajak', canonical: 'tax' },
  { native: 'Bantuan Sosial', canonical: 'social-aid' },
  { native: 'Kependudukan', canonical: 'population' },
  { native: 'Perizinan', canonical: 'licensing' },
  { native: 'Pendidikan', canonical: 'education' },
  { native: 'Transportasi', canonical: 'transport' },
  { native: 'Pariwisata', canonical: 'tourism' },
  { native: 'Kedaruratan', canonical: 'emergency' },
  { native: 'Lainnya', canonical: 'other' },
];

export const SERVICE_CATEGORY: CodeTable = {
  name: 'service-category',
  natives: [
    'Pengaduan',
    'Informasi Publik',
    'Kesehatan',
    'Pangan',
    'Ketenagakerjaan',
    'Pajak',
    'Bantuan Sosial',
    'Kependudukan',
    'Perizinan',
    'Pendidikan',
    'Transportasi',
    'Pariwisata',
    'Kedaruratan',
    'Lainnya',
  ],
  canonicals: SERVICE_CATEGORY_CODES,
  rows: categoryRows,
};

const stateRows: readonly CodeRow[] = [
  { native: 'AKTIF', canonical: 'active' },
  { native: 'GANGGUAN', canonical: 'suspended' },
  { native: 'PEMELIHARAAN', canonical: 'suspended', way: 'in' },
  { native: 'DITUTUP', canonical: 'ended' },
];

export const SERVICE_STATE: CodeTable = {
  name: 'service-state',
  natives: ['AKTIF', 'GANGGUAN', 'PEMELIHARAAN', 'DITUTUP'],
  canonicals: SERVICE_STATE_CODES,
  rows: stateRows,
};

const levelRows: readonly CodeRow[] = [
  { native: 'Konsumen', canonical: 'consumer' },
  { native: 'Produsen', canonical: 'producer' },
  { native: 'Grosir', canonical: 'wholesale' },
];

export const PRICE_LEVEL: CodeTable = {
  name: 'price-level',
  natives: ['Konsumen', 'Produsen', 'Grosir'],
  canonicals: PRICE_LEVEL_CODES,
  rows: levelRows,
};

const qualityRows: readonly CodeRow[] = [
  { native: 'Dilaporkan', canonical: 'reported' },
  { native: 'Rata-rata', canonical: 'averaged' },
  { native: 'Perkiraan', canonical: 'imputed' },
];

export const PRICE_QUALITY: CodeTable = {
  name: 'price-quality',
  natives: ['Dilaporkan', 'Rata-rata', 'Perkiraan'],
  canonicals: PRICE_QUALITY_CODES,
  rows: qualityRows,
};

const stageRows: readonly CodeRow[] = [
  { native: 'Mentah', canonical: 'raw' },
  { native: 'Olahan', canonical: 'processed' },
];

export const SUPPLY_STAGE: CodeTable = {
  name: 'supply-stage',
  natives: ['Mentah', 'Olahan'],
  canonicals: SUPPLY_STAGE_CODES,
  rows: stageRows,
};

const kindRows: readonly CodeRow[] = [
  { native: 'Rumah Sakit', canonical: 'hospital' },
  { native: 'Puskesmas', canonical: 'puskesmas' },
  { native: 'Klinik', canonical: 'clinic' },
  { native: 'Sentra Vaksinasi', canonical: 'vaccination-centre' },
  { native: 'Lainnya', canonical: 'other' },
];

export const FACILITY_KIND: CodeTable = {
  name: 'facility-kind',
  natives: ['Rumah Sakit', 'Puskesmas', 'Klinik', 'Sentra Vaksinasi', 'Lainnya'],
  canonicals: FACILITY_KIND_CODES,
  rows: kindRows,
};

const letterRows: readonly CodeRow[] = [
  { native: 'Belum Lengkap', canonical: 'incomplete' },
  { native: 'Sedang Diperiksa', canonical: 'under-review' },
  { native: 'Menunggu Tandatangan', canonical: 'awaiting-signature' },
  { native: 'Siap Diambil', canonical: 'ready' },
  { native: 'Sudah Diambil', canonical: 'collected' },
  { native: 'Dibatalkan', canonical: 'cancelled' },
];

export const LETTER_STATUS: CodeTable = {
  name: 'letter-status',
  natives: ['Belum Lengkap', 'Sedang Diperiksa', 'Menunggu Tandatangan', 'Siap Diambil', 'Sudah Diambil', 'Dibatalkan'],
  canonicals: LETTER_STATUS_CODES,
  rows: letterRows,
};
