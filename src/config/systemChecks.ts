import { hash } from 'node:crypto';
import type { Adapter } from '../adapter.ts';
import type { Grant } from '../agreement.ts';
import { parseRegion, within } from '../dialect/region.ts';
import { type SystemConfig, takesHandovers } from '../directory.ts';
import { asGatewayError } from '../errors.ts';
import type { Config } from '../generated/contracts.ts';
import { checkSpeaker } from './dialectChecks.ts';
import { below, error, type Part, type Place, type Problem, repeated, warning } from './document.ts';

/** The configuration as far as it could be read; what is undefined is a problem already told. */
export interface ConfigParts {
  readonly listen: Part<Config['listen']> | undefined;
  readonly operator: Part<Config['operator']> | undefined;
  readonly systems: readonly Part<SystemConfig>[] | undefined;
}

export interface SystemsAsked {
  readonly adapters: readonly Adapter[];
  readonly env: NodeJS.ProcessEnv;
  /** Every grant of every agreement; undefined where an agreement could not be read. */
  readonly grants: readonly Part<Grant>[] | undefined;
}

/** Names whose specimen tokens the documentation gives away. */
const GIVEN_AWAY = ['petugas', 'jaki-crm', 'lampung-in'];

/** The published token of a name. It opens a simulated system and nothing else. */
export const specimenToken = (name: string): string => `contoh-token-${name}`;

/** How a token stands in the configuration: SHA-256, lower-case hexadecimal. */
export const tokenSha256 = (token: string): string => hash('sha256', token);

/** True for a dotted code of the region register. */
export function isRegion(code: string): boolean {
  try {
    return parseRegion(code) === code;
  } catch (cause) {
    if (asGatewayError(cause).code === 'region-unknown') return false;
    throw cause;
  }
}

/** What is wrong with the systems and with who may speak for them. */
export function checkSystems({ listen, operator, systems = [] }: ConfigParts, asked: SystemsAsked): readonly Problem[] {
  const isSpecimen = specimens(systems);
  return [
    ...repeated(systems, 'name', (first) => `nama ini sudah dipakai di ${first.pointer}`),
    ...repeated(takers(systems, asked.adapters), 'territory', territoryTaken),
    ...repeated(systems, 'tokenSha256', (first) => `token yang sama dengan sistem di ${first.pointer}`),
    ...checkOperator({ listen, operator, systems }, isSpecimen),
    ...systems.flatMap((system) => [
      ...checkRegions(system),
      ...checkDialect(system, asked.adapters),
      ...checkSecrets(system, asked.env),
      ...checkReality(system, isSpecimen),
      ...checkNamed(system, asked.grants),
    ]),
  ];
}

const territoryTaken = (first: Place): string => `wilayah ini sudah milik sistem di ${first.pointer}`;

/** Those that reports may be handed over to: a place must have one owner among them. */
const takers = (systems: readonly Part<SystemConfig>[], adapters: readonly Adapter[]): readonly Part<SystemConfig>[] =>
  systems.filter(({ value }) => {
    const adapter = adapters.find(({ dialect }) => dialect === value.dialect);
    return adapter === undefined || takesHandovers(adapter);
  });

function specimens(systems: readonly Part<SystemConfig>[]): (sha256: string) => boolean {
  const names = [...GIVEN_AWAY, ...systems.flatMap(({ value }) => value.name ?? [])];
  const hashes = new Set(names.map((name) => tokenSha256(specimenToken(name))));
  return (sha256) => hashes.has(sha256);
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);

function checkOperator(
  { listen, operator, systems = [] }: ConfigParts,
  isSpecimen: (sha256: string) => boolean,
): readonly Problem[] {
  const sha256 = operator?.value.tokenSha256;
  if (operator === undefined || sha256 === undefined) return [];
  const place = below(operator, 'tokenSha256');
  const problems: Problem[] = [];
  const twin = systems.find(({ value }) => value.tokenSha256 === sha256);
  if (twin) problems.push(error(place, `token yang sama dengan sistem di ${twin.pointer}`));
  if (!isSpecimen(sha256)) return problems;
  const host = listen?.value.host;
  if (host !== undefined && !isLoopback(host)) {
    problems.push(error(place, `token contoh tidak boleh dipakai pada alamat ${host}, yang terjangkau dari luar`));
  }
  const real = systems.find(({ value }) => value.simulated === false);
  if (real) problems.push(error(place, `token contoh tidak boleh dipakai selama ada sistem nyata (${real.pointer})`));
  return problems;
}

