import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger.ts';
import type { NewRedrive, RedriveFilter } from '../../src/redrive.ts';
import type { LedgerUnderTest } from './ledgerSamples.ts';
import { add, bring, newHandover, newRelay, T0 } from './ledgerSamples.ts';

type Books = () => LedgerUnderTest;

const DEAD: RedriveFilter = { state: 'dead', from: null, to: 'jaki-crm', contract: null, code: null };

const redriveOf = (change: Partial<NewRedrive> = {}): NewRedrive => ({
  ...{ id: 'ulang-1', at: T0 + 100, operator: 'Petugas Uji', reason: 'tabel sudah dibetulkan' },
  ...{ filter: DEAD, ratePerSecond: 10 },
  ...change,
});

const rejected = { code: 'upstream-rejected', detail: 'ditolak' } as const;

/** Dead relays, each of a subject of its own, in this order. */
async function dead(ledger: Ledger, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await add(ledger, newRelay({ id, subject: `kasus:${id}`, recipient: 'jaki-crm' }));
    await bring(ledger, id, { state: 'dead', outcome: 'rejected', error: rejected });
  }
}

const begin = (ledger: Ledger, redrive: NewRedrive): Promise<number> => ledger.write((tx) => tx.addRedrive(redrive));

const ALL = { after: 0, outcome: null, limit: 100 } as const;

const outcomes = async (ledger: Ledger, change: Partial<Parameters<Ledger['redriveRecord']>[1]> = {}) =>
  (await ledger.redriveRecord('ulang-1', { ...ALL, ...change }))?.items.map(({ relayId, outcome }) => [
    relayId,
    outcome,
  ]);

/** What a ledger promises of many relays sent again by one word. */
export function redrives(at: Books): void {
  describe('a redrive', () => {
    it('takes up what fits its filter, the oldest first, and says how many', async () => {
      const { ledger } = at();
      await dead(ledger, 'satu', 'dua');
      await add(ledger, newRelay({ id: 'menunggu', subject: 'kasus:lain', recipient: 'jaki-crm' }));
      expect(await begin(ledger, redriveOf())).toBe(2);
      expect(await ledger.runningRedrives()).toEqual(['ulang-1']);
      expect(await outcomes(ledger)).toEqual([
        ['satu', 'pending'],
        ['dua', 'pending'],
      ]);
      const before = { state: 'running', endedAt: null, cancelled: null } as const;
      const items = { pending: 2, redriven: 0, superseded: 0, skipped: 0, cancelled: 0 };
      expect(await ledger.redrives(5)).toEqual([{ ...redriveOf(), ...before, items }]);
    });
    it.each<[string, Partial<RedriveFilter>, number]>([
      ['its recipient', { to: 'lampung-in' }, 0],
      ['its sender', { to: null, from: 'tidak-ada' }, 0],
      ['its contract', { contract: 'citizen-report/1.0' }, 0],
      ['the code of its error', { code: 'upstream-rejected' }, 2],
      ['the code of another error', { code: 'upstream-failed' }, 0],
      ['its state', { state: 'withheld' }, 0],
    ])('finds a relay by %s', async (_, change, expected) => {
      const { ledger } = at();
      await dead(ledger, 'satu', 'dua');
      const { total, relays } = await ledger.redrivable({ ...DEAD, ...change }, { now: T0 + 100, limit: 1 });
      expect([total, relays.length]).toEqual([expected, Math.min(expected, 1)]);
      expect(await begin(ledger, redriveOf({ filter: { ...DEAD, ...change } }))).toBe(expected);
    });
    it('of what is parked means those that wait for their time, not those behind another or due already', async () => {
      const { ledger } = at();
      await add(
        ledger,
        newHandover({ id: 'depan', recipient: 'jaki-crm' }),
        newRelay({ id: 'belakang', recipient: 'jaki-crm' }),
      );
      await add(ledger, newHandover({ id: 'kini', subject: 'kasus:kini', recipient: 'jaki-crm' }));
      await bring(ledger, 'kini', { state: 'parked', dueAt: T0 + 100, outcome: 'failed', error: rejected });
      await bring(ledger, 'depan', { state: 'parked', dueAt: T0 + 9000, outcome: 'failed', error: rejected });
      await bring(ledger, 'belakang', { state: 'parked', dueAt: T0, outcome: 'failed' }).catch(() => null);
      expect(await begin(ledger, redriveOf({ filter: { ...DEAD, state: 'parked' } }))).toBe(1);
      expect(await outcomes(ledger)).toEqual([['depan', 'pending']]);
    });
    it('goes through its relays in turn, and writes down once what became of each', async () => {
      const { ledger } = at();
      await dead(ledger, 'satu', 'dua', 'tiga');
      await begin(ledger, redriveOf());
      await ledger.write(async (tx) => {
        const [first, second] = await tx.redriveNext('ulang-1', 2);
        expect([first?.relayId, second?.relayId]).toEqual(['satu', 'dua']);
        for (const outcome of ['redriven', 'skipped'] as const)
          await tx.noteRedriven('ulang-1', { seq: first?.seq ?? 0, outcome, at: T0 + 200 });
        const rest = await tx.redriveNext('ulang-1', 5);
        expect(rest.map(({ relayId }) => relayId)).toEqual(['dua', 'tiga']);
      });
      expect((await ledger.redrives(1))[0]?.items).toMatchObject({ redriven: 1, skipped: 0, pending: 2 });
      expect(await outcomes(ledger, { outcome: 'redriven' })).toEqual([['satu', 'redriven']]);
      expect(await outcomes(ledger, { outcome: 'pending', limit: 1 })).toEqual([['dua', 'pending']]);
      const [one] = (await ledger.redriveRecord('ulang-1', ALL))?.items ?? [];
      expect(await outcomes(ledger, { after: one?.seq ?? 0 })).toEqual([
        ['dua', 'pending'],
        ['tiga', 'pending'],
      ]);
    });
    it('that is cancelled leaves the rest alone, once, and stays so through a restart', async () => {
      const { ledger } = at();
      await dead(ledger, 'satu', 'dua');
      await begin(ledger, redriveOf());
      const cancelled = { operator: 'Petugas Lain', reason: 'salah saringan' };
      await ledger.write(async (tx) => {
        const [first] = await tx.redriveNext('ulang-1', 1);
        await tx.noteRedriven('ulang-1', { seq: first?.seq ?? 0, outcome: 'redriven', at: T0 + 200 });
      });
      const end = () => ledger.write((tx) => tx.endRedrive('ulang-1', T0 + 300, cancelled));
      expect([await end(), await end()]).toEqual([true, false]);
      const again = await at().reopen();
      expect(await again.runningRedrives()).toEqual([]);
      const items = { pending: 0, redriven: 1, superseded: 0, skipped: 0, cancelled: 1 };
      expect(await outcomes(again)).toEqual([
        ['satu', 'redriven'],
        ['dua', 'cancelled'],
      ]);
      expect((await again.redriveRecord('ulang-1', ALL))?.redrive).toEqual({
        ...redriveOf(),
        ...{ state: 'cancelled', endedAt: T0 + 300, cancelled, items },
      });
    });
    it('that nobody began is not there', async () => {
      expect(await at().ledger.redriveRecord('tidak-ada', ALL)).toBeNull();
    });
  });
}
