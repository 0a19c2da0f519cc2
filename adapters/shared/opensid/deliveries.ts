import type { Adapter, AnswerForm, DeclaredAnswer } from '../../../src/adapter.ts';
import { FAILURE_CODE } from '../../../src/declared.ts';
import { membersOf, readTime, toWib } from '../../../src/native.ts';

/** A row's id, as a number or as JSON:API's text. */
const NUMBER = '[1-9]\\d{0,15}';

const DATA = { type: 'object', required: ['data'], properties: { data: { type: 'object' } } };

/** JSON:API's resource; a `code` in a 2xx is a failure's (errors are `{code, messages}`: observed). */
const SUCCESS = { ...DATA, properties: { ...DATA.properties, code: { not: FAILURE_CODE } } };

const ID = {
  anyOf: [
    { type: 'integer', minimum: 1 },
    { type: 'string', pattern: `^${NUMBER}$` },
  ],
};

/** A 409 that names the reply it has already is a repeat (proposed). */
const REPEAT = { ...DATA, properties: { data: { type: 'object', required: ['id'], properties: { id: ID } } } };

const answer = (schema: object, ...statuses: readonly number[]): DeclaredAnswer => ({
  ...{ schema, statuses, emptyStatuses: [] },
});

/** A complaint is only there once it has a number (JSON:API's `data.id`: observed). */
export const deliveries: Adapter['deliveries'] = {
  'report-handover/1.0': {
    success: [answer(SUCCESS, 200, 201), answer(DATA, 409)],
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
  },
  'report-status/1.0': { success: [answer(SUCCESS, 200, 201), answer(REPEAT, 409)], number: null },
};

/** Observed: OpenSID/opensid-api, `Controller`. */
export const refusals: AnswerForm = {
  schema: { type: 'object', required: ['code', 'messages'], properties: { code: FAILURE_CODE, messages: {} } },
};
