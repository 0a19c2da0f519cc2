import { dirname, join } from 'node:path/posix';
import { parseAst } from 'rolldown/parseAst';

export interface Source {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

/** One import, export-from or dynamic import. */
interface Import {
  /** A path from the project's root, or a package's name. */
  readonly target: string;
  readonly typeOnly: boolean;
}

const ROOTS = new Set(['src/gateway.ts', 'src/main.ts']);
/** Folders that hand nothing on: they are called by the root and may name the types of what it hands them. */
const SURFACES = new Set(['edge', 'operator']);
const WAYS = ['src/intake/', 'src/relay/'];
/** All of the house a dialect may know. Simulators keep their books with one more. */
const ADAPTER_NOUNS = new Set(
  ['adapter', 'codes', 'commodity', 'declared', 'envelope', 'errors', 'native', 'region', 'generated/contracts'].map(
    (noun) => `src/${noun}.ts`,
  ),
);
const ADAPTER_TYPES = new Set(['contract', 'outcome', 'simulator', 'warning'].map((noun) => `src/${noun}.ts`));
const BOOKS = 'src/dialect/caseStore.ts';
/** What a dialect is made with that is described by its shape alone, and its simulator. */
const MAPPED = ['src/dialect/mapped/dialect.ts', 'src/dialect/mapped/shape.ts', 'src/dialect/mapped/words.ts'];
const MAPPED_SIMULATOR = 'src/dialect/mapped/simulator.ts';
/** Pure rules of the way in that every part applies before it keeps or shows a text. */
const PURE = new Set(['src/scrub/scrubText.ts', 'src/scrub/scrubData.ts']);

/** What a source imports against the law of the house, as sentences; empty when it keeps it. */
export function importFaults(source: Source): readonly string[] {
  return importsOf(source)
    .filter((found) => !mayImport(source.path, found))
    .map(({ target, typeOnly }) => `${source.path} imports ${typeOnly ? 'the types of ' : ''}${target}`);
}

function mayImport(path: string, { target, typeOnly }: Import): boolean {
  if (path.startsWith('adapters/')) return adapterMay(path, target, typeOnly);
  if (!target.includes('/') || !/^(?:src|adapters|test|schemas)\//u.test(target)) return true;
  if (ROOTS.has(path) || path.startsWith('src/commands/')) return !target.startsWith('test/');
  if (isNoun(target) || target.startsWith('src/generated/') || PURE.has(target)) return true;
  const folder = /^src\/([^/]+)\//u.exec(path)?.[1];
  if (folder === undefined) return false;
  if (target.startsWith('src/words/')) return true;
  if (target.startsWith(`src/${folder}/`)) return true;
  if (folder === 'sandbox') return target.startsWith('adapters/');
  return SURFACES.has(folder) && typeOnly && WAYS.some((way) => target.startsWith(way));
}

function adapterMay(path: string, target: string, typeOnly: boolean): boolean {
  const folder = dirname(path);
  if (target.startsWith(`${folder}/`) || ADAPTER_NOUNS.has(target) || MAPPED.includes(target)) return true;
  if (ADAPTER_TYPES.has(target)) return typeOnly;
  return path.endsWith('/simulator.ts') && (target === BOOKS || target === MAPPED_SIMULATOR);
}

const isNoun = (target: string): boolean => /^src\/[^/]+\.ts$/u.test(target) && !ROOTS.has(target);

function importsOf({ path, text }: Source): readonly Import[] {
  return nodesOf(text).flatMap((node) => {
    const from = node.source;
    if (!isNode(from) || typeof from.value !== 'string') return [];
    const target = from.value.startsWith('.') ? join(dirname(path), from.value) : from.value;
    // `import { type A }` still loads the module when it runs.
    return [{ target, typeOnly: node.importKind === 'type' || node.exportKind === 'type' }];
  });
}

export const MAX_FILE_LINES = 250;
export const MAX_FUNCTION_LINES = 40;
const MAX_PARAMETERS = 3;

/** Where a source is longer or wider than the budgets of the house, as sentences. */
export function budgetFaults(source: Source): readonly string[] {
  const { path, text } = source;
  const lines = text.trimEnd().split('\n').length;
  const isGenerated = path.startsWith('src/generated/');
  const tooLong = lines > MAX_FILE_LINES && !isGenerated ? [`${path} has ${lines} lines`] : [];
  const functions = functionsOf(source).flatMap(({ line, length, parameters }) => [
    ...(length > MAX_FUNCTION_LINES ? [`${path}:${line} a function of ${length} lines`] : []),
    ...(parameters > MAX_PARAMETERS ? [`${path}:${line} a function of ${parameters} parameters`] : []),
  ]);
  return [...tooLong, ...functions];
}

/**
 * Every function of a source, those inside others too: each counts its own lines from first to last, inner ones
 * included. Parameters count where we chose them: not `_unused` ones, nor those of a callback written in a call.
 */
export function functionsOf({ text }: Source): readonly { line: number; length: number; parameters: number }[] {
  const nodes = nodesOf(text);
  const callbacks = new Set(nodes.flatMap(({ arguments: given }) => (Array.isArray(given) ? given : [])));
  return nodes
    .filter(({ type, body }) => FUNCTIONS.has(type) && isNode(body))
    .map((node) => {
      const line = lineAt(text, node.start);
      const parameters = callbacks.has(node) || !Array.isArray(node.params) ? [] : node.params.filter(isChosen);
      return { line, length: lineAt(text, node.end) - line + 1, parameters: parameters.length };
    });
}

const isChosen = (parameter: unknown): boolean =>
  !(isNode(parameter) && typeof parameter.name === 'string' && parameter.name.startsWith('_'));

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** Words the house does not use, by the node that says them. */
const BANNED: Readonly<Record<string, string>> = {
  TSAnyKeyword: 'any',
  TSEnumDeclaration: 'an enum',
  TSNonNullExpression: 'a non-null assertion',
  ExportAllDeclaration: 'export *',
};

/** Ways round the type checker in a source, as sentences. */
export function languageFaults({ path, text }: Source): readonly string[] {
  const nodes = nodesOf(text).flatMap((node) => {
    const what = BANNED[node.type] ?? (isLaundering(node) ? 'as unknown as' : undefined);
    return what === undefined ? [] : [`${path}:${lineAt(text, node.start)} says ${what}`];
  });
  const hushed = /@ts-(?:ignore|nocheck|expect-error)/u.exec(text);
  return hushed ? [...nodes, `${path}:${lineAt(text, hushed.index)} says ${hushed[0]}`] : nodes;
}

const isLaundering = ({ type, expression }: Node): boolean =>
  type === 'TSAsExpression' &&
  isNode(expression) &&
  expression.type === 'TSAsExpression' &&
  isNode(expression.typeAnnotation) &&
  expression.typeAnnotation.type === 'TSUnknownKeyword';

function nodesOf(text: string): readonly Node[] {
  const found: Node[] = [];
  const open: unknown[] = [parseAst(text, { lang: 'ts' })];
  while (open.length > 0) {
    const value = open.pop();
    if (isNode(value)) found.push(value);
    if (typeof value === 'object' && value !== null) open.push(...Object.values(value));
  }
  return found.toSorted((a, b) => a.start - b.start);
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;
