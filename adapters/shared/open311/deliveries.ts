import type { Adapter, AnswerForm, NativeResponse, NumberPlace } from '../../../src/adapter.ts';
import { FAILURE_CODE } from '../../../src/declared.ts';
import { membersOf, plainText, toWib } from '../../../src/native.ts';

const ROW = { type: 'object', properties: { code: { not: FAILURE_CODE } } };

/** A list of one, or that one alone as the draft of v2.1 has it. */
const MADE = { anyOf: [{ type: 'array', minItems: 1, items: ROW }, ROW] };

/** A city's id; the text `null` is none, and what begins like a token of ours would be taken for one. */
const ID = '(?!null$)(?!token\\.)[A-Za-z0-9][A-Za-z0-9._/-]{0,79}';
/** What a case goes by has at most 80 characters. */
const TOKEN = '(?!null$)[A-Za-z0-9._/-]{1,74}';

const idAt = (pointer: string): NumberPlace => ({ pointer, pattern: ID, orInteger: true });
const tokenAt = (pointer: string): NumberPlace => ({ pointer, pattern: TOKEN, orInteger: true, prefix: 'token.' });

/**
 * GeoReport v2, POST Service Request: an id, or a token that an id can be had for later. A city that took a request
 * without one knows nothing of repeats, and would have it twice.
 */
export const deliveries: Adapter['deliveries'] = {
  'report-handover/1.0': {
    success: [{ schema: MADE, mediaTypes: null, statuses: [200, 201], emptyStatuses: [] }],
    number: {
      places: [idAt('/0/service_request_id'), idAt('/service_request_id'), tokenAt('/0/token'), tokenAt('/token')],
      reply(number, answer) {
        const data = {
          ...{ state: 'registered', destinationNumber: number, note: noteOf(answer) },
          at: toWib(new Date(answer.receivedAt)),
        };
        return { contract: 'handover-answer/1.0', number, data };
      },
    },
  },
};

/** What the city says it will do. What is too long for a note is left out whole: the number must come home. */
function noteOf({ body }: NativeResponse): string | null {
  const { service_notice: notice } = membersOf(Array.isArray(body) ? body[0] : body);
  const text = typeof notice === 'string' ? plainText(notice) : '';
  return text === '' || [...text].length > 2000 ? null : text;
}

const FAULT = { type: 'object', required: ['description'], properties: { description: { type: 'string' } } };

/** GeoReport v2, Errors: a list of codes and descriptions. */
export const refusals: AnswerForm = {
  schema: { anyOf: [{ type: 'array', minItems: 1, items: FAULT }, FAULT] },
  mediaTypes: null,
};
