import type { Case } from './case.ts';
import type { ContractRef, Lane } from './contract.ts';
import type { Envelope } from './envelope.ts';
import type { ErrorCode } from './errors.ts';
import type { ExchangeFacts, Outcome } from './outcome.ts';

export interface LaneName {
  readonly system: string;
  readonly lane: Lane;
}

export type RelayState =
  | 'waiting'
  | 'published'
  | 'claimed'
  | 'parked'
  | 'delivered'
  | 'dead'
  /** It may have arrived, and nobody knows: it holds its subject until a person decides. */
  | 'unconfirmed'
  | 'withheld'
  | 'superseded'
  | 'discarded';

/** States a relay can still be sent from. */
export const LIVE_STATES = ['waiting', 'published', 'claimed', 'parked'] as const satisfies readonly RelayState[];

export const isLive = (state: RelayState): boolean => LIVE_STATES.some((live) => live === state);

export interface NewRelay {
  readonly id: string;
  readonly eventId: string;
  readonly sender: string;
  readonly recipient: string;
  readonly lane: Lane;
  /** The caseId in the case lane. */
  readonly subject: string;
  readonly contract: ContractRef;
  readonly delivery: 'every' | 'latest';
  readonly onDead: 'hold' | 'release';
  readonly agreementId: string;
  /** Already cut to what the agreement grants. */
  readonly envelope: Envelope;
  /** `superseded` for a status that is older than the last; `waiting` otherwise. */
  readonly state: 'waiting' | 'superseded';
  /** A relay that was never sent: it ends as superseded, and this one has its turn. */
  readonly replaces?: string;
}

/** What a recipient was sent last of a report by one sender, or is about to be. */
export interface LastReport {
  /** What was told last. */
  readonly newest: RelayRecord;
  /**
   * The first of those, up to the newest, of which nothing can have reached the recipient: they were never tried, or no
   * connection came about. Null where the newest may have arrived.
   */
  readonly unsent: RelayRecord | null;
  /** Those after it. */
  readonly alsoUnsent: readonly RelayRecord[];
}

export interface RelayRecord extends Omit<NewRelay, 'state' | 'replaces'> {
  /** Grows in the order of acceptance over all relays. */
  readonly seq: number;
  /** Grows by one within (recipient, lane, subject). */
  readonly position: number;
  readonly state: RelayState;
  /** Attempts spent; while claimed, including the one under way. */
  readonly attempt: number;
  /** Milliseconds; for a parked relay, null means "when the ones before it are settled". */
  readonly dueAt: number | null;
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly error: RelayError | null;
}

/** A relay on its way to the backbone. What it carries is JSON text: the backbone carries it, and nobody reads it before. */
export interface OutboxRelay extends Omit<RelayRecord, 'envelope'> {
  readonly envelope: string;
}

export interface RelayError {
  readonly code: ErrorCode;
  readonly detail: string;
  /** What a program, or a sentence, may say of it; absent where there is nothing more. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface Claim {
  readonly relay: RelayRecord;
  /** Number of the attempt this claim allows, from 1. */
  readonly attempt: number;
  /** Grows with each claim of the relay, and never comes back. */
  readonly number: number;
  /** Since when it may be with the recipient without anybody knowing, milliseconds; null where it cannot be. */
  readonly doubtSince: number | null;
  /** Both sides' numbers as the ledger had them when it granted the claim. */
  readonly case: Case | null;
  /** An earlier attempt may have reached the recipient: it was made, or the gateway broke off before it could say. */
  readonly tried: boolean;
}

export type ClaimResult =
  | ({ readonly kind: 'granted' } & Omit<Claim, 'relay'>)
  /** It has an end state, or another gateway has it: nothing to do. */
  | { readonly kind: 'ended' }
  /** The ledger never had it, or was restored from before it had: it must not be sent. */
  | { readonly kind: 'unknown' }
  /** An earlier one of its subject is unsettled, or it is not due: it is parked in the ledger and comes back by itself. */
  | { readonly kind: 'behind' };

/** A relay that the backbone brought and the ledger does not know. */
export interface StrayRecord
  extends Pick<RelayRecord, 'id' | 'eventId' | 'sender' | 'recipient' | 'contract' | 'subject' | 'createdAt'> {
  /** When it was first brought. */
  readonly foundAt: number;
}

/** How an attempt is written down. `spent` false gives the attempt back. */
export interface Settlement {
  readonly relayId: string;
  /** The claim it ends: under any other number it is lost. */
  readonly claim: number;
  readonly attempt: number;
  readonly state: 'delivered' | 'parked' | 'dead' | 'unconfirmed' | 'withheld' | 'superseded';
  readonly doubtSince: number | null;
  readonly spent: boolean;
  readonly dueAt: number | null;
  readonly error: RelayError | null;
  readonly outcome: Outcome['kind'];
  /** Absent where nothing was exchanged. */
  readonly exchange?: ExchangeFacts | null;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface AttemptRecord {
  readonly relayId: string;
  readonly attempt: number;
  readonly spent: boolean;
  readonly outcome: Outcome['kind'];
  readonly error: RelayError | null;
  /** Null where nothing was exchanged, and of attempts older than this record. */
  readonly exchange?: ExchangeFacts | null;
  readonly startedAt: number;
  readonly endedAt: number;
}
