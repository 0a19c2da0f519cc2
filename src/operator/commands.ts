import { Router } from 'express';
import type { Backbone } from '../backbone.ts';
import type { LiveAgreements } from '../config/liveAgreements.ts';
import type { Directory } from '../directory.ts';
import { GatewayError } from '../errors.ts';
import { mustBeOperator } from '../http/caller.ts';
import { type Route, route } from '../http/route.ts';
import type { Ingest } from '../intake/ingest.ts';
import type { Ledger } from '../ledger.ts';
import type { Upstream } from '../upstream.ts';
import { agreementList } from './agreements.ts';
import { caseStories } from './cases.ts';
import { type ConfirmOptions, confirmRelay } from './confirm.ts';
import { type ContentOptions, lookList, relayContent } from './content.ts';
import { readiness } from './health.ts';
import { discardHeld, heldList, retryHeld } from './held.ts';
import { gapList, lookupList, refusalList, strayList, tellCounts } from './lists.ts';
import type { Asked, Surroundings } from './move.ts';
import { cancelRedrive, oneRedrive, redriveList, redriveMany } from './redrives.ts';
import { discardRelay, oneRelay, redriveRelay, relayList } from './relays.ts';
import { upstreamView } from './upstreams.ts';

export interface OperatorOptions extends Pick<ConfirmOptions, 'acceptReply'> {
  readonly ledger: Ledger;
  readonly backbone: Pick<Backbone, 'state'>;
  readonly directory: () => Directory;
  readonly liveAgreements: Pick<LiveAgreements, 'directory' | 'state'>;
  readonly ingest: Pick<Ingest, 'retry'>;
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly polls: readonly { state(): Asked & { readonly system: string } }[];
  /** What Prometheus reads. */
  readonly metrics: { readonly contentType: string; render(): Promise<string> };
  readonly requestOf: ContentOptions['requestOf'];
  readonly operatorSha256: string;
  readonly draining: () => boolean;
  readonly now: () => number;
  /** Relays may have been made, or have become due. */
  readonly wake: () => void;
}

/** What operators see and do. Every route but the health ones needs the operators' token. */
export function operatorRoutes(options: OperatorOptions): Router {
  const app = Router();
  openTo(
    app,
    '/healthz',
    route({}, (_request, response) => void response.json({ status: 'ok' })),
  );
  openTo(app, '/readyz', readiness(options));
  const [gets, posts] = [reads(options), deeds(options)];
  for (const path of new Set([...Object.keys(gets), ...Object.keys(posts)])) {
    protect(app, { path, get: gets[path], post: posts[path] }, options);
  }
  return app;
}

/** `GET` routes. `/v1/polls`: a `PollState` for each system that is asked. */
function reads(options: OperatorOptions): Readonly<Record<string, Route>> {
  const { ledger, liveAgreements, upstreams, polls, metrics, now } = options;
  return {
    '/v1/upstreams': route({}, (_request, response) => {
      response.json([...upstreams.values()].map(upstreamView));
    }),
    '/v1/polls': route({}, (_request, response) => {
      response.json(polls.map((poll) => poll.state()));
    }),
    '/v1/counts': tellCounts(ledger),
    '/v1/cases/:number': caseStories(ledger, surroundings(options)),
    '/v1/held': heldList(options),
    '/v1/relays': relayList(options),
    '/v1/relays/:id': oneRelay(options),
    '/v1/relays/:id/content': relayContent(options),
    '/v1/looks': lookList(options),
    '/v1/redrives': redriveList(options),
    '/v1/redrives/:id': oneRedrive(options),
    '/v1/gaps': gapList(ledger),
    '/v1/refusals': refusalList(ledger),
    '/v1/lookups': lookupList(ledger),
    '/v1/strays': strayList(ledger),
    '/v1/agreements': agreementList(liveAgreements, now),
    '/metrics': route({}, async (_request, response) => {
      response.setHeader('Content-Type', metrics.contentType);
      response.send(await metrics.render());
    }),
  };
}

const deeds = (options: OperatorOptions): Readonly<Record<string, Route>> => ({
  '/v1/held/:system/:number/retry': retryHeld(options),
  '/v1/held/:system/:number/discard': discardHeld(options),
  '/v1/relays/:id/redrive': redriveRelay(options),
  '/v1/relays/:id/discard': discardRelay(options),
  '/v1/relays/:id/confirm': confirmRelay(options),
  '/v1/redrives': redriveMany(options),
  '/v1/redrives/:id/cancel': cancelRedrive(options),
});

const surroundings = ({ directory, upstreams, polls }: OperatorOptions): Surroundings => ({
  titleOf: (system) => directory().find(system)?.config.title ?? system,
  upstreamOf: (system) => upstreams.get(system)?.state(),
  pollOf: (name) => polls.map((poll) => poll.state()).find(({ system }) => system === name),
});

function openTo(app: Router, path: string, { answer }: Route): void {
  app.get(path, answer);
}

interface Routes {
  readonly path: string;
  readonly get: Route | undefined;
  readonly post: Route | undefined;
}

/** The token is asked for first: without it nobody learns which numbers, ids or methods exist. */
function protect(app: Router, { path, get, post }: Routes, { operatorSha256, directory }: OperatorOptions): void {
  app.all(path, (request, _response, next) => {
    mustBeOperator(request, { systems: directory().systems, operator: operatorSha256 });
    next();
  });
  if (get) app.get(path, get.answer);
  if (post) app.post(path, post.answer);
  const allowed = [...(get ? ['GET'] : []), ...(post ? ['POST'] : [])].join(', ');
  app.all(path, (_request, response) => {
    response.setHeader('Allow', allowed);
    throw new GatewayError('method-not-allowed', { detail: `Alamat ini hanya menerima ${allowed}.` });
  });
}
