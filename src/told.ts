import type { JsonPointer } from './contract.ts';
import type { SnapshotKey } from './snapshot.ts';

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
