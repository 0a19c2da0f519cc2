import { type Case, type Confidentiality, type Handover, keeperOf } from '../case.ts';
import type { AttemptRecord, RelayRecord } from '../delivery.ts';
import type { EventRecord } from '../event.ts';
import type { CaseRecord, DecisionRecord, NumberRecord } from '../ledger.ts';
import { warningTexts } from '../words/id.ts';
import { behindText } from '../words/relays.ts';
import { frontOf } from './behind.ts';
import { contractWord, iso, RELAY_STATES } from './labels.ts';
import type { NextMove, Surroundings } from './move.ts';
import { nextMove, reasonsIn } from './nextMove.ts';
import { type ShownRefusal, shownRefusal } from './refusals.ts';
import {
  attemptSentence,
  capital,
  decisionSentence,
  eventSentence,
  gapSentence,
  notPassedOnSentence,
  notSentSentence,
  refusalSentence,
  relayEndSentence,
  relaySentence,
} from './sentences.ts';

export interface Step {
  /** RFC 3339, UTC: when the gateway wrote it down. */
  readonly at: string;
  /** One Indonesian sentence; nothing a citizen wrote. */
  readonly what: string;
  readonly ids: {
    readonly eventId?: string;
    readonly relayId?: string;
    readonly attempt?: number;
    /** The relay that this one waits for. */
    readonly behindRelayId?: string;
  };
}

/** What happened to one report, in order, and whose move it is. */
export interface Story {
  /** Null for what belongs to no case: a notice, or what was refused, held or discarded before its case was known. */
  readonly caseId: string | null;
  /** The report's number at each system, its origin first; null while a system has not given one. */
  readonly numbers: readonly {
    readonly system: string;
    readonly title: string;
    readonly number: string | null;
    readonly declined: boolean;
  }[];
  /** The last canonical status; null before the first. */
  readonly status: string | null;
  /** The system that has the report; null without a case, and while a handover is on its way: its recipient has not registered it. */
  readonly holder: string | null;
  readonly confidentiality: Confidentiality | null;
  readonly handover: Handover | null;
  /** Oldest first. */
  readonly steps: readonly Step[];
  /** What was turned away under its numbers, oldest first; told among the steps, too. */
  readonly refusals: readonly ShownRefusal[];
  /** The last step's sentence. */
  readonly last: string;
  readonly nextMove: NextMove;
}

/** The story of a case, or of what belongs to none. Pure. */
export function storyOf(record: CaseRecord, around: Surroundings): Story {
  const steps = stepsOf(record, around);
  const subject = record.case;
  return {
    caseId: subject?.id ?? null,
    numbers: subject ? numbersOf(subject, around) : [],
    status: subject?.status ?? null,
    holder: subject && keeperOf(subject),
    confidentiality: subject?.confidentiality ?? null,
    handover: subject?.handover ?? null,
    steps,
    refusals: record.refusals.map(shownRefusal),
    last: steps.at(-1)?.what ?? 'Belum ada yang tercatat.',
    nextMove: nextMove(record, around),
  };
}

/** The stories of what is on record under a number and belongs to no case, one for each system that uses it. Pure. */
export function numberStories(record: NumberRecord, around: Surroundings): readonly Story[] {
  const systems = new Set([...record.events, ...record.refusals].map(({ system }) => system));
  return [...systems].map((system) => {
    const own = wordsOf(system, record);
    const number = own.events[0]?.subject ?? own.refusals[0]?.subject ?? null;
    return {
      ...storyOf({ case: null, ...own }, around),
      numbers: [{ system, title: around.titleOf(system), number, declined: false }],
    };
  });
}

/** What one system said, and what became of it. */
function wordsOf(system: string, record: NumberRecord): NumberRecord {
  const events = record.events.filter((event) => event.system === system);
  const eventIds = new Set(events.map(({ id }) => id));
  const relays = record.relays.filter(({ eventId }) => eventIds.has(eventId));
  const relayIds = new Set(relays.map(({ id }) => id));
  return {
    ...{ events, relays },
    attempts: record.attempts.filter(({ relayId }) => relayIds.has(relayId)),
    decisions: record.decisions.filter(({ target }) => eventIds.has(target) || relayIds.has(target)),
    refusals: record.refusals.filter((refusal) => refusal.system === system),
  };
}

const numbersOf = ({ parties, origin }: Case, { titleOf }: Surroundings): Story['numbers'] =>
  parties
    .toSorted((a, b) => Number(b.system === origin) - Number(a.system === origin))
    .map(({ system, number, declined }) => ({ system, title: titleOf(system), number, declined }));

