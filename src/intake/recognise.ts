import { GatewayError } from '../errors.ts';
import type { EventRecord } from '../event.ts';
import type { LedgerTx } from '../ledger.ts';
import type { ToldRecord } from '../snapshot.ts';
import { type DigestKind, readDigest } from './digest.ts';
import type { Translated } from './incoming.ts';
import { eventIdOf } from './incoming.ts';
import { isStale, isWholeMinute } from './order.ts';

/** What a pushed event is to those its sender told before of the same subject. */
export type Recognised =
  | { readonly kind: 'repeat'; readonly event: EventRecord }
  /** Another event has its identity, with other content. */
  | { readonly kind: 'conflict'; readonly event: EventRecord }
  /** Under the identity it is kept by. `isLate`: its sender told of something newer before. */
  | {
      readonly kind: 'new';
      readonly translated: Translated;
      readonly isLate: boolean;
      /** As its dialect names it. */
      readonly revision: string;
      readonly last: ToldRecord | null;
    };

/**
 * Whether an event was here before. Its identity is what the dialect says, and where the sender's times do not tell its
 * events apart, also the order in which they came: the state that was told last is a repeat, any other is a new event, also
 * one that was there before. A sender's repeat of an older event is known by its time, where it says one.
 */
export async function recognise(tx: LedgerTx, translated: Translated, now: number): Promise<Recognised> {
  const { system, message, identity, said } = translated;
  const { subject, revision } = identity;
  const last = await tx.lastTold({ system: system.name, message, subject });
  const event = await tx.event(eventIdOf(system.name, message, identity));
  const isLate = isStale(said, now, last);
  const news = { kind: 'new', translated, isLate, revision, last } as const;
  const told = last === null || isLate ? null : await tx.event(last.eventId);
  if (told !== null && last !== null && (last.revision === revision || saysTheSame(told, translated))) {
    const known = await compared(tx, told, translated);
    const isBack = known.kind === 'repeat' ? await isBackSince(tx, translated, told) : translated.timed === 'none';
    return isBack ? { ...news, translated: again(translated, last.changes) } : known;
  }
  if (event === null) return news;
  const isBack = last !== null && !isLate && isToldByArrival(translated, last.said);
  if (isBack) return { ...news, translated: again(translated, last.changes) };
  return compared(tx, event, translated);
}

/**
 * Whether what was told last in this kind of message is a state that came back: its sender told another one since, in a
 * message of another kind, and no time tells which of the two is older.
 */
async function isBackSince(tx: LedgerTx, translated: Translated, told: EventRecord): Promise<boolean> {
  const { system, message, identity } = translated;
  const status = statusIn(translated);
  const subject = status === null ? null : await tx.caseByNumber(system.name, identity.subject);
  if (subject?.holder !== system.name || subject.status === null || subject.status === status) return false;
  for (const { name } of system.adapter.messages) {
    const other =
      name === message ? null : await tx.lastTold({ system: system.name, message: name, subject: identity.subject });
    if (other === null || !isToldByArrival(translated, other.said)) continue;
    const event = await tx.event(other.eventId);
    if (event !== null && event.acceptedAt >= told.acceptedAt) return true;
  }
  return false;
}

function statusIn({ result }: Translated): string | null {
  const drafts = result.kind === 'drafts' ? result.drafts : [];
  const data = drafts.find(({ contract }) => contract.startsWith('report-status/'))?.data;
  return (data as { status: string } | undefined)?.status ?? null;
}

/** Times that are equal tell no order where they are not exact; nor does a time in which no seconds are told. */
function isToldByArrival({ said, timed }: Translated, lastSaid: string | null): boolean {
  if (timed === 'none' || said === null) return timed === 'none';
  const isFine = timed === 'exact' && !isWholeMinute(said);
  return !isFine && lastSaid !== null && Date.parse(said) === Date.parse(lastSaid);
}

/** A state that came back is another event; `changes` never comes back. */
const again = (translated: Translated, changes: number): Translated => {
  const { identity } = translated;
  return { ...translated, identity: { ...identity, revision: `${identity.revision}#${changes + 1}` } };
};

/** What an event is to one of the same identity that was here before. */
export async function compared(
  tx: LedgerTx,
  event: EventRecord,
  translated: Translated,
): Promise<Recognised & { readonly kind: 'repeat' | 'conflict' }> {
  const { digests, native } = translated;
  const isSame = saysTheSame(event, translated) || (await isSameRead(tx, event, { native, ...digests }));
  return { kind: isSame ? 'repeat' : 'conflict', event };
}

/** What would be passed on is the same, however the sender wrote it, and under whatever revision. */
const saysTheSame = ({ draftsDigest }: EventRecord, { digests }: Translated): boolean =>
  draftsDigest !== undefined && draftsDigest === digests.drafts;

interface Content {
  readonly native: unknown;
  readonly read: string;
  readonly kind: DigestKind | null;
  readonly body: string;
}

/** Whether a body says what an older digest is of, compared by the kind of that digest. */
export async function isSameRead(
  tx: Pick<LedgerTx, 'digestPointers'>,
  kept: { readonly digest: string; readonly digestKind?: string },
  { native, read, kind, body }: Content,
): Promise<boolean> {
  if (kept.digestKind === undefined) return kept.digest === body;
  if (kept.digestKind === kind?.id) return kept.digest === read;
  const pointers = await tx.digestPointers(kept.digestKind);
  return pointers !== null && kept.digest === readDigest(native, pointers);
}

/** Keeps what was told last, unless something newer was told before. */
export async function keepTold(
  tx: LedgerTx,
  { translated, event, isLate, revision, last }: Recognised & { kind: 'new'; event: EventRecord },
  now: number,
): Promise<void> {
  if (isLate) return;
  const { system, message, identity, said } = translated;
  const time = said === null ? { said: last?.said ?? null, heardAt: last?.heardAt ?? now } : { said, heardAt: now };
  const key = { system: system.name, message, subject: identity.subject };
  await tx.putLastTold({ ...key, ...time, eventId: event.id, revision, changes: (last?.changes ?? 0) + 1 });
}

export const conflict = (before: EventRecord): GatewayError =>
  new GatewayError('identity-conflict', {
    detail: `Peristiwa ${before.revision} dari ${before.subject} sudah diterima ${before.receipt.acceptedAt} dengan isi lain.`,
    facts: { eventId: before.id, acceptedAt: before.receipt.acceptedAt },
  });
