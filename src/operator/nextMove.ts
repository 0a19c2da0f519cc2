import type { Case } from '../case.ts';
import { type AttemptRecord, isLive, type RelayRecord } from '../delivery.ts';
import type { ErrorCode } from '../errors.ts';
import { ERRORS } from '../errorTable.ts';
import type { EventRecord } from '../event.ts';
import type { CaseRecord } from '../ledger.ts';
import type { RefusalRecord } from '../refusal.ts';
import type { UpstreamState } from '../upstream.ts';
import { failureText } from '../words/why.ts';
import { isBehind } from './behind.ts';
import { humanTurn, isOver } from './humanTurn.ts';
import { contractWord, iso, wib } from './labels.ts';
import type { NextMove, Surroundings } from './move.ts';
import { detailOf } from './refusals.ts';
import { ended } from './sentences.ts';
import { unnotified } from './unnotified.ts';

/** What stops the case is named first, then what the gateway is doing, then whose officer it rests with. Pure. */
export function nextMove(record: Omit<CaseRecord, 'decisions'>, around: Surroundings): NextMove {
  const reasons = reasonsIn(record.attempts);
  const move =
    quarantined(record.events) ??
    unconfirmed(record.relays, reasons, around) ??
    stopped(record.relays, reasons, around) ??
    refused(record, around) ??
    underWay(record.relays, reasons, around) ??
    patient(record.events) ??
    humanTurn(record.case, around);
  return move.who === 'nobody' ? (unnotified(record, around) ?? move) : move;
}

/** Why the last attempt of each relay failed, where something was exchanged. */
type Reasons = (relay: RelayRecord) => string | null;

export function reasonsIn(attempts: readonly AttemptRecord[]): Reasons {
  const last = new Map(attempts.flatMap((attempt) => (attempt.exchange ? [[attempt.relayId, attempt.exchange]] : [])));
  return ({ id, error }) => {
    const exchange = last.get(id);
    return exchange ? failureText({ error, exchange }) : null;
  };
}

/** What is to be done before a held event is translated again. */
function remedyOf(code: ErrorCode | null): string {
  switch (code) {
    case 'unknown-code':
      return 'Lengkapi tabel kode lalu';
    case 'unknown-number':
      return 'Cocokkan nomornya dengan sistem pengirim; bila laporannya sudah dikenal gerbang,';
    case 'held-behind':
      return 'Selesaikan dahulu peristiwa yang menahannya; sesudah itu';
    default:
      return 'Bila sebabnya sudah diperbaiki,';
  }
}

function quarantined(events: readonly EventRecord[]): NextMove | null {
  const event = events.find(({ state }) => state === 'quarantined');
  if (!event) return null;
  const { code = null, detail = 'alasannya tidak tercatat.' } = event.receipt.held ?? {};
  const route = `POST /v1/held/${encodeURIComponent(event.system)}/${encodeURIComponent(event.subject)}`;
  const what = `Petugas gerbang memeriksa peristiwa ${event.id} yang ditahan: ${ended(detail)} ${remedyOf(code)} terjemahkan ulang (${route}/retry), atau buang dengan alasan (${route}/discard).`;
  return { who: 'operator', system: event.system, what, at: null };
}

function patient(events: readonly EventRecord[]): NextMove | null {
  const event = events.find(({ state }) => state === 'waiting');
  if (!event) return null;
  const until = event.waitUntil ?? event.acceptedAt;
  const what = `Gerbang menunggu nomor ${event.subject} dikenal sampai ${wib(until)}; sesudah itu petugas gerbang memutuskan.`;
  return { who: 'gateway', system: event.system, what, at: iso(until) };
}

function stopped(relays: readonly RelayRecord[], reasons: Reasons, { titleOf }: Surroundings): NextMove | null {
  const relay = relays.find((candidate) => isStopped(candidate) && !isOvertaken(candidate, relays));
  if (!relay) return null;
  const row = relay.error === null ? null : ERRORS[relay.error.code];
  const reason = reasons(relay);
  const title = reason === null ? row?.title : `${row?.title}: ${reason}`;
  const why = row === null ? '' : ` ${ended(String(title))} ${row.remedy}`;
  const what = `Petugas gerbang memutuskan kiriman ${contractWord(relay.contract)} ke ${titleOf(relay.recipient)} yang berhenti: kirim ulang (POST /v1/relays/${relay.id}/redrive) atau buang dengan alasan (POST /v1/relays/${relay.id}/discard). ${waiting(relay, relays)}${why}`;
  return { who: 'operator', system: relay.recipient, what, at: null };
}

