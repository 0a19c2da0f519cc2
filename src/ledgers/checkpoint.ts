import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { GatewayError } from '../errors.ts';
import { asking } from './failures.ts';

/** A log longer than this is started over, even if writers have to wait a moment for it. */
const LONGEST_LOG_BYTES = 256 * 1024 * 1024;

export interface Checkpointer {
  /** Folds what is committed into the database file. One at a time; asked for during one, it is that one. */
  run(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Checkpoints from a thread of its own, on its own connection, beside the writer. Under unbroken writing such a
 * checkpoint never sees the end of the log, so that it would grow for ever: then the writer's own connection finishes it.
 */
export function checkpointer(path: string, db: DatabaseSync): Checkpointer {
  let worker: Worker | null = null;
  let running: Promise<void> | null = null;

  async function checkpoint(): Promise<void> {
    if (!db.isOpen) throw new GatewayError('ledger-unavailable', { detail: 'Buku besar sudah ditutup.' });
    const thread = worker ?? new Worker(new URL('./checkpointWorker.ts', import.meta.url), { workerData: path });
    thread.unref();
    worker = thread;
    const failure = await answered(thread);
    if (failure !== null) {
      // A thread that broke never answers again: the next checkpoint has one of its own.
      worker = null;
      await thread.terminate();
      throw new GatewayError('ledger-unavailable', { detail: 'Buku besar menolak checkpoint.', cause: failure });
    }
    const isLong = statSync(`${path}-wal`).size > LONGEST_LOG_BYTES;
    // Inside a transaction SQLite refuses to; the next time will do.
    if (isLong && db.isOpen && !db.isTransaction) asking(() => db.exec('PRAGMA wal_checkpoint(RESTART)'));
  }

  return {
    run() {
      running ??= checkpoint().finally(() => {
        running = null;
      });
      return running;
    },
    async close() {
      await running?.catch(() => null);
      await worker?.terminate();
    },
  };
}

/** Asks the thread for one checkpoint: null when it is done, else what went wrong. */
async function answered(worker: Worker): Promise<unknown> {
  const failure = await new Promise<unknown>((resolve) => {
    worker.once('message', resolve);
    worker.once('error', resolve);
    worker.once('exit', () => resolve('utas checkpoint berhenti'));
    worker.postMessage('checkpoint');
  });
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
  return failure;
}
