import type { Adapter } from '../../../src/adapter.ts';
import type { AnswerForm, DeclaredAnswer, DeclaredDelivery, NumberPlace } from '../../../src/declared.ts';
import { FAULTLESS } from '../../../src/declared.ts';
import { membersOf } from '../../../src/dialect/native.ts';
import { registeredDraft } from './answer.ts';
import { readTime } from './times.ts';

const NUMBER = 'LIN-\\d{8}-\\d{4}';

const NUMBER_PLACES: readonly NumberPlace[] = [
  { pointer: '/id_laporan', pattern: NUMBER },
  { pointer: '/data/id_laporan', pattern: NUMBER },
];

/** What brings a number need not say that it went well beside it. */
const NO_FAILURE = {
  type: 'object',
  properties: { ...FAULTLESS, status: { const: true } },
};

const SUCCESS = { ...NO_FAILURE, required: ['status'] };

const REPEAT = { type: 'object', required: ['duplikat'], properties: { duplikat: { const: true } } };

const answer = (schema: object, ...statuses: readonly number[]): DeclaredAnswer => ({
  ...{ schema, statuses, emptyStatuses: [] },
});

const told: DeclaredDelivery = {
  success: [answer(SUCCESS, 200, 201), answer(REPEAT, 409)],
  number: null,
  about: NUMBER_PLACES,
};

/**
 * Proposed: a success says `status: true`, a repeat is a 409 that says so, no success is empty. A report is only there once
 * it has a number.
 */
export const deliveries: Adapter['deliveries'] = {
  'report-handover/1.0': {
    success: [answer(NO_FAILURE, 200, 201), answer(REPEAT, 409)],
    number: {
      places: NUMBER_PLACES,
      reply(number, { body, receivedAt }) {
        const outer = membersOf(body);
        const times = [outer.tanggal_lapor, membersOf(outer.data).tanggal_lapor, receivedAt].map(readTime);
        return registeredDraft(number, times.find((time) => time !== null) ?? receivedAt);
      },
    },
  },
  'citizen-report/1.0': told,
  'report-status/1.0': told,
  'handover-answer/1.0': told,
  'food-price/1.0': told,
  'food-supply/1.0': told,
  'service-catalogue/1.0': told,
  'health-facility/1.0': told,
};

/** Proposed: a refusal says `status: false`, and in `pesan` why. */
export const refusals: AnswerForm = {
  schema: {
    type: 'object',
    required: ['pesan'],
    properties: { status: { const: false }, pesan: { type: 'string' } },
  },
};
