import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One invented text: what must go, in order and by kind, and all that must stay. */
export interface Line {
  readonly text: string;
  readonly gone: readonly { readonly kind: string; readonly span: string }[];
  readonly kept: readonly string[];
  /** Set apart before the rules were last worked on, and not looked at meanwhile. */
  readonly held?: boolean;
}

interface Range {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

export interface Score {
  /** Personal data there was, and how much of it was taken out whole. */
  readonly there: number;
  readonly found: number;
  /** Places where something was taken out, and how many of these took personal data and nothing else. */
  readonly taken: number;
  readonly right: number;
  /** Taken out rightly, yet called by another kind's name. */
  readonly misnamed: number;
}

export const corpus = (): readonly Line[] =>
  readFileSync(join(import.meta.dirname, '../corpus/scrub.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

export const KINDS = ['nomor telepon', 'nomor polisi', 'NIK', 'nomor KK', 'surel', 'nomor pelanggan'] as const;
const PLACEHOLDER = /\[([^[\]]+) dihapus\]/u;
/** A family card's number has the 16 digits of a NIK, and is taken out as one. */
const NAMED_AS: Readonly<Record<string, string>> = { 'nomor KK': 'NIK' };

/** Where the text holds what must go. */
export function expectedIn({ text, gone }: Line): readonly Range[] {
  let from = 0;
  return gone.map(({ kind, span }) => {
    const start = text.indexOf(span, from);
    if (start < 0) throw new Error(`${JSON.stringify(span)} is not in ${JSON.stringify(text)}`);
    from = start + span.length;
    return { kind, start, end: from };
  });
}

/** Where the text was cut: of all ways to lay the scrubbed text over it, the one that agrees most with the expected. */
export function takenFrom(line: Line, scrubbed: string): readonly Range[] {
  const [first = '', ...rest] = scrubbed.split(PLACEHOLDER);
  const holes = rest.flatMap((kind, index) => (index % 2 === 0 ? [{ kind, after: rest[index + 1] ?? '' }] : []));
  if (!line.text.startsWith(first)) throw new Error(`the scrubbed text begins otherwise: ${scrubbed}`);
  const expected = expectedIn(line);
  const agreement = (ranges: readonly Range[]) =>
    ranges.filter(({ start, end }) => expected.some((range) => range.start === start && range.end === end)).length;
  const [best] = layings(line.text, first.length, holes).toSorted((a, b) => agreement(b) - agreement(a));
  if (best === undefined) throw new Error(`the scrubbed text is not of this one: ${scrubbed}`);
  return best;
}

function layings(text: string, from: number, holes: readonly { kind: string; after: string }[]): readonly Range[][] {
  const [hole, ...rest] = holes;
  if (hole === undefined) return from === text.length ? [[]] : [];
  const ends = Array.from({ length: text.length - from }, (_, index) => from + index + 1);
  return ends
    .filter((end) => text.startsWith(hole.after, end))
    .flatMap((end) =>
      layings(text, end + hole.after.length, rest).map((later) => [{ kind: hole.kind, start: from, end }, ...later]),
    );
}

export interface Judgement {
  readonly there: readonly (Range & { readonly found: boolean })[];
  readonly taken: readonly (Range & { readonly right: boolean; readonly misnamed: boolean })[];
}

/** What was found and what was rightly taken in one line. */
export function judge(line: Line, scrubbed: string): Judgement {
  const expected = expectedIn(line);
  const taken = takenFrom(line, scrubbed);
  const overlap = (a: Range, b: Range) => a.start < b.end && b.start < a.end;
  return {
    there: expected.map((range) => ({ ...range, found: !hasText(line.text, range, taken) })),
    taken: taken.map((range) => {
      const under = expected.filter((other) => overlap(range, other));
      const right = under.length > 0 && !hasText(line.text, range, expected);
      const isSame = under.some(({ kind }) => (NAMED_AS[kind] ?? kind) === range.kind);
      return { ...range, right, misnamed: right && !isSame };
    }),
  };
}

/** True where a letter or digit of the range lies in none of the others. */
const hasText = (text: string, range: Range, others: readonly Range[]): boolean =>
  [...text.slice(range.start, range.end)].some(
    (letter, index) =>
      /[\p{L}\p{N}]/u.test(letter) &&
      !others.some(({ start, end }) => start <= range.start + index && range.start + index < end),
  );

/** Over all lines, of one kind or of every kind. */
export function scoreOf(judgements: readonly Judgement[], kind?: string): Score {
  const there = judgements.flatMap((one) => one.there).filter((range) => kind === undefined || range.kind === kind);
  const named = kind === undefined ? undefined : (NAMED_AS[kind] ?? kind);
  const taken = judgements.flatMap((one) => one.taken).filter((range) => named === undefined || range.kind === named);
  return {
    there: there.length,
    found: there.filter(({ found }) => found).length,
    taken: taken.length,
    right: taken.filter(({ right }) => right).length,
    misnamed: taken.filter(({ misnamed }) => misnamed).length,
  };
}

export const recall = ({ found, there }: Score): number => (there === 0 ? 1 : found / there);
export const precision = ({ right, taken }: Score): number => (taken === 0 ? 1 : right / taken);