/** Laid out by cause, then sorted by time: what has the same time stays in the order it followed from each other. */
function stepsOf(record: CaseRecord, around: Surroundings): readonly Step[] {
  const { case: subject, events, relays, attempts, decisions, refusals } = record;
  const ofEvent = Map.groupBy(relays, ({ eventId }) => eventId);
  const ofRelay = Map.groupBy(attempts, ({ relayId }) => relayId);
  const steps = events.flatMap((event) => {
    const own = ofEvent.get(event.id) ?? [];
    return [
      ...eventSteps(event, own, around),
      ...(own.length > 0 ? [] : notPassedOn(event, subject, around)),
      ...own.flatMap((relay) => relaySteps(relay, ofRelay.get(relay.id) ?? [], around)),
    ];
  });
  const refused = refusals.map((refusal) => ({
    at: iso(refusal.lastAt),
    what: refusalSentence(refusal, around.titleOf),
    ids: {},
  }));
  const relayIds = new Set(relays.map(({ id }) => id));
  const decided = decisions.map((decision) => decisionStep(decision, relayIds));
  return [...steps, ...decided, ...refused, ...waitingSteps(record, around)].sort((a, b) => a.at.localeCompare(b.at));
}

function eventSteps(event: EventRecord, relays: readonly RelayRecord[], { titleOf }: Surroundings): readonly Step[] {
  const step = (what: string): Step => ({ at: iso(event.acceptedAt), what, ids: { eventId: event.id } });
  return [
    step(eventSentence(event, relays, titleOf)),
    // A warning says more of a detail than its gap does.
    ...event.gaps.filter(({ table }) => table !== 'detail').map((gap) => step(gapSentence(gap))),
    ...(event.receipt.notSent ?? []).map((notSent) => step(notSentSentence(notSent, titleOf))),
    ...warningTexts(event.receipt.warnings ?? []).map(step),
  ];
}

/** Of an event without relays. A handover is raised once: said again by its origin, it is kept on record and goes nowhere. */
function notPassedOn(event: EventRecord, subject: Case | null, { titleOf }: Surroundings): readonly Step[] {
  const { receipt, contract, state, kind, system } = event;
  const isSaid = kind === 'native' && state === 'accepted' && contract.startsWith('report-handover/');
  const isTold = receipt.warnings?.some(({ code }) => code === 'correction-not-passed-on');
  if (
    !isSaid ||
    isTold ||
    receipt.notSent ||
    !subject?.handover ||
    system !== subject.origin ||
    subject.handover.id === event.id
  )
    return [];
  const what = notPassedOnSentence(subject.handover.to, titleOf);
  return [{ at: iso(event.acceptedAt), what, ids: { eventId: event.id } }];
}

function relaySteps(
  relay: RelayRecord,
  attempts: readonly AttemptRecord[],
  { titleOf }: Surroundings,
): readonly Step[] {
  const ids = { eventId: relay.eventId, relayId: relay.id };
  // Every other end is the outcome of an attempt, or an operator's decision, and is told as that.
  const silent = relay.state === 'superseded' && attempts.at(-1)?.outcome !== 'superseded';
  const end =
    silent && relay.endedAt !== null ? [{ at: iso(relay.endedAt), ids, what: relayEndSentence(relay, titleOf) }] : [];
  return [
    { at: iso(relay.createdAt), ids, what: relaySentence(relay, titleOf) },
    ...attempts.map((attempt) => ({
      at: iso(attempt.endedAt),
      ids: { ...ids, attempt: attempt.attempt },
      what: attemptSentence(attempt, relay, titleOf),
    })),
    ...end,
  ];
}

/** Which relays wait for an earlier one, for which, and why that one has not gone. */
function waitingSteps({ relays, attempts }: CaseRecord, { titleOf }: Surroundings): readonly Step[] {
  const reasons = reasonsIn(attempts);
  return relays.flatMap((relay) => {
    const front = frontOf(relay, relays);
    if (front === null) return [];
    const { id, contract, state, error } = front;
    const why = reasons(front) ?? error?.detail ?? null;
    const what = behindText({
      ...{ what: capital(contractWord(relay.contract)), to: titleOf(relay.recipient) },
      front: { what: contractWord(contract), id, state: RELAY_STATES[state], why },
    });
    const tried = attempts.findLast(({ relayId }) => relayId === id)?.endedAt ?? 0;
    const at = iso(Math.max(relay.createdAt, tried));
    return [{ at, what, ids: { eventId: relay.eventId, relayId: relay.id, behindRelayId: id } }];
  });
}

const decisionStep = (decision: DecisionRecord, relayIds: ReadonlySet<string>): Step => ({
  at: iso(decision.at),
  what: decisionSentence(decision),
  ids: relayIds.has(decision.target) ? { relayId: decision.target } : { eventId: decision.target },
});
