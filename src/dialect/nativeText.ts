import { invalid } from './nativeInvalid.ts';

/** How native systems write text, and how they write nothing. Pure. */

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const ENTITY = /&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#x([\da-f]{1,6}));/giu;

/** Text with nothing in it to decode, mend or take out: most of it. */
const PLAIN = /^[^&\r\p{Cc}\p{Cs}]*$/u;

/**
 * Free text as a contract carries it: HTML entities decoded once, line ends as `\n`, no control or unpaired surrogate
 * characters, trimmed. Line breaks, quotes and report numbers inside it stay as they were typed.
 */
export function plainText(native: string): string {
  if (PLAIN.test(native)) return native.trim();
  return native
    .replace(ENTITY, (whole: string, name?: string, decimal?: string, hex?: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    })
    .toWellFormed()
    .replace(/\r\n?/gu, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();
}

/** Plain text for a system that decodes entities when it reads: what it would take for one is escaped. */
export function escapeText(text: string): string {
  return text.replace(ENTITY, (entity) => `&amp;${entity.slice(1)}`);
}

const TITLE_LENGTH = 100;

/** A title and a text as one plain text: the title goes before it, unless the text begins with it. */
export function withTitle(title: string | null | undefined, text: string): string {
  const [first, rest] = [plainText(title ?? ''), plainText(text)];
  return isEmpty(first) || rest.startsWith(first) ? rest : `${first}\n\n${rest}`.trim();
}

/** The first line of a text, at most 100 characters of it, for a system that wants a title; null where it says nothing. */
export function titleOf(text: string): string | null {
  const [line = ''] = [...text].slice(0, TITLE_LENGTH).join('').split('\n');
  return line.trim() === '' ? null : escapeText(line.trim());
}

/** Blanks of every kind, and characters that show nothing. */
const INVISIBLE = /[\s\p{Default_Ignorable_Code_Point}\u2800]+/gu;
/** Dashes, as people fill in a form, and the words of programming languages for nothing, as exports write them. */
const NOTHING = /^(?:[-\u2010-\u2015\u2212]+|null|undefined|none|nan|n\/a)?$/iu;

/**
 * The one meaning of "empty" for all dialects: null, absent, a text of blanks, of dashes, or of a word such as `null`, and a
 * list or an object without members. An empty member says nothing, just as one that is absent.
 */
export function isEmpty(value: unknown): value is null | undefined {
  if (value === null || value === undefined) return true;
  // No text that is empty by its words is longer, but for blanks.
  if (typeof value === 'string') return NOTHING.test(value.replace(INVISIBLE, ''));
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** A member's value; null where it is empty. */
export const orNull = <Value>(value: Value | null | undefined): Value | null =>
  isEmpty(value) ? null : (value as Value);

/** What stands at the end of a text that was cut. */
export const CUT_MARK = '… [dipotong]';
const MARK_LENGTH = [...CUT_MARK].length;

const graphemes = new Intl.Segmenter('id', { granularity: 'grapheme' });
/** The last word, or number with its groups: one that is cut through would say something else, and hide from the scrubber. */
const LAST_WORD = /(?<=\s)\S{0,100}$/u;
const LAST_NUMBER = /[+(]?\d[\d\s().+-]*$/u;

/** The text, or the beginning of it with a mark where it has more than `most` characters. Cuts between words, and never through one sign. */
export function cutText(text: string, most: number): string {
  // Never more characters than UTF-16 units; only a text near the limit has to be counted out.
  if (text.length <= most || [...text].length <= most) return text;
  const room = most - MARK_LENGTH;
  const start = [...text].slice(0, room + 1).join('');
  const whole = [...graphemes.segment(start)]
    .slice(0, -1)
    .map(({ segment }) => segment)
    .join('');
  const words = /\s/u.test(text[whole.length] ?? '') ? whole : whole.replace(LAST_WORD, '');
  const kept = words.replace(LAST_NUMBER, '').trimEnd();
  return `${kept}${CUT_MARK}`;
}

/** The text itself. Throws `native-invalid` where it has more characters than a contract takes: nothing is cut off. */
export function atMost(most: number, text: string, pointer: string): string {
  if (text.length > most && [...text].length > most) throw invalid(pointer, `paling banyak ${most} karakter`);
  return text;
}

/** Plain text of at most so many characters, or null where it is empty. Throws like `atMost`. */
export function textOrNull(native: string | null | undefined, most: number, pointer: string): string | null {
  const text = orNull(plainText(native ?? ''));
  return text === null ? null : atMost(most, text, pointer);
}
