import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partyOf, withAnswer, withHandover, withParty } from '../../src/case.ts';
import type { RelayState } from '../../src/delivery.ts';
import { doubts } from './ledgerDoubts.ts';
import { ledgerKeepsOrder } from './ledgerModel.ts';
import { asking, questions, snapshots } from './ledgerNotices.ts';
import { numbers, refusing } from './ledgerNumbers.ts';
import { redrives } from './ledgerRedrives.ts';
import {
  add,
  bring,
  CASE,
  claim,
  LANE,
  LEASE_MS,
  type LedgerUnderTest,
  newCase,
  newEvent,
  newHandover,
  newRelay,
  relay,
  settle,
  stateOf,
  statesOf,
  T0,
} from './ledgerSamples.ts';

type Books = () => LedgerUnderTest;

/** What every ledger promises (`src/ledger.ts`), whatever keeps it. */
export function describeLedger(name: string, open: () => Promise<LedgerUnderTest>): void {
  describe(name, () => {
    let current: LedgerUnderTest;
    beforeEach(async () => {
      current = await open();
    });
    afterEach(() => current.discard());
    for (const promises of [writing, failing, events, cases, holding]) promises(() => current);
    for (const promises of [positions, strays, claims, turns, ends, settlements]) promises(() => current);
    for (const promises of [overtaking, decisions, schedule, leases, records]) promises(() => current);
    for (const promises of [snapshots, asking, questions, numbers, refusing, redrives, doubts]) promises(() => current);
    ledgerKeepsOrder(() => current);
  });
}

const failure = new Error('pekerjaan ini salah');

function writing(at: Books): void {
  describe('writing', () => {
    it('keeps what was acknowledged through a restart, word for word', async () => {
      const event = newEvent({
        native: { isi: 'Jalan "rusak"\n&amp; gelap' },
        gaps: [{ table: 'category', value: 'Lampu ' }],
      });
      const sent = newRelay();
      const { ledger } = at();
      await ledger.write(async (tx) => {
        await tx.putEvent(event);
        await tx.putCase(newCase(), T0);
        await tx.addRelays([sent], T0);
      });
      const reopened = await at().reopen();
      const found = await reopened.write(async (tx) => ({
        event: await tx.event(event.id),
        case: await tx.case(CASE),
      }));
      expect(found).toEqual({ event, case: newCase() });
      expect(await relay(reopened, sent.id)).toMatchObject({ ...sent, position: 1, attempt: 0, createdAt: T0 });
    });
    it('keeps its name through a restart', async () => {
      const { id } = at().ledger;
      expect(id).not.toBe('');
      expect((await at().reopen()).id).toBe(id);
    });
    it('was never restored while it is new, not even by a restart', async () => {
      expect(at().ledger.restores).toBe(0);
      expect((await at().reopen()).restores).toBe(0);
    });
    it('takes many writes at once and gives each its own answer', async () => {
      const { ledger } = at();
      const events = Array.from({ length: 450 }, () => newEvent());
      const answers = await Promise.all(
        events.map((event) => ledger.write((tx) => tx.putEvent(event).then(() => event.id))),
      );
      expect(answers).toEqual(events.map(({ id }) => id));
      expect((await ledger.counts()).events.accepted).toBe(450);
    });
    it('lets a write see what those before it wrote', async () => {
      const { ledger } = at();
      const event = newEvent();
      const [, seen] = await Promise.all([
        ledger.write((tx) => tx.putEvent(event)),
        ledger.write((tx) => tx.event(event.id)),
      ]);
      expect(seen).toEqual(event);
    });
    it('keeps nothing of a rehearsal but its answer', async () => {
      const { ledger } = at();
      const event = newEvent();
      const seen = await ledger.rehearse(async (tx) => {
        await tx.putEvent(event);
        return tx.event(event.id);
      });
      expect(seen).toEqual(event);
      expect(await ledger.write((tx) => tx.event(event.id))).toBeNull();
    });
  });
}

function failing(at: Books): void {
  describe('a write that fails', () => {
    it('fails alone: its neighbours are kept, once each', async () => {
      const { ledger } = at();
      const write = (index: number, fails: boolean) =>
        ledger.write(async (tx) => {
          await tx.putEvent(newEvent({ id: `tetangga-${index}` }));
          if (fails) throw failure;
        });
      const ends = await Promise.allSettled([write(0, false), write(1, true), write(2, false)]);
      expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      const kept = await ledger.write((tx) => Promise.all([0, 1, 2].map((index) => tx.event(`tetangga-${index}`))));
      expect(kept.map((event) => event !== null)).toEqual([true, false, true]);
    });
    it('hands over the very error the work threw', async () => {
      await expect(at().ledger.write(() => Promise.reject(failure))).rejects.toBe(failure);
      await expect(at().ledger.rehearse(() => Promise.reject(failure))).rejects.toBe(failure);
    });
    it('leaves no half behind', async () => {
      const { ledger } = at();
      const event = newEvent();
      const half = ledger.write(async (tx) => {
        await tx.putEvent(event);
        await tx.addRelays([newRelay({ id: 'separuh' })], T0);
        throw failure;
      });
      await expect(half).rejects.toBe(failure);
      const left = await ledger.write(async (tx) => [await tx.event(event.id), await tx.relay('separuh')]);
      expect(left).toEqual([null, null]);
    });
    it('does not fail the rehearsals and writes after it', async () => {
      const { ledger } = at();
      const ends = await Promise.allSettled([
        ledger.rehearse(() => Promise.reject(failure)),
        ledger.write((tx) => tx.putEvent(newEvent())),
        ledger.rehearse((tx) => tx.event('tidak-ada')),
      ]);
      expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    });
    it('is refused once the ledger is closed, and so is a reading', async () => {
      const { ledger } = at();
      await ledger.close();
      const unavailable = { code: 'ledger-unavailable' };
      await expect(ledger.write((tx) => tx.putEvent(newEvent()))).rejects.toMatchObject(unavailable);
      await expect(ledger.rehearse((tx) => tx.event('tidak-ada'))).rejects.toMatchObject(unavailable);
      await expect(ledger.counts()).rejects.toMatchObject(unavailable);
      await expect(ledger.checkpoint()).rejects.toMatchObject(unavailable);
      await expect(ledger.reclaim(T0)).rejects.toMatchObject(unavailable);
    });
  });
}

