import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Adapter } from '../adapter.ts';
import { checkAdapter } from '../config/adapterChecks.ts';
import { readDocument } from '../config/document.ts';
import { type Contracts, loadContracts } from '../contract.ts';
import { GatewayError } from '../errors.ts';
import { isJson } from '../json/object.ts';
import { samplesOf } from './dialectSamples.ts';
import { dialectFiles } from './dialectTemplate.ts';

const ROOT = join(import.meta.dirname, '../..');
const NAME = /^[a-z][a-z-]*\/[a-z][a-z0-9-]*$/;

const HELP = `
Yang ditulis adalah kerangka untuk sistem laporan yang isinya sama dengan kontrak bersama, dengan nama dan kata sendiri.
1. npx jembatan new-dialect banten/banten-kita         menulis folder itu dan mendaftarkannya
2. isi baris bertanda ISI di shape.ts                  npx jembatan check menyebut yang belum terisi
3. npx jembatan new-dialect banten/banten-kita --samples   menulis contoh-contohnya; periksa satu per satu
   Contoh yang sudah ada dibiarkan; sesudah shape.ts diubah, --force menulisnya lagi dari shape.ts.
4. npx vitest run test/adapters.test.ts
Sistem yang bedanya lebih dari nama ditulis sebagai adaptor biasa: adapters/README.md.`;

/** Registers `new-dialect <province/name>`: writes a dialect to be filled in, or its samples once it is. Replaces no file unless it is forced to. */
export function newDialectCommand(program: Command, adapters: readonly Adapter[]): void {
  program
    .command('new-dialect')
    .argument('<provinsi/nama>', 'folder di bawah adapters/, misalnya banten/banten-kita')
    .option('--samples', 'tulis contoh-contoh dari shape.ts yang sudah diisi')
    .option('--force', 'ganti juga contoh yang sudah ada, termasuk yang Anda ubah sendiri')
    .option('--territory <kode>', 'kode wilayah untuk contoh', '31')
    .description('tulis kerangka adaptor baru untuk sistem laporan provinsi lain')
    .addHelpText('after', HELP)
    .action(async (dialect: string, options: Options) => {
      if (!NAME.test(dialect)) throw misnamed(dialect);
      const said = options.samples
        ? await writeSamples(dialect, adapters, options)
        : writeDialect(dialect).map(written);
      for (const line of said) console.log(line);
    });
}

interface Options {
  readonly samples?: true;
  readonly force?: true;
  readonly territory: string;
}

const written = (file: string): string => `ditulis: ${file}`;

const misnamed = (dialect: string): GatewayError =>
  new GatewayError('usage', { detail: `Nama ${dialect} bukan <provinsi>/<nama> dengan huruf kecil.` });

const refused = (detail: string): GatewayError => new GatewayError('bad-request', { detail });

const unregistered = (dialect: string): GatewayError =>
  new GatewayError('not-found', { detail: `Dialek ${dialect} belum terdaftar; tulis kerangkanya lebih dulu.` });

function writeDialect(dialect: string): readonly string[] {
  const folder = join(ROOT, 'adapters', dialect);
  if (existsSync(folder)) throw refused(`adapters/${dialect} sudah ada; tidak ada yang ditulis.`);
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

/** What was done with each sample, a line each. Throws `bad-request` where the shape is not filled in. */
async function writeSamples(
  dialect: string,
  adapters: readonly Adapter[],
  { force, territory }: Options,
): Promise<readonly string[]> {
  const adapter = adapters.find((each) => each.dialect === dialect);
  const { simulators } = await import('../../adapters/simulators.ts');
  const create = simulators[dialect];
  if (!adapter || !create) throw unregistered(dialect);
  const contracts = loadContracts();
  mustBeWhole(adapter, contracts);
  const samples = samplesOf(adapter, create, { contracts, of: fullestExample, territory });
  return Object.entries(samples).map(([name, sample]) =>
    writeSample(join('adapters', dialect, 'samples', name), `${JSON.stringify(sample, null, 2)}\n`, force === true),
  );
}

/** What a shape left open shows in its samples as something else: a time that cannot be read, say. */
function mustBeWhole(adapter: Adapter, contracts: Contracts): void {
  const problems = checkAdapter(adapter, contracts).filter(({ severity }) => severity === 'error');
  if (problems.length === 0) return;
  const violations = problems.map(({ pointer, message }) => ({ pointer, message }));
  const detail = `adapters/${adapter.dialect}/shape.ts belum dapat dipakai: isi dulu yang disebut ini.`;
  throw new GatewayError('bad-request', { detail, violations });
}

function writeSample(file: string, text: string, force: boolean): string {
  const path = join(ROOT, file);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : null;
  if (before === text) return `sudah sama: ${file}`;
  if (before !== null && !force) return `dibiarkan: ${file} (sudah ada dan berbeda; --force menggantinya)`;
  writeFileSync(path, text);
  return before === null ? written(file) : `diganti: ${file}`;
}

/** Of a contract's own valid examples the one that says most. */
function fullestExample(ref: string): Readonly<Record<string, unknown>> {
  const { data } = readDocument(join(ROOT, 'schemas', `${ref}.examples.json`), () => []);
  const valid = isJson(data) && Array.isArray(data.valid) ? data.valid : [];
  const examples = valid.flatMap((each) => (isJson(each) && isJson(each.data) ? [each.data] : []));
  const [fullest = {}] = examples.toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length);
  return fullest;
}
