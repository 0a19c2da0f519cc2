import type { Span } from './mapped.ts';
import { exactNumberAt, numberAt, type WrittenNumber } from './number.ts';

/** A number that is known by the words before it. */
export interface Labelled {
  /** With the flags `giu`. Where it ends the number may begin. */
  readonly label: RegExp;
  /** How a number is read at a place; null where there is none. */
  readonly read: (text: string, at: number, label: string) => Span | null;
  /** How many words may stand between (`saya adalah`, `rumah ibu di Natar`). */
  readonly words: number;
}

export const ofLength =
  (...lengths: readonly number[]) =>
  (text: string, at: number): WrittenNumber | null =>
    exactNumberAt(text, at, (count) => lengths.includes(count));

export const ofAbout =
  (least: number, most: number) =>
  (text: string, at: number): WrittenNumber | null =>
    numberAt(text, at, [least, most]);

/** Beginning of a word, and end of a label: whole words, perhaps with a possessive. */
export const WORD = '(?<![\\p{L}])';
export const LABEL_ENDS = '-?(?:ku|mu|nya)?(?!\\p{L})';
export const NUMBER_WORD = '(?:no(?:m[oe]r)?|nmr|n0|id|kode)';

const GAP = /[ \n:;=.,#("'~>*-]{0,6}/y;
/** Words that speak of something else, or begin another datum of its own. */
const OTHERWISE = [
  'tanggal|tgl|jam|pukul|pkl|jadwal|rp|sebesar|senilai|sejak|tahun|thn|th|bulan|bln|periode|umur|usia',
  'rt|rw|km|lantai|lt|blok|pasal|perda|pergub|perpres|uu|pp|sk|surat|pos|kodepos|koordinat|titik',
  'laporan|tiket|aduan|antre|antrean|antrian|urut|resi|transaksi|referensi|booking|batch|formulir|loket|ruang|versi|tarif|biaya|denda|saldo|kuota|faskes',
  'hp|wa|whatsapp|telp|tlp|tel|telepon|telpon|hub|hubungi|kontak|call|center|cp|sms|email|surel|nik|ktp|kk|plat|nopol',
].join('|');
const FILLER = new RegExp(
  `(?!(?:${OTHERWISE})(?!\\p{L}))(?:\\p{L}[\\p{L}'-]{0,14}|\\d(?= ))[ \\n:;=.,#("'/)~>-]{1,5}`,
  'iuy',
);
const JOINT = /(?: ?[,;/&+] ?| (?:dan|atau|sama|serta) )(?:no\.? ?)?/iuy;

/** Every number that stands after a label, and those that are listed behind it (`123, 456 dan 789`). */
export function* labelled(text: string, { label, read, words }: Labelled): Iterable<Span> {
  for (const { 0: said, index } of text.matchAll(label)) {
    let found = firstAfter(text, index + said.length, { words, read: (at) => read(text, at, said) });
    while (found !== null) {
      yield found;
      const next = after(JOINT, text, found.end);
      found = next === found.end ? null : firstAfter(text, next, { words: 1, read: (at) => read(text, at, said) });
    }
  }
}

/** The first thing that can be read within so many words. */
export function firstAfter(
  text: string,
  from: number,
  { words, read }: { readonly words: number; readonly read: (at: number) => Span | null },
): Span | null {
  let at = after(GAP, text, from);
  for (let word = 0; word <= words; word += 1) {
    const found = read(at);
    if (found !== null) return found;
    const next = after(FILLER, text, at);
    if (next === at) return null;
    at = next;
  }
  return null;
}

function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match === null ? at : at + match[0].length;
}
