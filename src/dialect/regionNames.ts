import { GatewayError } from '../errors.ts';
import { codesBelow, fullName, JAKARTA, LEVELS, levelOf, nameOf, type RegionLevel } from './regionRegister.ts';

/** Names from the largest area to the smallest; levels between two that are given may be missing. */
export interface RegionNames {
  readonly province: string;
  readonly regency?: string;
  readonly district?: string;
  readonly village?: string;
}

/** One way to understand a name: with what stands before it as part of it, or as the word for its kind. */
interface Reading {
  /** What is left of the name as it is compared. */
  readonly letters: string;
  readonly kind: string | undefined;
}

/**
 * The code of the smallest area named. Each name is looked up only below the one before it, and taken only where it is
 * one place's alone there ("Sukamaju" is 15 villages of Lampung, and "Suka Maju" the same 15). Case, spaces, punctuation
 * and usual abbreviations do not matter. Throws `region-unknown` where a name fits several places (`candidates` in the
 * facts: code, name and the chain it stands in) or none (`nearest`: those one letter away, told the same way, for people
 * to look at: a resembling name is never taken).
 */
export function resolveName(names: RegionNames): string {
  let code = '';
  for (const level of LEVELS) {
    const name = names[level];
    if (name !== undefined) code = resolveBelow(code, level, name);
  }
  return code;
}

/**
 * Like `resolveName`, but as far down as the names are certain: the levels that are not are in `unknown`. A name that is
 * nowhere in the province, or several places, says nothing about the area it was given for. One that is another area's says
 * that one of the two names is wrong: then only what both lie in is certain. Throws where that is no more than the province.
 */
export function resolveCertain(names: RegionNames): {
  readonly code: string;
  readonly unknown: readonly RegionLevel[];
} {
  const given = LEVELS.filter((level) => names[level] !== undefined);
  let code = '';
  for (const level of given) {
    const name = names[level] ?? '';
    try {
      code = resolveBelow(code, level, name);
    } catch (error) {
      const certain = certainOf({ parent: code, level, name });
      if (levelOf(certain) === 'province') throw error;
      const depth = LEVELS.indexOf(levelOf(certain));
      return { code: certain, unknown: given.filter((each) => LEVELS.indexOf(each) > depth) };
    }
  }
  return { code, unknown: [] };
}

/** What is left of a parent whose child by this name was not found, or found twice. */
function certainOf({ parent, level, name }: Asked): string {
  const readings = readingsOf(level, name);
  if (matching(parent, level, readings).length > 0) return parent;
  const elsewhere = matching(parent.split('.')[0] ?? '', level, readings);
  return elsewhere.reduce(common, parent);
}

/** The smallest area that two regions lie in. */
function common(a: string, b: string): string {
  const [left, right] = [a.split('.'), b.split('.')];
  const end = left.findIndex((part, index) => part !== right[index]);
  return left.slice(0, end === -1 ? left.length : end).join('.');
}

function resolveBelow(parent: string, level: RegionLevel, name: string): string {
  const readings = readingsOf(level, name);
  const found = ofKind(level, matching(parent, level, readings), readings);
  const [code] = found;
  if (code === undefined) throw unknownName({ parent, level, name }, nearest(parent, level, readings));
  if (found.length > 1) throw ambiguousName({ parent, level, name }, found);
  return code;
}

function matching(parent: string, level: RegionLevel, readings: readonly Reading[]): readonly string[] {
  const index = indexOf(parent, level);
  const found = readings.flatMap(({ letters, kind }) => {
    const codes = index.get(letters) ?? [];
    return level === 'regency' && kind !== undefined ? codes.filter((code) => kindOf(level, code) === kind) : codes;
  });
  return found.length < 2 ? found : [...new Set(found)];
}

/** "Kelurahan Panipahan" is not the "Desa Panipahan" beside it; of places further apart, people say either. */
function ofKind(level: RegionLevel, codes: readonly string[], readings: readonly Reading[]): readonly string[] {
  if (level !== 'village' || codes.length < 2) return codes;
  if (new Set(codes.map((code) => code.slice(0, code.lastIndexOf('.')))).size > 1) return codes;
  const said = readings.flatMap(({ kind }) => kind ?? []);
  const same = codes.filter((code) => said.includes(kindOf(level, code) ?? ''));
  return same.length > 0 ? same : codes;
}

/** What an area is, beside its name: part of the name for a regency, the first digit of the last part for a village. */
function kindOf(level: RegionLevel, code: string): string | undefined {
  if (level === 'regency') return nameOf(code).startsWith('Kota ') ? 'kota' : 'kabupaten';
  return VILLAGE_KINDS[code.split('.')[3]?.[0] ?? ''];
}

/** From the Kemendagri code: 3 stands for the desa adat, which are called by other words. */
const VILLAGE_KINDS: Readonly<Record<string, string>> = { 1: 'kelurahan', 2: 'desa' };

const indexes = new Map<string, ReadonlyMap<string, readonly string[]>>();