function events(at: Books): void {
  describe('events', () => {
    it('put twice are one, with the later state and receipt', async () => {
      const { ledger } = at();
      const held = newEvent({ state: 'quarantined', native: { status: 'BARU' }, caseId: null });
      const mended = { ...held, state: 'accepted' as const, native: null, caseId: CASE };
      await ledger.write((tx) => tx.putEvent(held));
      await ledger.write((tx) => tx.putEvent(mended));
      expect(await ledger.write((tx) => tx.event(held.id))).toEqual(mended);
      expect((await ledger.counts()).events).toEqual({ accepted: 1, waiting: 0, quarantined: 0, discarded: 0 });
    });
    it('nobody put are not there', async () => {
      expect(await at().ledger.write((tx) => tx.event('tidak-ada'))).toBeNull();
    });
  });
}

function cases(at: Books): void {
  describe('cases', () => {
    const handover = { id: 'h-1', to: 'jaki-crm', state: 'sent', answerBy: '2025-07-10T02:15:00.000Z' } as const;
    const handed = withHandover(newCase(), handover);
    it('are found by the number of either side, once it is known', async () => {
      const { ledger } = at();
      const numbers = () =>
        ledger.write(async (tx) => [
          (await tx.caseByNumber('lampung-in', 'LIN-20250703-0145'))?.id ?? null,
          (await tx.caseByNumber('jaki-crm', 'JK2507030001'))?.id ?? null,
          (await tx.caseByNumber('jaki-crm', 'LIN-20250703-0145'))?.id ?? null,
        ]);
      await ledger.write((tx) => tx.putCase(handed, T0));
      expect(await numbers()).toEqual([CASE, null, null]);
      const registered = withAnswer(handed, 'jaki-crm', { state: 'registered', number: 'JK2507030001' });
      await ledger.write((tx) => tx.putCase(registered, T0));
      expect(await numbers()).toEqual([CASE, CASE, null]);
      expect(await ledger.findCases('JK2507030001')).toEqual([CASE]);
      expect(await ledger.findCases(CASE)).toEqual([CASE]);
      expect(await ledger.findCases('JK2507039999')).toEqual([]);
    });
    it('come back as they were put, with what each side last said', async () => {
      const { ledger } = at();
      const told = withParty(handed, 'jaki-crm', { declined: true, statusAt: '2025-07-04T10:00:00+07:00' });
      await ledger.write((tx) => tx.putCase(told, T0));
      const found = await ledger.write((tx) => tx.case(CASE));
      expect(found).toMatchObject({ ...told, parties: expect.any(Array) });
      expect(found && partyOf(found, 'jaki-crm')).toEqual(partyOf(told, 'jaki-crm'));
      expect(found?.parties).toHaveLength(2);
    });
    it('are unanswered when no officer decided by the promised time, not before, and not after a decision', async () => {
      const { ledger } = at();
      const unanswered = async (now: string) => (await ledger.unanswered(now)).map(({ id }) => id);
      await ledger.write((tx) => tx.putCase(handed, T0));
      expect(await unanswered('2025-07-10T02:14:59.999Z')).toEqual([]);
      expect(await unanswered('2025-07-10T02:15:00.000Z')).toEqual([CASE]);
      await ledger.write((tx) =>
        tx.putCase(withAnswer(handed, 'jaki-crm', { state: 'registered', number: 'JK1' }), T0),
      );
      expect(await unanswered('2025-07-10T02:15:00.000Z')).toEqual([CASE]);
      await ledger.write((tx) => tx.putCase(withAnswer(handed, 'jaki-crm', { state: 'accepted', number: 'JK1' }), T0));
      expect(await unanswered('2025-07-10T02:15:00.000Z')).toEqual([]);
    });
    it('await a number while a handover is on its way, and no longer', async () => {
      const { ledger } = at();
      const awaits = (system: string) => ledger.write((tx) => tx.awaitsNumber(system));
      const [status] = await add(ledger, newRelay({ subject: 'lampung-in:lain' }));
      expect([status !== undefined, await awaits('jaki-crm')]).toEqual([true, false]);
      await add(ledger, newHandover({ id: 'serah' }));
      expect([await awaits('jaki-crm'), await awaits('lampung-in')]).toEqual([true, false]);
      await bring(ledger, 'serah');
      expect(await awaits('jaki-crm')).toBe(false);
    });
  });
}

