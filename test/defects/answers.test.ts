import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Cursor, Page, Poll } from '../../src/adapter.ts';
import { readAnswer } from '../../src/answers.ts';
import type { ContractRef } from '../../src/contract.ts';
import type { NativeResponse } from '../../src/declared.ts';
import { contextOf } from '../../src/directory.ts';
import type { Outcome } from '../../src/outcome.ts';
import type { Answer, Sending, Upstream } from '../../src/upstream.ts';
import { sealed } from '../kits/adapterAtWork.ts';
import { envelopeOf, type Json, samplesOf } from '../kits/adapterSamples.ts';
import { directory } from '../kits/received.ts';
import { receiver, upstreamTo } from '../kits/receiver.ts';

/** As seen at the vaccination service, word for word. */
const FULL = { code: 500, message: 'Jadwal yang dipilih tidak tersedia/kuota habis' };
const MARKET = { market_id: '3', market_name: 'Pasar Senen Blok III - VI', city_name: 'Jakarta Pusat' };
const MARKETS = { data: [{ ...MARKET, market_level: 'eceran' }], total: 1 };

/** The data of a sample of what a dialect takes. */
function dataOf(system: string, contract: ContractRef): Json {
  const folder = join(import.meta.dirname, '../../adapters', directory.get(system).adapter.dialect);
  const sample = samplesOf(folder).outbound.find((each) => each.contract === contract);
  if (sample === undefined) throw new Error(`${system} takes no ${contract}`);
  return sample.data;
}

/** One relay to a system, as `deliver` makes it: the adapter's own request, and its own reading of the answer. */
function sendingTo(system: string, contract: ContractRef, serial: number): Sending {
  const { adapter, config } = directory.get(system);
  const envelope = envelopeOf(contract, sealed({ contract, data: dataOf(system, contract) }));
  const numbers = { senderNumber: 'A-1', recipientNumber: contract === 'report-status/1.0' ? '12' : null };
  const context = { ...numbers, deliveryId: `dlv-${serial}`, options: config.options };
  return {
    ...{ relayId: `relay-${serial}`, subject: `asal:A-${serial}`, request: adapter.fromCanonical(envelope, context) },
    interpret: (response) => readAnswer(adapter, envelope, response),
  };
}

/** One question of a system's poll, as `edge/poll` asks it; with a serial, the same of another thing. */
function asked(system: string, upstream: Upstream, cursor: Cursor, serial?: number): Promise<Answer<Page>> {
  const source = directory.get(system);
  const poll = source.adapter.poll as Poll;
  const context = { ...contextOf(source), numbers: ['12'] };
  const asking = poll.ask(cursor, context);
  const request = serial === undefined ? asking : { ...asking, path: `${asking.path}${serial}` as const };
  const { refusals } = source.adapter;
  const read: (response: NativeResponse) => Page = (response) => poll.read(response, cursor, context);
  return upstream.ask({ request, subject: 'poll', answer: poll.answer, refusals, read });
}

const told = (end: Outcome | Answer<Page>) => [end.kind, 'error' in end ? end.error.code : null];

describe('1. HTTP 200 with code 500 in the body', () => {
  it.each([
    ['jaki-crm', 'report-handover/1.0'],
    ['jaki-crm', 'report-status/1.0'],
    ['lampung-in', 'report-handover/1.0'],
    ['lampung-in', 'report-status/1.0'],
    ['lampung-in', 'food-price/1.0'],
    ['jaki', 'food-price/1.0'],
    ['desa-hajimena', 'report-handover/1.0'],
    ['kota-metro', 'report-handover/1.0'],
  ] as const)(
    'is a failed attempt at %s with a %s, never a delivery, and three of them open the circuit',
    async (system, contract) => {
      const { endpoint, paths } = await receiver(() => ({ status: 200, body: FULL }));
      const upstream = upstreamTo(endpoint);
      for (const serial of [1, 2, 3]) {
        expect(upstream.state().circuit).toBe('closed');
        expect(told(await upstream.send(sendingTo(system, contract, serial)))).toEqual(['failed', 'upstream-failed']);
      }
      expect(upstream.state()).toMatchObject({ circuit: 'open', alarm: false, capacity: 0 });
      expect(told(await upstream.send(sendingTo(system, contract, 4)))).toEqual(['postponed', 'upstream-failed']);
      expect(paths).toHaveLength(3);
    },
  );

  it.each(['info-pangan', 'jaki-vaksinasi', 'desa-hajimena', 'kota-metro'])(
    'is no answer to what %s is asked; it counts once for each question, and three of them open the circuit',
    async (system) => {
      // Bare, and where this dialect or another has its list.
      const bodies: unknown[] = [FULL, { ...FULL, data: [] }, [FULL], FULL, FULL];
      const { endpoint } = await receiver(() => ({ status: 200, body: bodies.shift() }));
      const upstream = upstreamTo(endpoint);
      for (const serial of [undefined, undefined, undefined, 2, 3]) {
        expect(upstream.state().circuit).toBe('closed');
        expect(told(await asked(system, upstream, null, serial))).toEqual(['unanswered', 'upstream-failed']);
      }
      expect(upstream.state().circuit).toBe('open');
    },
  );
});

describe('20. a source that turns from open to 401', () => {
  it('opens the circuit at the first 401, with alarm: it is asked no more, and a probe finds it mended', async () => {
    let status = 200;
    const { endpoint, paths } = await receiver(() => ({ status, body: status === 200 ? MARKETS : { message: 'x' } }));
    const upstream = upstreamTo(endpoint, 800);
    expect((await asked('info-pangan', upstream, null)).kind).toBe('answered');
    status = 401;
    expect(told(await asked('info-pangan', upstream, null))).toEqual(['unanswered', 'upstream-credentials']);
    expect(upstream.state()).toMatchObject({ circuit: 'open', alarm: true, capacity: 0 });
    expect(told(await asked('info-pangan', upstream, null))).toEqual(['unanswered', 'upstream-credentials']);
    expect(paths).toHaveLength(2);
    status = 200;
    await vi.waitFor(() => expect(upstream.capacity()).toBe(1), 10_000);
    expect((await asked('info-pangan', upstream, null)).kind).toBe('answered');
    expect(upstream.state()).toMatchObject({ circuit: 'closed', alarm: false });
  });

  it.each([401, 403])('is no transient fault: HTTP %i spends no attempt of a relay, which waits', async (status) => {
    const { endpoint } = await receiver(() => ({ status, body: { code: 500 } }));
    const upstream = upstreamTo(endpoint);
    const first = await upstream.send(sendingTo('lampung-in', 'food-price/1.0', 1));
    expect(told(first)).toEqual(['postponed', 'upstream-credentials']);
    expect(upstream.state()).toMatchObject({ circuit: 'open', alarm: true });
  });
});
