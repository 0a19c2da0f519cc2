import express, { type Express } from 'express';
import { mustBeOperator } from '../caller.ts';
import type { Directory } from '../directory.ts';
import type { Ingest } from '../intake/ingest.ts';
import type { Ledger } from '../ledger.ts';
import type { Upstream } from '../upstream.ts';

export interface OperatorOptions {
  readonly ledger: Ledger;
  readonly directory: () => Directory;
  readonly ingest: Pick<Ingest, 'retry'>;
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly tokenSha256: string;
  readonly draining: () => boolean;
  readonly now: () => number;
  /** Relays may have become due. */
  readonly wake: () => void;
}

/** What operators see and do. Every route but the health ones needs the operators' token. */
export function operatorRoutes(options: OperatorOptions): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.use(['/v1/upstreams', '/v1/counts'], (request, _response, next) => {
    mustBeOperator(request, options.tokenSha256);
    next();
  });
  app.get('/v1/upstreams', (_request, response) => {
    response.json([...options.upstreams.values()].map((upstream) => upstream.state()));
  });
  app.get('/v1/counts', async (_request, response) => {
    response.json(await options.ledger.counts());
  });
  return app;
}