function holding(at: Books): void {
  describe('held events', () => {
    const waiting = (id: string, subject: string, waitUntil: number) =>
      newEvent({ id, subject, state: 'waiting', waitUntil, native: { id } });
    const quarantined = (id: string, subject: string) =>
      newEvent({ id, subject, state: 'quarantined', native: { id } });
    const put = (...held: readonly ReturnType<typeof newEvent>[]) =>
      at().ledger.write(async (tx) => {
        for (const event of held) await tx.putEvent(event);
      });
    it('keep the order they came in, however often one is put again', async () => {
      const { ledger } = at();
      const [z, a, m] = [waiting('z', 'LIN-1', T0), quarantined('a', 'LIN-1'), waiting('m', 'LIN-1', T0)];
      await put(z, a, m, quarantined('lain', 'LIN-2'), newEvent({ subject: 'LIN-1' }));
      await put({ ...z, state: 'quarantined', waitUntil: null });
      const held = await ledger.write((tx) => tx.heldEvents('lampung-in', 'LIN-1'));
      expect(held.map(({ id }) => id)).toEqual(['z', 'a', 'm']);
      expect((await ledger.held(2)).map(({ id }) => id)).toEqual(['z', 'a']);
    });
    it('are those of one system alone', async () => {
      await put({ ...quarantined('asing', 'LIN-1'), system: 'jaki-crm' });
      expect(await at().ledger.write((tx) => tx.heldEvents('lampung-in', 'LIN-1'))).toEqual([]);
    });
    it('are named once each, oldest first, when their patience has ended', async () => {
      const held = [waiting('e1', 'LIN-9', T0), waiting('e2', 'LIN-1', T0), waiting('e3', 'LIN-9', T0)];
      await put(...held, waiting('e4', 'LIN-5', T0 + 1), quarantined('e5', 'LIN-6'));
      expect(await at().ledger.heldSubjects({ waitedUntil: T0 })).toEqual([
        { system: 'lampung-in', subject: 'LIN-9' },
        { system: 'lampung-in', subject: 'LIN-1' },
      ]);
    });
    it('are named once each, oldest first, when they are quarantined', async () => {
      await put(quarantined('k1', 'LIN-9'), quarantined('k2', 'LIN-1'), quarantined('k3', 'LIN-9'));
      await put(waiting('k4', 'LIN-5', T0));
      expect(await at().ledger.heldSubjects('quarantined')).toEqual([
        { system: 'lampung-in', subject: 'LIN-9' },
        { system: 'lampung-in', subject: 'LIN-1' },
      ]);
    });
    it('are held no longer once accepted or discarded', async () => {
      const { ledger } = at();
      await put(quarantined('s1', 'LIN-1'), quarantined('s2', 'LIN-1'));
      await put(
        { ...quarantined('s1', 'LIN-1'), state: 'accepted' },
        { ...quarantined('s2', 'LIN-1'), state: 'discarded' },
      );
      expect(await ledger.held(10)).toEqual([]);
      expect(await ledger.heldSubjects('quarantined')).toEqual([]);
    });
  });
}

