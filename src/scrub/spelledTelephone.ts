import { spansOf } from './haystack.ts';
import type { Span } from './mapped.ts';

const WORDS =
  '(?:nol|nul|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|zero|one|two|three|four|five|six|seven|eight|nine)';
const TWICE = '(?:(?:dobel|double|ganda|tripel|triple) )';
const BETWEEN = '[ ,.\\n-]{1,3}';
const SPELLED = new RegExp(
  `(?<![\\p{L}\\d])(?:nol|nul|kosong|zero|(?:plus )?enam dua|0\\d{0,3})(?:${BETWEEN}(?:${TWICE}?${WORDS}|\\d{1,4})){3,15}(?![\\p{L}\\d])`,
  'giu',
);
const FEWEST_WORDS = 3;
const FEWEST_DIGITS = 8;

/** Telephone numbers whose digits are words, all or some: `nol delapan satu dua 3456 ...`. */
export function* findSpelled(text: string): Iterable<Span> {
  if (!/nol|nul|kosong|zero|enam|satu|delapan|lapan/iu.test(text)) return;
  for (const span of spansOf(text, SPELLED)) {
    const tokens = span.match.split(/[^\p{L}\d]+/u);
    const words = tokens.filter((token) => /\p{L}/u.test(token)).length;
    const digits = tokens.reduce((sum, token) => sum + (/\d/u.test(token) ? token.length : 1), 0);
    if (words >= FEWEST_WORDS && digits >= FEWEST_DIGITS) yield span;
  }
}
