import type { JsonPointer } from '../contract.ts';
import { GatewayError } from '../errors.ts';
import type { Receipt } from '../event.ts';
import type { Verdict } from '../intake/accept.ts';

export interface Answer {
  readonly status: number;
  readonly body: object;
}

/** 202 with a receipt, 200 with the same receipt for a repeat, or the refusal. */
export function answerOf(verdict: Verdict): Answer | GatewayError {
  switch (verdict.kind) {
    case 'accepted':
    case 'held':
      return { status: 202, body: verdict.event.receipt };
    case 'repeat':
      return { status: 200, body: verdict.event.receipt };
    case 'refused':
      return verdict.error;
  }
}

export interface Rehearsal {
  readonly dryRun: true;
  /** What the same request would be answered without `dryRun`. */
  readonly wouldAnswer: number;
  readonly receipt: Receipt;
  readonly sealed: readonly object[];
  /** What each recipient would be sent, and which fields its agreement takes away. */
  readonly relays: readonly {
    readonly to: string;
    readonly envelope: object;
    readonly removed: readonly JsonPointer[];
  }[];
}

/** What a dry run shows; a refusal is answered as the refusal itself. */
export function rehearsalOf(verdict: Verdict): Answer | GatewayError {
  const answer = answerOf(verdict);
  if (answer instanceof GatewayError || verdict.kind === 'refused') return answer;
  const plan = verdict.kind === 'accepted' ? verdict.plan : null;
  const body: Rehearsal = {
    dryRun: true,
    wouldAnswer: answer.status,
    receipt: verdict.event.receipt,
    sealed: plan?.sealed ?? [],
    relays: (plan?.routed ?? []).map(({ to, envelope, removed }) => ({ to, envelope, removed })),
  };
  return { status: 200, body };
}
