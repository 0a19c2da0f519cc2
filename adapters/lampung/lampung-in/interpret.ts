import type { NativeResponse } from '../../../src/adapter.ts';
import { contractOf, type Envelope } from '../../../src/envelope.ts';
import { GatewayError } from '../../../src/errors.ts';
import { membersOf, readTime, saysFailure } from '../../../src/native.ts';
import type { Outcome } from '../../../src/outcome.ts';
import { registeredDraft } from './answer.ts';

const NUMBER = /^LIN-\d{8}-\d{4}$/u;

/**
 * Reads what HTTP alone does not say: a body with `status: false` is a failure whatever the HTTP status; a report is only
 * there once it has a number; a repeat is a 409 that says so. Proposed, after what Jakarta's services were seen to do.
 */
export function interpret(response: NativeResponse, envelope: Envelope): Outcome | null {
  const body = membersOf(response.body);
  const ok = response.status >= 200 && response.status < 300;
  if (ok && (body.status === false || saysFailure(body.code)))
    return failed('Sistem penerima menjawab gagal di dalam isinya.');
  if (contractOf(envelope) === 'report-handover/1.0') return created(response, ok);
  return response.status === 409 && body.duplikat === true ? { kind: 'delivered', replies: [] } : null;
}

function created({ status, body, receivedAt }: NativeResponse, ok: boolean): Outcome | null {
  if (!ok && status !== 409) return null;
  const outer = membersOf(body);
  const inner = membersOf(outer.data);
  const number = [outer.id_laporan, inner.id_laporan].find((id) => typeof id === 'string' && NUMBER.test(id));
  if (typeof number !== 'string') return ok ? failed('Sistem penerima menerima laporan tanpa memberi nomor.') : null;
  const at = [outer.tanggal_lapor, inner.tanggal_lapor, receivedAt].map(readTime).find((time) => time !== null);
  return { kind: 'delivered', replies: [registeredDraft(number, at ?? receivedAt)] };
}

function failed(detail: string): Outcome {
  return { kind: 'failed', error: new GatewayError('upstream-failed', { detail }) };
}
