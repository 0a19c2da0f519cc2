import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger.ts';
import { openSqliteLedger } from '../../src/ledgers/sqlite/ledger.ts';
import type { NewRedrive } from '../../src/redrive.ts';
import { redriving } from '../../src/relay/redrive.ts';
import { add, bring, claim, newHandover, newRelay, relay, settle, statesOf, T0 } from '../kits/ledgerSamples.ts';

let folder: string;
let ledger: Ledger;
let now: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jembatan-'));
  ledger = openSqliteLedger({ folder });
  now = T0 + 1000;
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

const error = { code: 'upstream-rejected', detail: 'ditolak' } as const;
const FILTER = { state: 'dead', from: null, to: 'jaki-crm', contract: null, code: null } as const;

/** Dead handovers, each of a subject of its own. */
async function dead(...ids: readonly string[]): Promise<void> {
  for (const id of ids) await add(ledger, newHandover({ id, subject: `kasus:${id}` }));
  for (const id of ids) await bring(ledger, id, { state: 'dead', outcome: 'rejected', error });
}

const begin = (change: Partial<NewRedrive> = {}): Promise<number> =>
  ledger.write((tx) =>
    tx.addRedrive({
      ...{ id: 'ulang', at: now, operator: 'Petugas Uji', reason: 'penerima dibetulkan', filter: FILTER },
      ...{ ratePerSecond: 2, ...change },
    }),
  );

let woken = 0;
/** What the chore does once a second. */
const second = (): Promise<void> => {
  now += 1000;
  return redriving({
    ledger,
    now: () => now,
    onRedriven: () => (woken += 1),
    onError: (_, error) => Promise.reject(error),
  })();
};

const found = async (id = 'ulang') => (await ledger.redriveRecord(id, { after: 0, outcome: null, limit: 1 }))?.redrive;

