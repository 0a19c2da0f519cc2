import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupText, restoreText } from '../../src/commands/backup.ts';
import type { Ledger } from '../../src/ledger.ts';
import { backUpLedger } from '../../src/ledgers/sqlite/backup.ts';
import { openSqliteLedger } from '../../src/ledgers/sqlite/ledger.ts';
import { restoreLedger } from '../../src/ledgers/sqlite/restore.ts';
import { LEDGER_VERSION } from '../../src/ledgers/sqlite/upgrade.ts';
import { bring, CASE, claim, LANE, newCase, newEvent, newRelay, relay, T0 } from '../kits/ledgerSamples.ts';
import { toVersion } from '../kits/ledgerVersion.ts';

let root: string;
let folder: string;
let target: string;
let open: Ledger[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'jembatan-cadangan-'));
  folder = join(root, 'data');
  target = join(root, 'buku.cadangan');
  open = [];
});
afterEach(async () => {
  for (const ledger of open) await ledger.close();
  rmSync(root, { recursive: true });
});

function openIn(data = folder): Ledger {
  const ledger = openSqliteLedger({ folder: data });
  open.push(ledger);
  return ledger;
}

/** An accepted event with its case and the one relay its receipt promises: what the audit calls sound. */
async function acceptOne(ledger: Ledger, id: string): Promise<string> {
  const promised = { to: LANE.system, contract: 'report-status/1.0' } as const;
  const relayId = `${id}.report-status.${LANE.system}`;
  await ledger.write(async (tx) => {
    await tx.putCase(newCase(), T0);
    await tx.putEvent(
      newEvent({
        id,
        receipt: { eventId: id, caseId: CASE, acceptedAt: '2025-07-03T02:15:00.000Z', relays: [promised] },
      }),
    );
    await tx.addRelays([newRelay({ id: relayId, eventId: id })], T0);
  });
  return relayId;
}

/** More pages than are copied in one step. */
async function fill(ledger: Ledger): Promise<void> {
  const native = { isi: 'x'.repeat(1_000_000) };
  for (let index = 0; index < 9; index += 1) {
    await ledger.write((tx) => tx.putEvent(newEvent({ id: `besar-${index}`, state: 'quarantined', native })));
  }
}

const modeOf = (file: string): number => statSync(file).mode & 0o777;
const knows = (ledger: Ledger, id: string): Promise<boolean> => ledger.write(async (tx) => !!(await tx.event(id)));
let clock = T0;
const restored = (data = folder, change = {}) => {
  clock += 1000;
  return restoreLedger({ folder: data, source: target, now: clock, ...change }).then(() => openIn(data));
};
const coded = (code: string, detail?: RegExp) =>
  expect.objectContaining({ code, ...(detail ? { message: expect.stringMatching(detail) } : {}) });

describe('the ledger`s files', () => {
  const files = ['ledger.db', 'ledger.db-wal', 'ledger.db-shm'];
  const modes = () => files.map((file) => modeOf(join(folder, file)));

  it.each([0, 0o022])('are for nobody but their owner to read, under a umask of %o', async (umask) => {
    const before = process.umask(umask);
    try {
      await acceptOne(openIn(), 'satu');
    } finally {
      process.umask(before);
    }
    expect(modes()).toEqual([0o600, 0o600, 0o600]);
  });

  it('are so again where an earlier gateway let everybody read them', async () => {
    const ledger = openIn();
    await acceptOne(ledger, 'satu');
    const torn = join(root, 'ditinggalkan');
    cpSync(folder, torn, { recursive: true });
    for (const file of files) chmodSync(join(torn, file), 0o644);
    const again = openIn(torn);
    expect(await knows(again, 'satu')).toBe(true);
    expect(files.map((file) => modeOf(join(torn, file)))).toEqual([0o600, 0o600, 0o600]);
  });
});

