import { type Find, spansOf } from './haystack.ts';
import { firstAfter, LABEL_ENDS, labelled, WORD } from './labelled.ts';
import type { Span } from './mapped.ts';
import { numberAt, type WrittenNumber } from './number.ts';

const BANKS = [
  'bca|bri|bni|btn|bsi|mandiri|cimb(?: niaga)?|danamon|permata|maybank|panin|ocbc(?: nisp)?|bukopin|mega|sinarmas|btpn|bjb|muamalat|bpd|bpr',
  'jago|seabank|jenius|blu|allo bank|bank neo|line bank',
  'bank (?:lampung|dki|jakarta|jatim|jateng|sumsel|banten)',
].join('|');
const BANK = new RegExp(`${WORD}(?:${BANKS})(?!\\p{L})`, 'giu');
const ACCOUNT =
  '(?:(?:no(?:m[oe]r)?|nmr)[. ]{0,2})?(?:rek(?:ening)?|a/c|acc(?:ount)?(?: no| number)?)|norek|virtual a(?:ccount|kun)|va|(?:nomor )?kartu (?:atm|debit|kredit|keluarga sejahtera|indonesia pintar)|(?:no(?:m[oe]r)?[. ]{0,2})?(?:kks|kip)';
const ACCOUNTS = new RegExp(
  `${WORD}(?<!(?:kode|belanja|objek) )(?:${ACCOUNT})${LABEL_ENDS}(?! (?:listrik|air|pln|pdam|pam|telkom|gas|koran)\\b)`,
  'giu',
);
const CARD = /kartu|virtual|^va$|kks|kip/iu;
const SENT = new RegExp(
  `${WORD}(?:transfer(?:kan)?|tf|setor(?:an)?|kirim|bayar(?:kan)?|dibayar|ditransfer|disetor)(?: \\p{L}{1,10}){0,2} ke${LABEL_ENDS}`,
  'giu',
);

/** Words of paying, holding or receiving, near by. */
const PAYING = new RegExp(
  `(?<!\\p{L})(?:bank|rek|rekening|norek|${BANKS}|transfer\\w*|di?transfer|tf|setor\\w*|pungli|penipu\\w*|bansos|blt|pkh|cair|giro|atas nama|a\\.?[n/]\\.?n?\\.?)(?!\\p{L})`,
  'iu',
);
const NEAR_BY = 45;
/** Money rather than an account: noughts at the end, or words that speak of an amount. */
const ROUND = /^[1-9]\d*0{4,}$/u;
const AMOUNT = /(?<!\p{L})(?:saldo|limit|kur|pinjaman|hibah|anggaran|bunga)(?!\p{L})[^\d]{0,25}$/iu;
const FEWEST = 8;
const MOST = 19;

/** Bank accounts, virtual accounts and bank cards. */
export function* findAccount({ timeless }: Parameters<Find>[0]): ReturnType<Find> {
  yield* labelled(timeless, { label: ACCOUNTS, words: 5, read: readOf(timeless) });
  for (const bank of spansOf(timeless, BANK)) yield* afterBank(timeless, bank);
  yield* labelled(timeless, { label: SENT, words: 0, read: (text, at) => beforeBank(text, at) });
}

const readOf =
  (whole: string) =>
  (text: string, at: number, label: string): Span | null => {
    const found = accountAt(text, at);
    if (found === null || AMOUNT.test(whole.slice(Math.max(0, at - NEAR_BY), at))) return null;
    const around =
      whole.slice(Math.max(0, at - label.length - NEAR_BY), at - label.length) +
      whole.slice(found.end, found.end + NEAR_BY);
    const between = whole.slice(Math.max(0, at - NEAR_BY), at);
    const isBank =
      CARD.test(label) || PAYING.test(around) || PAYING.test(between.slice(between.lastIndexOf(label) + label.length));
    return isBank ? found : null;
  };

/** A bank's name says of the number behind it that it is an account, when it is long or an owner is named. */
function* afterBank(text: string, { end, start }: Span): Iterable<Span> {
  const found = firstAfter(text, end, { words: 4, read: (at) => accountAt(text, at) });
  if (found === null || AMOUNT.test(text.slice(Math.max(0, start - NEAR_BY), start))) return;
  const { digits } = found as WrittenNumber;
  const said = text.slice(start, found.start);
  const isNamed =
    /rek|no\.? ?$|a\.?n\b|a\/n|atas nama|[:=]/iu.test(said) ||
    /^ ?\(?(?:a\.?n\b|a\/n|atas nama)/iu.test(text.slice(found.end));
  if (!ROUND.test(digits) && (digits.length >= 10 || isNamed)) {
    yield found;
    const next = /^(?: ?[,/&] ?| (?:dan|atau) )/u.exec(text.slice(found.end, found.end + 8));
    const second = next === null ? null : accountAt(text, found.end + next[0].length);
    if (second !== null && second.digits.length >= 10) yield second;
  }
}

function beforeBank(text: string, at: number): Span | null {
  const found = accountAt(text, at);
  if (found === null) return null;
  BEHIND.lastIndex = found.end;
  return BEHIND.test(text) ? found : null;
}
const BEHIND = new RegExp(`[ (]{1,2}(?:bank |rek(?:ening)? )?(?:${BANKS}|a\\.?n\\b|atas nama)`, 'iuy');

const accountAt = (text: string, at: number): WrittenNumber | null => numberAt(text, at, [FEWEST, MOST]);
