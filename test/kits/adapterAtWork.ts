import { expect } from 'vitest';
import type { Adapter, InboundContext, NativeMessage } from '../../src/adapter.ts';
import { type ContractRef, loadContracts } from '../../src/contract.ts';
import type { NativeRequest, NativeResponse, OutboundContext } from '../../src/declared.ts';
import { GatewayError } from '../../src/errors.ts';
import { bodyReader } from '../../src/intake/readable.ts';
import { compileSchema } from '../../src/json/schema.ts';
import type { Draft } from '../../src/outcome.ts';
import { envelopeOf, type Json, samplesOf, TIME } from './adapterSamples.ts';

export const contracts = loadContracts();

/** What the gateway would fill in, by contract; any valid value does. */
export const SEALS: Readonly<Record<string, Json>> = {
  'citizen-report/1.0': {
    caseId: 'asal:A-1',
    originSystem: 'asal',
    originProvince: '18',
    descriptionRedacted: false,
    relatedCases: [],
  },
  'report-handover/1.0': {
    handoverId: 'asal:A-1/1',
    from: { level: 'province', regionCode: '18' },
    to: { level: 'province', regionCode: '31' },
    answerBy: TIME,
  },
  'handover-answer/1.0': { handoverId: 'asal:A-1/1', caseId: 'asal:A-1' },
  'report-status/1.0': { caseId: 'asal:A-1', sequence: 1 },
};

export function sealed({ contract, data }: Pick<Draft, 'contract' | 'data'>): Json {
  const whole: Json = { ...data, ...SEALS[contract] };
  if (contract !== 'report-handover/1.0') return whole;
  return { ...whole, report: { ...(whole.report as Json), ...SEALS['citizen-report/1.0'] } };
}

export const INBOUND: InboundContext = { territory: '18', options: {} };

/** An answer as the gateway hands it to an adapter. */
export const answered = (status: number, body: unknown): NativeResponse => ({
  ...{ status, headers: {}, body, receivedAt: '2025-07-03T02:15:00.000Z' },
});

export type AdapterAtWork = ReturnType<typeof adapterAtWork>;

/** An adapter with its samples, used as the gateway uses it. */
export function adapterAtWork(adapter: Adapter, folder: string) {
  const { inbound, outbound } = samplesOf(folder);
  const inspect = new Map(adapter.messages.map((message) => [message.name, compileSchema(message.schema)]));
  const readers = new Map(adapter.messages.map((message) => [message, bodyReader(message)]));
  const recognised = (native: unknown): NativeMessage | undefined =>
    adapter.messages.find((message) => message.recognise(native));
  const violations = (message: string, body: unknown) =>
    inspect.get(message)?.(body) ?? [{ pointer: '', message: `no message ${message}` }];

  function translate(native: unknown, context: InboundContext) {
    const message = recognised(native);
    if (message === undefined) throw new GatewayError('native-invalid', { detail: 'no message of the dialect' });
    const { body, violations: wrong } = (readers.get(message) ?? bodyReader(message))(native);
    if (wrong.length > 0) throw new GatewayError('native-invalid', { detail: message.name, violations: wrong });
    return { identity: adapter.identify(body), drafts: adapter.toCanonical(body, context) };
  }

  const valid = inbound.filter((sample) => 'drafts' in (sample.expected as Json));
  const subject = valid[0] === undefined ? '' : adapter.identify(valid[0].native).subject;
  const context: OutboundContext = {
    ...{ senderNumber: 'A-1', recipientNumber: subject, deliveryId: 'dlv-kit-1', options: INBOUND.options },
  };

  function requested(contract: ContractRef, data: Json, given = context): NativeRequest {
    const request = adapter.fromCanonical(envelopeOf(contract, data), given);
    expect(violations(request.message, request.body)).toEqual([]);
    expect(JSON.stringify(request.body)).toContain(given.deliveryId);
    expect(request.path).toMatch(/^\//u);
    return request;
  }

  return { adapter, inbound, outbound, valid, context, recognised, violations, translate, requested };
}
