import type { LampungAnswer } from './answer.ts';
import type { LampungReport } from './report.ts';
import type { LampungStatus } from './status.ts';

const has = (native: unknown, ...members: readonly string[]): boolean =>
  typeof native === 'object' && native !== null && members.some((member) => Object.hasOwn(native, member));

export const isAnswer = (native: unknown): native is LampungAnswer => has(native, 'jawaban');
export const isReport = (native: unknown): native is LampungReport =>
  !isAnswer(native) && has(native, 'isi_laporan', 'kategori', 'lokasi', 'tanggal_lapor');
export const isStatus = (native: unknown): native is LampungStatus =>
  !isAnswer(native) && !isReport(native) && has(native, 'status', 'waktu');
