import type { Haystack } from './haystack.ts';
import { without } from './haystack.ts';
import type { Span } from './mapped.ts';

const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const MONTH = '(?:0?[1-9]|1[0-2])';
const YEAR = '(?:19|20)\\d\\d';
const dateWith = (separator: string): string =>
  `${DAY}${separator}${MONTH}${separator}(?:${YEAR}|\\d\\d)|${YEAR}${separator}${MONTH}${separator}${DAY}`;
const DATE = `(?:${['-', '/', '\\.'].map(dateWith).join('|')})`;
const HOUR = '(?:[01]?\\d|2[0-4])[.:][0-5]\\d(?:[.:][0-5]\\d)?';
const HOUR_OF_FOUR = '(?:[01]\\d|2[0-4])[0-5]\\d';
/** No part of a longer number. */
const STARTS = '(?<!\\d[.,/:-]?)';
const ENDS = '(?![./:-]?\\d)';

/** When it happened, what it cost and which rule it breaks: an officer needs it, and no label makes it personal. */
const TIMES_AND_RULES: readonly RegExp[] = [
  new RegExp(`${STARTS}${DATE}(?: ?- ?${DATE})?${ENDS}`, 'gu'),
  new RegExp(`${STARTS}${HOUR}(?: ?- ?${HOUR})?${ENDS}`, 'gu'),
  new RegExp(
    `(?<=\\b(?:jam|pukul|pkl|jadwal)(?: \\p{L}{1,10}){0,2}[ :.]{1,2})${HOUR_OF_FOUR}(?:(?: ?[,-] ?| )${HOUR_OF_FOUR})*(?![\\d])`,
    'giu',
  ),
  /(?<=\b(?:jam|pukul|pkl|tgl|tanggal)[ :.]{1,2})[0-3]?\d(?:(?: ?[,&/-] ?| (?:dan )?)[0-3]?\d(?!\d))+(?![.:]?\d)/giu,
  new RegExp(`(?<=\\b(?:tgl|tanggal|sejak|per|pada|pd|hari)[ :.]{1,2})${DAY} ${MONTH} ${YEAR}${ENDS}`, 'giu'),
  new RegExp(`${STARTS}${DAY} ${MONTH} ${YEAR}(?= (?:jam|pukul|pkl)\\b| ${HOUR}${ENDS})`, 'giu'),
  new RegExp(`${STARTS}${YEAR}(?:(?: ?[,/&-] ?| (?:dan |s\\/d )?)${YEAR}(?!\\d))+${ENDS}`, 'giu'),
  /(?<![\p{L}\d])(?:rp|idr|usd)\.? ?\d[\d.,]{0,40}/giu,
  /(?<![\d.,])\d[\d.,]{0,40} ?(?:rupiah|ribu|rb|juta|jt|mil[iy]ar|triliun)(?!\p{L})/giu,
  new RegExp(
    `(?<![\\p{L}\\d/.()-])(?![\\d.-]{10})[\\p{L}\\d.()-]{1,40}(?:/[\\p{L}\\d.()-]{1,40}){0,6}/${YEAR}(?![\\d/-])`,
    'gu',
  ),
  // A budget's account, `5.2.02.01.01.0024`, and numbers of reports, `LIN-20250703-0145` and `JK2511220001`.
  /(?<![\d.])[4-7](?:\.\d{1,4}){3,6}(?!\.?\d)/gu,
  /(?<![\p{L}\d])(?:[A-Z]{2,5}-\d{8}-\d{3,6}|JK\d{10})(?!\d)/gu,
  // Identifiers of machines (UUID).
  /(?<![\p{L}\d])[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}(?![\p{L}\d])/giu,
];

const OTHER_LABELS = [
  'antre(?:an)?|antrian|urut',
  'tiket|laporan|resi|transaksi|referensi|ref|order|invoice|faktur|billing|qris',
  'imei|isbn|issn|barcode|npsn|faskes|nop|seri|rangka|mesin|bib|sertifikat|pos|kodepos',
].join('|');
const OTHER_NUMBERS: readonly RegExp[] = [
  // Thousands with dots; a telephone number or NIK so grouped begins otherwise or is labelled.
  /(?<![\d.,+(-])[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?(?![.\d-]*\d)/gu,
  // Coordinates: a place's leading nought would be a telephone's area code.
  /(?<![\d.,]|\d-)-?(?:0|[1-9]\d{0,2})[.,]\d{4,20}(?![.,]?\d)/gu,
  // A date in one, `08122023` or `20231208`.
  /(?<!\d[.,-]?)(?:(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![.-]?\d)/gu,
  // Region codes of Kemendagri and of BPS, and addresses of machines.
  /(?<![\d.])\d\d\.\d\d(?:\.\d\d\d?(?:\.\d{3,4})?)?(?![.-]?\d)/gu,
  /(?<![\d.])[1-9]\d{0,2}(?:\.\d{1,3}){3}(?![.-]?\d)/gu,
  // Numbers of reports and parcels: letters and digits in one.
  /(?<![\p{L}\d])(?!(?:WA|HP|NO|CP|KK|TLP|NIK|KTP|SMS|HUB)-?\d)[A-Z]{2,5}-?\d{6,12}(?:-\d{3,6})*(?!\d)/gu,
  new RegExp(
    `(?<!\\p{L})(?:${OTHER_LABELS})(?:[ :=.#]{1,3}(?!(?:wa|hp|hub|te?lp)\\b)\\p{L}{1,10}){0,2}[ :=.#]{1,3}(?!\\+|62|0?8[1-9]\\d{8,10}(?!\\d))(?:\\d[\\d.-]{3,40}|\\d{1,4}(?:[ ,-]{1,2}\\d{1,4}(?!\\d))*)`,
    'giu',
  ),
];

/** The text, and again without numbers that are known to be nobody's. */
export function haystackOf(text: string): Haystack {
  if (!/\d/u.test(text)) return { text, timeless: text, bare: text };
  const timeless = blot(text, TIMES_AND_RULES);
  return { text, timeless, bare: blot(timeless, OTHER_NUMBERS) };
}

const blot = (text: string, patterns: readonly RegExp[]): string =>
  patterns.reduce((left, pattern) => without(left, matchesOf(left, pattern)), text);

function* matchesOf(text: string, pattern: RegExp): Iterable<Span> {
  for (const { 0: match, index } of text.matchAll(pattern)) yield { start: index, end: index + match.length };
}
