import { parseAst } from 'rolldown/parseAst';

export interface Source {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

export const MAX_FILE_LINES = 250;
export const MAX_FUNCTION_LINES = 40;
const MAX_PARAMETERS = 3;
/** A table may be longer than a file of code. */
const TABLES: ReadonlySet<string> = new Set(['src/errorTable.ts']);

/** Where a source is longer or wider than the budgets of the house, as sentences. */
export function budgetFaults(source: Source): readonly string[] {
  const { path, text } = source;
  const lines = text.trimEnd().split('\n').length;
  const mayBeLong = path.startsWith('src/generated/') || TABLES.has(path);
  const tooLong = lines > MAX_FILE_LINES && !mayBeLong ? [`${path} has ${lines} lines`] : [];
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

export function nodesOf(text: string): readonly Node[] {
  const found: Node[] = [];
  const open: unknown[] = [parseAst(text, { lang: 'ts' })];
  while (open.length > 0) {
    const value = open.pop();
    if (isNode(value)) found.push(value);
    if (typeof value === 'object' && value !== null) open.push(...Object.values(value));
  }
  return found.toSorted((a, b) => a.start - b.start);
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;