/** Codes below a parent by the letters of their names; built when a parent is first asked for, since most never are. */
function indexOf(parent: string, level: RegionLevel): ReadonlyMap<string, readonly string[]> {
  const key = `${parent}/${level}`;
  const known = indexes.get(key);
  if (known !== undefined) return known;
  const index = new Map<string, string[]>();
  for (const code of codesBelow(parent, level)) {
    for (const form of new Set(formsOf(level, code).map(compact))) index.set(form, [...(index.get(form) ?? []), code]);
  }
  indexes.set(key, index);
  return index;
}

/** What an area is called in the register, without its kind where a kind is part of the name, and commonly. */
function formsOf(level: RegionLevel, code: string): readonly string[] {
  const name = plain(nameOf(code));
  if (level === 'regency') return [name.replace(KINDS.regency, '')];
  return level === 'province' ? [name, ...(ALIASES[code] ?? [])] : [name];
}

/** What provinces are called besides their names in the register, which still has "Daerah Khusus Ibukota Jakarta". */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  [JAKARTA]: ['dki jakarta', 'jakarta', 'daerah khusus jakarta', 'dkj', 'daerah khusus ibu kota jakarta'],
  34: ['di yogyakarta', 'yogyakarta', 'diy'],
};

const KINDS: Readonly<Record<RegionLevel, RegExp>> = {
  province: /^(provinsi) /u,
  regency: /^(kabupaten|kota) (?:administrasi )?/u,
  district: /^(kecamatan) /u,
  village: /^(kelurahan|desa) /u,
};

/** Both, since "Desa Baru" may be a village of that name, and "Kota Baru" a kabupaten's. */
function readingsOf(level: RegionLevel, name: string): readonly Reading[] {
  const whole = plain(name);
  const kind = KINDS[level].exec(whole);
  const readings: Reading[] = [{ letters: compact(whole), kind: undefined }];
  if (kind) readings.push({ letters: compact(whole.slice(kind[0].length)), kind: kind[1] });
  return readings;
}

const ABBREVIATED: Readonly<Record<string, string>> = {
  prov: 'provinsi',
  kab: 'kabupaten',
  kotamadya: 'kota',
  kodya: 'kota',
  kec: 'kecamatan',
  kel: 'kelurahan',
  ds: 'desa',
};
const ABBREVIATION = new RegExp(String.raw`^(${Object.keys(ABBREVIATED).join('|')})(?:\. ?| )`, 'u');

/** Small letters, single spaces, and the usual abbreviations written out. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .trim()
    .replace(/\s+/gu, ' ')
    .replace(ABBREVIATION, (_, word: string) => `${ABBREVIATED[word] ?? word} `)
    .replace(/^(kabupaten|kota) adm(?:in)?(?:\. ?| )/u, '$1 administrasi ')
    .replace(/\bkep(?:\. ?| )/u, 'kepulauan ');
}

/** "Pulogadung", "PULO GADUNG" and "Pulo-Gadung" are one name; letters and digits are what counts. */
const compact = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, '');

function nearest(parent: string, level: RegionLevel, readings: readonly Reading[]): readonly string[] {
  const keys = readings.map(({ letters }) => letters).filter((key) => key.length > 3);
  return [...indexOf(parent, level)]
    .filter(([form]) => keys.some((key) => isOneLetterAway(form, key)))
    .flatMap(([, codes]) => codes);
}

/** One letter changed, missing or too many, or two neighbours changed places. */
function isOneLetterAway(a: string, b: string): boolean {
  const longer = Math.max(a.length, b.length);
  if (longer - Math.min(a.length, b.length) > 1) return false;
  let head = 0;
  while (head < longer && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < longer - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  if (longer - head - tail <= 1) return true;
  return longer - head - tail === 2 && a[head] === b[head + 1] && a[head + 1] === b[head];
}

interface Asked {
  readonly parent: string;
  readonly level: RegionLevel;
  readonly name: string;
}

function ambiguousName({ parent, level, name }: Asked, codes: readonly string[]): GatewayError {
  const shown = name.slice(0, 64);
  return new GatewayError('region-unknown', {
    detail: `Nama wilayah ${JSON.stringify(shown)} (${level}) dipakai ${codes.length} tempat di ${placeOf(parent)}: ${listed(codes)}.`,
    facts: { reason: 'ambiguous', level, name: shown, candidates: codes.map(described) },
  });
}

function unknownName({ parent, level, name }: Asked, codes: readonly string[]): GatewayError {
  const shown = name.slice(0, 64);
  const hint = codes.length === 0 ? '' : ` Yang mirip: ${listed(codes)}.`;
  return new GatewayError('region-unknown', {
    detail: `Nama wilayah ${JSON.stringify(shown)} (${level}) tidak dikenal di ${placeOf(parent)}.${hint}`,
    facts: { reason: 'unknown', level, name: shown, candidates: [], nearest: codes.map(described) },
  });
}

const placeOf = (parent: string): string => (parent === '' ? 'Indonesia' : fullName(parent));

const described = (code: string) => ({ code, name: nameOf(code), chain: fullName(code) });

const SHOWN = 20;

function listed(codes: readonly string[]): string {
  const all = codes.slice(0, SHOWN).map((code) => `${code} ${fullName(code)}`);
  return codes.length > SHOWN ? `${all.join('; ')}; dan ${codes.length - SHOWN} lainnya` : all.join('; ');
}
