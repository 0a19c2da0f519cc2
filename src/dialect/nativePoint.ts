import type { Point } from '../generated/contracts.ts';
import { invalid } from './nativeInvalid.ts';
import { isEmpty } from './nativeText.ts';

/** How native systems write coordinates. Pure. */

export interface NativePoint {
  readonly lat: unknown;
  readonly lon: unknown;
  /** Where the latitude was, for a refusal or a note. */
  readonly pointer: string;
}

/** A pair of numbers on the globe, wherever it is; null where both are empty, undefined where they are no such pair. */
export function readPoint({ lat, lon }: Omit<NativePoint, 'pointer'>): Point | null | undefined {
  if (isEmpty(lat) && isEmpty(lon)) return null;
  const [y, x] = [coordinate(lat), coordinate(lon)];
  if (y === undefined || x === undefined || Math.abs(x) > 180 || Math.abs(y) > 180) return undefined;
  return { type: 'Point', coordinates: [x, y] };
}

/** A text is a decimal number with a point: of "1e2", "0x10" or "5,38" nobody knows what was meant. */
function coordinate(native: unknown): number | undefined {
  if (typeof native === 'number') return Number.isFinite(native) ? native + 0 : undefined;
  if (typeof native !== 'string' || !/^\s*[+-]?\d{1,3}(?:\.\d{1,20})?\s*$/u.test(native)) return undefined;
  return Number(native) + 0;
}

/** True in the rectangle around Indonesia, and for no pair that is swapped. */
export const isInIndonesia = ({ coordinates: [x, y] }: Point): boolean => x >= 94 && x <= 142 && y >= -12 && y <= 7;

/**
 * Coordinates given as numbers or text; null where both are empty. Throws `native-invalid` for half a point or one outside
 * Indonesia, such as a swapped pair or 0, 0.
 */
export function pointOf(native: NativePoint): Point | null {
  const point = readPoint(native);
  if (point === null) return null;
  if (point === undefined) {
    const isHalf = isEmpty(native.lat) || isEmpty(native.lon);
    throw invalid(native.pointer, isHalf ? 'lintang dan bujur harus ada dua-duanya' : 'koordinat di luar Indonesia');
  }
  if (isInIndonesia(point)) return point;
  throw invalid(native.pointer, 'koordinat di luar Indonesia');
}
