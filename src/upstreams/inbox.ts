import type { NativeResponse } from '../declared.ts';
import { GatewayError } from '../errors.ts';
import type { ExchangeFacts, Outcome } from '../outcome.ts';
import type { Acknowledged, Acknowledgement, Inbox, InboxItem, Sending, UpstreamState } from '../upstream.ts';
import { mayHaveArrived } from './arrival.ts';
import { createChangeSignal } from './changeSignal.ts';
import { classify } from './classify.ts';
import { factsOf, withoutQuery } from './exchangeFacts.ts';
import { deliveryHeaders } from './headers.ts';
import type { Wire } from './wire.ts';

export interface InboxOptions {
  readonly system: string;
  /** How long what was fetched may stay unacknowledged. */
  readonly leaseMs: number;
  readonly signatureSecret: string | null;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** One fetch that waits, or gathers. */
interface Fetch {
  readonly items: InboxItem[];
  readonly most: number;
  readonly end: () => void;
  /** Ends it once what comes in the same moment has come. */
  gathering: NodeJS.Timeout | null;
}

/** A delivery that was fetched. */
interface Leased {
  readonly sending: Sending;
  readonly end: (outcome: Outcome) => void;
  readonly timer: NodeJS.Timeout;
  /** On a monotonic clock. */
  readonly since: number;
}

/** Claims come together: what follows within this time is fetched with the first. */
const GATHER_MS = 20;
/** As long as a claim takes to be written, also for who does not want to wait. */
const LEAST_WAIT_MS = 250;

export function createInbox(options: InboxOptions): Inbox {
  return new FetchedInbox(options);
}

class FetchedInbox implements Inbox {
  readonly system: string;
  readonly onChange: (listener: () => void) => () => void;
  readonly #options: InboxOptions;
  readonly #changes = createChangeSignal();
  readonly #headersOf: ReturnType<typeof deliveryHeaders>;
  readonly #fetches = new Set<Fetch>();
  readonly #leased = new Map<string, Leased>();
  readonly #acknowledged = new Map<string, (acknowledged: Acknowledged) => void>();
  readonly #since: number;
  #fetchedAt: number | null = null;
  #closed = false;

  constructor(options: InboxOptions) {
    this.#options = options;
    this.system = options.system;
    this.onChange = this.#changes.subscribe;
    this.#headersOf = deliveryHeaders(options.signatureSecret, options.clock);
    this.#since = options.clock();
  }

  send(sending: Sending): Promise<Outcome> {
    const [fetch] = [...this.#fetches].filter(({ items, most }) => items.length < most);
    if (fetch === undefined) return Promise.resolve(waiting());
    fetch.items.push(this.#itemOf(sending));
    fetch.gathering ??= setTimeout(fetch.end, GATHER_MS);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#lapse(sending.relayId), this.#options.leaseMs);
      this.#leased.set(sending.relayId, { sending, end: resolve, timer, since: performance.now() });
    });
  }

  async fetch({ most, waitMs, signal }: Parameters<Inbox['fetch']>[0]): Promise<readonly InboxItem[]> {
    this.#fetchedAt = this.#options.clock();
    if (this.#closed || signal.aborted) return [];
    const items: InboxItem[] = [];
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(patience);
        if (fetch.gathering) clearTimeout(fetch.gathering);
        this.#fetches.delete(fetch);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const fetch: Fetch = { items, most, end, gathering: null };
      const patience = setTimeout(end, Math.max(waitMs, LEAST_WAIT_MS));
      signal.addEventListener('abort', end);
      this.#fetches.add(fetch);
      this.#changes.notify();
    });
    if (!signal.aborted) return items;
    // Who went away before it was answered has nothing: it is fetched again, and nothing is spent.
    for (const { deliveryId } of items) this.#end(deliveryId, waiting());
    return [];
  }

