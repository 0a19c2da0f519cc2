import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeDefaults } from '../kits/defaults.ts';

const ROOT = join(import.meta.dirname, '../..');
const LAUNCHER = join(ROOT, 'bin/jembatan.js');
/** Has the launcher believe that it runs on a Node that is too old. */
const ON_NODE_20 = [
  '--import',
  `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})`,
];
const PATIENCE_MS = 30_000;

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'jembatan-launcher-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

interface Launched {
  readonly launcher: ChildProcess;
  /** Every line that was printed, as it comes. */
  readonly lines: string[];
  /** Resolves with the first line that holds the words. */
  until(words: string): Promise<string>;
  /** Resolves when nobody holds standard output any more: the launcher and all it started have ended. */
  readonly ended: Promise<void>;
}

function launch(command: string, args: readonly string[]): Launched {
  const place = folder();
  writeDefaults(join(place, 'config'), ['lampung-in', 'jaki-crm']);
  const launcher = spawn(command, [...args, 'gateway', '--port', '0', '--config', 'config/jembatan.json'], {
    cwd: place,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: launcher.stdout });
  reader.on('line', (line) => lines.push(line));
  const ended = once(reader, 'close').then(() => undefined);
  async function until(words: string): Promise<string> {
    for (;;) {
      const found = lines.find((line) => line.includes(words));
      if (found !== undefined) return found;
      await Promise.race([
        once(reader, 'line'),
        ended.then(() => Promise.reject(new Error(`ended before "${words}"`))),
      ]);
    }
  }
  onTestFinished(() => void launcher.kill('SIGKILL'));
  return { launcher, lines, until, ended };
}

describe('the launcher on an older Node', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'passes %s on, and ends as the gateway did',
    async (signal) => {
      const { launcher, until, ended } = launch(process.execPath, [...ON_NODE_20, LAUNCHER]);
      await until('gateway started');
      const exit = once(launcher, 'exit');
      launcher.kill(signal);
      expect(await exit).toEqual([0, null]);
      await ended;
      expect(await until('gateway stopped')).toContain('info');
    },
    PATIENCE_MS,
  );

  it(
    'leaves no gateway behind when it is killed itself',
    async () => {
      const { launcher, until, ended } = launch(process.execPath, [...ON_NODE_20, LAUNCHER]);
      await until('gateway started');
      launcher.kill('SIGKILL');
      expect(await until('gateway stopped')).toContain('info');
      await ended;
    },
    PATIENCE_MS,
  );

  it('gives back the exit code of what it ran', () => {
    const ran = spawnSync(process.execPath, [...ON_NODE_20, LAUNCHER, 'gateway', '--config', 'tidak-ada.json'], {
      cwd: folder(),
      encoding: 'utf8',
    });
    expect(ran.status).not.toBe(0);
    expect(ran.stderr).toContain('tidak-ada.json');
  });
});

describe('the launcher without packages', () => {
  it.each([
    ['none is there', () => undefined],
    // The others are those of this checkout.
    [
      'an update needs one more',
      (place: string) => symlinkSync(join(ROOT, 'node_modules'), join(place, 'node_modules')),
    ],
  ])('says that "npm ci" is missing where %s, on any Node', (_, install) => {
    const place = folder();
    mkdirSync(join(place, 'bin'));
    copyFileSync(LAUNCHER, join(place, 'bin/jembatan.js'));
    const dependencies = { commander: '*', 'paket-yang-baru': '*' };
    writeFileSync(join(place, 'package.json'), JSON.stringify({ type: 'module', dependencies }));
    install(place);
    for (const flags of [[], ON_NODE_20]) {
      const ran = spawnSync(process.execPath, [...flags, 'bin/jembatan.js', 'start'], { cwd: place, encoding: 'utf8' });
      expect([ran.status, ran.stdout]).toEqual([1, '']);
      expect(ran.stderr.trim().split('\n')).toEqual([expect.stringContaining('Jalankan "npm ci"')]);
    }
  });
});

/** A process 1 of its own, as in a container; only root on Linux may make one. */
const UNSHARE = ['unshare', '--pid', '--fork', '--mount-proc'] as const;
const canBeFirst = spawnSync(UNSHARE[0], [...UNSHARE.slice(1), 'true']).status === 0;

describe('process 1 of a container', () => {
  it.skipIf(!canBeFirst)(
    'is stopped by a SIGTERM that comes while it still loads',
    async () => {
      // `unshare` itself ignores what its child is meant to get, so the signal is sent from inside.
      const script = `${process.execPath} -e 'setTimeout(() => process.kill(1, "SIGTERM"), 400)' & exec ${process.execPath} ${LAUNCHER} "$@"`;
      const { launcher, lines, ended } = launch(UNSHARE[0], [...UNSHARE.slice(1), 'sh', '-c', script, 'sh']);
      const [code] = await once(launcher, 'exit');
      await ended;
      // It ended before it served, or served and drained: either is an answer, going on is not.
      expect(code).toBe(lines.some((line) => line.includes('gateway started')) ? 0 : 143);
    },
    PATIENCE_MS,
  );
});
