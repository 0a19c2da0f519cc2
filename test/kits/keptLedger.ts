import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Receipt } from '../../src/event.ts';
import type { Counts } from '../../src/ledger.ts';
import { LEDGER_FILE } from '../../src/ledgers/sqlite/dataFolder.ts';

/** A ledger that an earlier version wrote, and what it was told; `test/tools/keepLedger.ts` made it. */
export interface Kept {
  /** RFC 3339: when it was left. */
  readonly at: string;
  readonly version: number;
  readonly counts: Counts;
  readonly numbers: readonly string[];
  readonly events: readonly {
    readonly id: string;
    readonly system: string;
    readonly state: string;
    readonly receipt: Receipt;
  }[];
  readonly relays: readonly { readonly id: string; readonly state: string; readonly attempt: number }[];
  /** In the order they were posted. */
  readonly posted: readonly {
    readonly system: string;
    readonly native: object;
    readonly status: number;
    readonly receipt: Receipt;
  }[];
  /** By dialect: all that was read from answers to polls. */
  readonly polled: Readonly<Record<string, readonly object[]>>;
}

const folderOf = (version: number): string => join(import.meta.dirname, `../ledgers/v${version}`);

export const keptLedger = (version: number): Kept =>
  JSON.parse(readFileSync(join(folderOf(version), 'kept.json'), 'utf8'));

/** Writes the kept ledger's file into a data folder. */
export function layOut(version: number, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, LEDGER_FILE), gunzipSync(readFileSync(join(folderOf(version), 'ledger.db.gz'))));
}
