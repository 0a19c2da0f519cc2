import type { Case } from '../case.ts';
import { LIVE_STATES, type RelayRecord } from '../delivery.ts';
import { ERRORS } from '../errorTable.ts';
import type { EventRecord } from '../event.ts';
import type { CaseRecord } from '../ledger.ts';
import type { UpstreamState } from '../upstream.ts';
import { ended, type TitleOf } from './sentences.ts';
import { contractWord, iso, wib } from './words.ts';

/** Whose move it is. */
export interface NextMove {
  /** `recipient` and `sender`: officers of the system that received the handover, or of the one that took the report in. */
  readonly who: 'recipient' | 'sender' | 'gateway' | 'operator' | 'nobody';
  /** The system it is about; null where it is about none. */
  readonly system: string | null;
  /** One Indonesian sentence. */
  readonly what: string;
  /** RFC 3339, UTC: when the gateway moves, or by when an officer should; null where no time is set. */
  readonly at: string | null;
}

export interface Surroundings {
  readonly titleOf: TitleOf;
  /** The state of a system's circuit now; undefined where nobody knows it. */
  readonly upstreamOf: (system: string) => UpstreamState | undefined;
}

/** What stops the case is named first, then what the gateway is doing, then whose officer it rests with. Pure. */
export function nextMove(record: Pick<CaseRecord, 'case' | 'events' | 'relays'>, around: Surroundings): NextMove {
  return (
    quarantined(record.events) ??
    stopped(record.relays, around) ??
    underWay(record.relays, around) ??
    patient(record.events) ??
    officer(record.case, around)
  );
}

function quarantined(events: readonly EventRecord[]): NextMove | null {
  const event = events.find(({ state }) => state === 'quarantined');
  if (!event) return null;
  const why = event.receipt.held?.detail ?? 'alasannya tidak tercatat.';
  const what = `Petugas gerbang memeriksa peristiwa ${event.id} yang ditahan: ${ended(why)} Lengkapi tabel kode lalu terjemahkan ulang, atau buang dengan alasan.`;
  return { who: 'operator', system: event.system, what, at: null };
}

function patient(events: readonly EventRecord[]): NextMove | null {
  const event = events.find(({ state }) => state === 'waiting');
  if (!event) return null;
  const until = event.waitUntil ?? event.acceptedAt;
  const what = `Gerbang menunggu nomor ${event.subject} dikenal sampai ${wib(until)}; sesudah itu petugas gerbang memutuskan.`;
  return { who: 'gateway', system: event.system, what, at: iso(until) };
}

function stopped(relays: readonly RelayRecord[], { titleOf }: Surroundings): NextMove | null {
  const relay = relays.find((candidate) => isStopped(candidate) && !isOvertaken(candidate, relays));
  if (!relay) return null;
  const row = relay.error === null ? null : ERRORS[relay.error.code];
  const why = row === null ? '' : ` ${ended(row.title)} ${row.remedy}`;
  const what = `Petugas gerbang memutuskan kiriman ${contractWord(relay.contract)} ke ${titleOf(relay.recipient)} yang berhenti (${relay.id}): kirim ulang atau buang dengan alasan.${why}`;
  return { who: 'operator', system: relay.recipient, what, at: null };
}

/** A handover that ended before it was sent is for its sender to decide anew, not for the gateway's operator. */
const isStopped = ({ state, error }: RelayRecord): boolean =>
  state === 'dead' || (state === 'withheld' && error?.code !== 'handover-expired');

const isOvertaken = (relay: RelayRecord, relays: readonly RelayRecord[]): boolean =>
  relay.onDead === 'release' &&
  relays.some(
    (later) =>
      later.recipient === relay.recipient &&
      later.contract === relay.contract &&
      later.position > relay.position &&
      later.state === 'delivered',
  );

function underWay(relays: readonly RelayRecord[], { titleOf, upstreamOf }: Surroundings): NextMove | null {
  const live = relays.filter(({ state }) => (LIVE_STATES as readonly string[]).includes(state));
  // A parked relay without a due time only waits behind another.
  const relay = live.find(({ state, dueAt }) => state !== 'parked' || dueAt !== null) ?? live[0];
  if (!relay) return null;
  const system = relay.recipient;
  const title = titleOf(system);
  const upstream = upstreamOf(system);
  const reason = ended(upstream?.reason ?? 'sebabnya tidak tercatat');
  if (upstream?.alarm) {
    return { who: 'operator', system, what: `Petugas gerbang memperbaiki sambungan ke ${title}: ${reason}`, at: null };
  }
  if (upstream && upstream.circuit !== 'closed') {
    const at = upstream.nextProbeAt;
    const when = at === null ? 'sedang diuji' : `diuji lagi ${wib(at)}`;
    return { who: 'gateway', system, what: `Gerbang menunggu ${title} pulih, ${when}. Sebabnya: ${reason}`, at };
  }
  if (upstream?.delivery === 'inbox' && relay.error?.code !== 'upstream-timeout')
    return unfetched(relay, { title, upstream });
  const what = `mengirim ${contractWord(relay.contract)} ke ${title}`;
  if (relay.state !== 'parked' || relay.dueAt === null) {
    return { who: 'gateway', system, what: `Gerbang sedang ${what}.`, at: null };
  }
  const again = `Gerbang mencoba lagi ${what} pada ${wib(relay.dueAt)} (percobaan ke-${relay.attempt + 1}).`;
  return { who: 'gateway', system, what: again, at: iso(relay.dueAt) };
}

function unfetched(
  { recipient: system, contract }: RelayRecord,
  { title, upstream: { fetchedAt } }: { title: string; upstream: UpstreamState },
): NextMove {
  const last =
    fetchedAt === null ? 'belum pernah mengambil sejak gerbang berjalan' : `terakhir mengambil ${wib(fetchedAt)}`;
  const what = `${title} mengambil ${contractWord(contract)} dari kotak masuknya; ${last}.`;
  return { who: 'recipient', system, what, at: null };
}

const ENDS: ReadonlySet<string> = new Set(['done', 'rejected']);

function officer(subject: Case | null, { titleOf }: Surroundings): NextMove {
  if (!subject) return { who: 'nobody', system: null, what: 'Tidak ada yang perlu dilakukan.', at: null };
  if (subject.status !== null && ENDS.has(subject.status)) {
    const what = 'Tidak ada yang perlu dilakukan: laporan sudah berakhir dan semua kabarnya sudah sampai.';
    return { who: 'nobody', system: null, what, at: null };
  }
  return handedOver(subject, titleOf) ?? follows(subject, titleOf);
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
