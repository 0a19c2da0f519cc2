import { type CodeRow, type CodeTable, normalise, read } from './codes.ts';
import { COMMODITY_CODES, type Commodity, type CommodityCode, UNIT_CODES } from './generated/contracts.ts';

/**
 * Food as Badan Pangan Nasional lists it, for adapters. Numbers and names are those of the published tables of its Panel
 * Harga of September to November 2025.
 */

const NAMES: Readonly<Record<Exclude<CommodityCode, 'other'>, string>> = {
  '27': 'Beras Premium',
  '28': 'Beras Medium',
  '29': 'Kedelai Biji Kering (Impor)',
  '30': 'Bawang Merah',
  '31': 'Bawang Putih Bonggol',
  '32': 'Cabai Merah Keriting',
  '33': 'Cabai Rawit Merah',
  '34': 'Daging Sapi Murni',
  '35': 'Daging Ayam Ras',
  '36': 'Telur Ayam Ras',
  '37': 'Gula Konsumsi',
  '38': 'Minyak Goreng Kemasan',
  '40': 'Tepung Terigu (Curah)',
  '101': 'Minyak Goreng Curah',
  '102': 'Jagung Tk Peternak',
  '104': 'Ikan Kembung',
  '105': 'Ikan Tongkol',
  '106': 'Ikan Bandeng',
  '107': 'Garam Konsumsi',
  '108': 'Tepung Terigu Kemasan',
  '109': 'Beras SPHP',
  '126': 'Cabai Merah Besar',
  '127': 'Minyakita',
  '149': 'Daging Kerbau Beku (Impor Luar Negeri)',
  '152': 'Daging Kerbau Segar (Lokal)',
};

/** Other names that mean exactly the same. */
const ALSO: readonly CodeRow[] = [
  { native: 'Kedelai', canonical: '29', way: 'in' },
  { native: 'Tepung Terigu Curah', canonical: '40', way: 'in' },
];

/** Names of food in the national list. Jakarta's "Cabe" is the list's "Cabai"; `commodityOf` sees to that. */
export const COMMODITY: CodeTable = {
  name: 'commodity',
  natives: [...Object.values(NAMES), ...ALSO.map(({ native }) => native)],
  canonicals: COMMODITY_CODES,
  rows: [...Object.entries(NAMES).map(([canonical, native]) => ({ native, canonical })), ...ALSO],
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
export const nameOf = (code: CommodityCode, otherwise: string): string => (code === 'other' ? otherwise : NAMES[code]);

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

/**
 * Whole rupiah, from a number or its text. Null where nobody quoted: for null, an empty text, and each of `none` (0 unless
 * said). Undefined for what is no amount of rupiah.
 */
export function rupiahOf(native: unknown, none: readonly number[] = [0]): number | null | undefined {
  if (native === null || native === undefined || native === '') return null;
  const amount = typeof native === 'string' && /^\d{1,9}(?:\.00?)?$/.test(native.trim()) ? Number(native) : native;
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 0 || amount > MOST_RUPIAH)
    return undefined;
  return amount === 0 || none.includes(amount) ? null : amount;
}

/** The contracts' own bound. */
const MOST_RUPIAH = 100_000_000;

const DAYS = [/^(?<y>20\d{2})-(?<m>\d{2})-(?<d>\d{2})$/u, /^(?<d>\d{1,2})[-/](?<m>\d{1,2})[-/](?<y>20\d{2})$/u];

/** A day as `2025-09-12`, from that or from `12-9-2025` and `12/09/2025`, day first. Null for days no calendar has. */
export function dayOf(native: unknown): string | null {
  if (typeof native !== 'string') return null;
  const text = native.trim();
  const parts = DAYS.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return null;
  const { y = '', m = '', d = '' } = parts;
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day ? null : day;
}
