import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeOldTrials, trialFolder } from '../../src/commands/trialFolder.ts';
import { HOLDER_FILE, LEDGER_FILE, mustNotBeLeftBehind, readyFolder } from '../../src/ledgers/sqlite/dataFolder.ts';
import { openSqliteLedger } from '../../src/ledgers/sqlite/ledger.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCE = join(ROOT, 'src/ledgers/sqlite/dataFolder.ts');

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'jembatan-folder-'));
  chmodSync(home, 0o755);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const at = (...parts: readonly string[]): string => join(home, ...parts);

const said = (work: () => void): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return `${error.code}: ${error.message}`;
    throw error;
  }
  return '';
};

describe('a data folder', () => {
  it('is made with all above it, and may be there already', () => {
    readyFolder(at('a/b/c'));
    readyFolder(at('a/b/c'));
    expect(statSync(at('a/b/c')).isDirectory()).toBe(true);
    symlinkSync(at('a'), at('tautan'));
    readyFolder(at('tautan/b/d'));
    expect(statSync(at('a/b/d')).isDirectory()).toBe(true);
  });

  it.each(['/proc', '/proc/jembatan', '/proc/self/a/b', '/sys', '/sys/jembatan/data', '/dev/null', '/dev/null/data'])(
    'in %s ends with an error that names the place, and does not loop',
    (folder) => {
      expect(said(() => readyFolder(folder))).toMatch(/^data-folder: .*\/(?:proc|sys|dev)/u);
      expect(said(() => openSqliteLedger({ folder }))).toMatch(/^data-folder: /u);
    },
  );

  it.each<[string, (folder: string) => void, RegExp]>([
    ['a file', (folder) => writeFileSync(folder, ''), /data adalah berkas, bukan folder\.$/u],
    [
      'a link to nowhere',
      (folder) => symlinkSync(at('tidak-ada'), folder),
      /data adalah tautan ke .*tidak-ada, yang tidak ada\.$/u,
    ],
    ['a link to itself', (folder) => symlinkSync(folder, folder), /data adalah tautan yang berputar\.$/u],
  ])('that is %s is named, also as a folder above', (_, make, words) => {
    make(at('data'));
    expect(said(() => readyFolder(at('data')))).toMatch(words);
    expect(said(() => readyFolder(at('data/di/bawah')))).toMatch(words);
  });

  it.each<[string, (file: string) => void, RegExp]>([
    ['a folder', (file) => mkdirSync(file), /ledger\.db adalah folder, bukan berkas\.$/u],
    [
      'a link to nowhere',
      (file) => symlinkSync(at('tidak-ada'), file),
      /ledger\.db adalah tautan ke .*, yang tidak ada\.$/u,
    ],
  ])('whose ledger is %s is named', (_, make, words) => {
    make(at(LEDGER_FILE));
    expect(said(() => readyFolder(home))).toMatch(words);
  });

  /** Whether any user of this machine gets there. */
  const isReachable = (path: string): boolean =>
    (statSync(path).mode & 0o001) !== 0 && (path === dirname(path) || isReachable(dirname(path)));

  // Whoever may write anywhere would not notice that he should not.
  it.runIf(process.getuid?.() === 0 && [SOURCE.replace(/[^/]+$/u, ''), process.execPath].every(isReachable))(
    'that we may not write to is named with its owner, its mode and who we are',
    async () => {
      const asOther = async (folder: string): Promise<string> => {
        const script = `import { readyFolder } from ${JSON.stringify(SOURCE)}; try { readyFolder(${JSON.stringify(folder)}) } catch (e) { console.log(e.code + ': ' + e.message) }`;
        const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { uid: 1000, gid: 1000 });
        return stdout;
      };
      const who = String.raw`sedangkan gerbang berjalan sebagai .*uid 1000\)?\.`;
      mkdirSync(at('milik-root'), { mode: 0o755 });
      expect(await asOther(at('milik-root'))).toMatch(
        new RegExp(`^data-folder: .*milik-root milik root \\(uid 0\\) dengan mode 0755, ${who}`, 'u'),
      );
      expect(await asOther(at('milik-root/baru/data'))).toMatch(
        new RegExp(`baru tidak dapat dibuat di .*milik-root \\(tidak ada izin, EACCES\\): .* mode 0755, ${who}`, 'u'),
      );
      mkdirSync(at('tertutup/data'), { recursive: true });
      chmodSync(at('tertutup'), 0o700);
      expect(await asOther(at('tertutup/data'))).toMatch(
        new RegExp(`tertutup milik root \\(uid 0\\) dengan mode 0700, ${who}`, 'u'),
      );
      mkdirSync(at('sendiri'));
      writeFileSync(at('sendiri', LEDGER_FILE), '', { mode: 0o600 });
      chownSync(at('sendiri'), 1000, 1000);
      expect(await asOther(at('sendiri'))).toMatch(
        new RegExp(`ledger.db tidak dapat ditulis: .*ledger.db milik root \\(uid 0\\) dengan mode 0600, ${who}`, 'u'),
      );
      chownSync(at('sendiri', LEDGER_FILE), 1000, 1000);
      expect(await asOther(at('sendiri'))).toBe('');
    },
  );

  it('in use names the process, what it runs, and since when', async () => {
    const ledger = openSqliteLedger({ folder: home });
    const words = said(() => openSqliteLedger({ folder: home }));
    expect(words).toMatch(
      new RegExp(
        `^config-invalid: Folder data .* sedang dipakai proses ${process.pid} \\(.+\\) sejak \\d.* WIB\\.`,
        'u',
      ),
    );
    await ledger.close();
    expect(existsSync(at(HOLDER_FILE))).toBe(false);
  });

  it.each(['', '{"pid":', '{"pid":"1","host":"x","since":"kemarin"}', 'null'])(
    'in use by somebody who left the note %j is refused all the same',
    async (note) => {
      const ledger = openSqliteLedger({ folder: home });
      writeFileSync(at(HOLDER_FILE), note);
      expect(said(() => openSqliteLedger({ folder: home }))).toMatch(/sedang dipakai gerbang lain\./u);
      await ledger.close();
    },
  );

  it('in use by a process of another machine names the machine, and tells no option', async () => {
    const ledger = openSqliteLedger({ folder: home });
    const note = { pid: 7, host: 'mesin-lain', since: '2026-11-29T01:24:00.000Z' };
    writeFileSync(at(HOLDER_FILE), JSON.stringify(note));
    expect(said(() => openSqliteLedger({ folder: home }))).toContain(
      'sedang dipakai proses 7 di mesin-lain sejak 29 Nov 2026, 08.24.00 WIB.',
    );
    await ledger.close();
  });
});

