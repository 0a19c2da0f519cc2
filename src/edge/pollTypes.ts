import type { Poll } from '../adapter.ts';
import type { CutShort } from '../declared.ts';
import type { System } from '../directory.ts';
import type { GatewayError } from '../errors.ts';
import type { Ingest } from '../intake/ingest.ts';
import type { Ledger } from '../ledger.ts';
import type { Upstream } from '../upstream.ts';
import type { TroubleCause } from './pollCause.ts';
import type { Manners } from './pollManners.ts';

export interface PollOptions {
  readonly system: System;
  readonly poll: Poll;
  readonly upstream: Upstream;
  readonly ledger: Pick<Ledger, 'polled' | 'openNumbers' | 'write'>;
  readonly ingest: Pick<Ingest, 'takePage' | 'applyCompleteRound' | 'mendedAt'>;
  /** From the end of one round to the beginning of the next, give or take a tenth. */
  readonly intervalMs: number;
  readonly manners: Manners;
  /** Waits after the first failed question of a round, the second, and so on; never longer than the interval. */
  readonly delaysMs: readonly number[];
  readonly now: () => number;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly onError: (what: string, error: unknown) => void;
  /** Told when asking has begun to fail, and when it goes well again (`null`). */
  readonly onTrouble: (system: string, trouble: GatewayError | null) => void;
  /** Told when a round ended for other reasons than the round before it; an empty list where it ended by itself again. */
  readonly onCutShort: (system: string, cutShort: readonly CutShort[]) => void;
}

export interface PollState {
  readonly system: string;
  readonly intervalSeconds: number;
  /** RFC 3339: when the last round ended in which every question was answered; null before the first. */
  readonly lastRoundAt: string | null;
  /** RFC 3339: when it is asked next; null while it is being asked. */
  readonly nextAt: string | null;
  /** Why a question was not answered, in plain words; null once a whole round went without that. */
  readonly trouble: string | null;
  /** The same as facts, and what was exchanged then. */
  readonly cause: TroubleCause | null;
  /** Why lists of the last round, or the round itself, ended before the system said so; empty where they did not. */
  readonly cutShort: readonly (CutShort & { readonly text: string })[];
}

export interface Poller {
  state(): PollState;
  /** Ends after the question under way. */
  close(): Promise<void>;
}
