import type { AttemptRecord, RelayRecord } from '../delivery.ts';
import type { DecisionRecord } from '../ledger.ts';
import type { LookRecord } from '../lookup.ts';
import { failureText } from '../words/why.ts';
import { contractWord, OUTCOMES, RELAY_STATES, wib } from './labels.ts';
import { decisionSentence } from './sentences.ts';

export interface RelayHistory {
  readonly relay: RelayRecord;
  readonly attempts: readonly AttemptRecord[];
  readonly decisions: readonly DecisionRecord[];
  /** The latest first. */
  readonly looks: readonly LookRecord[];
}

/** One relay as plain text, times in WIB, without what it carries. Control characters are left out. */
export function relayText({ relay, attempts, decisions, looks }: RelayHistory): string {
  const { id, contract, sender, recipient, subject, state, error } = relay;
  const exchange = attempts.findLast((attempt) => attempt.exchange)?.exchange ?? null;
  const why = failureText({ error, exchange });
  const rows = [
    `Kiriman     ${id}`,
    `Isi         ${contractWord(contract)} dari ${sender} ke ${recipient}, kasus ${subject}`,
    `Keadaan     ${RELAY_STATES[state]}${why === null ? '' : `: ${why}`}`,
    '',
    ...attempts.map(attemptRow),
    ...decisions.map((decision) => `${wib(decision.at)}  ${decisionSentence(decision)}`),
    ...looks
      .toReversed()
      .map(({ at, operator, reason }) => `${wib(at)}  Petugas ${operator} melihat isinya, alasan: ${reason}`),
  ];
  return `${rows.map((row) => row.replace(/\p{Cc}/gu, ' ')).join('\n')}\n`;
}

function attemptRow({ attempt, outcome, endedAt, error, exchange }: AttemptRecord): string {
  const way = exchange ? ` ${exchange.method} ${exchange.path}, ${exchange.durationMs} ms` : '';
  const why = failureText({ error, exchange: exchange ?? null });
  return `${wib(endedAt)}  Percobaan ke-${attempt}${way}: ${OUTCOMES[outcome]}${why === null ? '' : `, ${why}`}`;
}
