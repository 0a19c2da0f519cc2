import { Ajv2020, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { GatewayError, type Violation } from '../errors.ts';
import { PATTERN_WORDS } from './patternWords.ts';

/** Empty when the data is valid; else why not, each with the place and a short Indonesian reason. Never throws. */
export type Validate = (data: unknown) => readonly Violation[];

/** A violation, with the bound that was passed where it is one of length. */
export interface Fault extends Violation {
  readonly limit?: { readonly most: number };
}

export interface SchemaOptions {
  /** Fill in, in place, each default the schema declares. */
  readonly useDefaults?: boolean;
  /** Take out, in place, members that a closed object does not know. */
  readonly prune?: boolean;
  /** List every violation instead of stopping at the first: for documents of bounded size, it takes as long as there are violations. */
  readonly everyViolation?: boolean;
}

type Faults = (data: unknown) => readonly Fault[];

interface Compiled {
  readonly faults: Faults;
  readonly validate: Validate;
}

/** By schema object, for calls without options: the start looks at every message schema more than once. */
const remembered = new WeakMap<object, Compiled>();

/**
 * Compiles a JSON Schema 2020-12 strictly: an unknown keyword or format throws `config-invalid`. Inherited
 * properties satisfy no `required`; formats are asserted. It takes milliseconds: without options the result is kept with
 * the schema object, which must not change after; with options the caller keeps it.
 */
export function compileSchema(schema: object, options?: SchemaOptions): Validate {
  return compiled(schema, options).validate;
}

/** Like `compileSchema`, for a caller that mends what is wrong. */
export function compileFaults(schema: object, options?: SchemaOptions): Faults {
  return compiled(schema, options).faults;
}

function compiled(schema: object, options: SchemaOptions | undefined): Compiled {
  const known = options === undefined ? remembered.get(schema) : undefined;
  if (known !== undefined) return known;
  const faults = compile(schema, options ?? {});
  const made = { faults, validate: validation(faults) };
  if (options === undefined) remembered.set(schema, made);
  return made;
}

const validation =
  (faults: Faults): Validate =>
  (data) =>
    faults(data).map(({ pointer, message }) => ({ pointer, message }));

function compile(schema: object, options: SchemaOptions): Faults {
  try {
    const validate = ajv(options).compile(schema);
    return (data) => (validate(data) ? [] : faultsOf(validate.errors ?? []));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const name = '$id' in schema ? String(schema.$id) : 'tanpa $id';
    throw new GatewayError('config-invalid', { detail: `Skema ${name} tidak dapat dipakai: ${why}.`, cause });
  }
}

/** An empty schema registry that knows the project's `x-` keywords. Its methods throw plain errors. */
export function ajv(options: SchemaOptions = {}): Ajv2020 {
  const registry = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    ownProperties: true,
    verbose: true,
    useDefaults: options.useDefaults ?? false,
    allErrors: options.everyViolation ?? false,
    removeAdditional: options.prune ?? false,
  });
  formats.default(registry);
  return registry.addVocabulary(['x-judul', 'x-lane', 'x-delivery', 'x-on-dead', 'x-free-text', 'x-harus']);
}

/** Wraps a compiled validator. Its violations are at most 50. */
export function validateWith(validate: ValidateFunction): Validate {
  return validation((data) => (validate(data) ? [] : faultsOf(validate.errors ?? [])));
}

const MOST = 50;

/** Keywords that only say that a branch failed; the branch's own errors say why. */
const WRAPPERS: ReadonlySet<string> = new Set(['if', 'anyOf', 'oneOf']);

function faultsOf(errors: readonly ErrorObject[]): readonly Fault[] {
  const choices = new Set(
    errors.filter(({ keyword }) => WRAPPERS.has(keyword)).map(({ instancePath }) => instancePath),
  );
  const leaves = errors.filter(({ keyword }) => !WRAPPERS.has(keyword));
  const telling = leaves.filter((error) => !choices.has(error.instancePath) || !isOtherBranch(error, leaves));
  const faults = new Map<string, Fault>();
  for (const error of telling.length > 0 ? telling : errors) {
    const fault = { pointer: pointerOf(error), message: messageOf(error), ...limitOf(error) };
    faults.set(`${fault.pointer} ${fault.message}`, fault);
    if (faults.size === MOST) break;
  }
  return [...faults.values()];
}

