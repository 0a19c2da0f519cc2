import type { CoveredWay, Route } from '../../../src/declared.ts';

const COMMODITY: Route['fields'] = {
  '/commodity/code': ['/commodity/code'],
  '/commodity/name': ['/commodity/name'],
  '/commodity/nativeName': ['/commodity/nativeName'],
};

/** What only the newest is told of. */
const LATEST = ['foodPrice', 'foodSupply', 'healthSite', 'service'] as const;
const ALL = [...LATEST, 'letterRequest'] as const;

const inEach = (messages: readonly string[], field: string): Record<string, readonly string[]> =>
  Object.fromEntries(messages.map((message) => [message, [field]]));

/** What becomes of every field, canonical to native; `test/kits/coverageKit.ts` finds out whether it is true. */
export const outbound: CoveredWay = {
  routes: [
    {
      message: 'foodPrice',
      contract: 'food-price/1.0',
      fields: {
        ...COMMODITY,
        '/date': ['/date'],
        '/level': ['/level'],
        '/location/market/id': ['/location/market/id'],
        '/location/market/name': ['/location/market/name'],
        '/location/market/point/coordinates/0': ['/location/market/lng'],
        '/location/market/point/coordinates/1': ['/location/market/lat'],
        '/location/regionCode': ['/location/regionCode', '/location/regionName'],
        '/previousPrice': ['/previousPrice'],
        '/price': ['/price'],
        '/quality': ['/quality'],
        '/source': ['/source'],
        '/unit': ['/unit'],
      },
    },
    {
      message: 'foodSupply',
      contract: 'food-supply/1.0',
      fields: {
        ...COMMODITY,
        '/agency': ['/agency'],
        '/availableFrom': ['/availableFrom'],
        '/availableUntil': ['/availableUntil'],
        '/originRegion': ['/origin/regionCode', '/origin/regionName'],
        '/quantity': ['/quantity'],
        '/stage': ['/stage'],
        '/supplyId': ['/supplyCode'],
        '/unit': ['/unit'],
      },
    },
    {
      message: 'healthSite',
      contract: 'health-facility/1.0',
      fields: {
        '/facilityId': ['/siteCode'],
        '/kind': ['/kind'],
        '/location/address': ['/location/address'],
        '/location/point/coordinates/0': ['/location/lng'],
        '/location/point/coordinates/1': ['/location/lat'],
        '/location/regionCode': ['/location/regionCode', '/location/regionName'],
        '/name': ['/name'],
        '/slots/*/date': ['/slots/*/date'],
        '/slots/*/quota': ['/slots/*/quota'],
        '/slots/*/remaining': ['/slots/*/remaining'],
        '/slots/*/time': ['/slots/*/startTime'],
      },
    },
    {
      message: 'service',
      contract: 'service-catalogue/1.0',
      fields: {
        '/agency': ['/agency'],
        '/category': ['/category'],
        '/hours': ['/openHours'],
        '/name/en': ['/name/en'],
        '/name/id': ['/name/id'],
        '/regionCodes/*': ['/coverage/*/regionCode', '/coverage/*/regionName'],
        '/serviceId': ['/serviceCode'],
        '/state': ['/status'],
        '/summary': ['/summary'],
        '/url': ['/url'],
      },
    },
    {
      message: 'letterRequest',
      contract: 'village-service-status/1.0',
      fields: {
        '/at': ['/updatedAt'],
        '/letterType': ['/letterType'],
        '/requestHandle': ['/requestHandle'],
        '/status': ['/status'],
        '/villageCode': ['/village/regionCode', '/village/regionName'],
      },
    },
  ],
  unread: [],
  unfilled: [
    { why: 'nomor kiriman, sama pada setiap pengulangan', use: 'context', fields: inEach(ALL, '/deliveryId') },
    { why: 'nomor di sistem pengirim', use: 'context', fields: inEach(ALL, '/externalId') },
    { why: 'nama sistem pengirim, dari amplopnya', fields: inEach(ALL, '/sourceSystem') },
    { why: 'waktu peristiwa di sistem pengirim, dari amplopnya', fields: inEach(LATEST, '/updatedAt') },
  ],
};
