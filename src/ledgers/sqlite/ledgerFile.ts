import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, closeSync, existsSync, fsyncSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { GatewayError } from '../../errors.ts';

/** What a whole ledger's file says of itself. */
export interface LedgerFacts {
  /** The ledger's name for ever. */
  readonly id: string;
  readonly version: number;
  readonly restores: number;
  /** When the newest event was accepted, epoch milliseconds; null when there is none. */
  readonly newestAt: number | null;
  readonly events: number;
  readonly relays: number;
  readonly cases: number;
  /** What contradicts D7 among the newest hundred thousand events and relays, in plain words with ids. */
  readonly contradictions: readonly string[];
}

/** How far a copy is. */
export interface Progress {
  readonly bytes: number;
  readonly of: number;
}

export interface Copying {
  /** Ends the work at its next step; nothing is left behind. */
  readonly signal?: AbortSignal;
  readonly tell?: (progress: Progress) => void;
}

const PAGE_BYTES = 4096;
const PAGES_A_STEP = 1000;
/** How long to wait where another connection holds the file for a moment. */
const PATIENCE_MS = 5000;

/**
 * Runs `work` with a name of its own beside `target`, and removes whatever has that name afterwards: what is half done
 * never bears the name it is meant for.
 */
export async function besides<T>(target: string, work: (temporary: string) => Promise<T>): Promise<T> {
  const temporary = `${target}.${randomUUID().slice(0, 8)}.sementara`;
  try {
    return await work(temporary);
  } finally {
    for (const suffix of ['', ...LOGS]) rmSync(`${temporary}${suffix}`, { force: true });
  }
}

/** What SQLite may keep beside a database file. */
export const LOGS: readonly string[] = ['-wal', '-shm', '-journal'];

/**
 * Copies a ledger as it is at one moment, however busily it is written to meanwhile, into a new file of mode 0600
 * that needs no log beside it and is on the disk when the promise resolves. Writers are not held up. Rejects with what
 * SQLite or the file system said, or with the signal's reason.
 */
export async function copyLedger(source: string, target: string, { signal, tell }: Copying): Promise<void> {
  signal?.throwIfAborted();
  closeSync(openSync(target, 'wx', 0o600));
  const from = new DatabaseSync(source, { readOnly: true, timeout: PATIENCE_MS });
  try {
    // Read in one transaction: a copy whose source changes between two steps starts over, under unbroken writing for ever.
    from.exec('BEGIN');
    from.prepare('SELECT count(*) FROM sqlite_schema').get();
    await backup(from, target, {
      rate: PAGES_A_STEP,
      progress({ totalPages, remainingPages }) {
        signal?.throwIfAborted();
        tell?.({ bytes: (totalPages - remainingPages) * PAGE_BYTES, of: totalPages * PAGE_BYTES });
      },
    });
  } finally {
    from.close();
  }
  standAlone(target);
  durable(target);
}

/** Folds a database's log into its file, so that the file alone is all of it. Throws what SQLite said. */
export function standAlone(path: string): void {
  const db = new DatabaseSync(path, { timeout: PATIENCE_MS });
  try {
    db.exec('PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE');
  } finally {
    db.close();
  }
}

/** Waits until a file, or a folder's names, are on the disk. */
export function durable(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Gives a file to whom another, or a folder, belongs: what an administrator puts back must be the gateway's to open. */
export function belongLike(path: string, model: string): void {
  const like = statSync(model);
  if (process.geteuid?.() === 0) chownSync(path, like.uid, like.gid);
}

const OWNERS_ONLY = 0o600;

/**
 * Makes a ledger's file where there is none, and has nobody but its owner read or write it and the logs that are there,
 * whatever the umask: it holds citizens' reports. Logs that SQLite makes later get the file's mode. A file that belongs
 * to somebody else keeps the rights its owner gave it.
 */
export function keepPrivate(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', OWNERS_ONLY));
  const user = process.geteuid?.();
  for (const file of [path, ...LOGS.map((suffix) => `${path}${suffix}`)]) {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found && (user === 0 || user === found.uid)) chmodSync(file, OWNERS_ONLY);
  }
}

const run = promisify(execFile);
const INSPECTOR = join(import.meta.dirname, 'inspectProcess.ts');
const LONGEST_ANSWER_BYTES = 16 * 1024 * 1024;

/**
 * Reads a whole file and says what it is, in a process of its own: SQLite's check of a large file takes its time and
 * cannot be interrupted otherwise. Throws `backup-invalid` for what is no ledger, damaged, or newer than this gateway.
 */
export async function inspectLedger(path: string, signal?: AbortSignal): Promise<LedgerFacts> {
  const stdout = await inspected(path, signal);
  const answer = JSON.parse(stdout) as LedgerFacts | { readonly fault: string };
  if ('fault' in answer) throw new GatewayError('backup-invalid', { detail: answer.fault });
  return answer;
}

async function inspected(path: string, signal: AbortSignal | undefined): Promise<string> {
  try {
    const how = { killSignal: 'SIGKILL', maxBuffer: LONGEST_ANSWER_BYTES, ...(signal ? { signal } : {}) } as const;
    return (await run(process.execPath, [INSPECTOR, path], how)).stdout;
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new GatewayError('backup-failed', {
      detail: 'Salinannya tidak dapat diperiksa: pemeriksanya berhenti.',
      cause,
    });
  }
}

/** Words for what the system or SQLite said, by its code. */
export const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'ruang disk habis',
  EDQUOT: 'jatah disk habis',
  EFBIG: 'berkas melampaui batas ukuran',
  EACCES: 'tidak ada izin',
  EPERM: 'tidak ada izin',
  EROFS: 'disk hanya dapat dibaca',
  ENOENT: 'berkas atau foldernya tidak ada',
  ENOTDIR: 'bagian dari alamatnya bukan folder',
  5: 'berkas sedang dikunci proses lain',
  8: 'buku besar atau foldernya hanya dapat dibaca; jalankan sebagai pengguna gerbang',
  10: 'disk gagal dibaca atau ditulis',
  13: 'ruang disk habis',
  14: 'berkasnya tidak dapat dibuka; periksa izin berkas dan foldernya',
};
const NO_SUCH_TABLE = 1;
const DAMAGED: ReadonlySet<number> = new Set([11, 26]);

/** The primary result code of SQLite; null for any other failure. */
export function sqliteCode(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 255 : null;
}

/** Damage, or an SQLite file whose tables are not a ledger's. */
export function isUnreadable(error: unknown): error is Error {
  return isDamage(error) || sqliteCode(error) === NO_SUCH_TABLE || error instanceof GatewayError;
}

export const isDamage = (error: unknown): boolean => DAMAGED.has(sqliteCode(error) ?? 0);

/** Any failure of a back-up or restore as one an operator can act on; `what` was being done. */
export function failing(error: unknown, what: string, signal?: AbortSignal): GatewayError {
  if (error instanceof GatewayError) return error;
  if (signal?.aborted) return new GatewayError('backup-failed', { detail: `${what} dihentikan.`, cause: error });
  if (isDamage(error)) {
    return new GatewayError('backup-invalid', {
      detail: `${what} gagal: berkasnya rusak atau bukan buku besar.`,
      cause: error,
    });
  }
  const code = sqliteCode(error) ?? (error instanceof Error && 'code' in error ? String(error.code) : '');
  const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
  const where = error instanceof Error && 'path' in error ? ` (${String(error.path)})` : '';
  return new GatewayError('backup-failed', { detail: `${what} gagal: ${reason}${where}.`, cause: error });
}
