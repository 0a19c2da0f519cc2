import type { CodeRow, CodeTable } from '../../../src/adapter.ts';
import { type HandoverReason, REPORT_STATUS_CODES, type ReportKind } from '../../../src/generated/contracts.ts';

const statusRows: readonly CodeRow[] = [
  // Only that it is there: the spec has no second word until the end, so what stands between is not known.
  { native: 'open', canonical: 'received' },
  // The spec's definition: "it has been resolved". Its own example closes a duplicate, so the city's notes always go along.
  { native: 'closed', canonical: 'done' },
  { native: 'for_triage', canonical: 'received', way: 'in' },
  { native: 'investigating', canonical: 'verified', way: 'in' },
  { native: 'internal_referral', canonical: 'coordinated', way: 'in' },
  // Somebody is to act, and has not begun.
  { native: 'planned', canonical: 'assigned', way: 'in' },
  { native: 'action_scheduled', canonical: 'assigned', way: 'in' },
  { native: 'in_progress', canonical: 'in-progress', way: 'in' },
  { native: 'fixed', canonical: 'done', way: 'in' },
  { native: 'no_further_action', canonical: 'rejected', way: 'in' },
  { native: 'duplicate', canonical: 'rejected', way: 'in' },
  { native: 'cancelled', canonical: 'rejected', way: 'in' },
  { native: 'not_councils_responsibility', canonical: 'outside-authority', way: 'in' },
  { native: 'open', canonical: 'verified', way: 'out', lossy: 'no word between its two' },
  { native: 'open', canonical: 'coordinated', way: 'out', lossy: 'no word between its two' },
  { native: 'open', canonical: 'assigned', way: 'out', lossy: 'no word between its two' },
  { native: 'open', canonical: 'in-progress', way: 'out', lossy: 'no word between its two' },
  { native: 'open', canonical: 'awaiting-validation', way: 'out', lossy: 'no word between its two' },
  { native: 'open', canonical: 'rework', way: 'out', lossy: 'no word between its two' },
  { native: 'open', canonical: 'handed-over', way: 'out', lossy: 'that it went elsewhere is lost' },
];

/**
 * Documented: open and closed (GeoReport v2, GET Service Requests). Observed: the other words, which mySociety's
 * open311-adapter and FixMyStreet write; any city may send them, so they are read, and never written. A refusal cannot be
 * written: `closed` would be read back as a success.
 */
export const STATUS: CodeTable = {
  name: 'status',
  natives: [
    'open',
    'closed',
    'for_triage',
    'investigating',
    'internal_referral',
    'planned',
    'action_scheduled',
    'in_progress',
    'fixed',
    'no_further_action',
    'duplicate',
    'cancelled',
    'not_councils_responsibility',
  ],
  canonicals: REPORT_STATUS_CODES,
  rows: statusRows,
  inexpressible: ['rejected', 'outside-authority'],
  refusals: ['no_further_action', 'duplicate', 'cancelled', 'not_councils_responsibility'],
};

/** Proposed: GeoReport has no kinds; the words stand in the description. */
export const KIND: CodeTable = {
  name: 'kind',
  natives: ['Pengaduan', 'Aspirasi', 'Permintaan informasi'],
  canonicals: ['complaint', 'aspiration', 'information-request'] satisfies readonly ReportKind[],
  rows: [
    { native: 'Pengaduan', canonical: 'complaint' },
    { native: 'Aspirasi', canonical: 'aspiration' },
    { native: 'Permintaan informasi', canonical: 'information-request' },
  ],
};

/** Proposed: GeoReport knows no handover; the words stand in the description. */
export const REASON: CodeTable = {
  name: 'handover-reason',
  natives: ['di luar wilayah', 'di luar kewenangan', 'salah kanal'],
  canonicals: ['outside-territory', 'outside-authority', 'wrong-channel'] satisfies readonly HandoverReason[],
  rows: [
    { native: 'di luar wilayah', canonical: 'outside-territory' },
    { native: 'di luar kewenangan', canonical: 'outside-authority' },
    { native: 'salah kanal', canonical: 'wrong-channel' },
  ],
};
