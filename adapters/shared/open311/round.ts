import type { Cursor, PollContext } from '../../../src/adapter.ts';
import { membersOf } from '../../../src/dialect/native.ts';
import { tokenOf } from './values.ts';

/** By number: the status it was last seen with, and since when. */
type Seen = Readonly<Record<string, readonly [status: string, since: string]>>;

/** Where a round stands, and what is remembered from round to round. Cases go by the number the gateway knows. */
export interface Round {
  /** Still to be asked: for the id behind a token, many at once, and one at a time. */
  readonly tokens: readonly string[];
  readonly lists: readonly string[];
  readonly singles: readonly string[];
  /** The city's ids behind tokens, as far as it has told. */
  readonly ids: Readonly<Record<string, string>>;
  /** What a list did not tell of when asked for it among others. */
  readonly alone: readonly string[];
  /** Of requests whose time of change is not told. */
  readonly seen: Seen;
}

export type Question =
  | { readonly kind: 'services' }
  | { readonly kind: 'token'; readonly number: string }
  | { readonly kind: 'list'; readonly numbers: readonly string[] }
  | { readonly kind: 'single'; readonly number: string };

/** Ours: the spec sets no limit, and fifty ids of eighty characters are an address of four thousand. */
const AT_ONCE = 50;

/** The round that a cursor stands in, or the next one. What is over is neither asked for nor remembered. */
export function roundAt(cursor: Cursor, { numbers }: PollContext): Round {
  const kept = membersOf(cursor);
  const ids = entriesOf(kept.ids, numbers, isText);
  const seen = entriesOf(kept.seen, numbers, isSeen);
  const nameless = numbers.filter((number) => tokenOf(number) !== null && ids[number] === undefined);
  const named = numbers.filter((number) => !nameless.includes(number));
  const among = (whole: readonly string[], list: unknown): readonly string[] =>
    Array.isArray(list) ? whole.filter((number) => list.includes(number)) : [];
  const alone = among(named, kept.alone);
  const left = {
    tokens: among(nameless, kept.tokens),
    lists: among(named, kept.lists),
    singles: among(named, kept.singles),
  };
  const whole = { tokens: nameless, lists: named.filter((number) => !alone.includes(number)), singles: alone };
  return { ids, seen, alone, ...(isOver(left) ? whole : left) };
}

/** Nothing to ask for any more. A round begins so where no case is open: the services are asked for then. */
export const isOver = ({ tokens, lists, singles }: Pick<Round, 'tokens' | 'lists' | 'singles'>): boolean =>
  tokens.length + lists.length + singles.length === 0;

export function questionOf({ tokens, lists, singles }: Round): Question {
  const [[token], [single]] = [tokens, singles];
  if (token !== undefined) return { kind: 'token', number: token };
  if (lists.length > 0) return { kind: 'list', numbers: lists.slice(0, AT_ONCE) };
  return single === undefined ? { kind: 'services' } : { kind: 'single', number: single };
}

/** The round without the question it stood at. */
export const asked = ({ tokens, lists, singles, ...remembered }: Round, { kind }: Question): Round => ({
  ...remembered,
  tokens: kind === 'token' ? tokens.slice(1) : tokens,
  lists: kind === 'list' ? lists.slice(AT_ONCE) : lists,
  singles: kind === 'single' ? singles.slice(1) : singles,
});

/** From now on these are asked for one at a time. */
export const apart = (round: Round, numbers: readonly string[]): Round => ({
  ...round,
  singles: [...round.singles, ...numbers],
  alone: [...round.alone, ...numbers],
});

/** The id behind a token is known: its request is asked for with the others. */
export const resolved = (round: Round, number: string, id: string): Round => ({
  ...round,
  lists: [...round.lists, number],
  ids: { ...round.ids, [number]: id },
});

/** What the city calls a case. */
export const cityIdOf = ({ ids }: Round, number: string): string => ids[number] ?? number;

const isText = (value: unknown): value is string => typeof value === 'string';
const isSeen = (value: unknown): value is readonly [string, string] =>
  Array.isArray(value) && value.length === 2 && value.every(isText);

function entriesOf<Value>(
  of: unknown,
  numbers: readonly string[],
  is: (value: unknown) => value is Value,
): Readonly<Record<string, Value>> {
  const members = Object.entries(membersOf(of)).filter((entry): entry is [string, Value] => is(entry[1]));
  return Object.fromEntries(members.filter(([number]) => numbers.includes(number)));
}
