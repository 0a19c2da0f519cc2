import type { NativeResponse } from '../../../src/adapter.ts';
import { GatewayError } from '../../../src/errors.ts';
import { membersOf, saysFailure } from '../../../src/native.ts';

export type Row = Readonly<Record<string, unknown>>;

/**
 * The rows of an answer: GeoReport v2 always has a list. One request alone is also read where it comes without a list
 * around it, as the draft of v2.1 has it. Throws `upstream-failed` for anything else, also for a list of errors under a 2xx.
 */
export function rowsOf({ body }: NativeResponse): readonly Row[] {
  const rows = Array.isArray(body) ? body : [body];
  const read = rows.map(membersOf);
  if (read.some(({ code }) => saysFailure(code))) throw unreadable('menjawab gagal di dalam isinya');
  if (!Array.isArray(body) && !read.some((row) => Object.hasOwn(row, 'service_request_id')))
    throw unreadable('tidak menjawab dengan daftar');
  if (rows.some((row) => typeof row !== 'object' || row === null))
    throw unreadable('menjawab dengan daftar yang rusak');
  return read;
}

const unreadable = (what: string): GatewayError => new GatewayError('upstream-failed', { detail: `Kota ${what}.` });
