import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const SCHEMAS = join(import.meta.dirname, '../../schemas');

export type Json = Readonly<Record<string, unknown>>;

export interface SchemaFile {
  /** `citizen-report` */
  readonly name: string;
  /** `citizen-report/1.0` */
  readonly ref: string;
  readonly schema: Json;
  /** The file of its examples, whether it is there or not. */
  readonly examplesFile: string;
}

/** Every schema under `schemas/`, read without the code that is under test. */
export function readSchemaFiles(folder: string = SCHEMAS): readonly SchemaFile[] {
  return folders(folder).flatMap((name) =>
    readdirSync(join(folder, name))
      .filter((file) => /^\d+\.\d+\.json$/.test(file))
      .map((file) => ({
        name,
        ref: `${name}/${file.slice(0, -'.json'.length)}`,
        schema: readJson(join(folder, name, file)),
        examplesFile: join(folder, name, file.replace(/\.json$/, '.examples.json')),
      })),
  );
}

/** Names of the folders below `schemas/`. */
export const folders = (folder: string = SCHEMAS): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

export interface Examples {
  readonly valid: readonly { readonly reason: string; readonly data: unknown }[];
  readonly invalid: readonly { readonly reason: string; readonly pointer: string; readonly data: unknown }[];
}

/** The examples of a schema; none where the file is missing, which the contract kit reports by itself. */
export function readExamples({ examplesFile }: SchemaFile): Examples {
  if (!existsSync(examplesFile)) return { valid: [], invalid: [] };
  const { valid, invalid } = readJson(examplesFile);
  if (!Array.isArray(valid) || !Array.isArray(invalid)) throw new Error(`${examplesFile} lacks valid[] or invalid[]`);
  return { valid, invalid };
}

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readJson(file: string): Json {
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isJson(json)) throw new Error(`${file} is not a JSON object`);
  return json;
}
