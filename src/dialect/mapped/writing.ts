import type { NativeRequest, OutboundContext } from '../../declared.ts';
import { contractOf, type Envelope } from '../../envelope.ts';
import { GatewayError } from '../../errors.ts';
import type { CitizenReport, HandoverAnswer, ReportHandover, ReportStatus } from '../../generated/contracts.ts';
import { write } from '../codes.ts';
import { escapeText, titleOf } from '../native.ts';
import { type Entry, objectOf } from './members.ts';
import type { Shape } from './shape.ts';
import { timesOf } from './times.ts';

/** The request a system of this shape is sent. Throws `number-missing` and `code-not-expressible`. */
export function requestOf(shape: Shape, envelope: Envelope, context: OutboundContext): NativeRequest {
  const contract = contractOf(envelope);
  const data: unknown = envelope.data;
  const { path } = shape;
  if (contract === 'report-handover/1.0') {
    return { method: 'POST', path, message: 'intake', body: intakeBody(shape, data as ReportHandover, context) };
  }
  const number = numberOf(shape, context);
  const own = `${path}/${encodeURIComponent(number)}`;
  const known = { ...context, number };
  switch (contract) {
    case 'citizen-report/1.0':
      return { method: 'PUT', path: own, message: 'report', body: reportBody(shape, data as CitizenReport, known) };
    case 'report-status/1.0':
      return {
        ...{ method: 'POST', path: `${own}/status`, message: 'status' },
        body: statusBody(shape, data as ReportStatus, known),
      };
    case 'handover-answer/1.0':
      return {
        ...{ method: 'POST', path: `${own}/jawaban`, message: 'answer' },
        body: answerBody(shape, data as HandoverAnswer, known),
      };
    default:
      throw new GatewayError('code-not-expressible', { detail: `Dialek ${shape.dialect} tidak mengenal ${contract}.` });
  }
}

type Known = OutboundContext & { readonly number: string };

function numberOf({ dialect }: Shape, { recipientNumber }: OutboundContext): string {
  if (recipientNumber !== null) return recipientNumber;
  throw new GatewayError('number-missing', { detail: `Nomor laporan ini di sistem ${dialect} belum diketahui.` });
}

const timeIn = (shape: Shape, time: string): string | number => timesOf(shape).write(time);

const noteOf = (note: string | null | undefined): string | null => (typeof note === 'string' ? escapeText(note) : null);

/** The members a new report and an update have in common. */
function toldOf(shape: Shape, report: CitizenReport): readonly Entry[] {
  const { members: m, tables } = shape;
  const [longitude = null, latitude = null] = report.location.point?.coordinates ?? [];
  return [
    [m.title, titleOf(report.description)],
    [m.text, escapeText(report.description)],
    [m.category, write(tables.category, report.category.code)],
    [m.otherCategory, report.category.native ?? null],
    [m.kind, write(tables.kind, report.kind)],
    [m.region, report.location.regionCode],
    [m.latitude, latitude],
    [m.longitude, longitude],
    [m.address, report.location.address ? escapeText(report.location.address) : null],
    [m.agency, report.agency ?? null],
    [m.confidentiality, write(tables.confidentiality, report.confidentiality)],
    [m.anonymous, report.anonymous],
    [m.reporter, report.reporterHandle ?? null],
    [m.attachments, (report.attachments ?? []).map(({ url }) => url)],
    [m.createdAt, timeIn(shape, report.createdAt)],
    [m.updatedAt, timeIn(shape, report.updatedAt)],
    [m.dueAt, report.dueAt ? timeIn(shape, report.dueAt) : null],
    [m.caseId, report.caseId],
    [m.originSystem, report.originSystem],
  ];
}

const intakeBody = (shape: Shape, handover: ReportHandover, context: OutboundContext): object =>
  objectOf([
    ...toldOf(shape, handover.report),
    [shape.members.deliveryId, context.deliveryId],
    [shape.members.originNumber, context.senderNumber],
    [shape.members.handoverId, handover.handoverId],
    [shape.members.handoverReason, write(shape.tables.reason, handover.reason)],
    [shape.members.answerBy, timeIn(shape, handover.answerBy)],
  ]);

const reportBody = (shape: Shape, report: CitizenReport, context: Known): object =>
  objectOf([
    [shape.members.number, context.number],
    ...toldOf(shape, report),
    [shape.members.status, write(shape.tables.status, report.status)],
    [shape.members.deliveryId, context.deliveryId],
    [shape.members.originNumber, context.senderNumber],
  ]);

const statusBody = (shape: Shape, status: ReportStatus, context: Known): object =>
  objectOf([
    [shape.members.number, context.number],
    [shape.members.status, write(shape.tables.status, status.status)],
    [shape.members.at, timeIn(shape, status.at)],
    [shape.members.note, noteOf(status.note)],
    [shape.members.attachments, (status.evidence ?? []).map(({ url }) => url)],
    [shape.members.sequence, status.sequence],
    [shape.members.deliveryId, context.deliveryId],
    [shape.members.caseId, status.caseId],
    [shape.members.originNumber, context.senderNumber],
  ]);

const answerBody = (shape: Shape, answer: HandoverAnswer, context: Known): object =>
  objectOf([
    [shape.members.number, context.number],
    [shape.members.answer, write(shape.tables.answer, answer.state)],
    [shape.members.at, timeIn(shape, answer.at)],
    [shape.members.note, noteOf(answer.note)],
    [shape.members.otherNumber, answer.destinationNumber ?? null],
    [shape.members.deliveryId, context.deliveryId],
    [shape.members.caseId, answer.caseId],
    [shape.members.handoverId, answer.handoverId],
  ]);
