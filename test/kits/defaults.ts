import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// biome-ignore lint/suspicious/noExplicitAny: a test may write anything into it, also what must be refused.
export type AnyJson = any;

const DEFAULTS = join(import.meta.dirname, '../../config');

/** The two that hand reports to each other; most tests need no others. */
export const TWO: readonly string[] = ['jaki-crm', 'lampung-in'];

export const readAny = (path: string): AnyJson => JSON.parse(readFileSync(path, 'utf8'));

/** The runnable default configuration with these of its systems, as plain JSON. */
export function defaultConfig(systems: readonly string[] = TWO): AnyJson {
  const config = readAny(join(DEFAULTS, 'jembatan.json'));
  return { ...config, systems: config.systems.filter(({ name }: { name: string }) => systems.includes(name)) };
}

/** Writes the default configuration with these of its systems, and of its agreements what concerns them, to a folder. */
export function writeDefaults(folder: string, systems: readonly string[] = TWO): void {
  cpSync(DEFAULTS, folder, { recursive: true });
  writeFileSync(join(folder, 'jembatan.json'), JSON.stringify(defaultConfig(systems)));
  for (const name of readdirSync(join(folder, 'agreements'))) {
    const path = join(folder, 'agreements', name);
    const agreement = readAny(path);
    const grants = agreement.grants.filter(
      ({ from, to }: { from: string; to: string }) => systems.includes(from) && systems.includes(to),
    );
    if (grants.length === 0) rmSync(path);
    else writeFileSync(path, JSON.stringify({ ...agreement, grants }));
  }
}
