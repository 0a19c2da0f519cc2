import type { Adapter } from '../../../src/adapter.ts';
import { type CaseMessage, caseMessages, caseRequest, caseToCanonical, identifyCase } from './cases.ts';
import { ANSWER, CATEGORY, KIND, REASON, STATUS } from './codes.ts';
import { inbound } from './inboundCoverage.ts';
import { interpret } from './interpret.ts';
import { outbound } from './outboundCoverage.ts';

/** Lampung's citizen service. Nothing of its interface is public: every shape and word here is a proposal. */
export const adapter: Adapter = {
  dialect: 'lampung/lampung-in',
  emits: ['citizen-report/1.0', 'report-handover/1.0', 'handover-answer/1.0', 'report-status/1.0'],
  accepts: ['citizen-report/1.0', 'report-handover/1.0', 'handover-answer/1.0', 'report-status/1.0'],
  messages: caseMessages,
  tables: [STATUS, CATEGORY, KIND, REASON, ANSWER],
  coverage: { inbound, outbound },
  identify: (native) => identifyCase(native as CaseMessage),
  toCanonical: (native, context) => caseToCanonical(native as CaseMessage, context),
  fromCanonical: caseRequest,
  interpret,
};
