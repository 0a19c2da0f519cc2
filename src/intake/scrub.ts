import type { Draft } from '../adapter.ts';
import type { JsonPointer } from '../contract.ts';

interface Pattern {
  readonly what: string;
  readonly find: RegExp;
  /** What a text must have for the pattern to be worth trying. */
  readonly needs?: RegExp;
}

/** Regional plate prefixes (Perpol 7/2021 lampiran); anything else that looks like a plate is left alone. */
const PLATE_AREAS =
  'A|AA|AB|AD|AE|AG|B|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|D|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|DW|E|EA|EB|ED|F|G|H|K|KB|KH|KT|KU|L|M|N|P|PA|PB|R|S|T|W|Z';

/** What stands before a letter and a number that name a place and no car. */
const PLACES =
  'blok|blk|gang|gg|jl|jalan|no|nomor|lantai|lt|kelas|tower|unit|rumah|kav|kavling|koridor|ruang|gedung|tiang|zona|tipe';
/** What follows a number in running text: with these a `B 500 KG` is no plate, nor a small-letter `a 500 yg`. */
const MEASURES = 'kg|gr|km|cm|mm|ml|kw|va|kva|kwh|cc|rt|rw|rb|jt|wib';
const WORDS = `${MEASURES}|di|ke|dr|yg|dan|org|ada|ini|itu|pcs|box|tdk|ga|gak|sdh|blm|jd|jg|lg|tp|sy|mau|thn|th`;
/** After one of these a letter and a number are a plate however short or plainly written. */
const PLATE_WORDS = String.raw`(?:plat|pelat|nopol|no(?:mor|\.)? ?pol(?:isi|\.)?)(?: (?:no(?:mor|\.)?|polisi|mobil|motor|kendaraan))?`;
/** Of one or two digits: a code of an area and no name of a thing (P3K, S1 PAI, tiang T 12 A, D 12 RW 5). */
const SHORT_PLATE = String.raw`(?:(?:${PLATE_AREAS})(?<=\b[A-Z]{2})[ -]\d{1,2}[ -][A-Z]{1,3}|[A-Z](?<=${PLATE_AREAS})[ -]\d\d[ -][A-Z]{2,3})(?<!\b(?i:${MEASURES}))`;
const VEHICLES = 'mobil|mbl|motor|mtr|truk|truck|sedan|kendaraan';

const SUPPLY = 'pelanggan|langganan|meter(?:an)?|rek(?:ening)?|sambungan|kontrak|kwh|pln|pdam|pam';
const CUSTOMER = [
  'id[ -]?pel(?:anggan)?',
  'nopel',
  'norek',
  'kode ?pel(?:anggan)?',
  String.raw`(?:no(?:m[oe]r|\.)?|nmr|id) ?(?:pel|va|kartu(?! (?:keluarga|tanda|kk)\b)|${SUPPLY})`,
  String.raw`(?:${SUPPLY})(?: \p{L}{1,7})? ?no(?:m[oe]r|\.)?`,
].join('|');
const BEFORE = String.raw`[ \t\n:.=#(-]`;
const DATE = String.raw`(?:\d{1,2}[ ./-]\d{1,2}[ ./-](?:19|20)\d\d|(?:19|20)\d\d[ ./-]\d{1,2}[ ./-]\d{1,2})(?!\d)`;
/** A house's connection by district and street: `01/12/00345`; a letter's number ends in its year. */
const SLASHED = String.raw`(?:\d{1,3}/){1,3}(?!(?:19|20)\d\d(?!\d))\d{4,8}(?![\d/])`;
const YEARS = String.raw`(?:(?:19|20)\d\d[ .–-]{1,3}){3}`;
/** What people write between the digits of one number; a line may end after a dash. */
const GAP = String.raw`(?:[._]| {0,2}(?:[–—()-]{1,2}\s?)?\(?)`;
/** No part of a longer number, of an amount or of a name; another telephone number may stand before the comma. */
const LONE = String.raw`(?<!\d[.–-]?|(?<![\d -]{8})\d,|_|\p{L}|\brp\.? ?)`;
const DIGIT_WORD = '(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan)';

/**
 * In the order they are applied: the longer and more certain first. Every repetition is bounded, or starts only where
 * no other could, so that the time grows no faster than the text.
 */
