import type { TimeKind } from '../../../src/adapter.ts';
import type { OutboundContext } from '../../../src/declared.ts';
import { mustRead, read, write } from '../../../src/dialect/codes.ts';
import { type Details, isEmpty, isToTheMinute, latest, orNull, readDetails } from '../../../src/dialect/native.ts';
import {
  parents,
  parseRegion,
  type RegionNames,
  regionLevel,
  regionName,
  resolveName,
} from '../../../src/dialect/region.ts';
import type { SEALED_FIELDS } from '../../../src/envelope.ts';
import { GatewayError } from '../../../src/errors.ts';
import type {
  CategoryCode,
  CitizenReport,
  Confidentiality,
  HandoverReason,
  ReportKind,
  ReportStatusCode,
} from '../../../src/generated/contracts.ts';
import type { Draft } from '../../../src/outcome.ts';
import { CATEGORY, KIND, REASON, STATUS } from './codes.ts';
import { composeContent, parseContent } from './content.ts';
import { statusDraft } from './status.ts';
import { parseTime, readTime } from './times.ts';

interface Named {
  readonly name: string;
}

/** Empty where the system has no name at that level. */
interface Place {
  readonly name: string | null;
}

interface Village extends Place {
  readonly district: Place & { readonly city: Place & { readonly province: Place } };
}

/** A snapshot as `report.schema.json` has it. */
export interface CrmReport {
  readonly code: string;
  readonly content: string;
  readonly lat?: number | string | null;
  readonly lng?: number | string | null;
  readonly tstatus: Named;
  readonly complaintCategory: Named;
  readonly zone?: Named | null;
  readonly createdAt: string;
  readonly updatedAt?: string | null;
  readonly isPrivacy?: 0 | 1 | null;
  readonly isRahasia?: 0 | 1 | null;
  readonly isAnonim?: 0 | 1;
  readonly jenis?: string | null;
  readonly documents?: readonly { readonly url: string }[] | null;
  readonly village?: Village | null;
  readonly kodeWilayah?: string | null;
  readonly batasWaktu?: string | null;
  readonly pelaporRef?: string | null;
  readonly serahTerima?: { readonly alasan: string; readonly catatan?: string | null } | null;
}

/** A report as the adapter knows it: the gateway adds the rest. */
type ReportData = Omit<CitizenReport, (typeof SEALED_FIELDS)['citizen-report/1.0'][number]>;

export function reportChangedAt(native: CrmReport): string {
  const created = parseTime(native.createdAt, '/createdAt');
  return latest(created, typeof native.updatedAt === 'string' ? parseTime(native.updatedAt, '/updatedAt') : null);
}

/** Only `createdAt` was ever observed: without `updatedAt` nothing says when a snapshot changed. */
export function reportTimed({ updatedAt }: CrmReport): TimeKind {
  if (isEmpty(updatedAt)) return 'none';
  return isToTheMinute(updatedAt) ? 'minute' : 'snapshot';
}

/** Status, and the reason where it is handed over: what makes a snapshot a new one, beside its time. */
export function reportMark(native: CrmReport): string {
  const reason = native.serahTerima?.alasan;
  return reason === undefined ? native.tstatus.name.trim() : `${native.tstatus.name.trim()}/${reason.trim()}`;
}

/** The handover or the report, then its status; only the status where the report's place is not known. */
export function reportToCanonical(native: CrmReport): readonly Draft[] {
  const at = reportChangedAt(native);
  const handover = native.serahTerima ?? null;
  const details = readDetails();
  const note = details.text(handover?.catatan, 2000, '/serahTerima/catatan');
  const status = statusDraft({ number: native.code, status: native.tstatus.name, pointer: '/tstatus/name', at, note });
  const place = regionOf(native);
  if (place === null && handover === null) return [{ ...status, ...details.noted() }];
  if (place === null) {
    throw new GatewayError('region-unknown', {
      detail: 'Laporan diserahterimakan tanpa kode wilayah atau nama kelurahan.',
      violations: [{ pointer: '/kodeWilayah', message: 'wajib ada pada serah terima' }],
    });
  }
  const code = read(CATEGORY, native.complaintCategory.name);
  const gaps = code === undefined ? [{ table: CATEGORY.name, value: native.complaintCategory.name }] : [];
  const report = reportData(native, { ...place, at, details, code: (code ?? 'other') as CategoryCode });
  const lead = { number: native.code, ...(gaps.length > 0 ? { gaps } : {}), ...details.noted() };
  if (handover === null) return [{ ...lead, contract: 'citizen-report/1.0', data: report }, status];
  const reason = mustRead(REASON, handover.alasan, '/serahTerima/alasan') as HandoverReason;
  return [{ ...lead, contract: 'report-handover/1.0', data: { report, reason } }, status];
}