function positions(at: Books): void {
  describe('a relay', () => {
    it('takes the next position of its subject, its lane and its recipient', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'a1' }), newRelay({ id: 'a2' }), newRelay({ id: 'b1', subject: 'lain:1' }));
      await add(ledger, newRelay({ id: 'c1', lane: 'village' }), newRelay({ id: 'd1', recipient: 'opensid' }));
      await add(ledger, newRelay({ id: 'a3', state: 'superseded' }), newRelay({ id: 'a4' }));
      const found = await Promise.all(['a1', 'a2', 'b1', 'c1', 'd1', 'a3', 'a4'].map((id) => relay(ledger, id)));
      expect(found.map(({ position }) => position)).toEqual([1, 2, 1, 1, 1, 3, 4]);
      expect(found.map(({ seq }) => seq)).toEqual(found.map(({ seq }) => seq).toSorted((a, b) => a - b));
    });
    it('that came too late is on record as superseded, with its end, and is never sent', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'lama', state: 'superseded' }));
      expect(await relay(ledger, 'lama')).toMatchObject({ state: 'superseded', endedAt: T0 });
      expect(await claim(ledger, 'lama')).toEqual({ kind: 'ended' });
      expect(await ledger.unsent(LANE, 0, 10)).toEqual([]);
    });
    it('is refused when its id was used, and the first stays as it was', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'kembar', sender: 'lampung-in' }));
      await expect(add(ledger, newRelay({ id: 'kembar', sender: 'lain' }))).rejects.toThrow();
      expect((await relay(ledger, 'kembar')).sender).toBe('lampung-in');
    });
    it('is in the outbox until it is published, in order, and unsent until it is claimed or parked', async () => {
      const { ledger } = at();
      const ids = await add(ledger, newRelay(), newRelay({ recipient: 'opensid' }), newRelay());
      const outbox = await ledger.outbox(10);
      expect(outbox.map(({ id }) => id)).toEqual(ids);
      expect((await ledger.outbox(1)).map(({ id }) => id)).toEqual(ids.slice(0, 1));
      await ledger.write((tx) => tx.markPublished(outbox.slice(0, 2).map(({ seq }) => seq)));
      expect((await ledger.outbox(10)).map(({ id }) => id)).toEqual(ids.slice(2));
      expect((await ledger.unsent(LANE, 0, 10)).map(({ id }) => id)).toEqual([ids[0], ids[2]]);
      expect((await ledger.unsent(LANE, outbox[0]?.seq ?? 0, 10)).map(({ id }) => id)).toEqual([ids[2]]);
    });
    it('goes back to the outbox when it was published by then, is of that lane and was not taken up', async () => {
      const { ledger } = at();
      const ids = await add(ledger, newRelay(), newRelay({ recipient: 'opensid' }), newRelay({ subject: 'lain' }));
      const outbox = await ledger.outbox(10);
      await ledger.write((tx) => tx.markPublished(outbox.map(({ seq }) => seq)));
      await claim(ledger, ids[2] ?? '');
      expect(await ledger.write((tx) => tx.unpublish(LANE, T0 - 1))).toBe(0);
      expect(await ledger.write((tx) => tx.unpublish(LANE, T0))).toBe(1);
      expect((await ledger.outbox(10)).map(({ id }) => id)).toEqual(ids.slice(0, 1));
      expect(await statesOf(ledger, ids)).toEqual(['waiting', 'published', 'claimed']);
    });
    it('that lies between published ones and was not published itself stays in the outbox', async () => {
      const { ledger } = at();
      const ids = await add(ledger, newRelay(), newRelay({ recipient: 'opensid' }), newRelay());
      const [first, , last] = await ledger.outbox(10);
      await ledger.write((tx) => tx.markPublished([first?.seq ?? 0, last?.seq ?? 0]));
      expect((await ledger.outbox(10)).map(({ id }) => id)).toEqual([ids[1]]);
    });
    it('marked as published after it was claimed stays claimed', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'cepat' }));
      const outbox = await ledger.outbox(10);
      await claim(ledger, 'cepat');
      await ledger.write((tx) => tx.markPublished(outbox.map(({ seq }) => seq)));
      expect(await stateOf(ledger, 'cepat')).toBe('claimed');
    });
  });
}

function strays(at: Books): void {
  describe('a relay that the ledger does not know', () => {
    const found = async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'sesat' }));
      const { seq: _seq, ...known } = await relay(ledger, 'sesat');
      return { ...known, seq: 9, id: 'tak-dikenal' };
    };

    it('is on record as a stray, once, with what it takes to ask its sender for it', async () => {
      const { ledger } = at();
      const stray = await found();
      await ledger.write((tx) => tx.addStray(stray, T0 + 1));
      await ledger.write((tx) => tx.addStray(stray, T0 + 2));
      const { id, eventId, sender, recipient, contract, subject, createdAt } = stray;
      const told = { id, eventId, sender, recipient, contract, subject, createdAt, foundAt: T0 + 1 };
      expect(await ledger.strays(10)).toEqual([told]);
    });
    it('is none any more once it was accepted again', async () => {
      const { ledger } = at();
      const stray = await found();
      await ledger.write((tx) => tx.addStray(stray, T0 + 1));
      await add(ledger, newRelay({ id: 'tak-dikenal', subject: 'lain' }));
      expect(await ledger.strays(10)).toEqual([]);
    });
  });
}

function claims(at: Books): void {
  describe('a claim', () => {
    it('is granted to one alone, counts its attempt and brings the case as it is now', async () => {
      const { ledger } = at();
      await ledger.write((tx) => tx.putCase(newCase(), T0));
      await add(ledger, newRelay({ id: 'satu' }));
      const results = await Promise.all([claim(ledger, 'satu'), claim(ledger, 'satu')]);
      expect(results.map(({ kind }) => kind)).toEqual(['granted', 'ended']);
      expect(results[0]).toMatchObject({ kind: 'granted', attempt: 1, case: newCase() });
      expect(await relay(ledger, 'satu')).toMatchObject({ state: 'claimed', attempt: 1 });
    });
    it('of a relay nobody knows says so', async () => {
      expect(await claim(at().ledger, 'tidak-ada')).toEqual({ kind: 'unknown' });
    });
    it('is refused while an earlier one of its subject is under way, and granted once that is settled', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'p1' }), newRelay({ id: 'p2' }));
      expect(await claim(ledger, 'p2')).toEqual({ kind: 'behind' });
      expect(await relay(ledger, 'p2')).toMatchObject({ state: 'parked', dueAt: null, attempt: 0 });
      await claim(ledger, 'p1');
      expect(await claim(ledger, 'p2')).toEqual({ kind: 'behind' });
      expect(await settle(ledger, 'p1')).toBe('woke');
      expect(await relay(ledger, 'p2')).toMatchObject({ state: 'parked', dueAt: T0 + 100 });
      expect((await claim(ledger, 'p2', T0 + 100)).kind).toBe('granted');
    });
    it('waits for nobody of another subject, lane or recipient', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'q1' }));
      const others = await add(
        ledger,
        newRelay({ subject: 'lain:1' }),
        newRelay({ lane: 'village' }),
        newRelay({ recipient: 'opensid' }),
      );
      await claim(ledger, 'q1');
      const results = await Promise.all(others.map((id) => claim(ledger, id)));
      expect(results.map(({ kind }) => kind)).toEqual(['granted', 'granted', 'granted']);
    });
    it('of a parked relay is refused until it is due, to the millisecond', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'tunda' }));
      await bring(ledger, 'tunda', { state: 'parked', dueAt: T0 + 5_000, outcome: 'failed' });
      expect(await claim(ledger, 'tunda', T0 + 4_999)).toEqual({ kind: 'behind' });
      expect(await relay(ledger, 'tunda')).toMatchObject({ dueAt: T0 + 5_000 });
      expect(await claim(ledger, 'tunda', T0 + 5_000)).toMatchObject({ kind: 'granted', attempt: 2 });
    });
  });
}

