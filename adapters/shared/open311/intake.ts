import type { OutboundContext } from '../../../src/declared.ts';
import { write } from '../../../src/dialect/codes.ts';
import { writeSlashed } from '../../../src/dialect/native.ts';
import { chainOf } from '../../../src/dialect/region.ts';
import { GatewayError } from '../../../src/errors.ts';
import type { CitizenReport, ReportHandover } from '../../../src/generated/contracts.ts';
import { KIND, REASON } from './codes.ts';
import { jurisdictionOf, serviceOf } from './options.ts';

/** The members of the form of POST Service Request, all of them texts. */
export type IntakeForm = Readonly<Record<string, string>>;

/** The most characters a description holds (GeoReport v2, POST Service Request). */
const MOST = 4000;
const CUT = ' ... [dipotong; selengkapnya pada nomor asal]';
/** Room for the addresses of further files; else only how many there are is said. */
const MOST_OF_FILES = 1000;

type Line = readonly [label: string, value: string | null | undefined];

/**
 * A handover as a new service request. Throws `code-not-expressible` for a report that is not public: whoever asks is shown
 * every request without a key (GeoReport v2, GET Service Requests), and there is nowhere to say otherwise.
 */
export function intakeForm(handover: ReportHandover, context: OutboundContext): IntakeForm {
  const { report } = handover;
  mustBePublic(report);
  const [photo] = report.attachments ?? [];
  return {
    ...jurisdictionOf(context.options),
    service_code: serviceOf(report.category.code, context.options).code,
    description: descriptionOf(handover, context),
    ...locationOf(report),
    ...(photo === undefined ? {} : { media_url: photo.url }),
    'attribute[external_id]': context.deliveryId,
    'attribute[case_id]': report.caseId,
    'attribute[origin_number]': context.senderNumber,
  };
}

function mustBePublic({ confidentiality }: CitizenReport): void {
  if (confidentiality === 'public') return;
  throw new GatewayError('code-not-expressible', {
    detail: 'Open311 menunjukkan setiap permintaan kepada umum; laporan yang tidak terbuka tidak dikirim ke sana.',
    facts: { table: 'confidentiality', value: confidentiality },
  });
}

/** GeoReport wants a point, or else an address. */
function locationOf(report: CitizenReport): IntakeForm {
  const [long, lat] = report.location.point?.coordinates ?? [];
  if (long === undefined || lat === undefined) return { address_string: placeOf(report) };
  return { lat: String(lat), long: String(long) };
}

/** From the most specific to the most general, as GeoReport wants an address. */
function placeOf({ location: { address, regionCode } }: CitizenReport): string {
  const names = chainOf(regionCode).map(({ name }) => name);
  return [...(address ? [address] : []), ...names.toReversed()].join(', ');
}

/** What the citizen wrote, and in lines of its own all that GeoReport has no member for. */
function descriptionOf(handover: ReportHandover, context: OutboundContext): string {
  const { report } = handover;
  const { isExact } = serviceOf(report.category.code, context.options);
  const head = isExact ? [] : [report.category.native];
  const text = [...head, report.description].filter((part) => part !== '').join('\n\n');
  const lines = linesOf(handover, context).flatMap(([label, value]) => (value ? [`${label}: ${value}`] : []));
  return fitted(text, lines.join('\n'));
}

function linesOf({ report, reason, answerBy }: ReportHandover, { senderNumber }: OutboundContext): readonly Line[] {
  return [
    ['Jenis', write(KIND, report.kind)],
    ['Tempat', placeOf(report)],
    ['Lampiran lain', furtherFiles(report)],
    ['Instansi asal', report.agency],
    ['Dilaporkan', writeSlashed(report.createdAt)],
    ['Diperbarui', writeSlashed(report.updatedAt)],
    ['Tenggat di asal', report.dueAt ? writeSlashed(report.dueAt) : null],
    ['Diserahkan karena', write(REASON, reason)],
    ['Nomor asal', `${senderNumber} (${report.originSystem})`],
    ['Mohon ditanggapi sebelum', writeSlashed(answerBy)],
  ];
}

/** The form has a member for one. */
function furtherFiles({ attachments = [] }: CitizenReport): string | null {
  const urls = attachments.slice(1).map(({ url }) => url);
  if (urls.length === 0) return null;
  const all = urls.join(' ');
  return all.length <= MOST_OF_FILES ? all : `${urls.length} berkas, lihat nomor asal`;
}

/** The lines are kept whole; a text that leaves them no room ends in words that say so. */
function fitted(text: string, lines: string): string {
  const characters = [...text];
  const room = MOST - [...lines].length - 2;
  if (characters.length <= room) return [text, lines].filter((part) => part !== '').join('\n\n');
  return `${characters.slice(0, room - CUT.length).join('')}${CUT}\n\n${lines}`;
}
