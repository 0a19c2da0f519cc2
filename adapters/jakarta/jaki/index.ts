import type { Adapter } from '../../../src/adapter.ts';
import type { NativeRequest, OutboundContext } from '../../../src/declared.ts';
import { UNIT } from '../../../src/dialect/commodity.ts';
import { isToTheMinute, membersOf, numberOrNull } from '../../../src/dialect/native.ts';
import { contractOf, type Envelope } from '../../../src/envelope.ts';
import { GatewayError } from '../../../src/errors.ts';
import type {
  FoodPrice,
  FoodSupply,
  HealthFacility,
  Service,
  VillageServiceStatus,
} from '../../../src/generated/contracts.ts';
import {
  FACILITY_KIND,
  LETTER_STATUS,
  PRICE_LEVEL,
  PRICE_QUALITY,
  SERVICE_CATEGORY,
  SERVICE_STATE,
  SUPPLY_STAGE,
} from './codes.ts';
import { deliveries, refusals } from './deliveries.ts';
import foodPriceSchema from './foodPrice.schema.json' with { type: 'json' };
import { priceBody } from './foodPrice.ts';
import foodSupplySchema from './foodSupply.schema.json' with { type: 'json' };
import { supplyBody } from './foodSupply.ts';
import healthSiteSchema from './healthSite.schema.json' with { type: 'json' };
import { siteBody } from './healthSite.ts';
import { inbound } from './inboundCoverage.ts';
import letterRequestSchema from './letterRequest.schema.json' with { type: 'json' };
import { letterBody } from './letterRequest.ts';
import { outbound } from './outboundCoverage.ts';
import { originOf } from './parts.ts';
import serviceSchema from './service.schema.json' with { type: 'json' };
import { type JakiService, serviceBody, serviceToCanonical } from './service.ts';
import { parseTime } from './times.ts';

const BASE = '/api/v1/external';

/** JAKI tells nothing but its services, so one member of theirs is enough to know one by. */
const isService = (native: unknown): boolean =>
  typeof native === 'object' &&
  native !== null &&
  ['serviceCode', 'openHours', 'coverage'].some((member) => Object.hasOwn(native, member));

/** JAKI itself, Jakarta's app for citizens, without its case system. Nothing of its interface is public: all is proposed. */
export const adapter: Adapter = {
  dialect: 'jakarta/jaki',
  emits: ['service-catalogue/1.0'],
  accepts: [
    'food-price/1.0',
    'food-supply/1.0',
    'service-catalogue/1.0',
    'health-facility/1.0',
    'village-service-status/1.0',
  ],
  messages: [
    {
      name: 'service',
      schema: serviceSchema,
      details: [
        '/name/id',
        '/name/en',
        '/summary',
        '/category',
        '/url',
        '/agency',
        '/openHours',
        '/coverage/*/regionName',
        '/sourceSystem',
        '/deliveryId',
      ],
      provenance: 'proposed',
      source: 'no interface of JAKI is public; the members are what a screen of services shows; see README.md',
      recognise: isService,
    },
    {
      name: 'foodPrice',
      schema: foodPriceSchema,
      provenance: 'proposed',
      source: 'no interface of JAKI is public; the members are what a screen of prices shows; see README.md',
      recognise: () => false,
    },
    {
      name: 'foodSupply',
      schema: foodSupplySchema,
      provenance: 'proposed',
      source: 'no interface of JAKI is public; the members are what the deed of 15 April 2025 needs of a food supply',
      recognise: () => false,
    },
    {
      name: 'healthSite',
      schema: healthSiteSchema,
      provenance: 'proposed',
      source:
        "no interface of JAKI is public; the members are what Jakarta's vaccination service of 2021 told of a site",
      recognise: () => false,
    },
    {
      name: 'letterRequest',
      schema: letterRequestSchema,
      provenance: 'proposed',
      source:
        "no interface of JAKI is public; the members are all that crosses of a letter request, the statuses OpenSID's",
      recognise: () => false,
    },
  ],
  tables: [
    SERVICE_CATEGORY,
    SERVICE_STATE,
    PRICE_LEVEL,
    PRICE_QUALITY,
    SUPPLY_STAGE,
    FACILITY_KIND,
    LETTER_STATUS,
    UNIT,
  ],
  coverage: { inbound, outbound },

  identify(native) {
    const { serviceCode, status, updatedAt } = native as JakiService;
    const occurredAt = parseTime(updatedAt, '/updatedAt');
    const timed = isToTheMinute(updatedAt) ? 'minute' : 'snapshot';
    return { subject: serviceCode, revision: `service:${status.trim()}@${occurredAt}`, occurredAt, timed };
  },
  numberIn: (native) => numberOrNull(membersOf(native).serviceCode),

  toCanonical: (native) => serviceToCanonical(native as JakiService),
  fromCanonical,
  deliveries,
  refusals,
  honoursDeliveryId: true,
};

interface Written {
  readonly message: string;
  /** Below the system it comes from. */
  readonly shelf: string;
  readonly body: object;
  /** Of what is told as a history, and not only as it is now: which one, and when this came about. */
  readonly entry?: { readonly of: string; readonly at: string };
}

function written(envelope: Envelope): Written {
  const contract = contractOf(envelope);
  const data: unknown = envelope.data;
  switch (contract) {
    case 'food-price/1.0':
      return { message: 'foodPrice', shelf: 'food-prices', body: priceBody(data as FoodPrice) };
    case 'food-supply/1.0':
      return { message: 'foodSupply', shelf: 'food-supplies', body: supplyBody(data as FoodSupply) };
    case 'service-catalogue/1.0':
      return { message: 'service', shelf: 'services', body: serviceBody(data as Service) };
    case 'health-facility/1.0':
      return { message: 'healthSite', shelf: 'health-sites', body: siteBody(data as HealthFacility) };
    case 'village-service-status/1.0':
      return writtenLetter(data as VillageServiceStatus);
    default:
      throw new GatewayError('code-not-expressible', { detail: `Dialek penerima tidak mengenal kontrak ${contract}.` });
  }
}

const writtenLetter = (request: VillageServiceStatus): Written => ({
  ...{ message: 'letterRequest', shelf: 'letter-requests', body: letterBody(request) },
  entry: { of: 'statuses', at: request.at },
});

/**
 * Each has its place under its own system and number there, so that a newer one replaces it and nobody else's does. An
 * entry of a history is added below that place and replaces nothing: each is told, and one that comes late is still one.
 */
function fromCanonical(envelope: Envelope, context: OutboundContext): NativeRequest {
  const { message, shelf, body, entry } = written(envelope);
  const origin = originOf(envelope, context, entry?.at);
  const place = `${BASE}/${encodeURIComponent(origin.sourceSystem)}/${shelf}/${encodeURIComponent(origin.externalId)}`;
  const [method, path] = entry === undefined ? (['PUT', place] as const) : (['POST', `${place}/${entry.of}`] as const);
  return { method, path, message, body: { ...body, ...origin } };
}
