import { describe, expect, it } from 'vitest';
import { withParty } from '../../src/case.ts';
import type { EventRecord } from '../../src/event.ts';
import type { NewRefusal, RefusalRecord } from '../../src/refusal.ts';
import type { LedgerUnderTest } from './ledgerSamples.ts';
import { bring, CASE, newCase, newEvent, newRelay, T0 } from './ledgerSamples.ts';

type Books = () => LedgerUnderTest;

const NUMBER = 'PSK-2026-0007';

/** An event about no case, whose id begins with its number. */
const noticeOf = (subject: string, change: Partial<EventRecord> = {}): EventRecord => {
  const made = newEvent({ subject, caseId: null, ...change });
  return change.id === undefined ? { ...made, id: `${subject.slice(0, 40)}.${made.id}` } : made;
};

const refusal = (change: Partial<NewRefusal> = {}): NewRefusal => ({
  ...{ at: T0, system: 'lampung-in', subject: NUMBER, code: 'no-agreement', facts: {} },
  ...change,
});

/** As it is read back when it was refused once. */
const once = ({ at, ...refused }: NewRefusal): RefusalRecord => ({
  ...{ ...refused, firstAt: at, lastAt: at, count: 1, text: null },
});

const decision = (target: string) =>
  ({ at: T0 + 5, operator: 'siti', action: 'discard', target, reason: 'keliru' }) as const;

const nothing = { events: [], relays: [], attempts: [], decisions: [], refusals: [] };

/** What a ledger promises to who knows a number and nothing else. */
export function numbers(at: Books): void {
  describe('a number', () => {
    it('has all on record that belongs to no case, whoever’s it is, and nothing of another number', async () => {
      const { ledger } = at();
      const [own, others, longer] = [noticeOf(NUMBER), noticeOf(NUMBER, { system: 'jaki' }), noticeOf(`${NUMBER}1`)];
      const relays = [own, longer].map(({ id }) =>
        newRelay({ id: `${id}.food-supply.jaki`, eventId: id, subject: `x:${id}` }),
      );
      await ledger.write(async (tx) => {
        for (const event of [own, others, longer, noticeOf(NUMBER, { caseId: CASE })]) await tx.putEvent(event);
        await tx.addRelays(relays, T0);
        for (const { id } of [own, longer]) await tx.addDecision(decision(id));
        await tx.addDecision(decision(`${own.id}.food-supply.jaki`));
        for (const subject of [NUMBER, `${NUMBER}1`, null]) await tx.addRefusal(refusal({ subject }));
        await tx.addRefusal(refusal({ system: 'jaki', at: T0 + 1 }));
      });
      for (const { id } of relays) await bring(ledger, id);
      const record = await (await at().reopen()).numberRecord(NUMBER);
      expect(record).toMatchObject({
        events: [own, others],
        decisions: [decision(own.id), decision(`${own.id}.food-supply.jaki`)],
        refusals: [once(refusal()), once(refusal({ system: 'jaki', at: T0 + 1 }))],
      });
      expect(record.relays.map(({ id }) => id)).toEqual([`${own.id}.food-supply.jaki`]);
      expect(record.attempts.map(({ relayId }) => relayId)).toEqual([`${own.id}.food-supply.jaki`]);
    });
    it('nobody ever said has nothing', async () => {
      expect(await at().ledger.numberRecord(NUMBER)).toEqual(nothing);
    });
    it('too long for an event’s id, or with signs no id has, is found all the same', async () => {
      const { ledger } = at();
      const long = `470/012/${'A'.repeat(60)}`;
      const id = `${long.replaceAll('/', '-').slice(0, 40)}.x`;
      const event = noticeOf(long, { id });
      await ledger.write(async (tx) => {
        await tx.putEvent(event);
        await tx.putEvent(noticeOf(`${long}B`, { id: `${id}2` }));
      });
      expect((await ledger.numberRecord(long)).events).toEqual([event]);
    });
    it('with a hundred refusals and more has the newest hundred', async () => {
      const { ledger } = at();
      await ledger.write(async (tx) => {
        for (let count = 0; count < 105; count += 1) await tx.addRefusal(refusal({ at: T0 + count, facts: { count } }));
      });
      const { refusals } = await ledger.numberRecord(NUMBER);
      expect([refusals.length, refusals[0]?.lastAt, refusals.at(-1)?.lastAt]).toEqual([100, T0 + 5, T0 + 104]);
    });
    it('of a case adds to the case what was refused under it, and what was held and never found its way', async () => {
      const { ledger } = at();
      const there = { system: 'jaki-crm', subject: 'JK1' };
      const [lost, others] = [noticeOf('JK1', { ...there, state: 'discarded' }), noticeOf('JK1')];
      const own = newEvent({ acceptedAt: T0 + 9 });
      await ledger.write(async (tx) => {
        await tx.putCase(withParty(newCase(), 'jaki-crm', { number: 'JK1' }), T0);
        for (const event of [own, lost, others]) await tx.putEvent(event);
        for (const { id } of [lost, others]) await tx.addDecision(decision(id));
        await tx.addRefusal(refusal({ ...there, at: T0 + 2 }));
        await tx.addRefusal(refusal({ subject: own.subject, at: T0 + 1 }));
        await tx.addRefusal(refusal({ subject: 'JK1' }));
        await tx.addRefusal(refusal());
      });
      const record = await ledger.caseRecord(CASE);
      expect(record.events).toEqual([lost, own]);
      expect(record.decisions).toEqual([decision(lost.id)]);
      expect(record.refusals.map(({ lastAt, subject }) => [lastAt - T0, subject])).toEqual([
        [1, own.subject],
        [2, 'JK1'],
      ]);
    });
  });
}

