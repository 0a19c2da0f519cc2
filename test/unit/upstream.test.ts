import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { GatewayError } from '../../src/errors.ts';
import type { Outcome } from '../../src/outcome.ts';
import type { Sending, Upstream } from '../../src/upstream.ts';
import { createUpstream, type UpstreamEvent, type UpstreamOptions } from '../../src/upstreams/http.ts';
import { anySuccess } from '../kits/anySuccess.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A receiver: records every request, answers as told, counts its sockets. */
async function receiver(answer: (response: ServerResponse) => void) {
  const received: Received[] = [];
  const listener: RequestListener = async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method, url, headers, rawHeaders } = request;
    received.push({ method, url, headers, rawHeaders, body });
    answer(response);
  };
  const server = createServer(listener);
  let sockets = 0;
  server.on('connection', () => {
    sockets += 1;
  });
  const endpoint = await listening(server);
  return { endpoint, received, sockets: () => sockets };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function deadPort(): Promise<string> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

function upstreamTo(endpoint: string, options: Partial<UpstreamOptions> = {}) {
  const log: UpstreamEvent[] = [];
  const upstream = createUpstream({
    system: 'lampung-in',
    endpoint,
    token: 'rahasia',
    timeoutMs: 2_000,
    concurrency: 4,
    ratePerSecond: null,
    clock: Date.now,
    log: (event) => log.push(event),
    ...options,
  });
  closers.push(() => upstream.close());
  return { upstream, log };
}

let serial = 0;
function sending(overrides: Partial<Sending> = {}): Sending {
  serial += 1;
  return {
    relayId: `relay-${serial}`,
    subject: `case-${serial}`,
    request: { method: 'POST', path: '/laporan', message: 'laporan', body: { judul: 'Jalan rusak' } },
    interpret: anySuccess,
    ...overrides,
  };
}

const code = (outcome: Outcome): string | null => ('error' in outcome ? outcome.error.code : null);
const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

async function until(upstream: Upstream, holds: () => boolean): Promise<void> {
  if (holds()) return;
  await new Promise<void>((resolve) => {
    const off = upstream.onChange(() => {
      if (!holds()) return;
      off();
      resolve();
    });
  });
}

