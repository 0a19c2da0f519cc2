import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFaults, RANKS, roomOf } from './kits/importLaw.ts';
import { budgetFaults, functionsOf, languageFaults, type Source } from './kits/sourceLaw.ts';

const ROOT = join(import.meta.dirname, '..');

const sources: readonly Source[] = globSync(['src/**/*.ts', 'adapters/**/*.ts'], { cwd: ROOT })
  .filter((path) => !path.startsWith('src/console/'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

const faultsOf = (check: (source: Source) => readonly string[]): string[] => sources.flatMap((source) => check(source));

describe('the house', () => {
  it('is there to be looked at', () => {
    expect(sources.length).toBeGreaterThan(50);
  });
  it('gives every folder and every file at its root one rank', () => {
    const rooms = new Set(sources.flatMap(({ path }) => roomOf(path) ?? []));
    expect(RANKS.flat().toSorted()).toEqual([...rooms].toSorted());
  });
  it('has at most two dozen files at its root', () => {
    expect([...RANKS.flat()].filter((room) => !room.endsWith('/')).length).toBeLessThanOrEqual(24);
  });
  it('keeps its import law', () => {
    expect(faultsOf(importFaults)).toEqual([]);
  });
  it('keeps its files, functions and parameter lists short', () => {
    expect(faultsOf(budgetFaults)).toEqual([]);
  });
  it('has mostly small functions', () => {
    const lengths = sources
      .flatMap((source) => functionsOf(source).map(({ length }) => length))
      .toSorted((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(12);
  });
  it('never talks the type checker round', () => {
    expect(faultsOf(languageFaults)).toEqual([]);
  });
});

const planted = (path: string, text: string): Source => ({ path, text });

describe('the import law forbids', () => {
  it.each([
    ['a noun that knows a way', 'src/case.ts', "import { accept } from './intake/accept.ts'"],
    ['a noun that knows a machine', 'src/ledger.ts', "import type { Lock } from './ledgers/sqlite/folderLock.ts'"],
    ['a noun that knows the root', 'src/case.ts', "import { startGateway } from './gateway.ts'"],
    ['a noun that knows one above it', 'src/outcome.ts', "import type { Adapter } from './adapter.ts'"],
    ['a part that knows a dialect', 'src/config/config.ts', "import { ADAPTERS } from '../../adapters/index.ts'"],
    ['a noun that passes a machine on', 'src/ledger.ts', "export { open } from './ledgers/sqlite/ledger.ts'"],
    ['one way that knows the other', 'src/intake/accept.ts', "import type { Park } from '../relay/park.ts'"],
    ['a way that knows a machine', 'src/relay/deliver.ts', "import { createUpstream } from '../upstreams/http.ts'"],
    ['a machine that knows a way', 'src/backbones/embedded.ts', "import type { Ingest } from '../intake/ingest.ts'"],
    ['a machine that knows another', 'src/upstreams/http.ts', "import { logger } from '../observe/logger.ts'"],
    ['a machine that loads another late', 'src/observe/log.ts', "const a = () => import('../upstreams/http.ts')"],
    ['an edge that knows the other', 'src/edge/http.ts', "import type { Story } from '../operator/story.ts'"],
    [
      'a way that knows a dialect',
      'src/intake/translate.ts',
      "import a from '../../adapters/jakarta/jaki-crm/index.ts'",
    ],
    ['a source that knows a test', 'src/gateway.ts', "import { T0 } from '../test/kits/ledgerSamples.ts'"],
    ['a dialect that knows the ledger', 'adapters/jakarta/jaki/index.ts', "import '../../../src/ledger.ts'"],
    ['a dialect that knows another', 'adapters/jakarta/jaki/index.ts', "import '../jaki-crm/codes.ts'"],
    ['a dialect that reads files', 'adapters/jakarta/jaki/index.ts', "import { readFileSync } from 'node:fs'"],
    ['a dialect that calls out', 'adapters/jakarta/jaki/index.ts', "import axios from 'axios'"],
    ['a dialect that keeps books', 'adapters/jakarta/jaki/report.ts', "import '../../../src/dialect/caseStore.ts'"],
    [
      'a dialect that loads a type’s file',
      'adapters/jakarta/jaki/a.ts',
      "import { type Draft } from '../../../src/outcome.ts'",
    ],
  ])('%s', (_, path, text) => {
    expect(importFaults(planted(path, text))).toHaveLength(1);
  });

  it.each([
    ['a noun that knows a noun', 'src/ledger.ts', "import type { Case } from './case.ts'"],
    ['a noun that knows a package', 'src/json/schema.ts', "import Ajv from 'ajv/dist/2020.js'"],
    ['a way that knows its own folder', 'src/intake/accept.ts', "import { plan } from './plan.ts'"],
    ['an operator that words facts', 'src/operator/story.ts', "import { warningText } from '../words/id.ts'"],
    ['an edge that names what it is handed', 'src/edge/http.ts', "import type { Ingest } from '../intake/ingest.ts'"],
    ['the root that knows everything', 'src/gateway.ts', "import { ADAPTERS } from '../adapters/index.ts'"],
    ['the sandbox that plays dialects', 'src/sandbox/host.ts', "import { SIMULATORS } from '../../adapters/index.ts'"],
    [
      'a dialect that knows what dialects are written with',
      'adapters/jakarta/jaki/index.ts',
      "import { read } from '../../../src/dialect/codes.ts'",
    ],
    [
      'a machine that scrubs what it keeps',
      'src/upstreams/http.ts',
      "import { scrubText } from '../scrub/scrubText.ts'",
    ],
    ['the register of dialects', 'adapters/index.ts', "import { crm } from './jakarta/jaki-crm/index.ts'"],
    ['a simulator with its books', 'adapters/jakarta/jaki/simulator.ts', "import '../../../src/dialect/caseStore.ts'"],
  ])('but not %s', (_, path, text) => {
    expect(importFaults(planted(path, text))).toEqual([]);
  });
});

describe('the budgets catch', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `  step(${index});`).join('\n');
  it.each([
    ['a file of 251 lines', lines(251)],
    ['a function of 41 lines', `function long() {\n${lines(39)}\n}`],
    ['an arrow function of 41 lines', `const long = () => {\n${lines(39)}\n};`],
    ['a method of 41 lines', `class A {\n  long() {\n${lines(39)}\n  }\n}`],
    ['a function of four parameters', 'function wide(a: number, b = 1, [c] = [1], ...d: number[]) {}'],
    ['a constructor of four parameters', 'class A { constructor(a: A, b: A, c: A, d: A) {} }'],
  ])('%s', (_, text) => {
    expect(budgetFaults(planted('src/a.ts', text))).toHaveLength(1);
  });
  it.each([
    ['a callback whose shape the called one chose', 'text.replace(/a/u, (a, b, c, d) => d)'],
    ['a parameter that is only there for its place', 'const handler = (a: A, b: B, c: C, _next: D) => a'],
  ])('but not %s', (_, text) => {
    expect(budgetFaults(planted('src/a.ts', text))).toEqual([]);
  });
  it('nothing that just fits', () => {
    const fits = `function fits(a: number, b: number, c: number) {\n${lines(38)}\n}\n`;
    expect(budgetFaults(planted('src/a.ts', `${fits}${lines(210)}\n`))).toEqual([]);
  });
});

describe('the language law catches', () => {
  it.each([
    ['any', 'const a: any = 1'],
    ['any inside another type', 'let a: Map<string, any[]>'],
    ['a type that is laundered', 'const a = b as unknown as number'],
    ['a non-null assertion', 'const a = b!.c'],
    ['an enum', 'enum A { B }'],
    ['a barrel', "export * from './a.ts'"],
    ['a hushed checker', '// @ts-ignore\nconst a = 1'],
  ])('%s', (_, text) => {
    expect(languageFaults(planted('src/a.ts', text))).toHaveLength(1);
  });
  it('no word in a text or a comment', () => {
    expect(languageFaults(planted('src/a.ts', "// any\nconst any = 'as unknown as any'"))).toEqual([]);
  });
});
