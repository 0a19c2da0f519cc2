import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import { GatewayError } from '../errors.ts';
import { choice, flag, limit, type Route, readQuery, route, wholeNumber } from '../http/route.ts';
import type { Ledger } from '../ledger.ts';
import { REDRIVABLE_STATES, REDRIVE_OUTCOMES, type Redrive, type RedriveFilter } from '../redrive.ts';
import { iso } from './labels.ts';
import { relayViews } from './relays.ts';
import { decisionReader, pathPart, readDecision } from './request.ts';

export interface RedriveOptions {
  readonly ledger: Pick<Ledger, 'lastExchanges' | 'redrivable' | 'redrives' | 'redriveRecord' | 'write'>;
  readonly now: () => number;
}

interface Asked {
  readonly filter: Partial<RedriveFilter> & Pick<RedriveFilter, 'state'>;
  readonly ratePerSecond?: number;
}

const NARROWING = ['from', 'to', 'contract', 'code'] as const;
const DEFAULT_RATE = 10;
const word = { type: 'string', minLength: 1, maxLength: 200 };

const readAsked = decisionReader<Asked>(
  {
    filter: {
      type: 'object',
      additionalProperties: false,
      required: ['state'],
      properties: {
        state: { enum: REDRIVABLE_STATES },
        ...Object.fromEntries(NARROWING.map((name) => [name, word])),
      },
    },
    ratePerSecond: { type: 'integer', minimum: 1, maximum: 100 },
  },
  ['filter'],
);

/** A redrive as operators see it. */
const view = ({ at, endedAt, filter, ...redrive }: Redrive) => ({
  ...redrive,
  at: iso(at),
  endedAt: endedAt === null ? null : iso(endedAt),
  filter: Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null)),
  total: Object.values(redrive.items).reduce((sum, n) => sum + n, 0),
});

/**
 * `POST /v1/redrives`: the relays that fit the filter now (`MOST_REDRIVEN` at most) are due again, so many a second, the
 * oldest first. 202 with the redrive. `bad-request` for a filter that names nothing but a state; `not-found` when nothing
 * fits.
 * With `?dryRun=true`: 200, how many fit and the oldest of them (`limit`, 100 unless given); nothing is changed.
 */
export function redriveMany(options: RedriveOptions): Route {
  const { ledger, now } = options;
  return route({ dryRun: flag, limit }, async (request, response, query) => {
    // A limit would be taken for a bound of what is done.
    if (!query.dryRun) readQuery(request.originalUrl, { dryRun: flag });
    const { filter: asked, ratePerSecond = DEFAULT_RATE, ...decided } = await readAsked(request, response);
    const filter = whole(asked);
    if (query.dryRun) return preview(options, { filter, limit: query.limit }, response);
    const id = randomUUID();
    const redrive = await ledger.write(async (tx) => {
      const taken = await tx.addRedrive({ ...decided, id, at: now(), filter, ratePerSecond });
      if (taken === 0) throw nothingFits();
      return tx.redrive(id);
    });
    response.status(202).setHeader('Location', `/v1/redrives/${id}`);
    response.json(redrive && view(redrive));
  });
}

async function preview(
  { ledger, now }: RedriveOptions,
  { filter, limit }: { filter: RedriveFilter; limit: number },
  response: Response,
): Promise<void> {
  const { total, relays } = await ledger.redrivable(filter, { now: now(), limit });
  response.json({ dryRun: true, total, relays: await relayViews(ledger, relays) });
}

/** A state alone is everything that ever went wrong: nobody means that. */
function whole({ state, from = null, to = null, contract = null, code = null }: Asked['filter']): RedriveFilter {
  const filter = { state, from, to, contract, code };
  if (NARROWING.some((name) => filter[name] !== null)) return filter;
  throw new GatewayError('bad-request', {
    detail: `Saringan kosong: sebutkan paling sedikit satu dari ${NARROWING.join(', ')}.`,
    violations: [{ pointer: '/filter', message: `harus memuat salah satu dari ${NARROWING.join(', ')}` }],
  });
}

const nothingFits = (): GatewayError =>
  new GatewayError('not-found', { detail: 'Tidak ada kiriman yang cocok dengan saringan itu.' });

/** `GET /v1/redrives?limit=`: the latest first. */
export function redriveList({ ledger }: RedriveOptions): Route {
  return route({ limit }, async (_request, response, query) => {
    response.json((await ledger.redrives(query.limit)).map(view));
  });
}

const ITEMS = {
  limit,
  /** The `seq` of the last one that was read. */
  after: wholeNumber({ least: 0, most: Number.MAX_SAFE_INTEGER, otherwise: 0 }),
  outcome: choice('all', ...REDRIVE_OUTCOMES),
};

/**
 * `GET /v1/redrives/{id}?outcome=&after=&limit=`: one, with what became of each of its relays, in order; those with one
 * outcome, or after a `seq`. `not-found`.
 */
export function oneRedrive({ ledger }: RedriveOptions): Route {
  return route(ITEMS, async (request, response, { outcome, ...page }) => {
    const id = pathPart(request, 'id');
    const found = await ledger.redriveRecord(id, { ...page, outcome: outcome === 'all' ? null : outcome });
    if (!found) throw unknown(id);
    const relays = found.items.map(({ at, ...item }) => ({ ...item, at: at && iso(at) }));
    response.json({ ...view(found.redrive), relays });
  });
}

/** `POST /v1/redrives/{id}/cancel`: what still waits for its turn stays as it is. `not-found`, `wrong-state` once it ended. */
export function cancelRedrive({ ledger, now }: RedriveOptions): Route {
  return route({}, async (request, response) => {
    const id = pathPart(request, 'id');
    const decided = await readDecision(request, response);
    const redrive = await ledger.write(async (tx) => {
      const before = await tx.redrive(id);
      if (!before) throw unknown(id);
      if (!(await tx.endRedrive(id, now(), decided))) throw ended(before);
      return tx.redrive(id);
    });
    response.json(redrive && view(redrive));
  });
}

const unknown = (id: string): GatewayError =>
  new GatewayError('not-found', { detail: `Tidak ada kirim ulang ${JSON.stringify(id.slice(0, 200))}.` });

const ended = ({ id, state }: Redrive): GatewayError =>
  new GatewayError('wrong-state', {
    detail: `Kirim ulang ${id} sudah ${state === 'done' ? 'selesai' : 'dibatalkan'}.`,
    facts: { state },
  });
