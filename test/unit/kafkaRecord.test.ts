import fc from 'fast-check';
import type { IHeaders } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { toMessage, toRelay } from '../../src/backbones/kafka/record.ts';
import type { LaneName, OutboxRelay, RelayRecord } from '../../src/delivery.ts';
import { GatewayError } from '../../src/errors.ts';
import { LANE, newRelay, T0 } from '../kits/ledgerSamples.ts';

/*
 * Seen to fail when headers are read as Latin-1, when an attribute of the envelope is left out, for each required member
 * when the schema of a record does not ask for it, when a header without a value passes for text, and when a record may
 * be on any lane's topic.
 */

const relayOf = (change: Partial<RelayRecord> = {}): RelayRecord => ({
  ...newRelay({ id: 'kiriman' }),
  ...{ seq: 7, position: 2, state: 'waiting', attempt: 0, dueAt: null, createdAt: T0, endedAt: null, error: null },
  ...change,
});

/** A record as a consumer gets it: Kafka keeps octets, not strings. */
interface Wire {
  readonly headers: IHeaders;
  readonly value: Buffer | null;
}

/** As the outbox has it. */
const packed = (relay: RelayRecord): OutboxRelay => ({ ...relay, envelope: JSON.stringify(relay.envelope) });

function overTheWire(relay: RelayRecord): Wire {
  const { headers = {}, value } = toMessage(packed(relay));
  const octets = Object.entries(headers).map(([name, text]) => [name, Buffer.from(String(text))]);
  return { headers: Object.fromEntries(octets), value: Buffer.from(String(value)) };
}

function refusal(record: Wire, lane: LaneName = LANE): unknown {
  try {
    return toRelay(record, lane);
  } catch (error) {
    return error instanceof GatewayError ? error.code : error;
  }
}

const text = fc.string({ minLength: 1, unit: 'grapheme' });
const count = fc.nat();
const relays: fc.Arbitrary<RelayRecord> = fc
  .record({
    ids: fc.record({ id: text, eventId: text, sender: text, recipient: text, subject: text, agreementId: text }),
    rest: fc.record({
      lane: fc.constantFrom('case', 'public', 'village'),
      delivery: fc.constantFrom('every', 'latest'),
      onDead: fc.constantFrom('hold', 'release'),
      state: fc.constantFrom('waiting', 'published', 'parked'),
      ...{ seq: count, position: count, attempt: count, createdAt: count, dueAt: fc.option(count) },
    }),
    attributes: fc.record({ id: text, source: text, type: text, subject: text, time: text, dataschema: text }),
    data: fc.dictionary(text, fc.jsonValue({ noUnicodeString: false })),
  })
  .map(({ ids, rest, attributes, data }) => {
    const envelope = { specversion: '1.0', datacontenttype: 'application/json', ...attributes, data } as const;
    // -0 is no number of JSON's.
    return relayOf(JSON.parse(JSON.stringify({ ...ids, ...rest, envelope })));
  });

describe('a relay as a Kafka record', () => {
  it('comes back whole, whatever it holds', () => {
    fc.assert(
      fc.property(relays, (relay) => {
        expect(toRelay(overTheWire(relay), { system: relay.recipient, lane: relay.lane })).toEqual(relay);
      }),
    );
  });

  it('is keyed by its subject, its value is the data and nothing else', () => {
    const relay = relayOf({ subject: 'kasus ā' });
    const { key, value } = toMessage(packed(relay));
    expect(key).toBe('kasus ā');
    expect(JSON.parse(String(value))).toEqual(relay.envelope.data);
  });
});

describe('what is no relay is refused', () => {
  const whole = overTheWire(relayOf());
  const with_ = (headers: IHeaders): Wire => ({ ...whole, headers: { ...whole.headers, ...headers } });
  // What kafkajs gives for a header without a value, though its types do not say so.
  const NO_VALUE: IHeaders[string] = JSON.parse('null');
  const ATTRIBUTES = ['specversion', 'id', 'source', 'type', 'subject', 'time', 'dataschema'].map((n) => `ce_${n}`);

  it.each([...ATTRIBUTES, 'content-type', 'jembatan_relay'])('without the header %s', (name) => {
    const { [name]: content, ...headers } = whole.headers;
    expect(content).toBeInstanceOf(Buffer);
    expect(refusal({ ...whole, headers })).toBe('record-unreadable');
  });

  it.each([...ATTRIBUTES, 'content-type', 'jembatan_relay'])(
    'whose header %s is empty, null or there twice',
    (name) => {
      const once = whole.headers[name];
      const twice = Buffer.isBuffer(once) ? [once, once] : [];
      for (const content of [Buffer.alloc(0), NO_VALUE, twice])
        expect(refusal(with_({ [name]: content }))).toBe('record-unreadable');
    },
  );

  it.each([
    ['ce_specversion', '0.3'],
    ['content-type', 'text/plain'],
    ['content-type', 'application/cloudevents+json'],
    ['jembatan_relay', 'bukan JSON'],
    ['jembatan_relay', 'null'],
    ['jembatan_relay', '"teks"'],
    ['jembatan_relay', '[]'],
  ])('with the header %s being %s', (name, value) => {
    expect(refusal(with_({ [name]: Buffer.from(value) }))).toBe('record-unreadable');
  });

  const { envelope: _, state, attempt, dueAt, endedAt, error, ...needed } = relayOf();

  it.each(Object.keys(needed))('whose relay lacks %s, or has it in another type', (name) => {
    const relayWith = (value: unknown): Buffer => {
      const { envelope, ...relay } = relayOf();
      return Buffer.from(JSON.stringify({ ...relay, [name]: value }));
    };
    for (const value of [undefined, null, '', {}, [], -1, 1.5, true])
      expect(refusal(with_({ jembatan_relay: relayWith(value) })), `${value}`).toBe('record-unreadable');
  });

  it.each([
    ['no value', null],
    ['an empty value', Buffer.alloc(0)],
    ['a value that is not JSON', Buffer.from('{"status":')],
    ['a value that is no object', Buffer.from('"selesai"')],
    ['a value that is a list', Buffer.from('[]')],
  ])('with %s', (_what, value) => {
    expect(refusal({ ...whole, value })).toBe('record-unreadable');
  });

  it('on the topic of another system or lane', () => {
    expect(refusal(whole, { ...LANE, system: 'opensid' })).toBe('record-unreadable');
    expect(refusal(whole, { ...LANE, lane: 'public' })).toBe('record-unreadable');
  });

  it('of any octets at all, and never with another error', () => {
    const octets = fc.uint8Array().map((bytes) => Buffer.from(bytes));
    const names = fc.constantFrom(...Object.keys(whole.headers), 'lain');
    const records = fc.record({ headers: fc.dictionary(names, octets), value: fc.option(octets) });
    fc.assert(
      fc.property(records, (record) => {
        expect(refusal(record)).toBe('record-unreadable');
      }),
    );
  });
});