function turns(at: Books): void {
  describe('the turn of a subject', () => {
    it('passes over those that have ended to the next that waits', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 't1' }), newRelay({ id: 't2', state: 'superseded' }), newRelay({ id: 't3' }));
      await claim(ledger, 't3');
      await bring(ledger, 't1');
      expect(await relay(ledger, 't3')).toMatchObject({ state: 'parked', dueAt: T0 + 100 });
    });
    it('wakes one at a time', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'u1' }), newRelay({ id: 'u2' }), newRelay({ id: 'u3' }));
      await claim(ledger, 'u2');
      await claim(ledger, 'u3');
      await bring(ledger, 'u1');
      expect((await relay(ledger, 'u2')).dueAt).toBe(T0 + 100);
      expect((await relay(ledger, 'u3')).dueAt).toBeNull();
    });
    it('does not pass while the first one is parked for another try', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'v1' }), newRelay({ id: 'v2' }));
      await claim(ledger, 'v2');
      await bring(ledger, 'v1', { state: 'parked', dueAt: T0 + 1_000, outcome: 'failed' });
      expect((await relay(ledger, 'v2')).dueAt).toBeNull();
      expect(await claim(ledger, 'v2', T0 + 500)).toEqual({ kind: 'behind' });
    });
  });
}

function ends(at: Books): void {
  describe('a dead relay', () => {
    const died = async (id: string) =>
      bring(at().ledger, id, {
        state: 'dead',
        outcome: 'rejected',
        error: { code: 'upstream-rejected', detail: '422' },
      });
    it('holds its subject when its contract says hold', async () => {
      const { ledger } = at();
      await add(ledger, newHandover({ id: 'mati' }), newRelay({ id: 'sesudah' }));
      await claim(ledger, 'sesudah');
      await died('mati');
      expect(await relay(ledger, 'sesudah')).toMatchObject({ state: 'parked', dueAt: null });
      expect(await claim(ledger, 'sesudah', T0 + 200)).toEqual({ kind: 'behind' });
      await ledger.reclaim(T0 + 300);
      expect((await relay(ledger, 'sesudah')).dueAt).toBeNull();
    });
    it('releases its subject when its contract says release', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'mati' }), newRelay({ id: 'sesudah' }));
      await claim(ledger, 'sesudah');
      await died('mati');
      expect((await claim(ledger, 'sesudah', T0 + 200)).kind).toBe('granted');
      expect(await relay(ledger, 'mati')).toMatchObject({
        state: 'dead',
        error: { code: 'upstream-rejected', detail: '422' },
        endedAt: T0 + 100,
      });
    });
    it.each(['delivered', 'withheld', 'superseded'] as const)(
      'unlike a %s one never holds by mistake',
      async (state) => {
        const { ledger } = at();
        await add(ledger, newHandover({ id: 'usai' }), newRelay({ id: 'sesudah' }));
        await bring(ledger, 'usai', { state, outcome: state });
        expect((await claim(ledger, 'sesudah')).kind).toBe('granted');
      },
    );
  });
}

function settlements(at: Books): void {
  describe('settling', () => {
    it('without the claim says so and writes nothing', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 's1' }), newRelay({ id: 's2' }));
      await claim(ledger, 's2');
      const before = await ledger.caseRecord(CASE);
      expect(await settle(ledger, 's1')).toBe('lost');
      await claim(ledger, 's1');
      expect(await settle(ledger, 's1', { claim: 2 })).toBe('lost');
      const after = await ledger.caseRecord(CASE);
      expect(after.attempts).toEqual([]);
      expect(after.relays[1]).toEqual(before.relays[1]);
    });
    it('twice counts once', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 's1' }));
      await claim(ledger, 's1');
      expect([await settle(ledger, 's1'), await settle(ledger, 's1', { state: 'dead' })]).toEqual(['written', 'lost']);
      expect(await stateOf(ledger, 's1')).toBe('delivered');
      expect((await ledger.caseRecord(CASE)).attempts).toHaveLength(1);
    });
    it('gives an unspent attempt back, and still tells of it', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 's1' }));
      const postponed = { state: 'parked', spent: false, dueAt: T0 + 1_000, outcome: 'postponed' } as const;
      await bring(ledger, 's1', postponed);
      expect(await relay(ledger, 's1')).toMatchObject({ state: 'parked', attempt: 0, endedAt: null });
      expect(await claim(ledger, 's1', T0 + 1_000)).toMatchObject({ attempt: 1 });
      await settle(ledger, 's1', { claim: 2, state: 'parked', dueAt: T0 + 2_000, outcome: 'failed' });
      expect((await relay(ledger, 's1')).attempt).toBe(1);
      const { attempts } = await ledger.caseRecord(CASE);
      expect(attempts.map(({ outcome, spent }) => [outcome, spent])).toEqual([
        ['postponed', false],
        ['failed', true],
      ]);
    });
  });
}

