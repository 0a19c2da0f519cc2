import type { ContractRef, JsonPointer } from './contract.ts';
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

/** What a system that pushes told last of one subject, its newest time before what it told without one. */
export interface ToldRecord extends SnapshotKey {
  readonly eventId: string;
  /** As its dialect names it. */
  readonly revision: string;
  /** RFC 3339, as its system said it; null where it never stated a time of a change. */
  readonly said: string | null;
  /** Milliseconds: when `said` was heard. */
  readonly heardAt: number;
  /** How many events it told of the subject, from 1. */
  readonly changes: number;
}

/** What a write knows pushed events again by. */
export interface ToldTx {
  /** Null for a subject of which nothing was told since version 5 of the ledger. */
  lastTold(key: SnapshotKey): Promise<ToldRecord | null>;
  putLastTold(told: ToldRecord): Promise<void>;
  /** Writes down which parts of a body a digest is of. Repeating changes nothing. */
  putDigestKind(id: string, pointers: readonly JsonPointer[]): Promise<void>;
  digestPointers(kind: string): Promise<readonly JsonPointer[] | null>;
}
