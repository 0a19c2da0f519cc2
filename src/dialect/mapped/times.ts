import { type TimeReader, timeReader, writeSlashed } from '../native.ts';
import type { Shape } from './shape.ts';

/** How a system of this shape writes times: read in its own form and in ISO 8601, written in its own. */
export interface Times extends TimeReader {
  write(time: string): string | number;
}

export function timesOf({ times, zone = '+07:00' }: Pick<Shape, 'times' | 'zone'>): Times {
  const own = times === 'rfc3339' || times === 'slashed' ? [] : [times];
  const formats = [...own, 'iso', 'iso-basic', 'day-first'] as const;
  return { ...timeReader({ formats, ...(zone === null ? {} : { zone }) }), write: (time) => written(times, time) };
}

function written(form: Shape['times'], time: string): string | number {
  switch (form) {
    case 'slashed':
      return writeSlashed(time);
    case 'epoch-seconds':
      return Math.floor(Date.parse(time) / 1000);
    case 'epoch-milliseconds':
      return Date.parse(time);
    default:
      return time;
  }
}
