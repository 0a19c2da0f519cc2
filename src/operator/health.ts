import type { Backbone } from '../backbone.ts';
import { asGatewayError } from '../errors.ts';
import { type Route, route } from '../http/route.ts';
import type { Ledger } from '../ledger.ts';

export interface HealthOptions {
  readonly ledger: Pick<Ledger, 'probe'>;
  readonly backbone: Pick<Backbone, 'state'>;
  readonly draining: () => boolean;
  readonly now: () => number;
}

interface Part {
  readonly part: 'intake' | 'ledger' | 'backbone';
  readonly ready: boolean;
  /** Null while ready. */
  readonly why: string | null;
}

/** One write serves everybody who asks within this time: the route is open to all. */
const PROBE_EVERY_MS = 1000;

/**
 * `GET /readyz`: 200 while new events can be taken, else 503; names each part and what is wrong with it. A backbone that
 * is gone is named, and stops no acceptance.
 */
export function readiness({ ledger, backbone, draining, now }: HealthOptions): Route {
  let probed: { readonly at: number; readonly result: Promise<Part> } | null = null;

  function ledgerPart(): Promise<Part> {
    if (probed && now() - probed.at < PROBE_EVERY_MS) return probed.result;
    const result = ledger.probe(now()).then(
      () => ({ part: 'ledger', ready: true, why: null }) as const,
      (error: unknown) => ({ part: 'ledger', ready: false, why: asGatewayError(error).message }) as const,
    );
    probed = { at: now(), result };
    return result;
  }

  return route({}, async (_request, response) => {
    const stopping = draining();
    const intake: Part = { part: 'intake', ready: !stopping, why: stopping ? 'Gerbang sedang berhenti.' : null };
    const needed = [intake, await ledgerPart()];
    const { connected, trouble } = backbone.state();
    const parts: readonly Part[] = [...needed, { part: 'backbone', ready: connected, why: trouble }];
    const ready = needed.every((part) => part.ready);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not-ready', parts });
  });
}
