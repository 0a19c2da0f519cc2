import type { System } from '../directory.ts';
import type { GatewayError } from '../errors.ts';
import type { LedgerTx } from '../ledger.ts';
import { refusalOf } from '../refusal.ts';
import type { Snapshot, SnapshotKey } from '../snapshot.ts';
import { acceptNew, refuse } from './accept.ts';
import { type Digests, digestOf } from './digest.ts';
import type { Translated } from './incoming.ts';
import { eventIdOf } from './incoming.ts';
import { compared, conflict, isSameRead } from './recognise.ts';
import type { Named } from './translate.ts';
import type { Acceptance, Verdict } from './verdict.ts';

/** One native event that a system told when it was asked: translated, or refused already. */
export type PolledItem = { readonly system: System; readonly native: unknown } & (
  | { readonly translated: Translated }
  /** Whose it is all the same, where it says so. */
  | { readonly refused: GatewayError; readonly named: Named | null }
);

/** What unread members are called among the gaps of a system that is asked; the value is message and pointer. */
const UNREAD_MEMBER = 'member';

/** The message of what does not even say whose it is; its subject is its content. */
export const UNREAD = 'unread';

export interface PolledIntake extends Acceptance {
  /** Milliseconds. What was refused before then is looked at again. */
  readonly mendedAt: number;
}

/**
 * Ingests a polled item that differs from the last one of the same subject; null where it does not.
 * A system that is asked says the same again and again, and may say something old anew: so the event's revision counts
 * the changes.
 */
export async function ingestPolled(tx: LedgerTx, heard: PolledItem, how: PolledIntake): Promise<Verdict | null> {
  const { key, digests } = nameOf(heard);
  const before = await tx.snapshot(key);
  const isAnew = before?.verdict === 'refused' && before.heardAt < how.mendedAt;
  if (before && !isAnew && (await isSameRead(tx, before, { native: heard.native, ...digests }))) return null;
  const changes = (before?.changes ?? 0) + 1;
  const verdict = await verdictOn(tx, heard, { how, changes });
  await noteUnread(tx, heard, how);
  // A notice that was accepted is known by now; what is known stays beside a refusal.
  const { occurredAt = null, known = null } = (await tx.snapshot(key)) ?? {};
  const kind = digests.kind === null ? {} : { digestKind: digests.kind.id };
  if (digests.kind) await tx.putDigestKind(digests.kind.id, digests.kind.pointers);
  const heardNow = { digest: digests.read, ...kind, changes, verdict: stateOf(verdict), heardAt: how.now };
  await tx.putSnapshot({ ...key, occurredAt, known, ...heardNow });
  return verdict;
}

/** The other side's interface has what it has, and nobody there reads a refusal: a misspelt member is one nobody reads. */
async function noteUnread(tx: LedgerTx, heard: PolledItem, { now }: PolledIntake): Promise<void> {
  if (!('translated' in heard)) return;
  const { message, members } = heard.translated;
  for (const pointer of members.unknown)
    await tx.addGap(heard.system.name, { table: UNREAD_MEMBER, value: `${message}${pointer}` }, now);
}

export function nameOf(heard: PolledItem): { readonly key: SnapshotKey; readonly digests: Digests } {
  const { name: system } = heard.system;
  if ('translated' in heard) {
    const { message, identity, digests } = heard.translated;
    return { key: { system, message, subject: identity.subject }, digests };
  }
  const digest = contentOf(heard.native, heard.refused);
  const digests = { read: digest, kind: null, body: digest, drafts: null };
  return { key: { system, ...(heard.named ?? { message: UNREAD, subject: digest }) }, digests };
}

/** What is nested so deep that no digest can be had is told apart by why it was refused. */
function contentOf(native: unknown, { code, message }: GatewayError): string {
  try {
    return digestOf(native);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return digestOf([code, message]);
  }
}

async function verdictOn(
  tx: LedgerTx,
  heard: PolledItem,
  { how, changes }: { how: PolledIntake; changes: number },
): Promise<Verdict> {
  if ('translated' in heard) {
    const { translated } = heard;
    const identity = { ...translated.identity, revision: `${translated.identity.revision}~${changes}` };
    return acceptNumbered(tx, { ...translated, identity }, how);
  }
  const { system, named, refused } = heard;
  await tx.addRefusal({ at: how.now, system: system.name, subject: named?.subject ?? null, ...refusalOf(refused) });
  return { kind: 'refused', error: refused };
}

/** Its number tells it apart; only a ledger that was restored may have it. */
async function acceptNumbered(tx: LedgerTx, translated: Translated, how: Acceptance): Promise<Verdict> {
  const { system, message, identity, result } = translated;
  if (result.kind === 'refused') return refuse(tx, translated, { error: result.error, now: how.now });
  const event = await tx.event(eventIdOf(system.name, message, identity));
  if (event === null) return acceptNew(tx, { translated, isLate: false }, how);
  if ((await compared(tx, event, translated)).kind === 'repeat') return { kind: 'repeat', event };
  return refuse(tx, translated, { error: conflict(event), now: how.now });
}

const stateOf = ({ kind }: Verdict): Snapshot['verdict'] => (kind === 'held' || kind === 'refused' ? kind : 'accepted');
