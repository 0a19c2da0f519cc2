import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { GatewayError, type Violation } from './errors.ts';
import { ajv, escapePointer, type Validate, validateWith } from './json/schema.ts';

/** A contract by name and version: `citizen-report/1.0`. */
export type ContractRef = `${string}/${number}.${number}`;

/** RFC 6901. Where said so, `*` stands for every item of an array. */
export type JsonPointer = string;

const LANES = ['case', 'public', 'village'] as const;
const DELIVERIES = ['every', 'latest'] as const;
const ON_DEAD = ['hold', 'release'] as const;

/** Contracts of one lane keep their order among themselves, per subject. */
export type Lane = (typeof LANES)[number];

/** A versioned JSON Schema under `schemas/`, compiled. */
export interface Contract {
  readonly ref: ContractRef;
  readonly lane: Lane;
  /** `every`: each is delivered, in order. `latest`: a newer one supersedes a waiting older one. */
  readonly delivery: (typeof DELIVERIES)[number];
  /** What a dead relay does to its subject's later ones. */
  readonly onDead: (typeof ON_DEAD)[number];
  readonly schema: object;
  /** Where free text stands that must be scrubbed of personal data, through every `$ref`; `*` is every item of an array. */
  readonly freeText: readonly JsonPointer[];
  /** How many characters each of these may have. */
  readonly freeTextLimits: ReadonlyMap<JsonPointer, number>;
  /** A copy of data of a later minor version, without what this one does not know. */
  prune(data: Data): Data;
  /** Empty when the data follows the contract. Changes nothing, never throws; after the first violation it may stop looking. */
  validate(data: unknown): readonly Violation[];
}

export interface Contracts {
  /** Throws `config-invalid` where no such contract is known. */
  get(ref: string): Contract;
  has(ref: string): boolean;
  /** In alphabetical order of their refs. */
  all(): readonly Contract[];
  /** Validator of one of a contract's `$defs`; it lists every violation. Throws `config-invalid` where there is none. Compiled once. */
  definition(ref: ContractRef, name: string): Validate;
}

const DOCUMENTS = ['envelope', 'agreement', 'config'] as const;

/** The gateway's own documents, kept under `schemas/` by the same rule as contracts. Every other schema is a contract. */
export type DocumentName = (typeof DOCUMENTS)[number];

type Schema = Readonly<Record<string, unknown>>;
type Data = Readonly<Record<string, unknown>>;

/** Versions of one contract that whoever reads the older of them can also read: the same name and major version. */
export const isSameMajor = (one: ContractRef, other: ContractRef): boolean => majorOf(one) === majorOf(other);

const majorOf = (ref: ContractRef): string => ref.slice(0, ref.lastIndexOf('.'));

/** Orders versions of one contract, the oldest first. */
export const byVersion = (one: ContractRef, other: ContractRef): number =>
  one.localeCompare(other, 'en', { numeric: true });

interface SchemaFile {
  readonly ref: ContractRef;
  readonly file: string;
  readonly schema: Schema;
}

const SCHEMAS = join(import.meta.dirname, '../schemas');
const NAME = /^[a-z]+(?:-[a-z]+)*$/;
const VERSION = /^(\d+\.\d+)\.json$/;

/**
 * Reads and compiles every contract of a folder, once and synchronously. Throws `config-invalid`, naming the file,
 * for one that is no JSON, does not compile, is not named as its path says, or lacks one of its `x-` keywords.
 */
export function loadContracts(folder: string = SCHEMAS): Contracts {
  const files = readSchemas(folder);
  const registry = register(files, ajv());
  const pruning = register(files, ajv({ prune: true }));
  const contracts = new Map<string, Contract>();
  for (const file of files.filter((candidate) => !DOCUMENTS.some((name) => isVersionOf(name, candidate)))) {
    contracts.set(file.ref, toContract(file, registry, pruning));
  }
  const asking = register(files, ajv({ everyViolation: true }));
  const definitions = new Map<string, Validate>();
  return {
    definition(ref, name) {
      const $ref = `urn:jembatan:contract:${ref}#/$defs/${name}`;
      const validate = definitions.get($ref) ?? about(ref, () => validateWith(asking.compile({ $ref })));
      definitions.set($ref, validate);
      return validate;
    },
    has: (ref) => contracts.has(ref),
    all: () => [...contracts.values()],
    get(ref) {
      const contract = contracts.get(ref);
      if (contract) return contract;
      throw new GatewayError('config-invalid', { detail: `Kontrak ${JSON.stringify(ref)} tidak dikenal.` });
    },
  };
}

/**
 * Validator of one of the gateway's own documents; it lists every violation. That of `config` also fills in, in
 * place, each default the schema declares. Throws like `loadContracts`.
 */
export function loadDocumentSchema(name: DocumentName, folder: string = SCHEMAS): Validate {
  const files = readSchemas(folder);
  const file = files.findLast((candidate) => isVersionOf(name, candidate));
  if (!file) throw invalid(join(folder, name), new Error('berkas tidak ada'));
  const registry = register(files, ajv({ useDefaults: name === 'config', everyViolation: true }));
  return compileFile(file, registry);
}

