import type { OutboundContext } from '../../../src/declared.ts';
import { mustRead, write } from '../../../src/dialect/codes.ts';
import { escapeText, readDetails, writeSlashed } from '../../../src/dialect/native.ts';
import type { SEALED_FIELDS } from '../../../src/envelope.ts';
import type { Attachment, ReportStatus, ReportStatusCode } from '../../../src/generated/contracts.ts';
import type { Draft } from '../../../src/outcome.ts';
import { STATUS } from './codes.ts';
import { parseTime } from './times.ts';

/** A change of status as `status.schema.json` has it. */
export interface LampungStatus {
  readonly id_laporan: string;
  readonly status: string;
  readonly waktu: string;
  readonly catatan?: string | null;
  readonly lampiran?: readonly string[] | null;
}

type StatusData = Omit<ReportStatus, (typeof SEALED_FIELDS)['report-status/1.0'][number]>;

interface Move {
  readonly number: string;
  readonly status: string;
  /** Where the native status stands, for a value no table knows. */
  readonly pointer: string;
  readonly at: string;
  readonly note?: string | null;
  readonly evidence?: Attachment[];
}

export function statusDraft({ number, status, pointer, at, note, evidence }: Move): Draft<StatusData> {
  return {
    contract: 'report-status/1.0',
    number,
    data: {
      status: mustRead(STATUS, status, pointer) as ReportStatusCode,
      nativeStatus: status.toWellFormed(),
      note: note ?? null,
      at,
      evidence: evidence ?? [],
    },
  };
}

export function statusToCanonical(native: LampungStatus): readonly Draft[] {
  const details = readDetails();
  const move = {
    number: native.id_laporan,
    status: native.status,
    pointer: '/status',
    at: parseTime(native.waktu, '/waktu'),
    note: details.text(native.catatan, 2000, '/catatan'),
    evidence: (native.lampiran ?? []).map((url) => ({ url, mediaType: null, sha256: null })),
  };
  return [{ ...statusDraft(move), ...details.noted() }];
}

export function statusBody(status: ReportStatus, context: OutboundContext & { readonly number: string }): object {
  return {
    id_laporan: context.number,
    status: write(STATUS, status.status),
    waktu: writeSlashed(status.at),
    catatan: typeof status.note === 'string' ? escapeText(status.note) : null,
    lampiran: (status.evidence ?? []).map(({ url }) => url),
    urutan: status.sequence,
    id_kiriman: context.deliveryId,
    rujukan: { kasus: status.caseId, nomor_asal: context.senderNumber },
  };
}