function overtaking(at: Books): void {
  describe('a relay of which only the latest counts', () => {
    const price = (id: string, change = {}) =>
      newRelay({ id, lane: 'public', contract: 'food-price/1.0', delivery: 'latest', ...change });
    it('supersedes the earlier ones of its subject that nobody has claimed', async () => {
      const { ledger } = at();
      await add(
        ledger,
        price('h1'),
        price('h2'),
        price('h3', { subject: 'lain' }),
        price('h4', { recipient: 'opensid' }),
      );
      await add(ledger, price('h5', { contract: 'food-supply/1.0' }), price('h6'));
      const states: RelayState[] = ['superseded', 'superseded', 'waiting', 'waiting', 'waiting', 'waiting'];
      expect(await statesOf(ledger, ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'])).toEqual(states);
      expect(await relay(ledger, 'h1')).toMatchObject({ endedAt: T0, dueAt: null });
    });
    it('supersedes a parked one, but never one under way or ended', async () => {
      const { ledger } = at();
      await add(ledger, price('parkir'));
      await bring(ledger, 'parkir', { state: 'parked', dueAt: T0 + 1_000, outcome: 'failed' });
      await add(ledger, price('jalan'));
      await claim(ledger, 'jalan');
      await add(ledger, price('baru'));
      expect(await statesOf(ledger, ['parkir', 'jalan', 'baru'])).toEqual(['superseded', 'claimed', 'waiting']);
      expect(await claim(ledger, 'baru')).toEqual({ kind: 'behind' });
      await settle(ledger, 'jalan');
      expect((await claim(ledger, 'baru', T0 + 200)).kind).toBe('granted');
    });
    it('that came too late itself supersedes nothing', async () => {
      const { ledger } = at();
      await add(ledger, price('berlaku'), price('terlambat', { state: 'superseded' }));
      expect(await statesOf(ledger, ['berlaku', 'terlambat'])).toEqual(['waiting', 'superseded']);
    });
    it('leaves nobody stranded behind what it superseded', async () => {
      const { ledger } = at();
      await add(ledger, price('depan'), price('belakang', { contract: 'food-supply/1.0' }));
      expect(await claim(ledger, 'belakang')).toEqual({ kind: 'behind' });
      await add(ledger, price('baru'));
      expect(await ledger.reclaim(T0 + 1)).toBe(1);
      const due = await ledger.due({ ...LANE, lane: 'public' }, T0 + 1, 10);
      expect(due.map(({ id }) => id)).toEqual(['belakang']);
      expect((await claim(ledger, 'belakang', T0 + 1)).kind).toBe('granted');
    });
  });
}

function decisions(at: Books): void {
  describe("an operator's word", () => {
    const redrive = { kind: 'redrive', now: T0 + 500 } as const;
    const error = { code: 'upstream-rejected', detail: 'dibuang: ganda' } as const;
    const discard = { kind: 'discard', now: T0 + 500, error } as const;
    const decide = (id: string, decision: typeof redrive | typeof discard) =>
      at().ledger.write((tx) => tx.decideRelay(id, decision));
    const died = (id: string) => bring(at().ledger, id, { state: 'dead', outcome: 'rejected', error });
    it('redrives a dead relay at once, with all its attempts before it', async () => {
      const { ledger } = at();
      await add(ledger, newHandover({ id: 'mati' }));
      await died('mati');
      expect(await decide('mati', redrive)).toMatchObject({
        state: 'parked',
        attempt: 0,
        dueAt: T0 + 500,
        endedAt: null,
      });
      expect(await claim(ledger, 'mati', T0 + 500)).toMatchObject({ kind: 'granted', attempt: 1 });
    });
    it('keeps the order: what came after a redriven one waits for it', async () => {
      const { ledger } = at();
      await add(ledger, newHandover({ id: 'mati' }), newRelay({ id: 'sesudah' }));
      await died('mati');
      await decide('mati', redrive);
      expect(await claim(ledger, 'sesudah', T0 + 500)).toEqual({ kind: 'behind' });
      await claim(ledger, 'mati', T0 + 500);
      await settle(ledger, 'mati', { claim: 2, endedAt: T0 + 600 });
      expect((await claim(ledger, 'sesudah', T0 + 600)).kind).toBe('granted');
    });
    it('ends as superseded where a newer one was delivered meanwhile', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'lama' }), newRelay({ id: 'baru' }));
      await died('lama');
      await bring(ledger, 'baru');
      expect(await decide('lama', redrive)).toMatchObject({ state: 'superseded', endedAt: T0 + 500, dueAt: null });
      expect(await claim(ledger, 'lama', T0 + 500)).toEqual({ kind: 'ended' });
    });
    it('ends as superseded where a newer one is under way: the two would race', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'lama' }), newRelay({ id: 'baru' }));
      await died('lama');
      await claim(ledger, 'baru');
      expect(await decide('lama', redrive)).toMatchObject({ state: 'superseded' });
    });
    it('redrives an overtaken handover all the same: it is no status', async () => {
      await add(at().ledger, newHandover({ id: 'serah' }), newRelay({ id: 'status' }));
      await bring(at().ledger, 'serah', { state: 'withheld', outcome: 'withheld', error });
      await bring(at().ledger, 'status');
      expect(await decide('serah', redrive)).toMatchObject({ state: 'parked' });
    });
    it('counts anew, and remembers whether the relay was ever sent', async () => {
      const { ledger } = at();
      const error = { code: 'handover-expired', detail: 'berakhir' } as const;
      const withheld = { state: 'withheld', outcome: 'withheld', error, spent: false } as const;
      const failed = { state: 'parked', outcome: 'failed', error: { code: 'unreachable', detail: 'putus' } } as const;
      for (const id of ['tidak', 'gagal', 'putus']) await add(ledger, newHandover({ id, subject: `kasus:${id}` }));
      await bring(ledger, 'gagal', { ...failed, dueAt: T0 });
      await claim(ledger, 'putus');
      await ledger.reclaim(T0 + LEASE_MS);
      for (const id of ['tidak', 'gagal', 'putus']) {
        const again = await claim(ledger, id, T0 + LEASE_MS);
        expect([id, again]).toMatchObject([id, { kind: 'granted', tried: id !== 'tidak' }]);
        if (again.kind === 'granted')
          await settle(ledger, id, { ...withheld, claim: again.number, attempt: again.attempt });
        await decide(id, { kind: 'redrive', now: T0 + LEASE_MS });
        expect([id, await claim(ledger, id, T0 + LEASE_MS)]).toMatchObject([id, { attempt: 1, tried: id !== 'tidak' }]);
      }
    });
    it('discards with a reason and wakes the next', async () => {
      const { ledger } = at();
      await add(ledger, newHandover({ id: 'mati' }), newRelay({ id: 'sesudah' }));
      await claim(ledger, 'sesudah');
      await died('mati');
      expect(await decide('mati', discard)).toMatchObject({ state: 'discarded', error, endedAt: T0 + 500 });
      expect((await relay(ledger, 'sesudah')).dueAt).toBe(T0 + 500);
      expect((await claim(ledger, 'sesudah', T0 + 500)).kind).toBe('granted');
    });
    it('does not touch a relay that is under way, delivered, or already discarded', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'jalan', subject: 'a:1' }), newRelay({ id: 'sampai', subject: 'b:1' }));
      await add(ledger, newRelay({ id: 'buang', subject: 'c:1' }));
      await claim(ledger, 'jalan');
      await bring(ledger, 'sampai');
      await died('buang');
      await decide('buang', discard);
      const answers = await Promise.all(['jalan', 'sampai', 'buang', 'tidak-ada'].map((id) => decide(id, redrive)));
      expect(answers).toEqual([null, null, null, null]);
      expect(await statesOf(ledger, ['jalan', 'sampai', 'buang'])).toEqual(['claimed', 'delivered', 'discarded']);
    });
  });
}

