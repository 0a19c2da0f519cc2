import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

// A thread of its own: folding the log into the database file takes tens of milliseconds the event loop does not have.
const db = new DatabaseSync(String(workerData));
parentPort?.on('message', () => {
  let failure: string | null = null;
  try {
    db.exec('PRAGMA wal_checkpoint(PASSIVE)');
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  parentPort?.postMessage(failure);
});
