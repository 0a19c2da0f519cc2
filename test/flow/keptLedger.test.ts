import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import type { Adapter } from '../../src/adapter.ts';
import type { EventKind } from '../../src/event.ts';
import { LEDGER_FILE } from '../../src/ledgers/sqlite/dataFolder.ts';
import { openSqliteLedger } from '../../src/ledgers/sqlite/ledger.ts';
import { type AnyJson, readAny } from '../kits/defaults.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import { keptLedger, layOut } from '../kits/keptLedger.ts';
import { it, soon } from './scenes.ts';

const VERSION = 4;
const kept = keptLedger(VERSION);
const CONFIG: AnyJson = readAny('config/jembatan.json');
const SYSTEMS: readonly string[] = CONFIG.systems.map(({ name }: AnyJson) => name);

/** All systems, on the kept ledger, from the moment on at which it was left. */
function onKept(change: HouseOptions = {}): HouseOptions {
  const began = Date.now();
  return {
    systems: SYSTEMS,
    data: (folder) => layOut(VERSION, folder),
    now: () => Date.parse(kept.at) + Date.now() - began,
    config(config) {
      for (const system of config.systems) if (system.poll) system.poll.intervalSeconds = 5;
    },
    ...change,
  };
}

/** Answers every poll with what was heard before the ledger was kept. */
const sayingTheSame = (adapter: Adapter): Adapter => {
  const { poll } = adapter;
  const natives = kept.polled[adapter.dialect] ?? [];
  return poll ? { ...adapter, poll: { ...poll, read: () => ({ natives, cursor: null, more: false }) } } : adapter;
};

/** How many events of these systems are on record; of all kinds, or of one. */
function eventsOf({ folder }: House, systems: readonly string[], kind?: EventKind): number {
  const db = new DatabaseSync(join(folder, 'data', LEDGER_FILE), { readOnly: true });
  const rows = db.prepare('SELECT system, kind FROM events').all();
  db.close();
  return rows.filter((row) => systems.includes(String(row.system)) && (kind === undefined || row.kind === kind)).length;
}

/** Opens the ledger of a folder, and is killed as a step of its upgrade begins. */
const KILLED = `
  const [folder, step] = process.argv.slice(-2);
  const { openSqliteLedger } = await import(${JSON.stringify(resolve('src/ledgers/sqlite/ledger.ts'))});
  openSqliteLedger({
    folder,
    onUpgrade: (at) => (step === 'last' ? at.step === at.of : at.step === Number(step)) && process.kill(process.pid, 'SIGKILL'),
  });
`;

describe('a ledger of version 4', () => {
  it('opens with this gateway, and nothing in it is lost or means anything else', async ({ onTestFinished }) => {
    const folder = mkdtempSync(join(tmpdir(), 'jembatan-'));
    layOut(VERSION, folder);
    const ledger = openSqliteLedger({ folder });
    onTestFinished(async () => {
      await ledger.close();
      rmSync(folder, { recursive: true });
    });
    expect(await ledger.audit()).toEqual([]);
    expect(await ledger.counts()).toMatchObject(kept.counts);
    for (const { id, state, receipt } of kept.events)
      expect(await ledger.write((tx) => tx.event(id))).toMatchObject({ state, receipt });
    for (const { id, state, attempt } of kept.relays)
      expect(await ledger.write((tx) => tx.relay(id))).toMatchObject({ state, attempt });
  });

  it('is whole again where the gateway was killed while it was brought up to this version', async ({
    onTestFinished,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'jembatan-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    layOut(VERSION, folder);
    const versions: number[] = [];
    for (const step of ['1', '9', 'last']) {
      expect(spawnSync(process.execPath, ['--input-type=module', '-e', KILLED, folder, step]).signal).toBe('SIGKILL');
      const db = new DatabaseSync(join(folder, LEDGER_FILE), { readOnly: true });
      versions.push(Number(db.prepare('PRAGMA user_version').get()?.user_version));
      db.close();
    }
    expect(versions).toEqual([VERSION, VERSION, VERSION]);
    const ledger = openSqliteLedger({ folder });
    expect(await ledger.audit()).toEqual([]);
    expect(await ledger.counts()).toMatchObject(kept.counts);
    await ledger.close();
  });

  it('tells the story of every case that is in it', async ({ open }) => {
    const house = await open(onKept());
    for (const number of kept.numbers) {
      const { status, data } = await house.operator('GET', `/v1/cases/${encodeURIComponent(number)}`);
      expect([status, data.stories.length]).toEqual([200, data.stories.length || expect.fail(number)]);
    }
  });

  it('knows the repeats of its events: each gets the receipt it got, and a conflict stays one', async ({ open }) => {
    const house = await open(onKept());
    // Systems that are asked have new things to say meanwhile.
    const pushing = [...new Set(kept.posted.map(({ system }) => system))];
    // What a delivery brings back is no repeat either.
    const events = eventsOf(house, pushing, 'native');
    for (const { system, native, status, receipt } of kept.posted) {
      const again = await house.push(system, native);
      expect(again.status).toBe(status === 202 ? 200 : status);
      // Of a refusal its problem was kept in the place of a receipt.
      if (status < 300) expect(again.data).toEqual(receipt);
      else expect(receipt).toMatchObject({ code: again.data.code });
    }
    expect(eventsOf(house, pushing, 'native')).toBe(events);
  });

  it('K2: a state that comes back after the upgrade is a new event, where its system states no time', async ({
    open,
  }) => {
    const house = await open(onKept());
    const untimed = kept.posted.find(
      ({ native }) => 'content' in native && !('updatedAt' in native) && !('serahTerima' in native),
    );
    const { system = '', native = {} } = untimed ?? {};
    expect((await house.push(system, native)).status).toBe(200);
    expect((await house.push(system, { ...native, tstatus: { name: 'Selesai' } })).status).toBe(202);
    expect((await house.push(system, native)).status).toBe(202);
    expect((await house.push(system, native)).status).toBe(200);
  });

  it('takes what systems say again when they are asked for no news', async ({ open }) => {
    const house = await open(onKept({ adapters: adapters.map(sayingTheSame) }));
    await soon(async () => {
      const { data } = await house.operator('GET', '/v1/polls');
      expect(data.map(({ lastRoundAt }: AnyJson) => lastRoundAt > kept.at)).toEqual([true, true, true, true]);
    });
    const polled = SYSTEMS.filter((_, index) => CONFIG.systems[index].poll);
    expect(eventsOf(house, polled)).toBe(kept.events.filter(({ system }) => polled.includes(system)).length);
  });
});
