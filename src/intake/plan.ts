import {
  answerRefusal,
  type Case,
  type HandoverState,
  isOpen,
  partyOf,
  withAnswer,
  withHandover,
  withStatus,
} from '../case.ts';
import type { LastReport } from '../delivery.ts';
import { GatewayError } from '../errors.ts';
import type { Draft } from '../outcome.ts';
import { correct, movedTo } from './correct.ts';
import type { Incoming } from './incoming.ts';
import { aheadBy, isStale } from './order.ts';
import { audience, type Rules, recipientOf, route } from './route.ts';
import { type SealContext, seal } from './seal.ts';
import type { Plan, Sending } from './sending.ts';

/**
 * Follows a case through one event's drafts. Pure. Throws `no-recipient`, `answer-refused` (an answer that is not its
 * sender's to give) or `contract-invalid`, and `no-agreement` when there is somebody to tell and not one may be told.
 */
export function plan(incoming: Incoming, opened: Case, rules: Rules): Plan {
  let made: Plan = { subject: opened, sealed: [], routed: [], notSent: [] };
  for (const draft of incoming.drafts) made = follow(made, { draft, incoming }, rules);
  // An answer or an expiry has happened whether or not it may be told; it is recorded and listed as not sent.
  if (incoming.kind === 'native' && !made.isRecorded) mustCross(incoming, made);
  return made;
}

/** Throws `no-agreement` where there is somebody to tell and not one may be told. */
export function mustCross({ system }: Incoming, { routed, notSent }: Sending): void {
  if (routed.length > 0 || notSent.length === 0) return;
  throw new GatewayError('no-agreement', {
    detail: notSent.map(({ why }) => why).join(' '),
    facts: { lookedFor: notSent.map(({ to, contract }) => ({ from: system.name, to, contract })) },
  });
}

interface Step {
  readonly draft: Draft;
  readonly incoming: Incoming;
}

function follow(before: Plan, step: Step, rules: Rules): Plan {
  const sender = step.incoming.system.name;
  switch (step.draft.contract.split('/')[0]) {
    case 'report-handover':
      return followHandover(before, step, rules);
    case 'handover-answer':
      return followAnswer(before, step, rules);
    case 'report-status': {
      const { status } = step.draft.data as { status: string };
      const { said: at } = step.incoming;
      if (isOlderStatus(before.subject, step.incoming, rules.now))
        return send(before, step, { ...rules, superseded: true });
      const aheadAt = aheadBy(at, rules.now) > 0 ? rules.now : null;
      return send({ ...before, subject: withStatus(before.subject, sender, { status, at, aheadAt }) }, step, rules);
    }
    case 'citizen-report':
      if (isCorrection(before.subject, step.incoming) && rules.lastReport)
        return correct(before, { ...step, last: rules.lastReport }, rules);
      return send(before, step, { ...rules, superseded: step.incoming.isLate ?? false });
    default:
      return send(before, step, { ...rules, superseded: step.incoming.isLate ?? false });
  }
}

/** An origin says again what it handed over, while the recipient may have it or be about to. */
export const isCorrection = ({ origin, holder, handover }: Case, { system, kind }: Incoming): boolean =>
  kind === 'native' && system.name === origin && holder !== origin && handover !== null && isOpen(handover);

function isOlderStatus(subject: Case, { system, said, isLate }: Incoming, now: number): boolean {
  const party = partyOf(subject, system.name);
  return isLate === true || isStale(said, now, { said: party?.statusAt ?? null, heardAt: party?.statusHeardAt ?? now });
}

/** A number that comes home after an officer's word, or after the end, is no news to the origin. */
function followAnswer(before: Plan, step: Step, rules: Rules): Plan {
  const { incoming, draft } = step;
  const { state, destinationNumber: number } = draft.data as { state: HandoverState; destinationNumber: string | null };
  const sender = incoming.system.name;
  const why = answerRefusal(before.subject, incoming.kind === 'gateway' ? null : sender, state);
  if (why !== null) {
    const handover = before.subject.handover?.state ?? null;
    throw new GatewayError('answer-refused', { detail: why, facts: { answer: state, handover, by: sender } });
  }
  const subject = withAnswer(before.subject, sender, { state, number });
  const isLate = state === 'registered' && subject.handover?.state !== 'registered';
  return isLate ? { ...before, subject } : send({ ...before, subject }, step, rules);
}

/**
 * A handover is raised once per case: while it is open the origin may say so again, once it ended there is nobody left
 * to send it to. Said by who received it, it is that officer's "not ours either".
 */
function followHandover(before: Plan, step: Step, rules: Rules): Plan {
  const { subject } = before;
  const { handover } = subject;
  const sender = step.incoming.system;
  const data = step.draft.data as Readonly<Record<string, unknown>>;
  if (handover?.to === sender.name && (isOpen(handover) || handover.state === 'expired')) {
    const at = step.incoming.identity.occurredAt;
    const answer = { state: 'declined', destinationNumber: step.draft.number, note: null, at };
    return followAnswer(
      before,
      { ...step, draft: { contract: 'handover-answer/1.0', number: step.draft.number, data: answer } },
      rules,
    );
  }
  if (subject.origin !== sender.name) return before;
  if (handover && isOpen(handover)) {
    const last = rules.lastReport ?? null;
    if (last === null) return before;
    if (movedTo(data, { last, sender: sender.name, directory: rules.directory }) === null)
      return correct(before, { ...step, last }, rules);
    return { ...raise({ ...before, subject: takenBack(subject, handover.to) }, step, rules), ended: endedOf(last) };
  }
  return raise(before, step, rules);
}

const endedOf = ({ unsent, alsoUnsent }: LastReport): readonly string[] =>
  [...(unsent ? [unsent] : []), ...alsoUnsent].map(({ id }) => id);

/** As if it had not been handed over: its recipient has not heard of it. */
const takenBack = (subject: Case, recipient: string): Case => ({
  ...subject,
  handover: null,
  holder: subject.origin,
  parties: subject.parties.filter(({ system, number }) => system !== recipient || number !== null),
});

function raise(before: Plan, step: Step, rules: Rules): Plan {
  const { subject } = before;
  const sender = step.incoming.system;
  const data = step.draft.data as Readonly<Record<string, unknown>>;
  const to = recipientOf(data, { subject, sender: sender.name, directory: rules.directory });
  const days = rules.directory.get(to).config.handoverAnswerDays;
  // A whole second, like every other time people read; never sooner than promised.
  const answerBy = new Date(Math.ceil(rules.now / 1000) * 1000 + days * 86_400_000).toISOString();
  const raised = withHandover(subject, { id: step.incoming.eventId, to, state: 'sent', answerBy });
  return send({ ...before, subject: raised }, step, rules);
}

function send(before: Plan, { draft, incoming }: Step, rules: Rules & { superseded?: boolean }): Plan {
  const { subject } = before;
  const sender = incoming.system;
  const to = audience(draft.contract, subject, sender.name);
  if (to.length === 0) return before;
  const context: SealContext = {
    eventId: incoming.eventId,
    sender,
    origin: rules.directory.get(subject.origin),
    identity: incoming.identity,
    subject,
  };
  const envelope = seal(draft, context, rules.contracts);
  const { confidentiality } = subject;
  const crossing = { contract: draft.contract, sender: sender.name, confidentiality, to };
  const { routed, notSent } = route(envelope, crossing, rules);
  const superseded = rules.superseded ?? false;
  return {
    ...before,
    sealed: [...before.sealed, envelope],
    routed: [...before.routed, ...routed.map((relay) => ({ ...relay, superseded }))],
    notSent: [...before.notSent, ...notSent],
  };
}
