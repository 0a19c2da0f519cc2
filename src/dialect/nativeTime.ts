import { invalid } from './nativeInvalid.ts';

/** How native systems write times and days, each form read only where a dialect says that its systems write it. Pure. */

/**
 * `iso`: `2026-11-21T08:00:00+07:00`, also with a space, `+0700`, `+07` or `WIB`. `iso-basic`: `20261121T080000+0700`.
 * `day-first`: `21-11-2026 08:00:00` or `21/11/2026 08:00 WIB`. `epoch-seconds`, `epoch-milliseconds`: whole numbers, or
 * their digits.
 */
export type TimeFormat = 'iso' | 'iso-basic' | 'day-first' | 'epoch-seconds' | 'epoch-milliseconds';

export interface TimeForms {
  readonly formats: readonly TimeFormat[];
  /** What a time without a zone is in, `+07:00`; without one, such a time is not read. */
  readonly zone?: string;
}

export interface TimeReader {
  /** RFC 3339 at +07:00, to the millisecond; null for what is no such time, or a time that no calendar or clock has. */
  read(native: unknown): string | null;
  /** Like `read`. Throws `native-invalid` where that gives null. */
  parse(native: unknown, pointer: string): string;
}

const MINUTE_MS = 60_000;
const WIB = '+07:00';
const NAMED: Readonly<Record<string, string>> = { WIB, WITA: '+08:00', WIT: '+09:00', Z: '+00:00', z: '+00:00' };

const CLOCK = String.raw`(?<h>\d{2}):(?<min>\d{2})(?::(?<s>\d{2})(?:[.,](?<f>\d{1,9}))?)?`;
const ZONE = String.raw`(?:\s*(?<zone>[Zz]|WIB|WITA|WIT|[+-]\d{2}(?::?\d{2})?))?`;
const WRITTEN: Readonly<Partial<Record<TimeFormat, RegExp>>> = {
  iso: new RegExp(String.raw`^(?<y>20\d{2})-(?<m>\d{2})-(?<d>\d{2})(?:[Tt]|\s+)${CLOCK}${ZONE}$`, 'u'),
  'iso-basic': new RegExp(
    String.raw`^(?<y>20\d{2})(?<m>\d{2})(?<d>\d{2})[Tt](?<h>\d{2})(?<min>\d{2})(?:(?<s>\d{2})(?:[.,](?<f>\d{1,9}))?)?${ZONE}$`,
    'u',
  ),
  'day-first': new RegExp(String.raw`^(?<d>\d{2})(?<by>[-/])(?<m>\d{2})\k<by>(?<y>20\d{2})\s+${CLOCK}${ZONE}$`, 'u'),
};
const EPOCHS: Readonly<Partial<Record<TimeFormat, number>>> = { 'epoch-seconds': 1000, 'epoch-milliseconds': 1 };

/** The years that any format is read in: an epoch outside them is in another unit, or no time. */
const [FIRST, END] = [Date.UTC(2000, 0, 1), Date.UTC(2100, 0, 1)];

/** A reader of these formats and of no others. */
export function timeReader({ formats, zone }: TimeForms): TimeReader {
  const written = formats.flatMap((format) => WRITTEN[format] ?? []);
  const units = formats.flatMap((format) => EPOCHS[format] ?? []);
  const read = (native: unknown): string | null =>
    units.map((unit) => ofEpoch(native, unit)).find((time) => time !== null) ?? ofText(native, { written, zone });
  return {
    read,
    parse(native, pointer) {
      const time = read(native);
      if (time === null) throw invalid(pointer, 'waktu tidak terbaca atau tidak ada');
      return time;
    },
  };
}

function ofEpoch(native: unknown, unit: number): string | null {
  const isDigits = typeof native === 'string' && /^\s*\d{9,13}\s*$/u.test(native);
  const count = isDigits ? Number(native) : native;
  if (typeof count !== 'number' || !Number.isSafeInteger(count)) return null;
  const ms = count * unit;
  return ms >= FIRST && ms < END ? toWib(new Date(ms)) : null;
}

