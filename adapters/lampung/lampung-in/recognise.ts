import type { LampungAnswer } from './answer.ts';
import type { LampungService } from './layanan.ts';
import type { LampungSupply } from './pasokan.ts';
import type { LampungReport } from './report.ts';
import type { LampungStatus } from './status.ts';

const has = (native: unknown, ...members: readonly string[]): boolean =>
  typeof native === 'object' && native !== null && members.some((member) => Object.hasOwn(native, member));

/** About no case: what bears the number of a supply or of a service is never a report, a status or an answer. */
export const isNotice = (native: unknown): boolean => has(native, 'id_pasokan', 'id_layanan');

/** What bears the number of something else as well is no notice either: nobody can say which of the two it means. */
export const isSupply = (native: unknown): native is LampungSupply =>
  has(native, 'id_pasokan') && !has(native, 'id_layanan', 'id_laporan');
export const isService = (native: unknown): native is LampungService =>
  has(native, 'id_layanan') && !has(native, 'id_pasokan', 'id_laporan');

export const isAnswer = (native: unknown): native is LampungAnswer => !isNotice(native) && has(native, 'jawaban');
export const isReport = (native: unknown): native is LampungReport =>
  !isNotice(native) && !isAnswer(native) && has(native, 'isi_laporan', 'kategori', 'lokasi', 'tanggal_lapor');
export const isStatus = (native: unknown): native is LampungStatus =>
  !isNotice(native) && !isAnswer(native) && !isReport(native) && has(native, 'status', 'waktu');
