import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { GatewayError } from '../../errors.ts';
import type { Checkpointed } from './checkpointWorker.ts';
import { asking } from './failures.ts';

/**
 * A log of more frames (of 4 KiB) is started over, even if writers have to wait a moment for it: to write over what is
 * there takes the disk a fraction of the time that it takes to make the file longer.
 */
const LONGEST_LOG_FRAMES = 16_384;

/** How long a statement waits for another connection. */
export const BUSY_TIMEOUT_MS = 5000;

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
    const answer = await answered(thread);
    if ('failure' in answer) {
      // A thread that broke never answers again: the next checkpoint has one of its own.
      worker = null;
      await thread.terminate();
      throw new GatewayError('ledger-unavailable', { detail: 'Buku besar menolak checkpoint.', cause: answer.failure });
    }
    // Inside a transaction SQLite refuses to; the next time will do.
    if (answer.frames > LONGEST_LOG_FRAMES && db.isOpen && !db.isTransaction) startOver(db);
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

/** Not while somebody reads at length, a back-up for one: without the pragma SQLite would stop us until he is done. */
function startOver(db: DatabaseSync): void {
  asking(() => {
    db.exec('PRAGMA busy_timeout = 0');
    try {
      db.exec('PRAGMA wal_checkpoint(RESTART)');
    } finally {
      db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
  });
}

/** Asks the thread for one checkpoint. */
async function answered(worker: Worker): Promise<Checkpointed> {
  const answer = await new Promise<Checkpointed>((resolve) => {
    worker.once('message', resolve);
    worker.once('error', (error) => resolve({ failure: String(error) }));
    worker.once('exit', () => resolve({ failure: 'utas checkpoint berhenti' }));
    worker.postMessage('checkpoint');
  });
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
  return answer;
}
