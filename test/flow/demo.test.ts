import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { JAKARTA_PLACES, LAMPUNG_PLACES } from '../../src/sandbox/scenario.ts';
import { defaultConfig, readAny, writeDefaults } from '../kits/defaults.ts';

const ROOT = join(import.meta.dirname, '../..');
const DEFAULT = join(ROOT, 'config/jembatan.json');
const REPORTS = JAKARTA_PLACES.length + LAMPUNG_PLACES.length;
/** The command gives itself two minutes; on an idle machine it takes ten seconds. */
const PATIENCE_MS = 150_000;

/** A folder that goes with the test. What the command writes goes there. */
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'jembatan-demo-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function demo(cwd: string, config: string) {
  const child = spawn(process.execPath, [join(ROOT, 'src/main.ts'), 'demo', '--port', '0', '--config', config], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    const gone = once(child, 'exit');
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await gone;
  });
  const exit = once(child, 'exit');
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { said, complained, code };
}

const rowsOf = (said: string, mark: string): readonly string[] =>
  said.split('\n').filter((line) => line.startsWith(`│ ${mark} │`));

describe('the demonstration', () => {
  it(
    'of the default configuration brings every report home and everything else across, and ends with 0',
    async () => {
      const { said, complained, code } = await demo(folder(), DEFAULT);
      expect([code, complained]).toEqual([0, '']);
      expect(said).toMatch(/^Kendali simulator di http:\/\/127\.0\.0\.1:\d+\/_sandbox$/mu);
      expect(REPORTS).toBe(19);
      expect(said).toContain(`${REPORTS} dari ${REPORTS} laporan selesai dan status akhirnya sudah`);
      const [, seen, all] = /(\d+) dari (\d+) informasi lain tampak/u.exec(said) ?? [];
      expect(seen).toBe(all);
      expect(Number(all)).toBeGreaterThanOrEqual(11);
      expect([rowsOf(said, '✔').length, rowsOf(said, '…')]).toEqual([REPORTS + Number(all), []]);
      const tables = said.split('\n').filter((line) => /^[│┌├└]/u.test(line));
      expect(Math.max(...tables.map((line) => line.length))).toBeLessThanOrEqual(100);
      // Each system as it counted itself: nothing twice anywhere.
      const counted = [...said.matchAll(/^ {2}(\S+): \d+ panggilan diterima, \d+ perubahan, (.+)$/gmu)];
      const { systems } = readAny(DEFAULT);
      expect(counted.map(([, name, twice]) => [name, twice])).toEqual(
        systems.map(({ name }: { name: string }) => [name, 'tidak ada yang tercatat dua kali']),
      );
    },
    PATIENCE_MS,
  );

  it(
    'without one of the two provinces says so, and does not end with 0',
    async () => {
      const place = folder();
      const systems = defaultConfig(['jaki-crm', 'jaki', 'desa-hajimena']).systems.map(
        ({ name }: { name: string }) => name,
      );
      writeDefaults(join(place, 'config'), systems);
      const { said, code } = await demo(place, 'config/jembatan.json');
      expect([code, said]).toEqual([1, expect.stringContaining('simulator Lampung (18) tidak ada')]);
    },
    PATIENCE_MS,
  );
});
