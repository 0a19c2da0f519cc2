import type { NativeResponse } from '../../../src/adapter.ts';
import { contractOf, type Envelope } from '../../../src/envelope.ts';
import { GatewayError } from '../../../src/errors.ts';
import { membersOf, readTime, saysFailure } from '../../../src/native.ts';
import type { Outcome } from '../../../src/outcome.ts';
import { registeredDraft } from './answer.ts';

const NUMBER = /^JK\d{10}$/u;

/**
 * Reads what HTTP alone does not say: Jakarta's services answer 200 with `code: 500` in the body (observed at the
 * vaccination service); a report is only there once it has a number; a repeat is a 409 that says so.
 */
export function interpret(response: NativeResponse, envelope: Envelope): Outcome | null {
  const body = membersOf(response.body);
  const ok = response.status >= 200 && response.status < 300;
  if (ok && saysFailure(body.code))
    return failed(`Sistem penerima menjawab ${response.status} dengan kode ${String(body.code)}.`);
  if (contractOf(envelope) === 'report-handover/1.0') return created(response, ok);
  return response.status === 409 && body.duplikat === true ? { kind: 'delivered', replies: [] } : null;
}

function created({ status, body, receivedAt }: NativeResponse, ok: boolean): Outcome | null {
  if (!ok && status !== 409) return null;
  const outer = membersOf(body);
  const inner = membersOf(outer.data);
  const number = [outer.code, inner.code].find((code) => typeof code === 'string' && NUMBER.test(code));
  if (typeof number !== 'string') return ok ? failed('Sistem penerima menerima laporan tanpa memberi nomor.') : null;
  const at = [outer.createdAt, inner.createdAt, receivedAt].map(readTime).find((time) => time !== null);
  return { kind: 'delivered', replies: [registeredDraft(number, at ?? receivedAt)] };
}

function failed(detail: string): Outcome {
  return { kind: 'failed', error: new GatewayError('upstream-failed', { detail }) };
}
