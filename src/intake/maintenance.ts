import type { Ledger } from '../ledger.ts';
import { type Chore, eachInTurn } from '../maintenance.ts';
import type { Ingest } from './ingest.ts';
import { acceptExpiry } from './reply.ts';

export interface IntakeChores {
  readonly ledger: Ledger;
  readonly ingest: Ingest;
  readonly now: () => number;
  /** Something may have been accepted. */
  readonly onAccepted: () => void;
  readonly onError: (what: string, error: unknown) => void;
}

/** What the way in has looked after from time to time. */
export function intakeChores({ ledger, ingest, now, onAccepted, onError }: IntakeChores): readonly Chore[] {
  return [
    {
      name: 'end the patience of waiting events',
      everyMs: 2000,
      async run() {
        await eachInTurn(
          await ledger.heldSubjects({ waitedUntil: now() }),
          (one) => ingest.giveUpWaiting(one),
          onError,
        );
        onAccepted();
      },
    },
    {
      name: 'expire unanswered handovers',
      everyMs: 10_000,
      async run() {
        const overdue = await ledger.unanswered(new Date(now()).toISOString());
        await eachInTurn(overdue, (found) => ledger.write((tx) => acceptExpiry(tx, found, ingest.how())), onError);
        if (overdue.length > 0) onAccepted();
      },
    },
  ];
}

/** A table may have been mended since the last start. */
export async function takeUpHeld({ ledger, ingest, onError }: Pick<IntakeChores, 'ledger' | 'ingest' | 'onError'>) {
  await eachInTurn(await ledger.heldSubjects('quarantined'), (whose) => ingest.retry(whose), onError);
}
