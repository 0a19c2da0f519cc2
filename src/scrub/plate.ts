import { type Find, spansOf } from './haystack.ts';

/** Regional plate prefixes (Perpol 7/2021 lampiran); anything else that looks like a plate is left alone. */
const AREAS =
  'A|AA|AB|AD|AE|AG|B|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|D|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|DW|E|EA|EB|ED|F|G|H|K|KB|KH|KT|KU|L|M|N|P|PA|PB|R|S|T|W|Z';
/** What stands before a letter and a number that name a place and no car. */
const PLACES =
  'blok|blk|gang|gg|jl|jalan|no|nomor|lantai|lt|kelas|tower|unit|rumah|kav|kavling|koridor|ruang|gedung|tiang|zona|tipe|kios|ruko|los|lapak|stan|kamar|meja|loket|gate|dermaga|peron|gerbong|batch|seri|gardu';
/** What follows a number in running text: with these a `B 500 KG` is no plate, nor a small-letter `a 500 yg`. */
const MEASURES = '(?:kg|gr|km|cm|mm|ml|kw|va|kva|kwh|cc|rb|jt|wib|bed)\\b|(?:rt|rw)[ .]?\\d';
const SMALL_WORDS = '(?:di|ke|dr|yg|dan|org|ada|ini|itu|pcs|box|tdk|ga|gak|sdh|blm|jd|jg|lg|tp|sy|mau|thn|th|rt|rw)\\b';
const MORE_WORDS =
  '(?:pun|kok|sih|loh|lah|kan|tuh|deh|dgn|utk|krn|tgl|jam|jl|gg|no|hp|wa|pak|bu|mas|bro|min|pas|per|via|dll|dsb|aja|kos|got|pos|air|tak|ya|pd|sd|lt|and|or|for|the|are|was|is|if|as|to|of|in|on|at|by|an|it|not|but|ok|did|has|had|may|can|all|any|ms|sec|err)\\b';
const VEHICLES =
  'mobil|mbl|motor|mtr|truk|truck|sedan|kendaraan|pickup|pick up|bus|angkot|taksi|ojol|avanza|xenia|innova|fortuner|pajero|brio|jazz|agya|ayla|ertiga|l300|bmw|mercy|vario|beat|scoopy|nmax|pcx|vixion|supra';
/** After one of these a letter and a number are a plate however short or plainly written. */
const PLATE_WORDS =
  '(?:plat|pelat|nopol|no(?:mor|\\.)? ?pol(?:isi|\\.)?)(?:nya)?(?: (?:no(?:mor|\\.)?|polisi|mobil|motor|kendaraan))?';

/** A Mitsubishi L300 is a make. */
const NEXT = '(?!L ?300\\b)(?=[A-Z]{1,2}[ .-]?[1-9])';
const STARTS = '(?<![\\w/.-])';
const NO_PLACE = `(?<!\\b(?:${PLACES})[. ]{1,2})`;
const ENDS = '(?![\\w/])';
const SUFFIX = `(?!${MEASURES}|${SMALL_WORDS})[A-Z]{1,3}`;
/** Letters of either case where capitals count: V8 loses words of a long list within `(?i:)`. */
const inAnyCase = (pattern: string): string =>
  pattern.replace(/(?<!\\)[a-z]/gu, (letter) => `[${letter}${letter.toUpperCase()}]`);
const NO_MEASURE = `(?!${inAnyCase(MEASURES)})`;
/** Of one or two digits: a code of an area and no name of a thing (P3K, S1 PAI, tiang T 12 A, D 12 RW 5). */
const SHORT = `(?:(?:${AREAS})(?<=\\b[A-Z]{2})[ -]\\d{1,2}[ -]${NO_MEASURE}[A-Z]{1,3}|(?=[A-Z] )(?:${AREAS})[ -]\\d\\d[ -]${NO_MEASURE}[A-Z]{2,3})`;
const CAPITALS = `(?:(?:${AREAS})(?:[ -]?\\d{4}[ -]?|\\.\\d{3,4}\\.|[ -]?\\d{3}[ -]?${NO_MEASURE})[A-Z]{1,3}|${SHORT})`;

const NAMED = new RegExp(
  `${NEXT}(?<=\\b(?:${PLATE_WORDS})[ :=.]{1,3})(?:${AREAS})[ .-]?(?:\\d{1,4}[ .-]?${SUFFIX}|\\d{3,4})${ENDS}`,
  'giu',
);
const OF_A_VEHICLE = new RegExp(
  `${NEXT}(?<=\\b(?:${VEHICLES})(?:nya)?[ :]{1,2})(?:${AREAS})[ .-]?\\d{1,4}[ .-]?(?!${MEASURES}|(?:di|ke|dr|yg|dan|org|ada|ini|itu|pcs|box|tdk|unit)\\b)(?:(?<=\\d{3}[ .-]?)[A-Z]{1,3}|[A-Z]{2,3})${ENDS}`,
  'giu',
);
const IN_CAPITALS = new RegExp(`${STARTS}${NEXT}(?<!\\b(?:${inAnyCase(PLACES)})[. ]{1,2})${CAPITALS}${ENDS}`, 'gu');
const IN_SMALL = new RegExp(
  `${STARTS}${NEXT}${NO_PLACE}(?:${AREAS})[ .-]?(?!(?:19|20)\\d\\d)(?:\\d{4}|(?<=[A-Z]{2}[ .-]?)\\d{3})[ .-]?(?!${MEASURES}|${SMALL_WORDS}|${MORE_WORDS})[A-Z]{2,3}${ENDS}`,
  'giu',
);

/** Plates of vehicles. */
export function* findPlate({ text }: Parameters<Find>[0]): ReturnType<Find> {
  for (const pattern of [NAMED, OF_A_VEHICLE, IN_CAPITALS, IN_SMALL]) yield* spansOf(text, pattern);
}
