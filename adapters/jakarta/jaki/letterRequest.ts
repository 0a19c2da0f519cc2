import { write } from '../../../src/dialect/codes.ts';
import { escapeText } from '../../../src/dialect/native.ts';
import type { VillageServiceStatus } from '../../../src/generated/contracts.ts';
import { LETTER_STATUS } from './codes.ts';
import { placeOf } from './parts.ts';

/** Where a letter request stands, as JAKI is told it; since when is told as `updatedAt`. */
export const letterBody = (request: VillageServiceStatus): object => ({
  requestHandle: request.requestHandle,
  village: placeOf(request.villageCode),
  letterType: escapeText(request.letterType),
  status: write(LETTER_STATUS, request.status),
});
