import type { InboundContext, TimeKind } from '../../../src/adapter.ts';
import type { OutboundContext } from '../../../src/declared.ts';
import { mustRead, normalise, read, write } from '../../../src/dialect/codes.ts';
import {
  type Details,
  escapeText,
  isEmpty,
  isToTheMinute,
  latest,
  orNull,
  readDetails,
  withTitle,
  writeSlashed,
} from '../../../src/dialect/native.ts';
import { parents, parseRegion, regionLevel, regionName, resolveName } from '../../../src/dialect/region.ts';
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
import { statusDraft } from './status.ts';
import { parseTime, readTime } from './times.ts';

interface Place {
  readonly kode_wilayah?: string | null;
  readonly nama_desa?: string | null;
  readonly kecamatan?: string | null;
  readonly kab_kota?: string | null;
  readonly provinsi?: string | null;
  readonly alamat?: string | null;
  readonly lintang?: number | string | null;
  readonly bujur?: number | string | null;
}

/** A snapshot as `report.schema.json` has it. */
export interface LampungReport {
  readonly id_laporan: string;
  readonly judul?: string | null;
  readonly isi_laporan: string;
  readonly kategori: string;
  readonly jenis?: string | null;
  readonly status: string;
  readonly alasan?: string | null;
  readonly lokasi: Place;
  readonly opd_tujuan?: string | null;
  readonly rahasia?: boolean | null;
  readonly terbatas?: boolean | null;
  readonly anonim?: boolean;
  readonly pelapor_ref?: string | null;
  readonly lampiran?: readonly string[] | null;
  readonly riwayat?: readonly { readonly status: string; readonly waktu: string }[] | null;
  readonly tanggal_lapor: string;
  readonly diperbarui?: string | null;
  readonly tenggat?: string | null;
}

/** A report as the adapter knows it: the gateway adds the rest. */
type ReportData = Omit<CitizenReport, (typeof SEALED_FIELDS)['citizen-report/1.0'][number]>;

/** The only status that hands a report over, where its reason says so. */
const NOT_OURS = 'TIDAK_DAPAT_DIPROSES';
const TITLE_LENGTH = 100;

export function reportChangedAt(native: LampungReport): string {
  const changes = (native.riwayat ?? []).map(({ waktu }) => readTime(waktu));
  return latest(
    parseTime(native.tanggal_lapor, '/tanggal_lapor'),
    timeOrNull(native.diperbarui, '/diperbarui'),
    ...changes,
  );
}

/** Without a history and `diperbarui` nothing says when a snapshot changed. */
export function reportTimed(native: LampungReport): TimeKind {
  const times = [native.diperbarui, ...(native.riwayat ?? []).map(({ waktu }) => waktu)].filter(
    (each) => !isEmpty(each),
  );
  if (times.length === 0) return 'none';
  const last = reportChangedAt(native);
  return times.some((each) => isToTheMinute(each) && readTime(each) === last) ? 'minute' : 'snapshot';
}

/** Status, and the reason where there is one: what makes a snapshot a new one, beside its time. */
export function reportMark(native: LampungReport): string {
  const reason = orNull(native.alasan);
  return reason === null ? native.status.trim() : `${native.status.trim()}/${reason.trim()}`;
}

/** The handover or the report, then its status; only the status where the report's place is not known. */
export function reportToCanonical(native: LampungReport, context: InboundContext): readonly Draft[] {
  const at = reportChangedAt(native);
  const status = statusDraft({ number: native.id_laporan, status: native.status, pointer: '/status', at });
  const reason = reasonOf(native);
  const regionCode = regionOf(native.lokasi, context);
  if (regionCode === null && reason === null) return [status];
  if (regionCode === null) {
    throw new GatewayError('region-unknown', {
      detail: 'Laporan diserahterimakan tanpa kode wilayah atau nama tempat.',
      violations: [{ pointer: '/lokasi/kode_wilayah', message: 'wajib ada pada serah terima' }],
    });
  }
  const code = read(CATEGORY, native.kategori);
  const gaps = code === undefined ? [{ table: CATEGORY.name, value: native.kategori }] : [];
  const details = readDetails();
  for (const [index, { waktu }] of (native.riwayat ?? []).entries())
    details.value(readTime, waktu, `/riwayat/${index}/waktu`);
  const report = reportData(native, { regionCode, at, details, code: (code ?? 'other') as CategoryCode });
  const lead = { number: native.id_laporan, ...(gaps.length > 0 ? { gaps } : {}), ...details.noted() };
  if (reason === null) return [{ ...lead, contract: 'citizen-report/1.0', data: report }, status];
  return [{ ...lead, contract: 'report-handover/1.0', data: { report, reason } }, status];
}

/** Null where the report stays Lampung's. A reason no table knows is not guessed to be another one. */
function reasonOf({ status, alasan }: LampungReport): HandoverReason | null {
  const reason = orNull(alasan);
  if (normalise(status) !== normalise(NOT_OURS) || reason === null) return null;
  return mustRead(REASON, reason, '/alasan') as HandoverReason;
}

