import { hash } from 'node:crypto';
import type { Adapter } from './adapter.ts';
import type { Grant } from './agreement.ts';
import type { SystemConfig } from './directory.ts';
import { below, error, type Part, type Problem, repeated, warning } from './document.ts';
import { asGatewayError } from './errors.ts';
import type { Config } from './generated/contracts.ts';
import { parseRegion, within } from './region.ts';

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
    ...repeated(systems, 'territory', (first) => `wilayah ini sudah milik sistem di ${first.pointer}`),
    ...repeated(systems, 'tokenSha256', (first) => `token yang sama dengan sistem di ${first.pointer}`),
    ...checkOperator({ listen, operator, systems }, isSpecimen),
    ...systems.flatMap((system) => [
      ...checkRegions(system),
      ...checkDialect(system, asked.adapters),
      ...checkCredentials(system, asked.env),
      ...checkReality(system, isSpecimen),
      ...checkNamed(system, asked.grants),
    ]),
  ];
}

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
  if (dialect === undefined || known.includes(dialect)) return [];
  const choice = known.join(', ') || 'tidak ada';
  return [error(below(system, 'dialect'), `dialek ${dialect} tidak dikenal; yang ada: ${choice}`)];
}

/** What an HTTP header can carry after `Bearer `. */
const SENDABLE = /^[\x21-\x7e]+$/;

function checkCredentials(system: Part<SystemConfig>, env: NodeJS.ProcessEnv): readonly Problem[] {
  const name = system.value.credentials?.bearerEnv;
  if (name === undefined) return [];
  const place = below(system, 'credentials', 'bearerEnv');
  const token = env[name] ?? '';
  if (token === '') return [error(place, `variabel lingkungan ${name} belum diisi`)];
  return SENDABLE.test(token)
    ? []
    : [error(place, `isi variabel lingkungan ${name} bukan token: ada spasi atau kendali`)];
}

function checkReality(system: Part<SystemConfig>, isSpecimen: (sha256: string) => boolean): readonly Problem[] {
  const { simulated, tokenSha256: sha256 } = system.value;
  if (simulated !== false || sha256 === undefined || !isSpecimen(sha256)) return [];
  return [error(below(system, 'tokenSha256'), 'token contoh hanya untuk sistem simulasi; buat token baru')];
}

function checkNamed(system: Part<SystemConfig>, grants: readonly Part<Grant>[] | undefined): readonly Problem[] {
  const { name } = system.value;
  if (name === undefined || grants === undefined) return [];
  if (grants.some(({ value }) => value.from === name || value.to === name)) return [];
  return [warning(system, `tidak ada perjanjian yang menyebut sistem ${name}; tidak ada yang dapat mengalir`)];
}
