import type { InboundContext, NativeIdentity, TimeKind } from '../../../src/adapter.ts';
import { invalid, isEmpty, isToTheMinute, readDetails } from '../../../src/dialect/native.ts';
import type { SEALED_FIELDS } from '../../../src/envelope.ts';
import type { ReportStatus } from '../../../src/generated/contracts.ts';
import type { Draft } from '../../../src/outcome.ts';
import { codedWords, statusOf } from './closing.ts';
import type { Row } from './rows.ts';
import { idOf, numberOfToken, zonedTime } from './values.ts';

/** A service request as `request.schema.json` has it, as far as it is read; `closing.ts` reads what stands beside its status. */
export interface ServiceRequest extends Row {
  readonly service_request_id: string | number;
  /** What the city gave first, where it had no id yet: the case is known by it. */
  readonly token?: string | number | null;
  readonly status: string;
  readonly status_notes?: unknown;
  readonly requested_datetime?: unknown;
  readonly updated_datetime?: string | null;
  /** The gateway's own, where the city says no time of change. */
  readonly seen_datetime?: string | null;
}

type StatusData = Omit<ReportStatus, (typeof SEALED_FIELDS)['report-status/1.0'][number]>;

export function requestIdentity(native: ServiceRequest): NativeIdentity {
  const occurredAt = changedAt(native);
  const revision = `status:${standing(native)}@${occurredAt}`;
  return { subject: numberOf(native), revision, occurredAt, timed: timedOf(native) };
}

/** When it was made, or first seen so, is no time of a change. */
function timedOf({ updated_datetime }: ServiceRequest): TimeKind {
  if (isEmpty(updated_datetime)) return 'none';
  return isToTheMinute(updated_datetime) ? 'minute' : 'snapshot';
}

/** The status, and the word that says more of it. */
function standing(native: ServiceRequest): string {
  const coded = codedWords(native);
  return [native.status.trim(), ...(coded === null ? [] : [coded])].join(':');
}

/** Only how it stands: a city says its places in its own words, so no report comes out of a request. */
export function requestToCanonical(native: ServiceRequest, { options }: InboundContext): readonly Draft<StatusData>[] {
  const details = readDetails();
  const coded = codedWords(native);
  const data: StatusData = {
    status: statusOf(native, options),
    nativeStatus: `${native.status}${coded === null ? '' : ` (${coded})`}`.toWellFormed(),
    note: details.text(native.status_notes, 2000, '/status_notes'),
    at: changedAt(native),
    evidence: [],
  };
  return [{ contract: 'report-status/1.0', number: numberOf(native), data, ...details.noted() }];
}

/** The number under which the case of a request is known; null where it names none. */
export const numberIn = ({ service_request_id: id, token }: Readonly<Record<string, unknown>>): string | null =>
  isEmpty(token) ? idOf(id) : numberOfToken(token);

function numberOf(native: ServiceRequest): string {
  const number = numberIn({ ...native });
  if (number !== null) return number;
  throw isEmpty(native.token)
    ? invalid('/service_request_id', 'bukan nomor yang dapat menamai kasus')
    : invalid('/token', 'bukan token yang dapat menamai kasus');
}

/** When it came to stand as it does: as the city says, else since when it was seen so, else when it was made. */
function changedAt({ updated_datetime, seen_datetime, requested_datetime }: ServiceRequest): string {
  if (!isEmpty(updated_datetime)) return zonedTime(updated_datetime, '/updated_datetime');
  if (!isEmpty(seen_datetime)) return zonedTime(seen_datetime, '/seen_datetime');
  if (!isEmpty(requested_datetime)) return zonedTime(requested_datetime, '/requested_datetime');
  throw invalid('/updated_datetime', 'tidak ada satu pun waktu yang disebut');
}
