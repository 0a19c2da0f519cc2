import { type Details, dayOf, invalid, isEmpty } from '../../../src/dialect/native.ts';
import { chainOf } from '../../../src/dialect/region.ts';
import type { Point } from '../../../src/generated/contracts.ts';

/** What the notices have in common: how they write days, places and points. */

/** What every notice says that came across: which system it is of, and its number there. */
export interface Origin {
  readonly sistem: string;
  readonly nomor_asal: string;
}

/** A notice that came across is another system's; Lampung In does not make it known as its own. Throws `native-invalid`. */
export function mustBeOwn({ rujukan }: { readonly rujukan?: Origin | null }): void {
  if (!isEmpty(rujukan)) throw invalid('/rujukan', 'pengumuman sistem lain, yang datang lewat gerbang');
}

/** Plain text that says something, cut where it says too much. Throws `native-invalid`. */
export function mustSay(
  details: Details,
  native: string,
  { most, pointer }: { most: number; pointer: string },
): string {
  const text = details.text(native, most, pointer);
  if (text === null) throw invalid(pointer, 'tidak boleh kosong');
  return text;
}

/** A day in any of the forms that `dayOf` reads. Throws `native-invalid`. */
export function mustBeDay(native: string, pointer: string): string {
  const day = dayOf(native);
  if (day === null) throw invalid(pointer, 'tanggal tidak terbaca atau tidak ada');
  return day;
}

/** A day as `12/09/2025`. */
export const writeDay = (day: string): string => day.split('-').reverse().join('/');

/** A region by its code and by its name, with all it lies in: one name alone may be several places. */
export function placeBody(regionCode: string): { readonly kode_wilayah: string; readonly nama_wilayah: string } {
  const names = [...chainOf(regionCode)].reverse().map(({ name }) => name);
  return { kode_wilayah: regionCode, nama_wilayah: names.join(', ') };
}

/** Coordinates as text, as reports have them. */
export function pointBody(point: Point | null | undefined): { lintang: string | null; bujur: string | null } {
  const [bujur = null, lintang = null] = (point?.coordinates ?? []).map(String);
  return { lintang, bujur };
}
