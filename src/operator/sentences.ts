import type { AttemptRecord, RelayRecord } from '../delivery.ts';
import { ERRORS } from '../errorTable.ts';
import type { EventRecord } from '../event.ts';
import type { DecisionRecord } from '../ledger.ts';
import type { RefusalRecord } from '../refusal.ts';
import { failureText } from '../words/why.ts';
import { answerWord, contractWord, OUTCOMES, RELAY_STATES, statusWord, wib } from './labels.ts';
import { detailOf } from './refusals.ts';

/** A system's title for its name. */
export type TitleOf = (system: string) => string;

/** What came in, from whom, and what it was translated into. `relays` are those of this event. */
export function eventSentence(event: EventRecord, relays: readonly RelayRecord[], titleOf: TitleOf): string {
  const title = titleOf(event.system);
  switch (event.state) {
    case 'accepted':
      return `${opening(event, title)}: ${contents(event, relays)}; diterjemahkan menjadi ${contracts(event, relays)}.`;
    case 'waiting':
      return `${opening(event, title)}; menunggu nomornya dikenal sampai ${wib(event.waitUntil ?? event.acceptedAt)}.`;
    case 'quarantined':
      return `${opening(event, title)}; ditahan: ${event.receipt.held?.detail ?? 'alasannya tidak tercatat'}`;
    case 'discarded':
      return `${opening(event, title)}; ditahan, lalu dibuang: ${event.receipt.held?.detail ?? 'alasannya tidak tercatat'}`;
  }
}

function opening({ kind, subject, occurredAt }: EventRecord, title: string): string {
  switch (kind) {
    case 'native':
      return `${title} mengirim kabar tentang ${subject} (kejadian ${wib(occurredAt)})`;
    case 'reply':
      return `${title} menjawab kiriman gerbang dengan nomor ${subject}`;
    case 'gateway':
      return 'Gerbang mencatat';
  }
}

function contents(event: EventRecord, relays: readonly RelayRecord[]): string {
  const described = relays.map(({ contract, envelope }) => contentOf(contract, envelope.data));
  const distinct = [...new Set(described)];
  return distinct.length > 0 ? distinct.join(', ') : contractWord(event.contract);
}

function contentOf(contract: RelayRecord['contract'], data: Readonly<Record<string, unknown>>): string {
  const word = contractWord(contract);
  if (contract.startsWith('handover-answer/') && typeof data.state === 'string') {
    return `${word} "${answerWord(data.state)}"`;
  }
  if (!contract.startsWith('report-status/') || typeof data.status !== 'string') return word;
  const native = typeof data.nativeStatus === 'string' ? ` (${data.nativeStatus})` : '';
  return `${word} ke-${String(data.sequence)} "${statusWord(data.status)}"${native}`;
}

const contracts = (event: EventRecord, relays: readonly RelayRecord[]): string =>
  [...new Set([event.contract, ...relays.map(({ contract }) => contract)])].join(', ');

export const gapSentence = ({ table, value }: EventRecord['gaps'][number]): string =>
  `Nilai ${JSON.stringify(value)} belum ada di tabel ${table}; laporan tetap menyeberang tanpa padanannya.`;

type NotSent = NonNullable<EventRecord['receipt']['notSent']>[number];

export const notSentSentence = ({ to, contract, why }: NotSent, titleOf: TitleOf): string =>
  `${capital(contractWord(contract))} tidak dikirim ke ${titleOf(to)}: ${why}`;

/** Of a handover that was said again while the first one stands. */
export const notPassedOnSentence = (to: string, titleOf: TitleOf): string =>
  `Tidak ada yang dikirim: laporan ini sudah diserahkan ke ${titleOf(to)}.`;

export function refusalSentence(refusal: RefusalRecord, titleOf: TitleOf): string {
  const { system, subject, code, count, firstAt } = refusal;
  const about = subject === null ? '' : ` tentang ${subject}`;
  const often = count === 1 ? '' : ` Sudah ${count} kali ditolak seperti ini, sejak ${wib(firstAt)}.`;
  return `Gerbang menolak kabar ${titleOf(system)}${about} (${code}): ${ended(detailOf(refusal))}${often}`;
}

export const relaySentence = ({ recipient, contract, agreementId }: RelayRecord, titleOf: TitleOf): string =>
  `${capital(contractWord(contract))} disiapkan untuk ${titleOf(recipient)} menurut perjanjian ${agreementId}.`;

export const relayEndSentence = ({ recipient, contract, state }: RelayRecord, titleOf: TitleOf): string =>
  `${capital(contractWord(contract))} untuk ${titleOf(recipient)} ${RELAY_STATES[state]}.`;

export function attemptSentence(attempt: AttemptRecord, relay: RelayRecord, titleOf: TitleOf): string {
  const { outcome, error, spent } = attempt;
  const why = failureText(attempt);
  // The outcome itself says what the title of this code says.
  const title = error === null || error.code === outcome ? '' : ` ${ERRORS[error.code].title.toLocaleLowerCase('id')}:`;
  const reason = error === null ? '' : `,${title} ${why ?? error.detail}`;
  const free = spent || outcome !== 'postponed' ? '' : ' Percobaan ini tidak dihitung.';
  const what = `${contractWord(relay.contract)} ke ${titleOf(relay.recipient)}`;
  return `Percobaan ke-${attempt.attempt} mengirim ${what}: ${OUTCOMES[outcome]}${ended(reason)}${free}`;
}

const ACTIONS: Readonly<Record<DecisionRecord['action'], string>> = {
  redrive: 'meminta kirim ulang',
  discard: 'membuang',
  retry: 'meminta terjemah ulang',
  confirm: 'memastikan sampainya',
};

export const decisionSentence = ({ operator, action, target, reason }: DecisionRecord): string =>
  `Petugas ${operator} ${ACTIONS[action]} ${target}, alasan: ${ended(reason)}`;

export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('id') + text.slice(1);

/** With a full stop, unless it has one. */
export const ended = (text: string): string => (/[.!?]$/u.test(text) ? text : `${text}.`);
