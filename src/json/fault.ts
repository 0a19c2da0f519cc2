/**
 * Where a text stops being JSON, and why where that is plain; in Indonesian. Never a word of the text itself, which may
 * be a secret that was put in by mistake. `message` is what the engine said.
 */
export function jsonFault(text: string, message: string): string {
  const at = brokenAt(text, message);
  const fault = faultAt(text, at);
  const before = text.slice(0, fault?.at ?? at).split('\n');
  const place = `baris ${before.length} kolom ${(before.at(-1)?.length ?? 0) + 1}`;
  return fault === null ? place : `${place}: ${fault.why}`;
}

interface Fault {
  readonly at: number;
  readonly why: string;
}

function faultAt(text: string, at: number): Fault | null {
  const [sign = '', next = ''] = [text[at], text[at + 1]];
  const last = text.slice(0, at).trimEnd().length - 1;
  const before = text[last] ?? '';
  if (before === ',' && '}]'.includes(sign) && sign !== '') return { at: last, why: 'koma sesudah isi terakhir' };
  if ((before === ',' || '{['.includes(before)) && sign === ',') return { at, why: 'koma tanpa isi di depannya' };
  if (sign === '/' && '/*'.includes(next) && next !== '') return { at, why: 'JSON tidak mengenal komentar' };
  if (/['‘’“”`]/u.test(sign)) return { at, why: 'teks diapit tanda kutip ganda biasa (")' };
  if (sign === '"' && /["}\]\del]/u.test(before)) return { at, why: 'kurang koma di depannya' };
  return null;
}

function brokenAt(text: string, message: string): number {
  const position = /at position (\d+)/u.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  return message.startsWith('Unexpected token') ? soundLength(text) : text.length;
}

/** How much of the text comes before its unexpected token, for which the engine gives no position. */
function soundLength(text: string): number {
  let [sound, broken] = [0, text.length];
  while (broken - sound > 1) {
    const middle = Math.floor((sound + broken) / 2);
    if (hasUnexpectedToken(text.slice(0, middle))) broken = middle;
    else sound = middle;
  }
  return sound;
}

function hasUnexpectedToken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (cause) {
    return cause instanceof Error && cause.message.startsWith('Unexpected token');
  }
}
