import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MARKERS } from '../../src/scrub/kind.ts';
import type { Scrubbed } from '../../src/scrub/scrubText.ts';

/** One invented text: what must go, in order and by kind, and all that must stay. */
export interface Line {
  readonly text: string;
  readonly gone: readonly { readonly kind: string; readonly span: string }[];
  readonly kept: readonly string[];
  /** Set apart before the rules were written, and not looked at meanwhile. */
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

const FOLDER = join(import.meta.dirname, '../corpus');

/** By file name without its ending: one of every kind; `scrub` of all kinds together; `later`, written when the rules stood. */
export function corpora(): ReadonlyMap<string, readonly Line[]> {
  return new Map(
    readdirSync(FOLDER)
      .filter((name) => name.endsWith('.ndjson'))
      .map((name) => [name.replace('.ndjson', ''), linesOf(join(FOLDER, name))]),
  );
}

const linesOf = (file: string): readonly Line[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

/** A family card's number has the 16 digits of a NIK, and is taken out as one. */
const NAMED_AS: Readonly<Record<string, string>> = { 'nomor KK': 'NIK' };

/** Where the text holds what must go. */
export function expectedIn({ text, gone }: Line): readonly Range[] {
  let from = 0;
  return gone.map(({ kind, span }) => {
    const start = text.indexOf(span, from);
    if (start < 0) throw new Error(`${JSON.stringify(span)} is not in ${JSON.stringify(text)}`);
    from = start + span.length;
    return { kind: NAMED_AS[kind] ?? kind, start, end: from };
  });
}

export interface Judgement {
  readonly line: Line;
  readonly there: readonly (Range & { readonly found: boolean })[];
  readonly taken: readonly (Range & { readonly right: boolean; readonly misnamed: boolean })[];
}

/** What was found and what was rightly taken in one line. */
export function judge(line: Line, found: Scrubbed['found']): Judgement {
  const expected = expectedIn(line);
  const taken = found.map(({ kind, start, end }) => ({ kind: MARKERS[kind], start, end }));
  const overlap = (a: Range, b: Range) => a.start < b.end && b.start < a.end;
  return {
    line,
    there: expected.map((range) => ({ ...range, found: !hasText(line.text, range, taken) })),
    taken: taken.map((range) => {
      const under = expected.filter((other) => overlap(range, other));
      const right = under.length > 0 && !hasText(line.text, range, expected);
      return { ...range, right, misnamed: right && !under.some(({ kind }) => kind === range.kind) };
    }),
  };
}

/** True where a letter or digit of the range lies in none of the others. */
const hasText = (text: string, range: Range, others: readonly Range[]): boolean =>
  [...text.slice(range.start, range.end).matchAll(/[\p{L}\p{N}]/gu)].some(
    ({ index }) => !others.some(({ start, end }) => start <= range.start + index && range.start + index < end),
  );

/** Over all lines, of one kind or of every kind. */
export function scoreOf(judgements: readonly Judgement[], kind?: string): Score {
  const there = judgements.flatMap((one) => one.there).filter((range) => kind === undefined || range.kind === kind);
  const taken = judgements.flatMap((one) => one.taken).filter((range) => kind === undefined || range.kind === kind);
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
