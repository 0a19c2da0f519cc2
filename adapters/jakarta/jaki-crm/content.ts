import { normalise } from '../../../src/dialect/codes.ts';
import { escapeText, plainText } from '../../../src/dialect/native.ts';

/** What CRM's one composed string holds. */
export interface Content {
  readonly description: string;
  readonly address: string | null;
}

const START = /^\s*Permasalahan:/u;
const LABEL = /(Permasalahan|Kategori|Lokasi|Detail Alamat Laporan):/giu;

/**
 * Takes "Permasalahan: ... Kategori: ... Lokasi: ... Detail Alamat Laporan: ..." apart. Citizens write the same labels,
 * so `Kategori` counts only where it repeats the report's own category, and the last of each label is the form's. Where
 * a part is missing the rest still reads; a text without "Permasalahan:" is all description.
 */
export function parseContent(content: string, category: string): Content {
  if (!START.test(content)) return { description: plainText(content), address: null };
  const [form, detail] = cut(content, /(?<=\s)Detail Alamat Laporan:/gu);
  const { words, place } = atCategory(form, category);
  const address = [place, detail].map((part) => plainText(part ?? '')).filter((part) => part !== '');
  return {
    description: plainText(words.replace(START, '')),
    address: address.length === 0 ? null : address.join('; '),
  };
}

/** The citizen's words and the place, parted at the report's own category where the form repeats it. */
function atCategory(form: string, category: string): { words: string; place: string | null } {
  const label = `(?<=\\s)Kategori:\\s*${patternOf(category)}`;
  const [beforeBoth, placeAfter] = cut(form, new RegExp(`${label}\\s+Lokasi:`, 'giu'));
  if (placeAfter !== null) return { words: beforeBoth, place: placeAfter };
  const [beforePlace, place] = cut(form, /(?<=\s)Lokasi:/gu);
  return { words: cut(beforePlace, new RegExp(`${label}$`, 'giu'))[0], place };
}

/** A pattern for the same words, however spaced and with `&` as itself or as its entity; for no words, one that never matches. */
function patternOf(name: string): string {
  const text = normalise(plainText(name));
  if (text === '') return '(?!)';
  const literal = text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
  return literal.replaceAll(' ', '\\s+').replaceAll('&', '&(?:amp;)?');
}

/** Text before and after the last match; null after it where there is none. */
function cut(text: string, label: RegExp): readonly [string, string | null] {
  const match = [...text.matchAll(label)].at(-1);
  if (match === undefined) return [text, null];
  return [text.slice(0, match.index).trimEnd(), text.slice(match.index + match[0].length)];
}

/** The opposite of `parseContent`. A label in the citizen's own words gets its colon as an entity, so that it stays text. */
export function composeContent({ description, address }: Content, category: string): string {
  const [words, place] = [description, address ?? ''].map((part) => escapeText(part).replace(LABEL, '$1&#58;'));
  return `Permasalahan: ${words} Kategori: ${escapeText(category)} Lokasi: ${place} Detail Alamat Laporan:`;
}