describe('a back-up', () => {
  it('is whole while the ledger is written to without pause, and has all that was acknowledged before', async ({
    onTestFinished,
  }) => {
    const ledger = openIn();
    await fill(ledger);
    const before: string[] = [];
    let isWriting = true;
    onTestFinished(() => {
      isWriting = false;
    });
    const write = async (writer: number): Promise<void> => {
      for (let turn = 0; isWriting; turn += 1) {
        const id = `tulis-${writer}-${turn}`;
        await acceptOne(ledger, id);
        if (isWriting) before.push(id);
      }
    };
    const writers = Array.from({ length: 5 }, (_, writer) => write(writer));
    await expect.poll(() => before.length).toBeGreaterThan(100);
    const acknowledged = [...before];
    const report = await backUpLedger({ folder, target });
    const during = before.length - acknowledged.length;
    isWriting = false;
    await Promise.all(writers);
    const copy = await restored(join(root, 'lain'));
    const unknown = await Promise.all(acknowledged.map((id) => knows(copy, id)));
    const { events, relays } = await copy.counts();
    expect(unknown).not.toContain(false);
    expect(during).toBeGreaterThan(0);
    expect([events.accepted + 9, relays.waiting]).toEqual([report.events, report.relays]);
    expect(relays.waiting).toBe(events.accepted);
    expect([report.contradictions, await copy.audit()]).toEqual([[], []]);
  });

  it('of a ledger that another process writes to ends, and leaves that process writing', {
    timeout: 30_000,
  }, async ({ onTestFinished }) => {
    const script = join(import.meta.dirname, '../kits/ledgerWriter.ts');
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const acknowledged: string[] = [];
    const reading = (async () => {
      for await (const id of createInterface({ input: child.stdout })) acknowledged.push(id);
    })();
    await expect.poll(() => acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(200);
    const before = [...acknowledged];
    await backUpLedger({ folder, target });
    const seen = acknowledged.length;
    await expect.poll(() => acknowledged.length).toBeGreaterThan(seen);
    child.kill('SIGKILL');
    await reading;
    const copy = await restored();
    expect((await Promise.all(before.map((id) => knows(copy, id)))).filter((found) => !found)).toEqual([]);
  });

  it('can be read by its owner only, needs nothing beside it, and says what is in it', async () => {
    const ledger = openIn();
    await acceptOne(ledger, 'satu');
    await ledger.write((tx) => tx.putEvent(newEvent({ id: 'dua', acceptedAt: T0 + 5, state: 'waiting', native: {} })));
    const report = await backUpLedger({ folder, target });
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(readdirSync(root).toSorted()).toEqual(['buku.cadangan', 'data']);
    expect(report).toEqual({
      ...{ id: ledger.id, version: LEDGER_VERSION, restores: 0, newestAt: T0 + 5, events: 2, relays: 1, cases: 1 },
      ...{ contradictions: [], bytes: statSync(target).size },
    });
  });

  it('of a stopped gateway has what only its log held when it was killed', async () => {
    const ledger = openIn();
    await acceptOne(ledger, 'satu');
    const killed = join(root, 'mati');
    cpSync(folder, killed, { recursive: true });
    expect((await backUpLedger({ folder: killed, target })).events).toBe(1);
  });

  it('says what contradicts itself in the ledger, and is made all the same', async () => {
    const ledger = openIn();
    await ledger.write((tx) => tx.addRelays([newRelay({ id: 'yatim' })], T0));
    const report = await backUpLedger({ folder, target });
    expect(report.contradictions).toEqual(['kiriman tanpa peristiwa yang diterima: yatim']);
    expect(backupText(report, { file: target, ms: 1 })).toContain('yatim');
  });

  it('replaces no file unless told to', async () => {
    await acceptOne(openIn(), 'satu');
    writeFileSync(target, 'surat penting');
    await expect(backUpLedger({ folder, target })).rejects.toEqual(coded('wrong-state', /sudah ada/));
    expect(readFileSync(target, 'utf8')).toBe('surat penting');
    await backUpLedger({ folder, target, force: true });
    expect(await knows(await restored(join(root, 'lain')), 'satu')).toBe(true);
  });

  it.each(['ledger.db', 'ledger.db-wal', 'gateway.lock'])(
    'never takes the place of the gateway`s own %s',
    async (name) => {
      const ledger = openIn();
      await acceptOne(ledger, 'satu');
      const aimed = backUpLedger({ folder, target: join(folder, name), force: true });
      await expect(aimed).rejects.toEqual(coded('wrong-state', /berkas gerbang sendiri/));
      expect(await knows(ledger, 'satu')).toBe(true);
    },
  );

  it('that is broken off leaves nothing behind, under no name', async () => {
    await fill(openIn());
    const controller = new AbortController();
    const tell = () => controller.abort();
    const broken = backUpLedger({ folder, target, signal: controller.signal, tell });
    await expect(broken).rejects.toEqual(coded('backup-failed', /dihentikan/));
    expect(readdirSync(root)).toEqual(['data']);
  });

  it('that is broken off while it is looked over leaves nothing behind either', async () => {
    await fill(openIn());
    const controller = new AbortController();
    const broken = backUpLedger({ folder, target, signal: controller.signal });
    await expect.poll(() => readdirSync(root).some((name) => name.endsWith('.sementara'))).toBe(true);
    controller.abort();
    await expect(broken).rejects.toEqual(coded('backup-failed', /dihentikan/));
    expect(readdirSync(root)).toEqual(['data']);
  });

  it('of a damaged ledger is refused', async () => {
    const ledger = openIn();
    await fill(ledger);
    await ledger.close();
    damage(join(folder, 'ledger.db'));
    await expect(backUpLedger({ folder, target })).rejects.toEqual(coded('backup-invalid', /rusak/));
    expect(existsSync(target)).toBe(false);
  });

  it('is refused where there is no ledger, and makes none', async () => {
    await expect(backUpLedger({ folder: root, target })).rejects.toEqual(coded('not-found', /Tidak ada buku besar/));
    expect(readdirSync(root)).toEqual([]);
  });

  it('is refused where its folder does not exist, or it is one', async () => {
    openIn();
    const nowhere = backUpLedger({ folder, target: join(root, 'salah', 'x') });
    await expect(nowhere).rejects.toEqual(coded('not-found', /salah tidak ada/));
    mkdirSync(target);
    await expect(backUpLedger({ folder, target, force: true })).rejects.toEqual(coded('wrong-state', /adalah folder/));
  });
});

/** Overwrites pages in the middle; the head of the file stays what it was. */
function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0xff, 4096 * 3, 4096 * 8);
  writeFileSync(path, bytes);
}

