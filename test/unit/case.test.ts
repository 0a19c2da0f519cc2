import { describe, expect, it } from 'vitest';
import {
  answerRefusal,
  type Case,
  caseIdOf,
  type Handover,
  type HandoverState,
  openCase,
  partyOf,
  withAnswer,
  withHandover,
  withParty,
  withStatus,
} from '../../src/case.ts';

const LAMPUNG = 'lampung-in';
const JAKI = 'jaki-crm';
const NUMBER = 'LIN-20250703-0145';
const HANDOVER: Handover = { id: 'h-1', to: JAKI, state: 'sent', answerBy: '2025-07-10T02:15:00.000Z' };
const at = (hour: string) => `2025-07-03T${hour}:00:00+07:00`;

const opened = () => openCase(LAMPUNG, NUMBER, 'private');
const handed = () => withHandover(opened(), HANDOVER);
const answered = (state: HandoverState, number: string | null = null, from: Case = handed()) =>
  withAnswer(from, JAKI, { state, number });

describe('a case as its origin first names it', () => {
  it('is known by its origin and its number there', () => {
    expect(opened()).toEqual({
      ...{ id: 'lampung-in:LIN-20250703-0145', origin: LAMPUNG, holder: LAMPUNG, confidentiality: 'private' },
      ...{ handover: null, status: null, sequence: 0 },
      parties: [{ system: LAMPUNG, number: NUMBER, declined: false, statusAt: null }],
    });
    expect(opened().id).toBe(caseIdOf(LAMPUNG, NUMBER));
  });
});

describe('a party', () => {
  it('is added once and changed after that, the others staying as they are', () => {
    const first = withParty(opened(), JAKI, { statusAt: at('10') });
    const second = withParty(first, JAKI, { number: 'JK2507030001' });
    expect(second.parties).toHaveLength(2);
    expect(partyOf(second, JAKI)).toEqual({
      ...{ system: JAKI, number: 'JK2507030001', declined: false, statusAt: at('10') },
    });
    expect(partyOf(second, LAMPUNG)).toEqual(partyOf(opened(), LAMPUNG));
  });
  it('nobody named is not there', () => {
    expect(partyOf(opened(), JAKI)).toBeUndefined();
  });
});

describe('a handover', () => {
  it('leaves the origin’s last status behind: who holds the case now has given none', () => {
    const refused = withStatus(opened(), LAMPUNG, { status: 'rejected', at: at('10') });
    expect(withHandover(refused, HANDOVER)).toMatchObject({ holder: JAKI, status: null, sequence: 1 });
  });
});

describe('a status', () => {
  it('of the holder moves the case and takes the next sequence', () => {
    const moved = withStatus(opened(), LAMPUNG, { status: 'verified', at: at('10') });
    expect(moved).toMatchObject({ status: 'verified', sequence: 1 });
    expect(withStatus(moved, LAMPUNG, { status: 'assigned', at: at('11') })).toMatchObject({ sequence: 2 });
    expect(partyOf(moved, LAMPUNG)?.statusAt).toBe(at('10'));
  });
  it('of anybody else is noted and moves nothing', () => {
    const noted = withStatus(handed(), LAMPUNG, { status: 'handed-over', at: at('10') });
    expect(noted).toMatchObject({ status: null, sequence: 0, holder: JAKI, handover: HANDOVER });
    expect(partyOf(noted, LAMPUNG)?.statusAt).toBe(at('10'));
  });
  it.each(['assigned', 'in-progress', 'awaiting-validation', 'rework', 'done'])(
    'of %s shows that a registered handover was accepted',
    (status) => {
      const registered = answered('registered', 'JK2507030001');
      expect(withStatus(registered, JAKI, { status, at: at('10') }).handover?.state).toBe('accepted');
    },
  );
  it.each(['received', 'verified', 'coordinated', 'rejected', 'outside-authority', 'handed-over'])(
    'of %s leaves a registered handover open',
    (status) => {
      const registered = answered('registered', 'JK2507030001');
      expect(withStatus(registered, JAKI, { status, at: at('10') }).handover?.state).toBe('registered');
    },
  );
  it('of work does not revive a handover that has ended', () => {
    const expired = answered('expired', null, answered('registered', 'JK2507030001'));
    expect(withStatus(expired, JAKI, { status: 'done', at: at('10') }).handover?.state).toBe('expired');
  });
  it('leaves the case it was given untouched', () => {
    const before = answered('registered', 'JK2507030001');
    const kept = structuredClone(before);
    withStatus(before, JAKI, { status: 'done', at: at('10') });
    expect(before).toEqual(kept);
  });
});

