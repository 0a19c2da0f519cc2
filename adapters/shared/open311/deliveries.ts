import type { Adapter } from '../../../src/adapter.ts';
import type { AnswerForm, NativeResponse, NumberPlace } from '../../../src/declared.ts';
import { anyCase, FAULTLESS } from '../../../src/declared.ts';
import { readDetails, toWib } from '../../../src/dialect/native.ts';
import { rowsOf } from './rows.ts';

/** Of several requests nobody knows which was made: a city that took the POST for a question answers with its list. */
const ONE_REQUEST = {
  contains: {
    anyOf: [
      { type: 'object', required: ['service_request_id'], properties: { service_request_id: {} } },
      { type: 'object', required: ['request'], properties: { request: {} } },
    ],
  },
  minContains: 0,
  maxContains: 1,
};

/** Anything that tells no failure of itself, nor one deep in it: an error is a `code`, in a list or a wrapper as well. */
const SOUND = {
  $defs: {
    Sound: {
      type: ['object', 'array', 'string', 'number', 'boolean', 'null'],
      properties: FAULTLESS,
      additionalProperties: { $ref: '#/$defs/Sound' },
      items: { $ref: '#/$defs/Sound' },
      ...ONE_REQUEST,
    },
  },
  $ref: '#/$defs/Sound',
  type: ['object', 'array'],
};

/** Where the row that was made may stand: see `rows.ts`, and README.md for who answers so. */
const ROWS = [
  ...['/0', ''],
  ...['/service_requests/0', '/service_requests', '/service_requests/request/0', '/service_requests/request'],
  ...['/service_requests/0/request', '/0/request', '/request/0', '/request', '/service_request/0', '/service_request'],
  ...['/requests/0', '/data/0', '/data', '/data/service_requests/0', '/data/request', '/data/requests/0'],
  ...['/result/0', '/result', '/results/0', '/response/0', '/response', '/response/service_requests/0'],
];

/** What programs write in the place of a number that they have not got. */
const NO_NUMBER = `(?:0+|n/a|${anyCase('null', 'none', 'nil', 'nan', 'undefined', 'true', 'false', 'error')})`;

/** A city's id; what begins like a token of ours would be taken for one. */
const ID = `(?!${NO_NUMBER}$)(?!token\\.)[A-Za-z0-9][A-Za-z0-9._/-]{0,79}`;
/** What a case goes by has at most 80 characters. */
const TOKEN = `(?!${NO_NUMBER}$)[A-Za-z0-9._/-]{1,74}`;

const idAt = (pointer: string): NumberPlace => ({ pointer, pattern: ID, orInteger: true });
const tokenAt = (pointer: string): NumberPlace => ({ pointer, pattern: TOKEN, orInteger: true, prefix: 'token.' });

/**
 * GeoReport v2, POST Service Request: an id, or a token that an id can be had for later. A city that took a request
 * without one knows nothing of repeats, and would have it twice.
 */
export const deliveries: Adapter['deliveries'] = {
  'report-handover/1.0': {
    success: [{ schema: SOUND, mediaTypes: null, statuses: [200, 201], emptyStatuses: [] }],
    number: {
      places: [...ROWS.map((row) => idAt(`${row}/service_request_id`)), ...ROWS.map((row) => tokenAt(`${row}/token`))],
      reply(number, answer) {
        const details = readDetails();
        const note = details.text(noticeOf(answer), 2000, '/service_notice');
        const data = { state: 'registered', destinationNumber: number, note, at: toWib(new Date(answer.receivedAt)) };
        return { contract: 'handover-answer/1.0', number, data, ...details.noted() };
      },
    },
  },
};

/** What the city says it will do. A number that a person found brings none. */
const noticeOf = (answer: NativeResponse): unknown =>
  answer.body === null ? null : rowsOf(answer).find(({ service_notice: said }) => said !== undefined)?.service_notice;

const FAULT = { type: 'object', required: ['description'], properties: { description: { type: 'string' } } };

const FAULTS = { anyOf: [{ type: 'array', minItems: 1, items: FAULT }, FAULT] };

/** In members that servers put them into: see `rows.ts`. */
const wrapped = ['errors', 'error_messages', 'error'].map((name) => ({
  ...{ type: 'object', required: [name], properties: { [name]: FAULTS } },
}));

/** GeoReport v2, Errors: a list of codes and descriptions. */
export const refusals: AnswerForm = {
  schema: { anyOf: [FAULTS, ...wrapped] },
  mediaTypes: null,
};
