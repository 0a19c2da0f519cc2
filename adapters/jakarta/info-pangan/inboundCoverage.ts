import type { CoveredWay } from '../../../src/declared.ts';

/** Half a point is none. */
const POINT = ['/location/market/point/coordinates/0', '/location/market/point/coordinates/1'] as const;

/** What becomes of every field, native to canonical; `test/kits/coverageKit.ts` finds out whether it is true. */
export const inbound: CoveredWay = {
  routes: [
    {
      message: 'price',
      contract: 'food-price/1.0',
      fields: {
        '/commodity/latest_new_price_date': ['/date'],
        '/commodity/name': ['/commodity/code', '/commodity/name', '/commodity/nativeName'],
        '/commodity/newest_price': ['/date', '/price'],
        '/commodity/prev_price': ['/previousPrice'],
        '/commodity/unit': ['/unit'],
        '/market/city_name': ['/location/regionCode'],
        '/market/market_id': ['/location/market/id'],
        '/market/market_latitude': POINT,
        '/market/market_level': ['/level'],
        '/market/market_longitude': POINT,
        '/market/market_name': ['/location/market/name'],
        '/selected_price_date': ['/date'],
      },
    },
  ],
  unread: [
    {
      why: 'menamai harga bersama nomor pasar; nama komoditas yang menyeberang',
      use: 'identity',
      fields: { price: ['/commodity/commodity_id'] },
    },
  ],
  unfilled: [
    {
      why: 'harga satu pasar selalu harga yang dilaporkan dari pasar itu',
      fields: { 'food-price/1.0': ['/quality'] },
    },
    { why: 'selalu Info Pangan Jakarta, apa pun isinya', fields: { 'food-price/1.0': ['/source'] } },
  ],
};
