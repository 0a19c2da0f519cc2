import type { OutboundContext } from '../../../src/declared.ts';
import { write } from '../../../src/dialect/codes.ts';
import { writeSlashed } from '../../../src/dialect/native.ts';
import type { ReportHandover } from '../../../src/generated/contracts.ts';
import { REASON } from './codes.ts';
import reportSchema from './report.schema.json' with { type: 'json' };
import { reportBody } from './report.ts';

/** Proposed: a report that comes across, before Lampung In gave it a number. Only ever sent to it, never by it. */
export const intakeSchema = {
  ...reportSchema,
  title: 'Laporan masuk dari serah terima',
  description:
    'A report handed over to Lampung In. The same members as a snapshot, without a number or status of its own.',
  required: ['isi_laporan', 'kategori', 'lokasi', 'tanggal_lapor', 'id_kiriman', 'rujukan'],
};

export function intakeBody(handover: ReportHandover, context: OutboundContext): object {
  const { report, reason } = handover;
  return {
    ...reportBody(report),
    id_kiriman: context.deliveryId,
    rujukan: {
      serah_terima_id: handover.handoverId,
      kasus: report.caseId,
      nomor_asal: context.senderNumber,
      sistem: report.originSystem,
      alasan: write(REASON, reason),
      batas_jawab: writeSlashed(handover.answerBy),
    },
  };
}
