import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Configuration, type Known, type Problem, readConfiguration } from './config.ts';
import { type Directory, directoryOf } from './directory.ts';

/** What became of the agreements' files when they were last read. */
export interface Shelf {
  /** Epoch milliseconds: since when the present agreements hold. */
  readonly takenAt: number;
  /** Null, or why the files as they are now were not taken up: the present agreements go on as they were. */
  readonly refused: { readonly at: number; readonly problems: readonly Problem[] } | null;
}

/** The directory with the agreements as they were last taken up. */
export interface AgreementShelf {
  readonly directory: () => Directory;
  readonly state: () => Shelf;
  /** Looks whether a file changed, and takes all of them up or none. Null where nothing changed. */
  look(now: number): 'taken up' | 'refused' | null;
}

/**
 * Edited agreements hold without a restart: all of them, or, where one is wrong, none. Systems stay as they were at the
 * start, and an agreement that names another is refused until then.
 */
export function agreementShelf(configuration: Configuration, known: Known, now: number): AgreementShelf {
  const folder = join(dirname(configuration.file), configuration.config.agreementsDir);
  const { systems } = configuration.directory;
  let { directory } = configuration;
  let seen = fingerprint(folder);
  let shelf: Shelf = { takenAt: now, refused: null };

  function look(at: number): 'taken up' | 'refused' | null {
    const found = fingerprint(folder);
    if (found === seen) return null;
    seen = found;
    const { problems, configuration: read } = readConfiguration(configuration.file, known);
    const errors = problems.filter(({ severity }) => severity === 'error');
    const strangers = read ? strangersOf(read, directory) : [];
    if (read === null || strangers.length > 0) {
      shelf = { ...shelf, refused: { at, problems: [...errors, ...strangers] } };
      return 'refused';
    }
    directory = directoryOf(systems, read.directory.agreements);
    shelf = { takenAt: at, refused: null };
    return 'taken up';
  }
  return { directory: () => directory, state: () => shelf, look };
}

/** Systems of new agreements that this gateway was not started with. */
function strangersOf({ file, directory }: Configuration, known: Directory): readonly Problem[] {
  const named = directory.agreements.flatMap(({ id, grants }) =>
    grants.flatMap(({ from, to }) => [from, to]).map((system) => ({ id, system })),
  );
  return named
    .filter(({ system }) => known.find(system) === undefined)
    .map(({ id, system }) => {
      const message = `perjanjian ${id} menyebut sistem ${system}, yang baru dikenal setelah gerbang dijalankan lagi`;
      return { file, pointer: '/systems', message, severity: 'error' };
    });
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
