import type { Point } from '../generated/contracts.ts';
import type { Warning } from '../warning.ts';
import { isInIndonesia, type NativePoint, readPoint } from './nativePoint.ts';
import { cutText, isEmpty, orNull, plainText } from './nativeText.ts';

/**
 * Reads what is optional in one native event: what cannot be read is left out or cut, and noted, so that it never stops the
 * event. What decides whose it is, where, how it stands and who may see it is not read here: that fails closed.
 */
export interface Details {
  /** Plain text of at most `most` characters, cut with a mark; null where it is empty. */
  text(native: unknown, most: number, pointer: string): string | null;
  /** A text that is plain already, for decoding it again would change it; cut the same way, whatever it says. */
  cut(text: string, most: number, pointer: string): string;
  /** What `read` makes of a value; null where it is empty, and where `read` gives null. */
  value<Value>(read: (native: unknown) => Value | null, native: unknown, pointer: string): Value | null;
  /** The point of a place in this region; null where there is none, where it is no pair of numbers, and outside Indonesia. */
  point(native: NativePoint, regionCode: string): Point | null;
  leaveOut(pointer: string): null;
  /** What was noted until now, for the draft. */
  noted(): { readonly warnings?: readonly Warning[] };
}

export function readDetails(): Details {
  const warnings: Warning[] = [];
  const leaveOut = (pointer: string): null => {
    warnings.push({ code: 'detail-left-out', facts: { pointer } });
    return null;
  };
  const cut = (text: string, most: number, pointer: string): string => {
    const kept = cutText(text, most);
    if (kept !== text) warnings.push({ code: 'detail-shortened', facts: { pointer, limit: most } });
    return kept;
  };
  return {
    leaveOut,
    cut,
    text(native, most, pointer) {
      if (isEmpty(native)) return null;
      return typeof native === 'string' ? orNull(cut(plainText(native), most, pointer)) : leaveOut(pointer);
    },
    value: (read, native, pointer) => (isEmpty(native) ? null : (read(native) ?? leaveOut(pointer))),
    point(native, regionCode) {
      const { pointer } = native;
      const point = readPoint(native);
      if (point === undefined) return leaveOut(pointer);
      if (point === null || isInIndonesia(point)) return point;
      warnings.push({ code: 'point-outside-region', facts: { pointer, regionCode } });
      return null;
    },
    noted: () => (warnings.length > 0 ? { warnings: [...warnings] } : {}),
  };
}
