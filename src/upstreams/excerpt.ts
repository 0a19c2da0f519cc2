import { scrubText } from '../scrub/scrubText.ts';
import { shownText } from '../scrub/shownText.ts';

type Clean = (text: string) => string;

export interface Cleaning {
  /** Texts that are taken out wherever an answer repeats them. */
  readonly secrets: readonly string[];
  /** Body of the request as it was sent. */
  readonly sent: string | undefined;
  /** Nothing but the form is kept: the values are what was asked for, and may be about persons. */
  readonly formOnly?: boolean;
}

const MOST_EXCERPT = 500;
const MOST_MESSAGE = 200;
/** Read of an answer before it is cut: more than is kept, so that no number is cut in two before it is found. */
const MOST_READ = 4000;
const MOST_DEPTH = 12;
/** Members whose values are nobody's business, whatever they hold. */
const SECRET_NAMES = /token|passw|sandi|secret|authoriz|api[-_]?key|cookie|session/iu;
/** Shorter texts that were sent and come back may be a word of the message itself. */
const SHORTEST_ECHO = 20;

/** The first 500 characters of an answer, without personal data, secrets, control characters or what it repeats of the request; null for an empty one. */
export function bodyExcerpt(body: unknown, how: Cleaning): string | null {
  if (body === null || body === undefined || body === '') return null;
  if (how.formOnly) return shownText(formOf(body), MOST_EXCERPT);
  const scrub = scrubber(how);
  const text = typeof body === 'string' ? scrub(body.slice(0, MOST_READ)) : JSON.stringify(tidy(body, { scrub }));
  return shownText(clean(text ?? ''), MOST_EXCERPT);
}

/** The sentence in which an answer says what was wrong: of JSON by the usual names of such a member, of a page its text. */
export function messageIn(body: unknown, how: Cleaning): string | null {
  if (how.formOnly && !isPage(body)) return null;
  const found = typeof body === 'string' ? pageText(body.slice(0, MOST_READ)) : sentenceIn(body, 0);
  if (found === null) return null;
  const shown = shownText(scrubber(how)(found.slice(0, MOST_READ)), MOST_MESSAGE);
  return shown === '' ? null : shown;
}

const isPage = (body: unknown): boolean => typeof body === 'string' && /^\s*<(?:!doctype html|html)\b/iu.test(body);

