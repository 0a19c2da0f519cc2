import type { Adapter } from './adapter.ts';
import type { ContractRef, JsonPointer } from './contract.ts';
import type { AnswerForm, DeclaredAnswer, DeclaredDelivery, NativeResponse, NumberPlace } from './declared.ts';
import { contractOf, type Envelope } from './envelope.ts';
import { GatewayError } from './errors.ts';
import { compileSchema } from './json/schema.ts';
import type { Outcome } from './outcome.ts';
import { scrubText } from './scrub/scrubText.ts';
import { shownText } from './scrub/shownText.ts';

/** Why an answer is not what its dialect declares, with what a reader needs to see it himself. */
export interface Misfit {
  readonly why: 'status' | 'encoding' | 'empty' | 'media-type' | 'shape' | 'number' | 'another';
  readonly facts: Readonly<Record<string, unknown>>;
  /** In Indonesian. */
  readonly words: string;
}

/** Where a number was looked for, and what stood there instead. */
export interface Looked {
  readonly pointer: JsonPointer;
  readonly type: 'absent' | 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';
  /** The beginning of a text, or a number, scrubbed; null of anything else. */
  readonly excerpt: string | null;
}

/**
 * How a recipient's answer to a delivery is read: `delivered` is what its dialect declares, and nothing else. Null where
 * neither the dialect nor its declaration says anything: the HTTP status decides, and a 2xx has then failed. Throws what
 * the adapter throws.
 */
export function readAnswer(adapter: Adapter, envelope: Envelope, response: NativeResponse): Outcome | null {
  const said = adapter.interpret?.(response, envelope) ?? null;
  if (said !== null) return said;
  const { status } = response;
  const read = successOf(declaredFor(adapter, contractOf(envelope)), response);
  if ('outcome' in read) return read.outcome;
  if (status >= 200 && status < 300) return failed(status, read);
  return isMisrouted(adapter.refusals, response) ? misrouted(status) : null;
}

/** Reads answers about the case that has this number at the recipient: one that names another says nothing of it. */
export const answerAbout =
  (number: string | null, adapter: Adapter, envelope: Envelope) =>
  (response: NativeResponse): Outcome | null => {
    const read = readAnswer(adapter, envelope, response);
    if (number === null || read?.kind !== 'delivered') return read;
    const { about = [] } = declaredFor(adapter, contractOf(envelope)) ?? {};
    const others = about.filter((place) => {
      const named = numberIn(response.body, [place]);
      return 'number' in named && named.number !== number;
    });
    const lookedAt = others.map(({ pointer }) => pointer);
    const where = `tentang laporan lain (${lookedAt.join(', ')})`;
    return others.length === 0 ? read : failed(response.status, misfit('another', { lookedAt }, where));
  };

/** How deliveries of a contract are answered: as it says for that version, else for another of the same major one. */
export function declaredFor(
  { deliveries }: Pick<Adapter, 'deliveries'>,
  contract: ContractRef,
): DeclaredDelivery | undefined {
  const major = contract.replace(/\.\d+$/u, '');
  const other = Object.keys(deliveries).find((ref) => ref.replace(/\.\d+$/u, '') === major);
  return deliveries[contract] ?? deliveries[other as ContractRef];
}

/** Statuses that say that there is nothing here: of the case, or of the way there. */
const NOTHING_HERE: ReadonlySet<number> = new Set([404, 405, 410, 421]);

/** One of those that is not the system's own: a page of the server before it, a proxy's words, nothing at all. */
export const isMisrouted = (refusals: AnswerForm, response: NativeResponse): boolean =>
  NOTHING_HERE.has(response.status) && misfitOf(refusals, response) !== null;

/** The way there is at fault and not what was sent: it waits as for a system that is out of reach. */
export const misrouted = (status: number): Outcome => ({
  kind: 'postponed',
  error: new GatewayError('upstream-misrouted', {
    detail: `HTTP ${status} dijawab bukan oleh sistem penerima sendiri.`,
    facts: { status },
  }),
});

/** How an answer to a question ends that is not to be read; undefined for one that is. */
export function unreadAnswer(
  { answer, refusals }: { readonly answer: AnswerForm; readonly refusals: AnswerForm },
  response: NativeResponse,
): Outcome | null | undefined {
  const { status } = response;
  if (status === 304) return undefined;
  if (status < 200 || status > 299) return isMisrouted(refusals, response) ? misrouted(status) : null;
  const wrong = misfitOf(answer, response);
  return wrong === null ? undefined : failed(status, wrong);
}

/** Null where the answer is what is declared; else why it is not. */
export function misfitOf(form: AnswerForm, response: NativeResponse): Misfit | null {
  const { body, headers, unreadable } = response;
  if (unreadable !== undefined) return misfit('encoding', { unreadable }, `tidak terbaca: ${unreadable}`);
  if (isEmpty(body)) return misfit('empty', {}, 'kosong');
  const type = mediaTypeOf(headers['content-type']);
  if (!isOf(form.mediaTypes, type)) return misfit('media-type', { mediaType: type }, `berjenis ${type}`);
  const [violation] = compileSchema(form.schema)(body);
  if (violation === undefined) return null;
  const { pointer, message } = violation;
  return misfit('shape', { pointer, message }, `${pointer === '' ? 'isinya' : pointer} ${message}`);
}

type Read = Misfit | { readonly outcome: Outcome };

