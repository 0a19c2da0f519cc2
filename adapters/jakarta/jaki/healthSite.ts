import { write } from '../../../src/dialect/codes.ts';
import { escapeText } from '../../../src/dialect/native.ts';
import type { HealthFacility } from '../../../src/generated/contracts.ts';
import { FACILITY_KIND } from './codes.ts';
import { coordinatesOf, placeOf, textBody } from './parts.ts';

/** A health site and its open slots, as JAKI is told them. */
export function siteBody({ location, ...site }: HealthFacility): object {
  return {
    siteCode: site.facilityId,
    name: escapeText(site.name),
    kind: write(FACILITY_KIND, site.kind),
    location: {
      ...placeOf(location.regionCode),
      address: textBody(location.address),
      ...coordinatesOf(location.point),
    },
    slots: site.slots.map(({ date, time, quota, remaining }) => ({ date, startTime: time, quota, remaining })),
  };
}
