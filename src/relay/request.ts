import { confidentialityIn, minimise, permission } from '../agreement.ts';
import { type Case, type Confidentiality, isConfidentiality, isStricter, partyOf } from '../case.ts';
import type { NativeRequest, OutboundContext } from '../declared.ts';
import type { Claim } from '../delivery.ts';
import type { Directory } from '../directory.ts';
import type { Envelope } from '../envelope.ts';
import { GatewayError } from '../errors.ts';

/** What a relay is sent as, or why it is not sent any more. */
export type RelayRequest =
  | {
      readonly kind: 'allowed';
      readonly request: NativeRequest;
      readonly envelope: Envelope;
      readonly context: OutboundContext;
    }
  | { readonly kind: 'withheld'; readonly error: GatewayError };

type Sendable = Pick<Claim, 'relay' | 'case' | 'tried'>;

/**
 * The request that a relay is at this moment: in the recipient's dialect, with the numbers known now, cut to what the
 * agreement in force now grants. Throws what the adapter throws.
 */
export function requestOf(claimed: Sendable, at: { directory: Directory; now: number }): RelayRequest {
  const { relay } = claimed;
  // A notice may have a number that a case has too, and is about no case.
  const claim = relay.lane === 'case' ? claimed : { ...claimed, case: null };
  const allowed = permitted(claim, at);
  if (allowed instanceof GatewayError) return { kind: 'withheld', error: allowed };
  const { adapter, ...recipient } = at.directory.get(relay.recipient);
  const context = {
    senderNumber: numberAt(claim.case, relay.sender) ?? numberIn(relay),
    recipientNumber: numberAt(claim.case, relay.recipient),
    deliveryId: relay.id,
    options: recipient.config.options,
  };
  return { kind: 'allowed', request: adapter.fromCanonical(allowed, context), envelope: allowed, context };
}

const numberAt = (subject: Case | null, system: string): string | null =>
  subject ? (partyOf(subject, system)?.number ?? null) : null;

/** A subject that is no case is named by its sender alone. */
const numberIn = ({ subject, sender }: Claim['relay']): string =>
  subject.startsWith(`${sender}:`) ? subject.slice(sender.length + 1) : subject;

/** The agreement is asked a second time: it may have ended, or been narrowed, since. So may the handover have ended. */
function permitted(claim: Sendable, at: { directory: Directory; now: number }): Envelope | GatewayError {
  const { relay, case: subject } = claim;
  const { sender: from, recipient: to, contract } = relay;
  const confidentiality = subject?.confidentiality ?? confidentialityIn(relay.lane);
  const answer = permission(at.directory.agreements, { from, to, contract, confidentiality }, at.now);
  if (answer.kind === 'denied') return new GatewayError('no-agreement', { detail: answer.why });
  const ended = lapsed(claim);
  if (ended) return ended;
  const { data, removed } = minimise(relay.envelope.data, answer.grant.fields);
  const envelope = removed.length === 0 ? relay.envelope : { ...relay.envelope, data };
  return relay.lane === 'case' ? asConfidential(envelope, confidentiality) : envelope;
}

/** A report that became more confidential since it was sealed goes out as what it is now, whichever text is sent. */
function asConfidential(envelope: Envelope, now: Confidentiality): Envelope {
  const { report } = envelope.data;
  if (isData(report)) return { ...envelope, data: { ...envelope.data, report: tightened(report, now) } };
  return { ...envelope, data: tightened(envelope.data, now) };
}

function tightened(report: Envelope['data'], now: Confidentiality): Envelope['data'] {
  const { confidentiality: before } = report;
  return isConfidentiality(before) && isStricter(now, before) ? { ...report, confidentiality: now } : report;
}

const isData = (value: unknown): value is Envelope['data'] =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A handover that ended is not sent any more, nor anything of its case to who never had it. One that may have arrived is
 * sent again, under the same id: its answer brings the number under which the recipient is told the rest.
 */
function lapsed(claim: Sendable): GatewayError | null {
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
