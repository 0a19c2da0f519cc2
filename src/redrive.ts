import type { ContractRef } from './contract.ts';

/** States a relay can be sent again from by an operator's word. */
export const REDRIVABLE_STATES = ['dead', 'withheld', 'parked'] as const;

/** Which relays an operator means: those in this state to which everything else fits that is not null. */
export interface RedriveFilter {
  readonly state: (typeof REDRIVABLE_STATES)[number];
  readonly from: string | null;
  readonly to: string | null;
  readonly contract: ContractRef | null;
  /** Of the error that the last attempt left. */
  readonly code: string | null;
}

/** What became of one relay of a redrive. Closed: null while it waits for its turn. */
export const REDRIVE_OUTCOMES = [
  /** Due again at once. */
  'redriven',
  /** A newer one has reached the recipient: it was ended instead. */
  'superseded',
  /** It is not any more as it was when the redrive began: somebody decided on it, or it moved by itself. */
  'skipped',
  /** The redrive was cancelled before its turn. */
  'cancelled',
] as const;

export type RedriveOutcome = (typeof REDRIVE_OUTCOMES)[number];

export interface NewRedrive {
  readonly id: string;
  /** Milliseconds, as are all times here. */
  readonly at: number;
  readonly operator: string;
  readonly reason: string;
  readonly filter: RedriveFilter;
  readonly ratePerSecond: number;
}

export interface Redrive extends NewRedrive {
  readonly state: 'running' | 'done' | 'cancelled';
  readonly endedAt: number | null;
  /** Who cancelled it and why; null unless somebody did. */
  readonly cancelled: { readonly operator: string; readonly reason: string } | null;
  /** How many of its relays wait, and how many ended in which way: together all that it took up. */
  readonly items: Readonly<Record<RedriveOutcome | 'pending', number>>;
}

export interface RedriveItem {
  readonly relayId: string;
  readonly outcome: RedriveOutcome | null;
  readonly at: number | null;
}
