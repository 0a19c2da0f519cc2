/** What a system is to a case: its number there, and what it last said. */
export interface Party {
  readonly system: string;
  /** The system's own number for the case; null until its answer is here. */
  readonly number: string | null;
  /** True once it declined the case: it never goes back there. */
  readonly declined: boolean;
  /** Native time of the last status this system gave, RFC 3339; null before the first. */
  readonly statusAt: string | null;
  /** Milliseconds: when it was heard, where its time was ahead of ours then. */
  readonly statusHeardAt?: number | null;
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

const STRICTNESS: Readonly<Record<Confidentiality, number>> = { public: 0, private: 1, secret: 2 };

export const isStricter = (one: Confidentiality, than: Confidentiality): boolean => STRICTNESS[one] > STRICTNESS[than];

export const isConfidentiality = (said: unknown): said is Confidentiality =>
  typeof said === 'string' && Object.hasOwn(STRICTNESS, said);

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

/** Who has the report: null while it is on its way to a recipient that has not registered it. `holder` is whose word counts. */
export const keeperOf = ({ holder, handover }: Case): string | null =>
  handover?.state === 'sent' && handover.to === holder ? null : holder;

/** Statuses after which nothing more is expected of a case. */
export const OVER = ['done', 'rejected', 'outside-authority'] as const;

/** Statuses that show an officer has taken the case on, even where no explicit answer was given. */
const TAKEN_ON: ReadonlySet<string> = new Set(['assigned', 'in-progress', 'awaiting-validation', 'rework', 'done']);

/**
 * The case after one of its systems gave a status. Only the holder's move the case itself. `at` is as the system said it,
 * null where it said no time; `aheadAt`, milliseconds: when it was heard, where that time was ahead of ours.
 */
export function withStatus(
  subject: Case,
  system: string,
  given: { readonly status: string; readonly at: string | null; readonly aheadAt?: number | null },
): Case {
  const noted =
    given.at === null
      ? subject
      : withParty(subject, system, { statusAt: given.at, statusHeardAt: given.aheadAt ?? null });
  if (system !== subject.holder) return noted;
  const handover =
    noted.handover?.state === 'registered' && TAKEN_ON.has(given.status)
      ? { ...noted.handover, state: 'accepted' as const }
      : noted.handover;
  return { ...noted, handover, status: given.status, sequence: subject.sequence + 1 };
}

/**
 * The case after its handover was raised towards `to`, which holds it from then on unless it declines. What the origin said
 * of it last is no status of the new holder's, who has given none yet.
 */
export function withHandover(subject: Case, handover: Handover): Case {
  return withParty({ ...subject, handover, holder: handover.to, status: null }, handover.to, {});
}

/** How a handover stands, in the words of a refusal. */
export const HANDOVER_WORDS: Readonly<Record<HandoverState, string>> = {
  sent: 'diserahkan',
  registered: 'terdaftar',
  accepted: 'diterima',
  declined: 'ditolak',
  expired: 'lewat batas waktu jawabannya',
  withdrawn: 'ditarik kembali',
};

/** True while its recipient may yet decide, or has taken the case on. */
export const isOpen = ({ state }: Handover): boolean =>
  state === 'sent' || state === 'registered' || state === 'accepted';

interface AnswerRule {
  readonly by: 'recipient' | 'origin' | 'gateway';
  readonly while: readonly HandoverState[];
}

const ANSWER_RULES: Readonly<Record<Exclude<HandoverState, 'sent'>, AnswerRule>> = {
  registered: { by: 'recipient', while: ['sent', 'registered', 'accepted', 'expired', 'withdrawn'] },
  accepted: { by: 'recipient', while: ['sent', 'registered', 'accepted', 'expired'] },
  declined: { by: 'recipient', while: ['sent', 'registered', 'accepted', 'expired'] },
  withdrawn: { by: 'origin', while: ['sent', 'registered', 'accepted', 'expired', 'withdrawn'] },
  expired: { by: 'gateway', while: ['sent', 'registered'] },
};

/**
 * Why an answer to a case's handover is not heard, as an Indonesian sentence; null when it is. `speaker` null is the
 * gateway itself. A case that was never handed over has no answer.
 *
 * | answer     | whose word    | open | declined | expired               | withdrawn            |
 * | ---------- | ------------- | ---- | -------- | --------------------- | -------------------- |
 * | registered | the recipient | yes  | no       | its number is noted   | its number is noted  |
 * | accepted   | the recipient | yes  | no       | yes: it is taken on   | no                   |
 * | declined   | the recipient | yes  | no       | yes: it goes home     | no                   |
 * | withdrawn  | the origin    | yes  | no       | yes: it is taken back | yes, changes nothing |
 * | expired    | the gateway   | until accepted | no | no                | no                   |
 *
 * Said again while it is so, an answer changes nothing; `declined` is the last word of who says it.
 */
export function answerRefusal(subject: Case, speaker: string | null, answer: HandoverState): string | null {
  const { handover } = subject;
  if (!handover) return `Laporan ${subject.id} belum pernah diserahkan ke sistem lain; tidak ada yang dapat dijawab.`;
  const word = HANDOVER_WORDS[answer];
  if (answer === 'sent') return `"${word}" bukan jawaban atas serah terima.`;
  const rule = ANSWER_RULES[answer];
  const entitled = { recipient: handover.to, origin: subject.origin, gateway: null }[rule.by];
  if (speaker !== entitled) return `Bahwa serah terima ${word} hanya dinyatakan oleh ${entitled ?? 'gerbang sendiri'}.`;
  if (rule.while.includes(handover.state)) return null;
  return `Serah terima laporan ini sudah ${HANDOVER_WORDS[handover.state]}; jawaban "${word}" tidak berlaku lagi.`;
}

/**
 * The case after an answer to its handover that `answerRefusal` let through. `number` is the answering system's, where
 * it gave one.
 */
export function withAnswer(
  subject: Case,
  system: string,
  { state, number }: { state: HandoverState; number: string | null },
): Case {
  const { handover, origin } = subject;
  if (!handover) return subject;
  const answered = { ...subject, handover: { ...handover, state } };
  const known = number === null ? {} : { number };
  switch (state) {
    case 'registered':
      // It may come after an officer's word, or after the handover ended: then it only brings the number.
      return withParty(handover.state === 'sent' ? answered : subject, handover.to, known);
    case 'accepted':
      return withParty({ ...answered, holder: handover.to }, handover.to, known);
    case 'declined':
      return withParty({ ...answered, holder: origin }, system, { declined: true });
    case 'withdrawn':
      return { ...answered, holder: origin };
    case 'expired':
      return handover.state === 'sent' ? { ...answered, holder: origin } : answered;
    case 'sent':
      return answered;
  }
}
