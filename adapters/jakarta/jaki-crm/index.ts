import type { Adapter, NativeIdentity } from '../../../src/adapter.ts';
import type { NativeRequest, OutboundContext } from '../../../src/declared.ts';
import { isToTheMinute, membersOf, numberOrNull } from '../../../src/dialect/native.ts';
import { contractOf, type Envelope } from '../../../src/envelope.ts';
import { GatewayError } from '../../../src/errors.ts';
import type { CitizenReport, HandoverAnswer, ReportHandover, ReportStatus } from '../../../src/generated/contracts.ts';
import answerSchema from './answer.schema.json' with { type: 'json' };
import { answerBody, answerToCanonical, type CrmAnswer } from './answer.ts';
import { ANSWER, CATEGORY, KIND, REASON, STATUS } from './codes.ts';
import { deliveries, refusals } from './deliveries.ts';
import { inbound } from './inboundCoverage.ts';
import { intakeBody, intakeSchema } from './intake.ts';
import { outbound } from './outboundCoverage.ts';
import reportSchema from './report.schema.json' with { type: 'json' };
import {
  type CrmReport,
  confidentialityOf,
  reportChangedAt,
  reportMark,
  reportTimed,
  reportToCanonical,
  updateBody,
} from './report.ts';
import statusSchema from './status.schema.json' with { type: 'json' };
import { type CrmStatus, statusBody, statusToCanonical } from './status.ts';
import { parseTime } from './times.ts';

type CrmMessage = CrmReport | CrmStatus | CrmAnswer;

const BASE = '/api/integrasi/laporan';

const has = (native: unknown, ...members: readonly string[]): boolean =>
  typeof native === 'object' && native !== null && members.some((member) => Object.hasOwn(native, member));

const isAnswer = (native: unknown): native is CrmAnswer => has(native, 'jawaban');
const isReport = (native: unknown): native is CrmReport =>
  !isAnswer(native) && has(native, 'content', 'complaintCategory', 'createdAt');
const isStatus = (native: unknown): native is CrmStatus =>
  !isAnswer(native) && !isReport(native) && has(native, 'tstatus', 'waktu');

/** JAKI's case system. A report's shape is CRM's public dashboard, as read by its clients; all else is proposed. */
export const adapter: Adapter = {
  dialect: 'jakarta/jaki-crm',
  emits: ['citizen-report/1.0', 'report-handover/1.0', 'handover-answer/1.0', 'report-status/1.0'],
  accepts: ['citizen-report/1.0', 'report-handover/1.0', 'handover-answer/1.0', 'report-status/1.0'],
  messages: [
    {
      name: 'report',
      schema: reportSchema,
      details: [
        '/id',
        '/content',
        '/lat',
        '/lng',
        '/complaintCategory/name',
        '/zone',
        '/zone/name',
        '/isAnonim',
        '/documents',
        '/documents/*',
        '/village',
        '/batasWaktu',
        '/pelaporRef',
        '/kategoriAsal',
        '/serahTerima/catatan',
        '/idKiriman',
        '/rujukan',
      ],
      provenance: 'observed',
      source: 'crm.jakarta.go.id/api/public/dashboard, as read by third-party clients in 2023 to 2025; see README.md',
      recognise: isReport,
    },
    {
      name: 'intake',
      schema: intakeSchema,
      provenance: 'proposed',
      source: 'no public interface takes reports from outside; the shape is that of a snapshot',
      recognise: () => false,
    },
    {
      name: 'status',
      schema: statusSchema,
      details: ['/catatan', '/documents', '/documents/*', '/urutan', '/idKiriman', '/rujukan'],
      provenance: 'proposed',
      source: 'the status words are documented by the JAKI help centre; the message is ours',
      recognise: isStatus,
    },
    {
      name: 'answer',
      schema: answerSchema,
      details: ['/catatan', '/nomorTujuan', '/idKiriman', '/rujukan'],
      provenance: 'proposed',
      source: 'no public page tells how CRM answers a handover',
      recognise: isAnswer,
    },
  ],
  tables: [STATUS, CATEGORY, KIND, REASON, ANSWER],
  coverage: { inbound, outbound },

  identify(native) {
    const message = native as CrmMessage;
    return { subject: message.code, ...revisionOf(message) };
  },
  numberIn: (native) => numberOrNull(membersOf(native).code),

  confidentialityIn: (native) => (isReport(native) ? confidentialityOf(native) : null),

  toCanonical(native) {
    const message = native as CrmMessage;
    if (isAnswer(message)) return answerToCanonical(message);
    return isReport(message) ? reportToCanonical(message) : statusToCanonical(message);
  },

  fromCanonical,
  deliveries,
  refusals,
  honoursDeliveryId: true,
};

function revisionOf(message: CrmMessage): Omit<NativeIdentity, 'subject'> {
  if (isReport(message)) {
    const [changedAt, timed] = [reportChangedAt(message), reportTimed(message)];
    const revision = `report:${reportMark(message)}@${changedAt}`;
    return { revision, occurredAt: timed === 'none' ? null : changedAt, timed };
  }
  const occurredAt = parseTime(message.waktu, '/waktu');
  const mark = isAnswer(message) ? `answer:${message.jawaban.trim()}` : `status:${message.tstatus.name.trim()}`;
  const timed = isToTheMinute(message.waktu) ? ({ timed: 'minute' } as const) : {};
  return { revision: `${mark}@${occurredAt}`, occurredAt, ...timed };
}

function fromCanonical(envelope: Envelope, context: OutboundContext): NativeRequest {
  const contract = contractOf(envelope);
  const data: unknown = envelope.data;
  if (contract === 'report-handover/1.0') {
    return { method: 'POST', path: BASE, message: 'intake', body: intakeBody(data as ReportHandover, context) };
  }
  const known = { ...context, number: numberOf(context) };
  const path = `${BASE}/${known.number}`;
  switch (contract) {
    case 'citizen-report/1.0':
      return { method: 'PUT', path, message: 'report', body: updateBody(data as CitizenReport, known) };
    case 'report-status/1.0':
      return {
        method: 'POST',
        path: `${path}/status`,
        message: 'status',
        body: statusBody(data as ReportStatus, known),
      };
    case 'handover-answer/1.0':
      return {
        method: 'POST',
        path: `${path}/jawaban`,
        message: 'answer',
        body: answerBody(data as HandoverAnswer, known),
      };
    default:
      throw new GatewayError('code-not-expressible', { detail: `Dialek penerima tidak mengenal kontrak ${contract}.` });
  }
}

function numberOf({ recipientNumber }: OutboundContext): string {
  if (recipientNumber !== null) return recipientNumber;
  throw new GatewayError('number-missing', { detail: 'Nomor sistem penerima untuk kasus ini belum diketahui.' });
}
