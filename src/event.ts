import type { NativeIdentity } from './adapter.ts';
import type { ContractRef } from './contract.ts';
import type { ErrorCode } from './errors.ts';
import type { Warning } from './warning.ts';

/** What the sender holds in its hands after a 2xx. The same event gives the same receipt. */
export interface Receipt {
  readonly eventId: string;
  /** Null while the case is not known yet (held events), and for notices, which are about no case. */
  readonly caseId: string | null;
  /** RFC 3339, UTC. */
  readonly acceptedAt: string;
  readonly relays: readonly { readonly to: string; readonly contract: ContractRef }[];
  /** Present when the event is kept but not translated yet: why, and which value nobody knows. */
  readonly held?: { readonly code: ErrorCode; readonly detail: string; readonly value?: string };
  /** Parts no agreement covers; they went nowhere. */
  readonly notSent?: readonly { readonly to: string; readonly contract: ContractRef; readonly why: string }[];
  /** What was not taken as it was written; absent where everything was. */
  readonly warnings?: readonly Warning[];
}

/** `waiting`: its number is not known yet. `quarantined`: it could not be translated, or waits behind one that could not. */
export type EventState = 'accepted' | 'waiting' | 'quarantined' | 'discarded';

/** Where an event came from: pushed by a system, answered by one during a delivery, or raised by the gateway itself. */
export type EventKind = 'native' | 'reply' | 'gateway';

/** A native identity in which the time is known: the sender's own or, where it says none, when the gateway heard of it. */
export interface EventIdentity extends Omit<NativeIdentity, 'timed'> {
  readonly occurredAt: string;
}

export interface EventRecord extends EventIdentity {
  readonly id: string;
  readonly system: string;
  readonly kind: EventKind;
  /** The contract of its first draft; part of its identity. */
  readonly contract: ContractRef;
  readonly message: string;
  /** SHA-256 in canonical form (RFC 8785), base64url. */
  readonly digest: string;
  /** What `digest` is of: a kind of `intake/digest.ts`, whose pointers the ledger keeps; absent for the whole native body. */
  readonly digestKind?: string;
  /** Of what it was translated into; absent for what was not translated, and before version 5 of the ledger. */
  readonly draftsDigest?: string;
  readonly state: EventState;
  readonly caseId: string | null;
  /** Milliseconds since the epoch. */
  readonly acceptedAt: number;
  readonly receipt: Receipt;
  /** The native body; kept only while the event is held. */
  readonly native: unknown;
  /** When a waiting event's patience ends, milliseconds; null otherwise. */
  readonly waitUntil: number | null;
  readonly gaps: readonly { readonly table: string; readonly value: string }[];
}

/**
 * The number as every id of its events begins, before the first dot. Different numbers may begin alike: it is cut short,
 * and has only signs that are safe in a path.
 */
export function readableNumber(subject: string): string {
  const readable = subject.replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9-]+/g, '-').slice(0, 40);
  return readable.startsWith('-') ? `e${readable}` : readable;
}
