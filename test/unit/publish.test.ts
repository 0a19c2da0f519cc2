import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OutboxRelay } from '../../src/delivery.ts';
import type { Ledger } from '../../src/ledger.ts';
import { openSqliteLedger } from '../../src/ledgers/sqlite/ledger.ts';
import { publisher } from '../../src/relay/publish.ts';
import { add, LANE, newRelay, statesOf, T0 } from '../kits/ledgerSamples.ts';

let folder: string;
let ledger: Ledger;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jembatan-publish-'));
  ledger = openSqliteLedger({ folder });
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

/** Seen to fail where everything between the first and the last of a batch was marked. */
it('what comes back to the outbox while others are published is published too, wherever it lies among them', async () => {
  const OTHER = { ...LANE, system: 'opensid' };
  const ids = await add(ledger, newRelay(), newRelay({ recipient: OTHER.system }), newRelay());
  await ledger.write(async (tx) => tx.markPublished((await ledger.outbox(10)).map(({ seq }) => seq)));
  await ledger.write((tx) => tx.unpublish(LANE, T0));
  const published: string[][] = [];
  const carried: PromiseWithResolvers<void>[] = [];
  const publish = (relays: readonly OutboxRelay[]): Promise<void> => {
    published.push(relays.map(({ id }) => id));
    const ending = Promise.withResolvers<void>();
    carried.push(ending);
    return ending.promise;
  };
  const raise = (error: unknown): never => {
    throw error;
  };
  const publishing = publisher(ledger, { inLedger: false, publish }, raise);
  publishing.wake();
  await vi.waitFor(() => expect(published).toEqual([[ids[0], ids[2]]]));
  await ledger.write((tx) => tx.unpublish(OTHER, T0));
  publishing.wake();
  carried[0]?.resolve();
  await vi.waitFor(() => expect(published[1]).toEqual([ids[1]]));
  carried[1]?.resolve();
  await vi.waitFor(async () => expect(await statesOf(ledger, ids)).toEqual(Array(3).fill('published')));
  await publishing.close();
});
