import type { Span } from './mapped.ts';

/** Digits as people write them: in groups, with a letter that looks like a digit here and there. */
interface Group extends Span {
  readonly digits: string;
  /** Joined to the group before by more than a blank. */
  readonly glued: boolean;
}

export interface WrittenNumber extends Span {
  readonly digits: string;
}

const LIKE_DIGITS: Readonly<Record<string, string>> = { O: '0', o: '0', I: '1', l: '1' };
const RUN = /[\dOoIl]{1,41}/y;
const PURE = /\d{1,41}/y;
const MOST_DIGITS = 40;
const MOST_GROUPS = 24;
const BETWEEN = /(?: ?[._~*|-]{1,2} ?|,(?=[\dO])| )?/y;
const LETTER = /\p{L}/u;

export const digitsOf = (written: string): string =>
  written.replace(/[OoIl]/g, (letter) => LIKE_DIGITS[letter] ?? '').replace(/\D/g, '');

/** The groups of digits from a place on that may be one number. */
function groupsAt(text: string, at: number): readonly Group[] {
  const groups: Group[] = [];
  let from = at;
  let glued = false;
  while (groups.length < MOST_GROUPS) {
    const run = runAt(text, from);
    if (run === null) break;
    groups.push({ start: from, end: from + run.length, digits: digitsOf(run), glued });
    BETWEEN.lastIndex = from + run.length;
    const between = BETWEEN.exec(text)?.[0] ?? '';
    if (between === '') break;
    glued = between !== ' ';
    from += run.length + between.length;
  }
  return groups;
}

function runAt(text: string, at: number): string | null {
  RUN.lastIndex = at;
  const run = RUN.exec(text)?.[0] ?? '';
  const isWhole = !LETTER.test(text.charAt(at + run.length)) && (/\d/.test(run) || /^O{2,4}$/i.test(run));
  if (isWhole) return run.length > MOST_DIGITS ? null : run;
  PURE.lastIndex = at;
  const pure = PURE.exec(text)?.[0] ?? '';
  return pure === '' || pure.length > MOST_DIGITS ? null : pure;
}

/**
 * A number of one of these lengths, ending with a group that nothing continues: the shortest such, unless whole groups of
 * three and more digits make it another one.
 */
export function exactNumberAt(text: string, at: number, isLength: (digits: number) => boolean): WrittenNumber | null {
  let found: WrittenNumber | null = null;
  let widest = 0;
  for (const each of beginnings(groupsAt(text, at))) {
    if (found !== null && each.last.digits.length < Math.min(3, widest)) break;
    widest = Math.max(widest, each.last.digits.length);
    if (each.isWhole && isLength(each.digits.length)) found = { start: at, end: each.last.end, digits: each.digits };
  }
  return found;
}

/** Lengths that numbers of meters, customers, prepaid tokens and accounts have. */
const USUAL = new Set([10, 11, 12, 13, 14, 15, 16, 17, 18, 20]);
const LONG = 10;

/**
 * A number of at least and at most so many digits. Of several, the longest of a usual length; else as far as it is joined
 * by more than blanks, or its groups are short: `60123456 2 kali` ends before the 2.
 */
export function numberAt(text: string, at: number, [least, most]: readonly [number, number]): WrittenNumber | null {
  const groups = groupsAt(text, at);
  const fit = beginnings(groups).filter(
    ({ digits, isWhole }) => isWhole && digits.length >= least && digits.length <= most,
  );
  const [first] = fit;
  const isLong = (groups[0]?.digits.length ?? 0) >= LONG;
  const usual = isLong ? undefined : fit.findLast(({ digits }) => USUAL.has(digits.length));
  const isOneAlready = (first?.digits.length ?? 0) >= 7;
  const taken =
    usual ?? (isOneAlready ? first : fit.findLast(({ last }) => last.digits.length > 1 || groups.length > 6));
  if (taken === undefined || LETTER.test(text.charAt(taken.last.end))) return null;
  return { start: at, end: taken.last.end, digits: taken.digits };
}

interface Beginning {
  readonly digits: string;
  readonly last: Group;
  /** Nothing but a blank joins the next group to it. */
  readonly isWhole: boolean;
}

function beginnings(groups: readonly Group[]): readonly Beginning[] {
  let digits = '';
  return groups.map((last, index) => {
    digits += last.digits;
    return { digits, last, isWhole: groups[index + 1]?.glued !== true };
  });
}
