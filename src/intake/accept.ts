import { type Case, openCase } from '../case.ts';
import type { LastReport } from '../delivery.ts';
import type { System } from '../directory.ts';
import { GatewayError } from '../errors.ts';
import type { EventRecord } from '../event.ts';
import type { LedgerTx } from '../ledger.ts';
import { refusalOf } from '../refusal.ts';
import { correlate } from './correlate.ts';
import { held, hold } from './hold.ts';
import type { Translated } from './incoming.ts';
import { confidentialityOf, type Incoming, incomingOf, withConfidentiality } from './incoming.ts';
import { laneOf, planNotice } from './notice.ts';
import { isCorrection, plan } from './plan.ts';
import { conflict, keepTold, recognise } from './recognise.ts';
import { recordOf, relaysOf, snapshotOf } from './records.ts';
import type { Sending } from './sending.ts';
import { tighten } from './tighten.ts';
import type { Translator } from './translate.ts';
import type { Acceptance, Verdict } from './verdict.ts';

/** Accepts one native event inside a ledger write: all of it, or nothing but the record of its refusal. */
export async function accept(tx: LedgerTx, translated: Translated, how: Acceptance): Promise<Verdict> {
  const { result } = translated;
  if (result.kind === 'refused') return refuse(tx, translated, { error: result.error, now: how.now });
  const found = await recognise(tx, translated, how.now);
  if (found.kind === 'repeat') return found;
  if (found.kind === 'conflict') {
    await tighten(tx, translated, how.now);
    return refuse(tx, translated, { error: conflict(found.event), now: how.now });
  }
  const verdict = await acceptNew(tx, found, how);
  if (verdict.kind !== 'refused') await keepTold(tx, { ...found, event: verdict.event }, how.now);
  return verdict;
}

/** Accepts what was not here before. */
export async function acceptNew(
  tx: LedgerTx,
  { translated, isLate }: { translated: Translated; isLate: boolean },
  how: Acceptance,
): Promise<Verdict> {
  const { system, identity, digests } = translated;
  if (digests.kind) await tx.putDigestKind(digests.kind.id, digests.kind.pointers);
  const waiting = await tx.heldEvents(system.name, identity.subject);
  const obstacle = held(translated, waiting);
  if (obstacle) {
    await tighten(tx, translated, how.now);
    return hold(tx, translated, { error: obstacle, how });
  }
  const verdict = await admit(tx, { ...translated, isLate }, how);
  const isPlaced = verdict.kind === 'accepted' && waiting.length > 0;
  if (isPlaced) await release(tx, { system: system.name, subject: identity.subject }, how);
  return verdict;
}

/** Accepts what the gateway itself or a delivery's answer says of a case that is known. Repeats change nothing. */
export async function acceptKnown(
  tx: LedgerTx,
  incoming: Incoming,
  asked: { caseId: string; how: Acceptance },
): Promise<Verdict> {
  const before = await tx.event(incoming.eventId);
  if (before) return { kind: 'repeat', event: before };
  const subject = await tx.case(asked.caseId);
  if (!subject) throw new GatewayError('internal', { detail: `Tidak ada catatan laporan ${asked.caseId}.` });
  const verdict = await settleOn(tx, { incoming, subject, before: subject }, asked.how);
  await release(tx, { system: incoming.system.name, subject: incoming.identity.subject }, asked.how);
  return verdict;
}

/** Places a translated event on its case, where it is about one, and writes it. */
export async function admit(
  tx: LedgerTx,
  translated: Translated & { readonly isLate?: boolean },
  how: Acceptance,
): Promise<Verdict> {
  if (translated.result.kind !== 'drafts') return hold(tx, translated, { error: translated.result.error, how });
  const incoming = { ...incomingOf(translated, translated.result.drafts), isLate: translated.isLate ?? false };
  try {
    if (laneOf(incoming, how.contracts) !== 'case') return await settleNotice(tx, incoming, how);
    const placed = await correlate(tx, incoming, how.patienceEnded ?? false);
    if (placed === 'unknown-number')
      return hold(tx, translated, { error: unknownNumber(incoming), how, patience: true });
    const subject = placed ?? openCase(incoming.system.name, incoming.identity.subject, confidentialityOf(incoming));
    return await settleOn(tx, { incoming, subject, before: placed }, how);
  } catch (error) {
    if (error instanceof GatewayError && error.permanent) return refuse(tx, translated, { error, now: how.now });
    throw error;
  }
}

/**
 * Ends the patience of one number's waiting events, in order: a report becomes a case of its sender's own and takes up
 * all behind it; anything else is quarantined for a person to look at, and what is behind it with it.
 */
