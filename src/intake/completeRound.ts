import type { Poll } from '../adapter.ts';
import type { System } from '../directory.ts';
import { GatewayError } from '../errors.ts';
import type { LedgerTx } from '../ledger.ts';
import type { SnapshotKey } from '../snapshot.ts';
import { nameOf, type PolledItem, UNREAD } from './ingestPolled.ts';

/** Lists that tell of all there are (`Poll.whole`). */

/**
 * Of what a list tells twice, each time otherwise, the last holds; the others are refused. Taken up one after the other
 * they would be news in every round.
 */
export function dropDuplicates(heard: readonly PolledItem[], poll: Poll | undefined): readonly PolledItem[] {
  const names = heard.map((each) => nameOf(each));
  const last = new Map(names.map(({ key }, index) => [JSON.stringify(key), index]));
  return heard.flatMap((each, index) => {
    const { key, digests } = names[index] ?? nameOf(each);
    const holds = last.get(JSON.stringify(key)) ?? index;
    if (holds === index || !poll?.whole?.includes(key.message)) return [each];
    if (names[holds]?.digests.read === digests.read) return [];
    const detail = `${key.message} ${key.subject} disebut dua kali dalam satu jawaban, dengan isi lain; yang terakhir berlaku.`;
    const refused = new GatewayError('identity-conflict', { detail, facts: { message: key.message, twice: true } });
    return [{ system: each.system, native: each.native, refused, named: null }];
  });
}

/** So many are ingested in a few dozen milliseconds. */
const AT_ONCE = 200;

/**
 * The items of a page as transactions, in order, at least one. A page that has one subject twice is one transaction: after a
 * crash between two, the other items would be read as unchanged.
 */
export function transactionsOf(heard: readonly PolledItem[]): readonly (readonly PolledItem[])[] {
  const subjects = new Set(heard.map((each) => JSON.stringify(nameOf(each).key)));
  if (heard.length <= AT_ONCE || subjects.size < heard.length) return [heard];
  const starts = Array.from({ length: Math.ceil(heard.length / AT_ONCE) }, (_, nth) => nth * AT_ONCE);
  return starts.map((start) => heard.slice(start, start + AT_ONCE));
}

/** The keys of all items of a finished round, and when its first question was answered, milliseconds. */
export interface Round {
  readonly told: readonly SnapshotKey[];
  readonly at: number;
}

/**
 * Applies a round that listed its messages completely: items that are missing from it no longer exist; they are forgotten
 * and their keys returned. An empty list is more likely broken than empty, and changes nothing.
 */
export async function applyCompleteRound(
  tx: LedgerTx,
  { name, adapter }: System,
  round: Round,
): Promise<readonly SnapshotKey[]> {
  const messages = adapter.poll?.whole ?? [];
  const gone: SnapshotKey[] = [];
  let isWhole = messages.length > 0;
  for (const message of messages) {
    const isTold = round.told.some((key) => key.message === message);
    isWhole &&= isTold;
    if (isTold) gone.push(...(await untoldOf(tx, { system: name, message }, round)));
  }
  for (const key of gone) await forget(tx, key);
  for (const key of await untoldOf(tx, { system: name, message: UNREAD }, round)) await tx.dropSnapshot(key);
  if (isWhole) await tx.putWholeAt(name, round.at);
  return gone;
}

async function untoldOf(
  tx: LedgerTx,
  { system, message }: Omit<SnapshotKey, 'subject'>,
  { told }: Round,
): Promise<readonly SnapshotKey[]> {
  const subjects = new Set(told.filter((key) => key.message === message).map(({ subject }) => subject));
  const heard = await tx.heardSubjects(system, message);
  return heard.filter((subject) => !subjects.has(subject)).map((subject) => ({ system, message, subject }));
}

/** Told of again, it is news; how often it changed is remembered, so that it is a new event then. */
async function forget(tx: LedgerTx, key: SnapshotKey): Promise<void> {
  const snapshot = await tx.snapshot(key);
  if (snapshot) await tx.putSnapshot({ ...snapshot, digest: '', occurredAt: null, known: null });
}
