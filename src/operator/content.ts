import type { AttemptRecord, Claim } from '../delivery.ts';
import { asGatewayError, GatewayError } from '../errors.ts';
import { filter, limit, type Route, route } from '../http/route.ts';
import type { Ledger } from '../ledger.ts';
import type { RelayRequest } from '../relay/request.ts';
import { iso } from './labels.ts';
import { mustSay, pathPart } from './request.ts';

export interface ContentOptions {
  readonly ledger: Pick<Ledger, 'relayRecord' | 'write' | 'looks'>;
  /** As the way out would make it now. Throws what the adapter throws. */
  readonly requestOf: (claim: Pick<Claim, 'relay' | 'case' | 'tried'>) => RelayRequest;
  readonly now: () => number;
}

/**
 * `GET /v1/relays/{id}/content?operator=&reason=`: the request as it would be sent now: `request`, or null and why under
 * `notSent`. Each look is on record, durably, before anything is shown; `bad-request` without a name and a reason.
 */
export function relayContent({ ledger, requestOf, now }: ContentOptions): Route {
  return route({ operator: filter, reason: filter }, async (request, response, query) => {
    const relayId = pathPart(request, 'id');
    const look = {
      at: now(),
      relayId,
      operator: mustSay('operator', query.operator, 100),
      reason: mustSay('reason', query.reason, 500),
    };
    const found = await ledger.relayRecord(relayId);
    if (!found) throw unknownRelay(relayId);
    const { relay } = found;
    const subject = await ledger.write(async (tx) => {
      await tx.addLook(look);
      return relay.lane === 'case' ? tx.case(relay.subject) : null;
    });
    const sendable = attempted(() => requestOf({ relay, case: subject, tried: found.attempts.some(isMade) }));
    response.setHeader('Cache-Control', 'no-store');
    response.json({
      id: relayId,
      state: relay.state,
      to: relay.recipient,
      contract: relay.contract,
      ...shown(sendable),
    });
  });
}

/** What was withheld at the first attempt never left the gateway. */
const isMade = ({ outcome, attempt }: AttemptRecord): boolean => outcome !== 'withheld' || attempt > 1;

function attempted(make: () => RelayRequest): RelayRequest {
  try {
    return make();
  } catch (cause) {
    return { kind: 'withheld', error: asGatewayError(cause) };
  }
}

function shown(sendable: RelayRequest): object {
  if (sendable.kind === 'withheld') {
    const { code, message: detail } = sendable.error;
    return { request: null, notSent: { code, detail } };
  }
  const { method, path, message, encoding = 'json', body = null } = sendable.request;
  return { request: { method, path, message, encoding, body }, notSent: null };
}

/** `GET /v1/looks?relay=&limit=`: who looked at what a relay carries, when and why; the latest first. */
export function lookList({ ledger }: Pick<ContentOptions, 'ledger'>): Route {
  return route({ relay: filter, limit }, async (_request, response, query) => {
    const looks = await ledger.looks(query.limit, query.relay ?? undefined);
    response.json(looks.map(({ at, ...look }) => ({ at: iso(at), ...look })));
  });
}

export const unknownRelay = (id: string): GatewayError =>
  new GatewayError('not-found', { detail: `Tidak ada kiriman ${JSON.stringify(id.slice(0, 200))}.` });
