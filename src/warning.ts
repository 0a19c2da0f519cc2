/**
 * Something an accepted event's sender should know: what it sent was taken, but not all of it, or not as it was written.
 * Stored as facts; `words/` makes the sentences. Facts hold no text that a person wrote. Pointers are those of the native
 * body (RFC 6901).
 */
export type Warning =
  /** The sender's clock is ahead of ours. Times are RFC 3339. */
  | {
      readonly code: 'clock-ahead';
      readonly facts: { readonly said: string; readonly heardAt: string; readonly aheadSeconds: number };
    }
  /** The recipient has been sent an older version of this, and its dialect cannot be told of changes. */
  | { readonly code: 'correction-not-passed-on'; readonly facts: { readonly to: string } }
  /** The report as it is now may not be sent to them, and what was to be sent before is not sent either. */
  | { readonly code: 'report-withheld'; readonly facts: { readonly to: string; readonly confidentiality: string } }
  /** Its sender told of something newer before (`said`, RFC 3339): it is on record, and nobody is sent it. */
  | { readonly code: 'older-than-told'; readonly facts: { readonly said: string } }
  /** No part of the dialect reads this member. */
  | { readonly code: 'member-not-read'; readonly facts: { readonly pointer: string } }
  /** So many more than are named. */
  | { readonly code: 'more-members-not-read'; readonly facts: { readonly count: number } }
  /** An optional detail could not be read, and crosses as "not known". */
  | { readonly code: 'detail-left-out'; readonly facts: { readonly pointer: string } }
  /** A text had more characters, or a list more items, than may cross. A text was cut with a mark. */
  | {
      readonly code: 'detail-shortened';
      readonly facts: { readonly pointer: string; readonly limit: number; readonly unit?: 'items' };
    }
  /** The point lies outside the region's province. The region crosses, the point does not. */
  | {
      readonly code: 'point-outside-region';
      readonly facts: { readonly pointer: string; readonly regionCode: string };
    };

/** By how many seconds a receipt says that its sender's clock is ahead; 0 where it does not say so. */
export const aheadSecondsIn = (warnings: readonly Warning[] = []): number =>
  Math.max(0, ...warnings.map((warning) => (warning.code === 'clock-ahead' ? warning.facts.aheadSeconds : 0)));

export type WarningCode = Warning['code'];
