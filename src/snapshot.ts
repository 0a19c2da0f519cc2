import type { ContractRef } from './contract.ts';
import type { Envelope } from './envelope.ts';

/** What a snapshot is of: one subject of one message at its system. */
export interface SnapshotKey {
  readonly system: string;
  readonly message: string;
  /** The sender's own number for it. */
  readonly subject: string;
}

/**
 * What the gateway last heard of one subject: by it a poll's answer is known for no news, an older notice for older, and
 * a lookup is answered with what was said last.
 */
export interface Snapshot extends SnapshotKey {
  /** Of what was last heard, as `EventRecord.digest`; empty once its system tells of it no more. */
  readonly digest: string;
  readonly digestKind?: string;
  /** How often what was heard differed from before, from 1. */
  readonly changes: number;
  readonly verdict: 'accepted' | 'held' | 'refused';
  /** RFC 3339: the newest native time accepted so far, as its system said it; null where it said none. */
  readonly occurredAt: string | null;
  /** Milliseconds: when the gateway last heard something new of it. */
  readonly heardAt: number;
  /** What was last accepted, whole; public contracts only, null for others. */
  readonly known: Known | null;
}

/** The last that is known of a public subject. */
export interface Known {
  /** Milliseconds: when its system said so. */
  readonly at: number;
  readonly contract: ContractRef;
  /** Where it is, where it is anywhere: Kemendagri code. */
  readonly regionCode: string | null;
  readonly envelope: Envelope;
}
