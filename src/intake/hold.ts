import { GatewayError } from '../errors.ts';
import type { EventRecord } from '../event.ts';
import type { LedgerTx } from '../ledger.ts';
import { keptDigests } from './digest.ts';
import type { Translated } from './incoming.ts';
import { eventIdOf } from './incoming.ts';
import type { Acceptance, Verdict } from './verdict.ts';

/** Why an event may not pass yet; null when it may. A quarantined one holds its case's later ones from the same system. */
export function held(translated: Translated, before: readonly EventRecord[]): GatewayError | null {
  if (translated.result.kind === 'quarantine') return translated.result.error;
  const first = before.find((event) => event.state === 'quarantined');
  if (!first) return null;
  return new GatewayError('held-behind', {
    detail: `Peristiwa ${first.id} dari laporan ${first.subject} masih ditahan.`,
    facts: { behind: first.id },
  });
}

/** Keeps the native event whole. With patience it waits for its number; without, for a person. */
export async function hold(
  tx: LedgerTx,
  translated: Translated,
  why: { error: GatewayError; how: Acceptance; patience?: boolean },
): Promise<Verdict> {
  const { system, message, identity, native, result } = translated;
  const { now, numberWaitMs } = why.how;
  const id = eventIdOf(system.name, message, identity);
  const { code, message: detail, facts } = why.error;
  const known = await tx.caseByNumber(system.name, identity.subject);
  const value = typeof facts.value === 'string' ? { value: facts.value } : {};
  const before = await tx.event(id);
  const acceptedAt = before?.acceptedAt ?? now;
  const event: EventRecord = {
    ...identity,
    id,
    system: system.name,
    kind: 'native',
    contract: result.kind === 'drafts' ? result.drafts[0].contract : (before?.contract ?? 'unknown/0.0'),
    message,
    ...keptDigests(translated.digests),
    state: why.patience ? 'waiting' : 'quarantined',
    caseId: known?.id ?? null,
    acceptedAt,
    receipt: {
      eventId: id,
      caseId: known?.id ?? null,
      acceptedAt: new Date(acceptedAt).toISOString(),
      relays: [],
      held: { code, detail, ...value },
      ...(translated.warnings.length > 0 ? { warnings: translated.warnings } : {}),
    },
    native,
    waitUntil: why.patience ? acceptedAt + numberWaitMs : null,
    gaps: [],
  };
  await tx.putEvent(event);
  return { kind: 'held', event };
}
