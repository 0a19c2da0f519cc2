import { dirname, join } from 'node:path/posix';
import { isNode, nodesOf, type Source } from './sourceLaw.ts';

/**
 * The import law: every folder and every file at the root of `src` has a rank, and an import, also of a type, goes into the
 * own folder or to a lower rank. Who shares a rank does not know each other. From the lowest up.
 */
export const RANKS: readonly (readonly string[])[] = [
  ['case', 'errorTable', 'generated/', 'maintenance'],
  ['errors'],
  ['json/'],
  ['contract'],
  ['agreement', 'envelope', 'warning'],
  ['outcome', 'snapshot'],
  ['declared', 'lookup'],
  ['adapter'],
  ['delivery', 'dialect/', 'event'],
  ['backbone', 'directory', 'redrive', 'scrub/', 'upstream'],
  ['answers', 'refusal'],
  ['ledger', 'words/'],
  ['config/', 'http/'],
  ['backbones/', 'intake/', 'ledgers/', 'observe/', 'relay/', 'upstreams/'],
  ['edge/', 'operator/', 'sandbox/'],
  ['gateway'],
  ['commands/'],
  ['main'],
];

/** The parts that may know the dialects themselves; all others know them by their port. */
const KNOW_DIALECTS = new Set(['commands/', 'gateway', 'sandbox/']);
/** All of the house that a dialect may know: what dialects are written with, and their port. */
const FOR_DIALECTS = new Set(['dialect/', 'generated/', 'adapter', 'declared', 'envelope', 'errors']);
/** Of these, their types alone. */
const TYPES_FOR_DIALECTS = new Set(['contract', 'outcome', 'warning']);
/** What only a simulator is written with. */
const FOR_SIMULATORS = new Set(['src/dialect/caseStore.ts', 'src/dialect/mapped/simulator.ts']);

/** One import, export-from or dynamic import. */
interface Import {
  /** A path from the project's root, or a package's name. */
  readonly target: string;
  readonly typeOnly: boolean;
}

/** What a source imports against the law, as sentences; empty when it keeps it. */
export function importFaults(source: Source): readonly string[] {
  return importsOf(source)
    .filter((found) => !mayImport(source.path, found))
    .map(({ target, typeOnly }) => `${source.path} imports ${typeOnly ? 'the types of ' : ''}${target}`);
}

/** The folder (`intake/`) or file at the root (`case`) that a source of `src` belongs to; null for all else. */
export const roomOf = (path: string): string | null => {
  const [, folder, file] = /^src\/(?:([^/]+\/)|([^/]+)\.ts$)/u.exec(path) ?? [];
  return folder ?? file ?? null;
};

const rankOf = (room: string): number => RANKS.findIndex((rooms) => rooms.includes(room));

function mayImport(path: string, found: Import): boolean {
  const { target } = found;
  if (path.startsWith('adapters/')) return adapterMay(path, found);
  if (!/^(?:src|adapters|test|schemas)\//u.test(target)) return true;
  const room = roomOf(path);
  if (room === null) return false;
  if (target.startsWith('adapters/')) return KNOW_DIALECTS.has(room);
  const other = roomOf(target);
  return other !== null && (other === room || (rankOf(other) >= 0 && rankOf(other) < rankOf(room)));
}

function adapterMay(path: string, { target, typeOnly }: Import): boolean {
  if (target.startsWith(`${dirname(path)}/`)) return true;
  if (FOR_SIMULATORS.has(target)) return path.endsWith('/simulator.ts');
  const room = roomOf(target);
  if (room === null) return false;
  return FOR_DIALECTS.has(room) || (typeOnly && TYPES_FOR_DIALECTS.has(room));
}

function importsOf({ path, text }: Source): readonly Import[] {
  return nodesOf(text).flatMap((node) => {
    const from = node.source;
    if (!isNode(from) || typeof from.value !== 'string') return [];
    const target = from.value.startsWith('.') ? join(dirname(path), from.value) : from.value;
    // `import { type A }` still loads the module when it runs.
    return [{ target, typeOnly: node.importKind === 'type' || node.exportKind === 'type' }];
  });
}
