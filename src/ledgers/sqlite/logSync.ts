import { closeSync, fdatasync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { GatewayError } from '../../errors.ts';

/** Brings what SQLite has written to its write-ahead log onto the disk. */
export interface LogSync {
  /**
   * Resolves once everything written before the call is on the disk. Calls during a sync share the next one. After a
   * sync that failed nobody knows what the disk has: every later call rejects, until the ledger is opened again.
   */
  sync(): Promise<void>;
  /** After what was asked for. */
  close(): Promise<void>;
}

const onDisk = promisify(fdatasync);

async function flush(log: number): Promise<void> {
  try {
    await onDisk(log);
  } catch (cause) {
    const detail = 'Disk menolak menyimpan buku besar; tidak ada yang diterima sampai gerbang dijalankan lagi.';
    throw new GatewayError('ledger-unavailable', { detail, cause });
  }
}

/**
 * The log of the database at `path`, which must be open: SQLite's own sync would stop the event loop for as long as the
 * disk takes.
 */
export function logSync(path: string): LogSync {
  syncFolder(dirname(path));
  const log = openSync(`${path}-wal`, 'r+');
  const sync = shared(() => flush(log));
  return {
    sync,
    async close() {
      await sync().finally(() => closeSync(log));
    },
  };
}

/** Each call is served by a run that began after it; runs follow one another, and a failed one is the last. */
export function shared(run: () => Promise<void>): () => Promise<void> {
  let current = Promise.resolve();
  let next: Promise<void> | null = null;
  return () => {
    next ??= current.then(() => {
      next = null;
      current = run();
      return current;
    });
    return next;
  };
}

/** The log's name must be on the disk as well as what is in it. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
