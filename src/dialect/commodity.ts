import type { CodeTable } from '../adapter.ts';
import { COMMODITY_CODES, type Commodity, type CommodityCode, UNIT_CODES } from '../generated/contracts.ts';
import { normalise, read, write } from './codes.ts';

/**
 * Food as Badan Pangan Nasional lists it, for adapters. Numbers and names are those of the published tables of its Panel
 * Harga of September to November 2025.
 */

/**
 * Names of food in the national list, and other names that mean exactly the same. Jakarta's "Cabe" is the list's "Cabai";
 * `commodityOf` sees to that.
 */
export const COMMODITY: CodeTable = {
  name: 'commodity',
  natives: [
    ...['Beras Premium', 'Beras Medium', 'Kedelai Biji Kering (Impor)', 'Bawang Merah', 'Bawang Putih Bonggol'],
    ...['Cabai Merah Keriting', 'Cabai Rawit Merah', 'Daging Sapi Murni', 'Daging Ayam Ras', 'Telur Ayam Ras'],
    ...['Gula Konsumsi', 'Minyak Goreng Kemasan', 'Tepung Terigu (Curah)', 'Minyak Goreng Curah'],
    ...['Jagung Tk Peternak', 'Ikan Kembung', 'Ikan Tongkol', 'Ikan Bandeng', 'Garam Konsumsi'],
    ...['Tepung Terigu Kemasan', 'Beras SPHP', 'Cabai Merah Besar', 'Minyakita'],
    ...['Daging Kerbau Beku (Impor Luar Negeri)', 'Daging Kerbau Segar (Lokal)', 'Kedelai', 'Tepung Terigu Curah'],
  ],
  canonicals: COMMODITY_CODES,
  rows: [
    { native: 'Beras Premium', canonical: '27' },
    { native: 'Beras Medium', canonical: '28' },
    { native: 'Kedelai Biji Kering (Impor)', canonical: '29' },
    { native: 'Bawang Merah', canonical: '30' },
    { native: 'Bawang Putih Bonggol', canonical: '31' },
    { native: 'Cabai Merah Keriting', canonical: '32' },
    { native: 'Cabai Rawit Merah', canonical: '33' },
    { native: 'Daging Sapi Murni', canonical: '34' },
    { native: 'Daging Ayam Ras', canonical: '35' },
    { native: 'Telur Ayam Ras', canonical: '36' },
    { native: 'Gula Konsumsi', canonical: '37' },
    { native: 'Minyak Goreng Kemasan', canonical: '38' },
    { native: 'Tepung Terigu (Curah)', canonical: '40' },
    { native: 'Minyak Goreng Curah', canonical: '101' },
    { native: 'Jagung Tk Peternak', canonical: '102' },
    { native: 'Ikan Kembung', canonical: '104' },
    { native: 'Ikan Tongkol', canonical: '105' },
    { native: 'Ikan Bandeng', canonical: '106' },
    { native: 'Garam Konsumsi', canonical: '107' },
    { native: 'Tepung Terigu Kemasan', canonical: '108' },
    { native: 'Beras SPHP', canonical: '109' },
    { native: 'Cabai Merah Besar', canonical: '126' },
    { native: 'Minyakita', canonical: '127' },
    { native: 'Daging Kerbau Beku (Impor Luar Negeri)', canonical: '149' },
    { native: 'Daging Kerbau Segar (Lokal)', canonical: '152' },
    { native: 'Kedelai', canonical: '29', way: 'in' },
    { native: 'Tepung Terigu Curah', canonical: '40', way: 'in' },
  ],
  // A food that is not on the list is told by its native name.
  inexpressible: ['other'],
};

/** A food by its native name; one the national list does not have is `other`, and a mapping gap for the adapter to tell. */
export function commodityOf(nativeName: string): Commodity {
  const tidy = nativeName.trim().replace(/\s+/gu, ' ');
  const code = read(COMMODITY, normalise(tidy).replace(/\bcabe\b/gu, 'cabai'));
  return { code: isCode(code) ? code : 'other', name: isCode(code) ? nameOf(code, tidy) : tidy, nativeName };
}

/** The list's name; `otherwise` for what is not on it. */
export const nameOf = (code: CommodityCode, otherwise: string): string =>
  code === 'other' ? otherwise : write(COMMODITY, code);

const isCode = (word: string | undefined): word is CommodityCode => COMMODITY_CODES.some((code) => code === word);

/**
 * Units in which food is sold. The Panel Harga spells the kilogram and the litre in five ways, with the rupiah before them.
 */
export const UNIT: CodeTable = {
  name: 'unit',
  natives: [
    ...['kg', 'kilogram', 'Rp./Kg', 'Rp/Kg', 'liter', 'ltr', 'Rp./Liter', 'Rp/Liter'],
    ...['kuintal', 'ton', 'buah', 'butir', 'ekor', 'bungkus', 'ikat'],
  ],
  canonicals: UNIT_CODES,
  rows: [
    { native: 'kg', canonical: 'kg' },
    { native: 'kilogram', canonical: 'kg', way: 'in' },
    { native: 'Rp./Kg', canonical: 'kg', way: 'in' },
    { native: 'Rp/Kg', canonical: 'kg', way: 'in' },
    { native: 'liter', canonical: 'litre' },
    { native: 'ltr', canonical: 'litre', way: 'in' },
    { native: 'Rp./Liter', canonical: 'litre', way: 'in' },
    { native: 'Rp/Liter', canonical: 'litre', way: 'in' },
    { native: 'kuintal', canonical: 'quintal' },
    { native: 'ton', canonical: 'tonne' },
    { native: 'buah', canonical: 'piece' },
    { native: 'butir', canonical: 'piece', way: 'in' },
    { native: 'ekor', canonical: 'piece', way: 'in' },
    { native: 'bungkus', canonical: 'pack' },
    { native: 'ikat', canonical: 'bunch' },
  ],
};
