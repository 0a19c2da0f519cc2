import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ledger } from '../src/ledger.ts';
import { openSqliteLedger, type SqliteLedgerOptions } from '../src/ledgers/sqlite/ledger.ts';
import type { UpgradeStep } from '../src/ledgers/sqlite/upgrade.ts';
import { describeLedger } from './kits/ledgerKit.ts';
import { add, bring, claim, newCase, newEvent, newRelay, T0 } from './kits/ledgerSamples.ts';
import { toVersion } from './kits/ledgerVersion.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'jembatan-ledger-'));

describeLedger('the SQLite ledger', async () => {
  const folder = newFolder();
  let ledger = openSqliteLedger({ folder });
  return {
    get ledger() {
      return ledger;
    },
    async reopen() {
      await ledger.close();
      ledger = openSqliteLedger({ folder });
      return ledger;
    },
    async discard() {
      await ledger.close();
      rmSync(folder, { recursive: true });
    },
  };
});

describe('the data folder of the SQLite ledger', () => {
  let folder: string;
  let open: Ledger[];
  const openLedger = (options: Omit<SqliteLedgerOptions, 'folder'> = {}) => {
    const ledger = openSqliteLedger({ folder, ...options });
    open.push(ledger);
    return ledger;
  };
  beforeEach(() => {
    folder = newFolder();
    open = [];
  });
  afterEach(async () => {
    for (const ledger of open) await ledger.close();
    rmSync(folder, { recursive: true });
  });

  it('is used by one gateway at a time, and the refused one disturbs nothing', async () => {
    const ledger = openLedger();
    for (let tries = 0; tries < 2; tries += 1) {
      expect(() => openLedger()).toThrow(expect.objectContaining({ code: 'config-invalid' }));
    }
    await ledger.write((tx) => tx.putEvent(newEvent()));
    await ledger.close();
    expect((await openLedger().counts()).events.accepted).toBe(1);
  });

  it('written by a newer gateway is refused, and let go', async () => {
    await openLedger().close();
    const raw = new DatabaseSync(join(folder, 'ledger.db'));
    const { user_version: version } = raw.prepare('PRAGMA user_version').get() as { user_version: number };
    raw.exec('PRAGMA user_version = 99');
    expect(() => openLedger()).toThrow(/versi 99/);
    raw.exec(`PRAGMA user_version = ${version}`);
    raw.close();
    expect((await openLedger().counts()).refusals).toBe(0);
  });

  it('written by the first version is brought up to this one, with all that is in it', async () => {
    const before = openLedger();
    await before.write((tx) => tx.putEvent(newEvent()));
    await before.close();
    const raw = new DatabaseSync(join(folder, 'ledger.db'));
    raw.exec(toVersion(1));
    raw.close();
    const ledger = openLedger();
    expect(ledger.id).toBe(before.id);
    expect((await ledger.counts()).events.accepted).toBe(1);
    expect(await ledger.strays(10)).toEqual([]);
  });

  it('written by the version before is brought up to this one step by step, and counts what was there', async () => {
    const before = openLedger();
    await add(before, newRelay({ id: 'satu' }), newRelay({ subject: 'lain' }));
    await bring(before, 'satu');
    await before.write(async (tx) => {
      await tx.putEvent(newEvent({ state: 'quarantined', native: {} }));
      await tx.addRefusal({ at: T0, system: 'lampung-in', subject: null, code: 'internal', facts: {} });
    });
    const counts = await before.counts();
    await before.close();
    const raw = new DatabaseSync(join(folder, 'ledger.db'));
    raw.exec(toVersion(4));
    raw.close();
    const steps: UpgradeStep[] = [];
    const ledger = openLedger({ onUpgrade: (step) => void steps.push(step) });
    expect(await ledger.counts()).toEqual(counts);
    expect(counts).toMatchObject({ events: { quarantined: 1 }, relays: { delivered: 1, waiting: 1 }, refusals: 1 });
    expect((await ledger.audit()).filter((one) => one.startsWith('jumlah'))).toEqual([]);
    expect(steps.map(({ step }) => step)).toEqual(steps.map((_, index) => index + 1));
    expect(steps.at(-1)).toMatchObject({ from: 4, to: 5, of: steps.length });
  });

  it('keeps the refusals of earlier versions as they were, each with its sentence', async () => {
    const before = openLedger();
    await before.close();
    const raw = new DatabaseSync(join(folder, 'ledger.db'));
    raw.exec(toVersion(4));
    const add = raw.prepare('INSERT INTO refusals (at, system, subject, code, detail) VALUES (?, ?, ?, ?, ?)');
    for (const at of [T0, T0 + 1]) add.run(at, 'lampung-in', 'LIN-1', 'native-invalid', 'Isi tidak sah.');
    raw.close();
    const ledger = openLedger();
    const old = { system: 'lampung-in', subject: 'LIN-1', code: 'native-invalid', facts: {}, text: 'Isi tidak sah.' };
    await ledger.write((tx) => tx.addRefusal({ ...old, code: 'native-invalid', at: T0 + 2 }));
    expect(await ledger.refusals(10, { number: 'LIN-1' })).toEqual([
      { ...old, text: null, count: 1, firstAt: T0 + 2, lastAt: T0 + 2 },
      { ...old, count: 1, firstAt: T0 + 1, lastAt: T0 + 1 },
      { ...old, count: 1, firstAt: T0, lastAt: T0 },
    ]);
    expect([(await ledger.counts()).refusals, await ledger.audit()]).toEqual([3, []]);
  });

  it('counts rows in whatever state they are, whoever put them there', async () => {
    const ledger = openLedger();
    await add(ledger, newRelay(), newRelay({ subject: 'lain' }));
    const raw = new DatabaseSync(join(folder, 'ledger.db'));
    raw.exec(`UPDATE relays SET state = 'unheard-of' WHERE subject = 'lain'`);
    expect((await ledger.counts()).relays).toMatchObject({ waiting: 1, 'unheard-of': 1 });
    raw.exec(`DELETE FROM relays WHERE subject = 'lain'; INSERT OR IGNORE INTO relays SELECT * FROM relays`);
    raw.close();
    expect((await ledger.counts()).relays).toMatchObject({ waiting: 1, 'unheard-of': 0 });
  });

  it('that is full refuses writes whole, keeps what it acknowledged, and works again once there is space', async () => {
    const ledger = openLedger({ maxPages: 90 });
    const writeOne = (id: string) =>
      ledger.write(async (tx) => {
        await tx.addRelays([newRelay({ id: `relay-of-${id}`, subject: id })], T0);
        await tx.putEvent(newEvent({ id, native: { isi: 'x'.repeat(3_000) } }));
      });
    const ends = await Promise.allSettled(Array.from({ length: 100 }, (_, index) => writeOne(`penuh-${index}`)));
    const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []));
    expect(new Set(reasons)).toEqual(new Set(['ledger-unavailable']));
    const kept = ends.length - reasons.length;
    expect(kept).toBeGreaterThan(0);
    const { events, relays } = await ledger.counts();
    expect([events.accepted, relays.waiting]).toEqual([kept, kept]);
    await ledger.close();
    const roomy = openLedger({ maxPages: 6_000 });
    await roomy.write((tx) => tx.putEvent(newEvent()));
    expect((await roomy.counts()).events.accepted).toBe(kept + 1);
  });

  it('that fills up in the middle of a write keeps none of its parts, not even those that would still fit', async () => {
    const ledger = openLedger({ maxPages: 90 });
    const refusal = { at: T0, system: 'lampung-in', subject: null, code: 'internal', facts: {} } as const;
    const tooMuch = ledger.write((tx) =>
      Promise.all([
        tx.addRefusal(refusal),
        tx.putEvent(newEvent({ native: { isi: 'x'.repeat(400_000) } })),
        tx.addRefusal(refusal),
      ]),
    );
    await expect(tooMuch).rejects.toMatchObject({ code: 'ledger-unavailable' });
    expect(await ledger.refusals(10)).toEqual([]);
    await ledger.write((tx) => tx.addRefusal(refusal));
    expect(await ledger.refusals(10)).toMatchObject([{ code: 'internal', lastAt: T0, count: 1 }]);
  });

  it('pays for many writes asked for at once with a few commits', async () => {
    const ledger = openLedger();
    const exec = vi.spyOn(DatabaseSync.prototype, 'exec');
    await Promise.all(Array.from({ length: 400 }, () => ledger.write((tx) => tx.putEvent(newEvent()))));
    const commits = exec.mock.calls.filter(([sql]) => sql === 'COMMIT').length;
    exec.mockRestore();
    expect([commits > 0, commits <= 4]).toEqual([true, true]);
  });

  it('that is damaged under way is `ledger-unavailable` to readers and writers', async () => {
    const ledger = openLedger();
    const raw = new DatabaseSync(join(folder, 'ledger.db'));
    raw.exec('DROP TABLE refusals');
    raw.close();
    const unavailable = { code: 'ledger-unavailable' };
    const refusal = { at: T0, system: 'lampung-in', subject: null, code: 'internal', facts: {} } as const;
    await expect(ledger.refusals(1)).rejects.toMatchObject(unavailable);
    await expect(ledger.write((tx) => tx.addRefusal(refusal))).rejects.toMatchObject(unavailable);
  });

  it('loses no acknowledged write when its process is killed, and half of none is there', {
    timeout: 30_000,
  }, async () => {
    const acknowledged = await writeUntilKilled(folder, 400, () => {
      expect(() => openLedger()).toThrow(expect.objectContaining({ code: 'config-invalid' }));
    });
    const ledger = openLedger();
    const found = await ledger.write((tx) =>
      Promise.all(acknowledged.map(async (id) => (await tx.event(id)) && (await tx.relay(`relay-of-${id}`)))),
    );
    expect(acknowledged.length).toBeGreaterThanOrEqual(400);
    expect(found.filter((relay) => !relay)).toEqual([]);
    const { events, relays } = await ledger.counts();
    expect(relays.waiting).toBe(events.accepted);
  });
});