interface Found {
  readonly regionCode: string;
  /** Null for the point, which CRM takes the names of the place from, where there is one. */
  readonly determinedBy: 'code' | null;
}

interface Known extends Found {
  readonly at: string;
  readonly details: Details;
  readonly code: CategoryCode;
}

function reportData(native: CrmReport, { regionCode, determinedBy, at, code, details }: Known): ReportData {
  const point = details.point({ lat: native.lat, lon: native.lng, pointer: '/lat' }, regionCode);
  const { description, address } = parseContent(native.content, native.complaintCategory.name);
  return {
    kind: mustRead(KIND, orNull(native.jenis) ?? 'PENGADUAN', '/jenis') as ReportKind,
    category: { code, native: native.complaintCategory.name.toWellFormed() },
    description: details.cut(description, 10_000, '/content'),
    location: {
      regionCode,
      point,
      address: address === null ? null : orNull(details.cut(address, 1000, '/content')),
      determinedBy: determinedBy ?? (point === null ? 'officer' : 'point'),
    },
    status: mustRead(STATUS, native.tstatus.name, '/tstatus/name') as ReportStatusCode,
    nativeStatus: native.tstatus.name.toWellFormed(),
    confidentiality: confidentialityOf(native),
    anonymous: native.isAnonim !== 0,
    reporterHandle: orNull(native.pelaporRef),
    agency: details.text(native.zone?.name, 200, '/zone/name'),
    dueAt: details.value(readTime, native.batasWaktu, '/batasWaktu'),
    attachments: (native.documents ?? []).map(({ url }) => ({ url, mediaType: null, sha256: null })),
    createdAt: parseTime(native.createdAt, '/createdAt'),
    updatedAt: at,
  };
}

/** Private where nothing is said, or a flag is there and empty: JAKI is private by default since July 2021. */
export function confidentialityOf(native: CrmReport): Confidentiality {
  if (native.isRahasia === 1) return 'secret';
  return native.isPrivacy === 0 && native.isRahasia !== null ? 'public' : 'private';
}

/** A code goes before the names; null where there is neither. */
function regionOf(native: CrmReport): Found | null {
  const code = orNull(native.kodeWilayah);
  if (code !== null) return { regionCode: parseRegion(code), determinedBy: 'code' };
  const names = native.village ? namesOf(native.village) : {};
  if (Object.keys(names).length === 0) return null;
  return { regionCode: resolveName({ province: '', ...names }), determinedBy: null };
}

/** Only those that say something: a place without a kelurahan lies in its kecamatan. */
function namesOf({ name: village, district }: Village): Partial<RegionNames> {
  const { name: regency, province } = district.city;
  const names = { province: province.name, regency, district: district.name, village };
  return Object.fromEntries(Object.entries(names).filter(([, name]) => !isEmpty(name)));
}

/** The members a new report and an update have in common. */
export function reportBody(report: CitizenReport): object {
  const { location } = report;
  const category = write(CATEGORY, report.category.code);
  const [lng = null, lat = null] = location.point?.coordinates ?? [];
  return {
    content: composeContent({ description: report.description, address: location.address ?? null }, category),
    lat,
    lng,
    complaintCategory: { name: category },
    kategoriAsal: report.category.native ?? null,
    zone: report.agency ? { name: report.agency } : null,
    createdAt: report.createdAt,
    updatedAt: report.updatedAt,
    isPrivacy: report.confidentiality === 'public' ? 0 : 1,
    isRahasia: report.confidentiality === 'secret' ? 1 : 0,
    isAnonim: report.anonymous === false ? 0 : 1,
    jenis: write(KIND, report.kind),
    documents: (report.attachments ?? []).map(({ url }) => ({ url })),
    village: villageOf(location.regionCode),
    kodeWilayah: location.regionCode,
    batasWaktu: report.dueAt ?? null,
    pelaporRef: report.reporterHandle ?? null,
  };
}

/** Null above the level of a kelurahan or desa: CRM's `village` cannot say less than all four names. */
function villageOf(code: string): Village | null {
  if (regionLevel(code) !== 'village') return null;
  const [district = '', city = '', province = ''] = parents(code).map(regionName);
  return { name: regionName(code), district: { name: district, city: { name: city, province: { name: province } } } };
}

/** The other side's news of a report that CRM has, under CRM's own number. */
export function updateBody(report: CitizenReport, context: OutboundContext & { readonly number: string }): object {
  return {
    code: context.number,
    ...reportBody(report),
    tstatus: { name: write(STATUS, report.status) },
    idKiriman: context.deliveryId,
    rujukan: { kasus: report.caseId, nomorAsal: context.senderNumber, sistem: report.originSystem },
  };
}
