import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createUpstream } from '../../src/upstreams/http.ts';

/** A real HTTP server on a free port, gone when the test is: it answers as told, and counts its calls. */
export async function receiver(answer: (request: IncomingMessage) => { status: number; body: unknown }) {
  const paths: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    paths.push(String(request.url));
    request.resume().on('end', () => {
      const { status, body } = answer(request);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths };
}

/** The gateway's own upstream of such a server. */
export function upstreamTo(endpoint: string, firstProbeMs = 15_000) {
  const upstream = createUpstream({
    ...{ system: 'uji', endpoint, token: 'rahasia', timeoutMs: Math.min(2_000, firstProbeMs), concurrency: 4 },
    ...{ ratePerSecond: null, clock: Date.now, log: () => undefined, circuit: { firstProbeMs } },
  });
  onTestFinished(() => upstream.close());
  return upstream;
}
