import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Directory, directoryOf } from '../directory.ts';
import { besideFile, type Configuration, type Known, type Problem, readConfiguration } from './config.ts';
import { error } from './document.ts';

/** What became of the agreements' files when they were last read. */
export interface Loaded {
  /** Epoch milliseconds: since when the present agreements hold. */
  readonly loadedAt: number;
  /** Null, or why the files as they are now were not loaded: the present agreements go on as they were. */
  readonly refused: { readonly at: number; readonly problems: readonly Problem[] } | null;
}

/** The directory with the agreements as they were last loaded. */
export interface LiveAgreements {
  readonly directory: () => Directory;
  readonly state: () => Loaded;
  /** Loads all files anew where one changed, or none where one is wrong. Null where nothing changed. */
  reload(now: number): 'loaded' | 'refused' | null;
}

const RESTART = 'daftar sistem berubah sejak gerbang dijalankan; jalankan gerbang lagi';

/**
 * Edited agreements hold without a restart: all of them, or, where one is wrong, none. They are checked against the
 * systems of the configuration's file, so where those are no longer the ones the gateway runs with, none is loaded.
 */
export function createLiveAgreements(configuration: Configuration, known: Known, now: number): LiveAgreements {
  const folder = besideFile(configuration.file, configuration.config.agreementsDir);
  const place = { file: configuration.file, pointer: '/systems' };
  const running = JSON.stringify(configuration.config.systems);
  let { directory } = configuration;
  let seen = fingerprint(folder);
  let current: Loaded = { loadedAt: now, refused: null };

  function reload(at: number): 'loaded' | 'refused' | null {
    const found = fingerprint(folder);
    if (found === seen) return null;
    seen = found;
    const { problems, configuration: read } = readConfiguration(configuration.file, known);
    const errors = problems.filter(({ severity }) => severity === 'error');
    const isOther = read !== null && JSON.stringify(read.config.systems) !== running;
    if (read === null || isOther) {
      current = { ...current, refused: { at, problems: isOther ? [error(place, RESTART)] : errors } };
      return 'refused';
    }
    directory = directoryOf(configuration.directory.systems, read.directory.agreements);
    current = { loadedAt: at, refused: null };
    return 'loaded';
  }
  return { directory: () => directory, state: () => current, reload };
}

/** Changes with any file of the folder; empty where there is none to read. */
function fingerprint(folder: string): string {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    const marks = names.toSorted().map((name) => {
      const { mtimeMs, size, ino } = statSync(join(folder, name));
      return [name, mtimeMs, size, ino].join(' ');
    });
    return marks.join('\n');
  } catch (cause) {
    // It is being written, or gone: the reading that follows says what is wrong.
    return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  }
}
