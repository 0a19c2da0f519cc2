import type { OutboundContext } from '../../../src/declared.ts';
import { escapeText, toWib } from '../../../src/dialect/native.ts';
import { chainOf } from '../../../src/dialect/region.ts';
import type { Envelope } from '../../../src/envelope.ts';
import type { Point } from '../../../src/generated/contracts.ts';

/** Where something that came across comes from, in every body that is sent to JAKI. */
export interface Origin {
  /** What it is called at the system it comes from; only together with `sourceSystem` is it nobody else's. */
  readonly externalId: string;
  readonly sourceSystem: string;
  readonly deliveryId: string;
  /** When it happened there: the newer of two is the one that holds. */
  readonly updatedAt: string;
}

export const originOf = (
  envelope: Envelope,
  { senderNumber, deliveryId }: OutboundContext,
  at = envelope.time,
): Origin => ({
  externalId: senderNumber.toWellFormed(),
  sourceSystem: envelope.source.replace('/systems/', ''),
  deliveryId,
  updatedAt: toWib(new Date(at)),
});

/** A region by code, and by a name that is no other place's: with all that it lies in, the smallest first. */
export const placeOf = (regionCode: string): { regionCode: string; regionName: string } => ({
  regionCode,
  regionName: chainOf(regionCode)
    .map(({ name }) => name)
    .toReversed()
    .join(', '),
});

export function coordinatesOf(point: Point | null | undefined): { lat: number | null; lng: number | null } {
  const [lng = null, lat = null] = point?.coordinates ?? [];
  return { lat, lng };
}

export const textBody = (text: string | null | undefined): string | null =>
  typeof text === 'string' ? escapeText(text) : null;
