import type { Violation } from '../../errors.ts';
import { normalise } from '../codes.ts';
import type { Shape } from './shape.ts';

/** What `new-dialect` leaves in place of a number's pattern. */
const UNFILLED = '^ISI$';

/** Everything a shape leaves open or contradicts, by its own members; empty when it can be used. Its tables are looked at as any dialect's. */
export function gapsOf(shape: Shape): readonly Violation[] {
  return [...pathGaps(shape), ...numberGaps(shape), ...walkGaps(shape)];
}

const gap = (pointer: string, message: string): Violation => ({ pointer, message });

function pathGaps({ path }: Shape): readonly Violation[] {
  if (path === '') return [gap('/path', 'belum diisi')];
  return /^\/.*[^/]$/u.test(path) ? [] : [gap('/path', 'harus diawali garis miring dan tidak diakhiri garis miring')];
}

/** The first of a day, and one where an unpadded sequence is longer already. No more: some systems number few a day. */
const SEQUENCES = [1, 42] as const;

function numberGaps({ numberPattern, simulated }: Shape): readonly Violation[] {
  const place = '/numberPattern';
  if (numberPattern === '' || numberPattern === UNFILLED) return [gap(place, 'belum diisi')];
  const form = patternOf(numberPattern);
  if (form === null) return [gap(place, 'bukan ekspresi reguler yang sah')];
  const strange = SEQUENCES.map((sequence) => simulated.numberOf('20250703', sequence)).find((n) => !form.test(n));
  if (strange === undefined) return [];
  const why = `membuat nomor ${JSON.stringify(strange)}, yang tidak sesuai numberPattern ${numberPattern}`;
  return [gap('/simulated/numberOf', why)];
}

function patternOf(text: string): RegExp | null {
  try {
    return new RegExp(text, 'u');
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function walkGaps({ simulated, tables }: Shape): readonly Violation[] {
  const known = new Set(tables.status.natives.map(normalise));
  const strangers = simulated.walk.filter((status) => !known.has(normalise(status)));
  const short = gap('/simulated/walk', 'belum diisi: sebut paling sedikit dua status, dari yang pertama');
  const strange = strangers.map((status) => gap('/simulated/walk', unknown(status)));
  return [...(simulated.walk.length < 2 ? [short] : []), ...strange, ...refusedGaps(simulated.refused, known)];
}

function refusedGaps(refused: string, known: ReadonlySet<string>): readonly Violation[] {
  const place = '/simulated/refused';
  if (refused === '') return [gap(place, 'belum diisi')];
  return known.has(normalise(refused)) ? [] : [gap(place, unknown(refused))];
}

const unknown = (status: string): string => `${JSON.stringify(status)} tidak ada di daftar kata asli tabel status`;
