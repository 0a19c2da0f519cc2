import type { Draft } from '../adapter.ts';
import type { JsonPointer } from '../contract.ts';

interface Pattern {
  readonly what: string;
  readonly find: RegExp;
}

/** Regional plate prefixes (Perpol 7/2021 lampiran); anything else that looks like a plate is left alone. */
const PLATE_AREAS =
  'A|AA|AB|AD|AE|AG|B|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|D|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|DW|E|EA|EB|ED|F|G|H|K|KB|KH|KT|KU|L|M|N|P|PA|PB|R|S|T|W|Z';

/** What stands before a letter and a number that name a place and no car. */
const PLACES =
  'blok|blk|gang|gg|jl|jalan|no|nomor|lantai|lt|kelas|tower|unit|rumah|kav|kavling|koridor|ruang|gedung|tiang|zona|tipe';
/** What follows a number in running text: with these a small-letter `a 500 kg` is no plate. */
const UNITS = 'kg|gr|km|cm|mm|ml|kw|va|kva|kwh|rt|rw|di|ke|yg|dan|org|ada|ini|itu|pcs|jt|rb|wib';
const CUSTOMER = [
  'id[ -]?pel(?:anggan)?',
  'nopel',
  'norek',
  String.raw`(?:no(?:mor|\.)?|id) ?(?:pel|pelanggan|meter(?:an)?|rek(?:ening)?|sambungan|kontrak|va|kartu)`,
  String.raw`pelanggan ?no(?:mor|\.)?`,
].join('|');
const BEFORE = String.raw`[ \t\n:.=#-]`;
const DATE = String.raw`(?:\d{1,2}[ ./-]\d{1,2}[ ./-](?:19|20)\d\d|(?:19|20)\d\d[ ./-]\d{1,2}[ ./-]\d{1,2})(?!\d)`;
const YEARS = String.raw`(?:(?:19|20)\d\d[ .–-]{1,3}){3}`;
/** What people write between the digits of one number. */
const GAP = String.raw`(?:\.| ?[–—()-]{0,2} ?\(?)`;
const LONE = String.raw`(?<!\d[.,–-]?|_|\p{L}|\brp\.? ?)`;

/**
 * In the order they are applied: the longer and more certain first. Every repetition is bounded, or starts only where
 * no other could, so that the time grows no faster than the text.
 */
const PATTERNS: readonly Pattern[] = [
  {
    what: 'surel',
    find: /(?<![\p{L}\d._%+'-])[\p{L}\d._%+'-]+ ?@ ?[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,}/gu,
  },
  {
    what: 'nomor pelanggan',
    find: new RegExp(
      String.raw`(?<=\b(?:(?:${CUSTOMER}|id)${BEFORE}{0,4}|(?:${CUSTOMER})(?: {1,2}\p{L}{1,12}){1,3}${BEFORE}{1,4}))(?<!\d[ .-]{0,2})(?!${DATE})\d(?:[ .-]{0,2}\d){4,19}(?!\d)`,
      'giu',
    ),
  },
  { what: 'NIK', find: /(?<!\d[.,]?)\d{16,}/gu },
  {
    what: 'NIK',
    find: new RegExp(String.raw`(?<!\d[.,]?)(?!${DATE}|${YEARS})(?:(?!\d{7})\d(?: ?[.–-]? ?)){15}\d(?!\d)`, 'gu'),
  },
  {
    what: 'nomor telepon',
    find: new RegExp(
      String.raw`(?:${LONE}|(?<=\b(?:wa|hp|tlp|telp?|telepon|no)))(?:\+?62${GAP}(?:\(?0\)?${GAP})?|\(?0${GAP})8(?:(?:${GAP}\d){8,11}(?!\d)|(?:${GAP}\d){8,11}\d+)`,
      'giu',
    ),
  },
  {
    what: 'nomor telepon',
    find: new RegExp(String.raw`${LONE}(?:\+62${GAP}|\(?0)[2-79]\d{1,2}${GAP}(?:\d${GAP}){4,7}\d(?!\d)`, 'giu'),
  },
  {
    what: 'nomor polisi',
    find: new RegExp(
      String.raw`(?<![\w/.-]|\b(?i:${PLACES})[. ]{1,2})(?:${PLATE_AREAS})(?:[ -]?\d{1,4}[ -]?|\.\d{3,4}\.)[A-Z]{1,3}(?![\w/])`,
      'gu',
    ),
  },
  {
    what: 'nomor polisi',
    find: new RegExp(
      String.raw`(?<![\w/.-]|\b(?:${PLACES})[. ]{1,2})(?:${PLATE_AREAS})[ .-]?(?!(?:19|20)\d\d)\d{3,4}[ .-]?(?!(?:${UNITS})\b)[A-Z]{2,3}(?![\w/])`,
      'giu',
    ),
  },
];

/** Every pattern needs one of these; most sentences have none. */
const MAY_HOLD = /[\d@]/u;

/** Free text without personal data, and whether anything was taken out. What was there is named in its place. */
export function scrub(text: string): { readonly text: string; readonly redacted: boolean } {
  if (!MAY_HOLD.test(text)) return { text, redacted: false };
  let clean = text;
  for (const { what, find } of PATTERNS) clean = clean.replace(find, `[${what} dihapus]`);
  return { text: clean, redacted: clean !== text };
}

/** The draft with every free text of its contract scrubbed, and marked where the contract has a mark for it. */
export function scrubDraft(draft: Draft, freeText: readonly JsonPointer[]): Draft {
  let data: unknown = draft.data;
  for (const pointer of freeText) data = scrubAt(data, pointer.split('/').slice(1));
  return { ...draft, data: data as object };
}

function scrubAt(value: unknown, path: readonly string[]): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return typeof value === 'string' ? scrub(value).text : value;
  if (Array.isArray(value) && step === '*') return value.map((item) => scrubAt(item, rest));
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  const before = value[step];
  const after = scrubAt(before, rest);
  if (after === before) return value;
  const mark = MARKS[step];
  return { ...value, [step]: after, ...(mark === undefined ? {} : { [mark]: true }) };
}

/** Fields that tell the reader a neighbouring text was scrubbed. */
const MARKS: Readonly<Record<string, string>> = { description: 'descriptionRedacted' };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
