import type { NativeIdentity } from '../../../src/adapter.ts';
import { mustRead } from '../../../src/dialect/codes.ts';
import { COMMODITY, commodityOf, UNIT } from '../../../src/dialect/commodity.ts';
import { type Details, dayOf, invalid, plainText, readDetails, rupiahOf } from '../../../src/dialect/native.ts';
import { resolveName } from '../../../src/dialect/region.ts';
import type { FoodPrice, PriceLevelCode, UnitCode } from '../../../src/generated/contracts.ts';
import type { Draft } from '../../../src/outcome.ts';
import { LEVEL } from './codes.ts';

interface Market {
  readonly market_id: number | string;
  readonly market_name: string;
  readonly city_name: string;
  readonly market_level: string;
  readonly market_latitude?: number | string | null;
  readonly market_longitude?: number | string | null;
}

interface Food {
  readonly commodity_id: number | string;
  readonly name: string;
  readonly unit: string;
  readonly newest_price: number | string | null;
  readonly prev_price?: number | string | null;
  readonly latest_new_price_date?: string | null;
}

/** What one market quotes for one food, as `price.schema.json` has it. */
export interface InfoPanganPrice {
  readonly market: Market;
  readonly commodity: Food;
  readonly selected_price_date?: string | null;
}

/** 0 and 999999 are no prices. The second was seen in `gap_min_price` and `gap_max_price`; here it is our reading. */
const NO_QUOTE: readonly number[] = [0, 999_999];

/** A day is no time: when it happened is not said. */
export function priceIdentity(native: InfoPanganPrice): NativeIdentity {
  return {
    subject: numberOf(native),
    revision: `${dayQuoted(native)}:${newestPrice(native) ?? 'kosong'}`,
    occurredAt: null,
  };
}

export function priceToCanonical(native: InfoPanganPrice): readonly Draft<FoodPrice>[] {
  const { market, commodity: food } = native;
  const details = readDetails();
  const regionCode = regionOf(market);
  const commodity = commodityOf(mustSay(details, food.name, { most: 120, pointer: '/commodity/name' }));
  const gap = { table: COMMODITY.name, value: commodity.nativeName };
  const data: FoodPrice = {
    commodity,
    price: newestPrice(native),
    unit: mustRead(UNIT, food.unit, '/commodity/unit') as UnitCode,
    level: mustRead(LEVEL, market.market_level, '/market/market_level') as PriceLevelCode,
    location: {
      regionCode,
      market: {
        id: String(market.market_id),
        name: mustSay(details, market.market_name, { most: 200, pointer: '/market/market_name' }),
        point: pointOf(details, market, regionCode),
      },
    },
    date: dayQuoted(native),
    previousPrice: previousOf(details, food),
    quality: 'reported',
    source: 'Info Pangan Jakarta',
  };
  const gaps = commodity.code === 'other' ? { gaps: [gap] } : {};
  return [{ contract: 'food-price/1.0', number: numberOf(native), data, ...gaps, ...details.noted() }];
}

const numberOf = ({ market, commodity }: InfoPanganPrice): string => `${market.market_id}/${commodity.commodity_id}`;

const newestPrice = ({ commodity }: InfoPanganPrice): number | null =>
  amountOf(commodity.newest_price, '/commodity/newest_price');

function previousOf(details: Details, { prev_price }: Food): number | null {
  const amount = rupiahOf(prev_price, NO_QUOTE);
  return amount === undefined ? details.leaveOut('/commodity/prev_price') : amount;
}

function amountOf(native: unknown, pointer: string): number | null {
  const amount = rupiahOf(native, NO_QUOTE);
  if (amount === undefined) throw invalid(pointer, 'harus rupiah bulat');
  return amount;
}

/** True where the food itself says on which day its price was taken, so that the day the answer is about adds nothing. */
export function saysItsDay(food: Readonly<Record<string, unknown>>): boolean {
  return rupiahOf(food.newest_price, NO_QUOTE) !== null && dayOf(food.latest_new_price_date) !== null;
}

/**
 * The day of the newest price, else the day the answer is about. That nobody quotes is told of the latter: on the former
 * somebody did. A day that is there and cannot be read is refused, since the price might be older than the latter.
 */
function dayQuoted(native: InfoPanganPrice): string {
  const own = native.commodity.latest_new_price_date ?? '';
  if (newestPrice(native) !== null && own !== '') return mustBeDay(own, '/commodity/latest_new_price_date');
  return mustBeDay(native.selected_price_date, '/selected_price_date');
}

function mustBeDay(native: unknown, pointer: string): string {
  const day = dayOf(native);
  if (day === null) throw invalid(pointer, 'tanggal tidak ada atau tidak terbaca');
  return day;
}

function mustSay(details: Details, native: string, { most, pointer }: { most: number; pointer: string }): string {
  const text = details.text(native, most, pointer);
  if (text === null) throw invalid(pointer, 'tidak boleh kosong');
  return text;
}

/**
 * By the city's name inside Jakarta; the service's `city_id` is a number of its own. It also lists Bogor, Tangerang and
 * Bekasi, each the name of a kabupaten and of a kota, and does not say which: they are refused.
 */
const regionOf = ({ city_name }: Market): string =>
  resolveName({ province: 'DKI Jakarta', regency: plainText(city_name) });

/** A market that is put in the wrong place still has its prices. */
const pointOf = (details: Details, { market_latitude: lat, market_longitude: lon }: Market, regionCode: string) =>
  details.point({ lat, lon, pointer: '/market/market_latitude' }, regionCode);
