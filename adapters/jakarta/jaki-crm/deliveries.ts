import type { Adapter } from '../../../src/adapter.ts';
import type { AnswerForm, DeclaredAnswer, NumberPlace } from '../../../src/declared.ts';
import { FAULTLESS } from '../../../src/declared.ts';
import { membersOf } from '../../../src/dialect/native.ts';
import { registeredDraft } from './answer.ts';
import { readTime } from './times.ts';

const NUMBER = 'JK\\d{10}';

const NUMBER_PLACES: readonly NumberPlace[] = [
  { pointer: '/code', pattern: NUMBER },
  { pointer: '/data/code', pattern: NUMBER },
];

const NO_FAILURE = { type: 'object', properties: FAULTLESS };

const named = (place: object) => ({ type: 'object', required: ['code'], properties: { code: place } });

/** Says of no failure, and names the report it is about in one of the places. */
const OF_A_REPORT = {
  ...NO_FAILURE,
  anyOf: [
    named({ type: 'string', pattern: `^${NUMBER}$` }),
    { type: 'object', required: ['data'], properties: { data: named({ type: 'string', pattern: `^${NUMBER}$` }) } },
  ],
};

const REPEAT = { type: 'object', required: ['duplikat'], properties: { duplikat: { const: true } } };

const answer = (schema: object, ...statuses: readonly number[]): DeclaredAnswer => ({
  ...{ schema, statuses, emptyStatuses: [] },
});

const told = { success: [answer(OF_A_REPORT, 200, 201), answer(REPEAT, 409)], number: null, about: NUMBER_PLACES };

/**
 * Proposed: every success names the report, a repeat is a 409 that says so, no success is empty. A report is only there
 * once it has a number.
 */
export const deliveries: Adapter['deliveries'] = {
  'report-handover/1.0': {
    success: [answer(NO_FAILURE, 200, 201), answer(REPEAT, 409)],
    number: {
      places: NUMBER_PLACES,
      reply(number, { body, receivedAt }) {
        const outer = membersOf(body);
        const times = [outer.createdAt, membersOf(outer.data).createdAt, receivedAt].map(readTime);
        return registeredDraft(number, times.find((time) => time !== null) ?? receivedAt);
      },
    },
  },
  'citizen-report/1.0': told,
  'report-status/1.0': told,
  'handover-answer/1.0': told,
};

/** Proposed: a refusal says why, in `pesan`. */
export const refusals: AnswerForm = {
  schema: { type: 'object', required: ['pesan'], properties: { pesan: { type: 'string' } } },
};