/** Runs a writing process, kills it (SIGKILL) after so many acknowledgements, and returns all it gave. */
async function writeUntilKilled(folder: string, count: number, whileWriting: () => void): Promise<readonly string[]> {
  const script = join(import.meta.dirname, 'kits/ledgerWriter.ts');
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  for await (const id of createInterface({ input: child.stdout })) {
    acknowledged.push(id);
    if (acknowledged.length === 1) whileWriting();
    if (acknowledged.length === count) child.kill('SIGKILL');
  }
  return acknowledged;
}

/** Tables that grow for as long as the gateway lives. */
const GROWING =
  /\b(?:SCAN) (?:events|cases|parties|relays|later|r|attempts|refusals|decisions)\b(?! USING (?:COVERING )?INDEX)/;

describe('the statements of the SQLite ledger', () => {
  const folder = newFolder();
  const plans = new Map<string, string>();
  let ledger: Ledger;

  beforeEach(async () => {
    const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
    ledger = openSqliteLedger({ folder });
    const statements = prepare.mock.calls.map(([sql]) => sql).filter((sql) => !sql.startsWith('PRAGMA'));
    prepare.mockRestore();
    if ((await ledger.counts()).relays.waiting === 0) await fill(ledger);
    const raw = new DatabaseSync(join(folder, 'ledger.db'), { readOnly: true });
    for (const sql of statements) plans.set(sql, planOf(raw, sql));
    raw.close();
  });
  afterEach(() => ledger.close());

  const planFor = (...parts: readonly string[]): string => {
    const found = [...plans].filter(([sql]) => parts.every((part) => sql.includes(part)));
    expect(found).toHaveLength(1);
    return found[0]?.[1] ?? '';
  };

  it.each([
    ['the outbox', ['from "relays"', 'order by "relays"."seq" limit', "state = 'waiting'"], 'relays_waiting'],
    ['the unsent relays of a lane', ['"seq" > ?', "state IN ('waiting'"], 'relays_unsent'],
    ['what is due', ['"due_at" <= ?', "state = 'parked'"], 'relays_parked'],
    ['when the next is due', ['select "due_at"', "state = 'parked'"], 'relays_parked'],
    ['whether an earlier one is unsettled', ['"position" < ?'], 'relays_position'],
    ['held events of a number', ['"system" = ? and "subject" = ?', 'order by'], 'events_held'],
    ['a case by a number', ['"number" = ? and "system" = ?'], 'parties_number'],
    ['lapsed leases', ['"lease_until" <= ?'], 'relays_claimed'],
    ['those left behind', ['select', '"due_at" is null', "state = 'parked'"], 'relays_'],
    ['unanswered cases', ['"answer_by" <= ?'], 'cases_unanswered'],
    ['events of a number', ['"events"', '"id" >= ?', 'case_id IS NULL'], 'sqlite_autoindex_events_1 (id>? AND id<?)'],
    ['relays of a number', ['"relays"."id" >= ?'], 'sqlite_autoindex_relays_1 (id>? AND id<?)'],
    ['attempts of a number', ['"relay_id" >= ?'], 'attempts_relay (relay_id>? AND relay_id<?)'],
    ['decisions about a number', ['"target" >= ?'], 'decisions_target (target>? AND target<?)'],
    ['refusals of a number', ['"refusals" where "subject" = ? order'], 'refusals_of_subject'],
    ['the dead of a redrive', ['count(*)', "state = 'dead'", 'sender'], 'relays_ended (state=?)'],
    ['the parked of a redrive', ['count(*)', "state = 'parked'", 'sender'], 'relays_parked'],
    ['the next of a redrive', ['"relay_id", "seen"', '"redrive_id" = ?'], 'PRIMARY KEY (redrive_id=? AND seq>?)'],
    ['redrives under way', ["state = 'running'", 'select'], 'redrives_running'],
    ['refusals of a system', ['"refusals" where "system" = ? order'], 'refusals_of_system'],
  ])('find %s by an index', (_, parts, index) => {
    expect(planFor(...parts)).toContain(index);
  });

  it.each([
    ['the outbox', ['from "relays"', 'order by "relays"."seq" limit', "state = 'waiting'"]],
    ['the unsent relays of a lane', ['"seq" > ?', "state IN ('waiting'"]],
    ['when the next is due', ['select "due_at"', "state = 'parked'"]],
    ['held events of a number', ['"system" = ? and "subject" = ?', 'order by']],
    ['refusals of a system', ['"refusals" where "system" = ? order']],
    ['refusals of a number', ['"refusals" where "subject" = ? order']],
    ['refusals', ['select * from "refusals" order']],
  ])('read %s in order without sorting', (_, parts) => {
    expect(planFor(...parts)).not.toContain('TEMP B-TREE');
  });

  it('read no growing table from end to end', () => {
    const scans = [...plans].filter(([sql, plan]) => GROWING.test(plan) && !isBounded(sql));
    expect(scans).toEqual([]);
  });

  it('count what there is by the totals alone, and what is under way by its index', () => {
    const counting = [...plans].filter(([sql]) => sql.includes('count(*)') && !sql.startsWith('select "found"'));
    // What a redrive would take.
    expect(counting.filter(([sql]) => !sql.includes('sender'))).toEqual([]);
    expect(planFor('select * from "totals"')).toBe('SCAN totals');
  });

  it('audit claimed relays by the index of the claimed ones', () => {
    expect(planFor('GROUP BY +r.recipient')).toContain('SCAN r USING INDEX relays_claimed');
  });

  it('compare the totals of what is under way by indexes that hold nothing else', () => {
    const compared = [...plans].filter(([sql]) => sql.includes('coalesce(sum(n), 0)'));
    const indexes = compared.map(([, plan]) => /SCAN \w+ USING COVERING INDEX (\w+)/.exec(plan)?.[1]);
    expect(indexes).toEqual(['relays_waiting', 'relays_claimed', 'relays_parked']);
  });

  it('find the open numbers of a system that is asked by indexes without the cases that are over', () => {
    const plan = planFor('union select "parties"."number"');
    expect([plan.includes('cases_open (holder=?)'), plan.includes('parties_silent (system=?)')]).toEqual([true, true]);
  });
});

