import type { Contract, JsonPointer } from '../contract.ts';
import { CUT_MARK, cutText } from '../dialect/nativeText.ts';
import { scrubText } from './scrubText.ts';

/** Where a contract has free text, and of how many characters. */
export type FreeText = Pick<Contract, 'freeText'> & Partial<Pick<Contract, 'freeTextLimits'>>;

/** Data with every free text of its contract scrubbed. Changes nothing in place. */
export function scrubData(data: unknown, { freeText, freeTextLimits }: FreeText): unknown {
  return freeText.reduce(
    (left, pointer) => scrubAt(left, stepsOf(pointer), freeTextLimits?.get(pointer) ?? Number.POSITIVE_INFINITY),
    data,
  );
}

const stepsOf = (pointer: JsonPointer): readonly string[] => pointer.split('/').slice(1);

function scrubAt(value: unknown, path: readonly string[], limit: number): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return typeof value === 'string' ? scrubbed(value, limit) : value;
  if (Array.isArray(value) && step === '*') return value.map((item) => scrubAt(item, rest, limit));
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  const before = value[step];
  const after = scrubAt(before, rest, limit);
  if (after === before) return value;
  return { ...value, [step]: after, ...(Object.hasOwn(value, MARKED_BY) ? { [MARK]: true } : {}) };
}

/** A marker is longer than most of what it stands for: a text that fitted its contract before still does. */
function scrubbed(typed: string, limit: number): string {
  const { text, found } = scrubText(typed);
  if (found.length === 0 || text.length <= limit) return text;
  const cut = cutText(text, limit);
  return cut === text ? text : `${cut.slice(0, -CUT_MARK.length).replace(/\s*\[[^\]]{0,30}$/u, '')}${CUT_MARK}`;
}

/** What has a description (a report) says that any text of it was scrubbed. */
const MARKED_BY = 'description';
const MARK = 'descriptionRedacted';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
