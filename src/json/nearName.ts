/** Names that somebody may have meant: how a misspelt parameter or member is told from a new one. Pure. */

/** Letters of other scripts that look like a Latin one, after folding to small letters. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  ...{ а: 'a', в: 'b', е: 'e', ё: 'e', һ: 'h', і: 'i', ї: 'i', ј: 'j', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', с: 'c' },
  ...{ ѕ: 's', т: 't', у: 'y', х: 'x', ԁ: 'd', ԛ: 'q', ԝ: 'w', ӏ: 'l' },
  ...{ α: 'a', ε: 'e', η: 'n', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x' },
  ...{ ı: 'i', ɑ: 'a', ɡ: 'g' },
};

const PLAIN = /^[a-z\d]*$/u;

/** The name without what the eye passes over: case, width, accents, look-alike letters, and all but letters and digits. */
export function foldName(name: string): string {
  if (PLAIN.test(name)) return name;
  const bare = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return PLAIN.test(bare) ? bare : [...bare].map((letter) => LOOKS_LIKE[letter] ?? letter).join('');
}

/** With fewer letters one of them is too much of the name to call it a slip. */
const FEWEST = 3;

/** True where two folded names are the same or one slip apart: a letter added, left out, replaced, or two that changed places. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.abs(a.length - b.length) > 1 || Math.max(a.length, b.length) <= FEWEST - 1) return false;
  let [start, ends] = [0, 0];
  const shorter = Math.min(a.length, b.length);
  while (start < shorter && a[start] === b[start]) start += 1;
  while (ends < shorter - start && a.at(-1 - ends) === b.at(-1 - ends)) ends += 1;
  const [restA, restB] = [a.slice(start, a.length - ends), b.slice(start, b.length - ends)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}

/** A known name and its folded form. */
export interface KnownName {
  readonly name: string;
  readonly folded: string;
}

export const knownNames = (names: Iterable<string>): readonly KnownName[] =>
  [...names].map((name) => ({ name, folded: foldName(name) }));

/** The known name that differs from this one by case or by one slip only; null where there is none. */
export function misspelt(name: string, known: readonly KnownName[]): string | null {
  const folded = foldName(name);
  const same = known.find((one) => one.folded === folded);
  const near = same ?? known.find((one) => one.folded.length >= FEWEST && isOneSlip(one.folded, folded));
  return near?.name ?? null;
}

/** The known name with the fewest letters to change, where that is less than half of them; null where none is like it. */
export function nearest(name: string, known: Iterable<string>): string | null {
  const folded = foldName(name).slice(0, 64);
  const ranked = knownNames(known)
    .map((one) => ({ name: one.name, far: distance(folded, one.folded), most: one.folded.length / 2 }))
    .filter(({ far, most }) => far < most)
    .toSorted((a, b) => a.far - b.far);
  return ranked[0]?.name ?? null;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
