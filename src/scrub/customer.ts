import type { Find } from './haystack.ts';
import { LABEL_ENDS, type Labelled, labelled, NUMBER_WORD, ofAbout, WORD } from './labelled.ts';
import type { Span } from './mapped.ts';
import { exactNumberAt, numberAt } from './number.ts';

const SUPPLY =
  'pelanggan|langganan|plg|meter(?:an)?|rek(?:ening)?|sambungan|kontrak|kontrol|kwh|pln|pdam|pam|pgn|indihome|internet|layanan telkom|registrasi(?: meter)?';
const NUMBER = `${NUMBER_WORD}[. ]{0,2}`;
/** Names of a number: any digits after them are one. */
const NAMES = [
  'id[ -]?pel(?:anggan)?',
  `nopel|nosal|norek|nometer|cid|customer id`,
  `${NUMBER}(?:pel|id pel(?:anggan)?|va|kartu(?! (?:keluarga|tanda|kk)))`,
  `(?<!kode[. ]{1,2})${NUMBER}(?:${SUPPLY})(?: (?:rumah|listrik|air|pln|pdam|pam|kwh|gas))?`,
  `(?:${SUPPLY})(?: \\p{L}{1,7}){0,2} ?no(?:m[oe]r)?`,
  '(?:rek(?:ening)?|token|stroom|strum) (?:listrik|air|pln|pdam|pam|gas)',
].join('|');
const NAMED = new RegExp(`${WORD}(?:${NAMES})${LABEL_ENDS}`, 'giu');
const TOKEN = new RegExp(`${WORD}(?:token|stroom|strum)${LABEL_ENDS}`, 'giu');
const SUPPLIED = new RegExp(
  `${WORD}(?<!layanan )(?:pelanggan|langganan|meteran|idpel)(?: (?:pln|pdam|pam|listrik|air|pgn))?${LABEL_ENDS}`,
  'giu',
);
/** Numbers of what happens on machines are nobody's own. */
const ID =
  /(?<![\p{L}\d_.?&/]|\b(?:tracking|meeting|zoom|tiket|laporan|aduan|transaksi|order|booking|video|room|sp4n|lapor!?|pengaduan|perangkat) )id(?!\p{L})/giu;

/** A house's connection by district and street: `01/12/00345`; a letter's number ends in its year. */
const SLASHED = /(?:\d{1,3}\/){1,3}(?!(?:19|20)\d\d(?!\d))\d{4,8}(?![\d/])/y;
/** `PAM-0012345`, `D-00234-11`: letters may stand before. */
const PREFIX = /(?:\p{L}{1,4}-)?/uy;
const read =
  (least: number) =>
  (text: string, at: number): Span | null => {
    const slashed = matchAt(SLASHED, text, at);
    if (slashed !== '') return { start: at, end: at + slashed.length };
    const found = numberAt(text, at + matchAt(PREFIX, text, at).length, [least, 31]);
    return found;
  };

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

const LABELS: readonly Labelled[] = [
  { label: NAMED, words: 0, read: read(5) },
  { label: NAMED, words: 5, read: read(7) },
  { label: TOKEN, words: 3, read: (text, at) => exactNumberAt(text, at, (count) => count === 20) },
  { label: SUPPLIED, words: 0, read: read(8) },
  { label: ID, words: 0, read: (text, at) => (/08/y.test(text.slice(at, at + 2)) ? null : ofAbout(5, 31)(text, at)) },
];

/** Numbers of customers, connections and meters (PLN, PDAM, PGN, internet), and prepaid tokens. */
export function* findCustomer({ timeless }: Parameters<Find>[0]): ReturnType<Find> {
  for (const label of LABELS) yield* labelled(timeless, label);
}
