import type { Ledger, LedgerTx } from '../ledger.ts';
import type { Redrive, RedriveOutcome } from '../redrive.ts';

export interface RedrivingOptions {
  readonly ledger: Pick<Ledger, 'runningRedrives' | 'write'>;
  readonly now: () => number;
  /** Relays have become due, or those behind them have. */
  readonly onRedriven: () => void;
}

/**
 * One second's worth of every running redrive, in the order its relays were accepted. What becomes of a relay is on
 * record in the write that does it, so a redrive goes on after a restart where it was, and does nothing twice.
 */
export function redriving({ ledger, now, onRedriven }: RedrivingOptions): () => Promise<void> {
  return async () => {
    for (const id of await ledger.runningRedrives()) {
      if (await ledger.write((tx) => redriveSome(tx, id, now()))) onRedriven();
    }
  };
}

/** True when any relay was touched. */
async function redriveSome(tx: LedgerTx, id: string, now: number): Promise<boolean> {
  const redrive = await tx.redrive(id);
  if (redrive === null) return false;
  const next = await tx.redriveNext(id, redrive.ratePerSecond);
  for (const relayId of next) {
    const outcome = await again(tx, { relayId, redrive }, now);
    await tx.noteRedriven(id, relayId, { outcome, at: now });
  }
  if (next.length < redrive.ratePerSecond) await tx.endRedrive(id, now, null);
  return next.length > 0;
}

async function again(
  tx: LedgerTx,
  { relayId, redrive }: { relayId: string; redrive: Redrive },
  now: number,
): Promise<RedriveOutcome> {
  const { operator, reason, filter, at } = redrive;
  const relay = await tx.relay(relayId);
  if (relay?.state !== filter.state) return 'skipped';
  // What ended anew after the operator asked is not what he saw; what is due needs nobody's word.
  if (relay.state === 'parked' ? (relay.dueAt ?? 0) <= now : (relay.endedAt ?? 0) > at) return 'skipped';
  const after = await tx.decideRelay(relayId, { kind: 'redrive', now });
  if (!after) return 'skipped';
  await tx.addDecision({ at: now, operator, action: 'redrive', target: relayId, reason });
  return after.state === 'superseded' ? 'superseded' : 'redriven';
}
