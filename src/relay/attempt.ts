import { confidentialityIn, permission } from '../agreement.ts';
import { type Case, partyOf } from '../case.ts';
import type { Claim } from '../delivery.ts';
import type { Directory } from '../directory.ts';
import { asGatewayError, GatewayError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import type { Upstream } from '../upstream.ts';

/** Brings one claimed relay to its system, once. Never rejects. */
export async function attempt(
  claimed: Claim,
  at: { directory: Directory; upstream: Upstream; now: number },
): Promise<Outcome> {
  const { relay } = claimed;
  // A notice may have a number that a case has too, and is about no case.
  const claim = relay.lane === 'case' ? claimed : { ...claimed, case: null };
  try {
    const obstacle = notAllowed(claim, at);
    if (obstacle) return { kind: 'withheld', error: obstacle };
    const { adapter, ...recipient } = at.directory.get(relay.recipient);
    const request = adapter.fromCanonical(relay.envelope, {
      senderNumber: numberAt(claim.case, relay.sender) ?? numberIn(relay),
      recipientNumber: numberAt(claim.case, relay.recipient),
      deliveryId: relay.id,
      options: recipient.config.options,
    });
    return await at.upstream.send({
      relayId: relay.id,
      subject: relay.subject,
      request,
      interpret: (response) => adapter.interpret?.(response, relay.envelope) ?? null,
    });
  } catch (cause) {
    const error = asGatewayError(cause);
    return error.permanent ? { kind: 'rejected', error } : { kind: 'failed', error };
  }
}

const numberAt = (subject: Case | null, system: string): string | null =>
  subject ? (partyOf(subject, system)?.number ?? null) : null;

/** A subject that is no case is named by its sender alone. */
const numberIn = ({ subject, sender }: Claim['relay']): string =>
  subject.startsWith(`${sender}:`) ? subject.slice(sender.length + 1) : subject;

/** The agreement is asked a second time: it may have ended since the relay was accepted. So may the handover. */
function notAllowed(claim: Claim, at: { directory: Directory; now: number }): GatewayError | null {
  const { relay, case: subject } = claim;
  const { sender: from, recipient: to, contract } = relay;
  const confidentiality = subject?.confidentiality ?? confidentialityIn(relay.lane);
  const answer = permission(at.directory.agreements, { from, to, contract, confidentiality }, at.now);
  if (answer.kind === 'denied') return new GatewayError('no-agreement', { detail: answer.why });
  return lapsed(claim);
}

/**
 * A handover that ended is not sent any more, nor anything of its case to who never had it. One that may have arrived is
 * sent again, under the same id: its answer brings the number under which the recipient is told the rest.
 */
function lapsed(claim: Claim): GatewayError | null {
  const { relay, case: subject } = claim;
  const state = subject?.handover?.state;
  if (state !== 'expired' && state !== 'withdrawn') return null;
  const isHandover = relay.contract.startsWith('report-handover/');
  if (isHandover ? claim.tried : numberAt(subject, relay.recipient) !== null) return null;
  return new GatewayError('handover-expired', {
    detail:
      state === 'expired'
        ? 'Batas jawaban lewat sebelum laporan terkirim.'
        : 'Serah terima ditarik pengirim sebelum laporan terkirim.',
  });
}
