import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Router } from 'express';
import { GatewayError } from '../errors.ts';
import { unusable } from './address.ts';
import { secureHeaders } from './headers.ts';
import { problemHandler } from './sendProblem.ts';

export interface Listening {
  readonly url: string;
  /** Refuses new connections and lets requests under way finish; what is not done within the grace time is cut off. */
  close(graceMs: number): Promise<void>;
}

export interface ServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly routes: readonly Router[];
  readonly onError: (what: string, error: unknown) => void;
}

/** One HTTP server for all routes. Rejects with `address-unusable` when the address cannot be had. */
export async function listen({ host, port, routes, onError }: ServerOptions): Promise<Listening> {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use(secureHeaders(), ...routes);
  app.use((request) => {
    throw new GatewayError('not-found', { detail: `Tidak ada apa-apa di ${request.path}.` });
  });
  app.use(problemHandler(onError));
  const server = createServer(app);
  // A sender's idle connection outlives the pause between two reports, so that most need no new one.
  server.keepAliveTimeout = 65_000;
  await bound(server, host, port);
  const { port: chosen } = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shown}:${chosen}`, close: (graceMs) => closed(server, graceMs) };
}

function bound(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(unusable({ host, port }, cause)));
    server.listen(port, host, () => resolve());
  });
}

/** How often connections that fell idle are looked for while closing. */
const IDLE_EVERY_MS = 25;

function closed(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A connection that was busy when closing began would be kept alive after its answer.
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_EVERY_MS);
    const grace = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(grace);
      resolve();
    });
    server.closeIdleConnections();
  });
}
