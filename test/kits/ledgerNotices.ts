import { describe, expect, it } from 'vitest';
import { withHandover, withParty } from '../../src/case.ts';
import type { ContractRef } from '../../src/contract.ts';
import type { LedgerTx } from '../../src/ledger.ts';
import type { LookupRecord } from '../../src/lookup.ts';
import type { Snapshot } from '../../src/snapshot.ts';
import type { LedgerUnderTest } from './ledgerSamples.ts';
import { newCase, newRelay, T0 } from './ledgerSamples.ts';

type Books = () => LedgerUnderTest;

const SITES: ContractRef = 'health-facility/1.0';
const SYSTEM = 'jaki-vaksinasi';

/** Of one site. */
function newSnapshot(subject: string, regionCode: string | null = '31.74.01'): Snapshot {
  const { envelope } = newRelay();
  return {
    ...{ system: SYSTEM, message: 'faskes', subject, digest: `isi-${subject}`, changes: 1, verdict: 'accepted' },
    ...{ occurredAt: '2025-07-03T09:15:00+07:00', heardAt: T0 + 5 },
    known: { at: T0, contract: SITES, regionCode, envelope },
  };
}

const put = ({ ledger }: LedgerUnderTest, ...snapshots: readonly Snapshot[]): Promise<void> =>
  ledger.write(async (tx) => {
    for (const snapshot of snapshots) await tx.putSnapshot(snapshot);
  });

const read = <Value>({ ledger }: LedgerUnderTest, look: (tx: LedgerTx) => Promise<Value>): Promise<Value> =>
  ledger.write(look);

/** What a ledger promises of what was last heard of subjects. */
export function snapshots(at: Books): void {
  describe('what was last heard of a subject', () => {
    it('is kept whole through a restart, and replaced by what is heard next', async () => {
      const first = newSnapshot('101');
      await put(at(), first);
      await at().reopen();
      expect(await read(at(), (tx) => tx.snapshot(first))).toEqual(first);
      const next: Snapshot = { ...first, digest: 'lain', changes: 2, verdict: 'refused', heardAt: T0 + 9 };
      await put(at(), next);
      expect(await read(at(), (tx) => tx.snapshot(first))).toEqual(next);
    });
    it('is of that subject, message and system alone', async () => {
      await put(at(), newSnapshot('101'));
      for (const other of [{ system: 'lampung-in' }, { message: 'harga' }, { subject: '10' }])
        expect(await read(at(), (tx) => tx.snapshot({ ...newSnapshot('101'), ...other }))).toBeNull();
    });
    it('is known in its region and in what that lies in, by system and number, and nowhere else', async () => {
      const [tebet, senen, nowhere] = [newSnapshot('102'), newSnapshot('101', '31.71.03'), newSnapshot('103', null)];
      const other = { ...newSnapshot('100'), system: 'app' };
      await put(at(), tebet, senen, nowhere, other);
      const subjects = async (region: string, contract = SITES) =>
        (await at().ledger.known(contract, region)).map(({ system, subject }) => `${system} ${subject}`);
      expect(await subjects('31')).toEqual(['app 100', `${SYSTEM} 101`, `${SYSTEM} 102`]);
      expect(await subjects('31.74.01')).toEqual(['app 100', `${SYSTEM} 102`]);
      expect(await subjects('31.7')).toEqual([]);
      expect(await subjects('31.74.01.1002')).toEqual([]);
      expect(await subjects('31', 'food-price/1.0')).toEqual([]);
    });
    it('is among those of its message that were heard of until it is forgotten or dropped', async () => {
      await put(at(), newSnapshot('2'), newSnapshot('1'), newSnapshot('4'), { ...newSnapshot('3'), message: 'harga' });
      const heard = () => read(at(), (tx) => tx.heardSubjects(SYSTEM, 'faskes'));
      expect(await heard()).toEqual(['1', '2', '4']);
      await put(at(), { ...newSnapshot('1'), digest: '', known: null });
      await read(at(), (tx) => tx.dropSnapshot(newSnapshot('4')));
      expect(await heard()).toEqual(['2']);
      expect(await read(at(), (tx) => tx.snapshot(newSnapshot('4')))).toBeNull();
      expect(await read(at(), (tx) => tx.snapshot(newSnapshot('1')))).toMatchObject({ changes: 1 });
      expect(await at().ledger.known(SITES, '31')).toHaveLength(2);
    });
  });
}

/** What a ledger promises to who asks systems for what is new. */
export function asking(at: Books): void {
  describe('a system that is asked', () => {
    it('is asked on from where it was, also after a restart', async () => {
      expect(await at().ledger.polled(SYSTEM)).toBeNull();
      const polled = { system: SYSTEM, cursor: { page: 2, before: { 'a-1': 'x' } }, roundAt: null };
      await read(at(), (tx) => tx.putPolled(polled));
      expect(await (await at().reopen()).polled(SYSTEM)).toEqual({ ...polled, wholeAt: null });
      await read(at(), (tx) => tx.putWholeAt(SYSTEM, T0));
      const later = { system: SYSTEM, cursor: null, roundAt: T0 };
      await read(at(), (tx) => tx.putPolled(later));
      expect(await at().ledger.polled(SYSTEM)).toEqual({ ...later, wholeAt: T0 });
    });
    it('is asked about the open cases it holds for others, by its own numbers, and about no other', async () => {
      const handed = (number: string, own: string | null) => {
        const asked = withHandover(newCase(number), {
          ...{ id: `h-${number}`, to: 'jaki-crm', state: 'accepted', answerBy: '2025-07-04T02:15:00.000Z' },
        });
        return withParty({ ...asked, holder: 'jaki-crm' }, 'jaki-crm', { number: own });
      };
      const over = { ...withParty(handed('4', 'JK4'), 'jaki-crm', { statusAt: '2025-07-03T02:15:00.000Z' }) };
      await at().ledger.write(async (tx) => {
        for (const one of [handed('2', 'JK2'), handed('1', 'JK1'), handed('3', null), newCase('5')])
          await tx.putCase(one, T0);
        await tx.putCase({ ...over, status: 'done' }, T0);
      });
      expect(await at().ledger.openNumbers('jaki-crm')).toEqual(['JK1', 'JK2']);
      expect(await at().ledger.openNumbers('lampung-in')).toEqual([]);
    });
  });
}

/** What a ledger promises of questions that were asked through the gateway. */
export function questions(at: Books): void {
  describe('questions', () => {
    it('are on record, the latest first, through a restart', async () => {
      const asked = (change: Partial<LookupRecord>): LookupRecord => ({
        ...{ at: T0, asker: 'jaki', answerer: 'desa', contract: 'letter-verification/1.0', agreementId: 'a-1' },
        ...{ outcome: 'answered', tookMs: 12, digest: 'x' },
        ...change,
      });
      const refused = asked({ at: T0 + 1, answerer: null, agreementId: null, outcome: 'no-recipient' });
      await read(at(), (tx) => tx.addLookup(asked({})));
      await read(at(), (tx) => tx.addLookup(refused));
      const ledger = await at().reopen();
      expect(await ledger.lookups(10)).toEqual([refused, asked({})]);
      expect(await ledger.lookups(1)).toEqual([refused]);
    });
  });
}
