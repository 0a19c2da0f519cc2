import type { ContractRef } from './contract.ts';
import type { RelayRecord } from './delivery.ts';

/** States a relay can be sent again from by an operator's word. */
export const REDRIVABLE_STATES = ['dead', 'withheld', 'parked'] as const;

/** Which relays an operator means: those in this state to which everything else fits that is not null. */
export interface RedriveFilter {
  /** Of parked ones, those that wait for a time to come. */
  readonly state: (typeof REDRIVABLE_STATES)[number];
  readonly from: string | null;
  readonly to: string | null;
  readonly contract: ContractRef | null;
  /** Of the error that the last attempt left. */
  readonly code: string | null;
}

/** The most relays that one redrive takes up, the oldest first. */
export const MOST_REDRIVEN = 10_000;

/** What becomes of a relay whose turn has come. Closed. */
export type RedriveEnd =
  /** Due again at once. */
  | 'redriven'
  /** A newer one has reached the recipient: it was ended instead. */
  | 'superseded'
  /** It is not any more as it was when the redrive began: somebody decided on it, or it moved by itself. */
  | 'skipped';

/** Of one that has had no turn: it will, or the redrive was cancelled before. */
export const REDRIVE_OUTCOMES = ['pending', 'redriven', 'superseded', 'skipped', 'cancelled'] as const;

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
  /** How many of its relays ended in which way: together all that it took up. */
  readonly items: Readonly<Record<RedriveOutcome, number>>;
}

export interface RedriveItem {
  /** The relay's. */
  readonly seq: number;
  readonly relayId: string;
  readonly outcome: RedriveOutcome;
  readonly at: number | null;
}

/** A relay of a redrive that waits for its turn, and how it stood when it was taken up (`standing`). */
export interface RedriveTurn {
  readonly seq: number;
  readonly relayId: string;
  readonly seen: string;
}

/** How a relay stands: the same again only if nothing has happened to it. */
export const standing = ({ state, attempt, dueAt, endedAt }: RelayRecord): string =>
  [state, attempt, dueAt ?? '', endedAt ?? ''].join('/');
