/** What a system is to a case: its number there, and what it last said. */
export interface Party {
  readonly system: string;
  /** The system's own number for the case; null until its answer is here. */
  readonly number: string | null;
  /** True once it declined the case: it never goes back there. */
  readonly declined: boolean;
  /** Native time of the last status this system gave, RFC 3339; null before the first. */
  readonly statusAt: string | null;
}

export type HandoverState = 'sent' | 'registered' | 'accepted' | 'declined' | 'expired' | 'withdrawn';

/** One handover at most per case. */
export interface Handover {
  readonly id: string;
  readonly to: string;
  readonly state: HandoverState;
  /** RFC 3339: without an officer's decision by then, the handover has expired. */
  readonly answerBy: string;
}

export type Confidentiality = 'public' | 'private' | 'secret';

/** One citizen report through all its events, with its number on each side. */
export interface Case {
  /** `<origin system>:<its number>`. */
  readonly id: string;
  readonly origin: string;
  /** The system whose statuses count: the origin, or who took the case over. */
  readonly holder: string;
  readonly confidentiality: Confidentiality;
  readonly handover: Handover | null;
  /** The last canonical status, for the story; null before the first. */
  readonly status: string | null;
  /** Statuses given so far: the next one is this plus one. */
  readonly sequence: number;
  readonly parties: readonly Party[];
}

export const caseIdOf = (system: string, number: string): string => `${system}:${number}`;

export const partyOf = (subject: Case, system: string): Party | undefined =>
  subject.parties.find((party) => party.system === system);

/** A case as its origin first names it. */
export function openCase(origin: string, number: string, confidentiality: Confidentiality): Case {
  return {
    id: caseIdOf(origin, number),
    origin,
    holder: origin,
    confidentiality,
    handover: null,
    status: null,
    sequence: 0,
    parties: [{ system: origin, number, declined: false, statusAt: null }],
  };
}

/** The case with one party changed, or added. Parties that did not change stay the same objects. */
export function withParty(subject: Case, system: string, change: Partial<Omit<Party, 'system'>>): Case {
  const before = partyOf(subject, system);
  if (!before) {
    return {
      ...subject,
      parties: [...subject.parties, { system, number: null, declined: false, statusAt: null, ...change }],
    };
  }
  const parties = subject.parties.map((party) => (party === before ? { ...before, ...change } : party));
  return { ...subject, parties };
}

/** Statuses that show an officer has taken the case on, even where no explicit answer was given. */
const TAKEN_ON: ReadonlySet<string> = new Set(['assigned', 'in-progress', 'awaiting-validation', 'rework', 'done']);

/** The case after one of its systems gave a status. Only the holder's move the case itself. */
export function withStatus(subject: Case, system: string, given: { status: string; at: string }): Case {
  const noted = withParty(subject, system, { statusAt: given.at });
  if (system !== subject.holder) return noted;
  const handover =
    noted.handover?.state === 'registered' && TAKEN_ON.has(given.status)
      ? { ...noted.handover, state: 'accepted' as const }
      : noted.handover;
  return { ...noted, handover, status: given.status, sequence: subject.sequence + 1 };
}

/** The case after its handover was raised towards `to`, which holds it from then on unless it declines. */
export function withHandover(subject: Case, handover: Handover): Case {
  return withParty({ ...subject, handover, holder: handover.to }, handover.to, {});
}

/** The case after an answer to its handover. `number` is the answering system's, where it gave one. */
export function withAnswer(
  subject: Case,
  system: string,
  answer: { state: HandoverState; number: string | null },
): Case {
  if (!subject.handover) return subject;
  const answered = { ...subject, handover: { ...subject.handover, state: answer.state } };
  switch (answer.state) {
    case 'registered':
    case 'accepted':
      return withParty(
        { ...answered, holder: subject.handover.to },
        subject.handover.to,
        answer.number === null ? {} : { number: answer.number },
      );
    case 'declined':
      return withParty({ ...answered, holder: subject.origin }, system, { declined: true });
    case 'withdrawn':
      return { ...answered, holder: subject.origin };
    case 'expired':
      return subject.handover.state === 'sent' ? { ...answered, holder: subject.origin } : answered;
    case 'sent':
      return answered;
  }
}
