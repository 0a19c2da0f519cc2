import { membersOf, plainText } from '../../../src/dialect/native.ts';
import { readTime } from './times.ts';

/** What the simulated app shows its citizens of what came across, a sentence each. */

type Body = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string => (typeof value === 'string' ? plainText(value) : '');
const figure = (value: number): string => new Intl.NumberFormat('id-ID').format(value);
const sum = (values: readonly unknown[]): number =>
  values.reduce<number>((total, value) => total + (typeof value === 'number' ? value : 0), 0);

const LONG = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone: 'UTC' });

/** `2025-09-13` as `13 September 2025`. */
function dayOf(value: unknown): string {
  const day = new Date(`${textOf(value)}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? textOf(value) : LONG.format(day);
}

const MINUTE = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Jakarta' });

/** `2025-09-12T10:00:00+07:00` as `12 September 2025 pukul 10.00 WIB`. */
function minuteOf(value: unknown): string {
  const time = readTime(value);
  return time === null ? textOf(value) : `${MINUTE.format(new Date(time))} WIB`;
}

export function tellPrice(body: Body): string {
  const { regionName, market } = membersOf(body.location);
  const place = textOf(membersOf(market).name) || textOf(regionName);
  const level = body.level === 'Konsumen' ? '' : ` tingkat ${textOf(body.level).toLowerCase()}`;
  const quality = body.quality === 'Dilaporkan' ? '' : `, ${textOf(body.quality).toLowerCase()}`;
  const price = typeof body.price === 'number' ? `Rp${figure(body.price)}/${textOf(body.unit)}` : 'belum ada harga';
  const food = textOf(membersOf(body.commodity).name);
  return `${food}${level} di ${place}: ${price} (${dayOf(body.date)}${quality}), sumber ${textOf(body.source)}`;
}

export function tellSupply(body: Body): string {
  const food = `${textOf(membersOf(body.commodity).name)} (${textOf(body.stage).toLowerCase()})`;
  const from = textOf(membersOf(body.origin).regionName);
  if (typeof body.quantity !== 'number' || body.quantity === 0) return `Pasokan ${food} dari ${from}: habis`;
  const until = body.availableUntil === null ? '' : ` sampai ${dayOf(body.availableUntil)}`;
  const days = `tersedia mulai ${dayOf(body.availableFrom)}${until}`;
  return `Pasokan ${food} dari ${from}: ${figure(body.quantity)} ${textOf(body.unit)}, ${days}`;
}

const STATES: Readonly<Record<string, string>> = {
  AKTIF: 'dapat dipakai',
  GANGGUAN: 'sedang terganggu',
  DITUTUP: 'sudah ditutup',
};

export function tellService(body: Body): string {
  const state = STATES[textOf(body.status)] ?? textOf(body.status);
  const regions = Array.isArray(body.coverage) ? body.coverage.map((each) => textOf(membersOf(each).regionName)) : [];
  const where = `${regions.slice(0, 3).join('; ')}${regions.length > 3 ? `; dan ${regions.length - 3} lainnya` : ''}`;
  return `Layanan ${textOf(membersOf(body.name).id)} (${textOf(body.category)}) untuk ${where}: ${state}`;
}

/** The citizen knows the request by the handle the village gave for it: nothing says whose it is. */
export function tellLetter(body: Body): string {
  const request = `Permohonan ${textOf(body.letterType)} (${textOf(body.requestHandle)})`;
  const state = `${textOf(body.status).toLowerCase()} (${minuteOf(body.updatedAt)})`;
  return `${request} di ${textOf(membersOf(body.village).regionName)}: ${state}`;
}

export function tellSite(body: Body): string {
  const slots = Array.isArray(body.slots) ? body.slots.map(membersOf) : [];
  const { address, regionName } = membersOf(body.location);
  const free = figure(sum(slots.map(({ remaining }) => remaining)));
  // Nobody says how many are free where nobody says it of any.
  const known = slots.some(({ remaining }) => typeof remaining === 'number') ? `, sisa ${free} tempat` : '';
  const days = [...new Set(slots.map(({ date }) => dayOf(date)))].join(', ');
  const open = slots.length === 0 ? 'belum ada jadwal' : `${slots.length} jadwal vaksinasi (${days})${known}`;
  return `${textOf(body.name)}, ${textOf(address) || textOf(regionName)}: ${open}`;
}