function schedule(at: Books): void {
  describe('the schedule of a lane', () => {
    const park = async (id: string, dueAt: number, change = {}) => {
      await add(at().ledger, newRelay({ id, subject: `kasus:${id}`, ...change }));
      await bring(at().ledger, id, { state: 'parked', dueAt, outcome: 'failed' });
    };
    it('gives what is due, most urgent first, then by age, and no more than asked', async () => {
      const { ledger } = at();
      await park('nanti', T0 + 9);
      await park('ketiga', T0 + 3);
      await park('pertama', T0 + 1);
      await park('kedua', T0 + 1);
      await park('asing', T0, { recipient: 'opensid' });
      const due = async (limit: number) => (await ledger.due(LANE, T0 + 3, limit)).map(({ id }) => id);
      expect(await due(10)).toEqual(['pertama', 'kedua', 'ketiga']);
      expect(await due(2)).toEqual(['pertama', 'kedua']);
    });
    it('says when the next is due, and null when none is', async () => {
      const { ledger } = at();
      expect(await ledger.nextDue(LANE)).toBeNull();
      await add(ledger, newRelay({ id: 'depan' }), newRelay({ id: 'belakang' }));
      await claim(ledger, 'belakang');
      expect(await ledger.nextDue(LANE)).toBeNull();
      await park('p7', T0 + 7);
      await park('p5', T0 + 5);
      expect(await ledger.nextDue(LANE)).toBe(T0 + 5);
      expect(await ledger.nextDue({ system: 'opensid', lane: 'case' })).toBeNull();
    });
  });
}

