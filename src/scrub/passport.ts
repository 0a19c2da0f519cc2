import type { Find } from './haystack.ts';
import { LABEL_ENDS, type Labelled, labelled, WORD } from './labelled.ts';

const LETTERS = '[A-Z]{1,2}';
const DIGITS = '[\\dO](?:[ .-]?[\\dO]){5,7}';
const NUMBER = new RegExp(`${LETTERS}[ -]?${DIGITS}(?![\\p{L}\\d])`, 'iuy');
const LABELS: Labelled = {
  label: new RegExp(`${WORD}(?:e-)?pass?port?${LABEL_ENDS}`, 'giu'),
  words: 5,
  read(text, at) {
    NUMBER.lastIndex = at;
    const match = NUMBER.exec(text);
    return match === null ? null : { start: at, end: at + match[0].length };
  },
};

/** Passports' numbers: a letter or two and six to eight digits, after their name. */
export const findPassport: Find = ({ timeless }) => labelled(timeless, LABELS);
