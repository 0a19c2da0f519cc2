import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LoginProcedure } from '../../src/adapter.ts';
import type { NativeResponse } from '../../src/declared.ts';
import { GatewayError } from '../../src/errors.ts';
import type { Question } from '../../src/upstream.ts';
import { createUpstream, type UpstreamOptions } from '../../src/upstreams/http.ts';

interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Said {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** The body word for word, in place of `body`. */
  readonly text?: string;
  readonly afterMs?: number;
}

/** A system over real HTTP that answers as told, and an upstream to it. */
async function system(answer: (heard: Heard) => Said, options: Partial<UpstreamOptions> = {}) {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method, url, headers } = request;
    heard.push({ method, url, headers, body });
    const said = answer({ method, url, headers, body });
    await new Promise((resolve) => setTimeout(resolve, said.afterMs ?? 0));
    const text = said.text ?? (said.body === undefined ? '' : JSON.stringify(said.body));
    response.writeHead(said.status, said.headers).end(text);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const upstream = createUpstream({
    ...{ system: 'info-pangan', token: null, timeoutMs: 2000, concurrency: 4, ratePerSecond: null, clock: Date.now },
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log: () => undefined,
    ...options,
  });
  onTestFinished(async () => {
    await upstream.close();
    server.closeAllConnections();
    server.close();
  });
  return { upstream, heard };
}

/** Any JSON, however it is called. */
const ANYTHING = { schema: {}, mediaTypes: null };

const question = <Value>(
  read: (response: NativeResponse) => Value,
  more: Partial<Question<Value>> = {},
): Question<Value> => ({
  ...{ answer: ANYTHING, refusals: ANYTHING },
  ...{ request: { method: 'GET', path: '/harga', message: 'harga' } as const, subject: 'poll', read },
  ...more,
});

const body = (response: NativeResponse): unknown => response.body;

describe('a question to a system', () => {
  it('is answered with what was read in the answer, and carries no delivery id', async () => {
    const { upstream, heard } = await system(() => ({ status: 200, headers: { etag: '"7"' }, body: [1, 2] }));
    const answer = await upstream.ask(question(body));
    expect(answer).toMatchObject({ kind: 'answered', value: [1, 2], response: { headers: { etag: '"7"' } } });
    expect(Object.keys(heard[0]?.headers ?? {}).filter((name) => name.startsWith('webhook-'))).toEqual([]);
  });

  it('that is conditional takes a 304 for an answer; one that is not takes it for a moved address', async () => {
    const { upstream, heard } = await system(() => ({ status: 304 }));
    const headers = { 'if-none-match': '"7"' };
    expect(await upstream.ask(question(({ status }) => status, { headers }))).toMatchObject({ value: 304 });
    expect(heard[0]?.headers['if-none-match']).toBe('"7"');
    expect(upstream.state().circuit).toBe('closed');
    const bare = await upstream.ask(question(({ status }) => status));
    expect(bare).toMatchObject({ kind: 'unanswered', error: { code: 'upstream-moved' } });
    expect(upstream.state()).toMatchObject({ circuit: 'open', alarm: true });
  });

  it('K14: whose answer names a member twice has not been answered with JSON: nobody can say which was meant', async () => {
    const text = '{"status_surat":"sah","status_surat":"dicabut"}';
    const { upstream } = await system(() => ({ status: 200, headers: { 'content-type': 'application/json' }, text }));
    expect(await upstream.ask(question(body))).toMatchObject({ kind: 'answered', value: text });
  });

  it('whose answer cannot be read is a failure that the circuit sees: of each question once, and of several in a row', async () => {
    const { upstream } = await system(() => ({ status: 200, body: { code: 500 } }));
    const unreadable = (path: string) =>
      question(
        (): never => {
          throw new GatewayError('upstream-failed', { detail: 'code 500' });
        },
        { request: { method: 'GET', path, message: 'x' } },
      );
    const failing = { kind: 'unanswered', error: { code: 'upstream-failed' } };
    for (let time = 1; time <= 5; time += 1) expect(await upstream.ask(unreadable('/satu'))).toMatchObject(failing);
    expect(upstream.state().circuit).toBe('closed');
    for (const path of ['/dua', '/tiga']) expect(await upstream.ask(unreadable(path))).toMatchObject(failing);
    expect(upstream.state().circuit).toBe('open');
    expect(await upstream.ask(question(body))).toMatchObject({
      kind: 'unanswered',
      error: { code: 'upstream-failed' },
    });
  });

  it('is given up after its own time where that is shorter, and asks for the wait it was told', async () => {
    const { upstream } = await system(({ url }) =>
      url === '/sibuk' ? { status: 429, headers: { 'retry-after': '7' } } : { status: 200, afterMs: 500 },
    );
    const hurried = await upstream.ask(question(body, { timeoutMs: 50 }));
    expect(hurried).toMatchObject({ kind: 'unanswered', error: { code: 'upstream-timeout' } });
    const busy = await upstream.ask(question(body, { request: { method: 'GET', path: '/sibuk', message: 'x' } }));
    expect(busy).toMatchObject({ kind: 'unanswered', error: { code: 'rate-limited' }, retryAfterMs: 7000 });
  });

  it('after the upstream is closed is not asked any more', async () => {
    const { upstream, heard } = await system(() => ({ status: 200 }));
    await upstream.close();
    expect(await upstream.ask(question(body))).toMatchObject({ kind: 'unanswered', error: { code: 'overloaded' } });
    expect(heard).toEqual([]);
  });
});

