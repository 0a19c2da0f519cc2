import { isDeepStrictEqual } from 'node:util';
import type { Case } from '../case.ts';
import type { ContractRef } from '../contract.ts';
import type { LastReport, RelayRecord } from '../delivery.ts';
import { parseRegion } from '../dialect/region.ts';
import type { Directory } from '../directory.ts';
import type { Draft } from '../outcome.ts';
import type { Warning } from '../warning.ts';
import type { Incoming } from './incoming.ts';
import type { Rules } from './route.ts';
import { type Routed, regionOf, route } from './route.ts';
import { seal } from './seal.ts';
import type { Plan } from './sending.ts';

type Data = Readonly<Record<string, unknown>>;

interface Correcting {
  readonly draft: Draft;
  readonly incoming: Incoming;
  readonly last: LastReport;
}

/**
 * What an origin says again of a report that it handed over. Pure. Until the first send it takes the place of what waits
 * to be sent; after it, it is sent as an update where the recipient's dialect and the agreements take one, and else the
 * receipt says that it is not passed on. What says nothing new of the report changes nothing.
 */
export function correct(before: Plan, correcting: Correcting, rules: Rules): Plan {
  const { said, isLate } = correcting.incoming;
  if (isLate) return said === null ? before : { ...before, warnings: [{ code: 'older-than-told', facts: { said } }] };
  const { unsent } = correcting.last;
  return unsent === null ? sendUpdate(before, correcting, rules) : takePlace(before, { ...correcting, unsent }, rules);
}

/**
 * The connected system to which a corrected place belongs, where the report waits for another one and neither has it yet;
 * null where the recipient stays.
 */
export function movedTo(
  data: Data,
  { last, sender, directory }: { last: LastReport; sender: string; directory: Directory },
): string | null {
  const region = regionOf(data);
  if (region === null || !last.unsent?.contract.startsWith('report-handover/')) return null;
  const owner = directory.ownerOf(parseRegion(region))?.name ?? null;
  return owner === null || owner === sender || owner === last.unsent.recipient ? null : owner;
}

function takePlace(
  before: Plan,
  { draft, incoming, last, unsent: relay }: Correcting & { readonly unsent: RelayRecord },
  rules: Rules,
): Plan {
  const said = { report: reportIn(draft.data as Data), reason: reasonIn(draft.data as Data, relay.envelope.data) };
  const isHandover = relay.contract.startsWith('report-handover/');
  const again: Draft = {
    ...draft,
    contract: relay.contract,
    data: isHandover ? said : updateOf(said.report, before.subject),
  };
  const { routed, why } = routedTo(relay.recipient, { draft: again, incoming, subject: before.subject }, rules);
  if (routed === null) {
    // What waits is not sent either: the case is as confidential as its origin says now.
    const { confidentiality } = before.subject;
    const facts = { to: relay.recipient, confidentiality };
    const notSent = [...before.notSent, { to: relay.recipient, contract: relay.contract, why }];
    return { ...before, notSent, isRecorded: true, warnings: [{ code: 'report-withheld', facts }] };
  }
  if (relay.state !== 'withheld' && saysTheSame(last.newest.envelope.data, routed.envelope.data)) return before;
  return {
    ...before,
    ended: last.alsoUnsent.map(({ id }) => id),
    sealed: [...before.sealed, routed.envelope],
    routed: [...before.routed, { ...routed, superseded: false, replaces: relay.id }],
  };
}

function sendUpdate(before: Plan, { draft, incoming, last }: Correcting, rules: Rules): Plan {
  const { subject } = before;
  const { newest } = last;
  const data = updateOf(reportIn(draft.data as Data), subject);
  const update: Draft = { ...draft, contract: UPDATE, data };
  const { routed } = routedTo(newest.recipient, { draft: update, incoming, subject }, rules);
  // What it was sent is compared with all that is said now, where it may not be sent an update.
  if (saysTheSame(newest.envelope.data, routed?.envelope.data ?? data)) return before;
  if (routed !== null) {
    const sent = { ...routed, superseded: false };
    return { ...before, sealed: [...before.sealed, routed.envelope], routed: [...before.routed, sent] };
  }
  const warning: Warning = { code: 'correction-not-passed-on', facts: { to: newest.recipient } };
  return { ...before, isRecorded: true, warnings: [warning] };
}

const UPDATE: ContractRef = 'citizen-report/1.0';

/** What stands is the holder's to say: the origin's own status is not told as that of the other side's report. */
const updateOf = (report: Data, { status }: Case): Data => ({
  ...report,
  status: status ?? 'received',
});

interface Again {
  readonly draft: Draft;
  readonly incoming: Incoming;
  readonly subject: Case;
}

function routedTo(
  to: string,
  { draft, incoming, subject }: Again,
  rules: Rules,
): { readonly routed: Routed | null; readonly why: string } {
  const { system: sender, eventId, identity } = incoming;
  const context = { eventId, sender, origin: rules.directory.get(subject.origin), identity, subject };
  const { confidentiality } = subject;
  const crossing = { contract: draft.contract, sender: sender.name, confidentiality, to: [to] };
  const { routed, notSent } = route(seal(draft, context, rules.contracts), crossing, rules);
  return { routed: routed[0] ?? null, why: notSent.map(({ why }) => why).join(' ') };
}

const reportIn = (data: Data): Data => (data.report ?? data) as Data;
const reasonIn = (said: Data, before: Data): unknown => said.reason ?? before.reason;

/** What changes without the report being another: when it was told, and how it stands. */
const PASSING: ReadonlySet<string> = new Set(['updatedAt', 'status', 'nativeStatus']);

/** Of two tellings of a report: what only one of them may have, for its agreement, is no difference. */
function saysTheSame(before: Data, after: Data): boolean {
  const reasons = [before.reason, after.reason];
  const isSameReason = reasons.includes(undefined) || reasons[0] === reasons[1];
  return isSameReason && isSameWhereBoth(reportIn(before), reportIn(after));
}

const isSameWhereBoth = (before: Data, after: Data): boolean =>
  Object.keys(before).every((name) => {
    if (PASSING.has(name) || !Object.hasOwn(after, name)) return true;
    const [old, now] = [before[name], after[name]];
    return isData(old) && isData(now) ? isSameWhereBoth(old, now) : isDeepStrictEqual(old, now);
  });

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