const isVersionOf = (name: string, { ref }: SchemaFile): boolean => ref.startsWith(`${name}/`);

function readSchemas(folder: string): readonly SchemaFile[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(folder, name)).map((base) => ({ name, base })))
    .flatMap(({ name, base }) => {
      const version = VERSION.exec(base)?.[1];
      return version === undefined ? [] : [readSchema(join(folder, name, base), `${name}/${version}` as ContractRef)];
    })
    .sort((a, b) => byVersion(a.ref, b.ref));
}

function readSchema(file: string, ref: ContractRef): SchemaFile {
  return about(file, () => {
    const schema: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const id = `urn:jembatan:contract:${ref}`;
    if (!isSchema(schema)) throw new Error('bukan objek JSON');
    if (!NAME.test(ref.slice(0, ref.indexOf('/')))) throw new Error('nama folder bukan kebab-case');
    if (schema.$id !== id) throw new Error(`$id seharusnya ${id}`);
    return { ref, file, schema };
  });
}

function register(files: readonly SchemaFile[], registry: Ajv2020): Ajv2020 {
  for (const { file, schema } of files) about(file, () => registry.addSchema(schema));
  return registry;
}

function compileFile({ file, schema }: SchemaFile, registry: Ajv2020): Validate {
  return about(file, () => validateWith(registry.compile(schema)));
}

function toContract(source: SchemaFile, registry: Ajv2020, pruning: Ajv2020): Contract {
  const { ref, schema } = source;
  const prune = pruner(source, pruning);
  const places = about(source.file, () => freeTextOf(schema, { root: schema, registry }));
  return {
    prune,
    ref,
    schema,
    lane: keyword(source, 'x-lane', LANES),
    delivery: keyword(source, 'x-delivery', DELIVERIES),
    onDead: keyword(source, 'x-on-dead', ON_DEAD),
    validate: compileFile(source, registry),
    freeText: places.map(({ pointer }) => pointer),
    freeTextLimits: new Map(places.map(({ pointer, limit }) => [pointer, limit])),
  };
}

/** Compiled when it is first needed: most contracts have one version. */
function pruner({ file, schema }: SchemaFile, pruning: Ajv2020): Contract['prune'] {
  let prune: ((data: unknown) => unknown) | null = null;
  return (data) => {
    prune ??= about(file, () => pruning.compile(schema));
    const copy = structuredClone(data);
    prune(copy);
    return copy;
  };
}

function keyword<const Word extends string>(source: SchemaFile, name: string, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === source.schema[name]);
  if (word !== undefined) return word;
  throw invalid(source.file, new Error(`${name} harus salah satu dari: ${words.join(', ')}`));
}

interface Scope {
  /** The document a `#/...` reference points into. */
  readonly root: Schema;
  readonly registry: Ajv2020;
}

interface FreeText {
  readonly pointer: JsonPointer;
  readonly limit: number;
}

const under = (step: string, places: readonly FreeText[]): readonly FreeText[] =>
  places.map(({ pointer, limit }) => ({ pointer: `/${step}${pointer}`, limit }));

/** Follows the keywords that contracts may be built of, which the contract kit sees to; a circle of references ends in a RangeError. */
function freeTextOf(schema: Schema, scope: Scope): readonly FreeText[] {
  const limit = typeof schema.maxLength === 'number' ? schema.maxLength : Number.POSITIVE_INFINITY;
  const here = schema['x-free-text'] === true ? [{ pointer: '', limit }] : [];
  const branches = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return [
    ...here,
    ...branches.filter(isSchema).flatMap((branch) => freeTextOf(branch, scope)),
    ...(typeof schema.$ref === 'string' ? freeTextBehind(schema.$ref, scope) : []),
    ...Object.entries(isSchema(schema.properties) ? schema.properties : {}).flatMap(([name, property]) =>
      isSchema(property) ? under(escapePointer(name), freeTextOf(property, scope)) : [],
    ),
    ...(isSchema(schema.items) ? under('*', freeTextOf(schema.items, scope)) : []),
  ];
}

function freeTextBehind(reference: string, { root, registry }: Scope): readonly FreeText[] {
  const [id = '', path = ''] = reference.split('#');
  const document = id === '' ? root : registry.getSchema(id)?.schema;
  if (!isSchema(document)) throw new Error(`tidak ada skema ${id}`);
  const target = path
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (isSchema(node) ? node[key] : undefined), document);
  return isSchema(target) ? freeTextOf(target, { root: document, registry }) : [];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Does the work; whatever it throws names the file. */
function about<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw invalid(file, cause);
  }
}

function invalid(file: string, cause: unknown): GatewayError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new GatewayError('config-invalid', {
    detail: `Skema ${file} tidak dapat dipakai: ${why}.`,
    facts: { file },
    cause,
  });
}
