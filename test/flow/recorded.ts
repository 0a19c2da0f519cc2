import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { onTestFinished } from 'vitest';
import { listening } from '../../src/sandbox/wire.ts';

/** One request to a system and its answer, word for word. */
export interface Exchanged {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

const PASSED_ON = ['content-type', 'authorization', 'webhook-id'];

/**
 * Stands before a system, passes everything on, and remembers what the system's own books do not: the bodies. Its
 * answers may be passed on in other words.
 */
export async function recorded(target: () => string, reworded: (answer: string) => string = (answer) => answer) {
  const heard: Exchanged[] = [];
  const client = axios.create({ proxy: false, validateStatus: () => true, transformResponse: [(text) => text] });
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request;
    let body = '';
    for await (const chunk of request) body += chunk;
    const passed = PASSED_ON.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]]));
    const sent = { method, url: `${target()}${path}`, headers: Object.fromEntries(passed), data: body };
    try {
      const { status, data } = await client.request<string>({ ...sent, transformRequest: [(text) => text] });
      const answer = reworded(data);
      heard.push({ method, path, headers, body, status, answer });
      response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
    } catch {
      response.socket?.resetAndDestroy();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    heard,
    url: `http://127.0.0.1:${port}`,
    /** Nobody listens any more: connections are refused. */
    async down() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
    async up() {
      // Somebody's outgoing connection may have been given the port meanwhile; it is short.
      while (await listening(server, { port, host: '127.0.0.1' })) await sleep(50);
    },
  };
}
