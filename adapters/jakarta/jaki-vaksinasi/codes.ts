import type { CodeTable } from '../../../src/adapter.ts';
import { FACILITY_KIND_CODES } from '../../../src/generated/contracts.ts';

/**
 * `jenis_faskes`. All but `RS` and `RSUD`, which are our reading of what else it may say, were seen in answers of July 2021,
 * written in small and capital letters. Nothing is ever written in these words.
 */
export const FACILITY_KIND: CodeTable = {
  name: 'facility-kind',
  natives: [
    ...['Rumah Sakit', 'RS', 'RSUD', 'Puskesmas', 'Klinik', 'Sentra Vaksin', 'Sentra Vaksinasi'],
    ...['Sentra Vaksin Kolaborator', 'Serbuan Vaksinasi', 'Keliling'],
  ],
  canonicals: FACILITY_KIND_CODES,
  rows: [
    { native: 'Rumah Sakit', canonical: 'hospital' },
    { native: 'RS', canonical: 'hospital', way: 'in' },
    { native: 'RSUD', canonical: 'hospital', way: 'in' },
    { native: 'Puskesmas', canonical: 'puskesmas' },
    { native: 'Klinik', canonical: 'clinic' },
    { native: 'Sentra Vaksinasi', canonical: 'vaccination-centre' },
    { native: 'Sentra Vaksin', canonical: 'vaccination-centre', way: 'in' },
    { native: 'Sentra Vaksin Kolaborator', canonical: 'vaccination-centre', way: 'in' },
    { native: 'Serbuan Vaksinasi', canonical: 'vaccination-centre', way: 'in' },
    { native: 'Keliling', canonical: 'other', way: 'in' },
  ],
  // A site of another sort has no word here; what travels about ("Keliling") is one such sort.
  inexpressible: ['other'],
};
