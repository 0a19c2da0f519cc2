import { readFileSync } from 'node:fs';
import type { JsonPointer } from '../contract.ts';
import type { Violation } from '../errors.ts';
import { jsonFault } from '../json/fault.ts';
import { isJson } from '../json/object.ts';
import { duplicatesIn } from '../json/parse.ts';
import { escapePointer, type Validate } from '../json/schema.ts';

/** A place in a document; the pointer is RFC 6901, empty for the whole. */
export interface Place {
  readonly file: string;
  readonly pointer: JsonPointer;
}

/** Something wrong with what an operator or an adapter's author wrote, in plain Indonesian. */
export interface Problem extends Place {
  readonly message: string;
  /** With an error nothing starts; a warning is for somebody to look at. */
  readonly severity: 'error' | 'warning';
}

export const error = ({ file, pointer }: Place, message: string): Problem => ({
  file,
  pointer,
  message,
  severity: 'error',
});

export const warning = (place: Place, message: string): Problem => ({ ...error(place, message), severity: 'warning' });

/** The place of a member, or of a list's item. */
export const below = ({ file, pointer }: Place, ...steps: readonly (string | number)[]): Place => ({
  file,
  pointer: [pointer, ...steps.map((step) => escapePointer(String(step)))].join('/'),
});

/** A JSON file as it was read, whatever is wrong with it. */
export interface JsonDocument extends Place {
  /** Undefined where the file is not there, is not JSON, or could not be judged. */
  readonly data: unknown;
  readonly violations: readonly Violation[];
  readonly problems: readonly Problem[];
}

/** An object out of a document, as far as it is sound: members that break the schema are left out. */
export interface Part<Shape extends object> extends Place {
  readonly value: Partial<Shape>;
}

/** At this many violations the validator stops listing, and what is not listed may be broken too. */
const MOST = 50;

/** Never throws. Without a validator only the syntax is looked at. */
export function readDocument(file: string, validate: Validate | null): JsonDocument {
  const place = { file, pointer: '' };
  const unread = (message: string): JsonDocument => ({
    ...place,
    data: undefined,
    violations: [],
    problems: [error(place, message)],
  });
  let text: string;
  let data: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    return unread(`tidak dapat dibaca: ${reasonOf(cause)}`);
  }
  try {
    data = JSON.parse(text);
  } catch (cause) {
    return unread(`bukan JSON yang sah, ${jsonFault(text, cause instanceof Error ? cause.message : '')}`);
  }
  const doubled = duplicatesIn(text, data).map(({ pointer, message }) => error({ file, pointer }, message));
  const document = judged(place, data, validate);
  return { ...document, problems: [...doubled, ...document.problems] };
}

function judged(place: Place, data: unknown, validate: Validate | null): JsonDocument {
  const violations = validate?.(data) ?? [];
  const problems = violations.map(({ pointer, message }) => error({ ...place, pointer }, message));
  const readable = validate !== null && violations.length < MOST;
  return { ...place, data: readable ? data : undefined, violations, problems };
}

function reasonOf(cause: unknown): string {
  if (cause instanceof TypeError) return 'bukan teks UTF-8';
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ENOENT' ? 'berkas tidak ada' : String(code ?? 'kesalahan yang tidak terduga');
}

/** The object at a path of a document; undefined where there is none. The shape must be what its schema says of it. */
export function partAt<Shape extends object>(
  document: JsonDocument,
  path: readonly (string | number)[],
): Part<Shape> | undefined {
  const place = below(document, ...path);
  const value = path.reduce<unknown>(memberOf, document.data);
  if (!isJson(value)) return undefined;
  const sound = Object.entries(value).filter(([name]) => isSound(document, below(place, name)));
  return { ...place, value: Object.fromEntries(sound) as Partial<Shape> };
}

/** The objects in a list of a document, those that are none left out; undefined where there is no list. */
export function partsAt<Shape extends object>(
  document: JsonDocument,
  path: readonly (string | number)[],
): readonly Part<Shape>[] | undefined {
  const list = path.reduce<unknown>(memberOf, document.data);
  if (!Array.isArray(list)) return undefined;
  return list.flatMap((_, index) => partAt<Shape>(document, [...path, index]) ?? []);
}

function memberOf(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  return isJson(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

const isSound = ({ violations }: JsonDocument, { pointer }: Place): boolean =>
  !violations.some((violation) => violation.pointer === pointer || violation.pointer.startsWith(`${pointer}/`));

/** An error at each part whose member repeats that of an earlier one. */
export function repeated<Shape extends object>(
  parts: readonly Part<Shape>[],
  key: keyof Shape & string,
  message: (first: Place) => string,
): readonly Problem[] {
  const firsts = new Map<unknown, Place>();
  return parts.flatMap((part) => {
    const value = part.value[key];
    if (value === undefined || value === null) return [];
    const first = firsts.get(value);
    if (first !== undefined) return [error(below(part, key), message(first))];
    firsts.set(value, part);
    return [];
  });
}