/** Names of members with the types of their values; of a page its text, of any other markup its tags. */
function formOf(body: unknown): string {
  if (typeof body !== 'string') return JSON.stringify(typed(body, 0)) ?? '';
  const start = body.slice(0, MOST_READ);
  return isPage(start)
    ? clean(pageText(start) ?? '')
    : start.replace(/(^|>)[^<]+/gu, '$1').replace(/=("|')[^"'<>]*\1/gu, '');
}

function typed(value: unknown, depth: number): unknown {
  if (value === null) return null;
  if (depth > MOST_DEPTH) return '…';
  if (Array.isArray(value)) return value.slice(0, 1).map((item) => typed(item, depth + 1));
  if (typeof value !== 'object') return typeof value;
  const members = Object.entries(value).slice(0, 40);
  return Object.fromEntries(members.map(([name, member]) => [clean(name.slice(0, 40)), typed(member, depth + 1)]));
}

/** Invisible signs go first: they would hide a number from who looks for one. */
function scrubber({ secrets, sent }: Cleaning): Clean {
  const taken = [...secrets.filter((secret) => secret.length >= 4).map((secret) => [secret, '[rahasia]'] as const)];
  const echoes = longTexts(sent).map((echo) => [echo, '[isi kiriman]'] as const);
  return (text) => {
    let left = text.toWellFormed();
    for (const [what, instead] of [...taken, ...echoes]) left = left.replaceAll(what, instead);
    left = left.replace(/\b(?:bearer|basic)\s+[\w.~+/=-]{8,}/giu, '[rahasia]');
    return clean(left.replace(/\p{Cf}/gu, ''));
  };
}

const clean = (text: string): string => scrubText(text).text;

interface Tidying {
  readonly scrub: Clean;
  /** Characters that may still be taken. */
  left?: number;
}

function tidy(value: unknown, how: Tidying, depth = 0): unknown {
  how.left ??= MOST_READ;
  if (how.left <= 0 || depth > MOST_DEPTH) return '…';
  if (typeof value === 'string') {
    const part = value.slice(0, how.left);
    how.left -= part.length + 1;
    return how.scrub(part);
  }
  how.left -= 8;
  if (typeof value === 'number') return scrubbedNumber(value, how.scrub);
  if (Array.isArray(value)) return firstOf(value, how).map((item) => tidy(item, how, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const members = firstOf(Object.entries(value), how).map(([name, member]): [string, unknown] => [
    how.scrub(name.slice(0, 100)),
    SECRET_NAMES.test(name) && member !== null ? '[rahasia]' : tidy(member, how, depth + 1),
  ]);
  return Object.fromEntries(members);
}

const firstOf = <T>(items: readonly T[], { left = MOST_READ }: Tidying): readonly T[] =>
  items.slice(0, Math.ceil(left / 4));

/** A telephone number or NIK may come as a number. */
function scrubbedNumber(value: number, scrub: Clean): unknown {
  const text = String(value);
  const scrubbed = scrub(text);
  return scrubbed === text ? value : scrubbed;
}

/** Names under which systems say what went wrong, the plainest first. */
const MESSAGES = ['message', 'pesan', 'detail', 'error_description', 'description', 'keterangan', 'msg', 'title'];
/** Members in which such a member may stand. */
const NESTED = ['error', 'errors', 'data', 'status', 'meta', 'fault'];

function sentenceIn(value: unknown, depth: number): string | null {
  if (depth > 4) return null;
  if (typeof value === 'string') return depth === 0 || value.trim() === '' ? null : value;
  if (Array.isArray(value)) return firstSentence(value.slice(0, 5), depth);
  if (typeof value !== 'object' || value === null) return null;
  const members = value as Readonly<Record<string, unknown>>;
  const said = MESSAGES.map((name) => ownText(members, name)).find((text) => text !== null);
  const nested = NESTED.flatMap((name) => (Object.hasOwn(members, name) ? [members[name]] : []));
  const below =
    firstSentence(nested, depth) ?? (depth > 0 ? firstSentence(Object.values(members).slice(0, 5), depth) : null);
  if (said === undefined || said === null) return below;
  // `{"message": "The given data was invalid.", "errors": {"kodeWilayah": ["..."]}}` says what matters in the second.
  const inErrors = Object.hasOwn(members, 'errors') ? sentenceIn(members.errors, depth + 1) : null;
  return inErrors === null || said.includes(inErrors) ? said : `${said} ${inErrors}`;
}

function firstSentence(values: readonly unknown[], depth: number): string | null {
  for (const value of values) {
    const found = sentenceIn(value, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function ownText(members: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = Object.hasOwn(members, name) ? members[name] : null;
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** What a person would read of a page; of plain text all of it. */
function pageText(text: string): string | null {
  const read = text
    .replace(/<(script|style|head)\b[\s\S]*?(?:<\/\1\s*>|$)/giu, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$)/gu, ' ')
    .replace(/<[^<>]{0,1000}>/gu, ' ')
    .trim();
  return read === '' ? null : read;
}

/** Texts of some length that a request carried: what somebody wrote, and no code or name of a field. */
function longTexts(sent: string | undefined): readonly string[] {
  if (sent === undefined) return [];
  const texts: string[] = [];
  const open: unknown[] = [parsed(sent)];
  while (open.length > 0 && texts.length < 200) {
    const value = open.pop();
    if (typeof value === 'string' && value.length >= SHORTEST_ECHO && /\s/u.test(value.trim())) texts.push(value);
    else if (typeof value === 'object' && value !== null) open.push(...Object.values(value));
  }
  return texts.sort((a, b) => b.length - a.length);
}

/** A body is JSON or a form. */
function parsed(sent: string): unknown {
  try {
    return JSON.parse(sent);
  } catch {
    return Object.fromEntries(new URLSearchParams(sent));
  }
}