describe('a system that gives out its tokens itself', () => {
  const procedure: LoginProcedure = {
    answer: { schema: { type: 'object' }, mediaTypes: null },
    ask: (user, password) => ({ method: 'POST', path: '/auth/login', message: 'login', body: { user, password } }),
    read({ status, body: said }) {
      const { token, expires_in: validSeconds = null } = (said ?? {}) as { token?: string; expires_in?: number };
      return status === 200 && token !== undefined ? { token, validSeconds } : null;
    },
  };
  const login = { procedure, refusals: ANYTHING, user: 'gerbang', password: 'rahasia' };

  it('is logged in to once, however many ask at the same time', async () => {
    const { upstream, heard } = await system(
      ({ url }) => (url === '/auth/login' ? { status: 200, body: { token: 'a' } } : { status: 200, body: 'ok' }),
      { login },
    );
    const answers = await Promise.all([1, 2, 3].map(() => upstream.ask(question(body))));
    expect(answers.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered']);
    expect(heard.filter(({ url }) => url === '/auth/login').map(({ body: said }) => JSON.parse(said))).toEqual([
      { user: 'gerbang', password: 'rahasia' },
    ]);
    expect(heard.at(-1)?.headers.authorization).toBe('Bearer a');
  });

  it('is logged in to for all who wait, though one of them waits no longer', async () => {
    const { upstream, heard } = await system(
      ({ url }) =>
        url === '/auth/login' ? { status: 200, body: { token: 'a' }, afterMs: 400 } : { status: 200, body: 'ok' },
      { login },
    );
    const hasty = upstream.ask(question(body, { timeoutMs: 50 }));
    const patient = upstream.ask(question(body));
    expect(await hasty).toMatchObject({ kind: 'unanswered', error: { code: 'upstream-timeout' } });
    expect(await patient).toMatchObject({ kind: 'answered', value: 'ok' });
    expect(heard.filter(({ url }) => url === '/auth/login')).toHaveLength(1);
  });

  it('is asked nothing any more once its upstream is closed, a login under way included', async () => {
    const { upstream } = await system(() => ({ status: 200, body: { token: 'a' }, afterMs: 60_000 }), {
      ...{ login, timeoutMs: 60_000 },
    });
    const asked = upstream.ask(question(body));
    await upstream.close();
    expect(await asked).toMatchObject({ kind: 'unanswered', error: { code: 'overloaded' } });
  });

  it('is logged in to again where the token is not taken any more, and the circuit sees nothing of it', async () => {
    let tokens = 0;
    const { upstream, heard } = await system(
      ({ url, headers }) => {
        if (url === '/auth/login') {
          tokens += 1;
          return { status: 200, body: { token: `t${tokens}` } };
        }
        return headers.authorization === 'Bearer t2' ? { status: 200, body: 'ok' } : { status: 401 };
      },
      { login },
    );
    expect(await upstream.ask(question(body))).toMatchObject({ kind: 'answered', value: 'ok' });
    expect(await upstream.ask(question(body))).toMatchObject({ kind: 'answered', value: 'ok' });
    expect([tokens, heard.length, upstream.state().circuit]).toEqual([2, 5, 'closed']);
  });

  it('is logged in to anew before a token ends', async () => {
    let now = Date.now();
    let tokens = 0;
    const { upstream } = await system(
      ({ url }) => {
        if (url === '/auth/login') tokens += 1;
        return { status: 200, body: url === '/auth/login' ? { token: 'a', expires_in: 3600 } : 'ok' };
      },
      { login, clock: () => now },
    );
    await upstream.ask(question(body));
    now += 3_500_000;
    await upstream.ask(question(body));
    expect(tokens).toBe(1);
    now += 80_000;
    await upstream.ask(question(body));
    expect(tokens).toBe(2);
  });

  it.each([
    ['says 401', { status: 401 }],
    ['says yes without a token', { status: 200, body: { message: 'salah' } }],
  ])('and %s to the login opens the circuit with alarm', async (_, said) => {
    const { upstream, heard } = await system(() => said, { login });
    expect(await upstream.ask(question(body))).toMatchObject({ error: { code: 'upstream-credentials' } });
    expect(upstream.state()).toMatchObject({ circuit: 'open', alarm: true });
    expect(heard).toHaveLength(1);
  });

  it('and is not there is out of reach', async () => {
    const { upstream } = await system(() => ({ status: 503 }), { login });
    expect(await upstream.ask(question(body))).toMatchObject({ error: { code: 'unreachable' } });
  });
});

describe('a signed delivery', () => {
  const secret = `whsec_${Buffer.from('rahasia-yang-cukup-panjang-1234').toString('base64')}`;

  it('is verified by Standard Webhooks with the same secret, and by no other', async () => {
    const { upstream, heard } = await system(() => ({ status: 200 }), { signatureSecret: secret });
    const request = { method: 'POST', path: '/laporan', message: 'laporan', body: { judul: 'Jalan “rusak”' } } as const;
    await upstream.send({ relayId: 'relay.1', subject: 'kasus', request, interpret: () => null });
    const [sent] = heard;
    const headers = Object.fromEntries(
      ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(sent?.headers[name])]),
    );
    expect(new Webhook(secret).verify(sent?.body ?? '', headers)).toEqual(request.body);
    const other = new Webhook(`whsec_${Buffer.from('rahasia-lain-yang-cukup-panjang').toString('base64')}`);
    expect(() => other.verify(sent?.body ?? '', headers)).toThrow();
    expect(() => new Webhook(secret).verify(`${sent?.body} `, headers)).toThrow();
  });
});
