import { decodeEntities } from './decodeEntities.ts';
import { MARKERS } from './kind.ts';
import { asMapped, type Mapped, MappedWriter } from './mapped.ts';
import { removeTags } from './removeTags.ts';

/** Stands in a folded text for what was cut out before. No pattern reads it. */
export const CUT = '\uFFFC';

const MARKER = new RegExp(String.raw`\[(?:${Object.values(MARKERS).join('|')}) dihapus\]`, 'y');
/** Blanks come one by one and nothing stands for something else: the text is its own folded copy. */
const PLAIN = /^(?:[!-%'-;=-~]|[ \n](?![ \n]))*$/;
const BLANK = /[\s\u2800\u180E]/u;
const ZERO_WIDTH_BLANK = '\u200B';
const IGNORABLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Mn}\p{Me}\uFFFC]/u;
const DASH = /[\p{Pd}\u02D7\u2043\u2212\u2500\u2501\u30FC]/u;
const DOT = /[\u00B7\u2022\u2027\u2219\u22C5\u3002]/u;
const DIGIT = /\p{Nd}/u;

/**
 * The copies of a text that are searched in its place: entities decoded, tags out, NFKC, every blank and dash one, every
 * digit ASCII, what nobody sees out. A zero-width blank separates words and breaks lines within words: one copy for each.
 */
export function fold(text: string): readonly Mapped[] {
  if (PLAIN.test(text) && !text.includes(' dihapus]')) return [asMapped(text)];
  const parts = removeTags(decodeEntities(asMapped(text)));
  const copies = parts.map((each) => foldUnits(each, ' '));
  const isDivided = parts.some((each) => each.text.includes(ZERO_WIDTH_BLANK));
  return isDivided ? [...copies, ...parts.map((each) => foldUnits(each, ''))] : copies;
}

function foldUnits(mapped: Mapped, zeroWidth: ' ' | ''): Mapped {
  const { text } = mapped;
  const out = new MappedWriter(text.length);
  for (let index = 0; index < text.length; ) {
    const plain = plainEnd(text, index);
    out.copy(mapped, { start: index, end: plain });
    index = plain === text.length ? plain : foldAt(mapped, plain, { out, zeroWidth });
  }
  return out.done();
}

/** Where the units end that stand for themselves. */
function plainEnd(text: string, from: number): number {
  let index = from;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    const isLoneBlank = code === 32 && index > from && isPlainCode(text.charCodeAt(index + 1));
    if (!isPlainCode(code) && !isLoneBlank) break;
    index += 1;
  }
  return index;
}

const BRACKET = '['.charCodeAt(0);
const isPlainCode = (code: number): boolean => code > 32 && code <= 126 && code !== BRACKET;

/** Writes the folded form of what stands here, and says where the next begins. */
function foldAt(
  { text, starts, ends }: Mapped,
  index: number,
  { out, zeroWidth }: { readonly out: MappedWriter; readonly zeroWidth: ' ' | '' },
): number {
  const marker = text.charAt(index) === '[' ? markerAt(text, index) : '';
  const point = marker || String.fromCodePoint(text.codePointAt(index) ?? 0);
  const next = index + point.length;
  const folded = marker ? CUT : point === ZERO_WIDTH_BLANK ? zeroWidth : foldPoint(point);
  const origin = { start: starts[index] ?? 0, end: ends[next - 1] ?? 0 };
  const isSecondBlank = isBlank(folded) && isBlank(out.last);
  if (isSecondBlank) out.widen(folded === '\n' ? folded : out.last, origin.end);
  else out.put(folded, origin);
  return next;
}

const isBlank = (unit: string): boolean => unit === ' ' || unit === '\n';

function markerAt(text: string, index: number): string {
  MARKER.lastIndex = index;
  return MARKER.exec(text)?.[0] ?? '';
}

/** Few different characters stand in any one text. */
const known = new Map<string, string>();
const MOST_KNOWN = 4096;

function foldPoint(point: string): string {
  const before = known.get(point);
  if (before !== undefined) return before;
  const folded = Array.from(foldOne(point) || point.normalize('NFKC'), (each) => foldOne(each) ?? each).join('');
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(point, folded);
  return folded;
}

/** Undefined for what stands for nothing else. */
function foldOne(point: string): string | undefined {
  if (/[\n\u2028\u2029\u0085]/u.test(point)) return '\n';
  if (BLANK.test(point)) return ' ';
  if (IGNORABLE.test(point)) return '';
  if (DASH.test(point)) return '-';
  if (DOT.test(point)) return '.';
  return DIGIT.test(point) ? String(digitOf(point)) : undefined;
}

/** Digits stand in Unicode in rows from zero to nine. */
function digitOf(point: string): number {
  const code = point.codePointAt(0) ?? 0;
  let zero = code;
  while (DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}
