import { hash } from 'node:crypto';
import type { NativeIdentity, TimeKind } from '../adapter.ts';
import type { Case, Confidentiality } from '../case.ts';
import type { System } from '../directory.ts';
import type { GatewayError } from '../errors.ts';
import { type EventIdentity, type EventKind, readableNumber } from '../event.ts';
import type { Draft } from '../outcome.ts';
import type { Warning } from '../warning.ts';
import type { Digests } from './digest.ts';
import type { UnreadMembers } from './members.ts';

/** An event on its way in, whoever raised it, translated. */
export interface Incoming {
  readonly eventId: string;
  readonly kind: EventKind;
  readonly system: System;
  readonly message: string;
  readonly identity: EventIdentity;
  /** When the sender says it happened, as it said it; null where it states no time of the change. */
  readonly said: string | null;
  /** True where the sender told of something newer before. */
  readonly isLate?: boolean;
  readonly digests: Digests;
  /** For the receipt, beside those of the drafts. */
  readonly warnings: readonly Warning[];
  readonly drafts: readonly [Draft, ...Draft[]];
}

/**
 * The event's identity: system, subject and revision, together with the message, which settles the contract even before
 * (or without) a translation. Begins with the sender's number, so that people can read it and neighbours in time are
 * neighbours in the ledger's indexes; what follows is the hash of all four.
 */
export function eventIdOf(system: string, message: string, { subject, revision }: NativeIdentity): string {
  const digest = hash('sha256', JSON.stringify([system, message, subject, revision]), 'hex').slice(0, 20);
  return `${readableNumber(subject)}.${digest}`;
}

/** An event is never later than when we received it (epoch milliseconds), so a fast clock cannot make later events look old. */
export const happenedBy = (heardAt: number, occurredAt: string): string =>
  Date.parse(occurredAt) > heardAt ? new Date(heardAt).toISOString() : occurredAt;

/** A translated native event as an incoming one. Only for `drafts` results. */
export function incomingOf(translated: Translated, drafts: readonly [Draft, ...Draft[]]): Incoming {
  const { system, message, identity, said, digests, warnings } = translated;
  return {
    eventId: eventIdOf(system.name, message, identity),
    kind: 'native',
    system,
    message,
    identity,
    said,
    digests,
    warnings,
    drafts,
  };
}

/** How confidential the sender says its report is; `private` where the event carries no report. */
export function confidentialityOf(incoming: Incoming): Confidentiality {
  for (const { data } of incoming.drafts) {
    const { report, confidentiality } = data as { report?: { confidentiality?: unknown }; confidentiality?: unknown };
    const said = report?.confidentiality ?? confidentiality;
    if (said === 'public' || said === 'private' || said === 'secret') return said;
  }
  return 'private';
}

/** The case with the confidentiality its origin now gives it; other systems cannot lift it. */
export function withConfidentiality(subject: Case, incoming: Incoming): Case {
  const carriesReport = incoming.drafts.some(({ contract }) => /^(citizen-report|report-handover)\//.test(contract));
  if (!carriesReport || incoming.isLate || subject.origin !== incoming.system.name) return subject;
  return { ...subject, confidentiality: confidentialityOf(incoming) };
}

/** A native event that its dialect recognised, and what became of it. */
export interface Translated {
  readonly system: System;
  readonly native: unknown;
  /** The native without the details that could not be read. */
  readonly body: unknown;
  readonly message: string;
  readonly identity: EventIdentity;
  /** When the sender says it happened, as it said it; null where it states no time of the change. */
  readonly said: string | null;
  readonly timed: TimeKind;
  readonly digests: Digests;
  /** About the native event as a whole; what concerns one draft stands with that draft. */
  readonly warnings: readonly Warning[];
  /** What of it nobody reads; a pushed event with a misspelt member is not to be taken (`mustBeSpelt`). */
  readonly members: UnreadMembers;
  readonly result:
    | { readonly kind: 'drafts'; readonly drafts: readonly [Draft, ...Draft[]] }
    /** It could not be translated (an unknown status, say) and is kept whole. */
    | { readonly kind: 'quarantine'; readonly error: GatewayError }
    /** It says whose it is, and nothing that could cross. */
    | { readonly kind: 'refused'; readonly error: GatewayError };
}
