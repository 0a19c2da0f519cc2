import type { Draft } from '../adapter.ts';
import type { JsonPointer } from '../contract.ts';
import { scrubText } from './scrub/scrubText.ts';

/** Free text without personal data, and whether anything was taken out. What was there is named in its place. */
export function scrub(text: string): { readonly text: string; readonly redacted: boolean } {
  const clean = scrubText(text).text;
  return { text: clean, redacted: clean !== text };
}

/** The draft with every free text of its contract scrubbed, and marked where the contract has a mark for it. */
export function scrubDraft(draft: Draft, freeText: readonly JsonPointer[]): Draft {
  let data: unknown = draft.data;
  for (const pointer of freeText) data = scrubAt(data, pointer.split('/').slice(1));
  return { ...draft, data: data as object };
}

function scrubAt(value: unknown, path: readonly string[]): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return typeof value === 'string' ? scrub(value).text : value;
  if (Array.isArray(value) && step === '*') return value.map((item) => scrubAt(item, rest));
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  const before = value[step];
  const after = scrubAt(before, rest);
  if (after === before) return value;
  const mark = MARKS[step];
  return { ...value, [step]: after, ...(mark === undefined ? {} : { [mark]: true }) };
}

/** Fields that tell the reader a neighbouring text was scrubbed. */
const MARKS: Readonly<Record<string, string>> = { description: 'descriptionRedacted' };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
