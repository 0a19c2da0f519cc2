import type { System } from '../directory.ts';
import { GatewayError } from '../errors.ts';
import type { LedgerTx } from '../ledger.ts';
import type { Snapshot, SnapshotKey } from '../snapshot.ts';
import { type Acceptance, accept, type Verdict } from './accept.ts';
import { digestOf, type Translated } from './translate.ts';

/** One native event that a system told when it was asked: translated, or refused already. */
export type Heard = { readonly system: System; readonly native: unknown } & (
  | { readonly translated: Translated }
  | { readonly refused: GatewayError }
);

export interface Hearing extends Acceptance {
  /** Milliseconds. What was refused before then is looked at again. */
  readonly mendedAt: number;
}

/**
 * Takes up what was said where it differs from what the system last said of the same subject; null where it does not.
 * A system that is asked says the same again and again, and may say something old anew: so the event's revision counts
 * the changes.
 */
export async function hear(tx: LedgerTx, heard: Heard, how: Hearing): Promise<Verdict | null> {
  const { key, digest } = nameOf(heard);
  const before = await tx.snapshot(key);
  const isAnew = before?.verdict === 'refused' && before.heardAt < how.mendedAt;
  if (before?.digest === digest && !isAnew) return null;
  const changes = (before?.changes ?? 0) + 1;
  const verdict = await verdictOn(tx, heard, { how, changes });
  // A notice that was accepted is known by now; what is known stays beside a refusal.
  const after = (await tx.snapshot(key)) ?? { ...key, occurredAt: null, known: null };
  await tx.putSnapshot({ ...after, digest, changes, verdict: stateOf(verdict), heardAt: how.now });
  return verdict;
}

/**
 * Of what a list tells twice, each time otherwise, the last holds; the others are refused. Taken up one after the other
 * they would be news in every round.
 */
export function withoutDoubles(heard: readonly Heard[], messages: readonly string[]): readonly Heard[] {
  const names = heard.map((each) => nameOf(each));
  const last = new Map(names.map(({ key }, index) => [JSON.stringify(key), index]));
  return heard.flatMap((each, index) => {
    const { key, digest } = names[index] ?? nameOf(each);
    const holds = last.get(JSON.stringify(key)) ?? index;
    if (holds === index || !messages.includes(key.message)) return [each];
    if (names[holds]?.digest === digest) return [];
    const detail = `${key.message} ${key.subject} disebut dua kali dalam satu jawaban, dengan isi lain; yang terakhir berlaku.`;
    return [{ system: each.system, native: each.native, refused: new GatewayError('identity-conflict', { detail }) }];
  });
}

/**
 * Forgets what is known of subjects that a system tells of no more; told of again, they are news. A list without a single
 * one is more likely broken than empty, and changes nothing.
 */
export async function forgetUntold(
  tx: LedgerTx,
  all: { readonly system: System; readonly messages: readonly string[]; readonly told: readonly SnapshotKey[] },
): Promise<void> {
  const system = all.system.name;
  for (const message of all.messages) {
    const told = new Set(all.told.filter((key) => key.message === message).map(({ subject }) => subject));
    if (told.size === 0) continue;
    for (const subject of await tx.knownSubjects(system, message)) {
      const gone = told.has(subject) ? null : await tx.snapshot({ system, message, subject });
      if (gone) await tx.putSnapshot({ ...gone, digest: '', known: null });
    }
  }
}

/** What has no identity is its own content. */
export function nameOf(heard: Heard): { readonly key: SnapshotKey; readonly digest: string } {
  const { name: system } = heard.system;
  if ('translated' in heard) {
    const { message, identity, digest } = heard.translated;
    return { key: { system, message, subject: identity.subject }, digest };
  }
  const digest = digestOf(heard.native);
  return { key: { system, message: 'unread', subject: digest }, digest };
}

async function verdictOn(
  tx: LedgerTx,
  heard: Heard,
  { how, changes }: { how: Hearing; changes: number },
): Promise<Verdict> {
  if ('translated' in heard) {
    const { translated } = heard;
    const identity = { ...translated.identity, revision: `${translated.identity.revision}~${changes}` };
    return accept(tx, { ...translated, identity }, how);
  }
  const { code, message: detail } = heard.refused;
  await tx.addRefusal({ at: how.now, system: heard.system.name, subject: null, code, detail });
  return { kind: 'refused', error: heard.refused };
}

const stateOf = ({ kind }: Verdict): Snapshot['verdict'] => (kind === 'held' || kind === 'refused' ? kind : 'accepted');
