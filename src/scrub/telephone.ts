import { isValidPhoneNumber } from 'libphonenumber-js';
import { type Find, spansOf } from './haystack.ts';
import { firstAfter, LABEL_ENDS, WORD } from './labelled.ts';
import type { Span } from './mapped.ts';
import { digitsOf } from './number.ts';
import { findSpelled } from './spelledTelephone.ts';

/** What people write between the digits of one number; a line may end after a dash. */
const SEPARATOR = '(?: ?[._~*|()-]{1,3}[ \\n]?| )?';
/** A digit, or a letter that looks like one and touches one: `O812`, `99OO`. */
const DIGIT = '(?:\\d|[OoIl](?=[OoIl]{0,3}\\d)|(?<=\\d[OoIl]{0,3})[OoIl])';
/** No part of a longer number, of an amount or of a name; another telephone number may stand before the comma. */
const STARTS = '(?:(?<!\\d[.-]?|(?<![\\d -]{8})\\d,|_|\\p{L}|\\brp\\.? ?)|(?<=\\b(?:wa|hp|tlp|telp?|telepon|no)))';
const ENDS = '(?!\\d)';
const NATIONAL = `\\(?[0Oo]\\)?${SEPARATOR}`;
const COUNTRY = `\\(?(?:\\+|00)?62\\)?${SEPARATOR}(?:\\(?0\\)?${SEPARATOR})?`;

const MOBILE = `(?:${COUNTRY}|${NATIONAL})8(?:${SEPARATOR}${DIGIT}){8,11}(?:${ENDS}|\\d{1,5}${ENDS})`;
/** Whatever sign stands between its three groups, but for a list's comma and a year behind a slash. */
const ODD = ' ?(?!, )[^\\p{L}\\d\\s@]{1,2} ?';
const OF_THREE = `[0O]8\\d\\d(?:${ODD}\\d{3,4}(?:${ODD}| )|[ -]\\d{3,4}${ODD})(?!(?<=/ ?)(?:19|20)\\d\\d(?!\\d))\\d{3,5}(?![\\d/])`;
const LANDLINE = `(?:\\(?(?:\\+|00)?62\\)?${SEPARATOR}\\(?|\\(?0)[2-79]\\d{1,2}\\)?${SEPARATOR}\\d(?:${SEPARATOR}\\d){4,7}${ENDS}`;
const ABROAD = `(?<![\\p{L}\\d])\\+[1-9](?:${SEPARATOR}\\d){8,13}${ENDS}`;

const MOBILES = new RegExp(`(?=[+(\\dOo])${STARTS}(?:${MOBILE}|${OF_THREE})`, 'giu');
/** A group of digits before makes it the end of a longer number. */
const LANDLINES = new RegExp(`(?=[+(\\d])(?<!\\d{4} )${STARTS}${LANDLINE}`, 'giu');
const ABROADS = new RegExp(ABROAD, 'gu');

const NAMES =
  'hp|h\\.p|hape|handphone|w\\.?a|whats?app?|te?le?p(?:h?on)?|tlp|telp|telpon+|telepon|phone|nomor (?:hp|wa|telp|telepon)|no\\.? ?(?:hp|wa|telp|tlp)';
const REACHED = 'hub(?:ungi)?|kontak|contact|call|chat|cp|sms|narahubung';
const LABEL = new RegExp(`${WORD}(?:${NAMES}|(${REACHED}))\\d?${LABEL_ENDS}`, 'giu');
/** After a name the nought may be left out, and a number of the same town has no area code. */
const SHORT_MOBILE = new RegExp(`(?:62${SEPARATOR})?8[1-9]\\d?(?:${SEPARATOR}\\d){7,9}${ENDS}`, 'uy');
const LOCAL = /[2-9]\d{2,3}[ .-]?\d{3,4}(?![ .-]?\d|[\p{L}%])/uy;
/** Numbers of a whole country that are nobody's own. */
const CALL_CENTRE = /^(?:1500|14\d{3}$|0?800|0?804)/u;

/** Telephone numbers, with digits or words, at home and abroad. */
export function* findTelephone({ text, timeless, bare }: Parameters<Find>[0]): ReturnType<Find> {
  yield* findSpelled(text);
  for (const span of spansOf(bare, MOBILES)) if (!isCounting(span.match)) yield withoutLast(bare, span);
  for (const span of spansOf(bare, LANDLINES)) if (isTelephone(span.match)) yield withoutLast(bare, span);
  yield* spansOf(bare, ABROADS);
  for (const { 0: label, 1: reached, index } of timeless.matchAll(LABEL)) {
    const forms = reached === undefined ? [SHORT_MOBILE, LOCAL] : [SHORT_MOBILE];
    const read = (at: number) => shortAt(timeless, at, forms);
    const found = firstAfter(timeless, index + label.length, { words: 2, read });
    if (found !== null) yield found;
  }
}

const isTelephone = (written: string): boolean => {
  const digits = digitsOf(written);
  return isValidPhoneNumber(written.includes('+') || digits.startsWith('62') ? `+${digits}` : digits, 'ID');
};

function shortAt(text: string, at: number, forms: readonly RegExp[]): Span | null {
  for (const pattern of forms) {
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0];
    if (match !== undefined && !CALL_CENTRE.test(digitsOf(match))) return { start: at, end: at + match.length };
  }
  return null;
}

/** `08 09 10 12 15` are hours or days, and call nobody; so do codes of networks, `0812 0813 0821`. */
function isCounting(written: string): boolean {
  const groups = written.split(/\D+/u).filter((group) => group !== '');
  if (groups.length > 2 && groups.every((group) => /^08\d\d$/u.test(group))) return true;
  const isRising = groups.every((group, index) => index === 0 || Number(group) > Number(groups[index - 1]));
  return groups.length > 4 && isRising && Number(groups.at(-1)) <= 31;
}

/** A short number after a whole one is another: `0812 3456 7890 2 kali`. */
function withoutLast(text: string, { start, end }: Span): Span {
  const match = /^(.*\d) \d{1,2}$/su.exec(text.slice(start, end));
  const rest = match?.[1];
  if (rest === undefined || digitsOf(rest).length < 11) return { start, end };
  const isOther = rest.split(/\D+/u).every((group) => group.length !== 1 && group.length !== 2);
  return { start, end: isOther ? start + rest.length : end };
}