const limitOf = ({ keyword, params }: ErrorObject): Pick<Fault, 'limit'> =>
  keyword === 'maxLength' || keyword === 'maxItems' ? { limit: { most: Number(params.limit) } } : {};

/** The branch of a choice that was clearly not meant: the value is of another kind, and another branch says more. */
function isOtherBranch(error: ErrorObject, leaves: readonly ErrorObject[]): boolean {
  if (error.keyword !== 'type' && error.keyword !== 'const') return false;
  const orNull = error.params.type === 'null';
  return leaves.some((other) => {
    if (orNull && other !== error && other.instancePath === error.instancePath) return true;
    return pointerOf(other).startsWith(`${error.instancePath}/`);
  });
}

/** Where the reader must look: the member itself when it is missing or extra, not the object around it. */
function pointerOf({ instancePath, params }: ErrorObject): string {
  const member: unknown = params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty;
  return typeof member === 'string' ? `${instancePath}/${escapePointer(member)}` : instancePath;
}

/** One step of an RFC 6901 pointer. */
export const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const TYPES: Readonly<Record<string, string>> = {
  string: 'teks',
  integer: 'bilangan bulat',
  number: 'angka',
  boolean: 'true atau false',
  object: 'objek',
  array: 'daftar',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'waktu RFC 3339 dengan selisih zona, misalnya 2025-07-03T09:15:00+07:00',
  date: 'tanggal tahun-bulan-hari, misalnya 2025-04-15',
  uri: 'alamat lengkap, misalnya https://contoh.go.id/foto.jpg',
};

/** By keyword. None shows the value itself, for it may hold personal data; see `shown` for the exception. */
const MESSAGES: Readonly<Record<string, (error: ErrorObject) => string>> = {
  required: () => 'wajib ada',
  dependentRequired: () => 'wajib ada',
  additionalProperties: () => 'tidak dikenal di sini',
  unevaluatedProperties: () => 'tidak dikenal di sini',
  type: ({ params }) => `harus berjenis ${[params.type].flat().map(typeName).join(' atau ')}`,
  enum: ({ params, data }) => `${shown(data)}harus salah satu dari: ${params.allowedValues.join(', ')}`,
  const: ({ params, data }) => `${shown(data)}harus ${JSON.stringify(params.allowedValue)}`,
  format: ({ params }) => formMessage(params.format) ?? `harus berupa ${params.format}`,
  pattern: ({ params, parentSchema }) => patternMessage(parentSchema) ?? `tidak sesuai pola ${params.pattern}`,
  minLength: ({ params }) => `paling sedikit ${params.limit} karakter`,
  maxLength: ({ params }) => `paling banyak ${params.limit} karakter`,
  minItems: ({ params }) => `paling sedikit ${params.limit} butir`,
  maxItems: ({ params }) => `paling banyak ${params.limit} butir`,
  minimum: ({ params }) => `paling kecil ${params.limit}`,
  maximum: ({ params }) => `paling besar ${params.limit}`,
  exclusiveMinimum: ({ params }) => `harus lebih besar dari ${params.limit}`,
  exclusiveMaximum: ({ params }) => `harus lebih kecil dari ${params.limit}`,
  discriminator: ({ params }) => `${params.tag} tidak dikenal`,
  uniqueItems: () => 'ada butir yang berulang',
  not: () => 'berisi nilai yang tidak boleh ada di sini',
};

/** Anything Ajv knows and this table does not is still refused; only its reason is plainer. */
const messageOf = (error: ErrorObject): string =>
  MESSAGES[error.keyword]?.(error) ?? `tidak memenuhi syarat ${error.keyword}`;

const formMessage = (format: unknown): string | undefined =>
  typeof format === 'string' && format in FORMATS ? `harus berupa ${FORMATS[format]}` : undefined;

/** What a pattern asks for in words: its schema's own, `x-harus` ("must"), or those of the format beside it. */
function patternMessage(schema: AnySchemaObject | undefined): string | undefined {
  const own: unknown = schema?.['x-harus'];
  if (typeof own === 'string') return `harus ${own}`;
  const known = PATTERN_WORDS[String(schema?.pattern)];
  return formMessage(schema?.format) ?? (known === undefined ? undefined : `harus ${known}`);
}

const typeName = (type: string): string => TYPES[type] ?? type;

/** A value out of a closed list is a code, not somebody's words; a long one might be, and is left out. */
const shown = (value: unknown): string =>
  typeof value === 'string' && value.length < 40 ? `${JSON.stringify(value)} tidak dikenal; ` : '';
