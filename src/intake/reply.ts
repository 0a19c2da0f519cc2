import type { Case } from '../case.ts';
import { answerRefusal, partyOf, withParty } from '../case.ts';
import type { Claim } from '../delivery.ts';
import { GatewayError } from '../errors.ts';
import type { LedgerTx } from '../ledger.ts';
import type { Draft } from '../outcome.ts';
import { acceptKnown } from './accept.ts';
import { plainDigests } from './digest.ts';
import { eventIdOf, happenedBy, type Incoming } from './incoming.ts';
import { scrubDraft } from './scrub.ts';
import type { Acceptance, Verdict } from './verdict.ts';

/** Accepts what a recipient answered to a delivery as an event of that recipient. Part of the settling write. */
export async function acceptReply(
  tx: LedgerTx,
  said: { claim: Pick<Claim, 'relay'>; draft: Draft },
  how: Acceptance,
): Promise<Verdict> {
  const { relay } = said.claim;
  const draft = scrubDraft(said.draft, how.contracts.get(said.draft.contract));
  await claimNumber(tx, { system: relay.recipient, number: draft.number, caseId: relay.subject }, how.now);
  return acceptRaised(
    tx,
    { kind: 'reply', system: relay.recipient, caseId: relay.subject, cause: relay.id, draft },
    how,
  );
}

/** Raises "expired" for a handover nobody decided on in time; null where it was decided on since `found` was read. */
export async function acceptExpiry(tx: LedgerTx, found: Case, how: Acceptance): Promise<Verdict | null> {
  const subject = await tx.case(found.id);
  const handover = subject?.handover;
  if (!handover || answerRefusal(subject, null, 'expired') !== null) return null;
  const number = partyOf(subject, handover.to)?.number ?? null;
  const data = { state: 'expired', destinationNumber: number, note: null, at: new Date(how.now).toISOString() };
  const draft: Draft = { contract: 'handover-answer/1.0', number: number ?? subject.id, data };
  return acceptRaised(tx, { kind: 'gateway', system: handover.to, caseId: subject.id, cause: handover.id, draft }, how);
}

interface Raised {
  readonly kind: 'reply' | 'gateway';
  readonly system: string;
  readonly caseId: string;
  /** What it follows from: with the draft's contract and state, its identity. */
  readonly cause: string;
  readonly draft: Draft;
}

function acceptRaised(tx: LedgerTx, { kind, system, caseId, cause, draft }: Raised, how: Acceptance): Promise<Verdict> {
  const { at, state } = draft.data as { at?: string; state?: string };
  const revision = `${cause} ${draft.contract} ${state ?? ''}`;
  const occurredAt = happenedBy(how.now, at ?? new Date(how.now).toISOString());
  const identity = { subject: draft.number, revision, occurredAt };
  const incoming: Incoming = {
    ...{ eventId: eventIdOf(system, kind, identity), kind, message: kind, identity },
    system: how.directory.get(system),
    said: null,
    digests: plainDigests(draft.data),
    warnings: [],
    drafts: [draft],
  };
  return acceptKnown(tx, incoming, { caseId, how });
}

/**
 * A number means one case. One that was taken for a case of its own while its answer was missing is given up to the
 * case it answers; one that already crossed with another case is refused.
 */
async function claimNumber(
  tx: LedgerTx,
  wanted: { system: string; number: string; caseId: string },
  now: number,
): Promise<void> {
  const taken = await tx.caseByNumber(wanted.system, wanted.number);
  if (!taken || taken.id === wanted.caseId) return;
  if (taken.parties.length > 1) {
    throw new GatewayError('number-taken', {
      detail: `Nomor ${wanted.number} dari ${wanted.system} sudah dipakai laporan ${taken.id}.`,
    });
  }
  await tx.putCase(withParty(taken, wanted.system, { number: null }), now);
}
