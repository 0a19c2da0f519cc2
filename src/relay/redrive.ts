import type { Ledger, LedgerTx } from '../ledger.ts';
import { eachInTurn } from '../maintenance.ts';
import { type Redrive, type RedriveEnd, type RedriveTurn, standing } from '../redrive.ts';

export interface RedrivingOptions {
  readonly ledger: Pick<Ledger, 'runningRedrives' | 'write'>;
  readonly now: () => number;
  /** Relays have become due, or those behind them have. */
  readonly onRedriven: () => void;
  readonly onError: (what: string, error: unknown) => void;
}

/**
 * One second's worth of every running redrive, in the order its relays were accepted. What becomes of a relay is on
 * record in the write that does it, so a redrive goes on after a restart where it was, and does nothing twice.
 */
export function redriving({ ledger, now, onRedriven, onError }: RedrivingOptions): () => Promise<void> {
  const some = async (id: string): Promise<void> => {
    if (await ledger.write((tx) => redriveSome(tx, id, now()))) onRedriven();
  };
  return async () => eachInTurn(await ledger.runningRedrives(), some, onError);
}

/** True when any relay had its turn. */
async function redriveSome(tx: LedgerTx, id: string, now: number): Promise<boolean> {
  const redrive = await tx.redrive(id);
  // Cancelled since it was seen running.
  if (redrive?.state !== 'running') return false;
  const next = await tx.redriveNext(id, redrive.ratePerSecond);
  for (const turn of next) {
    const outcome = await again(tx, { turn, redrive }, now);
    await tx.noteRedriven(id, { seq: turn.seq, outcome, at: now });
  }
  if (next.length < redrive.ratePerSecond) await tx.endRedrive(id, now, null);
  return next.length > 0;
}

async function again(
  tx: LedgerTx,
  { turn: { relayId, seen }, redrive }: { turn: RedriveTurn; redrive: Redrive },
  now: number,
): Promise<RedriveEnd> {
  const { operator, reason } = redrive;
  const relay = await tx.relay(relayId);
  if (relay === null || standing(relay) !== seen) return 'skipped';
  // It has become due by itself.
  if (relay.state === 'parked' && (relay.dueAt ?? 0) <= now) return 'skipped';
  const after = await tx.decideRelay(relayId, { kind: 'redrive', now });
  if (!after) return 'skipped';
  await tx.addDecision({ at: now, operator, action: 'redrive', target: relayId, reason });
  return after.state === 'superseded' ? 'superseded' : 'redriven';
}
