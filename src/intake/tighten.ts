import { isStricter } from '../case.ts';
import type { LedgerTx } from '../ledger.ts';
import { confidentialityOf, incomingOf, withConfidentiality } from './incoming.ts';
import type { Translated } from './translate.ts';

/**
 * Keeps a case as confidential as its origin last said, also where what said so is held or in conflict: until that is
 * decided, nothing of the case goes out as less. Never makes it less confidential.
 */
export async function tighten(tx: LedgerTx, translated: Translated, now: number): Promise<void> {
  const { result, system, identity } = translated;
  if (result.kind !== 'drafts') return;
  const incoming = incomingOf(translated, result.drafts);
  const subject = await tx.caseByNumber(system.name, identity.subject);
  if (!subject || !isStricter(confidentialityOf(incoming), subject.confidentiality)) return;
  await tx.putCase(withConfidentiality(subject, incoming), now, subject);
}
