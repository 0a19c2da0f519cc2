import { answerAbout, declaredFor } from '../answers.ts';
import type { NativeRequest, OutboundContext } from '../declared.ts';
import type { Claim } from '../delivery.ts';
import { type Directory, honoursDeliveryId, type System } from '../directory.ts';
import { contractOf, type Envelope } from '../envelope.ts';
import { asGatewayError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import type { Upstream } from '../upstream.ts';
import { askFirst, canAsk, inDoubt, isUnknown, neverSentAgain } from './doubt.ts';
import { requestOf } from './request.ts';

export interface Bringing {
  readonly directory: Directory;
  readonly upstream: Upstream;
  readonly now: number;
}

/**
 * Brings one claimed relay to its system, once. Where the system would take a repeat for another, one that may be there
 * already is asked for first, and never sent blindly. Never rejects.
 */
export async function attempt(claim: Claim, at: Bringing): Promise<Outcome> {
  try {
    const sendable = requestOf(claim, at);
    const system = at.directory.get(claim.relay.recipient);
    if (sendable.kind === 'withheld') return inDoubt(claim, system) ? neverSentAgain(sendable.error) : sendable;
    const bringing = { ...sendable, ...at, claim, system };
    const isRepeatable = mayRepeat(sendable.request, system);
    const asked = isRepeatable || claim.doubtSince === null ? null : await askFirst(bringing);
    if (asked !== null && asked !== 'absent') return asked;
    const sent = await send(bringing);
    const outcome = asked === 'absent' ? { ...sent, foundAbsent: true } : sent;
    return !isRepeatable && outcome.mayHaveArrived === true ? isUnknown(outcome, canAsk(bringing)) : outcome;
  } catch (cause) {
    return unbringable(claim, cause, at);
  }
}

/** What its own translation refuses was never sent by this attempt; an earlier one may have been. */
function unbringable(claim: Claim, cause: unknown, { directory }: Bringing): Outcome {
  const error = asGatewayError(cause);
  if (!error.permanent) return { kind: 'failed', error };
  const system = directory.find(claim.relay.recipient);
  return system !== undefined && inDoubt(claim, system) ? neverSentAgain(error) : { kind: 'rejected', error };
}

/**
 * How an attempt ends whose answer cannot be accepted, however often it is written: it has failed, and is sent again only
 * where a repeat has no second effect.
 */
export function unacceptable(claim: Claim, refused: unknown, { directory }: Pick<Bringing, 'directory'>): Outcome {
  const error = asGatewayError(refused);
  const system = directory.find(claim.relay.recipient);
  const failed: Outcome = { kind: 'failed', error, mayHaveArrived: true };
  return system === undefined || honoursDeliveryId(system) ? failed : isUnknown(failed, false);
}

/** RFC 9110, 9.2.2: a PUT that is repeated is still one. */
const mayRepeat = ({ method }: NativeRequest, system: System): boolean =>
  method === 'PUT' || method === 'GET' || honoursDeliveryId(system);

interface Sent extends Bringing {
  readonly claim: Claim;
  readonly system: System;
  readonly request: NativeRequest;
  readonly envelope: Envelope;
  readonly context: OutboundContext;
}

function send({ claim, system: { adapter }, request, envelope, context, upstream }: Sent): Promise<Outcome> {
  const { relay, number } = claim;
  return upstream.send({
    ...{ relayId: relay.id, claim: number, subject: relay.subject, request },
    interpret: answerAbout(context.recipientNumber, adapter, envelope),
    isBareAckEnough: declaredFor(adapter, contractOf(envelope))?.number === null,
  });
}
