import type { Cursor, Page, Poll, PollContext } from '../../../src/adapter.ts';
import { FAULTLESS } from '../../../src/declared.ts';
import { read as lookUp } from '../../../src/dialect/codes.ts';
import { orNull, toWib } from '../../../src/dialect/native.ts';
import { LETTER_STATUS } from './codes.ts';
import { nextOf, PAGE_SIZE, pageOf, printOf, type Row } from './pages.ts';
import { numberOf } from './values.ts';

type List = 'pengaduan' | 'permohonan';
type Question = List | 'profil';
/** By subject: the status it was last seen with, since when (RFC 3339), and how many more rounds that is remembered. */
type Seen = Readonly<Record<string, readonly [status: string, since: string, rounds: number]>>;

/** Where a round stands. */
type State = {
  readonly question: Question;
  readonly page: number;
  /** How many pages each list was last found to have. */
  readonly pages: Readonly<Record<List, number>>;
  /** What this round's pages of the list were, to know one that comes again. */
  readonly prints: readonly string[];
  /** As of the round before; and what this round has seen so far. */
  readonly before: Seen;
  readonly now: Seen;
};

const START: State = {
  ...{ question: 'pengaduan', page: 1, pages: { pengaduan: 1, permohonan: 1 }, prints: [] },
  ...{ before: {}, now: {} },
};

/** Observed: OpenSID/rilis-opensid-api, `routes/api/admin.php`. */
const PATHS: Readonly<Record<Question, string>> = {
  profil: '/profil-desa',
  pengaduan: '/pengaduan',
  permohonan: '/surat/permohonan',
};

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
  answer: { schema: { type: 'object', properties: FAULTLESS }, mediaTypes: null },

  ask(cursor, context) {
    const { question, page } = stateOf(cursor, context);
    if (question === 'profil') return { method: 'GET', path: PATHS.profil, message: 'pengaduan' };
    const query = new URLSearchParams({ 'page[number]': String(page), 'page[size]': String(PAGE_SIZE) });
    return { method: 'GET', path: `${pathOf(question, context)}?${query}`, message: question };
  },

  read(response, cursor, context) {
    const state = stateOf(cursor, context);
    const { question } = state;
    if (question === 'profil') return turned(state, context, { more: false });
    if (response.status === 304) return unchanged({ ...state, question }, context);
    const page = pageOf(response);
    const at = toWib(new Date(response.receivedAt));
    const heard = page.rows.flatMap((row) => heardOf(row, { ...state, question }, { ...context, at }));
    const now = { ...state.now, ...Object.fromEntries(heard.flatMap(({ seen }) => seen)) };
    const next = nextOf(page, { message: question, page: state.page, prints: state.prints });
    const found = next.more ? Math.max(state.pages[question], state.page + 1) : state.page;
    const pages = { ...state.pages, [question]: found };
    const natives = heard.map(({ native }) => native);
    return turned({ ...state, pages, now, prints: [...state.prints, printOf(page.rows)] }, context, {
      ...next,
      natives,
    });
  },
};

/** Which of its lists a village's letter requests are in. */
const pathOf = (question: Question, { options }: PollContext): string =>
  question === 'permohonan' && options.letterRequests === 'mandiri' ? '/surat/mandiri' : PATHS[question];

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
function unchanged(state: State & { readonly question: List }, context: PollContext): Page {
  const known = Object.entries(state.before).filter(([subject]) => subject.startsWith(`${state.question}-`));
  const now = { ...Object.fromEntries(known), ...state.now };
  return turned({ ...state, now }, context, { more: state.page < state.pages[state.question] });
}

interface Turn extends Pick<Page, 'cutShort'> {
  /** The list goes on. */
  readonly more: boolean;
  readonly natives?: readonly object[];
}

function turned(state: State, context: PollContext, { more, natives = [], ...rest }: Turn): Page {
  const { question, page } = state;
  if (more) return { natives, cursor: { ...state, page: page + 1 }, more: true, ...rest };
  const questions = questionsOf(context);
  const next = questions[questions.indexOf(question) + 1];
  const whole = { ...state, prints: [] };
  if (next !== undefined) return { natives, cursor: { ...whole, question: next, page: 1 }, more: true, ...rest };
  return { natives, cursor: { ...START, pages: state.pages, before: remembered(state) }, more: false, ...rest };
}

/** A row may be missing from one answer and be back in the next; what is forgotten would be told anew, or never. */
function remembered({ before, now }: State): Seen {
  const missing = Object.entries(before).flatMap(([subject, [status, since, rounds]]) =>
    Object.hasOwn(now, subject) || rounds <= 1 ? [] : [[subject, [status, since, rounds - 1]] as const],
  );
  return { ...Object.fromEntries(missing), ...now };
}

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
  const native = isComplaint ? kept(row, 'id', 'status') : requestIn(row);
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

/** The list of citizens' own requests names the letter as `nama_surat`. */
const requestIn = (row: Row): object =>
  isPlain(row.jenis_surat) || !isPlain(row.nama_surat)
    ? kept(row, 'id', 'jenis_surat', 'status')
    : { ...kept(row, 'id', 'status'), jenis_surat: row.nama_surat };