describe('a handover', () => {
  it('makes its recipient the holder, whose number is not known yet', () => {
    expect(handed()).toMatchObject({ holder: JAKI, handover: HANDOVER });
    expect(partyOf(handed(), JAKI)).toEqual({ system: JAKI, number: null, declined: false, statusAt: null });
  });
  it('that is registered has both numbers, and its recipient holds it', () => {
    const registered = answered('registered', 'JK2507030001');
    expect(registered).toMatchObject({ holder: JAKI, handover: { state: 'registered' } });
    expect(registered.parties.map(({ number }) => number).toSorted()).toEqual(['JK2507030001', NUMBER]);
  });
  it('that is accepted without a number keeps the one it was registered under', () => {
    const accepted = answered('accepted', null, answered('registered', 'JK2507030001'));
    expect(partyOf(accepted, JAKI)?.number).toBe('JK2507030001');
    expect(accepted.handover?.state).toBe('accepted');
  });
  it('that is declined goes home, and is remembered as declined', () => {
    const declined = answered('declined', null, answered('registered', 'JK2507030001'));
    expect(declined).toMatchObject({ holder: LAMPUNG, handover: { state: 'declined' } });
    expect(partyOf(declined, JAKI)).toMatchObject({ declined: true, number: 'JK2507030001' });
    expect(partyOf(declined, LAMPUNG)?.declined).toBe(false);
  });
  it('that is withdrawn goes home, and nobody declined it', () => {
    const withdrawn = withAnswer(handed(), LAMPUNG, { state: 'withdrawn', number: null });
    expect(withdrawn).toMatchObject({ holder: LAMPUNG, handover: { state: 'withdrawn' } });
    expect(withdrawn.parties.filter(({ declined }) => declined)).toEqual([]);
  });
  it('that nobody answered in time goes home', () => {
    expect(answered('expired')).toMatchObject({ holder: LAMPUNG, handover: { state: 'expired' } });
  });
  it('that was registered stays with its recipient when no officer decided in time', () => {
    const expired = answered('expired', null, answered('registered', 'JK2507030001'));
    expect(expired).toMatchObject({ holder: JAKI, handover: { state: 'expired' } });
  });
  it('that was never raised has no answer', () => {
    expect(withAnswer(opened(), JAKI, { state: 'accepted', number: 'JK2507030001' })).toEqual(opened());
  });
  it('that was sent again is where it was', () => {
    expect(answered('sent')).toEqual(handed());
  });
});

describe('who may say what to a handover', () => {
  const STATES = ['sent', 'registered', 'accepted', 'declined', 'expired', 'withdrawn'] as const;
  const inState = (state: HandoverState) => withHandover(opened(), { ...HANDOVER, state });
  const heard = (speaker: string | null, state: HandoverState) =>
    STATES.filter((before) => answerRefusal(inState(before), speaker, state) === null);

  it.each([
    [JAKI, 'registered', ['sent', 'registered', 'accepted', 'expired', 'withdrawn']],
    [JAKI, 'accepted', ['sent', 'registered', 'accepted', 'expired']],
    [JAKI, 'declined', ['sent', 'registered', 'accepted', 'expired']],
    [JAKI, 'withdrawn', []],
    [JAKI, 'expired', []],
    [LAMPUNG, 'registered', []],
    [LAMPUNG, 'accepted', []],
    [LAMPUNG, 'declined', []],
    [LAMPUNG, 'withdrawn', ['sent', 'registered', 'accepted', 'expired', 'withdrawn']],
    [LAMPUNG, 'expired', []],
    [null, 'registered', []],
    [null, 'accepted', []],
    [null, 'declined', []],
    [null, 'withdrawn', []],
    [null, 'expired', ['sent', 'registered']],
    ['sistem-lain', 'accepted', []],
    ['sistem-lain', 'withdrawn', []],
  ] as const)('%s says %s: heard while it is %j', (speaker, state, states) => {
    expect(heard(speaker, state)).toEqual(states);
  });
  it('that it was sent is no answer, whoever says it', () => {
    for (const speaker of [JAKI, LAMPUNG, null]) expect(heard(speaker, 'sent')).toEqual([]);
  });
  it('nobody answers what was never handed over, and is told so', () => {
    for (const [speaker, state] of [[JAKI, 'accepted'] as const, [LAMPUNG, 'withdrawn'] as const]) {
      expect(answerRefusal(opened(), speaker, state)).toContain('belum pernah diserahkan');
    }
  });
  it('is told whose word it would be, or how the handover ended', () => {
    expect(answerRefusal(handed(), LAMPUNG, 'accepted')).toContain(JAKI);
    expect(answerRefusal(handed(), JAKI, 'withdrawn')).toContain(LAMPUNG);
    expect(answerRefusal(inState('declined'), JAKI, 'accepted')).toContain('ditolak');
    expect(answerRefusal(inState('withdrawn'), JAKI, 'accepted')).toContain('ditarik kembali');
  });
});

describe('an answer that comes late', () => {
  it('of an officer who took on what had expired makes the recipient the holder', () => {
    expect(answered('accepted', 'JK2507030001', answered('expired'))).toMatchObject({
      ...{ holder: JAKI, handover: { state: 'accepted' } },
    });
  });
  it.each(['expired', 'withdrawn'] as const)('with the number of a handover that was %s only notes it', (state) => {
    const late = answered('registered', 'JK2507030001', answered(state));
    expect(late).toMatchObject({ holder: LAMPUNG, handover: { state } });
    expect(partyOf(late, JAKI)?.number).toBe('JK2507030001');
  });
  it('with the number of what an officer accepted takes nothing back', () => {
    const late = answered('registered', 'JK2507030001', answered('accepted'));
    expect(late).toMatchObject({ holder: JAKI, handover: { state: 'accepted' } });
  });
  it('of an officer who sends back what had expired brings it home', () => {
    const late = answered('declined', null, answered('expired', null, answered('registered', 'JK2507030001')));
    expect(late).toMatchObject({ holder: LAMPUNG, handover: { state: 'declined' } });
  });
});
