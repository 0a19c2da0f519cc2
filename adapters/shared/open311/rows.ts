import type { NativeResponse } from '../../../src/declared.ts';
import { membersOf, saysFailure } from '../../../src/dialect/native.ts';
import { GatewayError } from '../../../src/errors.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Members that real servers put rows into, however they are spelt, outermost first: the elements of the XML answers, and what web frameworks add. */
const WRAPPERS = [
  ...['service_requests', 'services', 'service_request', 'request', 'service'],
  ...['requests', 'data', 'result', 'results', 'response', 'items', 'records', 'content'],
];
/** Under these an empty list says that there is nothing; under any other name it may be about something else. */
const NAMED_LISTS = new Set(['service_requests', 'services']);
/** What a row has at least one of. */
const OF_ROW = ['service_request_id', 'token', 'service_code'];
/** Wrappers in wrappers beyond this are no answer. */
const DEEPEST = 4;

/**
 * The rows of an answer: a list (GeoReport v2), a list or one row in a wrapper, or one row alone. Throws `upstream-failed`
 * for anything else, also for errors under a 2xx.
 */
export function rowsOf({ body }: NativeResponse): readonly Row[] {
  const rows = unwrapped(body, { depth: DEEPEST, isNamed: false });
  if (saysItFailed(body) || (rows ?? []).some(({ code }) => saysFailure(code)))
    throw unreadable('menjawab gagal di dalam isinya');
  if (rows === null) throw unreadable('tidak menjawab dengan daftar');
  return rows;
}

interface Within {
  readonly depth: number;
  /** In a wrapper whose name says what it lists. */
  readonly isNamed: boolean;
}

/** Null where there are no rows. */
function unwrapped(body: unknown, within: Within): readonly Row[] | null {
  if (Array.isArray(body)) return listed(body, within);
  const members = membersOf(body);
  if (isRow(members)) return [members];
  if (within.depth === 0) return null;
  const bySpelling = new Map(Object.entries(members).map(([name, value]) => [plainName(name), value]));
  for (const name of WRAPPERS.filter((each) => bySpelling.has(plainName(each)))) {
    const isNamed = within.isNamed || NAMED_LISTS.has(name);
    const inner = bySpelling.get(plainName(name));
    if (isNamed && (inner === null || inner === '')) return [];
    const rows = unwrapped(inner, { depth: within.depth - 1, isNamed });
    if (rows !== null && (rows.some(isRow) || isNamed)) return rows;
  }
  return null;
}

const plainName = (name: string): string => name.toLowerCase().replaceAll('_', '');

/** Items of a list may be wrapped each: `[{ "request": {} }]`. A row that is null says nothing, unless all are. */
function listed(all: readonly unknown[], { depth, isNamed }: Within): readonly Row[] | null {
  const items = all.filter((item) => item !== null);
  if (all.length > 0 && items.length === 0) return null;
  if (items.some((item) => typeof item !== 'object' || item === null || Array.isArray(item))) return null;
  return items.flatMap((item) => {
    const row = membersOf(item);
    return isRow(row) || depth === 0 ? [row] : (unwrapped(row, { depth: depth - 1, isNamed }) ?? [row]);
  });
}

const isRow = (members: Row): boolean => OF_ROW.some((name) => Object.hasOwn(members, name));

/** Errors are a list of `{code, description}` (GeoReport v2), which some servers wrap too. */
function saysItFailed(body: unknown): boolean {
  const outer = membersOf(body);
  const errors = [outer, ...[outer.errors, outer.error_messages, outer.error].flat().map(membersOf)];
  return errors.some(({ code }) => saysFailure(code));
}

const unreadable = (what: string): GatewayError => new GatewayError('upstream-failed', { detail: `Kota ${what}.` });
