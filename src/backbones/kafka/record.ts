import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import type { LaneName, OutboxRelay, RelayRecord } from '../../delivery.ts';
import type { Envelope } from '../../envelope.ts';
import { GatewayError } from '../../errors.ts';
import { compileSchema } from '../../json/schema.ts';

/*
 * A relay as a Kafka record, by the CloudEvents Kafka protocol binding 1.0.2, binary content mode: the event's
 * attributes are headers with the prefix `ce_`, its data is the value, the key is the subject. What the gateway itself
 * needs to know of the relay is the header `jembatan_relay`, JSON.
 */

const RELAY_HEADER = 'jembatan_relay';

/** As a producer sends it. */
export function toMessage({ envelope, ...relay }: OutboxRelay): Message {
  const { data, datacontenttype, ...attributes } = JSON.parse(envelope) as Envelope;
  const headers: IHeaders = { 'content-type': datacontenttype, [RELAY_HEADER]: JSON.stringify(relay) };
  for (const [name, value] of Object.entries(attributes)) headers[`ce_${name}`] = String(value);
  return { key: relay.subject, value: JSON.stringify(data), headers };
}

const text = { type: 'string', minLength: 1 } as const;
const count = { type: 'integer', minimum: 0 } as const;
const whole = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });

/** What the claim and the attempt rely on. */
const unreadable = compileSchema(
  whole({
    ...{ id: text, eventId: text, sender: text, recipient: text, subject: text, contract: text, agreementId: text },
    ...{ lane: { enum: ['case', 'public', 'village'] }, seq: count, position: count, createdAt: count },
    delivery: { enum: ['every', 'latest'] },
    onDead: { enum: ['hold', 'release'] },
    envelope: whole({
      specversion: { const: '1.0' },
      datacontenttype: { const: 'application/json' },
      ...{ id: text, source: text, type: text, subject: text, time: text, dataschema: text },
      data: { type: 'object' },
    }),
  }),
);

/** As a consumer of the lane gets it back. Throws `record-unreadable` for anything `toMessage` did not write for it. */
export function toRelay(
  { headers = {}, value }: Pick<KafkaMessage, 'headers' | 'value'>,
  { system, lane }: LaneName,
): RelayRecord {
  const read = { ...parsed(headers[RELAY_HEADER], 'header jembatan_relay'), envelope: envelopeOf(headers, value) };
  const [violation] = unreadable(read);
  if (violation) throw broken(`${violation.pointer} ${violation.message}`);
  const relay = read as RelayRecord;
  if (relay.recipient === system && relay.lane === lane) return relay;
  throw broken(`untuk ${relay.recipient}, lajur ${relay.lane}`);
}

function envelopeOf(headers: IHeaders, value: Buffer | null): object {
  const attributes = Object.entries(headers).flatMap(([name, content]) =>
    name.startsWith('ce_') ? [[name.slice(3), textOf(content)]] : [],
  );
  const datacontenttype = textOf(headers['content-type']);
  return { ...Object.fromEntries(attributes), datacontenttype, data: parsed(value, 'isi') };
}

/** Null for a header that is missing, has no value or is there more than once. */
const textOf = (header: IHeaders[string] | null): string | null => (Buffer.isBuffer(header) ? header.toString() : null);

function parsed(json: IHeaders[string] | null, what: string): object {
  try {
    const value: unknown = JSON.parse(textOf(json) ?? '');
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw broken(`${what} bukan JSON`, cause);
  }
  throw broken(`${what} bukan objek JSON`);
}

const broken = (detail: string, cause?: unknown): GatewayError =>
  new GatewayError('record-unreadable', { detail: `Catatan tidak terbaca: ${detail}.`, cause });