interface Known {
  readonly details: Details;
  readonly regionCode: string;
  readonly at: string;
  readonly code: CategoryCode;
}

function reportData(native: LampungReport, { regionCode, at, code, details }: Known): ReportData {
  const { lokasi } = native;
  return {
    kind: mustRead(KIND, orNull(native.jenis) ?? 'PENGADUAN', '/jenis') as ReportKind,
    category: { code, native: native.kategori.toWellFormed() },
    description: details.cut(withTitle(orNull(native.judul), native.isi_laporan), 10_000, '/isi_laporan'),
    location: {
      regionCode,
      point: details.point({ lat: lokasi.lintang, lon: lokasi.bujur, pointer: '/lokasi/lintang' }, regionCode),
      address: details.text(lokasi.alamat, 1000, '/lokasi/alamat'),
      determinedBy: orNull(lokasi.kode_wilayah) === null ? 'officer' : 'code',
    },
    status: mustRead(STATUS, native.status, '/status') as ReportStatusCode,
    nativeStatus: native.status.toWellFormed(),
    confidentiality: confidentialityOf(native),
    anonymous: native.anonim !== false,
    reporterHandle: orNull(native.pelapor_ref),
    agency: details.text(native.opd_tujuan, 200, '/opd_tujuan'),
    dueAt: details.value(readTime, native.tenggat, '/tenggat'),
    attachments: (native.lampiran ?? []).map((url) => ({ url, mediaType: null, sha256: null })),
    createdAt: parseTime(native.tanggal_lapor, '/tanggal_lapor'),
    updatedAt: at,
  };
}

/** Public only where the system says so, and no flag is there and empty. */
export function confidentialityOf({ rahasia, terbatas }: LampungReport): Confidentiality {
  if (rahasia === true) return 'secret';
  return rahasia === false && (terbatas === false || terbatas === undefined) ? 'public' : 'private';
}

const timeOrNull = (native: string | null | undefined, pointer: string): string | null =>
  typeof native === 'string' ? parseTime(native, pointer) : null;

/** A code goes before the names; null where there is neither. */
function regionOf(place: Place, { territory }: InboundContext): string | null {
  const code = orNull(place.kode_wilayah);
  if (code !== null) return parseRegion(code);
  const names = {
    ...named('regency', place.kab_kota),
    ...named('district', place.kecamatan),
    ...named('village', place.nama_desa),
  };
  if (Object.keys(names).length === 0) return null;
  return resolveName({ province: orNull(place.provinsi) ?? regionName(territory.slice(0, 2)), ...names });
}

function named(level: 'regency' | 'district' | 'village', native: string | null | undefined): object {
  const name = orNull(native) ?? '';
  return name === '' ? {} : { [level]: name };
}

/** The members a new report and an update have in common. */
export function reportBody(report: CitizenReport): object {
  const { location } = report;
  const [line = ''] = [...report.description].slice(0, TITLE_LENGTH).join('').split('\n');
  const title = line.trim();
  return {
    ...(title === '' ? {} : { judul: escapeText(title) }),
    isi_laporan: escapeText(report.description),
    kategori: write(CATEGORY, report.category.code),
    kategori_asal: report.category.native ?? null,
    jenis: write(KIND, report.kind),
    lokasi: placeBody(location),
    opd_tujuan: report.agency ?? null,
    rahasia: report.confidentiality === 'secret',
    terbatas: report.confidentiality !== 'public',
    anonim: report.anonymous !== false,
    pelapor_ref: report.reporterHandle ?? null,
    lampiran: (report.attachments ?? []).map(({ url }) => url),
    tanggal_lapor: writeSlashed(report.createdAt),
    diperbarui: writeSlashed(report.updatedAt),
    tenggat: report.dueAt ? writeSlashed(report.dueAt) : null,
  };
}

function placeBody({ regionCode, point, address }: CitizenReport['location']): Place {
  const chain = [regionCode, ...parents(regionCode)];
  const nameAt = (level: string) => chain.filter((code) => regionLevel(code) === level).map(regionName)[0] ?? null;
  const [bujur = null, lintang = null] = (point?.coordinates ?? []).map(String);
  return {
    kode_wilayah: regionCode,
    nama_desa: nameAt('village'),
    kecamatan: nameAt('district'),
    kab_kota: nameAt('regency'),
    provinsi: nameAt('province'),
    alamat: address ? escapeText(address) : null,
    lintang,
    bujur,
  };
}

/** The other side's news of a report that Lampung In has, under Lampung In's own number. */
export function updateBody(report: CitizenReport, context: OutboundContext & { readonly number: string }): object {
  return {
    id_laporan: context.number,
    ...reportBody(report),
    status: write(STATUS, report.status),
    id_kiriman: context.deliveryId,
    rujukan: { kasus: report.caseId, nomor_asal: context.senderNumber, sistem: report.originSystem },
  };
}
