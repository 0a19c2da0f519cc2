import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as immediately } from 'node:timers/promises';
import { GatewayError } from '../../errors.ts';
import type { LedgerTx } from '../../ledger.ts';
import { asLedgerError } from './failures.ts';

/** Rows beyond this in one commit gain nothing and make the event loop wait. */
const GROUP_LIMIT = 200;

/** How long a group may gather: a commit writes a page of every index it touches, however few its rows are. */
const GATHER_MS = 1;

interface Job {
  readonly work: (tx: LedgerTx) => Promise<unknown>;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
  readonly rehearsal: boolean;
}

/**
 * Runs writes that were asked for at about the same time in one transaction, and resolves them once `sync` has it on the
 * disk; the next transaction does not wait for that. A transaction may read rows that are committed but not yet synced; its
 * own sync ends later, so no caller learns of data that could still be lost.
 * When a group fails, each of its writes is run again alone: one bad write does not fail its neighbours.
 */
export function groupCommit(db: DatabaseSync, tx: LedgerTx, sync: () => Promise<void>) {
  const queue: Job[] = [];
  let draining: Promise<void> | null = null;
  let closed = false;
  const gathering = gatheringOf(queue);

  async function drain(): Promise<void> {
    let company = 0;
    while (queue.length > 0) {
      // One writer alone is not kept waiting; where several write at once, a moment more saves most of their commits.
      await (company > 1 ? gathering.ended() : immediately());
      const group = queue.splice(0, GROUP_LIMIT);
      company = group.length;
      const kept = group.filter((job) => !job.rehearsal);
      if (kept.length > 0) await commit({ db, tx, sync }, kept);
      for (const job of group) if (job.rehearsal) await rehearsed(db, tx, job);
    }
    draining = null;
  }

  function enqueue<T>(work: (tx: LedgerTx) => Promise<T>, rehearsal: boolean): Promise<T> {
    if (closed) return Promise.reject(new GatewayError('ledger-unavailable', { detail: 'Buku besar sudah ditutup.' }));
    return new Promise<T>((resolve, reject) => {
      queue.push({ work, resolve, reject, rehearsal });
      gathering.look();
      draining ??= drain();
    });
  }

  return {
    write: <T>(work: (tx: LedgerTx) => Promise<T>) => enqueue(work, false),
    rehearse: <T>(work: (tx: LedgerTx) => Promise<T>) => enqueue(work, true),
    /** Ends what was asked for; what is asked for later is refused. */
    async close(): Promise<void> {
      while (draining) await draining;
      closed = true;
    },
  };
}

/** Ends once a group is full, or has had its time. */
function gatheringOf(group: readonly Job[]) {
  let end: () => void = () => undefined;
  return {
    ended(): Promise<void> {
      if (group.length >= GROUP_LIMIT) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, GATHER_MS);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
    /** One more has come. */
    look(): void {
      if (group.length >= GROUP_LIMIT) end();
    },
  };
}

interface Desk {
  readonly db: DatabaseSync;
  readonly tx: LedgerTx;
  readonly sync: () => Promise<void>;
}

async function commit(desk: Desk, jobs: readonly Job[]): Promise<void> {
  const { db, tx, sync } = desk;
  const results: unknown[] = [];
  try {
    db.exec('BEGIN IMMEDIATE');
    for (const job of jobs) results.push(await job.work(tx));
    db.exec('COMMIT');
  } catch (error) {
    rollBack(db);
    const [only, ...others] = jobs;
    if (only && others.length === 0) return only.reject(asLedgerError(error));
    for (const job of jobs) await commit(desk, [job]);
    return;
  }
  sync().then(
    () => {
      for (const [index, job] of jobs.entries()) job.resolve(results[index] as never);
    },
    (error) => {
      for (const job of jobs) job.reject(asLedgerError(error));
    },
  );
}

async function rehearsed(db: DatabaseSync, tx: LedgerTx, job: Job): Promise<void> {
  try {
    db.exec('BEGIN IMMEDIATE');
    job.resolve((await job.work(tx)) as never);
  } catch (error) {
    job.reject(asLedgerError(error));
  } finally {
    rollBack(db);
  }
}

/** SQLite may have rolled back by itself, on a full disk for one. */
function rollBack(db: DatabaseSync): void {
  if (db.isTransaction) db.exec('ROLLBACK');
}
