import { type Find, spansOf } from './haystack.ts';
import { LABEL_ENDS, type Labelled, labelled, WORD } from './labelled.ts';
import { exactNumberAt } from './number.ts';

/** As it is printed on the card: 09.254.294.3-407.000. */
const PRINTED = /(?<![\d][.,]?)\d\d\.\d{3}\.\d{3}\.\d ?- ?\d{3}\.\d{3}(?![.-]?\d)/gu;
/** Of 15 digits or, since 2024, 16; with the place of business (NITKU) 22. */
const LENGTHS = new Set([15, 16, 22]);
const REGIONAL = /(?:[A-Z]\.)?\d\.\d{7}\.\d\d\.\d\d(?![\p{L}\d])/uy;
const LABELS: Labelled = {
  label: new RegExp(
    `${WORD}(?:npwp(?:d|[ -]?1[56])?|n\\.p\\.w\\.p\\.?|nitku|(?:no(?:mor|\\.)? )?(?:pokok )?wajib pajak|no(?:mor|\\.)? pajak)${LABEL_ENDS}(?: ?/ ?nik(?!\\p{L}))?(?: \\d\\d digit)?`,
    'giu',
  ),
  words: 5,
  read(text, at) {
    REGIONAL.lastIndex = at;
    const regional = REGIONAL.exec(text);
    if (regional !== null) return { start: at, end: at + regional[0].length };
    return exactNumberAt(text, at, (count) => LENGTHS.has(count));
  },
};

/** Taxpayers' numbers. */
export function* findNpwp({ text, timeless }: Parameters<Find>[0]): ReturnType<Find> {
  yield* spansOf(text, PRINTED);
  yield* labelled(timeless, LABELS);
}
