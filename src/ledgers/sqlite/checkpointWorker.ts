import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** What the thread answers: how long the log is, in frames of a page each; or why it could not checkpoint. */
export type Checkpointed = { readonly frames: number } | { readonly failure: string };

// A thread of its own: folding the log into the database file takes tens of milliseconds the event loop does not have.
const db = new DatabaseSync(String(workerData));
const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');

function answer(): Checkpointed {
  try {
    return { frames: Number(checkpoint.get()?.log ?? 0) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', () => parentPort?.postMessage(answer()));
