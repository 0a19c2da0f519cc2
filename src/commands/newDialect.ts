import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Adapter } from '../adapter.ts';
import { loadContracts } from '../contract.ts';
import { isJson, readDocument } from '../document.ts';
import { GatewayError } from '../errors.ts';
import { samplesOf } from './dialectSamples.ts';
import { dialectFiles } from './dialectTemplate.ts';

const ROOT = join(import.meta.dirname, '../..');
const NAME = /^[a-z][a-z-]*\/[a-z][a-z0-9-]*$/;

const HELP = `
Yang ditulis adalah kerangka untuk sistem laporan yang isinya sama dengan kontrak bersama, dengan nama dan kata sendiri.
1. npx jembatan new-dialect banten/banten-kita         menulis folder itu dan mendaftarkannya
2. isi baris bertanda ISI di shape.ts                  npx jembatan check menyebut yang belum terisi
3. npx jembatan new-dialect banten/banten-kita --samples   menulis contoh-contohnya; periksa satu per satu
4. npx vitest run test/adapters.test.ts
Sistem yang bedanya lebih dari nama ditulis sebagai adaptor biasa: adapters/README.md.`;

/** Registers `new-dialect <province/name>`: writes a dialect to be filled in, or its samples once it is. Replaces no file. */
export function newDialectCommand(program: Command, adapters: readonly Adapter[]): void {
  program
    .command('new-dialect')
    .argument('<provinsi/nama>', 'folder di bawah adapters/, misalnya banten/banten-kita')
    .option('--samples', 'tulis contoh-contoh dari shape.ts yang sudah diisi')
    .option('--territory <kode>', 'kode wilayah untuk contoh', '31')
    .description('tulis kerangka adaptor baru untuk sistem laporan provinsi lain')
    .addHelpText('after', HELP)
    .action(async (dialect: string, { samples, territory }: { samples?: true; territory: string }) => {
      if (!NAME.test(dialect)) throw invalid(`Nama ${dialect} bukan <provinsi>/<nama> dengan huruf kecil.`);
      const written = samples ? await writeSamples(dialect, adapters, territory) : writeDialect(dialect);
      for (const file of written) console.log(`ditulis: ${file}`);
    });
}

const invalid = (detail: string): GatewayError => new GatewayError('bad-request', { detail });

function writeDialect(dialect: string): readonly string[] {
  const folder = join(ROOT, 'adapters', dialect);
  if (existsSync(folder)) throw invalid(`adapters/${dialect} sudah ada; tidak ada yang ditulis.`);
  mkdirSync(join(folder, 'samples'), { recursive: true });
  const files = Object.entries(dialectFiles(dialect)).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return `adapters/${dialect}/${name}`;
  });
  return [...files, register(dialect, 'index.ts', 'adapter'), register(dialect, 'simulators.ts', 'createSimulator')];
}

const camel = (dialect: string): string =>
  dialect.replaceAll(/[/-]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** One import and one line in a register, wherever it is among the others. */
function register(dialect: string, file: 'index.ts' | 'simulators.ts', exported: string): string {
  const path = join(ROOT, 'adapters', file);
  const name = camel(dialect);
  const module = file === 'index.ts' ? 'index.ts' : 'simulator.ts';
  const line = `import { ${exported} as ${name} } from './${dialect}/${module}';\n`;
  const text = readFileSync(path, 'utf8');
  const end = text.lastIndexOf('\nimport ') + 1;
  const after = text.indexOf('\n', end) + 1;
  const imported = `${text.slice(0, after)}${line}${text.slice(after)}`;
  const entry = file === 'index.ts' ? `${name}` : `'${dialect}': ${name}`;
  const closing = file === 'index.ts' ? ']' : '}';
  const at = imported.lastIndexOf(closing);
  const before = imported.slice(0, at).trimEnd();
  writeFileSync(path, `${before}${before.endsWith(',') ? '' : ','}\n  ${entry},\n${imported.slice(at)}`);
  return `adapters/${file}`;
}

async function writeSamples(
  dialect: string,
  adapters: readonly Adapter[],
  territory: string,
): Promise<readonly string[]> {
  const adapter = adapters.find((each) => each.dialect === dialect);
  const { simulators } = await import('../../adapters/simulators.ts');
  const create = simulators[dialect];
  if (!adapter || !create) throw invalid(`Dialek ${dialect} belum terdaftar; tulis kerangkanya lebih dulu.`);
  const samples = samplesOf(adapter, create, { contracts: loadContracts(), of: fullestExample, territory });
  return Object.entries(samples).flatMap(([name, sample]) => {
    const file = join('adapters', dialect, 'samples', name);
    if (existsSync(join(ROOT, file))) return [];
    writeFileSync(join(ROOT, file), `${JSON.stringify(sample, null, 2)}\n`);
    return [file];
  });
}

/** Of a contract's own valid examples the one that says most. */
function fullestExample(ref: string): Readonly<Record<string, unknown>> {
  const { data } = readDocument(join(ROOT, 'schemas', `${ref}.examples.json`), () => []);
  const valid = isJson(data) && Array.isArray(data.valid) ? data.valid : [];
  const examples = valid.flatMap((each) => (isJson(each) && isJson(each.data) ? [each.data] : []));
  const [fullest = {}] = examples.toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length);
  return fullest;
}
