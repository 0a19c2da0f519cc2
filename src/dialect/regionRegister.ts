import { getDistricts, getProvinces, getRegencies, getVillages } from 'idn-area-data';

/**
 * The register of Indonesia's administrative regions by dotted Kemendagri code (Kepmendagri 300.2.2-2138/2025). Codes and
 * names come from idn-area-data by fityannugroho, whose data is under the Open Database License 1.0 (ODbL). Read once,
 * when this module is loaded (about 0.2 s). What the functions here are given must be a code of the register.
 */
export type RegionLevel = 'province' | 'regency' | 'district' | 'village';

/** A region as it stands in the register. */
export interface Region {
  readonly level: RegionLevel;
  /** Dotted. */
  readonly code: string;
  /** The official name, such as `Kota Bandar Lampung`. */
  readonly name: string;
}

export const LEVELS: readonly RegionLevel[] = ['province', 'regency', 'district', 'village'];
export const JAKARTA = '31';

/** Code to name, one map for each level. */
const register: Readonly<Record<RegionLevel, ReadonlyMap<string, string>>> = {
  province: byCode(await getProvinces()),
  regency: byCode(await getRegencies()),
  district: byCode(await getDistricts()),
  village: byCode(await getVillages()),
};

function byCode(rows: readonly { readonly code: string; readonly name: string }[]): ReadonlyMap<string, string> {
  return new Map(rows.map((row) => [row.code, row.name]));
}

/** True for the dotted code of a region of today, and for nothing else. */
export const isRegion = (code: string): boolean => register[levelOf(code)].has(code);

export const nameOf = (code: string): string => register[levelOf(code)].get(code) ?? code;

/** By the number of its parts. */
export function levelOf(code: string): RegionLevel {
  return LEVELS[code.split('.').length - 1] ?? 'village';
}

/** Every code of a level, in the register's order. */
export const codesOf = (level: RegionLevel): readonly string[] => [...register[level].keys()];

/** The region itself and all it lies in, the province first. */
export function chain(code: string): readonly Region[] {
  const parts = code.split('.');
  return parts.map((_, index) => {
    const part = parts.slice(0, index + 1).join('.');
    return { level: levelOf(part), code: part, name: nameOf(part) };
  });
}

/** As an address is written, the smallest first: `Sukamaju, Telukbetung Timur, Kota Bandar Lampung, Lampung`. */
export function fullName(code: string): string {
  return chain(code)
    .map(({ name }) => name)
    .toReversed()
    .join(', ');
}

let children: ReadonlyMap<string, readonly string[]> | undefined;

/** Codes of a level below a region, or of the whole country below the empty code; in the register's order. */
export function codesBelow(code: string, level: RegionLevel): readonly string[] {
  children ??= Map.groupBy(LEVELS.flatMap(codesOf), (child) => child.slice(0, Math.max(0, child.lastIndexOf('.'))));
  const direct = children.get(code) ?? [];
  const [first] = direct;
  if (first === undefined || levelOf(first) === level) return direct;
  return direct.flatMap((child) => codesBelow(child, level));
}
