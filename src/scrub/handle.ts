import { type Find, spansOf } from './haystack.ts';
import { firstAfter, WORD } from './labelled.ts';
import type { Span } from './mapped.ts';

const NAME = '(?=[\\w.-]{0,30}[A-Za-z])[A-Za-z0-9_][\\w.-]{1,38}[A-Za-z0-9_]';
const SITES = [
  '(?:instagram\\.com|instagr\\.am)/(?!(?:p|reel|reels|tv|explore|stories)/)@?',
  '(?:twitter|x)\\.com/@?(?!(?:i|home|search|hashtag)/)',
  '(?:facebook|fb)\\.com/(?!(?:groups|watch|events|pages|photo|story|share|reel|login|permalink|profile)\\b)',
  'tiktok\\.com/@|threads\\.(?:net|com)/@|youtube\\.com/@|snapchat\\.com/add/',
  '(?:t|telegram)\\.me/(?:s/)?|linkedin\\.com/in/|line\\.me/(?:ti|r)/p/[~@]?',
].join('|');
/** A profile by its address; only the name in it goes. */
const PROFILE = new RegExp(
  `(?<=(?<![\\p{L}\\d])(?:${SITES}))${NAME}|(?<=facebook\\.com/profile\\.php\\?id=)\\d{5,20}`,
  'giu',
);

const NETWORKS =
  'ig|insta(?:gram)?|twitter|tweet|x|tik ?tok|fb|facebook|telegram|tele|threads?|line|snapchat|michat|discord|medsos|sosmed';
const LABEL = new RegExp(`${WORD}(?:(?:id|user(?:name)?|akun) )?(?:${NETWORKS})(?!\\p{L})(?: ?id(?!\\p{L}))?`, 'giu');
/** Without an `@`: after a colon any name, else one that could be no word of the language. */
const AFTER_COLON = new RegExp(`(?<=[:=] ?)${NAME}(?![\\p{L}\\d@])`, 'iuy');
const UNLIKE_A_WORD =
  /(?=[A-Za-z]{2,38}[\w.-]{0,38}(?:_|\d|\.\p{L}|#\d))[A-Za-z][\w.-]{2,38}[A-Za-z0-9_](?:#\d{4})?(?![\p{L}\d@#])/uy;
const AT_NAME = new RegExp(`(?<![\\p{L}\\d._/@-])@${NAME}`, 'giu');

/** Words before that speak of somebody's account. */
const ACCOUNTS =
  /(?<!\p{L})(?:akun|ig|insta(?:gram)?|twitter|x|tik ?tok|fb|facebook|tele(?:gram)?|threads|follow|dm|tag|mention|username|user|sumber|medsos|sosmed|cc|milik|oleh|via|story|youtube|line|snapchat)(?!\p{L})/iu;
const NEAR_BY = 40;
/** An institution's account is no personal datum, and says who was asked before. */
const INSTITUTION = new RegExp(
  [
    'pemprov|pemkot|pemkab|pemda|dki|jakarta|lampung|balam|kota|kab(?:upaten)?_|prov|kemen|dinas|dishub|disduk|dinkes|dlh|bpbd|bmkg|bpjs|bpkp|bpk|kpk|kpu|bawaslu',
    'polda|polres|polsek|polri|tmc|humas|divisi|tni|kodim|satpol|damkar|kominfo|diskominfo|info|lapor|jaki|jsc|smartcity|ombudsman',
    'pln|pdam|pam(?:jaya)?|telkom|indihome|pertamina|kai|krl|commuter|transjakarta|mrt|lrt|kelurahan|kecamatan|lurah_|camat_|gubernur|walikota|bupati|official|news|rsud|rsup|puskesmas|sdn|smpn|sman|univ|kemdik',
    'gojek|grab|shopee|tokopedia|halo|bank|everyone|media|charset|import|here|channel',
  ].join('|'),
  'iu',
);
const NO_NAME =
  /^(?:belum|tidak|tdk|ga|gak|nggak|tak|ada|punya|saya|sy|aku|yang|yg|akun|dinas|resmi|error|kosong|https?|www|live|lihat|cek|up|grup|group)$/iu;

/** Names of people's accounts in social networks. */
export function* findHandle({ text, timeless }: Parameters<Find>[0]): ReturnType<Find> {
  for (const span of spansOf(text, PROFILE)) if (isPersonal(span.match)) yield span;
  for (const span of spansOf(text, AT_NAME)) {
    const name = span.match.slice(1);
    const before = text.slice(Math.max(0, span.start - NEAR_BY), span.start);
    const isAccount = /\p{L}/u.test(name) && (ACCOUNTS.test(before) || /^[a-z][\w.]*[_.\d]/iu.test(name));
    if (isAccount && isPersonal(name) && !isPlace(name, before)) yield trimmed(span);
  }
  for (const { start, end } of spansOf(timeless, LABEL)) {
    const found = firstAfter(timeless, end, { words: 3, read: (at) => nameAt(timeless, at) });
    if (found !== null && isPersonal(timeless.slice(found.start, found.end)) && !isAddress(timeless, start))
      yield found;
  }
}

const isPersonal = (name: string): boolean => !INSTITUTION.test(name) && !NO_NAME.test(name);

/** `@rt05`, `@50rb`: where, or how much. */
const isPlace = (name: string, before: string): boolean =>
  /^(?:r[tw]\d|blok|jl|halte|pasar|balai)/iu.test(name) || /^\d+(?:rb|k|jt|ribu)?$/iu.test(name) || /\/$/u.test(before);

/** `x.com`, `line.me`: told by their addresses already. */
const isAddress = (text: string, at: number): boolean =>
  /^[A-Za-z]+\.(?:com|me|net|am)\b/u.test(text.slice(at, at + 20));

const trimmed = ({ start, end }: Span): Span => ({ start, end });

/** `t.me/contoh` after a label is an address, and told by it. */
const isSite = (text: string, end: number, name: string): boolean =>
  text.charAt(end) === '/' && /\.[a-z]{2,3}$/iu.test(name);

function nameAt(text: string, at: number): Span | null {
  for (const pattern of [AFTER_COLON, UNLIKE_A_WORD]) {
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0];
    if (match !== undefined && !NO_NAME.test(match) && !isSite(text, at + match.length, match) && /\p{L}/u.test(match))
      return { start: at, end: at + match.length };
  }
  return null;
}
