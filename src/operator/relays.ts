import type { AttemptRecord, RelayRecord } from '../delivery.ts';
import { GatewayError } from '../errors.ts';
import { choice, limit, type Route, route } from '../http/route.ts';
import type { Ledger, OperatorDecision } from '../ledger.ts';
import type { ExchangeFacts } from '../outcome.ts';
import type { Upstream } from '../upstream.ts';
import { failureText } from '../words/why.ts';
import { unknownRelay } from './content.ts';
import { iso, RELAY_STATES } from './labels.ts';
import { type RelayHistory, relayText } from './relayText.ts';
import { type Decided, decisionReader, pathPart, type ReadDecision, readDecision } from './request.ts';
import { upstreamView } from './upstreams.ts';

export interface RelayOptions {
  readonly ledger: Pick<Ledger, 'relays' | 'relayRecord' | 'lastExchanges' | 'looks' | 'write'>;
  readonly now: () => number;
  /** Relays may have become due. */
  readonly wake: () => void;
}

/** A relay as operators see it, without what it carries. `exchange` is what its last attempt exchanged. */
export const relayView = (relay: RelayRecord, exchange: ExchangeFacts | null = null) => ({
  id: relay.id,
  caseId: relay.subject,
  eventId: relay.eventId,
  from: relay.sender,
  to: relay.recipient,
  contract: relay.contract,
  agreementId: relay.agreementId,
  lane: relay.lane,
  position: relay.position,
  state: relay.state,
  attempts: relay.attempt,
  createdAt: iso(relay.createdAt),
  dueAt: relay.dueAt === null ? null : iso(relay.dueAt),
  endedAt: relay.endedAt === null ? null : iso(relay.endedAt),
  error: relay.error,
  why: failureText({ error: relay.error, exchange }),
  exchange,
});

/** Each with what its last attempt exchanged. */
export async function relayViews(
  ledger: Pick<Ledger, 'lastExchanges'>,
  relays: readonly RelayRecord[],
): Promise<readonly object[]> {
  const exchanges = await ledger.lastExchanges(relays.map(({ id }) => id));
  return relays.map((relay) => relayView(relay, exchanges.get(relay.id) ?? null));
}

const attemptView = ({ relayId: _, startedAt, endedAt, exchange = null, ...attempt }: AttemptRecord) => ({
  ...attempt,
  startedAt: iso(startedAt),
  endedAt: iso(endedAt),
  why: failureText({ error: attempt.error, exchange }),
  exchange,
});

const MOST_LOOKS = 100;

interface OneRelayOptions extends Pick<RelayOptions, 'ledger'> {
  readonly upstreams: ReadonlyMap<string, Upstream>;
}

/**
 * `GET /v1/relays/{id}`: the relay without what it carries, with `attempts` (what each exchanged, and why it failed),
 * `decisions`, the latest `looks` and its recipient's `upstream` now (whether it can be reached, or when it last fetched);
 * `attemptsSpent` counts those since the last redrive. `Accept: text/plain` gives it as text. `not-found`.
 */
export function oneRelay({ ledger, upstreams }: OneRelayOptions): Route {
  return route({}, async (request, response) => {
    const id = pathPart(request, 'id');
    const found = await ledger.relayRecord(id);
    if (!found) throw unknownRelay(id);
    const looks = await ledger.looks(MOST_LOOKS, id);
    response.vary('Accept');
    if (request.accepts(['json', 'text']) === 'text') response.type('text').send(relayText({ ...found, looks }));
    else response.json(oneView({ ...found, looks }, upstreams.get(found.relay.recipient)));
  });
}

function oneView({ relay, attempts, decisions, looks }: RelayHistory, upstream: Upstream | undefined): object {
  const exchange = attempts.findLast((attempt) => attempt.exchange)?.exchange ?? null;
  return {
    ...relayView(relay, exchange),
    upstream: upstreamView(upstream),
    attemptsSpent: relay.attempt,
    attempts: attempts.map(attemptView),
    decisions: decisions.map(({ at, target: _, ...decision }) => ({ at: iso(at), ...decision })),
    looks: looks.map(({ at, relayId: _, ...look }) => ({ at: iso(at), ...look })),
  };
}

/** `GET /v1/relays?state=dead|parked|withheld|unconfirmed&limit=`: newest first; dead ones unless said otherwise. */
export function relayList({ ledger }: Pick<RelayOptions, 'ledger'>): Route {
  return route(
    { state: choice('dead', 'parked', 'withheld', 'unconfirmed'), limit },
    async (_request, response, query) => {
      response.json(await relayViews(ledger, await ledger.relays(query.state, query.limit)));
    },
  );
}

/**
 * `POST /v1/relays/{id}/redrive`: due again at once, its attempts counted anew. Answers the relay, which is `superseded`
 * where newer ones of its kind have arrived. `not-found`, or `wrong-state` unless it is dead, parked or withheld, or is
 * unconfirmed and the decision says `confirmedAbsent`: somebody saw that the recipient does not have it.
 */
export function redriveRelay(options: RelayOptions): Route {
  return decide(options, { action: 'redrive', read: readRedrive }, ({ confirmedAbsent = false }) => ({
    ...{ kind: 'redrive', now: options.now(), confirmedAbsent },
  }));
}

const readRedrive = decisionReader<{ readonly confirmedAbsent?: true }>({ confirmedAbsent: { const: true } }, []);

/** `POST /v1/relays/{id}/discard`: ended by an operator's word; what waited behind it goes on. Answers and refuses likewise. */
export function discardRelay(options: RelayOptions): Route {
  return decide(options, { action: 'discard', read: readDecision }, ({ operator, reason }) => ({
    kind: 'discard',
    now: options.now(),
    error: { code: 'discarded', detail: `${operator}: ${reason}` },
  }));
}

interface Deciding<More extends object> {
  readonly action: 'redrive' | 'discard';
  readonly read: ReadDecision<More>;
}

function decide<More extends object>(
  { ledger, now, wake }: RelayOptions,
  { action, read }: Deciding<More>,
  decisionOf: (decided: Decided & More) => OperatorDecision,
): Route {
  return route({}, async (request, response) => {
    const id = pathPart(request, 'id');
    const decided = await read(request, response);
    const { operator, reason } = decided;
    const relay = await ledger.write(async (tx) => {
      const before = await tx.relay(id);
      if (!before) throw unknownRelay(id);
      const after = await tx.decideRelay(id, decisionOf(decided));
      if (!after) throw wrongState(before);
      await tx.addDecision({ operator, reason, at: now(), action, target: id });
      return after;
    });
    wake();
    response.json(relayView(relay));
  });
}

export const wrongState = ({ id, state }: RelayRecord): GatewayError =>
  new GatewayError('wrong-state', {
    detail:
      state === 'unconfirmed'
        ? `Kiriman ${id} mungkin sudah sampai. Kirim ulang hanya dengan confirmedAbsent: true, sesudah dipastikan tidak ada di penerima; bila ada, catat sebagai sampai (confirm).`
        : `Kiriman ${id} ${RELAY_STATES[state]}; hanya yang berhenti, tidak dikirim atau menunggu waktu kirim yang dapat diputuskan.`,
    facts: { state },
  });