/** It may be there: nothing of it is sent again before somebody has looked. */
function unconfirmed(relays: readonly RelayRecord[], reasons: Reasons, { titleOf }: Surroundings): NextMove | null {
  const relay = relays.find(({ state }) => state === 'unconfirmed');
  if (!relay) return null;
  const route = `POST /v1/relays/${relay.id}`;
  const reason = reasons(relay);
  const why = reason === null ? '' : ` Sebabnya: ${ended(reason)}`;
  const what = `Petugas gerbang memastikan di ${titleOf(relay.recipient)} apakah ${contractWord(relay.contract)} sudah sampai: bila sudah, catat sebagai sampai (${route}/confirm, dengan number bila itu laporan baru); bila dipastikan tidak ada, kirim ulang (${route}/redrive dengan confirmedAbsent: true); atau buang dengan alasan (${route}/discard). ${waiting(relay, relays)}${why}`;
  return { who: 'operator', system: relay.recipient, what, at: null };
}

/** How many stand still until an operator has decided. */
function waiting(front: RelayRecord, relays: readonly RelayRecord[]): string {
  const holds = front.state === 'unconfirmed' || (front.state === 'dead' && front.onDead === 'hold');
  const behind = relays.filter((relay) => holds && isLive(relay.state) && isBehind(relay, front)).length;
  return behind === 0
    ? 'Tidak ada kiriman yang menunggu di belakangnya.'
    : `${behind} kiriman menunggu di belakangnya.`;
}

/** A handover that ended before it was sent is for its sender to decide anew, not for the gateway's operator. */
const isStopped = ({ state, error }: RelayRecord): boolean =>
  state === 'dead' || (state === 'withheld' && error?.code !== 'handover-expired');

const isOvertaken = (relay: RelayRecord, relays: readonly RelayRecord[]): boolean =>
  relay.onDead === 'release' &&
  relays.some((later) => isBehind(later, relay) && later.contract === relay.contract && later.state === 'delivered');

/** What a system said last was refused: nobody but the system can say it again. */
function refused({ case: subject, events, refusals }: Refused, { titleOf, pollOf }: Surroundings): NextMove | null {
  const refusal = refusals.findLast((one) => !isHeardSince(one, { subject, events }));
  if (!refusal) return null;
  const { lastAt, system, subject: number, code, count } = refusal;
  const who = subject === null || system === subject.origin ? 'sender' : 'recipient';
  const title = titleOf(system);
  const again = pollOf(system) ? `Gerbang mengambil lagi kabar ${title}` : `${title} mengirim lagi kabar`;
  const often = count === 1 ? '' : `, ${count} kali`;
  const what = `${again} tentang ${number} sesudah sebabnya diperbaiki; yang terakhir ditolak ${wib(lastAt)}${often} (${code}): ${ended(detailOf(refusal))} ${ERRORS[code].remedy}`;
  return { who, system, what, at: null };
}

type Refused = Pick<CaseRecord, 'case' | 'events' | 'refusals'>;

/** A system that went on was heard; so is everybody once the report has ended. An answer to a delivery is no word of its own. */
const isHeardSince = (
  { lastAt, system }: RefusalRecord,
  { subject, events }: { subject: Case | null; events: readonly EventRecord[] },
): boolean =>
  events.some(
    (event) => event.acceptedAt > lastAt && (isOver(subject) || (event.system === system && event.kind === 'native')),
  );

function underWay(
  relays: readonly RelayRecord[],
  reasons: Reasons,
  { titleOf, upstreamOf }: Surroundings,
): NextMove | null {
  const live = relays.filter(({ state }) => isLive(state));
  // A parked relay without a due time only waits behind another.
  const relay = live.find(({ state, dueAt }) => state !== 'parked' || dueAt !== null) ?? live[0];
  if (!relay) return null;
  const system = relay.recipient;
  const title = titleOf(system);
  const upstream = upstreamOf(system);
  const reason = ended(upstream?.reason ?? 'sebabnya tidak tercatat');
  const last = reasons(relay);
  const because = last === null ? '' : ` Percobaan terakhir: ${ended(last)}`;
  if (upstream?.alarm) {
    const what = `Petugas gerbang memperbaiki sambungan ke ${title}: ${reason}${because}`;
    return { who: 'operator', system, what, at: null };
  }
  if (upstream && upstream.circuit !== 'closed') {
    const at = upstream.nextProbeAt;
    const when = at === null ? 'sedang diuji' : `diuji lagi ${wib(at)}`;
    return {
      who: 'gateway',
      system,
      what: `Gerbang menunggu ${title} pulih, ${when}. Sebabnya: ${reason}${because}`,
      at,
    };
  }
  if (upstream?.delivery === 'inbox' && relay.error?.code !== 'upstream-timeout')
    return unfetched(relay, { title, upstream });
  const word = contractWord(relay.contract);
  const isAsked = relay.error?.code === 'unconfirmed';
  const what = isAsked ? `menanyakan kepada ${title} apakah ${word} sudah sampai` : `mengirim ${word} ke ${title}`;
  if (relay.state !== 'parked' || relay.dueAt === null) {
    return { who: 'gateway', system, what: `Gerbang sedang ${what}.`, at: null };
  }
  const again = `Gerbang mencoba lagi ${what} pada ${wib(relay.dueAt)} (percobaan ke-${relay.attempt + 1}).${because}`;
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
