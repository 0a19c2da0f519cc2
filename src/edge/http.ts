import { type Request, type Response, Router } from 'express';
import type { Directory, System } from '../directory.ts';
import { GatewayError } from '../errors.ts';
import { mustBeSystem } from '../http/caller.ts';
import { answerEach } from '../http/ndjson.ts';
import { flag, readQuery } from '../http/route.ts';
import type { Ingest } from '../intake/ingest.ts';
import { answerOf, rehearsalOf } from './responseOf.ts';

export interface EdgeOptions {
  readonly directory: () => Directory;
  readonly operatorSha256: string;
  readonly ingest: Pick<Ingest, 'ingest' | 'rehearse'>;
  /** True once the gateway takes nothing new; callers are asked to come back. */
  readonly draining: () => boolean;
  readonly onError: (what: string, error: unknown) => void;
}

/** The way systems push events: `POST /v1/systems/{system}/events`. */
export function edgeRoutes(options: EdgeOptions): Router {
  const router = Router();
  router.post('/v1/systems/:system/events', (request, response, next) => {
    push(request, response, options).catch(next);
  });
  router.all('/v1/systems/:system/events', (_request, response) => {
    response.setHeader('Allow', 'POST');
    throw new GatewayError('method-not-allowed', { detail: 'Alamat ini hanya menerima POST.' });
  });
  return router;
}

async function push(request: Request, response: Response, options: EdgeOptions): Promise<void> {
  if (options.draining()) throw new GatewayError('overloaded', { detail: 'Gerbang sedang berhenti.' });
  const { systems, get } = options.directory();
  const system = get(String(request.params.system));
  mustBeSystem(request, system, { systems, operator: options.operatorSha256 });
  const { dryRun } = readQuery(request.originalUrl, { dryRun: flag });
  await answerEach(request, response, {
    answer: (native) => one(native, { ...options, system, dryRun }),
    member: 'receipt',
    onError: options.onError,
  });
}

type Addressed = EdgeOptions & { readonly system: System; readonly dryRun: boolean };

async function one(native: unknown, { ingest, system, dryRun }: Addressed) {
  return dryRun ? rehearsalOf(await ingest.rehearse(system, native)) : answerOf(await ingest.ingest(system, native));
}
