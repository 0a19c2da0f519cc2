import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { compileSchema } from '../../src/json/schema.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Every schema within a schema that has a pattern. */
function patterned(schema: unknown): readonly object[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'pattern' in schema && typeof schema.pattern === 'string' ? [schema] : [];
  return [...own, ...Object.values(schema).flatMap(patterned)];
}

const schemas = [
  ...globSync(['schemas/**/*.json', 'adapters/**/*.schema.json'], { cwd: ROOT, exclude: ['**/*.examples.json'] }).map(
    (file) => [file, JSON.parse(readFileSync(join(ROOT, file), 'utf8'))] as const,
  ),
  ...adapters.flatMap(({ dialect, options }) => (options ? [[`${dialect} options`, options] as const] : [])),
];

it.each(schemas)('a broken pattern of %s is told in words', (_, schema) => {
  for (const found of patterned(schema)) {
    const said = ['pattern', 'format', 'x-harus'].flatMap((name) =>
      Object.entries(found).filter(([own]) => own === name),
    );
    const [violation] = compileSchema({ ...Object.fromEntries(said), type: 'string' })('\u0007 ?');
    expect([found, violation?.message]).toEqual([found, expect.stringMatching(/^harus (?!berjenis)/u)]);
  }
});
