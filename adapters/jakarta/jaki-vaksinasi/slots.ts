import { type Details, dayOf } from '../../../src/dialect/native.ts';
import type { Slot } from '../../../src/generated/contracts.ts';

interface Time {
  readonly id: string;
  readonly kuota?: { readonly totalKuota?: unknown; readonly sisaKuota?: unknown } | null;
}

/** A day with its times, as `faskes.schema.json` has it. */
export interface Day {
  readonly id: string;
  readonly kuota?: unknown;
  readonly kuota_sisa?: unknown;
  readonly waktu?: readonly Time[] | null;
}

/** The contract's own bound. */
const MOST_APPOINTMENTS = 1_000_000;

/** Every slot of the days, the earliest first. A day no calendar has is left out. */
export function slotsOf(days: readonly Day[], details?: Details): readonly Slot[] {
  return days
    .flatMap((day, index) => slotsOfDay(day) ?? leftOut(details, index))
    .toSorted((a, b) => (beginOf(a) < beginOf(b) ? -1 : Number(beginOf(a) > beginOf(b))));
}

/** What is said of a whole day comes before its hours. */
const beginOf = ({ date, time }: Slot): string => `${date} ${time ?? ''}`;

/**
 * A slot for each time; a day without times is one slot. So is, beside its times, a day that alone says how many: the
 * service counts by the day, and its times were seen with no number of their own.
 */
function slotsOfDay({ id, kuota, kuota_sisa, waktu }: Day): readonly Slot[] | null {
  const date = dayOf(id);
  if (date === null) return null;
  const whole: Slot = { date, time: null, quota: countOf(kuota), remaining: countOf(kuota_sisa) };
  const times = (waktu ?? []).map((time): Slot => slotOf(date, time));
  const isCountedByDay = saysHowMany(whole) && !times.some(saysHowMany);
  return times.length === 0 || isCountedByDay ? [whole, ...times] : times;
}

function leftOut(details: Details | undefined, index: number): readonly Slot[] {
  details?.leaveOut(`/jadwal/${index}`);
  return [];
}

const slotOf = (date: string, { id, kuota }: Time): Slot => ({
  date,
  time: id,
  quota: countOf(kuota?.totalKuota),
  remaining: countOf(kuota?.sisaKuota),
});

const saysHowMany = ({ quota, remaining }: Slot): boolean => quota !== null || remaining !== null;

/** Null for what counts nothing: a word such as `deprecated`, less than none, half an appointment. */
function countOf(native: unknown): number | null {
  const count = typeof native === 'string' && /^\s*\d{1,7}\s*$/u.test(native) ? Number(native) : native;
  if (typeof count !== 'number' || !Number.isInteger(count)) return null;
  return count < 0 || count > MOST_APPOINTMENTS ? null : count + 0;
}
