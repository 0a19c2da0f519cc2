import type { InboundContext, NativeIdentity } from '../../../src/adapter.ts';
import { read } from '../../../src/dialect/codes.ts';
import { type Details, invalid, orNull, plainText, readDetails } from '../../../src/dialect/native.ts';
import { regionName, resolveCertain } from '../../../src/dialect/region.ts';
import type { FacilityKindCode, HealthFacility } from '../../../src/generated/contracts.ts';
import type { Draft } from '../../../src/outcome.ts';
import { FACILITY_KIND } from './codes.ts';
import { type Day, slotsOf } from './slots.ts';

/** A site as `faskes.schema.json` has it. */
export interface VaccinationSite {
  readonly kode_lokasi_vaksinasi?: number | string | null;
  readonly nama_lokasi_vaksinasi: string;
  readonly alamat_lokasi_vaksinasi?: string | null;
  readonly wilayah?: string | null;
  readonly kecamatan?: string | null;
  readonly kelurahan?: string | null;
  readonly jenis_faskes?: string | null;
  readonly jadwal?: readonly Day[] | null;
}

/**
 * The revision is all that a citizen sees of the site. No time: `updated_at`, which the service tells of a site, stays as
 * it was while its slots change.
 */
export function siteIdentity(site: VaccinationSite): NativeIdentity {
  const { nama_lokasi_vaksinasi, jenis_faskes, alamat_lokasi_vaksinasi, wilayah, kecamatan, kelurahan } = site;
  const told = [nama_lokasi_vaksinasi, jenis_faskes, alamat_lokasi_vaksinasi, wilayah, kecamatan, kelurahan];
  const slots = slotsOf(site.jadwal ?? []).map(
    ({ date, time, quota, remaining }) =>
      `${date}${time === null ? '' : `T${time}`}=${remaining ?? '?'}/${quota ?? '?'}`,
  );
  return {
    subject: numberOf(site),
    revision: [...told.map(saidBy), ...slots].join('|'),
    occurredAt: null,
  };
}

export function siteToCanonical(site: VaccinationSite, context: InboundContext): readonly Draft<HealthFacility>[] {
  const number = numberOf(site);
  const details = readDetails();
  const name = details.text(site.nama_lokasi_vaksinasi, 200, '/nama_lokasi_vaksinasi');
  if (name === null) throw invalid('/nama_lokasi_vaksinasi', 'tidak boleh kosong');
  const said = saidBy(site.jenis_faskes);
  const kind = said === '' ? 'other' : read(FACILITY_KIND, said);
  const data: HealthFacility = {
    facilityId: number,
    name,
    kind: (kind ?? 'other') as FacilityKindCode,
    location: {
      regionCode: regionOf(site, context, details),
      point: null,
      address: details.text(site.alamat_lokasi_vaksinasi, 500, '/alamat_lokasi_vaksinasi'),
    },
    slots: [...slotsOf(site.jadwal ?? [], details)],
  };
  const gaps = kind === undefined ? { gaps: [{ table: FACILITY_KIND.name, value: said }] } : {};
  return [{ contract: 'health-facility/1.0', number, data, ...gaps, ...details.noted() }];
}

/** Nobody can tell a site without a number from another of its name, or know it again. */
function numberOf({ kode_lokasi_vaksinasi: number }: VaccinationSite): string {
  if (number !== null && number !== undefined) return String(number);
  throw invalid('/kode_lokasi_vaksinasi', 'wajib ada: lokasi ini tidak bernomor');
}

/**
 * By names alone, each inside the one before it: the service's own lists of regions number them as BPS does. A kelurahan or
 * kecamatan that is not found, or is several, is left out: the site lies in the area around it. Where no name is given no
 * more is known than that the service lists it: the site lies in the territory it serves.
 */
function regionOf(
  { wilayah, kecamatan, kelurahan }: VaccinationSite,
  context: InboundContext,
  details: Details,
): string {
  const names = { ...named('regency', wilayah), ...named('district', kecamatan), ...named('village', kelurahan) };
  if (Object.keys(names).length === 0) return context.territory;
  const { code, unknown } = resolveCertain({ province: regionName(context.territory.slice(0, 2)), ...names });
  for (const level of unknown) details.leaveOut(MEMBERS[level]);
  return code;
}

const MEMBERS = { province: '', regency: '/wilayah', district: '/kecamatan', village: '/kelurahan' } as const;

function named(level: 'regency' | 'district' | 'village', native: string | null | undefined): object {
  const name = saidBy(native);
  return name === '' ? {} : { [level]: name };
}

/** Empty where nothing is said. */
const saidBy = (native: string | null | undefined): string => plainText(orNull(native) ?? '');
