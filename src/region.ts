import { getDistricts, getProvinces, getRegencies, getVillages } from 'idn-area-data';
import { GatewayError } from './errors.ts';

/**
 * Indonesia's administrative regions by Kemendagri code (Kepmendagri 300.2.2-2138/2025). The names and codes come from
 * idn-area-data by fityannugroho, whose data is under the Open Database License 1.0 (ODbL). Read once, when this module
 * is loaded (about 0.2 s); every function here is then synchronous and pure.
 */
export type RegionLevel = 'province' | 'regency' | 'district' | 'village';

/** The government that answers for a place. */
export interface Authority {
  readonly level: 'province' | 'regency';
  readonly regionCode: string;
  readonly name: string;
}

/** Names from the largest area to the smallest, with no level left out between two that are given. */
export interface RegionNames {
  readonly province: string;
  readonly regency?: string;
  readonly district?: string;
  readonly village?: string;
}

const LEVELS: readonly RegionLevel[] = ['province', 'regency', 'district', 'village'];
const JAKARTA = '31';
const CODE = /^(\d{2})(?:\.?(\d{2})(?:\.?(\d{2})(?:\.?(\d{4}))?)?)?$/u;

/** Code to name, one map for each level. */
const areas: Readonly<Record<RegionLevel, ReadonlyMap<string, string>>> = {
  province: byCode(await getProvinces()),
  regency: byCode(await getRegencies()),
  district: byCode(await getDistricts()),
  village: byCode(await getVillages()),
};

function byCode(rows: readonly { readonly code: string; readonly name: string }[]): ReadonlyMap<string, string> {
  return new Map(rows.map((row) => [row.code, row.name]));
}

/**
 * The dotted form of a Kemendagri code of 2, 4, 6 or 10 digits, given with dots or without. Throws `region-unknown`
 * for anything else and for a code that names no region today.
 */
export function parseRegion(code: string): string {
  if (areas[levelOf(code)].has(code)) return code;
  const parts = CODE.exec(code.trim());
  const dotted = parts === null ? undefined : parts.slice(1).filter(Boolean).join('.');
  if (dotted !== undefined && areas[levelOf(dotted)].has(dotted)) return dotted;
  throw new GatewayError('region-unknown', {
    detail: `Kode wilayah ${JSON.stringify(code.slice(0, 64))} tidak dikenal.`,
    facts: { code: code.slice(0, 64) },
  });
}

/** The official name, such as `Kota Bandar Lampung`. Throws `region-unknown`. */
export function regionName(code: string): string {
  return nameOf(parseRegion(code));
}

/** Throws `region-unknown`. */
export function regionLevel(code: string): RegionLevel {
  return levelOf(parseRegion(code));
}

/** Codes of the areas a region lies in, the nearest first; none for a province. Throws `region-unknown`. */
export function parents(code: string): readonly string[] {
  const parts = parseRegion(code).split('.');
  return parts.slice(1).map((_, index) => parts.slice(0, parts.length - 1 - index).join('.'));
}

/** True when a region is the territory or lies in it. Throws `region-unknown` for either. */
export function within(code: string, territory: string): boolean {
  const outer = parseRegion(territory);
  const inner = parseRegion(code);
  return inner === outer || inner.startsWith(`${outer}.`);
}

/**
 * The government a place belongs to: its kabupaten or kota, and in Jakarta the province, because the kota and kabupaten
 * administrasi there are not autonomous regions (UU 29/2007, UU 2/2024). Which of the two levels is responsible for a
 * subject matter is not decided here. Throws `region-unknown`.
 */
export function authorityOf(code: string): Authority {
  const [province = '', regency] = parseRegion(code).split('.');
  const regionCode = regency === undefined || province === JAKARTA ? province : `${province}.${regency}`;
  return { level: regionCode === province ? 'province' : 'regency', regionCode, name: nameOf(regionCode) };
}

/**
 * The code of the smallest area named. Each name is looked up only among the areas of the one before it, since village
 * names repeat ("Sukamaju" is 15 villages of Lampung); case, spaces, punctuation and usual abbreviations do not matter.
 * Throws `region-unknown`, with the candidates in its facts, where a name is unknown, ambiguous, or its parent's is missing.
 */