  async acknowledge({ deliveryId, claim, status, body }: Acknowledgement): Promise<Acknowledged | null> {
    const leased = this.#leased.get(deliveryId);
    if (leased === undefined || (claim !== undefined && claim !== claimOf(leased.sending))) return null;
    const now = this.#options.clock();
    const response: NativeResponse = { status, body, headers: {}, receivedAt: new Date(now).toISOString() };
    // Who fetches is there: one that could ask for patience without spending anything would fetch the same for ever.
    const outcome = outcomeOf(response, leased.sending, now);
    const written = new Promise<Acknowledged>((resolve) => this.#acknowledged.set(deliveryId, resolve));
    const exchange = acknowledged(leased, response, outcome);
    this.#end(deliveryId, { ...(outcome.kind === 'postponed' ? { ...outcome, kind: 'failed' } : outcome), exchange });
    return written;
  }

  settled(relayId: string, acknowledged: Acknowledged): void {
    this.#acknowledged.get(relayId)?.(acknowledged);
    this.#acknowledged.delete(relayId);
  }

  async ask(): Promise<{ kind: 'unanswered'; error: GatewayError; retryAfterMs: null }> {
    const error = new GatewayError('unreachable', {
      detail: `Sistem ${this.system} hanya mengambil dari kotak masuk.`,
    });
    return { kind: 'unanswered', error, retryAfterMs: null };
  }

  capacity(): number {
    return [...this.#fetches].reduce((sum, { items, most }) => sum + most - items.length, 0);
  }

  state(): UpstreamState {
    return {
      ...{ system: this.system, delivery: 'inbox', circuit: 'closed', reason: null, alarm: false, nextProbeAt: null },
      since: new Date(this.#since).toISOString(),
      fetchedAt: this.#fetchedAt === null ? null : new Date(this.#fetchedAt).toISOString(),
      inFlight: this.#leased.size,
      capacity: this.capacity(),
      ratePerSecond: null,
    };
  }

  endFetches(): void {
    this.#closed = true;
    for (const { end } of [...this.#fetches]) end();
  }

  async close(): Promise<void> {
    this.endFetches();
    for (const id of [...this.#leased.keys()]) this.#end(id, { ...waiting(), mayHaveArrived: true });
  }

  #itemOf(sending: Sending): InboxItem {
    const { relayId, request } = sending;
    const { method, path, message, body } = request;
    const headers = this.#headersOf(relayId, body === undefined ? undefined : JSON.stringify(body));
    const leaseUntil = new Date(this.#options.clock() + this.#options.leaseMs).toISOString();
    return {
      deliveryId: relayId,
      claim: claimOf(sending),
      leaseUntil,
      headers,
      method,
      path,
      message,
      body: body ?? null,
    };
  }

  #lapse(relayId: string): void {
    const detail = 'Kiriman sudah diambil, tetapi tidak diakui sampai batas waktunya.';
    const error = new GatewayError('upstream-timeout', { detail });
    this.#end(relayId, { kind: 'failed', error, mayHaveArrived: true });
  }

  #end(relayId: string, outcome: Outcome): void {
    const leased = this.#leased.get(relayId);
    if (leased === undefined) return;
    clearTimeout(leased.timer);
    this.#leased.delete(relayId);
    leased.end(outcome);
  }
}

const claimOf = ({ claim = 1 }: Sending): number => claim;

/** Who acknowledges is the system itself: of what it fetched it need not say more than that it has it. */
function outcomeOf(response: NativeResponse, { interpret, isBareAckEnough }: Sending, now: number): Outcome {
  if (response.body === null && isBareAckEnough === true && response.status < 300)
    return { kind: 'delivered', replies: [] };
  const { outcome } = classify({ kind: 'answered', response }, interpret, { now });
  return mayHaveArrived({ kind: 'answered', response }, outcome) ? { ...outcome, mayHaveArrived: true } : outcome;
}

const waiting = (): Outcome => ({
  kind: 'postponed',
  error: new GatewayError('unfetched', { detail: 'Menunggu sistem penerima mengambilnya dari kotak masuk.' }),
});

/** A delivery that was fetched, and the answer that its acknowledgement is. */
function acknowledged(
  { sending: { request }, since }: Leased,
  response: NativeResponse,
  outcome: Outcome,
): ExchangeFacts {
  const { method, path, body } = request;
  const durationMs = Math.round(performance.now() - since);
  const wire: Wire = { method, path: withoutQuery(path), host: null, port: null, durationMs, phase: 'done' };
  const sent = body === undefined ? undefined : JSON.stringify(body);
  return factsOf({ kind: 'answered', response, wire }, outcome, { secrets: [], sent, isQuestion: false });
}