function successOf(declared: DeclaredDelivery | undefined, response: NativeResponse): Read {
  const { status } = response;
  const candidates = (declared?.success ?? []).filter(({ statuses }) => statuses.includes(status));
  const [first] = candidates;
  if (declared === undefined || first === undefined) {
    return misfit('status', { status }, `HTTP ${status} tidak dinyatakan sebagai keberhasilan`);
  }
  const fitting = candidates.find((answer) => misfitOfAnswer(answer, response) === null);
  if (fitting === undefined) return misfitOfAnswer(first, response) ?? misfit('status', { status }, `HTTP ${status}`);
  const { number } = declared;
  if (number === null) return { outcome: { kind: 'delivered', replies: [] } };
  const found = numberIn(response.body, number.places);
  if ('number' in found) return { outcome: { kind: 'delivered', replies: [number.reply(found.number, response)] } };
  const { looked } = found;
  const lookedAt = looked.map(({ pointer }) => pointer);
  const stood = looked.filter(({ type }) => type !== 'absent').slice(0, MOST_TOLD);
  return misfit('number', { lookedAt, found: stood }, numberMissingText({ lookedAt, found: stood }));
}

/** Of what stood in the places of a number. */
const MOST_TOLD = 4;

const misfitOfAnswer = (answer: DeclaredAnswer, response: NativeResponse): Misfit | null =>
  isEmpty(response.body) && response.unreadable === undefined && answer.emptyStatuses.includes(response.status)
    ? null
    : misfitOf(answer, response);

/** The number that stands in the places, or what stood in each: also where two of one kind stand there, and which is meant nobody knows. */
export function numberIn(
  body: unknown,
  places: readonly NumberPlace[],
): { readonly number: string } | { readonly looked: readonly Looked[] } {
  const looked: Looked[] = [];
  const found: (readonly [prefix: string, number: string])[] = [];
  for (const { pointer, pattern, orInteger = false, prefix = '' } of places) {
    const value = valueAt(body, pointer);
    const text = orInteger && Number.isSafeInteger(value) ? String(value) : value;
    if (typeof text === 'string' && new RegExp(`^(?:${pattern})$`, 'u').test(text.trim())) {
      found.push([prefix, text.trim()]);
    }
    looked.push({ pointer, ...described(value) });
  }
  const [first] = found;
  if (first === undefined || found.some(([prefix, number]) => prefix === first[0] && number !== first[1])) {
    return { looked };
  }
  return { number: first.join('') };
}

/** Follows own members only. */
function valueAt(body: unknown, pointer: JsonPointer): unknown {
  const steps = pointer.split('/').slice(1);
  return steps.reduce<unknown>((value, step) => {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const isHolder = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    return isHolder ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
  }, body);
}

const LONGEST_EXCERPT = 60;

function described(value: unknown): Omit<Looked, 'pointer'> {
  if (value === undefined) return { type: 'absent', excerpt: null };
  if (value === null) return { type: 'null', excerpt: null };
  if (Array.isArray(value)) return { type: 'array', excerpt: null };
  const type = typeof value as 'boolean' | 'number' | 'string' | 'object';
  return { type, excerpt: type === 'object' ? null : shownText(scrubText(String(value)).text, LONGEST_EXCERPT) };
}

const isEmpty = (body: unknown): boolean => body === undefined || (typeof body === 'string' && body.trim() === '');

const mediaTypeOf = (header: string | undefined): string => (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** As the MIME Sniffing Standard has it. */
const isJson = (type: string): boolean =>
  ['', 'application/json', 'text/json'].includes(type) || type.endsWith('+json');

const isOf = (declared: AnswerForm['mediaTypes'], type: string): boolean =>
  declared === null || (declared === undefined ? isJson(type) : declared.includes(type));

const misfit = (why: Misfit['why'], facts: Misfit['facts'], words: string): Misfit => ({ why, facts, words });

/** The failure that an undeclared 2xx is. */
export function undeclared(status: number, { why, facts, words }: Misfit): GatewayError {
  return new GatewayError('upstream-failed', {
    detail: `Jawaban HTTP ${status} bukan jawaban berhasil menurut dialeknya: ${words}.`,
    facts: { status, why, ...facts },
  });
}

const failed = (status: number, why: Misfit): Outcome => ({ kind: 'failed', error: undeclared(status, why) });

interface Missing {
  readonly lookedAt: readonly string[];
  readonly found: readonly { readonly pointer: string; readonly type: string }[];
}

const MOST_NAMED = 4;

const TYPES: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'nilai logika',
  number: 'bilangan',
  string: 'teks',
  array: 'daftar',
  object: 'objek',
};

/** Of an answer without the number it should have brought: where it was looked for, and what kind of thing stood there. It goes into the log, so it quotes nothing. */
export function numberMissingText({ lookedAt, found }: Missing): string {
  const others = lookedAt.length - MOST_NAMED;
  const places = `${lookedAt.slice(0, MOST_NAMED).join(', ')}${others > 0 ? ` dan ${others} tempat lain` : ''}`;
  const stood = found.map(({ pointer, type }) => `${pointer} ${TYPES[type] ?? type}`);
  const there = stood.length === 0 ? 'tidak ada apa-apa di sana' : `yang ada di sana: ${stood.join(', ')}`;
  return `tanpa nomor laporan; dicari di ${places}; ${there}`;
}
