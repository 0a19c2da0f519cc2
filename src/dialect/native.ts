import { isEmpty } from './nativeText.ts';

/**
 * What native shapes have in common: how they write time, text, coordinates, amounts and answers, and what of them is
 * optional. Used by adapters; pure.
 */
export { type Details, readDetails } from './nativeDetails.ts';
export { invalid } from './nativeInvalid.ts';
export { type NativePoint, pointOf, readPoint } from './nativePoint.ts';
export {
  atMost,
  CUT_MARK,
  cutText,
  escapeText,
  isEmpty,
  orNull,
  plainText,
  textOrNull,
  titleOf,
  withTitle,
} from './nativeText.ts';
export {
  dayOf,
  isToTheMinute,
  latest,
  parseTime,
  readTime,
  type TimeFormat,
  type TimeForms,
  type TimeReader,
  timeReader,
  toWib,
  writeSlashed,
} from './nativeTime.ts';

/** The members of an answer's body; none where it is no object. */
export function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
}

/** What numbers something, as text; null where it is neither text nor a number, or too long for one. */
export function numberOrNull(value: unknown): string | null {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text.trim() === '' || text.length > MOST_IN_NUMBER ? null : text;
}

const MOST_IN_NUMBER = 100;

/** True for a code of failure inside a body, as a number or its three digits, whatever HTTP said. */
export function saysFailure(code: unknown): boolean {
  return (typeof code === 'number' || (typeof code === 'string' && /^\d{3}$/u.test(code))) && Number(code) >= 400;
}

/**
 * Whole rupiah, from a number or its text. Null where nobody quoted: for null, an empty text, and each of `none` (0 unless
 * said). Undefined for what is no amount of rupiah.
 */
export function rupiahOf(native: unknown, none: readonly number[] = [0]): number | null | undefined {
  if (typeof native !== 'object' ? isEmpty(native) : native === null) return null;
  const amount = typeof native === 'string' && /^\d{1,9}(?:\.00?)?$/.test(native.trim()) ? Number(native) : native;
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 0 || amount > MOST_RUPIAH)
    return undefined;
  return amount === 0 || none.includes(amount) ? null : amount;
}

/** The contracts' own bound. */
const MOST_RUPIAH = 100_000_000;
