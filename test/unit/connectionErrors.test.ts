import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ExchangeFacts } from '../../src/outcome.ts';
import { createUpstream } from '../../src/upstreams/http.ts';
import { whyOf } from '../../src/words/why.ts';
import { certificate, trust } from '../kits/certificates.ts';

/** The port of a server that is gone when the test is. */
async function portOf(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const TIMEOUT_MS = 400;

/** What is known of one delivery to this address. */
async function exchangeWith(endpoint: string): Promise<ExchangeFacts> {
  const upstream = createUpstream({
    ...{ system: 'uji', endpoint, token: 'rahasia-sekali', timeoutMs: TIMEOUT_MS, concurrency: 1, ratePerSecond: null },
    ...{ maxAnswerBytes: 1000, clock: Date.now, log: () => undefined },
  });
  onTestFinished(() => upstream.close());
  const { exchange } = await upstream.send({
    ...{ relayId: 'kiriman-1', subject: 'perkara-1', interpret: () => null },
    request: { method: 'POST', path: '/laporan?kunci=rahasia', message: 'laporan', body: { judul: 'Jalan rusak' } },
  });
  if (exchange === undefined) throw new Error('nothing was exchanged');
  return exchange;
}

async function afterRequest(onData: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer((socket) => socket.once('data', () => onData(socket)));
  return `http://127.0.0.1:${await portOf(server)}`;
}

const answering = async (listener: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await portOf(createHttpServer(listener))}`;

async function overTls(wanted: Parameters<typeof certificate>[0], isTrusted: boolean): Promise<string> {
  const made = await certificate(wanted);
  if (isTrusted) trust(made);
  return `https://127.0.0.1:${await portOf(createHttpsServer(made, (_request, response) => response.end('{}')))}`;
}

async function deadPort(): Promise<string> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const START = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"id":';

const CASES: readonly (readonly [string, () => Promise<string>, RegExp, ExchangeFacts['phase'], RegExp])[] = [
  ['a port nobody listens on', deadPort, /^ECONNREFUSED$/, 'connect', /sambungan ditolak/],
  ['a host nobody knows', async () => 'http://tidak-ada.invalid', /^(?:ENOTFOUND|EAI_AGAIN)$/, 'connect', /host|DNS/],
  [
    'a certificate that has expired',
    () => overTls({ validDays: -1 }, true),
    /^CERT_HAS_EXPIRED$/,
    'connect',
    /kedaluwarsa/,
  ],
  [
    ...(['a certificate that signs itself', () => overTls({}, false), /^DEPTH_ZERO_SELF_SIGNED_CERT$/] as const),
    ...(['connect', /ditandatangani sendiri/] as const),
  ],
  [
    ...(['a certificate for another host', () => overTls({ host: 'lain.example' }, true)] as const),
    ...([/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'connect', /nama host lain/] as const),
  ],
  [
    'a server that speaks no TLS',
    async () => (await answering((_request, response) => response.end())).replace('http:', 'https:'),
    /^(?:ERR_SSL_\w+|EPROTO)$/,
    'connect',
    /TLS/,
  ],
  [
    'a server that never ends its TLS handshake',
    async () => `https://127.0.0.1:${await portOf(createTcpServer())}`,
    /^UND_ERR_CONNECT_TIMEOUT$/,
    'connect',
    /tidak tersambung/,
  ],
  [
    'a reset before any answer',
    () => afterRequest((socket) => socket.resetAndDestroy()),
    /^(?:ECONNRESET|UND_ERR_SOCKET)$/,
    'sent',
    /diputus|ditutup/,
  ],
  [
    'a connection closed before any answer',
    () => afterRequest((socket) => socket.end()),
    /^UND_ERR_SOCKET$/,
    'sent',
    /ditutup/,
  ],
  [
    'no answer in time',
    () => afterRequest(() => undefined),
    /^UND_ERR_HEADERS_TIMEOUT$/,
    'sent',
    /sudah dikirim, tidak ada jawaban/,
  ],
  [
    'an answer that does not end in time',
    () => afterRequest((socket) => socket.write(START)),
    /^UND_ERR_BODY_TIMEOUT$/,
    'answer',
    /tidak selesai/,
  ],
  [
    'an answer that breaks off',
    () => afterRequest((socket) => socket.write(START, () => setTimeout(() => socket.resetAndDestroy(), 50))),
    /^(?:ECONNRESET|UND_ERR_SOCKET)$/,
    'answer',
    /diputus|ditutup/,
  ],
  [
    'an answer that is too large',
    () => answering((_request, response) => response.end('x'.repeat(5000))),
    /^UND_ERR_RES_EXCEEDED_MAX_SIZE$/,
    'answer',
    /batas ukuran/,
  ],
  [
    'an answer that is no HTTP',
    () => afterRequest((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')),
    /^HPE_\w+$/,
    'sent',
    /HTTP/,
  ],
];

describe('K10: a delivery without an answer keeps why', () => {
  it.each(CASES)('%s', async (_, serve, code, phase, words) => {
    const endpoint = await serve();
    const exchange = await exchangeWith(endpoint);
    const { hostname, port } = new URL(endpoint);
    expect(exchange).toMatchObject({ method: 'POST', path: '/laporan', host: hostname, status: null, phase });
    expect(exchange.port).toBe(Number(port) || 80);
    expect(exchange.code).toMatch(code);
    expect(whyOf(exchange)).toMatch(words);
    expect(exchange.durationMs).toBeGreaterThanOrEqual(
      phase === 'sent' && exchange.code?.includes('TIMEOUT') ? 350 : 0,
    );
    expect(exchange.durationMs).toBeLessThan(5_000);
    expect(JSON.stringify(exchange)).not.toMatch(/rahasia|Jalan/);
  });
});
