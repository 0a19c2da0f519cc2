import type { OutboundContext } from '../../../src/declared.ts';
import { write } from '../../../src/dialect/codes.ts';
import { writeSlashed } from '../../../src/dialect/native.ts';
import type { ReportStatus } from '../../../src/generated/contracts.ts';
import { STATUS } from './codes.ts';

/**
 * The other side's news as an officer's reply (OpenSID/rilis-opensid-api, `StoreTanggapanPengaduanRequest`). Throws
 * `code-not-expressible` for a refusal: OpenSID's only end is "done".
 */
export function replyBody(status: ReportStatus, { deliveryId }: OutboundContext, complaint: string): object {
  const tanggapan = textOf(status, deliveryId);
  return { id_pengaduan: Number(complaint), status: Number(write(STATUS, status.status)), tanggapan };
}

/** By this line a reply is found again among the others. */
export const replyMark = ({ caseId, sequence }: ReportStatus, deliveryId: string): string =>
  `Rujukan: ${caseId} #${sequence}, kiriman ${deliveryId}`;

/** The other side's own word comes first: three integers cannot say what it says, and a reply has no other member. */
function textOf(status: ReportStatus, deliveryId: string): string {
  const { nativeStatus, note, evidence, at } = status;
  const lines = [
    `Status di sistem pengirim: ${nativeStatus}`,
    ...(evidence ?? []).map(({ url }) => `Bukti: ${url}`),
    `Waktu: ${writeSlashed(at)}`,
    replyMark(status, deliveryId),
  ];
  return [note ?? '', lines.join('\n')].filter((part) => part !== '').join('\n\n');
}
