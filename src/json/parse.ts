import { GatewayError, type Violation } from '../errors.ts';
import { escapePointer } from './schema.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads JSON in UTF-8 in which no object names a member twice: which of the two was meant nobody can say. Throws `not-json`,
 * and `duplicate-member` with the place of each.
 */
export function parseJson(bytes: Buffer | string): unknown {
  const text = typeof bytes === 'string' ? bytes : decoded(bytes);
  const value = parsed(text);
  const violations = duplicatesIn(text, value);
  if (violations.length === 0) return value;
  throw new GatewayError('duplicate-member', {
    detail: `Anggota ${violations[0]?.pointer} tertulis lebih dari satu kali; tidak jelas mana yang berlaku.`,
    violations,
  });
}

function decoded(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw notJson(cause);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notJson(cause);
  }
}

const notJson = (cause: unknown): GatewayError =>
  new GatewayError('not-json', { detail: 'Isi tidak dapat dibaca sebagai JSON dalam UTF-8.', cause });

/** Each member that is named twice in one object of this sound JSON: its text then has more colons than its value has members. */
export const duplicatesIn = (text: string, value: unknown): readonly Violation[] =>
  colonsIn(text) === membersIn(value) ? [] : duplicates(text);

const [QUOTE, COLON, BACKSLASH] = [34, 58, 92];

/** Colons outside of strings. Most of a text is inside of them, where the engine's own search is the faster one. */
function colonsIn(text: string): number {
  let colons = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === COLON) colons += 1;
    else if (sign === QUOTE) at = endOfString(text, at);
  }
  return colons;
}

/** Where the string that begins here ends. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 0;
}

/** Not by calling itself: what is nested too deep for that is refused later, and with a reason. */
function membersIn(value: unknown): number {
  let members = 0;
  const open = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const inner = Object.values(next);
    if (!Array.isArray(next)) members += inner.length;
    for (const child of inner) if (typeof child === 'object' && child !== null) open.push(child);
  }
  return members;
}

/** As many are listed, and so many steps of a pointer shown: a hostile body is nested as deep as it is long. */
const [MOST, DEEPEST] = [50, 32];

interface Level {
  /** Null for a list. */
  readonly names: Set<string> | null;
  /** The member or item that is being read. */
  step: string | number;
  /** The next string is a member's name. */
  isNaming: boolean;
}

/** Each member of a sound JSON text that was named before in the same object. */
function duplicates(text: string): readonly Violation[] {
  const found = new Set<string>();
  const levels: Level[] = [];
  for (let at = 0; at < text.length && found.size < MOST; at += 1) {
    const sign = text[at];
    if (sign === '{') levels.push({ names: new Set(), step: '', isNaming: true });
    else if (sign === '[') levels.push({ names: null, step: 0, isNaming: false });
    else if (sign === '}' || sign === ']') levels.pop();
    else if (sign === ',') onward(levels.at(-1));
    else if (sign === '"') {
      const end = endOfString(text, at);
      if (isRepeated(levels.at(-1), text.slice(at, end + 1))) found.add(pointerTo(levels));
      at = end;
    }
  }
  return [...found].map((pointer) => ({ pointer, message: 'tertulis lebih dari satu kali' }));
}

function onward(level: Level | undefined): void {
  if (level === undefined) return;
  if (typeof level.step === 'number') level.step += 1;
  else level.isNaming = true;
}

/** Notes a string where it is a member's name; true where its object has that name already. Names are compared unescaped. */
function isRepeated(level: Level | undefined, quoted: string): boolean {
  if (!level?.names || !level.isNaming) return false;
  const name = String(JSON.parse(quoted));
  const isKnown = level.names.has(name);
  level.names.add(name);
  level.step = name;
  level.isNaming = false;
  return isKnown;
}

const pointerTo = (levels: readonly Level[]): string =>
  levels
    .slice(0, DEEPEST)
    .map(({ step }) => `/${escapePointer(String(step).slice(0, 100))}`)
    .join('');