export async function endPatience(
  tx: LedgerTx,
  whose: { system: string; subject: string },
  how: Acceptance,
): Promise<void> {
  let isBehind = false;
  for (const event of await tx.heldEvents(whose.system, whose.subject)) {
    const isOver = event.state === 'waiting' && (event.waitUntil ?? 0) <= how.now;
    if (isOver && !isBehind && event.contract.startsWith('citizen-report/')) {
      await release(tx, whose, { ...how, patienceEnded: true });
      return;
    }
    if (isOver) await tx.putEvent({ ...event, state: 'quarantined', waitUntil: null });
    isBehind ||= isOver || event.state === 'quarantined';
  }
}

/** Takes up held events of one sender's number, in order, until one cannot be placed. How many were placed. */
export async function release(
  tx: LedgerTx,
  whose: { system: string; subject: string },
  how: Acceptance,
): Promise<number> {
  let placed = 0;
  for (const event of await tx.heldEvents(whose.system, whose.subject)) {
    const system = how.directory.find(event.system);
    if (!system) return placed;
    const translated = translatedAgain(event, system, how.translator);
    if (translated instanceof GatewayError) {
      await tx.putEvent(quarantined(event, translated));
      return placed;
    }
    const verdict = await admit(tx, translated, how);
    if (verdict.kind === 'held') return placed;
    if (verdict.kind === 'refused') await tx.putEvent(discarded(event));
    placed += 1;
  }
  return placed;
}

/** Codes and schemas may have changed since it was acknowledged; which event it is has not. */
function translatedAgain(event: EventRecord, system: System, translator: Translator): Translated | GatewayError {
  const { subject, revision, occurredAt } = event;
  try {
    const translated = translator.translate(system, event.native, event.acceptedAt);
    if (translated.result.kind === 'refused') return translated.result.error;
    return { ...translated, identity: { subject, revision, occurredAt } };
  } catch (error) {
    if (error instanceof GatewayError && error.permanent) return error;
    throw error;
  }
}

const quarantined = (event: EventRecord, { code, message: detail }: GatewayError): EventRecord => ({
  ...event,
  state: 'quarantined',
  waitUntil: null,
  receipt: { ...event.receipt, held: { code, detail } },
});

async function settleOn(
  tx: LedgerTx,
  at: { incoming: Incoming; subject: Case; before: Case | null },
  how: Acceptance,
): Promise<Verdict> {
  const { incoming } = at;
  const subject = withConfidentiality(at.subject, incoming);
  const made = plan(incoming, subject, { ...how, lastReport: await lastReportOf(tx, subject, incoming) });
  for (const relay of made.ended ?? []) await tx.endUnsent(relay, how.now);
  await tx.putCase(made.subject, how.now, at.before);
  return write(tx, { incoming, made, caseId: made.subject.id }, how);
}

async function lastReportOf(tx: LedgerTx, subject: Case, incoming: Incoming): Promise<LastReport | null> {
  const recipient = subject.handover?.to;
  if (recipient === undefined || !isCorrection(subject, incoming)) return null;
  return tx.lastReport({ caseId: subject.id, sender: incoming.system.name, recipient });
}

/** A notice is about no case; what it says is remembered as the last that is known of its subject. */
async function settleNotice(tx: LedgerTx, incoming: Incoming, how: Acceptance): Promise<Verdict> {
  const { system, message, identity } = incoming;
  const before = await tx.snapshot({ system: system.name, message, subject: identity.subject });
  const made = planNotice(incoming, before, how);
  await tx.putSnapshot(snapshotOf(incoming, made, { before, how }));
  return write(tx, { incoming, made, caseId: null }, how);
}

async function write(
  tx: LedgerTx,
  { incoming, made, caseId }: { incoming: Incoming; made: Sending; caseId: string | null },
  how: Acceptance,
): Promise<Verdict> {
  const event = recordOf({ incoming, made, caseId }, how.now);
  await tx.putEvent(event);
  await tx.addRelays(relaysOf(incoming, made, how.contracts), how.now);
  for (const gap of event.gaps) await tx.addGap(incoming.system.name, gap, how.now);
  return { kind: 'accepted', event, plan: made };
}

const discarded = (event: EventRecord): EventRecord => ({
  ...event,
  state: 'discarded',
  native: null,
  waitUntil: null,
});

export async function refuse(
  tx: LedgerTx,
  { system, identity }: Translated,
  { error, now }: { error: GatewayError; now: number },
): Promise<Verdict> {
  await tx.addRefusal({ at: now, system: system.name, subject: identity.subject, ...refusalOf(error) });
  return { kind: 'refused', error };
}

const unknownNumber = ({ identity, system }: Incoming): GatewayError =>
  new GatewayError('unknown-number', {
    detail: `Nomor ${identity.subject} dari ${system.name} belum dikenal.`,
    facts: { value: identity.subject },
  });