describe('a ledger in the folder of earlier versions', () => {
  const cwd = process.cwd();
  afterEach(() => process.chdir(cwd));

  it('is named with the folder it would be now, and what to do', () => {
    mkdirSync(at('kerja/data'), { recursive: true });
    writeFileSync(at('kerja/data', LEDGER_FILE), '');
    process.chdir(at('kerja'));
    const left = join(process.cwd(), 'data');
    for (const named of ['data', '../data', './lain']) {
      const words = said(() => mustNotBeLeftBehind(at('config/data'), named));
      expect(words).toContain(`Di ${at('config/data')} belum ada buku besar, sedangkan di ${left} ada`);
      expect(words).toContain(`"dataDir": ${JSON.stringify(left)}`);
    }
  });

  it('is no matter where the folder is absolute, the same, or has a ledger', () => {
    mkdirSync(at('kerja/data'), { recursive: true });
    writeFileSync(at('kerja/data', LEDGER_FILE), '');
    process.chdir(at('kerja'));
    mustNotBeLeftBehind('/var/lib/jembatan', '/var/lib/jembatan');
    mustNotBeLeftBehind(join(process.cwd(), 'data'), '../data');
    mkdirSync(at('config/data'), { recursive: true });
    writeFileSync(at('config/data', LEDGER_FILE), '');
    mustNotBeLeftBehind(at('config/data'), 'data');
  });
});

describe('folders of earlier trials', () => {
  const NOW = new Date('2026-11-29T01:00:00.000Z');
  const trialsOf = (): readonly string[] => readdirSync(at('simulasi')).toSorted();

  it('go when the next one starts, but for those in use and all that is no trial', async () => {
    const [own, old, used] = ['2026-11-29', '2026-11-27', '2026-11-28'].map((day) =>
      trialFolder(home, new Date(`${day}T01:00:00.000Z`)),
    );
    if (!own || !old || !used) throw new TypeError('three folders');
    await openSqliteLedger({ folder: old }).close();
    writeFileSync(join(old, 'jembatan.log'), 'baris\n');
    const running = openSqliteLedger({ folder: used });
    const kept = ['ledger.db', 'catatan', '2026-11-01T01-00-00-000Z-salinan', '2026-11-02T01-00-00-000Z'];
    for (const name of kept) mkdirSync(at('simulasi', name));
    writeFileSync(at('simulasi/2026-11-02T01-00-00-000Z/catatan.txt'), 'milik orang');
    mkdirSync(at('asli'));
    await openSqliteLedger({ folder: at('asli') }).close();
    symlinkSync(at('asli'), at('simulasi/2026-11-03T01-00-00-000Z'));
    readyFolder(own);
    removeOldTrials(own);
    expect(trialsOf()).toEqual(
      [...kept, '2026-11-03T01-00-00-000Z', '2026-11-28T01-00-00-000Z', '2026-11-29T01-00-00-000Z'].toSorted(),
    );
    expect(existsSync(at('asli', LEDGER_FILE))).toBe(true);
    await running.close();
    removeOldTrials(own);
    expect(trialsOf()).not.toContain('2026-11-28T01-00-00-000Z');
  });

  it('stay while they have no ledger yet, unless they are old', () => {
    const own = trialFolder(home, NOW);
    const beginning = trialFolder(home, new Date(NOW.getTime() - 1));
    readyFolder(own);
    readyFolder(beginning);
    removeOldTrials(own);
    expect(existsSync(beginning)).toBe(true);
    utimesSync(beginning, new Date(Date.now() - 3_600_000), new Date(Date.now() - 3_600_000));
    removeOldTrials(own);
    expect(existsSync(beginning)).toBe(false);
  });
});

it('the shipped configuration keeps its data beside the folder config, as before', () => {
  const { dataDir } = JSON.parse(readFileSync(join(ROOT, 'config/jembatan.json'), 'utf8'));
  expect(join(ROOT, 'config', dataDir)).toBe(join(ROOT, 'data'));
});
