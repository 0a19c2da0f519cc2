import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Adapter } from '../adapter.ts';
import type { Agreement, Grant } from '../agreement.ts';
import { type Contract, type Contracts, type DocumentName, loadDocumentSchema } from '../contract.ts';
import { type Directory, directoryOf, type SystemConfig } from '../directory.ts';
import { asGatewayError, GatewayError } from '../errors.ts';
import type { AgreementParty, Config } from '../generated/contracts.ts';
import { isJson } from '../json/object.ts';
import type { Validate } from '../json/schema.ts';
import { checkAdapter } from './adapterChecks.ts';
import { type AgreementParts, checkAgreements } from './agreementChecks.ts';
import { error, type JsonDocument, type Problem, partAt, partsAt, readDocument, warning } from './document.ts';
import { type KafkaSettings, readKafka } from './kafkaSettings.ts';
import { DIRECT, type Outbound, readOutbound } from './outboundSettings.ts';
import { NO_SECRETS, type Secrets, secretsOf } from './secrets.ts';
import { type ConfigParts, checkSystems } from './systemChecks.ts';

export type { Problem } from './document.ts';
export type { Secrets } from './secrets.ts';
export { specimenToken, tokenSha256 } from './systemChecks.ts';

/** What a configuration is read against. */
export interface Known {
  /** Or how to load them: what it throws is then one of the problems. */
  readonly contracts: Contracts | (() => Contracts);
  readonly adapters: readonly Adapter[];
  /** Where tokens are looked up; the process's own unless given. */
  readonly env?: NodeJS.ProcessEnv;
  /** Epoch milliseconds; the machine's clock unless given. */
  readonly now?: () => number;
  /** Folder the contracts came from; the project's own unless given. */
  readonly schemas?: string;
}

/** A configuration with nothing wrong in it, every default filled in. */
export interface Configuration {
  readonly file: string;
  readonly config: Config;
  readonly directory: Directory;
  /** Absolute, as are all folders the file names relative to itself. */
  readonly dataFolder: string;
  /** Null where the backbone is the embedded one. */
  readonly kafka: KafkaSettings | null;
  readonly warnings: readonly Problem[];
  /** What the gateway presents to a system, as the environment had it when read. Throws `not-found`. */
  secrets(system: string): Secrets;
  /** How a system is reached, with its files as they were when read. Throws `not-found`. */
  outbound(system: string): Outbound;
}

export interface Reading {
  /** Everything wrong with the configuration, its agreements, the contracts and the dialects, all at once. */
  readonly problems: readonly Problem[];
  /** Null where there is an error among the problems. */
  readonly configuration: Configuration | null;
}

const SCHEMAS = join(import.meta.dirname, '../../schemas');

/** Reads a configuration file and all it names, synchronously. Never throws for what the operator wrote, and changes nothing. */
export function readConfiguration(file: string, known: Known): Reading {
  const { schemas = SCHEMAS, env = process.env, now = Date.now } = known;
  const shared = loadShared(known.contracts, schemas);
  const document = readDocument(file, shared.config);
  const folder = readAgreements(document, shared.agreement);
  const parts = configParts(document);
  const agreements = folder.documents.flatMap(agreementParts);
  const kafka = readKafka(partAt<NonNullable<Config['backbone']>>(document, ['backbone']), env);
  const outbound = (parts.systems ?? []).map((system) => ({
    name: system.value.name,
    ...readOutbound(system, { env, now: now() }),
  }));
  const problems = [
    ...shared.problems,
    ...document.problems,
    ...folder.problems,
    ...folder.documents.flatMap((agreement) => agreement.problems),
    ...kafka.problems,
    ...checkSystems(parts, { adapters: known.adapters, env, grants: grantsOf(agreements, folder) }),
    ...outbound.flatMap((each) => each.problems),
    ...checkAgreements(agreements, {
      adapters: known.adapters,
      contracts: shared.contracts,
      systems: parts.systems,
      examplesOf: ({ ref }) => shared.examples.get(ref) ?? [],
      now: now(),
    }),
    ...known.adapters.flatMap((adapter) => dialectProblems(adapter, parts, { ...known, contracts: shared.contracts })),
  ];
  if (problems.some(({ severity }) => severity === 'error')) return { problems, configuration: null };
  const sound = { file, config: document.data as Config, kafka: kafka.settings, warnings: problems };
  const agreed = folder.documents.map(({ data }) => data as Agreement);
  return { problems, configuration: configurationOf(sound, agreed, { adapters: known.adapters, env, outbound }) };
}

/** What is wrong with a dialect stops the start only where a system speaks it, or may: one misspelt may mean this one. */
function dialectProblems(
  adapter: Adapter,
  { systems }: ConfigParts,
  { adapters, contracts }: { adapters: readonly Adapter[]; contracts: Contracts | null },
): readonly Problem[] {
  const problems = checkAdapter(adapter, contracts);
  const isOther = (dialect: string | undefined): boolean =>
    dialect !== adapter.dialect && adapters.some((other) => other.dialect === dialect);
  const isUnused = systems?.every(({ value }) => isOther(value.dialect)) ?? false;
  return isUnused ? problems.map((problem) => warning(problem, `${problem.message}${UNUSED}`)) : problems;
}

const UNUSED = ' (dialek ini tidak dipakai sistem mana pun)';