/** What a ledger promises of refusals that are looked for. */
export function refusing(at: Books): void {
  describe('refusals', () => {
    it('that are equal but for their time are one, with their number, the first time and the last', async () => {
      const { ledger } = at();
      const facts = { at: ['/a', '/b'], lookedFor: [{ from: 'x', contract: 'y' }] };
      const again = { lookedFor: [{ contract: 'y', from: 'x' }], at: ['/a', '/b'] };
      await ledger.write(async (tx) => {
        await tx.addRefusal(refusal({ facts, at: T0 + 5 }));
        await tx.addRefusal(refusal({ facts: again, at: T0 + 9 }));
        await tx.addRefusal(refusal({ facts, at: T0 + 7 }));
        for (const other of [{ system: 'jaki' }, { subject: null }, { code: 'not-json' as const }, { facts: {} }]) {
          await tx.addRefusal(refusal({ facts, ...other }));
        }
      });
      const found = await (await at().reopen()).refusals(10);
      expect(found.map(({ count }) => count)).toEqual([3, 1, 1, 1, 1]);
      expect(found[0]).toEqual({ ...once(refusal({ facts })), firstAt: T0 + 5, lastAt: T0 + 9, count: 3 });
      expect((await at().ledger.counts()).refusals).toBe(7);
      expect(await at().ledger.audit()).toEqual([]);
    });
    it('are told by number, by system and by both, the latest first, and no more than asked', async () => {
      const { ledger } = at();
      const made = [
        refusal(),
        refusal({ at: T0 + 1, system: 'jaki' }),
        refusal({ at: T0 + 2, subject: 'lain' }),
        refusal({ at: T0 + 3, facts: { at: ['/x'] } }),
      ];
      await ledger.write(async (tx) => {
        for (const one of made) await tx.addRefusal(one);
      });
      const times = async (of: { system?: string; number?: string }, limit = 10) =>
        (await ledger.refusals(limit, of)).map((one) => one.lastAt - T0);
      expect(await times({})).toEqual([3, 2, 1, 0]);
      expect(await times({ number: NUMBER })).toEqual([3, 1, 0]);
      expect(await times({ system: 'lampung-in' })).toEqual([3, 2, 0]);
      expect(await times({ system: 'lampung-in', number: NUMBER })).toEqual([3, 0]);
      expect(await times({ system: 'lampung-in', number: NUMBER }, 1)).toEqual([3]);
      expect(await times({ number: 'tidak-ada' })).toEqual([]);
    });
  });
}
