import type { OutboundContext } from '../../../src/adapter.ts';
import { write } from '../../../src/codes.ts';
import type { ReportStatus } from '../../../src/generated/contracts.ts';
import { STATUS } from './codes.ts';

/** Throws `code-not-expressible` for a refusal: OpenSID's only end is "done". */
export function replyBody(status: ReportStatus, context: OutboundContext): object {
  return {
    isi: textOf(status),
    status: Number(write(STATUS, status.status)),
    waktu: status.at,
    id_kiriman: context.deliveryId,
    rujukan: { kasus: status.caseId, nomor_asal: context.senderNumber, urutan: status.sequence },
  };
}

/** The other side's own word comes first: three integers cannot say what it says. */
function textOf({ nativeStatus, note, evidence }: ReportStatus): string {
  const lines = [`Status di sistem pengirim: ${nativeStatus}`, ...(evidence ?? []).map(({ url }) => `Bukti: ${url}`)];
  return [note ?? '', lines.join('\n')].filter((part) => part !== '').join('\n\n');
}
