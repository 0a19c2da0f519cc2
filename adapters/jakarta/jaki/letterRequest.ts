import { write } from '../../../src/codes.ts';
import type { VillageServiceStatus } from '../../../src/generated/contracts.ts';
import { escapeText, toWib } from '../../../src/native.ts';
import { LETTER_STATUS } from './codes.ts';
import { placeOf } from './parts.ts';

/** Where a request for a village letter stands, as JAKI is told it. Whoever asked for it knows its code; nobody is named. */
export const letterBody = (request: VillageServiceStatus): object => ({
  requestCode: request.requestHandle,
  village: placeOf(request.villageCode),
  letterType: escapeText(request.letterType),
  status: write(LETTER_STATUS, request.status),
  statusAt: toWib(new Date(request.at)),
});
