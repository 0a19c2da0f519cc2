import type { Draft, NativeIdentity } from '../../../src/adapter.ts';
import { mustRead } from '../../../src/codes.ts';
import { COMMODITY, commodityOf, UNIT } from '../../../src/commodity.ts';
import { GatewayError } from '../../../src/errors.ts';
import type { FoodPrice, Point, PriceLevelCode, UnitCode } from '../../../src/generated/contracts.ts';
import { dayOf, invalid, plainText, pointOf, rupiahOf, textOrNull } from '../../../src/native.ts';
import { resolveName } from '../../../src/region.ts';
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
  const commodity = commodityOf(mustSay(food.name, 120, '/commodity/name'));
  const gap = { table: COMMODITY.name, value: commodity.nativeName };
  const data: FoodPrice = {
    commodity,
    price: newestPrice(native),
    unit: mustRead(UNIT, food.unit, '/commodity/unit') as UnitCode,
    level: mustRead(LEVEL, market.market_level, '/market/market_level') as PriceLevelCode,
    location: {
      regionCode: regionOf(market),
      market: {
        id: String(market.market_id),
        name: mustSay(market.market_name, 200, '/market/market_name'),
        point: pointOrNull(market),
      },
    },
    date: dayQuoted(native),
    previousPrice: amountOf(food.prev_price, '/commodity/prev_price'),
    quality: 'reported',
    source: 'Info Pangan Jakarta',
  };
  const gaps = commodity.code === 'other' ? { gaps: [gap] } : {};
  return [{ contract: 'food-price/1.0', number: numberOf(native), data, ...gaps }];
}

const numberOf = ({ market, commodity }: InfoPanganPrice): string => `${market.market_id}/${commodity.commodity_id}`;

const newestPrice = ({ commodity }: InfoPanganPrice): number | null =>
  amountOf(commodity.newest_price, '/commodity/newest_price');

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

function mustSay(native: string, most: number, pointer: string): string {
  const text = textOrNull(native, most, pointer);
  if (text === null) throw invalid(pointer, 'tidak boleh kosong');
  return text;
}

/**
 * By the city's name inside Jakarta; the service's `city_id` is a number of its own. It also lists Bogor, Tangerang and
 * Bekasi, each the name of a kabupaten and of a kota, and does not say which: they are refused.
 */
const regionOf = ({ city_name }: Market): string =>
  resolveName({ province: 'DKI Jakarta', regency: plainText(city_name) });

/** A market that is put in the wrong place still has its prices: null where `pointOf` would refuse. */
function pointOrNull({ market_latitude: lat, market_longitude: lon }: Market): Point | null {
  try {
    return pointOf({ lat, lon, pointer: '/market/market_latitude' });
  } catch (error) {
    if (error instanceof GatewayError) return null;
    throw error;
  }
}
