import type { JsonPointer } from '../contract.ts';
import { GatewayError } from '../errors.ts';
import type { Receipt } from '../event.ts';
import type { Answer } from '../http/ndjson.ts';
import { type Problem, problemOf } from '../http/problem.ts';
import type { Rehearsed } from '../intake/rehearse.ts';
import type { Verdict } from '../intake/verdict.ts';

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
  /** Why it would be refused although it can be shown: an event of the same identity was accepted. All else is as if it had not been. */
  readonly conflict?: Problem;
  readonly receipt: Receipt;
  /** What the dialect knows and leaves out on purpose. */
  readonly leftOut: Rehearsed['leftOut'];
  readonly sealed: readonly object[];
  /** What each recipient would be sent, and which fields its agreement takes away. */
  readonly relays: readonly {
    readonly to: string;
    readonly envelope: object;
    readonly removed: readonly JsonPointer[];
  }[];
}

/** What a dry run shows; a refusal is answered as the refusal itself, but for a conflict, whose edited event can be shown. */
export function rehearsalOf({ verdict, instead, leftOut }: Rehearsed): Answer | GatewayError {
  const answer = answerOf(verdict);
  const shown = instead ?? verdict;
  if (shown.kind === 'refused') return shown.error;
  const plan = shown.kind === 'accepted' ? shown.plan : null;
  const body: Rehearsal = {
    dryRun: true,
    wouldAnswer: answer.status,
    ...(answer instanceof GatewayError ? { conflict: problemOf(answer) } : {}),
    receipt: shown.event.receipt,
    leftOut,
    sealed: plan?.sealed ?? [],
    relays: (plan?.routed ?? []).map(({ to, envelope, removed }) => ({ to, envelope, removed })),
  };
  return { status: 200, body };
}
