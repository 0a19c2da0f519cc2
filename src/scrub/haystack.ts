import { CUT } from './fold.ts';
import type { Span } from './mapped.ts';

/** One folded copy of a text, as it is searched. All three have the same length. */
export interface Haystack {
  readonly text: string;
  /** Without dates, hours, years, amounts of money and numbers of regulations: what a label may point at. */
  readonly timeless: string;
  /** Without everything that is known to be no personal number: what must speak for itself. */
  readonly bare: string;
}

export type Find = (haystack: Haystack) => Iterable<Span>;

/** Where a pattern with the flag `g` matches. */
export function* spansOf(text: string, pattern: RegExp): Iterable<Span & { readonly match: string }> {
  for (const { 0: match, index } of text.matchAll(pattern)) yield { start: index, end: index + match.length, match };
}

/** The text with these ranges blotted out, as long as before. */
export function without(text: string, spans: Iterable<Span>): string {
  let clean = '';
  let from = 0;
  for (const { start, end } of spans) {
    if (start < from) continue;
    clean += text.slice(from, start) + CUT.repeat(end - start);
    from = end;
  }
  return from === 0 ? text : clean + text.slice(from);
}
