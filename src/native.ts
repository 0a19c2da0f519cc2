import { GatewayError } from './errors.ts';
import type { Point } from './generated/contracts.ts';

/** What native shapes have in common: how they write time, text, coordinates and answers. Used by adapters; pure. */

/** A `native-invalid` refusal of one member, by its RFC 6901 pointer. */
export function invalid(pointer: string, message: string): GatewayError {
  return new GatewayError('native-invalid', {
    detail: `Isi tidak sah di ${pointer}: ${message}.`,
    violations: [{ pointer, message }],
  });
}

const MINUTE_MS = 60_000;
const ZONES: Readonly<Record<string, number>> = { WIB: 420, WITA: 480, WIT: 540, Z: 0 };
const CLOCK = '(?<h>\\d{2}):(?<min>\\d{2})(?::(?<s>\\d{2})(?:\\.(?<f>\\d{1,9}))?)?';
const ISO = new RegExp(`^(?<y>20\\d{2})-(?<m>\\d{2})-(?<d>\\d{2})[T ]${CLOCK}\\s*(?<zone>Z|[+-]\\d{2}:\\d{2})?$`, 'u');
const SLASHED = new RegExp(`^(?<d>\\d{2})/(?<m>\\d{2})/(?<y>20\\d{2}) ${CLOCK}\\s*(?<zone>WIB|WITA|WIT)?$`, 'u');

/**
 * A native time as RFC 3339 at +07:00, to the millisecond: ISO 8601, or `03/07/2025 09:15 WIB`. A time without a zone is
 * WIB (proposed convention: both provinces live in it). Throws `native-invalid` for any other form and for days that no
 * calendar has.
 */
export function parseTime(native: string, pointer: string): string {
  const time = readTime(native);
  if (time === null) throw invalid(pointer, 'waktu tidak terbaca atau tidak ada');
  return time;
}

/** Like `parseTime`, for what somebody else may have written in its place: null where it is no such time. */
export function readTime(native: unknown): string | null {
  if (typeof native !== 'string') return null;
  const parts = (ISO.exec(native.trim()) ?? SLASHED.exec(native.trim()))?.groups;
  if (parts === undefined) return null;
  const { y = '', m = '', d = '', h = '', min = '', s = '00', f = '0', zone = 'WIB' } = parts;
  const offset = offsetOf(zone);
  const ms = f.slice(0, 3).padEnd(3, '0');
  const local = new Date(Date.UTC(+y, +m - 1, +d, +h, +min, +s, +ms));
  // A Date rolls 31 February over into March, and 24:00 into the next day; then it is no longer what was written.
  const asWritten = local.getUTCMonth() === +m - 1 && local.getUTCDate() === +d && +h < 24 && +min < 60 && +s < 60;
  if (offset === null || !asWritten) return null;
  if (offset === ZONES.WIB) return `${y}-${m}-${d}T${h}:${min}:${s}${ms === '000' ? '' : `.${ms}`}+07:00`;
  return toWib(new Date(local.getTime() - offset * MINUTE_MS));
}