function leases(at: Books): void {
  describe('a lease', () => {
    it('that is over gives the relay back, with its attempt counted, and shuts out who held it', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'l1' }));
      await claim(ledger, 'l1');
      expect(await ledger.reclaim(T0 + LEASE_MS - 1)).toBe(0);
      expect(await stateOf(ledger, 'l1')).toBe('claimed');
      expect(await ledger.reclaim(T0 + LEASE_MS)).toBe(1);
      expect(await relay(ledger, 'l1')).toMatchObject({ state: 'parked', dueAt: T0 + LEASE_MS, attempt: 1 });
      expect(await settle(ledger, 'l1')).toBe('lost');
      expect(await claim(ledger, 'l1', T0 + LEASE_MS)).toMatchObject({ attempt: 2 });
      expect(await settle(ledger, 'l1', { claim: 1 })).toBe('lost');
      expect(await settle(ledger, 'l1', { claim: 2, attempt: 2 })).toBe('written');
    });
    it('does not outlive a restart: what was claimed is due again', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'l1' }), newRelay({ id: 'l2' }));
      await claim(ledger, 'l1');
      await claim(ledger, 'l2');
      const reopened = await at().reopen();
      const now = Date.now();
      expect((await reopened.due(LANE, now, 10)).map(({ id }) => id)).toEqual(['l1']);
      expect(await claim(reopened, 'l2', now)).toEqual({ kind: 'behind' });
      expect(await claim(reopened, 'l1', now)).toMatchObject({ attempt: 2 });
    });
  });
}

function records(at: Books): void {
  describe('the record', () => {
    it('counts every event, refusal and relay once, and the sums add up', async () => {
      const { ledger } = at();
      const refusal = { at: T0, system: 'lampung-in', subject: null, code: 'native-invalid', facts: {} } as const;
      await ledger.write(async (tx) => {
        await tx.putEvent(newEvent());
        await tx.putEvent(newEvent({ state: 'waiting', waitUntil: T0 }));
        await tx.addRefusal(refusal);
      });
      await add(ledger, newRelay(), newRelay({ state: 'superseded' }), newRelay({ id: 'x', subject: 'x:1' }));
      await bring(ledger, 'x');
      const counts = await ledger.counts();
      expect(counts.events).toEqual({ accepted: 1, waiting: 1, quarantined: 0, discarded: 0 });
      expect(counts.refusals).toBe(1);
      expect(counts.relays).toEqual({
        ...{ waiting: 1, published: 0, claimed: 0, parked: 0, delivered: 1 },
        ...{ dead: 0, unconfirmed: 0, withheld: 0, superseded: 1, discarded: 0 },
      });
      const { at: once, ...refused } = refusal;
      expect(await ledger.refusals(10)).toEqual([{ ...refused, text: null, count: 1, firstAt: once, lastAt: once }]);
    });
    it('tells all of a case, oldest first, and of no other', async () => {
      const { ledger } = at();
      const decision = {
        at: T0 + 5,
        operator: 'siti',
        action: 'redrive',
        target: 'r2',
        reason: 'alamat pulih',
      } as const;
      const event = newEvent();
      await ledger.write(async (tx) => {
        await tx.putCase(newCase(), T0);
        await tx.putEvent(event);
        await tx.putEvent(newEvent({ caseId: 'lain:1' }));
        await tx.addRelays([newRelay({ id: 'r1' }), newRelay({ id: 'r2' }), newRelay({ subject: 'lain:1' })], T0);
        await tx.addDecision(decision);
        await tx.addDecision({ ...decision, target: 'lain' });
      });
      await bring(ledger, 'r1');
      const record = await ledger.caseRecord(CASE);
      expect(record).toMatchObject({ case: newCase(), events: [event], decisions: [decision] });
      expect(record.relays.map(({ id }) => id)).toEqual(['r1', 'r2']);
      expect(record.attempts.map(({ relayId }) => relayId)).toEqual(['r1']);
      expect((await ledger.relays('waiting', 10)).map(({ subject }) => subject)).toEqual(['lain:1', CASE]);
    });
    it('counts how often a word was missing from a table, and when first and last', async () => {
      const { ledger } = at();
      const gap = { table: 'category', value: 'Lampu Taman' };
      for (const now of [T0, T0 + 1, T0 + 2]) await ledger.write((tx) => tx.addGap('jaki-crm', gap, now));
      expect(await ledger.gaps()).toEqual([{ system: 'jaki-crm', ...gap, count: 3, firstAt: T0, lastAt: T0 + 2 }]);
    });
    it('reads the same after its log was folded in, even while writes are under way', async () => {
      const { ledger } = at();
      const writes = Array.from({ length: 20 }, () => ledger.write((tx) => tx.putEvent(newEvent())));
      const folds = writes.map((write) => write.then(() => ledger.checkpoint()));
      const rehearsals = writes.map(() =>
        ledger.rehearse((tx) => tx.event('tidak-ada').then(() => ledger.checkpoint())),
      );
      await Promise.all([...writes, ...folds, ...rehearsals, ledger.checkpoint()]);
      expect((await ledger.counts()).events.accepted).toBe(20);
    });
  });
}
