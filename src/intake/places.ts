import type { Adapter } from '../adapter.ts';
import type { JsonPointer } from '../contract.ts';
import { isInProvinceOf } from '../dialect/regionBoxes.ts';
import type { Point } from '../generated/contracts.ts';
import type { Draft } from '../outcome.ts';

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/**
 * The draft without a point that certainly lies in another province than its region. The region is what decides whose a
 * report is, so it stays; one of the two is wrong, and a wrong point sends people to the wrong place.
 */
export function withoutStrayPoint(draft: Draft, adapter: Adapter, message: string): Draft {
  const { data, contract } = draft as Draft<Json>;
  const { report } = data;
  const location = isJson(report) ? report.location : data.location;
  if (!isJson(location) || typeof location.regionCode !== 'string') return draft;
  const mended = withoutPoint(location, location.regionCode);
  if (mended === location) return draft;
  const pointer = latitudeOf(adapter, message, contract);
  const { warnings = [] } = draft;
  return {
    ...draft,
    data: isJson(report) ? { ...data, report: { ...report, location: mended } } : { ...data, location: mended },
    warnings: [...warnings, { code: 'point-outside-region', facts: { pointer, regionCode: location.regionCode } }],
  };
}

/** The same object where its point, or that of its market, may be right. */
function withoutPoint(place: Json, regionCode: string): Json {
  if (isJson(place.market)) {
    const market = withoutPoint(place.market, regionCode);
    return market === place.market ? place : { ...place, market };
  }
  if (!isJson(place.point) || isInProvinceOf(regionCode, pointIn(place.point))) return place;
  return { ...place, point: null, ...(place.determinedBy === 'point' ? { determinedBy: 'officer' } : {}) };
}

const pointIn = ({ coordinates }: Json): Point => ({ type: 'Point', coordinates: coordinates as Point['coordinates'] });

/** Where the native has the latitude, by what the adapter declares. */
function latitudeOf({ coverage }: Adapter, message: string, contract: string): JsonPointer {
  const routes = coverage.inbound.routes.filter((route) => route.message === message && route.contract === contract);
  const fields = routes.flatMap(({ fields }) => Object.entries(fields));
  // Either coordinate decides whether there is a point at all; its own is declared first.
  const found = fields.find(([, to]) => to.find((field) => /\/point\/coordinates\/\d$/u.test(field))?.endsWith('/1'));
  return found?.[0] ?? '';
}
