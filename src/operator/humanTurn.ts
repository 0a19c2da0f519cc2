import type { Case } from '../case.ts';
import { iso, wib } from './labels.ts';
import type { NextMove, Surroundings } from './move.ts';
import { ended, type TitleOf } from './sentences.ts';

const ENDS: ReadonlySet<string> = new Set(['done', 'rejected']);

/** True once its holder said that nothing more will come. */
export const isOver = (subject: Case | null): boolean =>
  subject !== null && subject.status !== null && ENDS.has(subject.status);

/** Whose officer a case rests with while nothing stops it and nothing is under way. */
export function humanTurn(subject: Case | null, around: Surroundings): NextMove {
  return unasked(resting(subject, around), around);
}

function resting(subject: Case | null, { titleOf }: Surroundings): NextMove {
  if (!subject) return { who: 'nobody', system: null, what: 'Tidak ada yang perlu dilakukan.', at: null };
  if (isOver(subject)) {
    const what = 'Tidak ada yang perlu dilakukan: laporan sudah berakhir dan semua kabarnya sudah sampai.';
    return { who: 'nobody', system: null, what, at: null };
  }
  return handedOver(subject, titleOf) ?? follows(subject, titleOf);
}

/** Of a system that is asked nobody hears what its officers did while it cannot be asked. */
function unasked(move: NextMove, { titleOf, upstreamOf, pollOf }: Surroundings): NextMove {
  const { system } = move;
  const poll = system === null ? undefined : pollOf(system);
  if (system === null || !poll || poll.trouble === null) return move;
  const { lastRoundAt, nextAt, trouble, cause } = poll;
  const title = titleOf(system);
  const since =
    lastRoundAt === null
      ? `gerbang belum pernah dapat menanyai ${title} dengan lengkap`
      : `gerbang tidak dapat menanyai ${title} dengan lengkap sejak ${wib(lastRoundAt)}`;
  const again = nextAt === null ? 'sedang ditanya lagi' : `ditanya lagi ${wib(nextAt)}`;
  const what = `${move.what} Tetapi ${since}, jadi keputusan mereka belum tentu sampai di sini; ${again}. Sebabnya: ${ended(cause?.why ?? trouble)}`;
  return { who: upstreamOf(system)?.alarm ? 'operator' : 'gateway', system, what, at: nextAt };
}

const follows = ({ holder, origin }: Case, titleOf: TitleOf): NextMove => ({
  who: holder === origin ? 'sender' : 'recipient',
  system: holder,
  what: `Petugas ${titleOf(holder)} menindaklanjuti laporan.`,
  at: null,
});

function handedOver({ handover, holder, origin }: Case, titleOf: TitleOf): NextMove | null {
  if (!handover) return null;
  const at = iso(Date.parse(handover.answerBy));
  const to = { who: 'recipient', system: handover.to } as const;
  const back = { who: 'sender', system: origin, at: null } as const;
  const [there, here] = [titleOf(handover.to), titleOf(origin)];
  switch (handover.state) {
    case 'sent':
      return { ...to, at, what: `${there} memberi nomor pada laporan yang diserahkan.` };
    case 'registered':
      return {
        ...to,
        at,
        what: `Petugas ${there} menerima atau menolak laporan, paling lambat ${wib(handover.answerBy)}.`,
      };
    case 'accepted':
      return null;
    case 'declined':
      return { ...back, what: `Petugas ${here} memutuskan lagi: ${there} menolak laporan ini.` };
    case 'withdrawn':
      return { ...back, what: `Petugas ${here} menangani laporan yang ditariknya kembali.` };
    case 'expired':
      if (holder !== origin)
        return { ...to, at: null, what: `Petugas ${there} menindaklanjuti laporan; batas jawabnya sudah lewat.` };
      return { ...back, what: `Petugas ${here} memutuskan lagi: ${there} tidak menjawab sampai batas waktu.` };
  }
}
