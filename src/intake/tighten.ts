import { type Case, type Confidentiality, isStricter } from '../case.ts';
import type { LedgerTx } from '../ledger.ts';
import type { Translated } from './incoming.ts';
import { incomingOf, withConfidentiality } from './incoming.ts';

/**
 * Keeps a case as confidential as its origin last said, also where what said so is held or in conflict: until that is
 * decided, nothing of the case goes out as less. Never makes it less confidential.
 */
export async function tighten(tx: LedgerTx, translated: Translated, now: number): Promise<void> {
  const { system, identity } = translated;
  const subject = await tx.caseByNumber(system.name, identity.subject);
  if (!subject || subject.origin !== system.name) return;
  const confidentiality = saidOf(subject, translated);
  if (confidentiality === null || !isStricter(confidentiality, subject.confidentiality)) return;
  await tx.putCase({ ...subject, confidentiality }, now, subject);
}

/** What cannot be translated may still say how confidential it is. */
function saidOf(subject: Case, translated: Translated): Confidentiality | null {
  const { result, system, native } = translated;
  if (result.kind === 'drafts') {
    return withConfidentiality(subject, incomingOf(translated, result.drafts)).confidentiality;
  }
  return result.kind === 'quarantine' ? (system.adapter.confidentialityIn?.(native) ?? null) : null;
}