function offsetOf(zone: string): number | null {
  const named = ZONES[zone];
  if (named !== undefined) return named;
  const [hours = 99, minutes = 99] = zone.slice(1).split(':').map(Number);
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** The later of native times, RFC 3339, by instant. */
export function latest(first: string, ...others: readonly (string | null)[]): string {
  return others.reduce<string>((a, b) => (b !== null && Date.parse(b) > Date.parse(a) ? b : a), first);
}

/** An instant as RFC 3339 at +07:00; milliseconds are written only where there are any. */
export function toWib(instant: Date): string {
  const local = new Date(instant.getTime() + 420 * MINUTE_MS).toISOString();
  return `${local.slice(0, local.endsWith('.000Z') ? -5 : -1)}+07:00`;
}

/** An RFC 3339 time as `03/07/2025 09:15:00 WIB`. */
export function writeSlashed(time: string): string {
  const [date = '', clock = ''] = toWib(new Date(time)).replace('+07:00', '').split('T');
  return `${date.split('-').reverse().join('/')} ${clock} WIB`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const ENTITY = /&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#x([\da-f]{1,6}));/giu;

/** Text with nothing in it to decode, mend or take out: most of it. */
const PLAIN = /^[^&\r\p{Cc}\p{Cs}]*$/u;

/**
 * Free text as a contract carries it: HTML entities decoded once, line ends as `\n`, no control or unpaired surrogate
 * characters, trimmed. Line breaks, quotes and report numbers inside it stay as they were typed.
 */
export function plainText(native: string): string {
  if (PLAIN.test(native)) return native.trim();
  return native
    .replace(ENTITY, (whole: string, name?: string, decimal?: string, hex?: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    })
    .toWellFormed()
    .replace(/\r\n?/gu, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();
}

/** Plain text for a system that decodes entities when it reads: what it would take for one is escaped. */
export function escapeText(text: string): string {
  return text.replace(ENTITY, (entity) => `&amp;${entity.slice(1)}`);
}

const TITLE_LENGTH = 100;

/** A title and a text as one plain text: the title goes before it, unless the text begins with it. */
export function withTitle(title: string | null | undefined, text: string): string {
  const [first, rest] = [plainText(title ?? ''), plainText(text)];
  return first === '' || rest.startsWith(first) ? rest : `${first}\n\n${rest}`.trim();
}

/** The first line of a text, at most 100 characters of it, for a system that wants a title; null where it says nothing. */
export function titleOf(text: string): string | null {
  const [line = ''] = [...text].slice(0, TITLE_LENGTH).join('').split('\n');
  return line.trim() === '' ? null : escapeText(line.trim());
}

/** The text itself. Throws `native-invalid` where it has more characters than a contract takes: nothing is cut off. */
export function atMost(most: number, text: string, pointer: string): string {
  // Never more characters than UTF-16 units; only a text near the limit has to be counted out.
  if (text.length > most && [...text].length > most) throw invalid(pointer, `paling banyak ${most} karakter`);
  return text;
}

/** A member's value; null also where it is absent, or the text `null` as some exports write it. */
export const orNull = <Value>(value: Value | null | undefined): Value | null =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === 'null') ? null : value;

/** Plain text of at most so many characters, or null where it is absent or says nothing. Throws like `atMost`. */
export function textOrNull(native: string | null | undefined, most: number, pointer: string): string | null {
  const text = plainText(orNull(native) ?? '');
  return text === '' ? null : atMost(most, text, pointer);
}

interface NativePoint {
  readonly lat: number | string | null | undefined;
  readonly lon: number | string | null | undefined;
  /** Where the latitude was, for the refusal. */
  readonly pointer: string;
}

/**
 * Coordinates given as numbers or strings; null where both are absent. Throws `native-invalid` for half a point or one
 * outside Indonesia, such as a swapped pair or 0, 0.
 */
export function pointOf({ lat, lon, pointer }: NativePoint): Point | null {
  const [y, x] = [coordinate(lat), coordinate(lon)];
  if (y === null && x === null) return null;
  if (y === null || x === null) throw invalid(pointer, 'lintang dan bujur harus ada dua-duanya');
  if (x >= 94 && x <= 142 && y >= -12 && y <= 7) return { type: 'Point', coordinates: [x, y] };
  throw invalid(pointer, 'koordinat di luar Indonesia');
}

function coordinate(native: number | string | null | undefined): number | null {
  if (native === null || native === undefined) return null;
  if (typeof native === 'number') return native + 0;
  return native.trim() === '' ? null : Number(native) + 0;
}

/** The members of an answer's body; none where it is no object. */
export function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
}

/** What numbers something, as text; null where it is neither text nor a number, or too long for one. */
export function numberOrNull(value: unknown): string | null {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text.trim() === '' || text.length > MOST_IN_NUMBER ? null : text;
}

const MOST_IN_NUMBER = 100;

/** True for a code of failure inside a body, as a number or its three digits, whatever HTTP said. */
export function saysFailure(code: unknown): boolean {
  return (typeof code === 'number' || (typeof code === 'string' && /^\d{3}$/u.test(code))) && Number(code) >= 400;
}

/**
 * Whole rupiah, from a number or its text. Null where nobody quoted: for null, an empty text, and each of `none` (0 unless
 * said). Undefined for what is no amount of rupiah.
 */
export function rupiahOf(native: unknown, none: readonly number[] = [0]): number | null | undefined {
  if (native === null || native === undefined || native === '') return null;
  const amount = typeof native === 'string' && /^\d{1,9}(?:\.00?)?$/.test(native.trim()) ? Number(native) : native;
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 0 || amount > MOST_RUPIAH)
    return undefined;
  return amount === 0 || none.includes(amount) ? null : amount;
}

/** The contracts' own bound. */
const MOST_RUPIAH = 100_000_000;

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