describe('restoring', () => {
  it('brings back what the back-up had, under the same name, and sends again what was under way', async () => {
    const ledger = openIn();
    const under = await acceptOne(ledger, 'jalan');
    await claim(ledger, under);
    await backUpLedger({ folder, target });
    await acceptOne(ledger, 'sesudah');
    await ledger.close();
    const back = await restored();
    expect([back.id, await knows(back, 'jalan'), await knows(back, 'sesudah')]).toEqual([ledger.id, true, false]);
    expect(await relay(back, under)).toMatchObject({ state: 'parked', id: under, attempt: 1 });
    expect(await claim(back, under, Date.now())).toMatchObject({ kind: 'granted' });
    expect(await back.audit()).toEqual([]);
  });

  it('ends the redrives that ran when the back-up was taken: they may have been cancelled since', async () => {
    const ledger = openIn();
    const id = await acceptOne(ledger, 'mati');
    await bring(ledger, id, { state: 'dead', outcome: 'rejected', error: { code: 'upstream-rejected', detail: '' } });
    const filter = { state: 'dead', to: LANE.system, from: null, contract: null, code: null } as const;
    const word = { operator: 'Petugas Uji', reason: 'dibetulkan', filter, ratePerSecond: 1 };
    await ledger.write((tx) => tx.addRedrive({ ...word, id: 'ulang', at: T0 }));
    await backUpLedger({ folder, target });
    await ledger.close();
    const back = await restored();
    expect(await back.runningRedrives()).toEqual([]);
    expect(await back.redrives(5)).toMatchObject([
      { state: 'cancelled', cancelled: { operator: 'pemulihan' }, items: { cancelled: 1, pending: 0 } },
    ]);
    expect((await relay(back, id)).state).toBe('dead');
  });

  it('keeps the ledger it replaces, whole, and every earlier one', async () => {
    const ledger = openIn();
    await acceptOne(ledger, 'satu');
    await backUpLedger({ folder, target });
    await bring(ledger, await acceptOne(ledger, 'dua').then(() => `satu.report-status.${LANE.system}`));
    // As a killed gateway leaves it: the newest rows are in the log alone.
    const killed = join(root, 'mati');
    cpSync(folder, killed, { recursive: true });
    const first = await restoreLedger({ folder: killed, source: target, now: T0 });
    const second = await restoreLedger({ folder: killed, source: target, now: T0 + 1000 });
    const kept = readdirSync(killed).filter((name) => name.includes('sebelum-pemulihan'));
    expect(kept.map((name) => join(killed, name)).toSorted()).toEqual([first.kept, second.kept]);
    const old = join(root, 'lama');
    await restoreLedger({ folder: old, source: first.kept ?? '', now: T0 });
    const before = openIn(old);
    expect([await knows(before, 'satu'), await knows(before, 'dua')]).toEqual([true, true]);
    expect((await before.counts()).relays.delivered).toBe(1);
  });

  it('counts each time, also from one and the same back-up', async () => {
    await openIn().close();
    await backUpLedger({ folder, target });
    const once = await restored();
    expect(once.restores).toBe(1);
    await once.close();
    const twice = await restored();
    expect(twice.restores).toBe(2);
    await backUpLedger({ folder, target, force: true });
    expect((await restored(join(root, 'mesin-baru'))).restores).toBe(3);
  });

  it('notes when', async () => {
    await openIn().close();
    await backUpLedger({ folder, target });
    await restoreLedger({ folder, source: target, now: T0 });
    const raw = new DatabaseSync(join(folder, 'ledger.db'));
    const noted = raw.prepare(`SELECT value FROM meta WHERE key = 'restored-at'`).get();
    raw.close();
    expect(noted?.value).toBe(String(T0));
  });

  it('is refused while a gateway holds the folder, and disturbs nothing', async () => {
    const ledger = openIn();
    await backUpLedger({ folder, target });
    await acceptOne(ledger, 'satu');
    const names = readdirSync(folder);
    await expect(restored()).rejects.toEqual(coded('wrong-state', /Gerbang masih memakai/));
    await acceptOne(ledger, 'dua');
    expect([await knows(ledger, 'satu'), readdirSync(folder)]).toEqual([true, names]);
  });

  it('is refused while another process reads the ledger: its log could not be folded in', {
    timeout: 20_000,
  }, async () => {
    const ledger = openIn();
    await backUpLedger({ folder, target });
    const reader = new DatabaseSync(join(folder, 'ledger.db'), { readOnly: true });
    reader.exec('BEGIN; SELECT * FROM meta');
    await acceptOne(ledger, 'satu');
    await ledger.close();
    await expect(restored()).rejects.toEqual(coded('wrong-state', /sedang membaca/));
    reader.close();
    expect(await knows(openIn(), 'satu')).toBe(true);
  });

  it.each([
    ['no ledger at all', (path: string) => writeFileSync(path, 'bukan buku besar, hanya surat biasa'.repeat(500))],
    ['empty', (path: string) => writeFileSync(path, '')],
    ['another program`s database', otherDatabase],
    ['cut off', (path: string) => truncateSync(path, statSync(path).size - 4096 * 5)],
    ['damaged inside', damage],
    ['damaged where nothing is read yet', damageIndex],
    ['of a newer version', (path: string) => withRaw(path, 'PRAGMA user_version = 99')],
    ['without a name', (path: string) => withRaw(path, `DELETE FROM meta WHERE key = 'ledger-id'`)],
  ])('refuses a file that is %s, and the ledger that is there stays', async (_, spoil) => {
    const ledger = openIn();
    await fill(ledger);
    await backUpLedger({ folder, target });
    await acceptOne(ledger, 'satu');
    await ledger.close();
    spoil(target);
    const before = readFileSync(join(folder, 'ledger.db'));
    await expect(restored()).rejects.toEqual(coded('backup-invalid'));
    expect(readFileSync(join(folder, 'ledger.db')).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => !/^(?:gateway\.lock|ledger\.db(?:-wal|-shm)?)$/.test(name))).toEqual(
      [],
    );
    const after = openIn();
    expect([after.restores, await knows(after, 'satu')]).toEqual([0, true]);
  });

  it('takes a back-up of the first version, which the gateway brings up to its own', async () => {
    const ledger = openIn();
    await acceptOne(ledger, 'satu');
    await backUpLedger({ folder, target });
    withRaw(target, toVersion(1));
    const back = await restored(join(root, 'lain'));
    expect([back.restores, await knows(back, 'satu'), await back.audit()]).toEqual([1, true, []]);
  });

  it('refuses the ledger itself, what is not there, and makes no folder for it', async () => {
    await openIn().close();
    const live = join(folder, 'ledger.db');
    await expect(restoreLedger({ folder, source: live, now: T0 })).rejects.toEqual(coded('wrong-state', /sendiri/));
    await expect(restored(join(root, 'lain'))).rejects.toEqual(coded('not-found', /cadangan tidak ada/));
    expect(existsSync(join(root, 'lain'))).toBe(false);
  });

  it('refuses the back-up of another ledger unless told to', async () => {
    await openIn().close();
    await backUpLedger({ folder, target });
    const other = join(root, 'lain');
    const there = openIn(other);
    await there.close();
    await expect(restored(other)).rejects.toEqual(coded('wrong-state', /milik buku besar/));
    expect(openIn(other).id).toBe(there.id);
    for (const ledger of open) await ledger.close();
    expect((await restored(other, { force: true })).id).toBe(open[0]?.id);
  });

  it('takes the place of a ledger that is damaged beyond opening, which is kept with its log', async () => {
    const ledger = openIn();
    await acceptOne(ledger, 'satu');
    await backUpLedger({ folder, target });
    await ledger.close();
    const live = join(folder, 'ledger.db');
    writeFileSync(live, 'rusak berat'.repeat(1000));
    writeFileSync(`${live}-wal`, 'log');
    const { kept } = await restoreLedger({ folder, source: target, now: T0 });
    expect([readFileSync(kept ?? '', 'utf8').slice(0, 11), readFileSync(`${kept}-wal`, 'utf8')]).toEqual([
      'rusak berat',
      'log',
    ]);
    expect(await knows(openIn(), 'satu')).toBe(true);
  });

  it('lets no log that was left behind be read as the new ledger`s', async () => {
    const ledger = openIn();
    await acceptOne(ledger, 'satu');
    await backUpLedger({ folder, target });
    await acceptOne(ledger, 'dua');
    const torn = join(root, 'sobek');
    cpSync(folder, torn, { recursive: true });
    rmSync(join(torn, 'ledger.db'));
    const back = await restored(torn);
    expect([await knows(back, 'satu'), await knows(back, 'dua'), await back.audit()]).toEqual([true, false, []]);
  });

  it('that is broken off leaves the ledger as it was', async () => {
    const ledger = openIn();
    await fill(ledger);
    await backUpLedger({ folder, target });
    await acceptOne(ledger, 'satu');
    await ledger.close();
    const controller = new AbortController();
    const broken = restored(folder, { signal: controller.signal, tell: () => controller.abort() });
    await expect(broken).rejects.toEqual(coded('backup-failed', /dihentikan/));
    const after = openIn();
    expect([after.restores, await knows(after, 'satu')]).toEqual([0, true]);
  });

  it('is for nobody but its owner to read, whatever rights the one before it had', async () => {
    await openIn().close();
    await backUpLedger({ folder, target });
    chmodSync(join(folder, 'ledger.db'), 0o644);
    const { kept } = await restoreLedger({ folder, source: target, now: T0 });
    expect([join(folder, 'ledger.db'), kept ?? ''].map(modeOf)).toEqual([0o600, 0o600]);
  });

  it('tells what comes next, and since when events are missing', async () => {
    await acceptOne(openIn(), 'satu');
    await backUpLedger({ folder, target });
    const report = await restoreLedger({ folder: join(root, 'lain'), source: target, now: T0 });
    const text = restoreText(report, { file: target, folder });
    expect(text).toContain('dipulihkan 1 kali');
    expect(text).toContain('tidak ada buku besar di folder ini');
    expect(text).toContain('setelah 03/07/2025 09:15:00 WIB');
    expect(text).toContain('GET /v1/strays');
  });
});

function withRaw(path: string, sql: string): void {
  const raw = new DatabaseSync(path);
  raw.exec(sql);
  raw.close();
}

/** The first page of an index that neither counts nor the audit look at. */
function damageIndex(path: string): void {
  const raw = new DatabaseSync(path, { readOnly: true });
  const page = Number(raw.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'attempts_relay'`).get()?.rootpage);
  raw.close();
  const bytes = readFileSync(path);
  bytes.fill(0xff, 4096 * (page - 1), 4096 * page);
  writeFileSync(path, bytes);
}

function otherDatabase(path: string): void {
  rmSync(path);
  withRaw(path, 'CREATE TABLE catatan (isi TEXT); PRAGMA user_version = 1');
}