describe('a redrive', () => {
  it('makes no more due in a second than its rate, the oldest first, until all have had their turn', async () => {
    await dead('a', 'b', 'c');
    await begin();
    woken = 0;
    await second();
    expect(await statesOf(ledger, ['a', 'b', 'c'])).toEqual(['parked', 'parked', 'dead']);
    expect(await relay(ledger, 'a')).toMatchObject({ dueAt: now, attempt: 0 });
    await second();
    expect(await found()).toMatchObject({ state: 'done', endedAt: now, items: { redriven: 3, pending: 0 } });
    await second();
    expect(woken).toBe(2);
  });

  it('goes on where it was after a restart, and sends nothing twice', async () => {
    await dead('a', 'b', 'c');
    await begin();
    await second();
    await ledger.close();
    ledger = openSqliteLedger({ folder });
    await second();
    expect(await found()).toMatchObject({ state: 'done', items: { redriven: 3 } });
    const due = await Promise.all(['a', 'b', 'c'].map(async (id) => (await relay(ledger, id)).dueAt));
    expect(due).toEqual([now - 1000, now - 1000, now]);
  });

  it('leaves alone what somebody has decided on meanwhile, and what died again after it began', async () => {
    await dead('a', 'b');
    await begin({ ratePerSecond: 10 });
    const decision = { kind: 'redrive', now } as const;
    await ledger.write((tx) => tx.decideRelay('a', decision));
    await ledger.write((tx) => tx.decideRelay('b', decision));
    await claim(ledger, 'b', now);
    await settle(ledger, 'b', { claim: 2, state: 'dead', outcome: 'rejected', error, endedAt: now + 500 });
    await second();
    expect(await found()).toMatchObject({ items: { skipped: 2, redriven: 0 } });
    expect(await statesOf(ledger, ['a', 'b'])).toEqual(['parked', 'dead']);
  });

  it('does not hurry what was redriven and failed meanwhile, and waits for its time', async () => {
    await dead('a');
    await begin();
    await ledger.write((tx) => tx.decideRelay('a', { kind: 'redrive', now }));
    await claim(ledger, 'a', now);
    await settle(ledger, 'a', { claim: 2, state: 'parked', outcome: 'failed', error, dueAt: now + 60_000 });
    await second();
    expect(await found()).toMatchObject({ items: { skipped: 1, redriven: 0 } });
    expect((await relay(ledger, 'a')).dueAt).toBe(now + 59_000);
  });

  it('skips what was tried and parked anew before its turn, and is fair to two at once', async () => {
    for (const id of ['a', 'b']) await add(ledger, newHandover({ id, subject: `kasus:${id}` }));
    for (const id of ['a', 'b'])
      await bring(ledger, id, { state: 'parked', outcome: 'failed', error, dueAt: now + 500_000 });
    const filter = { ...FILTER, state: 'parked' } as const;
    await begin({ filter, ratePerSecond: 1 });
    await begin({ id: 'ulang-lagi', filter, ratePerSecond: 10 });
    await second();
    const both = [(await found())?.items, (await found('ulang-lagi'))?.items];
    expect(both).toMatchObject([
      { redriven: 1, pending: 1 },
      { redriven: 1, skipped: 1 },
    ]);
    await claim(ledger, 'b', now);
    await settle(ledger, 'b', { claim: 2, state: 'parked', outcome: 'failed', error, dueAt: now + 900_000 });
    await second();
    expect((await found())?.items).toMatchObject({ redriven: 1, skipped: 1 });
    expect((await relay(ledger, 'b')).dueAt).toBe(now - 1000 + 900_000);
  });

  it('takes a clock that was set back for no sign that anything happened', async () => {
    await dead('a');
    now = T0 - 5_000_000;
    await begin();
    await second();
    expect((await found())?.items).toMatchObject({ redriven: 1, skipped: 0 });
  });

  it('that another one runs beside makes nothing due twice', async () => {
    await dead('a', 'b');
    await begin({ ratePerSecond: 10 });
    await begin({ id: 'ulang-lagi', ratePerSecond: 10 });
    await second();
    expect((await found())?.items).toMatchObject({ redriven: 2 });
    expect((await found('ulang-lagi'))?.items).toMatchObject({ skipped: 2, redriven: 0 });
  });

  it('ends as superseded what a newer one has overtaken', async () => {
    await add(ledger, newRelay({ id: 'lama' }), newRelay({ id: 'baru' }));
    await bring(ledger, 'lama', { state: 'dead', outcome: 'rejected', error });
    await bring(ledger, 'baru');
    await begin();
    await second();
    expect(await found()).toMatchObject({ state: 'done', items: { superseded: 1 } });
  });

  it('that is cancelled half-way touches no more', async () => {
    await dead('a', 'b', 'c', 'd');
    await begin();
    await second();
    await ledger.write((tx) => tx.endRedrive('ulang', now, { operator: 'Petugas Lain', reason: 'cukup' }));
    await second();
    expect(await statesOf(ledger, ['a', 'b', 'c', 'd'])).toEqual(['parked', 'parked', 'dead', 'dead']);
    expect(await found()).toMatchObject({ state: 'cancelled', items: { redriven: 2, cancelled: 2, pending: 0 } });
  });

  it('hurries what is parked for later, and not what is due by itself', async () => {
    await add(
      ledger,
      newHandover({ id: 'nanti', subject: 'kasus:nanti' }),
      newHandover({ id: 'kini', subject: 'kasus:kini' }),
    );
    await bring(ledger, 'nanti', { state: 'parked', outcome: 'failed', error, dueAt: T0 + 86_400_000 });
    await bring(ledger, 'kini', { state: 'parked', outcome: 'failed', error, dueAt: T0 + 1500 });
    await begin({ filter: { ...FILTER, state: 'parked' } });
    await second();
    expect((await found())?.items).toMatchObject({ redriven: 1, skipped: 1 });
    expect(await claim(ledger, 'nanti', now)).toMatchObject({ kind: 'granted', attempt: 1 });
  });
});
