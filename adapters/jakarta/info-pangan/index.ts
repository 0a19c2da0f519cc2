import type { Adapter } from '../../../src/adapter.ts';
import { FAILURE_CODE } from '../../../src/declared.ts';
import { COMMODITY, UNIT } from '../../../src/dialect/commodity.ts';
import { membersOf, numberOrNull } from '../../../src/dialect/native.ts';
import { contractOf } from '../../../src/envelope.ts';
import { GatewayError } from '../../../src/errors.ts';
import { LEVEL } from './codes.ts';
import { inbound } from './inboundCoverage.ts';
import { poll } from './poll.ts';
import priceSchema from './price.schema.json' with { type: 'json' };
import { type InfoPanganPrice, priceIdentity, priceToCanonical } from './price.ts';

/** Info Pangan Jakarta (JakPangan), the food prices of Jakarta's markets. It is asked, and takes nothing. */
export const adapter: Adapter = {
  dialect: 'jakarta/info-pangan',
  emits: ['food-price/1.0'],
  accepts: [],
  messages: [
    {
      name: 'price',
      schema: priceSchema,
      details: [
        '/market/market_name',
        '/market/market_latitude',
        '/market/market_longitude',
        '/commodity/name',
        '/commodity/prev_price',
      ],
      provenance: 'observed',
      source:
        'read in third-party clients of infopangan.jakarta.go.id/api2 (v1/master-data/market and v2/public/master-data/commodity/markets/{id}, 2025); that both are put together in one message is ours',
      recognise: (native) =>
        typeof native === 'object' &&
        native !== null &&
        ['market', 'commodity'].some((member) => Object.hasOwn(native, member)),
    },
  ],
  tables: [LEVEL, COMMODITY, UNIT],
  coverage: { inbound, outbound: { routes: [], unread: [], unfilled: [] } },
  poll,
  deliveries: {},
  refusals: {
    schema: {
      type: 'object',
      required: ['status', 'message'],
      properties: { status: FAILURE_CODE, message: { type: 'string' } },
    },
    mediaTypes: null,
  },
  honoursDeliveryId: false,

  identify: (native) => priceIdentity(native as InfoPanganPrice),
  numberIn(native) {
    const { market, commodity } = membersOf(native);
    const parts = [membersOf(market).market_id, membersOf(commodity).commodity_id].map(numberOrNull);
    return parts.includes(null) ? null : parts.join('/');
  },
  toCanonical: (native) => priceToCanonical(native as InfoPanganPrice),
  fromCanonical(envelope) {
    throw new GatewayError('code-not-expressible', {
      detail: `Info Pangan Jakarta hanya dibaca; ${contractOf(envelope)} tidak dapat diberikan kepadanya.`,
    });
  },
};
