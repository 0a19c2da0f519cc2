import { openCase } from '../../src/case.ts';
import type { ClaimResult, NewRelay, RelayRecord, Settlement } from '../../src/delivery.ts';
import type { EventRecord } from '../../src/event.ts';
import type { Ledger, LedgerTx } from '../../src/ledger.ts';

/** Thursday 3 July 2025, 09:15 WIB. */
export const T0 = Date.parse('2025-07-03T02:15:00Z');
export const LEASE_MS = 30_000;
export const CASE = 'lampung-in:LIN-20250703-0145';
export const LANE = { system: 'jaki-crm', lane: 'case' } as const;

let serial = 0;

/** A relay of one case to JAKI, waiting; every one has its own id unless it is named. */
export function newRelay(change: Partial<NewRelay> = {}): NewRelay {
  serial += 1;
  const id = change.id ?? `relay-${serial}`;
  const subject = change.subject ?? CASE;
  return {
    id,
    eventId: `event-of-${id}`,
    sender: 'lampung-in',
    recipient: LANE.system,
    lane: LANE.lane,
    subject,
    contract: 'report-status/1.0',
    delivery: 'every',
    onDead: 'release',
    agreementId: 'contoh-1',
    envelope: envelope(id, subject),
    state: 'waiting',
    ...change,
  };
}

const envelope = (id: string, subject: string): NewRelay['envelope'] => ({
  specversion: '1.0',
  id,
  source: '/systems/lampung-in',
  type: 'id.jembatan.report-status.v1',
  subject,
  time: '2025-07-03T09:15:00+07:00',
  datacontenttype: 'application/json',
  dataschema: 'urn:jembatan:contract:report-status/1.0',
  data: { status: 'in-progress', note: 'Sedang "diperbaiki"\nmulai besok' },
});

export const newHandover = (change: Partial<NewRelay> = {}): NewRelay =>
  newRelay({ contract: 'report-handover/1.0', onDead: 'hold', ...change });

/** An accepted event of Lampung In about one number. */
export function newEvent(change: Partial<EventRecord> = {}): EventRecord {
  serial += 1;
  const id = change.id ?? `event-${serial}`;
  return {
    id,
    system: 'lampung-in',
    subject: 'LIN-20250703-0145',
    revision: String(serial),
    occurredAt: '2025-07-03T09:15:00+07:00',
    kind: 'native',
    contract: 'report-status/1.0',
    message: 'laporan',
    digest: 'bGFwb3Jhbg',
    state: 'accepted',
    caseId: CASE,
    acceptedAt: T0,
    receipt: { eventId: id, caseId: CASE, acceptedAt: '2025-07-03T02:15:00.000Z', relays: [] },
    native: null,
    waitUntil: null,
    gaps: [],
    ...change,
  };
}

export const newCase = (number = 'LIN-20250703-0145') => openCase('lampung-in', number, 'private');

/** Adds relays in one write and returns their ids, in order. */
export async function add(ledger: Ledger, ...relays: readonly NewRelay[]): Promise<readonly string[]> {
  await ledger.write((tx) => tx.addRelays(relays, T0));
  return relays.map(({ id }) => id);
}

export const claim = (ledger: Ledger, id: string, now = T0): Promise<ClaimResult> =>
  ledger.write((tx) => tx.claim(id, { now, until: now + LEASE_MS, holder: 'gerbang-1' }));

/** Settles the first attempt as delivered, unless said otherwise. */
export const settle = (
  ledger: Ledger,
  relayId: string,
  change: Partial<Settlement> = {},
): ReturnType<LedgerTx['settle']> =>
  ledger.write((tx) =>
    tx.settle({
      relayId,
      claim: 1,
      attempt: 1,
      doubtSince: null,
      state: 'delivered',
      spent: true,
      dueAt: null,
      error: null,
      outcome: 'delivered',
      startedAt: T0,
      endedAt: T0 + 100,
      ...change,
    }),
  );

/** Claims and settles at once. */
export async function bring(ledger: Ledger, id: string, change: Partial<Settlement> = {}): Promise<void> {
  const result = await claim(ledger, id);
  if (result.kind !== 'granted') throw new Error(`${id} was not granted but ${result.kind}`);
  await settle(ledger, id, { attempt: result.attempt, claim: result.number, ...change });
}

/** A relay on record; throws where there is none. */
export async function relay(ledger: Ledger, id: string): Promise<RelayRecord> {
  const found = await ledger.write((tx) => tx.relay(id));
  if (!found) throw new Error(`no relay ${id}`);
  return found;
}

export const stateOf = async (ledger: Ledger, id: string): Promise<RelayRecord['state']> =>
  (await relay(ledger, id)).state;

export const statesOf = (ledger: Ledger, ids: readonly string[]): Promise<RelayRecord['state'][]> =>
  Promise.all(ids.map((id) => stateOf(ledger, id)));

/** A rejected promise's GatewayError code, or what it was otherwise. */
export async function refusalOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
  return 'was not refused';
}

/** One ledger, empty when it is handed over. */
export interface LedgerUnderTest {
  /** The ledger as it is open now. */
  readonly ledger: Ledger;
  /** Closes it and opens the same data again, as a restarted gateway would. */
  reopen(): Promise<Ledger>;
  /** Closes it and removes its data. */
  discard(): Promise<void>;
}
