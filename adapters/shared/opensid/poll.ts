import type { Cursor, NativeResponse, Page, Poll, PollContext } from '../../../src/adapter.ts';
import { read as lookUp } from '../../../src/codes.ts';
import { GatewayError } from '../../../src/errors.ts';
import { membersOf, orNull, saysFailure, toWib } from '../../../src/native.ts';
import { LETTER_STATUS } from './codes.ts';
import { numberOf } from './values.ts';

type List = 'pengaduan' | 'permohonan';
type Question = List | 'profil';
type Row = Readonly<Record<string, unknown>>;
/** By subject: the status it was last seen with, since when (RFC 3339), and how many more rounds that is remembered. */
type Seen = Readonly<Record<string, readonly [status: string, since: string, rounds: number]>>;

/** Where a round stands. */
type State = {
  readonly question: Question;
  readonly page: number;
  /** How many pages each list last said it has. */
  readonly pages: Readonly<Record<List, number>>;
  /** As of the round before; and what this round has seen so far. */
  readonly before: Seen;
  readonly now: Seen;
};

const START: State = { question: 'pengaduan', page: 1, pages: { pengaduan: 1, permohonan: 1 }, before: {}, now: {} };

/** Observed: OpenSID/rilis-opensid-api, `routes/api/apiv1.php`. */
const PATHS: Readonly<Record<Question, string>> = {
  profil: '/profil-desa',
  pengaduan: '/layanan-mandiri/pengaduan',
  permohonan: '/layanan-mandiri/surat/permohonan',
};

/** The most a page holds (OpenSID/opensid-api, `config/json-api-paginate.php`). */
const PAGE_SIZE = 100;

/** After these nothing more is expected of a letter request. */
const OVER: ReadonlySet<string | undefined> = new Set(['collected', 'cancelled']);

/** For so many rounds a row that is over, or that the list does not show any more, is remembered. */
const REMEMBERED_ROUNDS = 10_000;

/**
 * A round asks for the complaints, unless none was handed over, then for the letter requests where the village vouches
 * whose they are, page by page; with neither to ask for, whether the village answers. Of each row only the members named
 * here are kept: who sent it never gets past `read`. The lists say no time of change, so the cursor remembers since when
 * each row was seen to stand as it does, also while a list does not show it.
 */
export const poll: Poll = {
  answer: { schema: { type: 'object' }, mediaTypes: null },

  ask(cursor, context) {
    const { question, page } = stateOf(cursor, context);
    if (question === 'profil') return { method: 'GET', path: PATHS.profil, message: 'pengaduan' };
    const query = new URLSearchParams({ 'page[number]': String(page), 'page[size]': String(PAGE_SIZE) });
    return { method: 'GET', path: `${PATHS[question]}?${query}`, message: question };
  },

  read(response, cursor, context) {
    const state = stateOf(cursor, context);
    const { question } = state;
    if (question === 'profil') return turned(state, context, []);
    if (response.status === 304) return unchanged(state, context);
    const { rows, pages } = listOf(response);
    const at = toWib(new Date(response.receivedAt));
    const heard = rows.flatMap((row) => heardOf(row, { ...state, question }, { ...context, at }));
    const now = { ...state.now, ...Object.fromEntries(heard.flatMap(({ seen }) => seen)) };
    return turned({ ...state, pages: { ...state.pages, [question]: pages }, now }, context, heard);
  },
};

/** What a round asks for, in order. */
function questionsOf({ numbers, options }: PollContext): readonly [Question, ...Question[]] {
  const requests: readonly Question[] = options.onlyOutsideCitizens === true ? ['permohonan'] : [];
  const [first, ...others]: readonly Question[] = numbers.length > 0 ? ['pengaduan', ...requests] : requests;
  return first === undefined ? ['profil'] : [first, ...others];
}

function stateOf(cursor: Cursor, context: PollContext): State {
  const state: State = { ...START, ...cursor };
  const questions = questionsOf(context);
  return questions.includes(state.question) ? state : { ...state, question: questions[0], page: 1 };
}

/** A list that did not change is as it was seen before; its other pages may have changed all the same. */
function unchanged(state: State, context: PollContext): Page {
  const known = Object.entries(state.before).filter(([subject]) => subject.startsWith(`${state.question}-`));
  return turned({ ...state, now: { ...Object.fromEntries(known), ...state.now } }, context, []);
}

