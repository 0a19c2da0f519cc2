import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedBackbone } from '../src/backbones/embedded.ts';
import { openSqliteLedger } from '../src/ledgers/sqlite/ledger.ts';
import { describeBackbone } from './kits/backboneKit.ts';

const raise = (error: unknown): never => {
  throw error;
};

describeBackbone('the embedded backbone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-backbone-'));
  const ledger = openSqliteLedger({ folder });
  let backbone = embeddedBackbone(ledger, raise);
  return {
    ledger,
    backbone,
    async restart() {
      await backbone.close();
      backbone = embeddedBackbone(ledger, raise);
      return backbone;
    },
    async discard() {
      await backbone.close();
      await ledger.close();
      rmSync(folder, { recursive: true });
    },
  };
});
