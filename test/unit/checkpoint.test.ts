import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openSqliteLedger } from '../../src/ledgers/sqlite.ts';

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
