import { normalise } from '../../../src/codes.ts';
import { escapeText, plainText } from '../../../src/native.ts';

/** What CRM's one composed string holds. */
export interface Content {
  readonly description: string;
  readonly address: string | null;
}

const START = /^Permasalahan:\s*/u;

/**
 * Takes "Permasalahan: ... Kategori: ... Lokasi: ... Detail Alamat Laporan: ..." apart, from its end, since citizens may
 * write the same labels. `Kategori` counts only where it repeats the report's own category. Where a part is missing the
 * rest still reads; a text without "Permasalahan:" is all description.
 */
export function parseContent(content: string, category: string): Content {
  const text = plainText(content);
  if (!START.test(text)) return { description: text, address: null };
  const [beforeDetail, detail] = cut(text, 'Detail Alamat Laporan:');
  const [beforePlace, place] = cut(beforeDetail, 'Lokasi:');
  const [beforeCategory, named] = cut(beforePlace, 'Kategori:');
  const repeats = named !== null && normalise(named) === normalise(plainText(category));
  const address = [place, detail].filter((part) => part !== null && part !== '').join('; ');
  return {
    description: (repeats ? beforeCategory : beforePlace).replace(START, '').trim(),
    address: address === '' ? null : address,
  };
}

/** Cuts at the last place where a label begins a word. */
function cut(text: string, label: string): readonly [string, string | null] {
  const at = text.lastIndexOf(label);
  if (at < 1 || !/\s/u.test(text.charAt(at - 1))) return [text, null];
  return [text.slice(0, at).trimEnd(), text.slice(at + label.length).trim()];
}

/** The opposite of `parseContent`. Both labels are always written, so that a citizen's own are not taken for them. */
export function composeContent(content: Content, category: string): string {
  return escapeText(
    `Permasalahan: ${content.description} Kategori: ${category} Lokasi: ${content.address ?? ''} Detail Alamat Laporan:`,
  );
}