const REGIONS = ['government', 'territory'] as const;

function checkRegions(system: Part<SystemConfig>): readonly Problem[] {
  const { government, territory } = system.value;
  const problems = REGIONS.flatMap((key) => {
    const code = system.value[key];
    return code === undefined || isRegion(code) ? [] : [error(below(system, key), `kode wilayah ${code} tidak ada`)];
  });
  const comparable = problems.length === 0 && government !== undefined && territory !== undefined;
  if (!comparable || within(territory, government)) return problems;
  return [warning(below(system, 'territory'), `di luar wilayah pemerintahnya, ${government}`)];
}

function checkDialect(system: Part<SystemConfig>, adapters: readonly Adapter[]): readonly Problem[] {
  const { dialect } = system.value;
  const known = adapters.map((adapter) => adapter.dialect);
  const adapter = adapters.find((candidate) => candidate.dialect === dialect);
  if (adapter !== undefined) return checkSpeaker(system, adapter);
  if (dialect === undefined) return [];
  const choice = known.join(', ') || 'tidak ada';
  return [error(below(system, 'dialect'), `dialek ${dialect} tidak dikenal; yang ada: ${choice}`)];
}

/** What an HTTP header can carry after `Bearer `. */
const SENDABLE = /^[\x21-\x7e]+$/;
/** Standard Webhooks: `whsec_` and base64 of 24 to 64 bytes. */
const SIGNING_SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;

/** Every variable that is named must be filled, with what can be sent. */
function checkSecrets(system: Part<SystemConfig>, env: NodeJS.ProcessEnv): readonly Problem[] {
  const { credentials, signatureSecretEnv } = system.value;
  const token = (...steps: readonly string[]) => ({ place: below(system, 'credentials', ...steps), form: SENDABLE });
  return [
    ...checkVariable(credentials?.bearerEnv, token('bearerEnv'), env),
    ...checkVariable(credentials?.login?.userEnv, { ...token('login', 'userEnv'), form: /./ }, env),
    ...checkVariable(credentials?.login?.passwordEnv, { ...token('login', 'passwordEnv'), form: /./ }, env),
    ...checkVariable(signatureSecretEnv, { place: below(system, 'signatureSecretEnv'), form: SIGNING_SECRET }, env),
  ];
}

function checkVariable(
  name: string | null | undefined,
  { place, form }: { place: Place; form: RegExp },
  env: NodeJS.ProcessEnv,
): readonly Problem[] {
  if (name === null || name === undefined) return [];
  const value = env[name] ?? '';
  if (value === '') return [error(place, `variabel lingkungan ${name} belum diisi`)];
  if (form.test(value)) return [];
  const why =
    form === SENDABLE ? 'bukan token: ada spasi atau kendali' : 'bukan whsec_ dengan base64 24 sampai 64 bita';
  return [error(place, `isi variabel lingkungan ${name} ${why}`)];
}

function checkReality(system: Part<SystemConfig>, isSpecimen: (sha256: string) => boolean): readonly Problem[] {
  const { simulated, tokenSha256: sha256 } = system.value;
  if (simulated !== false || typeof sha256 !== 'string' || !isSpecimen(sha256)) return [];
  return [error(below(system, 'tokenSha256'), 'token contoh hanya untuk sistem simulasi; buat token baru')];
}

function checkNamed(system: Part<SystemConfig>, grants: readonly Part<Grant>[] | undefined): readonly Problem[] {
  const { name } = system.value;
  if (name === undefined || grants === undefined) return [];
  if (grants.some(({ value }) => value.from === name || value.to === name)) return [];
  return [warning(system, `tidak ada perjanjian yang menyebut sistem ${name}; tidak ada yang dapat mengalir`)];
}
