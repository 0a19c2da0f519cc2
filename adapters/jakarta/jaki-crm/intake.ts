import type { OutboundContext } from '../../../src/declared.ts';
import { write } from '../../../src/dialect/codes.ts';
import type { ReportHandover } from '../../../src/generated/contracts.ts';
import { REASON } from './codes.ts';
import reportSchema from './report.schema.json' with { type: 'json' };
import { reportBody } from './report.ts';

/** Proposed: a report that comes across, before CRM gave it a number. Only ever sent to CRM, never by it. */
export const intakeSchema = {
  ...reportSchema,
  title: 'Laporan masuk dari serah terima',
  description: 'A report handed over to CRM. The same members as a snapshot, without a number or a status of CRM.',
  required: ['content', 'complaintCategory', 'createdAt', 'kodeWilayah', 'idKiriman', 'rujukan'],
};

export function intakeBody(handover: ReportHandover, context: OutboundContext): object {
  const { report, reason } = handover;
  return {
    ...reportBody(report),
    idKiriman: context.deliveryId,
    rujukan: {
      serahTerimaId: handover.handoverId,
      kasus: report.caseId,
      nomorAsal: context.senderNumber,
      sistem: report.originSystem,
      alasan: write(REASON, reason),
      batasJawab: handover.answerBy,
    },
  };
}
