import type { InboundContext, NativeIdentity } from '../../../src/adapter.ts';
import { mustRead } from '../../../src/dialect/codes.ts';
import { invalid, textOrNull } from '../../../src/dialect/native.ts';
import type { LetterStatusCode, VillageServiceStatus } from '../../../src/generated/contracts.ts';
import type { Draft } from '../../../src/outcome.ts';
import { LETTER_STATUS } from './codes.ts';
import { changedAt, type Dated, timedOf, villageOf } from './values.ts';

/** A letter request as `permohonan.schema.json` has it. */
export interface LetterRequest extends Dated {
  readonly id: number | string;
  readonly jenis_surat: string;
  readonly status: number | string;
}

/** Only this OpenSID can tell whose request it is. */
export const handleOf = (id: LetterRequest['id']): string => `permohonan-${id}`;

export function requestIdentity(native: LetterRequest): NativeIdentity {
  const occurredAt = changedAt(native);
  return {
    timed: timedOf(native),
    subject: handleOf(native.id),
    revision: `${String(native.status).trim()}@${occurredAt}`,
    occurredAt,
  };
}

export function requestToCanonical(
  native: LetterRequest,
  { options }: InboundContext,
): readonly Draft<VillageServiceStatus>[] {
  const letterType = textOrNull(native.jenis_surat, 200, '/jenis_surat');
  if (letterType === null) throw invalid('/jenis_surat', 'tidak berisi');
  const data: VillageServiceStatus = {
    requestHandle: handleOf(native.id),
    villageCode: villageOf(options),
    letterType,
    status: mustRead(LETTER_STATUS, String(native.status), '/status') as LetterStatusCode,
    at: changedAt(native),
  };
  return [{ contract: 'village-service-status/1.0', number: data.requestHandle, data }];
}
