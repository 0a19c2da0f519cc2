import { type Request, type Response, Router } from 'express';
import { isLive, type RelayState } from '../delivery.ts';
import type { Directory, System } from '../directory.ts';
import { GatewayError } from '../errors.ts';
import { readJson } from '../http/body.ts';
import { mustBeSystem } from '../http/caller.ts';
import { problemOf } from '../http/problem.ts';
import { readQuery, wholeNumber } from '../http/route.ts';
import { compileSchema } from '../json/schema.ts';
import type { Ledger } from '../ledger.ts';
import type { Acknowledgement, Inbox } from '../upstream.ts';

export interface InboxEdgeOptions {
  readonly ledger: Pick<Ledger, 'rehearse'>;
  readonly directory: () => Directory;
  readonly operatorSha256: string;
  /** By system; the others are called. */
  readonly inboxes: ReadonlyMap<string, Inbox>;
}

const PATH = '/v1/systems/:system/inbox';
const MOST_ITEMS = 100;
const FETCH = {
  max: wholeNumber({ least: 1, most: MOST_ITEMS, otherwise: 10 }),
  /** Seconds. */
  wait: wholeNumber({ least: 0, most: 30, otherwise: 20 }),
};
/** How long the ledger may take to write an acknowledgement down before its sender is told to repeat it. */
const WRITTEN_WITHIN_MS = 10_000;

/**
 * The way out for systems that cannot be called: `GET .../inbox?wait=20&max=10` (long poll) and `POST .../inbox/ack` with
 * `{"acks": [{"deliveryId", "claim", "status", "body"}]}`, each answered with its relay's state once that is on the disk.
 */
export function inboxRoutes(options: InboxEdgeOptions): Router {
  const router = Router();
  router.get(PATH, (request, response, next) => {
    fetchItems(request, response, inboxOf(request, options)).catch(next);
  });
  router.post(`${PATH}/ack`, (request, response, next) => {
    acknowledge(request, response, { ...options, inbox: inboxOf(request, options) }).catch(next);
  });
  only(router, PATH, 'GET');
  only(router, `${PATH}/ack`, 'POST');
  return router;
}

function only(router: Router, path: string, method: string): void {
  router.all(path, (_request, response) => {
    response.setHeader('Allow', method);
    throw new GatewayError('method-not-allowed', { detail: `Alamat ini hanya menerima ${method}.` });
  });
}

/** Throws where the caller is another system, or one that is called. */
function inboxOf(request: Request, { directory, inboxes, operatorSha256 }: InboxEdgeOptions): Inbox {
  const { systems, get } = directory();
  const system: System = get(String(request.params.system));
  mustBeSystem(request, system, { systems, operator: operatorSha256 });
  const inbox = inboxes.get(system.name);
  if (inbox) return inbox;
  throw new GatewayError('not-found', {
    detail: `Sistem ${system.name} dikirimi langsung; ia tidak punya kotak masuk.`,
  });
}

async function fetchItems(request: Request, response: Response, inbox: Inbox): Promise<void> {
  const { max, wait } = readQuery(request.originalUrl, FETCH);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const items = await inbox.fetch({
    most: max,
    waitMs: wait * 1000,
    signal: gone.signal,
  });
  response.json({ items });
}

/** What speaks of the way there is no answer to a delivery that was fetched. */
const NO_ANSWER = [...Array.from({ length: 100 }, (_, index) => 300 + index), 401, 403];

const validate = compileSchema(
  {
    type: 'object',
    additionalProperties: false,
    required: ['acks'],
    properties: {
      acks: {
        type: 'array',
        minItems: 1,
        maxItems: MOST_ITEMS,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['deliveryId'],
          properties: {
            deliveryId: { type: 'string', minLength: 1, maxLength: 400 },
            claim: { type: 'integer', minimum: 1 },
            status: { type: 'integer', minimum: 200, maximum: 599, not: { enum: NO_ANSWER }, default: 200 },
            body: { default: null },
          },
        },
      },
    },
  },
  { useDefaults: true, everyViolation: true },
);

type Open = Pick<InboxEdgeOptions, 'ledger'> & { readonly inbox: Inbox };

async function acknowledge(request: Request, response: Response, open: Open): Promise<void> {
  readQuery(request.originalUrl, {});
  const body = await readJson(request);
  const violations = validate(body);
  if (violations.length > 0)
    throw new GatewayError('bad-request', { detail: 'Pengakuan tidak dapat dibaca.', violations });
  const { acks } = body as { acks: readonly Acknowledgement[] };
  response.json({ acks: await Promise.all(acks.map((ack) => answered(ack, open))) });
}

async function answered(ack: Acknowledgement, { inbox, ledger }: Open): Promise<object> {
  const { deliveryId } = ack;
  const told = await within(WRITTEN_WITHIN_MS, inbox.acknowledge(ack));
  if (told === null)
    return (await endedBefore(deliveryId, inbox.system, ledger)) ?? problem(lapsed(deliveryId), { deliveryId });
  const { state, error } = told;
  return error === null ? { deliveryId, state } : problem(error, { deliveryId, state });
}

const problem = (error: GatewayError, of: object): object => ({ ...of, problem: problemOf(error) });

/** An acknowledgement whose answer was lost is repeated: it gets that answer again. Null for what has not ended. */
async function endedBefore(
  deliveryId: string,
  system: string,
  ledger: Open['ledger'],
): Promise<{ readonly deliveryId: string; readonly state: RelayState } | null> {
  const relay = await ledger.rehearse((tx) => tx.relay(deliveryId));
  return relay?.recipient === system && !isLive(relay.state) ? { deliveryId, state: relay.state } : null;
}

const lapsed = (deliveryId: string): GatewayError =>
  new GatewayError('lease-lapsed', { detail: `Kiriman ${deliveryId} tidak sedang dipinjam.` });

async function within<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new GatewayError('ledger-unavailable', { detail: 'Pengakuan belum tertulis di buku besar.' });
    timer = setTimeout(() => reject(error), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