describe('a request on its way', () => {
  it('carries body, delivery id, time, token and who we are, below the endpoint’s own path', async () => {
    const { endpoint, received } = await receiver((response) => json(response, 200, {}));
    const { upstream } = upstreamTo(`${endpoint}/api/`, { clock: () => 1_751_508_900_999 });
    await upstream.send(sending({ relayId: 'relay-x' }));
    expect(received[0]).toMatchObject({
      method: 'POST',
      url: '/api/laporan',
      body: '{"judul":"Jalan rusak"}',
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'relay-x',
        'webhook-timestamp': '1751508900',
        authorization: 'Bearer rahasia',
        'user-agent': expect.stringMatching(/^jembatan\/\d/),
      },
    });
  });

  it('is a form where the dialect speaks in forms', async () => {
    const { endpoint, received } = await receiver((response) => json(response, 200, {}));
    const { upstream } = upstreamTo(endpoint);
    const body = { description: 'got & lumpur = mampet', 'attribute[id]': 'A 1' };
    await upstream.send(sending({ request: { method: 'POST', path: '/a', message: 'm', body, encoding: 'form' } }));
    expect(received[0]).toMatchObject({
      body: 'description=got+%26+lumpur+%3D+mampet&attribute%5Bid%5D=A+1',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  });

  it('carries no authorization where there is no token, and no body with GET', async () => {
    const { endpoint, received } = await receiver((response) => json(response, 200, {}));
    const { upstream } = upstreamTo(endpoint, { token: null });
    await upstream.send(sending({ request: { method: 'GET', path: '/a?b=1', message: 'tanya', body: null } }));
    expect(received[0]).toMatchObject({ method: 'GET', url: '/a?b=1', body: '' });
    expect(received[0]?.headers.authorization).toBeUndefined();
  });

  it('names no header twice', async () => {
    const { endpoint, received } = await receiver((response) => json(response, 200, {}));
    await upstreamTo(endpoint).upstream.send(sending());
    const names = (received[0]?.rawHeaders ?? []).filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
    expect(names).toContain('content-type');
    expect(names).toEqual([...new Set(names)]);
  });

  it('has the same delivery id on every repeat', async () => {
    const { endpoint, received } = await receiver((response) => json(response, 500, {}));
    const { upstream } = upstreamTo(endpoint);
    const same = sending();
    for (let i = 0; i < 3; i += 1) await upstream.send(same);
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual(Array(3).fill(same.relayId));
  });

  it('uses its sockets again', async () => {
    const { endpoint, sockets } = await receiver((response) => json(response, 200, {}));
    const { upstream } = upstreamTo(endpoint);
    for (let i = 0; i < 20; i += 1) await upstream.send(sending());
    // A second one may open while the first is being freed.
    expect(sockets()).toBeLessThanOrEqual(2);
  });

  it('that cannot be written as HTTP is rejected, and the circuit hears nothing of it', async () => {
    const { endpoint, received } = await receiver((response) => json(response, 200, {}));
    const { upstream } = upstreamTo(endpoint);
    for (const path of ['laporan', '/a b', '/a\r\nx: y', 'http://lain/']) {
      const outcome = await upstream.send(sending({ request: { method: 'POST', path, message: 'm', body: {} } }));
      expect(outcome.kind).toBe('rejected');
    }
    expect(upstream.state().circuit).toBe('closed');
    expect(received).toEqual([]);
  });
});

describe('an answer', () => {
  it('reaches the adapter as JSON, with lower case headers and the time it came', async () => {
    const { endpoint } = await receiver((response) => json(response, 201, { nomor: 'JK2511220001' }));
    const { upstream } = upstreamTo(endpoint, { clock: () => 1_751_508_900_000 });
    const interpret = vi.fn(() => null);
    await upstream.send(sending({ interpret }));
    expect(interpret).toHaveBeenCalledWith(
      expect.objectContaining({
        status: 201,
        body: { nomor: 'JK2511220001' },
        headers: expect.objectContaining({ 'content-type': 'application/json' }),
        receivedAt: '2025-07-03T02:15:00.000Z',
      }),
    );
  });

  it('that is not JSON reaches the adapter as text', async () => {
    const { endpoint } = await receiver((response) => response.end('OK, terima kasih'));
    const interpret = vi.fn(() => null);
    await upstreamTo(endpoint).upstream.send(sending({ interpret }));
    expect(interpret).toHaveBeenCalledWith(expect.objectContaining({ body: 'OK, terima kasih' }));
  });

  it.each([
    [200, 'delivered', null],
    [204, 'delivered', null],
    [302, 'postponed', 'upstream-moved'],
    [400, 'rejected', 'upstream-rejected'],
    [401, 'postponed', 'upstream-credentials'],
    [403, 'postponed', 'upstream-credentials'],
    [404, 'rejected', 'upstream-rejected'],
    [408, 'failed', 'upstream-timeout'],
    [409, 'rejected', 'upstream-rejected'],
    [429, 'postponed', 'rate-limited'],
    [500, 'failed', 'upstream-failed'],
    [502, 'postponed', 'unreachable'],
    [503, 'postponed', 'unreachable'],
    [504, 'postponed', 'unreachable'],
  ] as const)('HTTP %i ends %s (%s)', async (status, kind, error) => {
    const { endpoint } = await receiver((response) => response.writeHead(status).end());
    const outcome = await upstreamTo(endpoint).upstream.send(sending());
    expect([outcome.kind, code(outcome)]).toEqual([kind, error]);
  });

  it('of 503 with Retry-After waits as long as it asks', async () => {
    const { endpoint } = await receiver((response) => response.writeHead(503, { 'retry-after': '40' }).end());
    const outcome = await upstreamTo(endpoint).upstream.send(sending());
    expect(outcome).toMatchObject({ kind: 'postponed', retryAfterMs: 40_000, error: { code: 'rate-limited' } });
  });

  it('of 200 that says code 500 counts: three relays of it open the circuit', async () => {
    const { endpoint } = await receiver((response) => json(response, 200, { code: 500 }));
    const { upstream } = upstreamTo(endpoint);
    const interpret = (): Outcome => ({
      kind: 'failed',
      error: new GatewayError('upstream-failed', { detail: 'kuota habis' }),
    });
    for (let i = 0; i < 3; i += 1) expect((await upstream.send(sending({ interpret }))).kind).toBe('failed');
    expect(upstream.state().circuit).toBe('open');
  });

  it('that redirects is not followed and raises the alarm', async () => {
    const other = await receiver((response) => json(response, 200, {}));
    const { endpoint } = await receiver((response) => response.writeHead(307, { location: other.endpoint }).end());
    const { upstream, log } = upstreamTo(endpoint);
    await upstream.send(sending());
    expect(other.received).toEqual([]);
    expect(upstream.state()).toMatchObject({ circuit: 'open', alarm: true, capacity: 0 });
    expect(log).toEqual([expect.objectContaining({ event: 'circuit', circuit: 'open', alarm: true })]);
  });

  it('that is too large is failed, and read no further', async () => {
    const { endpoint } = await receiver((response) => response.end('x'.repeat(5_000)));
    const outcome = await upstreamTo(endpoint, { maxAnswerBytes: 1_000 }).upstream.send(sending());
    expect([outcome.kind, code(outcome)]).toEqual(['failed', 'upstream-failed']);
  });
});

describe('no answer', () => {
  it('nobody listening is postponed with its cause, and three in a row open the circuit', async () => {
    const { upstream } = upstreamTo(await deadPort());
    const outcome = await upstream.send(sending());
    expect(outcome).toMatchObject({
      kind: 'postponed',
      error: { code: 'unreachable', cause: { code: 'ECONNREFUSED' } },
    });
    for (let i = 0; i < 2; i += 1) await upstream.send(sending());
    expect(upstream.state()).toMatchObject({ circuit: 'open', alarm: false, capacity: 0 });
  });

  it('a name that does not resolve is postponed', async () => {
    const { upstream } = upstreamTo('http://tidak-ada.invalid');
    expect(await upstream.send(sending())).toMatchObject({ kind: 'postponed', error: { code: 'unreachable' } });
  });

  it('TLS spoken to a plain server is postponed', async () => {
    const { endpoint } = await receiver((response) => json(response, 200, {}));
    const { upstream } = upstreamTo(endpoint.replace('http:', 'https:'));
    expect(await upstream.send(sending())).toMatchObject({ kind: 'postponed', error: { code: 'unreachable' } });
  });

  it('a reset in the middle of the answer is postponed', async () => {
    const { endpoint } = await receiver((response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"nomor":', () => response.socket?.resetAndDestroy());
    });
    const outcome = await upstreamTo(endpoint).upstream.send(sending());
    expect([outcome.kind, code(outcome)]).toEqual(['postponed', 'unreachable']);
  });

  it.each([
    ['a server that never answers', () => undefined],
    ['a server that begins its answer and then hangs', (response: ServerResponse) => response.write('{"nomor":')],
  ])('%s is failed at the timeout', async (_, hang) => {
    const { endpoint } = await receiver((response) => void hang(response));
    const { upstream } = upstreamTo(endpoint, { timeoutMs: 150 });
    const started = performance.now();
    const outcome = await upstream.send(sending());
    expect([outcome.kind, code(outcome)]).toEqual(['failed', 'upstream-timeout']);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(upstream.state().inFlight).toBe(0);
  });

  it('a trickle that goes on past the timeout is cut off all the same', async () => {
    const { endpoint } = await receiver((response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    const outcome = await upstreamTo(endpoint, { timeoutMs: 150 }).upstream.send(sending());
    expect(code(outcome)).toBe('upstream-timeout');
  });
});

describe('the bulkhead', () => {
  it('sends no more at once than the concurrency; the rest is postponed and nothing of it sent', async () => {
    const held: ServerResponse[] = [];
    const { endpoint, received } = await receiver((response) => void held.push(response));
    const { upstream } = upstreamTo(endpoint, { concurrency: 2 });
    const first = [upstream.send(sending()), upstream.send(sending())];
    expect(upstream.capacity()).toBe(0);
    expect(await upstream.send(sending())).toMatchObject({ kind: 'postponed', error: { code: 'overloaded' } });
    await vi.waitFor(() => expect(held).toHaveLength(2));
    for (const response of held) response.end();
    expect((await Promise.all(first)).map(({ kind }) => kind)).toEqual(['delivered', 'delivered']);
    expect(received).toHaveLength(2);
    expect(upstream.capacity()).toBe(2);
  });

  it('tells its listeners when there is room again, and no more once they left', async () => {
    const { endpoint } = await receiver((response) => json(response, 200, {}));
    const { upstream } = upstreamTo(endpoint, { concurrency: 1 });
    const seen: number[] = [];
    const off = upstream.onChange(() => seen.push(upstream.capacity()));
    await upstream.send(sending());
    await Promise.resolve();
    expect(seen.at(-1)).toBe(1);
    off();
    const before = seen.length;
    await upstream.send(sending());
    await Promise.resolve();
    expect(seen).toHaveLength(before);
  });
});

describe('the circuit over a real connection', () => {
  const circuit = { firstProbeMs: 100, longestProbeMs: 400 };

  it('opens on an outage, probes by itself, closes on the first success and ramps up', async () => {
    let status = 503;
    const { endpoint, received } = await receiver((response) => json(response, status, {}));
    const { upstream, log } = upstreamTo(endpoint, { circuit, timeoutMs: 90, concurrency: 4 });
    for (let i = 0; i < 3; i += 1) await upstream.send(sending());
    expect(await upstream.send(sending())).toMatchObject({ kind: 'postponed', error: { code: 'unreachable' } });
    expect(received).toHaveLength(3);
    status = 200;
    await until(upstream, () => upstream.capacity() === 1);
    expect(upstream.state()).toMatchObject({ circuit: 'half-open', capacity: 1 });
    const capacities: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      await upstream.send(sending());
      capacities.push(upstream.capacity());
    }
    expect(capacities).toEqual([1, 2, 4, 4]);
    const turns = log.map((event) => (event.event === 'circuit' ? event.circuit : event.event));
    expect(turns).toEqual(['open', 'half-open', 'closed']);
  });

  it('says since when, why and when it will probe', async () => {
    const { upstream } = upstreamTo(await deadPort(), { clock: () => 1_751_508_900_000 });
    for (let i = 0; i < 3; i += 1) await upstream.send(sending());
    expect(upstream.state()).toEqual({
      system: 'lampung-in',
      circuit: 'open',
      since: '2025-07-03T02:15:00.000Z',
      reason: expect.stringContaining('Gagal berturut-turut'),
      alarm: false,
      nextProbeAt: '2025-07-03T02:15:15.000Z',
      inFlight: 0,
      capacity: 0,
      ratePerSecond: null,
      delivery: 'push',
      fetchedAt: null,
    });
  });
});

describe('the pace', () => {
  it('keeps to the configured rate, and says when the next may go', async () => {
    const { endpoint, received } = await receiver((response) => json(response, 200, {}));
    const { upstream } = upstreamTo(endpoint, { ratePerSecond: 20, concurrency: 8 });
    const started = performance.now();
    while (received.length < 12) {
      await until(upstream, () => upstream.capacity() > 0);
      await upstream.send(sending());
    }
    // Two at once are allowed at the start; ten more take half a second.
    expect(performance.now() - started).toBeGreaterThan(450);
  });

  it('429 lowers the rate without touching the circuit', async () => {
    const { endpoint } = await receiver((response) => json(response, 429, {}));
    const { upstream, log } = upstreamTo(endpoint, { ratePerSecond: 50 });
    await upstream.send(sending());
    expect(upstream.state()).toMatchObject({ circuit: 'closed', ratePerSecond: 1, capacity: 0 });
    expect(log).toEqual([{ event: 'rate-lowered', system: 'lampung-in', ratePerSecond: 1 }]);
  });
});

describe('closing', () => {
  it('aborts what is under way, which ends postponed, and sends nothing more', async () => {
    const { endpoint, received } = await receiver(() => undefined);
    const { upstream } = upstreamTo(endpoint);
    const pending = [upstream.send(sending()), upstream.send(sending())];
    await vi.waitFor(() => expect(received).toHaveLength(2));
    await upstream.close();
    expect((await Promise.all(pending)).map((o) => [o.kind, code(o)])).toEqual([
      ['postponed', 'overloaded'],
      ['postponed', 'overloaded'],
    ]);
    expect(await upstream.send(sending())).toMatchObject({ kind: 'postponed' });
    expect(upstream.capacity()).toBe(0);
    expect(received).toHaveLength(2);
  });

  it('may be asked twice', async () => {
    const { upstream } = upstreamTo(await deadPort());
    await Promise.all([upstream.close(), upstream.close()]);
  });
});