const PATTERNS: readonly Pattern[] = [
  {
    what: 'surel',
    needs: /@/u,
    find: /(?<![\p{L}\d._%+'-])[\p{L}\d._%+'-]+ ?@ ?[\p{L}\d-]+(?:\.[\p{L}\d-]+)*(?:\.\p{L}{2,}|(?:,| \.|\. )(?:com|net|org|co\.id)\b)/gu,
  },
  {
    what: 'surel',
    needs: /\bat\b/i,
    find: /(?<![\p{L}\d._%+'-])[\p{L}\d._%+'-]+(?: ?[[(]at[\])] ?[\p{L}\d-]+(?:\.| ?[[(](?:dot|titik)[\])] ?| (?:dot|titik) )| at [\p{L}\d-]+ ?[[(]?(?:dot|titik)[\])]? ?)\p{L}{2,}(?:(?:\.| ?[[(](?:dot|titik)[\])] ?| (?:dot|titik) )\p{L}{2,}){0,3}/giu,
  },
  {
    what: 'nomor pelanggan',
    find: new RegExp(
      String.raw`(?=\d(?:[ ./-]{0,2}\d){4})(?<!\d[ .-]{0,2})(?<=\b(?:(?<![.?&/])id${BEFORE}{0,4}|(?:${CUSTOMER})${BEFORE}{0,4}(?:\p{L}{1,4}-)?))(?!${DATE})(?:${SLASHED}|\d(?:[ .-]{0,2}\d|/(?=\d{5})){4,31})(?!\d)`,
      'giu',
    ),
  },
  {
    what: 'nomor pelanggan',
    find: new RegExp(
      String.raw`(?=\d(?:[ .-]{0,2}\d){6})(?<!\d[ .-]{0,2})(?<=\b(?:${CUSTOMER})(?: {1,2}\p{L}{1,12}){1,5}${BEFORE}{1,4})(?!${DATE})\d(?:[ .-]{0,2}\d){6,19}(?!\d)`,
      'giu',
    ),
  },
  {
    what: 'nomor pelanggan',
    find: /(?=\d{8})(?<=\b(?:pelanggan|langganan|meteran)(?: (?:pln|pdam|pam|listrik|air))?[ :=]{1,3})\d{8,20}(?!\d)/giu,
  },
  { what: 'NIK', find: /(?<!\d[.,]?)\d{16,}/gu },
  {
    what: 'NIK',
    find: new RegExp(
      String.raw`(?=\d(?: ?[._–-]? ?\d){5})(?<!\d[.,]?)(?!${DATE}|${YEARS})(?:(?!\d{7})\d(?: ?[._–-]? ?)){15}\d(?!\d)`,
      'gu',
    ),
  },
  {
    what: 'nomor telepon',
    find: new RegExp(
      String.raw`(?=[+(\d])(?:${LONE}|(?<=\b(?:wa|hp|tlp|telp?|telepon|no)))(?:\+?62${GAP}(?:\(?0\)?${GAP})?|\(?0${GAP})8(?:(?:${GAP}\d){8,11}(?!\d)|(?:${GAP}\d){8,11}\d+)`,
      'giu',
    ),
  },
  {
    what: 'nomor telepon',
    find: new RegExp(
      String.raw`(?=[+(\d])${LONE}(?:\+62${GAP}|\(?0)[2-79]\d{1,2}${GAP}(?:\d${GAP}){4,7}\d(?!\d)`,
      'giu',
    ),
  },
  { what: 'nomor telepon', needs: /\+/u, find: /(?<![\p{L}\d])\+[1-9](?:[ -]?\d){8,13}(?!\d)/gu },
  {
    what: 'nomor telepon',
    needs: /\b(?:nol|kosong)\b/i,
    find: new RegExp(String.raw`\b${DIGIT_WORD}(?:[ ,-]{1,2}${DIGIT_WORD}){7,}\b`, 'giu'),
  },
  {
    what: 'nomor polisi',
    needs: /pol|plat|pelat/i,
    find: new RegExp(
      String.raw`(?=[A-Z]{1,2}[ .-]?\d)(?<=\b(?:${PLATE_WORDS})[ :=.]{1,3})(?:${PLATE_AREAS})[ .-]?(?:\d{1,4}[ .-]?(?!(?:${WORDS})\b)[A-Z]{1,3}|\d{3,4})(?![\w/])`,
      'giu',
    ),
  },
  {
    what: 'nomor polisi',
    find: new RegExp(
      String.raw`(?=[A-Z]{1,2}[ .-]?\d)(?<=\b(?:${VEHICLES})[ :]{1,2})(?:${PLATE_AREAS})[ .-]?\d{3,4}[ .-]?(?!(?:${WORDS})\b)[A-Z]{1,3}(?![\w/])`,
      'giu',
    ),
  },
  {
    what: 'nomor polisi',
    find: new RegExp(
      String.raw`(?<![\w/.-])(?=[A-Z]{1,2}[ .-]?\d)(?<!\b(?i:${PLACES})[. ]{1,2})(?:(?:${PLATE_AREAS})(?:[ -]?\d{4}[ -]?|\.\d{3,4}\.|[ -]?\d{3}[ -]?(?!(?i:${MEASURES})\b))[A-Z]{1,3}|${SHORT_PLATE})(?![\w/])`,
      'gu',
    ),
  },
  {
    what: 'nomor polisi',
    find: new RegExp(
      String.raw`(?<![\w/.-])(?=[A-Z]{1,2}[ .-]?\d)(?<!\b(?:${PLACES})[. ]{1,2})(?:${PLATE_AREAS})[ .-]?(?!(?:19|20)\d\d)\d{3,4}[ .-]?(?!(?:${WORDS})\b)[A-Z]{2,3}(?![\w/])`,
      'giu',
    ),
  },
];

/** Every pattern needs one of these; most sentences have none. */
const MAY_HOLD = /[\d@]/u;
/** Numbers and addresses in words. Without the flag `u` it is ten times as fast, and here means the same. */
const MAY_SPELL = /\b(?:at|nol|kosong)\b/i;

/** Free text without personal data, and whether anything was taken out. What was there is named in its place. */
export function scrub(text: string): { readonly text: string; readonly redacted: boolean } {
  if (!MAY_HOLD.test(text) && !MAY_SPELL.test(text)) return { text, redacted: false };
  let clean = text;
  for (const { what, find, needs } of PATTERNS) {
    if (needs === undefined || needs.test(clean)) clean = clean.replace(find, `[${what} dihapus]`);
  }
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
