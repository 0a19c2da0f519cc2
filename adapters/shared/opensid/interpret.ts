import type { NativeResponse } from '../../../src/adapter.ts';
import { contractOf, type Envelope } from '../../../src/envelope.ts';
import { GatewayError } from '../../../src/errors.ts';
import { membersOf, readTime, saysFailure, toWib } from '../../../src/native.ts';
import type { Outcome } from '../../../src/outcome.ts';
import { numberOf } from './values.ts';

/**
 * Reads what HTTP alone does not say: `code` in a 2xx body is a failure's (errors are `{code, messages}`: observed); a
 * complaint is only there once it has a number (JSON:API's `data.id`: observed); a 409 that names the number or the reply it
 * has already is a repeat (proposed).
 */
export function interpret(response: NativeResponse, envelope: Envelope): Outcome | null {
  const ok = response.status >= 200 && response.status < 300;
  const body = membersOf(response.body);
  if (ok && saysFailure(body.code)) return failed('OpenSID menjawab gagal di dalam isinya.');
  if (!ok && response.status !== 409) return null;
  const resource = membersOf(body.data);
  const attributes = membersOf(resource.attributes);
  const number = [resource.id, attributes.id].map(numberOf).find((id) => id !== null) ?? null;
  if (contractOf(envelope) !== 'report-handover/1.0') {
    return !ok && number !== null ? { kind: 'delivered', replies: [] } : null;
  }
  if (number === null) return ok ? failed('OpenSID menerima pengaduan tanpa memberi nomor.') : null;
  return registered(number, readTime(attributes.created_at) ?? toWib(new Date(response.receivedAt)));
}

function registered(number: string, at: string): Outcome {
  const data = { state: 'registered', destinationNumber: number, note: null, at };
  return { kind: 'delivered', replies: [{ contract: 'handover-answer/1.0', number, data }] };
}

function failed(detail: string): Outcome {
  return { kind: 'failed', error: new GatewayError('upstream-failed', { detail }) };
}
