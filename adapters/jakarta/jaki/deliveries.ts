import type { Adapter } from '../../../src/adapter.ts';
import type { AnswerForm, DeclaredDelivery } from '../../../src/declared.ts';
import { FAULTLESS } from '../../../src/declared.ts';

const SUCCESS = {
  type: 'object',
  required: ['success'],
  properties: { ...FAULTLESS, success: { const: true } },
};

/** It has this, or a newer one. */
const REPEAT = { type: 'object', required: ['duplicate'], properties: { duplicate: { const: true } } };

const told: DeclaredDelivery = {
  success: [
    { schema: SUCCESS, statuses: [200, 201], emptyStatuses: [] },
    { schema: REPEAT, statuses: [409], emptyStatuses: [] },
  ],
  number: null,
};

/** Proposed: a success says `success: true`, a repeat is a 409 that says so, no success is empty. */
export const deliveries: Adapter['deliveries'] = {
  'food-price/1.0': told,
  'food-supply/1.0': told,
  'service-catalogue/1.0': told,
  'health-facility/1.0': told,
  'village-service-status/1.0': told,
};

/** Proposed: a refusal says `success: false`, and why. */
export const refusals: AnswerForm = {
  schema: {
    type: 'object',
    required: ['success', 'message'],
    properties: { success: { const: false }, message: { type: 'string' } },
  },
};
