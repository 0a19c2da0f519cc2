import type { Cursor, Page, Poll } from '../../../src/adapter.ts';
import type { NativeResponse } from '../../../src/declared.ts';
import { FAULTLESS } from '../../../src/declared.ts';
import { membersOf, saysFailure } from '../../../src/dialect/native.ts';
import { GatewayError } from '../../../src/errors.ts';
import { saysItsDay } from './price.ts';

type Row = Readonly<Record<string, unknown>>;

/** The markets there are, and which of them is asked next; past the last, the list of markets is. */
interface Place {
  readonly markets: readonly Row[];
  readonly at: number;
}

const MARKETS = '/v1/master-data/market';
const PRICES = '/v2/public/master-data/commodity/markets';

/** What is read of a market. Address and telephone stay where they are. */
const OF_MARKET = ['market_id', 'market_name', 'city_name', 'market_level', 'market_latitude', 'market_longitude'];
/** What is read of a food. What the service reckons from its prices changes without anybody quoting anything. */
const OF_FOOD = ['commodity_id', 'name', 'unit', 'newest_price', 'prev_price', 'latest_new_price_date'];

/**
 * A round asks for the list of markets, then for the prices of each. A market without an id that could be asked for becomes a
 * native without a food, which its schema refuses: it is on record, and the others are asked.
 */
export const poll: Poll = {
  answer: { schema: { type: 'object', properties: FAULTLESS }, mediaTypes: null },
  whole: ['price'],

  ask(cursor) {
    const market = marketAt(placeOf(cursor));
    const path = market === undefined ? MARKETS : `${PRICES}/${market.market_id}`;
    return { method: 'GET', path, message: 'price' };
  },

  read(response, cursor) {
    const place = placeOf(cursor);
    const market = marketAt(place);
    return market === undefined ? marketsRead(response, place) : pricesRead(response, place, market);
  },

  /** One market that cannot be asked keeps no other from being asked; without the list there is none. */
  skip(cursor) {
    const { markets, at } = placeOf(cursor);
    return marketAt({ markets, at }) === undefined ? null : pageAt(markets, at + 1, []);
  },
};

/** A cursor that is not this adapter's begins anew. */
function placeOf(cursor: Cursor): Place {
  const members = membersOf(cursor);
  const markets = Array.isArray(members.markets) ? members.markets.map(membersOf).filter(hasId) : [];
  return { markets, at: typeof members.at === 'number' ? members.at : markets.length };
}

const marketAt = ({ markets, at }: Place): Row | undefined => markets[at];

function marketsRead({ status, body }: NativeResponse, before: Place): Page {
  if (status === 304) return pageAt(before.markets, 0, []);
  const rows = listIn(mustSucceed(body)).map((row) => picked(row, OF_MARKET));
  const unusable = rows.filter((market) => !hasId(market)).map((market) => ({ market, commodity: null }));
  return pageAt(rows.filter(hasId), 0, unusable);
}

function pricesRead({ status, body }: NativeResponse, { markets, at }: Place, market: Row): Page {
  if (status === 304) return pageAt(markets, at + 1, []);
  const told = membersOf(mustSucceed(body).data);
  const natives = listIn(told).map((row) => {
    const commodity = picked(row, OF_FOOD);
    // It moves on every day, and would make news of every price that stayed.
    const day = saysItsDay(commodity) ? {} : picked(told, ['selected_price_date']);
    return { market, commodity, ...day };
  });
  return pageAt(markets, at + 1, natives);
}

const pageAt = (markets: readonly Row[], at: number, natives: readonly object[]): Page => ({
  natives,
  cursor: { markets, at },
  more: at < markets.length,
});

/** As in a path: one market's, and not 0, which stands for all. */
const hasId = ({ market_id: id }: Row): boolean =>
  (typeof id === 'string' || typeof id === 'number') && /^[1-9]\d{0,8}$/u.test(String(id));

function picked(row: unknown, names: readonly string[]): Row {
  const members = membersOf(row);
  return Object.fromEntries(names.filter((name) => name in members).map((name) => [name, members[name]]));
}

/** An answer may say in its body what went wrong, whatever HTTP said. */
function mustSucceed(body: unknown): Row {
  const members = membersOf(body);
  const { status = 200, code = null } = members;
  if ((status === 200 || status === '200') && !saysFailure(code)) return members;
  throw unread(`mengaku gagal: ${JSON.stringify({ status, code }).slice(0, 80)}`);
}

function listIn({ data }: Row): readonly unknown[] {
  if (Array.isArray(data)) return data;
  throw unread('tidak memuat daftar di tempatnya');
}

const unread = (how: string): GatewayError =>
  new GatewayError('upstream-failed', { detail: `Jawaban Info Pangan Jakarta ${how}.` });
