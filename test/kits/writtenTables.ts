import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseAst } from 'rolldown/parseAst';
import type { CodeRow, CodeTable } from '../../src/adapter.ts';

/** Code tables as they stand in their source files: to take a row out, and see what the file would then export. */

const ROOT = join(import.meta.dirname, '../..');

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;

function nodesOf(value: unknown): readonly Node[] {
  if (typeof value !== 'object' || value === null) return [];
  return [...(isNode(value) ? [value] : []), ...Object.values(value).flatMap(nodesOf)];
}

/** One row as it stands in its file. */
export interface WrittenRow extends CodeRow {
  readonly start: number;
  readonly end: number;
}

export function rowsIn(source: string): readonly WrittenRow[] {
  return nodesOf(parseAst(source, { lang: 'ts' })).flatMap((node): WrittenRow[] => {
    if (node.type !== 'ObjectExpression' || !Array.isArray(node.properties)) return [];
    const members = Object.fromEntries(
      node.properties.map(({ key, value }: { key: Node; value: Node }) => [key.name, value.value]),
    );
    if (typeof members.native !== 'string' || typeof members.canonical !== 'string') return [];
    return [{ ...members, native: members.native, canonical: members.canonical, start: node.start, end: node.end }];
  });
}

const isTable = (value: unknown): value is CodeTable =>
  typeof value === 'object' && value !== null && 'name' in value && 'rows' in value;

/** The tables that a file would export if this were in it. */
export async function tablesOf(file: string, source: string): Promise<readonly CodeTable[]> {
  const anywhere = source.replaceAll(
    /(?<=from ')\.[^']+(?=')/gu,
    (path) => new URL(path, pathToFileURL(join(ROOT, file))).href,
  );
  const module: object = await import(
    `data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(anywhere, { mode: 'strip' }))}`
  );
  return Object.values(module).filter(isTable);
}
