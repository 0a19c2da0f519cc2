import type { Adapter } from '../../../src/adapter.ts';
import type { AnswerForm, Confirmation, DeclaredAnswer } from '../../../src/declared.ts';
import { FAILURE_CODE, FAULTLESS } from '../../../src/declared.ts';
import { membersOf, readTime, toWib } from '../../../src/dialect/native.ts';
import type { ReportHandover, ReportStatus } from '../../../src/generated/contracts.ts';
import { PAGE_SIZE, pageOf } from './pages.ts';
import { handoverMark, SENDER } from './pengaduanMasuk.ts';
import { replyMark } from './tanggapan.ts';
import { numberOf } from './values.ts';

/** A row's id, as a number or as JSON:API's text. */
const NUMBER = '[1-9]\\d{0,15}';

/** A failure may come with a 2xx: `{code, messages}` and `{success: false, message}` were both seen. */
const DATA = { type: 'object', required: ['data'], properties: { ...FAULTLESS, data: { type: 'object' } } };
const REPEAT = { type: 'object', required: ['data'], properties: { data: { type: 'object' } } };
/** Observed: `BaseController::sendResponse`, of a reply `{success: true, data: [], message}`. */
const SUCCESS = {
  type: 'object',
  required: ['success'],
  properties: { ...FAULTLESS, success: { const: true } },
};

const answer = (schema: object, ...statuses: readonly number[]): DeclaredAnswer => ({
  ...{ schema, statuses, emptyStatuses: [] },
});

/** The list is read from the same tables: what is not there a minute later was not taken. */
const ABSENT_AFTER_SECONDS = 60;

/** Is a complaint with our reference among the newest? */
const complaintThere: Confirmation = {
  answer: { schema: { type: 'object', required: ['data'], properties: { ...FAULTLESS, data: { type: 'array' } } } },
  absentAfterSeconds: ABSENT_AFTER_SECONDS,

  ask() {
    const query = new URLSearchParams({ sort: '-created_at', 'page[number]': '1', 'page[size]': String(PAGE_SIZE) });
    return { method: 'GET', path: `/pengaduan?${query}`, message: 'pengaduan' };
  },

  read(response, { data }) {
    const handover: unknown = data;
    const mark = handoverMark(handover as ReportHandover);
    const { rows } = pageOf(response);
    const row = rows.find(({ nama, isi }) => nama === SENDER && endsWith(isi, mark));
    if (row !== undefined) return { kind: 'found', number: numberOf(row.id) };
    return { kind: rows.length < PAGE_SIZE ? 'absent' : 'unknown' };
  },
};

/** Is a reply with our reference among those to the complaint? */
const replyThere: Confirmation = {
  answer: { schema: { type: 'object', required: ['data'], properties: { ...FAULTLESS, data: {} } } },
  absentAfterSeconds: ABSENT_AFTER_SECONDS,

  ask: (_envelope, { recipientNumber }) => ({
    method: 'GET',
    path: `/pengaduan/show?${new URLSearchParams({ id: recipientNumber ?? '' })}`,
    message: 'pengaduan',
  }),

  read({ body }, { data }, { recipientNumber, deliveryId }) {
    const { id, child } = membersOf(membersOf(body).data);
    if (numberOf(id) !== recipientNumber || !Array.isArray(child)) return { kind: 'unknown' };
    const status: unknown = data;
    const mark = replyMark(status as ReportStatus, deliveryId);
    const isThere = child.map(membersOf).some(({ isi }) => endsWith(isi, mark));
    return isThere ? { kind: 'found', number: null } : { kind: 'absent' };
  },
};

/** Our reference is the last line; above it people write what they like. */
const endsWith = (text: unknown, mark: string): boolean =>
  typeof text === 'string' && text.trimEnd().split(/\r?\n/u).at(-1)?.trim() === mark;

/** A complaint is only there once it has a number (proposed); a reply is answered without one (observed). */
export const deliveries: Adapter['deliveries'] = {
  'report-handover/1.0': {
    success: [answer(DATA, 200, 201), answer(REPEAT, 409)],
    number: {
      places: [
        { pointer: '/data/id', pattern: NUMBER, orInteger: true },
        { pointer: '/data/attributes/id', pattern: NUMBER, orInteger: true },
      ],
      reply(number, { body, receivedAt }) {
        const { created_at: made } = membersOf(membersOf(membersOf(body).data).attributes);
        const at = readTime(made) ?? toWib(new Date(receivedAt));
        const data = { state: 'registered', destinationNumber: number, note: null, at };
        return { contract: 'handover-answer/1.0', number, data };
      },
    },
    confirm: complaintThere,
  },
  'report-status/1.0': { success: [answer(SUCCESS, 200)], number: null, confirm: replyThere },
};

/**
 * Observed: `Controller::fail` and `BaseController::sendError`. A route that a release lacks answers `{message}` alone: that is
 * no refusal of what was sent.
 */
export const refusals: AnswerForm = {
  schema: {
    anyOf: [
      { type: 'object', required: ['code', 'messages'], properties: { code: FAILURE_CODE, messages: {} } },
      { type: 'object', required: ['success', 'message'], properties: { success: { const: false }, message: {} } },
    ],
  },
};
