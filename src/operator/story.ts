import type { Case, Confidentiality, Handover } from '../case.ts';
import type { AttemptRecord, RelayRecord } from '../delivery.ts';
import type { EventRecord } from '../event.ts';
import type { CaseRecord, DecisionRecord } from '../ledger.ts';
import { type NextMove, nextMove, type Surroundings } from './nextMove.ts';
import {
  attemptSentence,
  decisionSentence,
  eventSentence,
  gapSentence,
  notSentSentence,
  relayEndSentence,
  relaySentence,
} from './sentences.ts';
import { iso } from './words.ts';

export interface Step {
  /** RFC 3339, UTC: when the gateway wrote it down. */
  readonly at: string;
  /** One Indonesian sentence; nothing a citizen wrote. */
  readonly what: string;
  readonly ids: { readonly eventId?: string; readonly relayId?: string; readonly attempt?: number };
}

/** What happened to one report, in order, and whose move it is. */
export interface Story {
  /** Null for held events that belong to no case yet. */
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
  /** The system whose statuses count; null without a case. */
  readonly holder: string | null;
  readonly confidentiality: Confidentiality | null;
  readonly handover: Handover | null;
  /** Oldest first. */
  readonly steps: readonly Step[];
  /** The last step's sentence. */
  readonly last: string;
  readonly nextMove: NextMove;
}

/** The story of a case. Pure. */
export function storyOf(record: CaseRecord, around: Surroundings): Story {
  const steps = stepsOf(record, around);
  const subject = record.case;
  return {
    caseId: subject?.id ?? null,
    numbers: subject ? numbersOf(subject, around) : [],
    status: subject?.status ?? null,
    holder: subject?.holder ?? null,
    confidentiality: subject?.confidentiality ?? null,
    handover: subject?.handover ?? null,
    steps,
    last: steps.at(-1)?.what ?? 'Belum ada yang tercatat.',
    nextMove: nextMove(record, around),
  };
}

/** The stories of held events that belong to no case yet, one for each system that uses the number. Pure. */
export function heldStories(events: readonly EventRecord[], around: Surroundings): readonly Story[] {
  const homeless = events.filter(({ caseId }) => caseId === null);
  return [...Map.groupBy(homeless, ({ system }) => system)].map(([system, own]) => ({
    ...storyOf({ case: null, events: own, relays: [], attempts: [], decisions: [] }, around),
    numbers: [{ system, title: around.titleOf(system), number: own[0]?.subject ?? null, declined: false }],
  }));
}

const numbersOf = ({ parties, origin }: Case, { titleOf }: Surroundings): Story['numbers'] =>
  parties
    .toSorted((a, b) => Number(b.system === origin) - Number(a.system === origin))
    .map(({ system, number, declined }) => ({ system, title: titleOf(system), number, declined }));

/** Laid out by cause, then sorted by time: what has the same time stays in the order it followed from each other. */
function stepsOf({ events, relays, attempts, decisions }: CaseRecord, around: Surroundings): readonly Step[] {
  const ofEvent = Map.groupBy(relays, ({ eventId }) => eventId);
  const ofRelay = Map.groupBy(attempts, ({ relayId }) => relayId);
  const steps = events.flatMap((event) => {
    const own = ofEvent.get(event.id) ?? [];
    return [
      ...eventSteps(event, own, around),
      ...own.flatMap((relay) => relaySteps(relay, ofRelay.get(relay.id) ?? [], around)),
    ];
  });
  return [...steps, ...decisions.map(decisionStep)].sort((a, b) => a.at.localeCompare(b.at));
}

function eventSteps(event: EventRecord, relays: readonly RelayRecord[], { titleOf }: Surroundings): readonly Step[] {
  const step = (what: string): Step => ({ at: iso(event.acceptedAt), what, ids: { eventId: event.id } });
  return [
    step(eventSentence(event, relays, titleOf)),
    ...event.gaps.map((gap) => step(gapSentence(gap))),
    ...(event.receipt.notSent ?? []).map((notSent) => step(notSentSentence(notSent, titleOf))),
  ];
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

/** Relay ids have dots, event ids have none. */
const decisionStep = (decision: DecisionRecord): Step => ({
  at: iso(decision.at),
  what: decisionSentence(decision),
  ids: decision.target.includes('.') ? { relayId: decision.target } : { eventId: decision.target },
});
