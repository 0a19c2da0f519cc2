import { describe, expect, it } from 'vitest';
import type { Ledger, OperatorDecision } from '../../src/ledger.ts';
import type { RedriveFilter } from '../../src/redrive.ts';
import type { LedgerUnderTest } from './ledgerSamples.ts';
import { add, bring, claim, LEASE_MS, newHandover, newRelay, relay, settle, T0 } from './ledgerSamples.ts';

type Books = () => LedgerUnderTest;

const error = { code: 'unconfirmed', detail: 'Mungkin sudah sampai.' } as const;
const unconfirmed = { state: 'unconfirmed', outcome: 'unconfirmed', error, doubtSince: T0 + 100 } as const;

const decide = (ledger: Ledger, id: string, decision: OperatorDecision) =>
  ledger.write((tx) => tx.decideRelay(id, decision));

const at500 = { now: T0 + 500 } as const;

/** What a ledger promises of relays that may have arrived, and of claims that are long over. */
export function doubts(at: Books): void {
  describe('a relay of which nobody knows whether it arrived', () => {
    it('K3: holds its subject’s later ones whatever its contract says of dead ones, is on a list, and is counted', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'ragu', onDead: 'release' }), newRelay({ id: 'sesudah' }));
      await claim(ledger, 'ragu');
      expect(await settle(ledger, 'ragu', unconfirmed)).toBe('written');
      expect(await claim(ledger, 'sesudah')).toEqual({ kind: 'behind' });
      expect(await relay(ledger, 'ragu')).toMatchObject({
        state: 'unconfirmed',
        error,
        endedAt: T0 + 100,
        dueAt: null,
      });
      expect((await ledger.relays('unconfirmed', 10)).map(({ id }) => id)).toEqual(['ragu']);
      expect((await ledger.counts()).relays).toMatchObject({ unconfirmed: 1, parked: 1 });
      await ledger.reclaim(T0 + 1_000);
      expect(await claim(ledger, 'sesudah', T0 + 1_000)).toEqual({ kind: 'behind' });
    });

    it('is in no redrive of many, whatever its filter, and never claimed', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'ragu', recipient: 'jaki-crm' }));
      await bring(ledger, 'ragu', unconfirmed);
      for (const state of ['dead', 'withheld', 'parked'] as const) {
        const filter: RedriveFilter = { state, from: null, to: 'jaki-crm', contract: null, code: null };
        expect((await ledger.redrivable(filter, { now: T0 + 500, limit: 10 })).total).toBe(0);
      }
      expect(await claim(ledger, 'ragu', T0 + 500)).toEqual({ kind: 'ended' });
      expect(await ledger.due({ system: 'jaki-crm', lane: 'case' }, T0 + 500, 10)).toEqual([]);
    });

    it('is sent again only by who says that it did not arrive: then nothing is in doubt any more', async () => {
      const { ledger } = at();
      await add(ledger, newHandover({ id: 'ragu' }));
      await bring(ledger, 'ragu', unconfirmed);
      expect(await decide(ledger, 'ragu', { kind: 'redrive', ...at500 })).toBeNull();
      expect(await relay(ledger, 'ragu')).toMatchObject({ state: 'unconfirmed' });
      const again = await decide(ledger, 'ragu', { kind: 'redrive', ...at500, confirmedAbsent: true });
      expect(again).toMatchObject({ state: 'parked', dueAt: T0 + 500, endedAt: null });
      expect(await claim(ledger, 'ragu', T0 + 500)).toMatchObject({ kind: 'granted', attempt: 1, doubtSince: null });
    });

    it('is delivered by who says that it did, and what waited goes on', async () => {
      const { ledger } = at();
      await add(ledger, newHandover({ id: 'ragu' }), newRelay({ id: 'sesudah' }));
      await claim(ledger, 'ragu');
      await settle(ledger, 'ragu', unconfirmed);
      await claim(ledger, 'sesudah');
      const ended = await decide(ledger, 'ragu', { kind: 'confirm', ...at500 });
      expect(ended).toMatchObject({ state: 'delivered', endedAt: T0 + 500, error: null, attempt: 1 });
      expect(await claim(ledger, 'sesudah', T0 + 500)).toMatchObject({ kind: 'granted' });
    });

    it('is discarded like any other, and nothing else is confirmed', async () => {
      const { ledger } = at();
      await add(ledger, newHandover({ id: 'ragu' }), newRelay({ id: 'mati', subject: 'x:1' }));
      await bring(ledger, 'ragu', unconfirmed);
      await bring(ledger, 'mati', { state: 'dead', outcome: 'rejected', error });
      expect(await decide(ledger, 'mati', { kind: 'confirm', ...at500 })).toBeNull();
      const discard = { kind: 'discard', ...at500, error: { code: 'discarded', detail: 'siti: x' } } as const;
      expect(await decide(ledger, 'ragu', discard)).toMatchObject({ state: 'discarded' });
    });
  });

  describe('a claim', () => {
    it('that nobody settled leaves its relay in doubt, at a lapse and at a restart; a redrive keeps the doubt', async () => {
      const { ledger, reopen } = at();
      await add(ledger, newRelay({ id: 'lewat', subject: 'a:1' }), newRelay({ id: 'putus', subject: 'b:1' }));
      expect(await claim(ledger, 'lewat')).toMatchObject({ doubtSince: null });
      await ledger.reclaim(T0 + LEASE_MS);
      await decide(ledger, 'lewat', { kind: 'redrive', now: T0 + LEASE_MS });
      expect(await claim(ledger, 'lewat', T0 + LEASE_MS)).toMatchObject({ doubtSince: T0 + LEASE_MS });
      await claim(ledger, 'putus');
      const reopened = await reopen();
      const again = await claim(reopened, 'putus', Date.now());
      expect(again).toMatchObject({ kind: 'granted', doubtSince: expect.any(Number) });
    });

    it('keeps what an attempt found out about the doubt', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'r' }));
      const parked = { state: 'parked', outcome: 'failed', dueAt: T0 } as const;
      await bring(ledger, 'r', { ...parked, doubtSince: T0 + 7 });
      expect(await claim(ledger, 'r')).toMatchObject({ doubtSince: T0 + 7 });
      await settle(ledger, 'r', { ...parked, claim: 2, doubtSince: null });
      expect(await claim(ledger, 'r')).toMatchObject({ doubtSince: null });
    });

    it('has a number that never comes back: after a lapse, a redrive and a new claim the old one settles nothing', async () => {
      const { ledger } = at();
      await add(ledger, newRelay({ id: 'r' }));
      const first = await claim(ledger, 'r');
      await ledger.reclaim(T0 + LEASE_MS);
      await decide(ledger, 'r', { kind: 'redrive', now: T0 + LEASE_MS });
      const second = await claim(ledger, 'r', T0 + LEASE_MS);
      // The attempt is the first again: it is no fence.
      expect([first, second]).toMatchObject([
        { attempt: 1, number: 1 },
        { attempt: 1, number: 2 },
      ]);
      expect(await settle(ledger, 'r', { claim: 1, attempt: 1 })).toBe('lost');
      expect((await relay(ledger, 'r')).state).toBe('claimed');
      expect(await settle(ledger, 'r', { claim: 2, attempt: 1 })).toBe('written');
    });
  });
}