/** Reads the newest few of everything; or everything, for the whole audit, which no route asks for. */
const isBounded = (sql: string): boolean =>
  sql.includes('GROUP BY of, state') ||
  (/limit \+?\?/.test(sql) && !sql.includes('where')) ||
  sql.includes('where state = \'delivered\' order by "relays"."seq" desc limit +?');

const planOf = (db: DatabaseSync, sql: string): string =>
  db
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => String(detail))
    .join('\n');

/** Some thousand rows in every state a working ledger has. */
async function fill(ledger: Ledger): Promise<void> {
  const ids = Array.from({ length: 1_000 }, (_, index) => `isi-${index}`);
  await ledger.write(async (tx) => {
    for (const id of ids) {
      await tx.putEvent(newEvent({ id, subject: id, state: id.endsWith('7') ? 'quarantined' : 'accepted' }));
      await tx.putCase(newCase(id), T0);
      await tx.addRelays([newRelay({ id, subject: id })], T0);
    }
  });
  for (const id of ids.slice(0, 100)) await bring(ledger, id);
  for (const id of ids.slice(100, 150)) await bring(ledger, id, { state: 'parked', dueAt: T0, outcome: 'failed' });
  for (const id of ids.slice(150, 160)) await claim(ledger, id);
  await add(ledger, newRelay());
}
