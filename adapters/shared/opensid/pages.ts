import type { Page } from '../../../src/adapter.ts';
import type { NativeResponse } from '../../../src/declared.ts';
import { membersOf, saysFailure } from '../../../src/dialect/native.ts';
import { GatewayError } from '../../../src/errors.ts';
import { numberOf } from './values.ts';

export type Row = Readonly<Record<string, unknown>>;

/** The most a page holds (OpenSID/rilis-opensid-api, `config/json-api-paginate.php`). */
export const PAGE_SIZE = 100;
/** A list of more pages than this is no village's. */
const MOST_PAGES = 1000;

/** One page of a list, as JSON:API has it. */
export interface ListPage {
  readonly rows: readonly Row[];
  /** How many pages the list says it has; null where it says nothing that can be. */
  readonly claimed: number | null;
}

/** Throws `upstream-failed` for anything else. */
export function pageOf({ body }: NativeResponse): ListPage {
  const { code, success, data, meta } = membersOf(body);
  if (saysFailure(code)) throw unreadable(`menjawab gagal (${code}) di dalam isinya`);
  if (success === false) throw unreadable('menjawab gagal di dalam isinya');
  if (!Array.isArray(data)) throw unreadable('tidak menjawab dengan daftar');
  const items = data.filter((item) => item !== null);
  if (data.length > 0 && !items.some(isRow)) throw unreadable('tidak menjawab dengan baris yang dikenal');
  return { rows: items.map(rowOf), claimed: countOf(membersOf(membersOf(meta).pagination).total_pages) };
}

/** JSON:API's attributes with its id, or the members themselves. */
function rowOf(item: unknown): Row {
  const { id, attributes, ...members } = membersOf(item);
  const row: Row = { ...members, ...membersOf(attributes) };
  return { ...row, id: row.id ?? id };
}

/** One item that is no row, among others, is left for its schema to refuse. */
function isRow(item: unknown): boolean {
  const { id, attributes, status } = membersOf(item);
  const isPlainRow = numberOf(id) !== null && status !== undefined;
  return isPlainRow || (typeof attributes === 'object' && attributes !== null);
}

function countOf(pages: unknown): number | null {
  const count = typeof pages === 'string' && /^\d{1,9}$/u.test(pages.trim()) ? Number(pages) : pages;
  return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : null;
}

const unreadable = (what: string): GatewayError => new GatewayError('upstream-failed', { detail: `OpenSID ${what}.` });

/** Whose page it is, whatever their order; told apart from the other pages of its round by it. */
export function printOf(rows: readonly Row[]): string {
  const ids = rows.map(({ id }) => Number(numberOf(id) ?? 0));
  const sum = ids.reduce((all, id) => all + id, 0);
  return [rows.length, Math.min(...ids), Math.max(...ids), sum].join('.');
}

export interface Place {
  readonly message: string;
  readonly page: number;
  /** Of the earlier pages of this list in this round. */
  readonly prints: readonly string[];
}

/**
 * Whether a list goes on after a page. What the list says of its length is a hint alone: it ends with an empty or a repeated
 * page, and goes on after a full one.
 */
export function nextOf(
  { rows, claimed }: ListPage,
  at: Place,
): { readonly more: boolean; readonly cutShort?: CutShort } {
  const { message, page } = at;
  const cut = (code: ListCut): { more: boolean; cutShort: CutShort } => ({
    ...{ more: false, cutShort: { code, facts: { message, page, claimed } } },
  });
  const saysMore = claimed !== null && claimed > page;
  if (rows.length === 0) return saysMore || (claimed === page && page > 1) ? cut('page-empty') : { more: false };
  if (at.prints.includes(printOf(rows))) return cut('page-repeated');
  if (!saysMore && rows.length < PAGE_SIZE) return { more: false };
  return page >= MOST_PAGES ? cut('list-too-long') : { more: true };
}

type CutShort = NonNullable<Page['cutShort']>;
type ListCut = 'page-empty' | 'page-repeated' | 'list-too-long';
