import type { NativeResponse } from '../../../src/adapter.ts';
import { GatewayError } from '../../../src/errors.ts';
import { membersOf, saysFailure } from '../../../src/native.ts';
import type { Outcome } from '../../../src/outcome.ts';

/**
 * Reads what HTTP alone does not say. A 2xx whose body says it failed did fail: Jakarta's services answer 200 with
 * `code: 500` (seen at the vaccination service) and write their code as `status` too (seen at Info Pangan); `success` and
 * the 409 that says "I have this, or a newer one" are proposed.
 */
export function interpret({ status, body }: NativeResponse): Outcome | null {
  const answer = membersOf(body);
  const isOk = status >= 200 && status < 300;
  if (isOk && (answer.success === false || saysFailure(answer.code) || saysFailure(answer.status))) {
    const detail = `Sistem penerima menjawab ${status}, tetapi isinya menyatakan gagal.`;
    return { kind: 'failed', error: new GatewayError('upstream-failed', { detail }) };
  }
  return status === 409 && answer.duplicate === true ? { kind: 'delivered', replies: [] } : null;
}
