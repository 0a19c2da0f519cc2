import { GatewayError } from '../errors.ts';
import { chain, isRegion, JAKARTA, levelOf, nameOf, type Region, type RegionLevel } from './regionRegister.ts';

/**
 * Indonesia's administrative regions by Kemendagri code. Every function here is synchronous and pure; where the register
 * comes from is said in `regionRegister`, how names are compared in `regionNames`.
 */
export { type RegionNames, resolveCertain, resolveName } from './regionNames.ts';
export type { Region, RegionLevel } from './regionRegister.ts';

/** The government that answers for a place. */
export interface Authority {
  readonly level: 'province' | 'regency';
  readonly regionCode: string;
  readonly name: string;
}

const CODE = /^(\d{2})(?:\.?(\d{2})(?:\.?(\d{2})(?:\.?(\d{4}))?)?)?$/u;
/** A kecamatan of three digits, a desa of three: no Kemendagri code, whose desa part begins with 1 to 3, looks so. */
const BPS_CODE = /^(\d{2})(?:\.\d{2}\.\d{3}(?:\.\d{3})?|\d{5}|\d{4}[04-9]\d{3})$/u;
/** Papua's provinces: BPS numbers them in another order (its 91 is Papua Barat, Kemendagri's is Papua). */
const NUMBERED_APART = /^9/u;

/**
 * The dotted form of a Kemendagri code of 2, 4, 6 or 10 digits, given with dots or without. Throws `region-unknown`
 * for anything else, for a code that names no region today, and for one in the style of BPS, with the province in its
 * facts where that is certain. An undotted code of 10 digits is read as Kemendagri's: a system that writes those of BPS
 * without dots must not come this way, since some of them are another village's code here.
 */
export function parseRegion(code: string): string {
  if (isRegion(code)) return code;
  const given = code.trim();
  const parts = CODE.exec(given);
  const dotted = parts?.slice(1).filter(Boolean).join('.');
  if (dotted !== undefined && isRegion(dotted)) return dotted;
  throw BPS_CODE.test(given) ? bpsRefusal(given) : unknownCode(code);
}

function unknownCode(code: string): GatewayError {
  return new GatewayError('region-unknown', {
    detail: `Kode wilayah ${JSON.stringify(code.slice(0, 64))} tidak dikenal.`,
    facts: { reason: 'unknown', code: code.slice(0, 64) },
  });
}

function bpsRefusal(code: string): GatewayError {
  const province = bpsProvince(code);
  const certain =
    province === undefined ? 'provinsinya pun tidak pasti' : `hanya provinsinya yang pasti: ${nameOf(province)}`;
  return new GatewayError('region-unknown', {
    detail: `Kode wilayah ${JSON.stringify(code)} bergaya BPS, bukan Kemendagri, dan tidak dapat dipadankan tanpa menebak (${certain}).`,
    facts: { reason: 'bps-style', code, ...(province === undefined ? {} : { province }) },
  });
}

/**
 * The province of a code in the style of BPS (`32.73.180.001`, `3273180`); undefined for any other code. No more than
 * the province is certain: the two agencies number kabupaten and kota differently in most provinces (31.71 is Jakarta
 * Pusat, BPS's 3171 Jakarta Selatan), and Papua's provinces too, for which this is undefined as well.
 */
export function bpsProvince(code: string): string | undefined {
  const province = BPS_CODE.exec(code.trim())?.[1];
  return province === undefined || NUMBERED_APART.test(province) || !isRegion(province) ? undefined : province;
}

/** The official name, such as `Kota Bandar Lampung`. Throws `region-unknown`. */
export function regionName(code: string): string {
  return nameOf(parseRegion(code));
}

/** Throws `region-unknown`. */
export function regionLevel(code: string): RegionLevel {
  return levelOf(parseRegion(code));
}

/** The region itself and all it lies in, the province first. Throws `region-unknown`. */
export function chainOf(code: string): readonly Region[] {
  return chain(parseRegion(code));
}

/** The code without dots, as OpenSID writes it (`5201142005`). Throws `region-unknown`. */
export function undotted(code: string): string {
  return parseRegion(code).replaceAll('.', '');
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
