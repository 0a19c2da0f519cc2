import type { JsonPointer } from '../contract.ts';
import type { LedgerTx } from '../ledger.ts';
import { accept, admit } from './accept.ts';
import type { Translated } from './incoming.ts';
import { leftOutWith } from './members.ts';
import type { Acceptance, Verdict } from './verdict.ts';

type Accepted = Extract<Verdict, { readonly kind: 'accepted' }>;

/** What would become of an event. */
export interface Rehearsed {
  readonly verdict: Verdict;
  /** Of one that would conflict with an event that was accepted: what it would send had that one never come. */
  readonly instead: Accepted | null;
  /** What its dialect knows and leaves out on purpose. */
  readonly leftOut: readonly { readonly pointer: JsonPointer; readonly why: string }[];
}

/** Accepts one native event in a ledger write that is never committed. */
export async function rehearse(tx: LedgerTx, translated: Translated, how: Acceptance): Promise<Rehearsed> {
  const verdict = await accept(tx, translated, how);
  const { system, message, members } = translated;
  return {
    verdict,
    instead: await insteadOf(tx, { translated, verdict }, how),
    leftOut: leftOutWith(system.adapter, message, members),
  };
}

async function insteadOf(
  tx: LedgerTx,
  { translated, verdict }: { translated: Translated; verdict: Verdict },
  how: Acceptance,
): Promise<Accepted | null> {
  if (verdict.kind !== 'refused' || verdict.error.code !== 'identity-conflict') return null;
  await takeBackHandover(tx, String(verdict.error.facts.eventId), how.now);
  // The relays of the event that came have the same ids.
  const instead = await admit({ ...tx, addRelays: async () => undefined }, translated, how);
  return instead.kind === 'accepted' ? instead : null;
}

/** A handover is raised once for a case: had its event never come, the edited one would raise it. */
async function takeBackHandover(tx: LedgerTx, eventId: string, now: number): Promise<void> {
  const caseId = (await tx.event(eventId))?.caseId ?? null;
  const before = caseId === null ? null : await tx.case(caseId);
  if (before?.handover?.id !== eventId) return;
  await tx.putCase({ ...before, handover: null, holder: before.origin }, now, before);
}
