import type { Selectable } from 'kysely';
import type { Case, Confidentiality, HandoverState } from '../../case.ts';
import type { ContractRef, Lane } from '../../contract.ts';
import type { AttemptRecord, OutboxRelay, RelayRecord, RelayState } from '../../delivery.ts';
import type { EventKind, EventRecord, EventState } from '../../event.ts';
import type { Outcome } from '../../outcome.ts';
import { readExchange } from '../../outcome.ts';
import type { Values } from './statements.ts';
import type { AttemptsTable, CasesTable, EventsTable, PartiesTable, RelaysTable } from './tables.ts';

// The gateway alone writes these tables, so what it reads back is what it wrote: the casts below restate that.

export const eventOf = (row: EventsTable): EventRecord => ({
  id: row.id,
  system: row.system,
  subject: row.subject,
  revision: row.revision,
  occurredAt: row.occurred_at,
  kind: row.kind as EventKind,
  contract: row.contract as ContractRef,
  message: row.message,
  digest: row.digest,
  ...(row.digest_kind === null ? {} : { digestKind: row.digest_kind }),
  ...(row.drafts_digest === null ? {} : { draftsDigest: row.drafts_digest }),
  state: row.state as EventState,
  caseId: row.case_id,
  acceptedAt: row.accepted_at,
  receipt: JSON.parse(row.receipt) as EventRecord['receipt'],
  native: row.native === null ? null : JSON.parse(row.native),
  waitUntil: row.wait_until,
  gaps: row.gaps === null ? [] : (JSON.parse(row.gaps) as EventRecord['gaps']),
});

export const eventValues = (event: EventRecord): Values => ({
  id: event.id,
  system: event.system,
  subject: event.subject,
  revision: event.revision,
  contract: event.contract,
  message: event.message,
  kind: event.kind,
  digest: event.digest,
  digest_kind: event.digestKind ?? null,
  drafts_digest: event.draftsDigest ?? null,
  state: event.state,
  case_id: event.caseId,
  occurred_at: event.occurredAt,
  accepted_at: event.acceptedAt,
  receipt: JSON.stringify(event.receipt),
  native: event.native === null ? null : JSON.stringify(event.native),
  wait_until: event.waitUntil,
  gaps: event.gaps.length === 0 ? null : JSON.stringify(event.gaps),
});

/** A case with its parties; one that is known only by being handed to has no row of its own. */
export function caseOf(row: CasesTable, parties: readonly PartiesTable[]): Case {
  const { handover_id: id, handover_to: to, handover_state: state, answer_by: answerBy } = row;
  const known = parties.map((party) => ({
    system: party.system,
    number: party.number,
    declined: party.declined === 1,
    statusAt: party.status_at,
    ...(party.status_heard_at === null ? {} : { statusHeardAt: party.status_heard_at }),
  }));
  const isMissing = to !== null && !known.some(({ system }) => system === to);
  return {
    id: row.id,
    origin: row.origin,
    holder: row.holder,
    confidentiality: row.confidentiality as Confidentiality,
    handover: id && to && state && answerBy ? { id, to, state: state as HandoverState, answerBy } : null,
    status: row.status,
    sequence: row.sequence,
    parties: isMissing ? [...known, { system: to, number: null, declined: false, statusAt: null }] : known,
  };
}

export const caseValues = (subject: Case, now: number): Values => ({
  id: subject.id,
  origin: subject.origin,
  holder: subject.holder,
  confidentiality: subject.confidentiality,
  handover_id: subject.handover?.id ?? null,
  handover_to: subject.handover?.to ?? null,
  handover_state: subject.handover?.state ?? null,
  answer_by: subject.handover?.answerBy ?? null,
  status: subject.status,
  sequence: subject.sequence,
  updated_at: now,
});

type RelayRow = Selectable<RelaysTable> & { envelope: string };

/** A relay with what it carries. */
export const relayOf = (row: RelayRow): RelayRecord => ({
  ...outboxOf(row),
  envelope: JSON.parse(row.envelope) as RelayRecord['envelope'],
});

/** A relay with what it carries as it is stored. */
export const outboxOf = (row: RelayRow): OutboxRelay => ({
  seq: row.seq,
  id: row.id,
  eventId: row.event_id,
  sender: row.sender,
  recipient: row.recipient,
  lane: row.lane as Lane,
  subject: row.subject,
  contract: row.contract as ContractRef,
  position: row.position,
  delivery: row.delivery as RelayRecord['delivery'],
  onDead: row.on_dead as RelayRecord['onDead'],
  agreementId: row.agreement_id,
  envelope: row.envelope,
  state: row.state as RelayState,
  attempt: row.attempt,
  dueAt: row.due_at,
  createdAt: row.created_at,
  endedAt: row.ended_at,
  error: errorOf(row.error),
});

export const attemptOf = (row: AttemptsTable): AttemptRecord => ({
  relayId: row.relay_id,
  attempt: row.attempt,
  spent: row.spent === 1,
  outcome: row.outcome as Outcome['kind'],
  error: errorOf(row.error),
  exchange: row.exchange === null ? null : readExchange(row.exchange),
  startedAt: row.started_at,
  endedAt: row.ended_at,
});

const errorOf = (text: string | null): RelayRecord['error'] =>
  text === null ? null : (JSON.parse(text) as RelayRecord['error']);
