import type { Draft } from '../adapter.ts';
import type { JsonPointer } from '../contract.ts';

interface Pattern {
  readonly what: string;
  readonly find: RegExp;
}

/** Regional plate prefixes (Perpol 7/2021 lampiran); anything else that looks like a plate is left alone. */
const PLATE_AREAS =
  'A|AA|AB|AD|AE|AG|B|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|D|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|DW|E|EA|EB|ED|F|G|H|K|KB|KH|KT|KU|L|M|N|P|PA|PB|R|S|T|W|Z';

/** In the order they are applied: the longer and more certain first. */
const PATTERNS: readonly Pattern[] = [
  { what: 'surel', find: /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu },
  {
    what: 'nomor pelanggan',
    find: /(?<=\b(?:id(?:\s*pel(?:anggan)?)?|idpel|no(?:mor|\.)?\s*(?:pelanggan|meter|rekening|sambungan|kontrak)|pelanggan\s*(?:no(?:mor|\.)?))\s*[:.#=-]?\s*)\d[\d .-]{4,18}\d/giu,
  },
  { what: 'NIK', find: /(?<![\d.])(?:\d[ .-]?){15}\d(?![\d])/gu },
  { what: 'nomor telepon', find: /(?<![\w.+-])(?:\+?62|0)[ .-]?(?:\(?\d{1,4}\)?[ .-]?)(?:\d[ .-]?){5,10}\d(?!\w)/gu },
  {
    what: 'nomor polisi',
    find: new RegExp(String.raw`(?<![\w/.-])(?:${PLATE_AREAS})[ -]?\d{1,4}[ -]?[A-Z]{1,3}(?![\w/])`, 'gu'),
  },
];

/** Free text without personal data, and whether anything was taken out. What was there is named in its place. */
export function scrub(text: string): { readonly text: string; readonly redacted: boolean } {
  let clean = text;
  for (const { what, find } of PATTERNS) clean = clean.replace(find, `[${what} dihapus]`);
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