function turned(state: State, context: PollContext, heard: readonly { readonly native: object }[]): Page {
  const natives = heard.map(({ native }) => native);
  const { question, page } = state;
  if (question !== 'profil' && page < state.pages[question]) {
    return { natives, cursor: { ...state, page: page + 1 }, more: true };
  }
  const questions = questionsOf(context);
  const next = questions[questions.indexOf(question) + 1];
  if (next !== undefined) return { natives, cursor: { ...state, question: next, page: 1 }, more: true };
  return { natives, cursor: { ...START, pages: state.pages, before: remembered(state) }, more: false };
}

/** A row may be missing from one answer and be back in the next; what is forgotten would be told anew, or never. */
function remembered({ before, now }: State): Seen {
  const missing = Object.entries(before).flatMap(([subject, [status, since, rounds]]) =>
    Object.hasOwn(now, subject) || rounds <= 1 ? [] : [[subject, [status, since, rounds - 1]] as const],
  );
  return { ...Object.fromEntries(missing), ...now };
}

/** JSON:API's list and its number of pages. Throws `upstream-failed` for anything else. */
function listOf({ body }: NativeResponse): { readonly rows: readonly Row[]; readonly pages: number } {
  const { code, data, meta } = membersOf(body);
  if (saysFailure(code)) throw unreadable(`menjawab gagal (${code}) di dalam isinya`);
  if (!Array.isArray(data)) throw unreadable('tidak menjawab dengan daftar');
  const { total_pages: pages } = membersOf(membersOf(meta).pagination);
  const isCounted = typeof pages === 'number' && Number.isSafeInteger(pages) && data.length > 0;
  return { rows: data.map(rowOf), pages: isCounted ? pages : 1 };
}

function rowOf(item: unknown): Row {
  const { id, attributes } = membersOf(item);
  if (typeof attributes !== 'object' || attributes === null) throw unreadable('menjawab dengan baris tanpa attributes');
  const row: Row = { ...attributes };
  return { ...row, id: row.id ?? id };
}

const unreadable = (what: string): GatewayError => new GatewayError('upstream-failed', { detail: `OpenSID ${what}.` });

interface Heard {
  readonly native: object;
  /** What the next round is to know of it. */
  readonly seen: readonly (readonly [subject: string, Seen[string]])[];
}

function heardOf(
  row: Row,
  state: State & { readonly question: List },
  context: PollContext & { readonly at: string },
): readonly Heard[] {
  const isComplaint = state.question === 'pengaduan';
  if (isComplaint && !isOurs(row, context)) return [];
  const native = isComplaint ? kept(row, 'id', 'status') : kept(row, 'id', 'jenis_surat', 'status');
  const number = numberOf(row.id);
  // Without a number nothing can be remembered of it: its schema refuses it, and the refusal is on record.
  if (number === null) return [{ native, seen: [] }];
  const subject = `${state.question}-${number}`;
  const status = String(row.status);
  // A row may have slid to the next page since it was seen.
  const known = state.now[subject] ?? state.before[subject];
  const isOver = !isComplaint && OVER.has(lookUp(LETTER_STATUS, status));
  // A request that was over before anybody was told of it is no news.
  if (isOver && known === undefined) return [];
  const isSame = known?.[0] === status;
  const rounds = isOver && isSame ? known[2] - 1 : REMEMBERED_ROUNDS;
  const since = isSame ? known[1] : context.at;
  const changed = orNull(row.updated_at) === null ? { dilihat: since } : kept(row, 'updated_at');
  return [{ native: { ...native, ...changed }, seen: rounds > 0 ? [[subject, [status, since, rounds]]] : [] }];
}

/** Handed over to this village, and not a reply to something that was. */
function isOurs({ id, id_pengaduan }: Row, { numbers }: PollContext): boolean {
  const number = numberOf(id);
  return number !== null && orNull(id_pengaduan) === null && numbers.includes(number);
}

const kept = (row: Row, ...names: readonly string[]): object =>
  Object.fromEntries(names.flatMap((name) => (isPlain(row[name]) ? [[name, row[name]]] : [])));

const isPlain = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';
