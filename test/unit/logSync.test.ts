import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { LedgerTx } from '../../src/ledger.ts';
import { groupCommit } from '../../src/ledgers/sqlite/groupCommit.ts';
import { shared } from '../../src/ledgers/sqlite/logSync.ts';

/** A disk whose syncs end when the test says so. */
function slowDisk() {
  const runs: PromiseWithResolvers<void>[] = [];
  const run = (): Promise<void> => {
    const ending = Promise.withResolvers<void>();
    runs.push(ending);
    return ending.promise;
  };
  return { runs, run };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function isOver(promise: Promise<unknown>): Promise<boolean> {
  await turn();
  return Promise.race([promise.then(() => true), turn().then(() => false)]);
}

describe('a shared sync', () => {
  it('serves a call only by a run that began after it, and all calls meanwhile by one', async () => {
    const { runs, run } = slowDisk();
    const sync = shared(run);
    const first = sync();
    await turn();
    const [second, third] = [sync(), sync()];
    await turn();
    expect(runs).toHaveLength(1);
    runs[0]?.resolve();
    await first;
    expect(await isOver(second)).toBe(false);
    expect(runs).toHaveLength(2);
    runs[1]?.resolve();
    await Promise.all([second, third]);
  });

  it('that failed is the last: what the disk has after it nobody knows', async () => {
    const { runs, run } = slowDisk();
    const sync = shared(run);
    const first = sync();
    await turn();
    runs[0]?.reject(new Error('EIO'));
    await expect(first).rejects.toThrow('EIO');
    await expect(sync()).rejects.toThrow('EIO');
    expect(runs).toHaveLength(1);
  });
});

/** Seen to fail with the writes resolved at their COMMIT. */
describe('a write of the ledger', () => {
  const open = () => {
    const db = new DatabaseSync(':memory:');
    db.exec('CREATE TABLE seen (id TEXT)');
    const { runs, run } = slowDisk();
    const add = (id: string) => async () => void db.prepare('INSERT INTO seen VALUES (?)').run(id);
    return { db, runs, add, writer: groupCommit(db, {} as LedgerTx, shared(run)) };
  };

  it('is acknowledged when it is on the disk and no sooner, while the next is already under way', async () => {
    const { db, runs, add, writer } = open();
    const first = writer.write(add('satu'));
    expect(await isOver(first)).toBe(false);
    const second = writer.write(add('dua'));
    expect(await isOver(second)).toBe(false);
    expect(db.prepare('SELECT count(*) AS n FROM seen').get()).toEqual({ n: 2 });
    runs[0]?.resolve();
    await first;
    expect(await isOver(second)).toBe(false);
    runs[1]?.resolve();
    await second;
  });

  it('is refused when the disk refuses, and so is every later one', async () => {
    const { runs, add, writer } = open();
    const first = writer.write(add('satu'));
    expect(await isOver(first)).toBe(false);
    runs[0]?.reject(new Error('EIO'));
    await expect(first).rejects.toThrow('EIO');
    await expect(writer.write(add('dua'))).rejects.toThrow('EIO');
  });
});
