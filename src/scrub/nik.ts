import { type Find, spansOf } from './haystack.ts';
import { LABEL_ENDS, type Labelled, labelled, NUMBER_WORD, ofLength, WORD } from './labelled.ts';
import { digitsOf } from './number.ts';

const CARD = 'nik|n\\.i\\.k\\.?|(?:e-?)?ktp(?:-?el)?|kk|kartu keluarga|kartu tanda penduduk';
const LABELS: Labelled = {
  label: new RegExp(
    `${WORD}(?:${NUMBER_WORD}[. ]{0,2}(?:induk(?: kependudukan)?|identitas)|${CARD}|dtks)${LABEL_ENDS}(?: ?/ ?(?:no\\.? ?)?(?:${CARD})(?!\\p{L}))?`,
    'giu',
  ),
  words: 4,
  // One digit too many or too few is still somebody's.
  read: ofLength(15, 16, 17),
};

/** NIK of a person, and of a family card (KK), after a word that names it. */
export const findLabelledNik: Find = ({ timeless }) => labelled(timeless, LABELS);

const SEPARATOR = '(?: ?[._~*|()-]{1,2} ?| )?';
const ALONE = '(?<!\\d[.,]?)';
const RUN = new RegExp(`${ALONE}\\d{16,20}(?!\\d)`, 'gu');
const GROUPED = new RegExp(`${ALONE}(?!\\d{7})\\d(?:${SEPARATOR}\\d){15}(?!${SEPARATOR}\\d)`, 'gu');
/** Of six or fewer groups, or digit by digit, as people write one number; a list of many small ones is none. */
const MOST_GROUPS = 8;

/** NIK that speak for themselves: region, date of birth (a woman's day plus 40) and serial number. */
export function* findNik({ bare }: Parameters<Find>[0]): ReturnType<Find> {
  for (const span of spansOf(bare, RUN)) {
    if (isNik(span.match.slice(0, 16)) || (span.match.length === 16 && PROVINCE.test(span.match))) yield span;
  }
  for (const span of spansOf(bare, GROUPED)) {
    const groups = span.match.split(/\D+/u);
    if (isNik(digitsOf(span.match)) && (groups.length <= MOST_GROUPS || groups.length === 16)) yield span;
  }
}

const PROVINCE = /^(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])/u;
const BIRTH = /^(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d\d$/u;

const isNik = (digits: string): boolean =>
  PROVINCE.test(digits) &&
  /^(?!00)[0-7]\d(?!00)\d\d$/u.test(digits.slice(2, 6)) &&
  BIRTH.test(digits.slice(6, 12)) &&
  !digits.endsWith('0000');
