import type { Find } from './haystack.ts';
import { spansOf } from './haystack.ts';
import { LABEL_ENDS, type Labelled, labelled, WORD } from './labelled.ts';
import { exactNumberAt } from './number.ts';

const NAMES =
  'bpjs(?:[ -]?(?:tk|kes(?:ehatan)?|ketenagakerjaan|naker))?|jkn(?:[ -]kis)?|kis|kpj|noka|jamsostek|kartu indonesia sehat';
/** Health has 13 digits, work has 11, a virtual account for the fee has 16. */
const LENGTHS = new Set([11, 13, 16]);
const OLD_WORK_CARD = /\d\d[A-Z]\d{8}(?![\p{L}\d])/uy;
const LABELS: Labelled = {
  label: new RegExp(`${WORD}(?:${NAMES})${LABEL_ENDS}`, 'giu'),
  words: 5,
  read(text, at) {
    OLD_WORK_CARD.lastIndex = at;
    const old = OLD_WORK_CARD.exec(text);
    if (old !== null) return { start: at, end: at + old[0].length };
    return exactNumberAt(text, at, (count) => LENGTHS.has(count));
  },
};
/** A health card's number says little of itself: 13 digits that begin with noughts. */
const HEALTH = /(?<![\p{L}\d][.,-]?)000\d{10}(?!\d)/gu;
const NEAR = /(?<!\p{L})(?:bpjs|jkn|kis|pbi|noka|rujukan|faskes|kepesertaan|peserta)(?!\p{L})/iu;
const NEAR_BY = 80;

/** Numbers of BPJS Kesehatan and BPJS Ketenagakerjaan. */
export function* findBpjs({ timeless, bare }: Parameters<Find>[0]): ReturnType<Find> {
  yield* labelled(timeless, LABELS);
  for (const span of spansOf(bare, HEALTH)) {
    const around = bare.slice(Math.max(0, span.start - NEAR_BY), span.end + NEAR_BY);
    if (NEAR.test(around)) yield span;
  }
}
