import { type Find, spansOf } from './haystack.ts';

const LOCAL = "(?<![\\p{L}\\d._%+'-])[\\p{L}\\d._%+'-]{1,64}";
const LABELS = '[\\p{L}\\d-]{1,63}(?:\\.[\\p{L}\\d-]{1,63}){0,6}';
const COMMON = '(?:com|net|org|id|co\\.id|go\\.id|ac\\.id|or\\.id)';
const PROVIDERS = '(?:gmail|yahoo|ymail|hotmail|outlook|icloud|rocketmail|proton(?:mail)?)';
const AT = '(?: ?[\\[({](?:at|a)[\\])}] ?)';
const DOT = '(?: ?[\\[({](?:dot|titik)[\\])}] ?| (?:dot|titik) |\\.)';

const PATTERNS: readonly RegExp[] = [
  new RegExp(`${LOCAL}(?:@{1,2}|%40|[\\[({]@[\\])}])${LABELS}\\.\\p{L}{2,24}(?:\\.\\p{L}{2,24}){0,6}`, 'giu'),
  // With blanks, or a comma for a dot, only before an ending that is common.
  new RegExp(
    `(?<![\\p{L}\\d._%+'-])(?=[\\d._%+'-]{0,63}\\p{L})[\\p{L}\\d._%+'-]{1,64}(?:@ ?| @ |(?<=mail[^@]{1,40}) @)${LABELS}(?: ?\\. ?|, ?)${COMMON}(?!\\p{L})`,
    'giu',
  ),
  new RegExp(`${LOCAL} ?@ ?${PROVIDERS}(?:com)?(?![\\p{L}\\d])`, 'giu'),
  new RegExp(`${LOCAL} at ${PROVIDERS}\\.\\p{L}{2,3}(?:\\.id)?(?!\\p{L})`, 'giu'),
  new RegExp(`${LOCAL}${AT}${LABELS}${DOT}\\p{L}{2,24}(?:${DOT}\\p{L}{2,24}){0,3}(?!\\p{L})`, 'giu'),
  new RegExp(
    `${LOCAL} at [\\p{L}\\d-]{1,63}(?: ?[\\[({](?:dot|titik)[\\])}] ?| (?:dot|titik) )\\p{L}{2,24}(?:${DOT}(?:co|id|com|go|or|web|sch)(?!\\p{L})){0,2}`,
    'giu',
  ),
  new RegExp(
    `(?<=(?:e-?mail|imel|surel)(?:nya|ku)?[ :=](?:(?:saya|sy|aku|gw|pribadi|kantor)[ :=])?)[\\p{L}\\d._-]{3,64} ${PROVIDERS}[ .]com(?!\\p{L})`,
    'giu',
  ),
];
const MAY_HOLD = /@|%40|\b(?:at|gmail|yahoo|ymail|hotmail|outlook|icloud)\b|[[({](?:at|a)[\])}]/iu;

/** E-mail addresses, also as they are written for people and not for machines. */
export function* findEmail({ text }: Parameters<Find>[0]): ReturnType<Find> {
  if (!MAY_HOLD.test(text)) return;
  for (const pattern of PATTERNS) yield* spansOf(text, pattern);
}
