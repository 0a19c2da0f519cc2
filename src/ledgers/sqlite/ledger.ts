import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { GatewayError } from '../../errors.ts';
import type { Ledger, LedgerTx } from '../../ledger.ts';
import { BUSY_TIMEOUT_MS, checkpointer } from './checkpoint.ts';
import { LEDGER_FILE, readyFolder } from './dataFolder.ts';
import { sqliteDeliveries } from './deliveries.ts';
import { sqliteEvents } from './events.ts';
import { type FolderLock, lockFolder } from './folderLock.ts';
import { groupCommit } from './groupCommit.ts';
import { keepPrivate } from './ledgerFile.ts';
import { logSync } from './logSync.ts';
import { sqliteLookups } from './lookups.ts';
import { sqliteReads } from './reads.ts';
import { sqliteRedrives } from './redrives.ts';
import { sqliteLooks } from './relayReads.ts';
import { sqliteSnapshots } from './snapshots.ts';
import { prepare, query, slot } from './statements.ts';
import { sqliteStrays } from './strays.ts';
import { CLAIMED, PARKED } from './tables.ts';
import { sqliteTold } from './told.ts';
import { type UpgradeStep, upgrade } from './upgrade.ts';
import { wakeNext } from './wakeNext.ts';

export interface SqliteLedgerOptions {
  /** The data folder; made when missing. One gateway at a time may use it. */
  readonly folder: string;
  /** Told of each step that brings a ledger of an earlier gateway up to this one: of a large ledger they take seconds. */
  readonly onUpgrade?: (step: UpgradeStep) => void;
  /** Upper bound of the database file in pages of 4 KiB, so that a ledger never fills a disk others need. */
  readonly maxPages?: number;
}

/**
 * Opens the embedded ledger: SQLite in WAL mode, in files that only their owner may read. A write is on the disk when it resolves (`logSync.ts`).
 * Claims of an earlier process are due again at once, since only one process can hold the folder.
 * Throws `config-invalid` when another gateway uses the folder, and `data-folder` where it cannot be used.
 */
export function openSqliteLedger({ folder, ...options }: SqliteLedgerOptions): Ledger {
  readyFolder(folder);
  const lock = lockFolder(folder);
  const path = join(folder, LEDGER_FILE);
  keepPrivate(path);
  const db = new DatabaseSync(path);
  try {
    return ledgerOf(db, { ...prepareFile(db, options), path, lock });
  } catch (error) {
    db.close();
    lock.close();
    throw error;
  }
}

/** The file as this gateway needs it; returns what the ledger says of itself. */
function prepareFile(
  db: DatabaseSync,
  { maxPages, onUpgrade }: Omit<SqliteLedgerOptions, 'folder'>,
): Pick<Ledger, 'id' | 'restores'> {
  db.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536; PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`,
  );
  if (maxPages) db.exec(`PRAGMA max_page_count = ${maxPages}`);
  upgrade(db, onUpgrade);
  const own = ownWords(db);
  releaseClaims(db);
  return own;
}

interface Opened extends Pick<Ledger, 'id' | 'restores'> {
  readonly path: string;
  readonly lock: FolderLock;
}

function ledgerOf(db: DatabaseSync, { id, restores, path, lock }: Opened): Ledger {
  const reader = new DatabaseSync(path, { readOnly: true });
  const tx: LedgerTx = {
    ...sqliteEvents(db),
    ...sqliteDeliveries(db),
    ...sqliteStrays(db),
    ...sqliteSnapshots(db),
    ...sqliteTold(db),
    ...sqliteLookups(db),
    ...sqliteRedrives(db),
    ...sqliteLooks(db),
  };
  const log = logSync(path);
  const writer = groupCommit(db, tx, log.sync);
  const reclaim = reclaiming(db);
  const mark = marking(db);
  const checkpoints = checkpointer(path, db);
  return {
    id,
    restores,
    ...sqliteReads(reader),
    write: writer.write,
    rehearse: writer.rehearse,
    reclaim: (now) => writer.write(async () => reclaim(now)),
    probe: (now) => writer.write(async () => mark(now)),
    checkpoint: checkpoints.run,
    async close() {
      await writer.close();
      if (!db.isOpen) return;
      await log.close();
      await checkpoints.close();
      reader.close();
      db.close();
      lock.close();
    },
  };
}

/** What a ledger says of itself. Throws `config-invalid` when it does not say who it is. */
export function ownWords(db: DatabaseSync): Pick<Ledger, 'id' | 'restores'> {
  const word = prepare(db, query.selectFrom('meta').select('value').where('key', '=', slot<string>('key')));
  const id = word.get({ key: 'ledger-id' })?.value;
  if (!id) throw new GatewayError('config-invalid', { detail: 'Buku besar tanpa pengenal: berkasnya rusak.' });
  return { id, restores: Number(word.get({ key: 'restores' })?.value ?? 0) };
}

/** Nobody settled it: what it allowed may have been sent. */
const IN_DOUBT = { doubt_since: sql<number>`coalesce(doubt_since, ${slot('now')})` };

function releaseClaims(db: DatabaseSync): void {
  const release = prepare(
    db,
    query
      .updateTable('relays')
      .set({ state: 'parked', due_at: slot<number>('now'), lease_until: null, claimed_by: null, ...IN_DOUBT })
      .where(sql<boolean>`${sql.raw(CLAIMED)}`),
  );
  db.exec('BEGIN IMMEDIATE');
  release.run({ now: Date.now() });
  db.exec('COMMIT');
}

function reclaiming(db: DatabaseSync): (now: number) => number {
  const lapsed = prepare(
    db,
    query
      .updateTable('relays')
      .set({ state: 'parked', due_at: slot<number>('now'), lease_until: null, claimed_by: null, ...IN_DOUBT })
      .where(sql<boolean>`${sql.raw(CLAIMED)}`)
      .where('lease_until', '<=', slot<number>('now')),
  );
  const stranded = prepare(
    db,
    query
      .selectFrom('relays')
      .select(['subject', 'recipient', 'lane'])
      .where(sql<boolean>`${sql.raw(PARKED)}`)
      .where('due_at', 'is', null),
  );
  const wake = wakeNext(db);
  return (now) => {
    const count = lapsed.run({ now });
    return stranded.all().reduce((sum, relay) => sum + (wake({ ...relay, position: 0, now }) ? 1 : 0), count);
  };
}

/** More than a page of the file. */
const PROBE_BYTES = 8192;

/** Takes room and gives it back, so that a file that may not grow shows it before an event meets it. */
function marking(db: DatabaseSync): (now: number) => void {
  const mark = prepare(
    db,
    query
      .insertInto('meta')
      .values({ key: 'probed-at', value: slot<string>('now') })
      .onConflict((c) => c.column('key').doUpdateSet({ value: slot<string>('now') })),
  );
  return (now) => {
    mark.run({ now: String(now).padEnd(PROBE_BYTES) });
    mark.run({ now: String(now) });
  };
}
