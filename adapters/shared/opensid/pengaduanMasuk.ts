import type { OutboundContext } from '../../../src/declared.ts';
import { write } from '../../../src/dialect/codes.ts';
import { writeSlashed } from '../../../src/dialect/native.ts';
import { chainOf, undotted } from '../../../src/dialect/region.ts';
import { GatewayError } from '../../../src/errors.ts';
import type { CitizenReport, ReportHandover } from '../../../src/generated/contracts.ts';
import { KIND, REASON } from './codes.ts';
import { villageOf } from './values.ts';

/** `pengaduan.nama` must not be null (OpenSID/OpenSID): who stands there is no person. */
export const SENDER = 'Jembatan (diteruskan dari sistem lain)';

/** `pengaduan.judul` holds no more (OpenSID/OpenSID). */
const TITLE_LENGTH = 100;

/**
 * A handover as a new complaint. Throws `code-not-expressible` for a secret report: OpenSID has nowhere to say so, and its
 * complaints are made to be read.
 */
export function handoverBody(handover: ReportHandover, context: OutboundContext): object {
  const { report } = handover;
  if (report.confidentiality === 'secret') {
    throw new GatewayError('code-not-expressible', {
      detail: 'OpenSID tidak dapat menyimpan laporan rahasia.',
      facts: { table: 'confidentiality', value: 'secret' },
    });
  }
  return {
    kode_desa: undotted(villageOf(context.options)),
    judul: titleOf(report),
    isi: [report.description, [...linesOf(handover, context), handoverMark(handover)].join('\n')]
      .filter((part) => part !== '')
      .join('\n\n'),
    nama: SENDER,
    terbatas: report.confidentiality !== 'public',
    id_kiriman: context.deliveryId,
    rujukan: {
      serah_terima_id: handover.handoverId,
      kasus: report.caseId,
      nomor_asal: context.senderNumber,
      sistem: report.originSystem,
      alasan: write(REASON, handover.reason),
      batas_jawab: handover.answerBy,
    },
  };
}

/** By this line a complaint is found again among the others. */
export const handoverMark = ({ handoverId }: ReportHandover): string => `Rujukan: ${handoverId}`;

function titleOf({ description, category }: CitizenReport): string {
  const [line = ''] = [...description].slice(0, TITLE_LENGTH).join('').split('\n');
  return line.trim() || [...`Laporan: ${category.native}`].slice(0, TITLE_LENGTH).join('').trim();
}

/** OpenSID has a title and a text, and no member for any of this. */
function linesOf({ report, answerBy }: ReportHandover, { senderNumber }: OutboundContext): readonly string[] {
  const { point } = report.location;
  const [lon, lat] = point?.coordinates ?? [];
  const said: readonly (readonly [string, string | null | undefined])[] = [
    ['Jenis', write(KIND, report.kind)],
    ['Kategori', report.category.native],
    ['Tempat', placeOf(report)],
    ['Titik', point ? `${lat}, ${lon}` : null],
    ...(report.attachments ?? []).map(({ url }) => ['Lampiran', url] as const),
    ['Instansi asal', report.agency],
    ['Dilaporkan', writeSlashed(report.createdAt)],
    ['Diperbarui', writeSlashed(report.updatedAt)],
    ['Tenggat di asal', report.dueAt ? writeSlashed(report.dueAt) : null],
    ['Nomor asal', `${senderNumber} (${report.originSystem})`],
    ['Mohon ditanggapi sebelum', writeSlashed(answerBy)],
  ];
  return said.flatMap(([label, value]) => (value ? [`${label}: ${value}`] : []));
}

const placeOf = ({ location: { address, regionCode } }: CitizenReport): string =>
  [
    ...(address ? [address] : []),
    ...chainOf(regionCode)
      .toReversed()
      .map(({ name }) => name),
  ].join(', ');
