import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GatewayError } from '../../errors.ts';
import { HOLDER_FILE, LOCK_FILE } from './dataFolder.ts';
import { sqliteCode } from './ledgerFile.ts';

export interface FolderLock {
  close(): void;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** RFC 3339, UTC. */
  readonly since: string;
}

const BUSY = 5;

/**
 * Holds a data folder for one process, until it is closed or the process ends, however it ends: an exclusive
 * transaction on a file of its own. Throws `config-invalid` when another one holds it, and names that one.
 */
export function lockFolder(folder: string): FolderLock {
  const lock = new DatabaseSync(join(folder, LOCK_FILE));
  const note = join(folder, HOLDER_FILE);
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
    writeFileSync(note, `${JSON.stringify(holder)}\n`);
  } catch (cause) {
    lock.close();
    throw sqliteCode(cause) === BUSY ? inUse(folder, cause) : unlockable(folder, cause);
  }
  return {
    close() {
      if (!lock.isOpen) return;
      rmSync(note, { force: true });
      lock.close();
    },
  };
}

const unlockable = (folder: string, cause: unknown): GatewayError =>
  new GatewayError('data-folder', { detail: `Folder data ${folder} tidak dapat dikunci: ${String(cause)}.`, cause });

function inUse(folder: string, cause: unknown): GatewayError {
  const holder = holderOf(join(folder, HOLDER_FILE));
  const who = holder === null ? 'gerbang lain' : describe(holder);
  return new GatewayError('config-invalid', {
    detail: `Folder data ${folder} sedang dipakai ${who}. Hentikan dahulu, atau pakai folder data lain.`,
    facts: { folder, ...(holder ?? {}) },
    cause,
  });
}

/** Null where the holder has not said who it is: it is an earlier version, or has only just begun. */
function holderOf(note: string): Holder | null {
  try {
    const said: unknown = JSON.parse(readFileSync(note, 'utf8'));
    return isHolder(said) ? said : null;
  } catch (cause) {
    const isUnread = cause instanceof SyntaxError || (cause instanceof Error && 'code' in cause);
    if (!isUnread) throw cause;
    return null;
  }
}

const isHolder = (said: unknown): said is Holder =>
  typeof said === 'object' &&
  said !== null &&
  'pid' in said &&
  Number.isSafeInteger(said.pid) &&
  'host' in said &&
  typeof said.host === 'string' &&
  'since' in said &&
  typeof said.since === 'string' &&
  !Number.isNaN(Date.parse(said.since));

function describe({ pid, host, since }: Holder): string {
  // A container has a host name and process numbers of its own.
  const where = host === hostname() ? commandOf(pid) : ` di ${host}`;
  return `proses ${pid}${where} sejak ${wib(since)}`;
}

/** The program and what it was told to do; options may hold secrets. Empty where it cannot be read. */
function commandOf(pid: number): string {
  try {
    const [program = '', ...words] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const options = words.findIndex((word) => word.startsWith('-'));
    const said = words.slice(0, options < 0 ? words.length : options).filter((word) => word !== '');
    return ` (${[basename(program), ...said].join(' ')})`;
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    return '';
  }
}

const WIB = new Intl.DateTimeFormat('id-ID', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Asia/Jakarta' });
const wib = (time: string): string => `${WIB.format(Date.parse(time))} WIB`;
