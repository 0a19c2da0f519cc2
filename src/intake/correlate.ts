import type { Case } from '../case.ts';
import type { LedgerTx } from '../ledger.ts';
import type { Incoming } from './incoming.ts';

/**
 * The case a sender's number stands for; null when the event opens a case of its own; `unknown-number` when an answer
 * on its way may yet make the number known, or when only a report could have opened the case.
 */
export async function correlate(
  tx: LedgerTx,
  incoming: Incoming,
  patienceEnded: boolean,
): Promise<Case | null | 'unknown-number'> {
  const { system, identity, drafts } = incoming;
  const known = await tx.caseByNumber(system.name, identity.subject);
  if (known) return known;
  const [lead] = drafts;
  if (lead.contract.startsWith('report-handover/')) return null;
  const isReport = lead.contract.startsWith('citizen-report/');
  const mayOpen = isReport && (patienceEnded || !(await tx.awaitsNumber(system.name)));
  return mayOpen ? null : 'unknown-number';
}
