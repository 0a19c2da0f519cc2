import type { Request, Response } from 'express';
import { asGatewayError } from '../errors.ts';
import type { Ledger } from '../ledger.ts';
import type { Answer } from './http.ts';

export interface HealthOptions {
  readonly ledger: Pick<Ledger, 'probe'>;
  readonly draining: () => boolean;
  readonly now: () => number;
}

interface Part {
  readonly part: 'intake' | 'ledger';
  readonly ready: boolean;
  /** Null while ready. */
  readonly why: string | null;
}

/** One write serves everybody who asks within this time: the route is open to all. */
const PROBE_EVERY_MS = 1000;

/** `GET /readyz`: 200 while new events can be taken, else 503; names each part and what is wrong with it. */
export function readiness({ ledger, draining, now }: HealthOptions): Answer {
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

  return async (_request: Request, response: Response) => {
    const stopping = draining();
    const intake: Part = { part: 'intake', ready: !stopping, why: stopping ? 'Gerbang sedang berhenti.' : null };
    const parts = [intake, await ledgerPart()];
    const ready = parts.every((part) => part.ready);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not-ready', parts });
  };
}
