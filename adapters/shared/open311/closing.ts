import type { SystemOptions } from '../../../src/declared.ts';
import { mustRead, normalise } from '../../../src/dialect/codes.ts';
import { isEmpty, membersOf, plainText } from '../../../src/dialect/native.ts';
import { GatewayError } from '../../../src/errors.ts';
import type { ReportStatusCode } from '../../../src/generated/contracts.ts';
import { codeSays, type Said, saidIn, together } from './closingWords.ts';
import { STATUS } from './codes.ts';
import type { Row } from './rows.ts';

/** Members beside `status` that say in words of the product's own how a request stands. */
const CODED = ['detailed_status', 'substatus'];
/** Members that say it as somebody wrote it. */
const WRITTEN = ['resolution', 'closure_reason'];
/** Members that say that another request stands for this one. */
const FLAGS = ['duplicate', 'parent_service_request_id'];
/** What other products call the same. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  substatus: ['sub_status', 'status_detail', 'status_details', 'status_code'],
  resolution: ['resolution_notes', 'outcome', 'disposition'],
  closure_reason: ['close_reason', 'closed_reason', 'closing_reason', 'status_reason', 'rejection_reason'],
  duplicate: ['is_duplicate'],
  parent_service_request_id: ['duplicate_of', 'parent_id'],
};
/** Members of which it says enough that they are there, and what they say then. */
const MARKS = [
  ['rejected', ['rejected', 'is_rejected', 'rejection_reason', 'reject_reason', 'rejected_reason', 'alasan_penolakan']],
  ['transferred', ['transferred', 'transferred_to', 'forwarded_to', 'referred_to', 'is_transferred', 'diteruskan_ke']],
] as const;
const NO_MARK = ['-', 'n/a', 'none', 'null', 'no', 'false', '0', 'tidak', 'tidak ada'];
/** Where products put what the spec has no member for. */
const CONTAINERS = ['extended_attributes', 'attributes', 'values'];
/** A longer text is not kept. */
const LONGEST = 500;

type Plain = string | number | boolean;
type Beside = Readonly<Record<string, Plain>>;

/** What a city says beside the status, at the row itself or in a container, under the names used here; nothing else of it. */
export function besideOf(row: Row): Beside {
  const places = [...CONTAINERS.map((name) => named(row[name])), named(row)];
  const told = (names: readonly string[]): Plain | undefined =>
    places.flatMap((place) => names.flatMap((each) => place.get(plainName(each)))).find(isPlain);
  const found = [...CODED, ...WRITTEN, ...FLAGS].flatMap((name) => {
    const value = told([name, ...(ALIASES[name] ?? [])]);
    return value === undefined ? [] : [[name, typeof value === 'string' ? value.slice(0, LONGEST) : value] as const];
  });
  const marks = MARKS.flatMap(([mark, names]) => (names.some((name) => isMark(told([name]))) ? [mark] : []));
  const beside: Beside = Object.fromEntries(found);
  const coded = [
    ...(beside.substatus === undefined ? [] : [beside.substatus]),
    ...marks.filter((mark) => mark !== beside.substatus),
  ];
  return coded.length === 0
    ? beside
    : { ...beside, substatus: coded.length === 1 ? (coded[0] ?? '') : coded.join('; ') };
}

/** Members by their names, however those are spelt: at a container itself, or in its list of names and values. */
function named(container: unknown): ReadonlyMap<string, unknown> {
  const listed = (Array.isArray(container) ? container : []).map(membersOf).map((item) => {
    const name = item.code ?? item.key ?? item.name ?? item.attribute;
    return [typeof name === 'string' ? name : '', item.value ?? item.values] as const;
  });
  const members = [...Object.entries(membersOf(container)), ...listed];
  return new Map(members.map(([name, value]) => [plainName(name), value]));
}

const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/gu, '');

const isMark = (value: Plain | undefined): boolean =>
  value !== undefined && !NO_MARK.includes(normalise(String(value)));

const isPlain = (value: unknown): value is Plain =>
  ['string', 'number', 'boolean'].includes(typeof value) && !isEmpty(value);

/** The product's own words for how a request stands; null for none. They name an event beside its status. */
export function codedWords(row: Row): string | null {
  const words = codesOf(besideOf(row));
  return words.length === 0 ? null : words.join(', ');
}

function codesOf(beside: Beside): readonly string[] {
  const words = CODED.flatMap((name) => beside[name] ?? []).map((word) => String(word).trim());
  return saysDuplicate(beside) ? [...words, 'duplicate'] : words;
}

function saysDuplicate({ duplicate, parent_service_request_id: parent }: Beside): boolean {
  if (duplicate === undefined) return parent !== undefined;
  return ['true', '1', 'yes', 'ya'].includes(normalise(String(duplicate)));
}

/**
 * How a request stands. `closed` alone is done, as GeoReport v2 defines it; read together with what is said beside it, it may
 * be a refusal or gone elsewhere. Throws `unknown-code` where that says something else than "done" and cannot be told.
 */
export function statusOf(row: Row & { readonly status: string }, options: SystemOptions): ReportStatusCode {
  const plain = mustRead(STATUS, row.status, '/status') as ReportStatusCode;
  const coded = codesOf(besideOf(row));
  switch (normalise(row.status)) {
    case 'closed':
      return endOf(row, coded) ?? (options.closedIsDone === false ? unclear('closed') : plain);
    case 'open':
      return coded.some((code) => codeSays(code) === 'in-progress') ? 'in-progress' : plain;
    default:
      return plain;
  }
}

/** How something that is over may have ended. */
const ENDED: ReadonlySet<Said> = new Set(['done', 'rejected', 'outside-authority', 'handed-over']);

/** Null where nothing is said but that it is closed. */
function endOf(row: Row, codes: readonly string[]): ReportStatusCode | null {
  const code = together(codes.map(codeSays));
  if (code === 'unclear' || (code !== null && !ENDED.has(code))) return unclear(codes.join(', '));
  if (code !== null && code !== 'done') return code;
  const beside = besideOf(row);
  const notes = [row.status_notes, ...WRITTEN.map((name) => beside[name])].filter((each) => typeof each === 'string');
  const said = together([code, saidIn(plainText(notes.join('\n')))]);
  return said === 'unclear' ? unclear('status_notes') : said;
}

/** `value` is a code of the city's, or where it was said: a text that a person wrote is not repeated. */
function unclear(value: string): never {
  const shown = value.slice(0, 100);
  throw new GatewayError('unknown-code', {
    detail: `Status closed disertai keterangan (${shown}) yang tidak berarti selesai atau tidak dapat dipastikan.`,
    violations: [{ pointer: '/status', message: `closed dengan ${JSON.stringify(shown)} tidak dapat dipastikan` }],
    facts: { table: STATUS.name, value: shown },
  });
}
