import type { UpstreamState } from '../upstream.ts';
import type { TitleOf } from './sentences.ts';

/** Whose move it is. */
export interface NextMove {
  /** `recipient` and `sender`: officers of the system that received the handover, or of the one that took the report in. */
  readonly who: 'recipient' | 'sender' | 'gateway' | 'operator' | 'nobody';
  /** The system it is about; null where it is about none. */
  readonly system: string | null;
  /** One Indonesian sentence. */
  readonly what: string;
  /** RFC 3339, UTC: when the gateway moves, or by when an officer should; null where no time is set. */
  readonly at: string | null;
}

export interface Surroundings {
  readonly titleOf: TitleOf;
  /** The state of a system's circuit now; undefined where nobody knows it. */
  readonly upstreamOf: (system: string) => UpstreamState | undefined;
  /** How asking a system goes now; undefined for one that is not asked. */
  readonly pollOf: (system: string) => Asked | undefined;
}

/** Of a system that is asked what is new: the part of its `PollState` that a case depends on. */
export interface Asked {
  readonly lastRoundAt: string | null;
  readonly nextAt: string | null;
  readonly trouble: string | null;
  readonly cause?: { readonly why: string | null } | null;
}
