import type { DatabaseSync } from 'node:sqlite';
import { GatewayError } from '../errors.ts';
import type { LedgerTx } from '../ledger.ts';

/** Rows beyond this in one commit gain nothing and make the event loop wait. */
const GROUP_LIMIT = 200;

interface Job {
  readonly work: (tx: LedgerTx) => Promise<unknown>;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
  readonly rehearsal: boolean;
}

/**
 * Runs writes that were asked for in the same turn of the event loop in one transaction, so that they share one fsync.
 * When a group fails, each of its writes is run again alone: one bad write does not fail its neighbours.
 */
export function groupCommit(db: DatabaseSync, tx: LedgerTx) {
  const queue: Job[] = [];
  let draining: Promise<void> | null = null;

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      // The turn of the event loop is what gathers a group.
      await new Promise((resolve) => setImmediate(resolve));
      const group = queue.splice(0, GROUP_LIMIT);
      const kept = group.filter((job) => !job.rehearsal);
      if (kept.length > 0) await commit(db, tx, kept);
      for (const job of group) if (job.rehearsal) await rehearsed(db, tx, job);
    }
    draining = null;
  }

  return {
    write<T>(work: (tx: LedgerTx) => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        queue.push({ work, resolve, reject, rehearsal: false });
        draining ??= drain();
      });
    },
    rehearse<T>(work: (tx: LedgerTx) => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        queue.push({ work, resolve, reject, rehearsal: true });
        draining ??= drain();
      });
    },
    async close(): Promise<void> {
      while (draining) await draining;
    },
  };
}

async function commit(db: DatabaseSync, tx: LedgerTx, jobs: readonly Job[]): Promise<void> {
  const results: unknown[] = [];
  try {
    db.exec('BEGIN IMMEDIATE');
    for (const job of jobs) results.push(await job.work(tx));
    db.exec('COMMIT');
  } catch (error) {
    // SQLite may have rolled back by itself, on a full disk for one.
    if (db.isTransaction) db.exec('ROLLBACK');
    const [only, ...others] = jobs;
    if (only && others.length === 0) return only.reject(asLedgerError(error));
    for (const job of jobs) await commit(db, tx, [job]);
    return;
  }
  for (const [index, job] of jobs.entries()) job.resolve(results[index] as never);
}

async function rehearsed(db: DatabaseSync, tx: LedgerTx, job: Job): Promise<void> {
  try {
    db.exec('BEGIN IMMEDIATE');
    job.resolve((await job.work(tx)) as never);
  } catch (error) {
    job.reject(asLedgerError(error));
  } finally {
    if (db.isTransaction) db.exec('ROLLBACK');
  }
}

/** What SQLite itself says is `ledger-unavailable`; what the work threw passes as it is. */
function asLedgerError(error: unknown): unknown {
  const isSqlite = error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
  if (!isSqlite) return error;
  return new GatewayError('ledger-unavailable', {
    detail: `Buku besar menolak tulisan: ${error.message}.`,
    cause: error,
  });
}
