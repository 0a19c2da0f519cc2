import type { HandoverState } from '../case.ts';
import type { ContractRef } from '../contract.ts';
import type { RelayState } from '../delivery.ts';
import { writeSlashed } from '../dialect/native.ts';
import type { ReportStatusCode } from '../generated/contracts.ts';
import type { Outcome } from '../outcome.ts';

/** The house's words as operators read them, Indonesian. */

const STATUSES: Readonly<Record<ReportStatusCode, string>> = {
  received: 'diterima',
  verified: 'diverifikasi',
  coordinated: 'dikoordinasikan',
  assigned: 'didisposisikan',
  'in-progress': 'sedang ditangani',
  'awaiting-validation': 'menunggu validasi',
  rework: 'ditangani ulang',
  done: 'selesai',
  rejected: 'ditolak',
  'outside-authority': 'di luar kewenangan',
  'handed-over': 'diteruskan',
};

export const HANDOVERS: Readonly<Record<HandoverState, string>> = {
  sent: 'diserahkan, belum terdaftar di sana',
  registered: 'terdaftar, belum diputuskan petugas',
  accepted: 'diterima petugas',
  declined: 'ditolak petugas',
  expired: 'lewat batas waktu jawaban',
  withdrawn: 'ditarik kembali',
};

const ANSWERS: Readonly<Record<Exclude<HandoverState, 'sent'>, string>> = {
  registered: 'terdaftar',
  accepted: 'diterima',
  declined: 'ditolak',
  expired: 'lewat batas waktu',
  withdrawn: 'ditarik kembali',
};

export const OUTCOMES: Readonly<Record<Outcome['kind'], string>> = {
  delivered: 'terkirim',
  failed: 'gagal untuk sementara',
  postponed: 'ditunda',
  unconfirmed: 'belum dipastikan sampai',
  rejected: 'ditolak',
  withheld: 'tidak dikirim',
  superseded: 'tidak perlu dikirim, yang lebih baru sudah sampai',
};

export const RELAY_STATES: Readonly<Record<RelayState, string>> = {
  waiting: 'menunggu giliran',
  published: 'menunggu giliran',
  claimed: 'sedang dikirim',
  parked: 'menunggu waktu kirim',
  delivered: 'terkirim',
  dead: 'berhenti',
  unconfirmed: 'belum dipastikan sampai',
  withheld: 'tidak dikirim',
  superseded: 'digantikan yang lebih baru',
  discarded: 'dibuang petugas',
};

const CONTRACTS: Readonly<Record<string, string>> = {
  'citizen-report': 'laporan',
  'report-handover': 'serah terima laporan',
  'handover-answer': 'jawaban serah terima',
  'report-status': 'perkembangan laporan',
  'food-price': 'harga pangan',
  'food-supply': 'pasokan pangan',
  'service-catalogue': 'katalog layanan',
  'health-facility': 'fasilitas kesehatan',
  'letter-verification': 'keaslian surat desa',
  'village-service-status': 'perkembangan layanan desa',
};

/** A status nobody knows is shown as it is. */
export const statusWord = (status: string): string =>
  Object.hasOwn(STATUSES, status) ? STATUSES[status as ReportStatusCode] : status;

/** Likewise. */
export const answerWord = (state: string): string =>
  Object.hasOwn(ANSWERS, state) ? ANSWERS[state as keyof typeof ANSWERS] : state;

/** What a contract carries; one without a word here is named as it is. */
export const contractWord = (ref: ContractRef): string => CONTRACTS[ref.split('/')[0] ?? ''] ?? ref;

/** Milliseconds, or RFC 3339, as `03/07/2025 09:15:00 WIB`. */
export function wib(time: number | string): string {
  const seconds = Math.floor(new Date(time).getTime() / 1000);
  return writeSlashed(new Date(seconds * 1000).toISOString());
}

/** RFC 3339, UTC. */
export const iso = (time: number): string => new Date(time).toISOString();
