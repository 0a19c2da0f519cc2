import { permission } from '../agreement.ts';
import { type Case, partyOf } from '../case.ts';
import type { Claim, RelayRecord } from '../delivery.ts';
import type { Directory } from '../directory.ts';
import { asGatewayError, GatewayError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import type { Upstream } from '../upstream.ts';

/** Brings one claimed relay to its system, once. Never rejects. */
export async function attempt(
  claim: Claim,
  at: { directory: Directory; upstream: Upstream; now: number },
): Promise<Outcome> {
  const { relay } = claim;
  try {
    const obstacle = notAllowed(claim, at);
    if (obstacle) return { kind: 'withheld', error: obstacle };
    const { adapter } = at.directory.get(relay.recipient);
    const request = adapter.fromCanonical(relay.envelope, {
      senderNumber: numberAt(claim.case, relay.sender) ?? relay.subject,
      recipientNumber: numberAt(claim.case, relay.recipient),
      deliveryId: relay.id,
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

/** The agreement is asked a second time: it may have ended since the relay was accepted. So may the handover. */
function notAllowed({ relay, case: subject }: Claim, at: { directory: Directory; now: number }): GatewayError | null {
  const { sender: from, recipient: to, contract } = relay;
  const confidentiality = subject?.confidentiality ?? 'secret';
  const answer = permission(at.directory.agreements, { from, to, contract, confidentiality }, at.now);
  if (answer.kind === 'denied') return new GatewayError('no-agreement', { detail: answer.why });
  return lapsed(relay, subject);
}

/** A handover that ended is not sent any more, nor is its end told to who never had the report. */
function lapsed(relay: RelayRecord, subject: Case | null): GatewayError | null {
  const state = subject?.handover?.state;
  if (state !== 'expired' && state !== 'withdrawn') return null;
  const isHandover = relay.contract.startsWith('report-handover/');
  const isNews = relay.contract.startsWith('handover-answer/') && numberAt(subject, relay.recipient) === null;
  if (!isHandover && !isNews) return null;
  return new GatewayError('handover-expired', {
    detail:
      state === 'expired'
        ? 'Batas jawaban lewat sebelum laporan terkirim.'
        : 'Serah terima ditarik pengirim sebelum laporan terkirim.',
  });
}