interface Written {
  readonly written: readonly RegExp[];
  readonly zone: string | undefined;
}

function ofText(native: unknown, { written, zone: usual }: Written): string | null {
  if (typeof native !== 'string') return null;
  const text = native.trim();
  const parts = written.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return null;
  const { y = '', m = '', d = '', h = '', min = '', s = '00', f = '0', zone = usual } = parts;
  const offset = offsetOf(zone);
  const ms = f.slice(0, 3).padEnd(3, '0');
  const local = new Date(Date.UTC(+y, +m - 1, +d, +h, +min, +s, +ms));
  // A Date rolls 31 February over into March, and 24:00 into the next day; then it is no longer what was written.
  const asWritten = local.getUTCMonth() === +m - 1 && local.getUTCDate() === +d && +h < 24 && +min < 60 && +s < 60;
  return offset === null || !asWritten ? null : toWib(new Date(local.getTime() - offset * MINUTE_MS));
}

/** Minutes east of Greenwich; null for no zone, and for one that no place has. */
function offsetOf(zone: string | undefined): number | null {
  const written = NAMED[zone ?? ''] ?? zone ?? '';
  const [, sign, hours = '', minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/u.exec(written) ?? [];
  if (sign === undefined || +hours > 14 || +minutes > 59) return null;
  return (sign === '-' ? -1 : 1) * (+hours * 60 + +minutes);
}

/** ISO 8601, basic too, or `03/07/2025 09:15 WIB`; without a zone WIB, in which both provinces live. */
const USUAL = timeReader({ formats: ['iso', 'iso-basic', 'day-first'], zone: WIB });

/** A time in the usual forms as RFC 3339 at +07:00. Throws `native-invalid`. A dialect with other forms has its own `timeReader`. */
export const parseTime = (native: unknown, pointer: string): string => USUAL.parse(native, pointer);

/** Like `parseTime`, for what somebody else may have written in its place: null where it is no such time. */
export const readTime = (native: unknown): string | null => USUAL.read(native);

/** True for a time as text that tells no seconds. */
export const isToTheMinute = (native: unknown): boolean =>
  typeof native === 'string' && !/\d:\d{2}:\d{2}|T\d{6}|^\s*\d{9,13}\s*$/iu.test(native);

/** The later of native times, RFC 3339, by instant. */
export function latest(first: string, ...others: readonly (string | null)[]): string {
  return others.reduce<string>((a, b) => (b !== null && Date.parse(b) > Date.parse(a) ? b : a), first);
}

/** An instant as RFC 3339 at +07:00; milliseconds are written only where there are any. */
export function toWib(instant: Date): string {
  const local = new Date(instant.getTime() + 420 * MINUTE_MS).toISOString();
  return `${local.slice(0, local.endsWith('.000Z') ? -5 : -1)}${WIB}`;
}

/** An RFC 3339 time as `03/07/2025 09:15:00 WIB`. */
export function writeSlashed(time: string): string {
  const [date = '', clock = ''] = toWib(new Date(time)).replace(WIB, '').split('T');
  return `${date.split('-').reverse().join('/')} ${clock} WIB`;
}

const DAYS = [/^(?<y>20\d{2})-(?<m>\d{2})-(?<d>\d{2})$/u, /^(?<d>\d{1,2})[-/](?<m>\d{1,2})[-/](?<y>20\d{2})$/u];

/** A day as `2025-09-12`, from that or from `12-9-2025` and `12/09/2025`, day first. Null for days no calendar has. */
export function dayOf(native: unknown): string | null {
  if (typeof native !== 'string') return null;
  const text = native.trim();
  const parts = DAYS.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return null;
  const { y = '', m = '', d = '' } = parts;
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day ? null : day;
}