/** Like `readConfiguration`, but throws `config-invalid` with every error as a violation, its pointer `<file>#<pointer>`. */
export function loadConfiguration(file: string, known: Known): Configuration {
  const { problems, configuration } = readConfiguration(file, known);
  if (configuration) return configuration;
  const violations = problems
    .filter(({ severity }) => severity === 'error')
    .map((problem) => ({ pointer: `${problem.file}#${problem.pointer}`, message: problem.message }));
  throw new GatewayError('config-invalid', {
    detail: `Konfigurasi ${file} tidak dapat dipakai: ${violations.length} kesalahan.`,
    violations,
    facts: { file },
  });
}

/** What the configuration's systems are made of, beside what it says. */
interface Found {
  readonly adapters: readonly Adapter[];
  readonly env: NodeJS.ProcessEnv;
  readonly outbound: readonly { readonly name?: string | undefined; readonly settings: Outbound }[];
}

function configurationOf(
  sound: Pick<Configuration, 'file' | 'config' | 'kafka' | 'warnings'>,
  agreements: readonly Agreement[],
  { adapters, env, outbound }: Found,
): Configuration {
  const byDialect = new Map(adapters.map((adapter) => [adapter.dialect, adapter]));
  const systems = sound.config.systems.flatMap((config) => {
    const adapter = byDialect.get(config.dialect);
    return adapter ? [{ name: config.name, config, adapter }] : [];
  });
  const directory = directoryOf(systems, agreements);
  const ways = new Map(outbound.map(({ name, settings }) => [name, settings]));
  const secrets = new Map(systems.map(({ name, config }) => [name, secretsOf(config, env)]));
  const dataFolder = besideFile(sound.file, sound.config.dataDir);
  return {
    ...sound,
    directory,
    dataFolder,
    secrets: (system) => secrets.get(directory.get(system).name) ?? NO_SECRETS,
    outbound: (system) => ways.get(directory.get(system).name) ?? DIRECT,
  };
}

type Example = Readonly<Record<string, unknown>>;

/** What the project itself brings along; null where it is broken. */
interface Shared {
  readonly contracts: Contracts | null;
  readonly examples: ReadonlyMap<string, readonly Example[]>;
  readonly config: Validate | null;
  readonly agreement: Validate | null;
  readonly problems: readonly Problem[];
}

function loadShared(contracts: Known['contracts'], folder: string): Shared {
  const broken = new Map<string, Problem>();
  const attempt = <Result>(load: () => Result): Result | null => {
    try {
      return load();
    } catch (cause) {
      const { message, facts, code } = asGatewayError(cause);
      if (code !== 'config-invalid') throw cause;
      const file = typeof facts.file === 'string' ? facts.file : folder;
      broken.set(message, error({ file, pointer: '' }, message));
      return null;
    }
  };
  const document = (name: DocumentName) => attempt(() => loadDocumentSchema(name, folder));
  const loaded = attempt(() => (typeof contracts === 'function' ? contracts() : contracts));
  const examples = (loaded?.all() ?? []).map((contract) => readExamples(contract, folder));
  return {
    contracts: loaded,
    examples: new Map(examples.map(({ ref, valid }) => [ref, valid])),
    config: document('config'),
    agreement: document('agreement'),
    problems: [...broken.values(), ...examples.flatMap(({ problems }) => problems)],
  };
}

/** The valid examples beside a contract: what an agreement's field lists are tried on. */
function readExamples(contract: Contract, folder: string) {
  const { ref } = contract;
  const document = readDocument(join(folder, `${ref}.examples.json`), () => []);
  const listed = isJson(document.data) && Array.isArray(document.data.valid) ? document.data.valid : [];
  const valid = listed.flatMap((example): Example[] => (isJson(example) && isJson(example.data) ? [example.data] : []));
  const none = document.problems.length === 0 && valid.length === 0;
  const problems = none ? [error({ ...document, pointer: '/valid' }, 'tidak ada contoh yang sah')] : document.problems;
  return { ref, valid, problems };
}

/** A path that a file names, absolute or relative to itself. */
export const besideFile = (file: string, named: string): string => resolve(dirname(file), named);

interface AgreementsFolder {
  readonly documents: readonly JsonDocument[];
  readonly problems: readonly Problem[];
}

function readAgreements(config: JsonDocument, validate: Validate | null): AgreementsFolder {
  const place = { file: config.file, pointer: '/agreementsDir' };
  const named = partAt<Config>(config, [])?.value.agreementsDir ?? 'agreements';
  const folder = besideFile(config.file, named);
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    const documents = names.sort().map((name) => readDocument(join(folder, name), validate));
    const none = names.length === 0;
    return { documents, problems: none ? [warning(place, `tidak ada perjanjian di ${folder}`)] : [] };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === '') throw cause;
    return { documents: [], problems: [error(place, `folder ${folder} tidak dapat dibaca (${code})`)] };
  }
}

const configParts = (document: JsonDocument): ConfigParts => ({
  listen: partAt<Config['listen']>(document, ['listen']),
  operator: partAt<Config['operator']>(document, ['operator']),
  systems: partsAt<SystemConfig>(document, ['systems']),
});

function agreementParts(document: JsonDocument): readonly AgreementParts[] {
  const whole = partAt<Agreement>(document, []);
  if (!whole) return [];
  const parties = partsAt<AgreementParty>(document, ['parties']) ?? [];
  return [{ whole, parties, grants: partsAt<Grant>(document, ['grants']) ?? [] }];
}

/** Undefined where a file could not be read: a grant nobody sees may be the one that is missed. */
function grantsOf(agreements: readonly AgreementParts[], { documents, problems }: AgreementsFolder) {
  const unread = agreements.length < documents.length || problems.some(({ severity }) => severity === 'error');
  return unread ? undefined : agreements.flatMap(({ grants }) => grants);
}
