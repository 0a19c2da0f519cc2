import { write } from '../../../src/dialect/codes.ts';
import { UNIT } from '../../../src/dialect/commodity.ts';
import { escapeText } from '../../../src/dialect/native.ts';
import type { Commodity, FoodPrice } from '../../../src/generated/contracts.ts';
import { PRICE_LEVEL, PRICE_QUALITY } from './codes.ts';
import { coordinatesOf, placeOf } from './parts.ts';

/** A price as JAKI is told it, ready to be shown. */
export function priceBody(price: FoodPrice): object {
  const { regionCode, market } = price.location;
  return {
    commodity: commodityBody(price.commodity),
    price: price.price,
    previousPrice: price.previousPrice ?? null,
    unit: write(UNIT, price.unit),
    level: write(PRICE_LEVEL, price.level),
    quality: write(PRICE_QUALITY, price.quality),
    location: {
      ...placeOf(regionCode),
      market: market && { id: market.id, name: escapeText(market.name), ...coordinatesOf(market.point) },
    },
    date: price.date,
    source: escapeText(price.source),
  };
}

export const commodityBody = ({ code, name, nativeName }: Commodity): object => ({
  code,
  name: escapeText(name),
  nativeName: escapeText(nativeName),
});