export function resolveName(names: RegionNames): string {
  let code = '';
  let open = true;
  for (const level of LEVELS) {
    const name = names[level];
    if (name === undefined) {
      open = false;
      continue;
    }
    if (!open) throw notOne(level, name, []);
    code = resolveIn(code, level, name);
  }
  return code;
}

function resolveIn(parent: string, level: RegionLevel, name: string): string {
  const index = childrenOf(parent, level);
  const found =
    keysOf(level, name)
      .map((key) => index.get(key))
      .find((codes) => codes !== undefined) ?? [];
  const [code] = found;
  if (code === undefined || found.length > 1) throw notOne(level, name, found);
  return code;
}

function notOne(level: RegionLevel, name: string, candidates: readonly string[]): GatewayError {
  const shown = name.slice(0, 64);
  const why = candidates.length > 1 ? 'lebih dari satu yang cocok' : 'tidak dikenal di dalam induknya';
  return new GatewayError('region-unknown', {
    detail: `Nama wilayah ${JSON.stringify(shown)} (${level}) ${why}.`,
    facts: { level, name: shown, candidates: candidates.map((code) => ({ code, name: nameOf(code) })) },
  });
}

const children = new Map<string, ReadonlyMap<string, readonly string[]>>();

/** Codes below a parent by each key of their names; built when a parent is first asked for, since most never are. */
function childrenOf(parent: string, level: RegionLevel): ReadonlyMap<string, readonly string[]> {
  const known = children.get(parent);
  if (known !== undefined) return known;
  const index = new Map<string, string[]>();
  const prefix = parent === '' ? '' : `${parent}.`;
  for (const [code, name] of areas[level]) {
    if (!code.startsWith(prefix)) continue;
    for (const key of new Set([...keysOf(level, name), ...(level === 'province' ? aliasesOf(code) : [])])) {
      index.set(key, [...(index.get(key) ?? []), code]);
    }
  }
  children.set(parent, index);
  return index;
}

const KIND: Readonly<Record<RegionLevel, RegExp>> = {
  province: /^prov(?:insi|\.)?\s+/u,
  regency: /^(?:kabupaten|kota)\s+(?:administrasi\s+)?/u,
  district: /^kec(?:amatan|\.)\s*/u,
  village: /^(?:kel(?:urahan|\.)|desa)\s*/u,
};

/** A name as it is compared, the exact form first, then without its kind ("Bogor" is two regencies, and so is refused). */
function keysOf(level: RegionLevel, name: string): readonly string[] {
  const plain = unabbreviated(name);
  const full = level === 'regency' ? plain.replace(/^(kabupaten|kota)\s+administrasi\s+/u, '$1 ') : plain;
  return [...new Set([full, plain.replace(KIND[level], '')].map(compact))].filter((key) => key !== '');
}

function unabbreviated(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replace(/^kab(?:\.\s*|\s)/u, 'kabupaten ')
    .replace(/^(kabupaten|kota) adm(?:in)?(?:\.\s*|\s)/u, '$1 administrasi ')
    .replace(/\bkep(?:\.\s*|\s)/u, 'kepulauan ');
}

/** "Pulogadung", "PULO GADUNG" and "Pulo-Gadung" are one name; letters and digits are what counts. */
const compact = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, '');

/** What provinces are called besides their names in the register, which still has "Daerah Khusus Ibukota Jakarta". */
function aliasesOf(code: string): readonly string[] {
  if (code === JAKARTA) return ['dkijakarta', 'jakarta', 'daerahkhususjakarta', 'dkj'];
  return code === '34' ? ['diyogyakarta', 'yogyakarta', 'diy'] : [];
}

function levelOf(dotted: string): RegionLevel {
  return LEVELS[dotted.split('.').length - 1] ?? 'village';
}

function nameOf(dotted: string): string {
  return areas[levelOf(dotted)].get(dotted) ?? dotted;
}
