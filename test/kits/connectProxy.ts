import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';

export interface ConnectProxy {
  readonly url: string;
  /** What was asked to be connected to, in order, and with which credentials. */
  readonly asked: readonly { readonly target: string; readonly authorization: string | null }[];
}

/** A forward proxy on this machine that opens tunnels, for whoever shows these credentials. It is gone after the test. */
export async function connectProxy(wanted: string | null = null): Promise<ConnectProxy> {
  const asked: { target: string; authorization: string | null }[] = [];
  const sockets = new Set<Duplex>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('connect', (request: IncomingMessage, client: Duplex) => {
    const authorization = request.headers['proxy-authorization'] ?? null;
    asked.push({ target: request.url ?? '', authorization });
    client.on('error', () => undefined);
    if (authorization !== wanted) return client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const { hostname, port } = new URL(`http://${request.url}`);
    const system = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      system.pipe(client).pipe(system);
    });
    sockets.add(system);
    system.on('error', () => client.destroy());
    return system;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
