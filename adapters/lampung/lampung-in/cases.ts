import type { InboundContext, NativeIdentity, NativeMessage } from '../../../src/adapter.ts';
import type { NativeRequest, OutboundContext } from '../../../src/declared.ts';
import { isToTheMinute } from '../../../src/dialect/native.ts';
import { contractOf, type Envelope } from '../../../src/envelope.ts';
import { GatewayError } from '../../../src/errors.ts';
import type { CitizenReport, HandoverAnswer, ReportHandover, ReportStatus } from '../../../src/generated/contracts.ts';
import type { Draft } from '../../../src/outcome.ts';
import answerSchema from './answer.schema.json' with { type: 'json' };
import { answerBody, answerToCanonical, type LampungAnswer } from './answer.ts';
import { intakeBody, intakeSchema } from './intake.ts';
import { isAnswer, isReport, isStatus } from './recognise.ts';
import reportSchema from './report.schema.json' with { type: 'json' };
import {
  type LampungReport,
  reportChangedAt,
  reportMark,
  reportTimed,
  reportToCanonical,
  updateBody,
} from './report.ts';
import statusSchema from './status.schema.json' with { type: 'json' };
import { type LampungStatus, statusBody, statusToCanonical } from './status.ts';
import { parseTime } from './times.ts';

/** What is said of one citizen report: itself, its handover, the answer to that, and where it stands. */
export type CaseMessage = LampungReport | LampungStatus | LampungAnswer;

const BASE = '/api/v1/laporan';

export const caseMessages: readonly NativeMessage[] = [
  {
    name: 'report',
    schema: reportSchema,
    details: [
      '/judul',
      '/isi_laporan',
      '/kategori',
      '/kategori_asal',
      '/kewenangan',
      ...['/lokasi/nama_desa', '/lokasi/kecamatan', '/lokasi/kab_kota', '/lokasi/provinsi'].map((at) => ({
        at,
        beside: '/lokasi/kode_wilayah',
      })),
      '/lokasi/alamat',
      '/lokasi/lintang',
      '/lokasi/bujur',
      '/opd_tujuan',
      '/anonim',
      '/pelapor_ref',
      '/lampiran',
      '/lampiran/*',
      '/riwayat',
      '/riwayat/*',
      '/riwayat/*/oleh',
      '/tenggat',
      '/id_kiriman',
      '/rujukan',
    ],
    provenance: 'proposed',
    source: 'no interface of Lampung In is public; the members cover what its published reports tell; see README.md',
    recognise: isReport,
  },
  {
    name: 'intake',
    schema: intakeSchema,
    provenance: 'proposed',
    source: 'no interface of Lampung In is public; the shape is that of a snapshot',
    recognise: () => false,
  },
  {
    name: 'status',
    schema: statusSchema,
    details: ['/catatan', '/lampiran', '/lampiran/*', '/urutan', '/id_kiriman', '/rujukan'],
    provenance: 'proposed',
    source: 'no interface of Lampung In is public; the press knows diproses, selesai, tidak dapat diproses',
    recognise: isStatus,
  },
  {
    name: 'answer',
    schema: answerSchema,
    details: ['/catatan', '/nomor_tujuan', '/id_kiriman', '/rujukan'],
    provenance: 'proposed',
    source: 'no interface of Lampung In is public',
    recognise: isAnswer,
  },
];

export function identifyCase(message: CaseMessage): NativeIdentity {
  return { subject: message.id_laporan, ...revisionOf(message) };
}

function revisionOf(message: CaseMessage): Omit<NativeIdentity, 'subject'> {
  if (isReport(message)) {
    const [changedAt, timed] = [reportChangedAt(message), reportTimed(message)];
    const revision = `report:${reportMark(message)}@${changedAt}`;
    return { revision, occurredAt: timed === 'none' ? null : changedAt, timed };
  }
  const occurredAt = parseTime(message.waktu, '/waktu');
  const mark = isAnswer(message) ? `answer:${message.jawaban.trim()}` : `status:${message.status.trim()}`;
  const timed = isToTheMinute(message.waktu) ? ({ timed: 'minute' } as const) : {};
  return { revision: `${mark}@${occurredAt}`, occurredAt, ...timed };
}

export function caseToCanonical(message: CaseMessage, context: InboundContext): readonly Draft[] {
  if (isAnswer(message)) return answerToCanonical(message);
  return isReport(message) ? reportToCanonical(message, context) : statusToCanonical(message);
}

/** Throws `number-missing` where only a number of Lampung In's own would do. */
export function caseRequest(envelope: Envelope, context: OutboundContext): NativeRequest {
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
