import type { Adapter } from '../../../src/adapter.ts';
import type { NativeRequest, OutboundContext } from '../../../src/declared.ts';
import { membersOf } from '../../../src/dialect/native.ts';
import { contractOf, type Envelope } from '../../../src/envelope.ts';
import { GatewayError } from '../../../src/errors.ts';
import type { ReportHandover } from '../../../src/generated/contracts.ts';
import { KIND, REASON, STATUS } from './codes.ts';
import { deliveries, refusals } from './deliveries.ts';
import { inbound } from './inboundCoverage.ts';
import intakeSchema from './intake.schema.json' with { type: 'json' };
import { intakeForm } from './intake.ts';
import { optionsSchema } from './options.ts';
import { outbound } from './outboundCoverage.ts';
import { poll } from './poll.ts';
import requestSchema from './request.schema.json' with { type: 'json' };
import { numberIn, requestIdentity, requestToCanonical, type ServiceRequest } from './request.ts';
import serviceSchema from './service.schema.json' with { type: 'json' };
import { refuseService, type UnusableService } from './service.ts';

const has = (native: unknown, member: string): boolean =>
  typeof native === 'object' && native !== null && Object.hasOwn(native, member);

const isRequest = (native: unknown): native is ServiceRequest =>
  has(native, 'service_request_id') && has(native, 'status');
const isService = (native: unknown): native is UnusableService =>
  has(native, 'service_code') && !has(native, 'service_request_id');

/** Any city with an Open311 endpoint (GeoReport v2, JSON), as its client: configuration says which city. */
export const adapter: Adapter = {
  dialect: 'shared/open311',
  emits: ['report-status/1.0', 'handover-answer/1.0'],
  accepts: ['report-handover/1.0'],
  messages: [
    {
      name: 'request',
      schema: requestSchema,
      provenance: 'documented',
      source:
        'GeoReport v2, GET Service Requests, GET Service Request, GET service_request_id from a token; seen_datetime is added by the gateway; statuses beside open and closed were observed in mySociety/open311-adapter',
      recognise: isRequest,
    },
    {
      name: 'service',
      schema: serviceSchema,
      provenance: 'documented',
      source: 'GeoReport v2, GET Service List; only services of the options that cannot be used become a message',
      recognise: isService,
    },
    {
      name: 'intake',
      schema: intakeSchema,
      provenance: 'documented',
      source: 'GeoReport v2, POST Service Request; the codes external_id, case_id and origin_number are proposed',
      recognise: () => false,
    },
  ],
  tables: [STATUS, KIND, REASON],
  coverage: { inbound, outbound },
  options: optionsSchema,

  identify: (native) => (isService(native) ? refuseService(native) : requestIdentity(native as ServiceRequest)),

  numberIn: (native) => (isService(native) ? null : numberIn(membersOf(native))),

  toCanonical: (native, context) =>
    isService(native) ? refuseService(native) : requestToCanonical(native as ServiceRequest, context),

  fromCanonical,
  deliveries,
  refusals,
  honoursDeliveryId: false,
  poll,
};

function fromCanonical(envelope: Envelope, context: OutboundContext): NativeRequest {
  const contract = contractOf(envelope);
  const data: unknown = envelope.data;
  if (contract !== 'report-handover/1.0') {
    throw new GatewayError('code-not-expressible', { detail: `Open311 tidak mengenal kontrak ${contract}.` });
  }
  const body = intakeForm(data as ReportHandover, context);
  return { method: 'POST', path: '/requests.json', message: 'intake', body, encoding: 'form' };
}
