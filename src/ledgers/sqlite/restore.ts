import { constants, copyFileSync, existsSync, linkSync, realpathSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GatewayError } from '../../errors.ts';
import type { Ledger } from '../../ledger.ts';
import { HOLDER_FILE, LEDGER_FILE, LOCK_FILE, readyFolder } from './dataFolder.ts';
import { type FolderLock, lockFolder } from './folderLock.ts';
import { ownWords } from './ledger.ts';
import {
  belongLike,
  besides,
  type Copying,
  copyLedger,
  durable,
  failing,
  inspectLedger,
  isDamage,
  isUnreadable,
  keepPrivate,
  type LedgerFacts,
  LOGS,
  sqliteCode,
  standAlone,
} from './ledgerFile.ts';

export interface RestoreOptions extends Copying {
  /** The data folder; made when missing. */
  readonly folder: string;
  /** The back-up; left as it is. */
  readonly source: string;
  /** Replaces the ledger of another name too; otherwise it is refused. */
  readonly force?: boolean;
  /** Epoch milliseconds, kept as the time of the restore. */
  readonly now: number;
}

export interface RestoreReport extends LedgerFacts {
  /** Where the ledger that was there is now; null when there was none. */
  readonly kept: string | null;
}

/**
 * Puts a back-up in the place of a data folder's ledger, all at once: whoever looks finds the one or the other, and
 * after a crash too. The replaced ledger is kept beside it. Counts one restore more than either of the two did, and
 * lets each case's `sequence` leap past whatever was told after the back-up. Rejects
 * with `not-found` where there is no such file, `wrong-state` while a gateway holds the folder, another process reads
 * the ledger, or the ledger there has another name; `backup-invalid` for a file that is no ledger, damaged or newer;
 * `backup-failed` for all else. The ledger that was there is then in its place.
 */
export async function restoreLedger(options: RestoreOptions): Promise<RestoreReport> {
  const { folder, source, signal } = options;
  try {
    mustBeBackup(source, join(folder, LEDGER_FILE));
    readyFolder(folder);
    const lock = held(folder);
    try {
      for (const name of [LOCK_FILE, HOLDER_FILE]) belongLike(join(folder, name), folder);
      return await restoreHeld(options);
    } finally {
      lock.close();
    }
  } catch (error) {
    throw failing(error, 'Pemulihan', signal);
  }
}

async function restoreHeld({ folder, source, now, force = false, ...copying }: RestoreOptions): Promise<RestoreReport> {
  const live = join(folder, LEDGER_FILE);
  return besides(live, async (temporary) => {
    await copyLedger(source, temporary, copying);
    const facts = await inspectLedger(temporary, copying.signal);
    const before = present(live);
    if (before && before.id !== facts.id && !force) throw foreign(before, facts);
    const restores = Math.max(facts.restores, before?.restores ?? 0) + 1;
    mark(temporary, { restores, 'restored-at': now });
    belongLike(temporary, existsSync(live) ? live : folder);
    durable(temporary);
    copying.signal?.throwIfAborted();
    const kept = keep(live, { now, isReadable: before !== null });
    renameSync(temporary, live);
    durable(folder);
    return { ...facts, restores, kept };
  });
}

function mustBeBackup(source: string, live: string): void {
  if (!existsSync(source)) throw new GatewayError('not-found', { detail: `Berkas ${source} tidak ada.` });
  if (!statSync(source).isFile()) throw new GatewayError('not-found', { detail: `${source} bukan berkas.` });
  if (existsSync(live) && realpathSync(source) === realpathSync(live)) {
    throw new GatewayError('wrong-state', { detail: `${source} adalah buku besar itu sendiri, bukan cadangannya.` });
  }
}

function held(folder: string): FolderLock {
  try {
    return lockFolder(folder);
  } catch (cause) {
    if (!(cause instanceof GatewayError) || cause.code !== 'config-invalid') throw cause;
    const detail = `Gerbang masih memakai folder ${folder}; hentikan dulu, lalu pulihkan. ${cause.message}`;
    throw new GatewayError('wrong-state', { detail, cause });
  }
}

type OwnWords = Pick<Ledger, 'id' | 'restores'>;

/** What the ledger that is there says of itself; null when there is none, or it cannot say: then it is to be replaced. */
function present(live: string): OwnWords | null {
  if (!existsSync(live)) return null;
  const db = new DatabaseSync(live, { readOnly: true });
  try {
    return ownWords(db);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return null;
  } finally {
    db.close();
  }
}

const foreign = (there: OwnWords, backup: OwnWords): GatewayError =>
  new GatewayError('wrong-state', {
    detail: `Cadangan ini milik buku besar ${backup.id}, sedangkan folder ini memuat buku besar ${there.id}. Bila memang dimaksud, pakai --force.`,
  });

/**
 * More statuses than any case has between two back-ups. What was told after this one is forgotten here but known to the
 * receivers: a number told again for something else would look like a repeat to them.
 */
const SEQUENCE_LEAP = 1000;

function mark(path: string, words: Readonly<Record<string, number>>): void {
  const db = new DatabaseSync(path);
  try {
    const put = db.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
    db.exec('PRAGMA synchronous = FULL; BEGIN IMMEDIATE');
    for (const [key, value] of Object.entries(words)) put.run(key, String(value));
    db.prepare('UPDATE cases SET sequence = sequence + ?').run(SEQUENCE_LEAP);
    endRedrives(db, words['restored-at'] ?? 0);
    db.exec('COMMIT');
  } finally {
    db.close();
  }
}

/**
 * A redrive that ran when the back-up was taken may have ended or been cancelled since; whoever still wants it asks again.
 * A back-up of an earlier gateway has none.
 */
function endRedrives(db: DatabaseSync, at: number): void {
  const isKnown = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'redrives'`).get() !== undefined;
  if (!isKnown) return;
  db.prepare(
    `UPDATE redrives SET state = 'cancelled', ended_at = ?, cancelled_by = 'pemulihan',
       cancel_reason = 'buku besar dipulihkan dari cadangan' WHERE state = 'running'`,
  ).run(at);
}

/**
 * Gives the ledger that is there a second name, whole; its first is free to be replaced at once. No log of it stays
 * under the first name: SQLite would take it for the new file's. Null when nothing was there.
 */
function keep(live: string, { now, isReadable }: { now: number; isReadable: boolean }): string | null {
  const kept = `${live}.sebelum-pemulihan-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
  // What cannot be read is kept untouched: SQLite would mend and drop what it takes for spoilt.
  if (isReadable) fold(live);
  if (existsSync(live)) {
    keepPrivate(live);
    alsoNamed(live, kept);
  }
  const logs = LOGS.filter((suffix) => existsSync(`${live}${suffix}`));
  for (const suffix of logs) renameSync(`${live}${suffix}`, `${kept}${suffix}`);
  return existsSync(kept) || logs.length > 0 ? kept : null;
}

function fold(live: string): void {
  try {
    standAlone(live);
  } catch (error) {
    if (sqliteCode(error) === 5) {
      const detail = 'Proses lain sedang membaca buku besar ini (mungkin sebuah pencadangan); ulangi setelah selesai.';
      throw new GatewayError('wrong-state', { detail, cause: error });
    }
    // Damaged, it is kept as it is, its log beside it.
    if (!isDamage(error)) throw error;
  }
}

function alsoNamed(live: string, kept: string): void {
  try {
    linkSync(live, kept);
  } catch (error) {
    if (existsSync(kept)) throw error;
    // A file system without second names.
    copyFileSync(live, kept, constants.COPYFILE_EXCL);
    durable(kept);
  }
}
