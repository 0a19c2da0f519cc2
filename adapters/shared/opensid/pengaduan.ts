import type { NativeIdentity } from '../../../src/adapter.ts';
import { mustRead } from '../../../src/dialect/codes.ts';
import { invalid, orNull } from '../../../src/dialect/native.ts';
import type { SEALED_FIELDS } from '../../../src/envelope.ts';
import type { ReportStatus, ReportStatusCode } from '../../../src/generated/contracts.ts';
import type { Draft } from '../../../src/outcome.ts';
import { STATUS } from './codes.ts';
import { changedAt, type Dated, timedOf } from './values.ts';

/** A complaint as `pengaduan.schema.json` has it. */
export interface Complaint extends Dated {
  readonly id: number | string;
  readonly id_pengaduan?: number | string | null;
  readonly status: number | string;
}

type StatusData = Omit<ReportStatus, (typeof SEALED_FIELDS)['report-status/1.0'][number]>;

export function complaintIdentity(native: Complaint): NativeIdentity {
  const occurredAt = changedAt(native);
  return {
    timed: timedOf(native),
    subject: String(native.id),
    revision: `status:${String(native.status).trim()}@${occurredAt}`,
    occurredAt,
  };
}

/** Throws `native-invalid` for a reply, which is no case of its own. */
export function complaintToCanonical(native: Complaint): readonly Draft<StatusData>[] {
  if (orNull(native.id_pengaduan) !== null)
    throw invalid('/id_pengaduan', 'ini balasan atas pengaduan, bukan pengaduan');
  const status = String(native.status);
  const data: StatusData = {
    status: mustRead(STATUS, status, '/status') as ReportStatusCode,
    nativeStatus: status.toWellFormed(),
    note: null,
    at: changedAt(native),
    evidence: [],
  };
  return [{ contract: 'report-status/1.0', number: String(native.id), data }];
}
