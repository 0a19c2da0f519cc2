import type { Contracts } from '../contract.ts';
import type { NewRelay } from '../delivery.ts';
import type { Envelope } from '../envelope.ts';
import type { EventRecord, Receipt } from '../event.ts';
import type { MappingGap } from '../outcome.ts';
import type { Known, Snapshot } from '../snapshot.ts';
import type { Warning } from '../warning.ts';
import { keptDigests } from './digest.ts';
import type { Incoming } from './incoming.ts';
import { isLater } from './notice.ts';
import type { Sending } from './sending.ts';

/** The event as it is written once it is accepted; the receipt in it is what the sender is told. */
export function recordOf(
  { incoming, made, caseId }: { incoming: Incoming; made: Sending; caseId: string | null },
  now: number,
): EventRecord {
  const { eventId, system, drafts } = incoming;
  const notSent = made.notSent.length > 0 ? { notSent: made.notSent } : {};
  const warnings = eachOnce([
    ...incoming.warnings,
    ...drafts.flatMap((draft) => draft.warnings ?? []),
    ...lateness(incoming, made),
    ...(made.warnings ?? []),
  ]);
  const receipt: Receipt = {
    eventId,
    caseId,
    acceptedAt: new Date(now).toISOString(),
    relays: made.routed.filter(({ superseded }) => !superseded).map(({ to, contract }) => ({ to, contract })),
    ...notSent,
    ...(warnings.length > 0 ? { warnings } : {}),
  };
  return {
    ...incoming.identity,
    id: eventId,
    system: system.name,
    kind: incoming.kind,
    contract: drafts[0].contract,
    message: incoming.message,
    ...keptDigests(incoming.digests),
    state: 'accepted',
    caseId,
    acceptedAt: now,
    receipt,
    native: null,
    waitUntil: null,
    gaps: [...drafts.flatMap((draft) => draft.gaps ?? []), ...warnings.flatMap(gapOf)],
  };
}

const lateness = ({ said }: Incoming, { routed }: Sending): readonly Warning[] =>
  said !== null && routed.some(({ superseded }) => superseded) ? [{ code: 'older-than-told', facts: { said } }] : [];

/** Half a point is left out twice: by what refused its other half, and by what needs both. */
const eachOnce = (warnings: readonly Warning[]): readonly Warning[] => [
  ...new Map(warnings.map((warning) => [JSON.stringify(warning), warning])).values(),
];

/** What did not cross of an event is a gap on record, beside values that no code table knows: `detail` is no table. */
const gapOf = ({ code, facts }: Warning): readonly MappingGap[] =>
  code === 'detail-left-out' || code === 'detail-shortened' || code === 'point-outside-region'
    ? [{ table: 'detail', value: facts.pointer }]
    : [];

/** What an accepted event sends, cut to what each recipient may have. */
export function relaysOf(incoming: Incoming, made: Sending, contracts: Contracts): readonly NewRelay[] {
  return made.routed.map(({ to, contract: ref, envelope, agreementId, superseded, replaces }) => {
    const contract = contracts.get(ref);
    return {
      id: `${envelope.id}.${to}`,
      eventId: incoming.eventId,
      sender: incoming.system.name,
      recipient: to,
      lane: contract.lane,
      subject: envelope.subject,
      contract: ref,
      delivery: contract.delivery,
      onDead: contract.onDead,
      agreementId,
      envelope,
      state: superseded ? 'superseded' : 'waiting',
      ...(replaces === undefined ? {} : { replaces }),
    };
  });
}

interface Past {
  readonly before: Snapshot | null;
  readonly how: { readonly contracts: Contracts; readonly now: number };
}

/** What is known of a notice's subject once the notice is accepted: an older one changes nothing that is known. */
export function snapshotOf(incoming: Incoming, made: Sending, { before, how }: Past): Snapshot {
  const { system, message, identity, said, digests } = incoming;
  const isNews = !isLater(before, incoming, how.now);
  return {
    ...{ system: system.name, message, subject: identity.subject, verdict: 'accepted', heardAt: how.now },
    digest: digests.read,
    ...(digests.kind === null ? {} : { digestKind: digests.kind.id }),
    changes: (before?.changes ?? 0) + 1,
    occurredAt: (isNews ? said : null) ?? before?.occurredAt ?? null,
    known: isNews ? knownOf(incoming, made.sealed[0], how) : (before?.known ?? null),
  };
}

function knownOf(
  { drafts: [lead] }: Incoming,
  envelope: Envelope | undefined,
  { contracts, now: at }: Past['how'],
): Known | null {
  if (envelope === undefined || contracts.get(lead.contract).lane !== 'public') return null;
  const { location } = envelope.data as { location?: { regionCode?: unknown } };
  const regionCode = typeof location?.regionCode === 'string' ? location.regionCode : null;
  return { at, contract: lead.contract, regionCode, envelope };
}
