import { readAnswer } from '../answers.ts';
import type { Claim } from '../delivery.ts';
import type { Directory } from '../directory.ts';
import { asGatewayError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import type { Upstream } from '../upstream.ts';
import { requestOf } from './request.ts';

/** Brings one claimed relay to its system, once. Never rejects. */
export async function attempt(
  claim: Claim,
  at: { directory: Directory; upstream: Upstream; now: number },
): Promise<Outcome> {
  const { relay } = claim;
  try {
    const sendable = requestOf(claim, at);
    if (sendable.kind === 'withheld') return sendable;
    const { request, envelope } = sendable;
    const { adapter } = at.directory.get(relay.recipient);
    return await at.upstream.send({
      relayId: relay.id,
      subject: relay.subject,
      request,
      interpret: (response) => readAnswer(adapter, envelope, response),
    });
  } catch (cause) {
    const error = asGatewayError(cause);
    return error.permanent ? { kind: 'rejected', error } : { kind: 'failed', error };
  }
}
