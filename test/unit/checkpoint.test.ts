import { mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openSqliteLedger } from '../../src/ledgers/sqlite/ledger.ts';
import { newEvent } from '../kits/ledgerSamples.ts';

it('a checkpoint whose thread broke is refused, the next one is made, and the ledger closes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-'));
  const ledger = openSqliteLedger({ folder });
  renameSync(folder, `${folder}.away`);
  await expect(ledger.checkpoint()).rejects.toMatchObject({ code: 'ledger-unavailable' });
  renameSync(`${folder}.away`, folder);
  await sleep(200);
  await ledger.checkpoint();
  await ledger.close();
  rmSync(folder, { recursive: true });
});

/** Seen to fail with the busy timeout left as it is: each checkpoint then stopped the event loop for five seconds. */
it('a log that has grown long is started over, but never waits for one who reads at length', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-'));
  const ledger = openSqliteLedger({ folder });
  const native = { isi: 'x'.repeat(4_000_000) };
  const fill = async (): Promise<void> => {
    for (let n = 0; n < 20; n += 1) await ledger.write((tx) => tx.putEvent(newEvent({ native })));
  };
  const reader = new DatabaseSync(join(folder, 'ledger.db'), { readOnly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM events').get();
  await fill();
  const before = performance.now();
  await ledger.checkpoint();
  expect(performance.now() - before).toBeLessThan(4000);
  reader.exec('COMMIT');
  await ledger.checkpoint();
  const { size } = statSync(join(folder, 'ledger.db-wal'));
  await fill();
  expect(statSync(join(folder, 'ledger.db-wal')).size).toBeLessThan(size * 1.1);
  reader.close();
  await ledger.close();
  rmSync(folder, { recursive: true });
}, 30_000);
