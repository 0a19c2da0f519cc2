import type { Find } from './haystack.ts';
import { LABEL_ENDS, type Labelled, labelled, ofLength, WORD } from './labelled.ts';

const CLASS = '(?:a|b ?(?:1|2|i{1,2})?|c(?:1|2|i{1,2})?|d(?:1|i)?)';
const LABELS: Labelled = {
  label: new RegExp(
    `${WORD}(?<!kartu )(?:sim(?! ?cards?\\b)(?: ?${CLASS}(?: ?/ ?${CLASS})*)?|surat izin mengemudi)(?: internasional)?${LABEL_ENDS}`,
    'giu',
  ),
  words: 5,
  // Older ones have 12 digits, those with a chip 14, international ones 13.
  read: (text, at, label) => (/int/iu.test(label) ? ofLength(13) : ofLength(12, 14))(text, at),
};

/** Numbers of driving licences. They say nothing of themselves, so only after their name. */
export const findSim: Find = ({ timeless }) => labelled(timeless, LABELS);
