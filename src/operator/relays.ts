import type { RelayRecord } from '../delivery.ts';
import { GatewayError } from '../errors.ts';
import type { Ledger, OperatorDecision } from '../ledger.ts';
import { choice, limit, type Route, route } from '../route.ts';
import { type Decided, pathPart, readDecision } from './request.ts';
import { iso, RELAY_STATES } from './words.ts';

export interface RelayOptions {
  readonly ledger: Pick<Ledger, 'relays' | 'write'>;
  readonly now: () => number;
  /** Relays may have become due. */
  readonly wake: () => void;
}

/** A relay as operators see it, without what it carries. */
export const relayView = (relay: RelayRecord) => ({
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
});

/** `GET /v1/relays?state=dead|parked|withheld&limit=`: newest first; dead ones unless said otherwise. */
export function relayList({ ledger }: Pick<RelayOptions, 'ledger'>): Route {
  return route({ state: choice('dead', 'parked', 'withheld'), limit }, async (_request, response, query) => {
    response.json((await ledger.relays(query.state, query.limit)).map(relayView));
  });
}

/**
 * `POST /v1/relays/{id}/redrive`: due again at once, its attempts counted anew. Answers the relay, which is `superseded`
 * where newer ones of its kind have arrived. `not-found`, or `wrong-state` unless it is dead, parked or withheld.
 */
export function redriveRelay(options: RelayOptions): Route {
  return decide(options, 'redrive', () => ({ kind: 'redrive', now: options.now() }));
}

/** `POST /v1/relays/{id}/discard`: ended by an operator's word; what waited behind it goes on. Answers and refuses likewise. */
export function discardRelay(options: RelayOptions): Route {
  return decide(options, 'discard', ({ operator, reason }) => ({
    kind: 'discard',
    now: options.now(),
    error: { code: 'discarded', detail: `${operator}: ${reason}` },
  }));
}

function decide(
  { ledger, now, wake }: RelayOptions,
  action: 'redrive' | 'discard',
  decisionOf: (decided: Decided) => OperatorDecision,
): Route {
  return route({}, async (request, response) => {
    const id = pathPart(request, 'id');
    const decided = await readDecision(request, response);
    const relay = await ledger.write(async (tx) => {
      const before = await tx.relay(id);
      if (!before) throw unknown(id);
      const after = await tx.decideRelay(id, decisionOf(decided));
      if (!after) throw wrongState(before);
      await tx.addDecision({ ...decided, at: now(), action, target: id });
      return after;
    });
    wake();
    response.json(relayView(relay));
  });
}

const unknown = (id: string): GatewayError =>
  new GatewayError('not-found', { detail: `Tidak ada kiriman ${JSON.stringify(id.slice(0, 200))}.` });

const wrongState = ({ id, state }: RelayRecord): GatewayError =>
  new GatewayError('wrong-state', {
    detail: `Kiriman ${id} ${RELAY_STATES[state]}; hanya yang berhenti, tidak dikirim atau menunggu waktu kirim yang dapat diputuskan.`,
    facts: { state },
  });
