import type { Adapter } from '../../../src/adapter.ts';
import type { ContractRef } from '../../../src/contract.ts';
import { COMMODITY, UNIT } from '../../../src/dialect/commodity.ts';
import { membersOf, numberOrNull } from '../../../src/dialect/native.ts';
import { type CaseMessage, caseMessages, caseRequest, caseToCanonical, identifyCase } from './cases.ts';
import {
  ANSWER,
  CATEGORY,
  FACILITY_KIND,
  KIND,
  PRICE_LEVEL,
  PRICE_QUALITY,
  REASON,
  SERVICE_CATEGORY,
  SERVICE_STATE,
  STATUS,
  SUPPLY_STAGE,
} from './codes.ts';
import { coverage } from './coverage.ts';
import { deliveries, refusals } from './deliveries.ts';
import { identifyNotice, type NoticeMessage, noticeMessages, noticeRequest, noticeToCanonical } from './notices.ts';
import { isNotice, isReport } from './recognise.ts';
import { confidentialityOf } from './report.ts';

const CASES = [
  'citizen-report/1.0',
  'report-handover/1.0',
  'handover-answer/1.0',
  'report-status/1.0',
] as const satisfies readonly ContractRef[];

/**
 * Lampung's citizen service: cases both ways, food supply and services both ways, food prices and health sites only to it.
 * Nothing of its interface is public: every shape and word here is a proposal.
 */
export const adapter: Adapter = {
  dialect: 'lampung/lampung-in',
  emits: [...CASES, 'food-supply/1.0', 'service-catalogue/1.0'],
  accepts: [...CASES, 'food-price/1.0', 'food-supply/1.0', 'service-catalogue/1.0', 'health-facility/1.0'],
  messages: [...caseMessages, ...noticeMessages],
  tables: [
    ...[STATUS, CATEGORY, KIND, REASON, ANSWER],
    ...[SUPPLY_STAGE, SERVICE_CATEGORY, SERVICE_STATE, PRICE_LEVEL, PRICE_QUALITY, FACILITY_KIND],
    ...[COMMODITY, UNIT],
  ],
  coverage,

  identify: (native) =>
    isNotice(native) ? identifyNotice(native as NoticeMessage) : identifyCase(native as CaseMessage),
  confidentialityIn: (native) => (isReport(native) ? confidentialityOf(native) : null),
  numberIn(native) {
    const { id_pasokan, id_layanan, id_laporan } = membersOf(native);
    return numberOrNull(isNotice(native) ? (id_pasokan ?? id_layanan) : id_laporan);
  },

  toCanonical: (native, context) =>
    isNotice(native) ? noticeToCanonical(native as NoticeMessage) : caseToCanonical(native as CaseMessage, context),

  fromCanonical: (envelope, context) => noticeRequest(envelope, context) ?? caseRequest(envelope, context),

  deliveries,
  refusals,
  honoursDeliveryId: true,
};
