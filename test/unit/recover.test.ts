import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger.ts';
import { openSqliteLedger } from '../../src/ledgers/sqlite/ledger.ts';
import { laneRecovery } from '../../src/relay/recover.ts';
import { add, bring, claim, LANE, newRelay, settle, statesOf, T0 } from '../kits/ledgerSamples.ts';

/*
 * Seen to fail when a lane need not rest, when a backbone that is gone is not asked about, when the time between two
 * recoveries does not grow or never shrinks again, and when what was accepted a moment ago is taken for lost.
 */
const SECOND = 1000;
const MINUTE = 60 * SECOND;

let folder: string;
let ledger: Ledger;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jembatan-recover-'));
  ledger = openSqliteLedger({ folder });
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

/** Accepted at T0 and published. */
async function published(...ids: readonly string[]): Promise<void> {
  await add(ledger, ...ids.map((id) => newRelay({ id, subject: `kasus ${id}` })));
  await publish();
}

async function publish(): Promise<void> {
  const outbox = await ledger.outbox(1000);
  await ledger.write((tx) => tx.markPublished(outbox.map(({ seq }) => seq)));
}

/** A lane at rest since T0, over a connected backbone; both may be changed between two looks. */
function recovering() {
  const scene = { now: T0, rested: true, connected: true, reachable: true };
  const restedMs = (): number | null => {
    if (!scene.reachable) return null;
    return scene.rested ? scene.now - T0 : 0;
  };
  const look = laneRecovery(
    {
      lane: LANE,
      get restedMs() {
        return restedMs();
      },
    },
    {
      ledger,
      backbone: { state: () => ({ kind: 'kafka', connected: scene.connected, trouble: null }) },
      now: () => scene.now,
    },
  );
  const lookAfter = (ms: number): Promise<number> => {
    scene.now += ms;
    return look();
  };
  return { scene, lookAfter };
}

describe('a lane that rests', () => {
  it('gets back after twenty seconds what was published and never came, and nothing sooner', async () => {
    await published('hilang', 'lenyap');
    const { lookAfter } = recovering();
    expect(await lookAfter(20 * SECOND - 1)).toBe(0);
    expect(await statesOf(ledger, ['hilang', 'lenyap'])).toEqual(['published', 'published']);
    expect(await lookAfter(1)).toBe(2);
    expect(await statesOf(ledger, ['hilang', 'lenyap'])).toEqual(['waiting', 'waiting']);
  });

  it('is not given what was accepted within the last twenty seconds', async () => {
    await published('hilang');
    await ledger.write((tx) => tx.addRelays([newRelay({ id: 'baru' })], T0 + 5 * SECOND));
    await publish();
    const { lookAfter } = recovering();
    expect(await lookAfter(22 * SECOND)).toBe(1);
    expect(await statesOf(ledger, ['hilang', 'baru'])).toEqual(['waiting', 'published']);
  });

  it('gets nothing of another lane, and nothing that is under way, parked or ended', async () => {
    await published('terkirim', 'diambil', 'diparkir');
    await bring(ledger, 'terkirim');
    await claim(ledger, 'diambil');
    await claim(ledger, 'diparkir');
    await settle(ledger, 'diparkir', { state: 'parked', outcome: 'failed', dueAt: T0 + MINUTE });
    await add(ledger, newRelay({ id: 'lain', recipient: 'opensid' }));
    await publish();
    const { lookAfter } = recovering();
    expect(await lookAfter(MINUTE)).toBe(0);
    const states = await statesOf(ledger, ['terkirim', 'diambil', 'diparkir', 'lain']);
    expect(states).toEqual(['delivered', 'claimed', 'parked', 'published']);
  });
});

describe('patience with a backbone that is slow', () => {
  it('doubles with each time, up to fifteen minutes, and is short again once nothing is lost', async () => {
    await published('hilang');
    const { lookAfter } = recovering();
    expect(await lookAfter(20 * SECOND)).toBe(1);
    for (const waited of [40, 80, 160, 320, 640, 900, 900]) {
      await publish();
      expect(await lookAfter(waited * SECOND - 1)).toBe(0);
      expect(await lookAfter(1)).toBe(1);
    }
    await publish();
    await bring(ledger, 'hilang');
    expect(await lookAfter(15 * MINUTE)).toBe(0);
    await published('lagi');
    expect(await lookAfter(20 * SECOND)).toBe(1);
    await publish();
    expect(await lookAfter(40 * SECOND)).toBe(1);
  });
});

describe('a lane that cannot be waiting for anything lost', () => {
  it('never rests: only what was accepted a quarter of an hour ago is taken for lost', async () => {
    await published('hilang');
    const { lookAfter, scene } = recovering();
    scene.rested = false;
    expect(await lookAfter(15 * MINUTE - 1)).toBe(0);
    expect(await lookAfter(1)).toBe(1);
  });

  it('has a recipient that takes nothing: however long that is, nothing is published again', async () => {
    await published('hilang');
    const { lookAfter, scene } = recovering();
    scene.reachable = false;
    expect(await lookAfter(24 * 60 * MINUTE)).toBe(0);
    scene.reachable = true;
    expect(await lookAfter(0)).toBe(1);
  });

  it('has a backbone that is gone: nothing is published again before it is back', async () => {
    await published('hilang');
    const { lookAfter, scene } = recovering();
    scene.connected = false;
    expect(await lookAfter(10 * MINUTE)).toBe(0);
    scene.connected = true;
    expect(await lookAfter(0)).toBe(1);
  });
});
