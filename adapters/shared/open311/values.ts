import { invalid, orNull, timeReader } from '../../../src/dialect/native.ts';

/** What the gateway takes for a case's number. */
const NUMBER = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,79}$/u;
/** Before a token, where it stands for the number of a request that has none yet. */
const TOKEN = 'token.';

/**
 * A city's id as text: cities write `293944` and `"293944"` for the same. Null for none, for one that no case can be named
 * by, and for one that would be taken for a token.
 */
export function idOf(value: unknown): string | null {
  const isWritten = typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value));
  const text = isWritten ? String(orNull(value) ?? '').trim() : '';
  return NUMBER.test(text) && !text.startsWith(TOKEN) ? text : null;
}

/** The number that a case has while the city gave only a token; null where that is too long or strange for one. */
export function numberOfToken(token: unknown): string | null {
  const isWritten = typeof token === 'string' || (typeof token === 'number' && Number.isSafeInteger(token));
  const text = isWritten ? String(orNull(token) ?? '').trim() : '';
  const number = `${TOKEN}${text}`;
  return text !== '' && NUMBER.test(number) ? number : null;
}

/** The token in a case's number; null where it is the city's own id. */
export const tokenOf = (number: string): string | null =>
  number.startsWith(TOKEN) ? number.slice(TOKEN.length) : null;

const READER = timeReader({ formats: ['iso'] });

/** RFC 3339; null for what is no time, or names no zone. */
export const zonedTimeOrNull = (native: unknown): string | null => READER.read(native);

/** RFC 3339. Throws `native-invalid` for a time without its zone, which GeoReport v2 demands: none is assumed. */
export function zonedTime(native: unknown, pointer: string): string {
  const time = READER.read(native);
  if (time === null) throw invalid(pointer, 'bukan waktu dengan zona waktu (GeoReport v2, Date/time format)');
  return time;
}

/** Tells two texts apart where the text itself is not to be kept. */
export function printOf(text: string): string {
  let print = 5381;
  for (const character of text) print = (Math.imul(print, 33) ^ (character.codePointAt(0) ?? 0)) >>> 0;
  return print.toString(36);
}
