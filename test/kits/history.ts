import { LIVE_STATES, type RelayRecord, type RelayState } from '../../src/delivery.ts';
import type { Receipt } from '../../src/event.ts';
import type { Ledger } from '../../src/ledger.ts';
import type { CallRecord } from '../../src/sandbox/callRecorder.ts';
import type { SimulatedSystem } from '../../src/sandbox/host.ts';

/** What is known after a test: what the senders hold in their hands, what the receivers saw, what the ledger says. */
export interface History {
  readonly acknowledged: readonly Receipt[];
  readonly receivers: ReadonlyMap<string, SimulatedSystem>;
  readonly ledger: Ledger;
}

const END_STATES = [
  'delivered',
  'dead',
  'withheld',
  'superseded',
  'discarded',
] as const satisfies readonly RelayState[];
const STATES: readonly RelayState[] = [...LIVE_STATES, ...END_STATES];
const EVERYTHING = 1_000_000;

/**
 * Throws with everything that contradicts the promises: a relay that was lost, sent out of order within its subject, had
 * a second effect or has no end state; counts that do not add up. The receivers' record is the evidence.
 */
export async function checkHistory(history: History): Promise<void> {
  const problems = await historyProblems(history);
  if (problems.length > 0) throw new Error(`the history does not hold:\n${problems.join('\n')}`);
}

/** The same in plain words; empty when all is well. */
export async function historyProblems({ acknowledged, receivers, ledger }: History): Promise<readonly string[]> {
  const relays = (await Promise.all(STATES.map((state) => ledger.relays(state, EVERYTHING)))).flat();
  const seen = [...receivers].map(([system, { book }]) => ({ ...book.summary(), system, calls: book.calls() }));
  return [
    ...lost(acknowledged, relays, seen),
    ...seen.flatMap(({ system, calls }) => outOfOrder(system, calls, relays)),
    ...seen.flatMap(({ system, secondEffectKeys }) =>
      secondEffectKeys.map((key) => `second effect at ${system}: ${key}`),
    ),
    ...relays.filter(({ state }) => isLive(state)).map(({ id, state }) => `no end state: ${id} is ${state}`),
    ...(await miscounted(acknowledged, relays, ledger)),
    ...(await ledger.audit()),
  ];
}

const isLive = (state: RelayState): boolean => LIVE_STATES.some((live) => live === state);

interface Seen {
  readonly system: string;
  readonly calls: readonly CallRecord[];
}

/** What a receipt promised is on record, and what is on record as delivered had its effect at its receiver. */
export function lost(
  acknowledged: readonly Receipt[],
  relays: readonly RelayRecord[],
  seen: readonly Seen[],
): readonly string[] {
  const known = new Set(relays.map(({ id }) => id));
  const promised = acknowledged.flatMap(({ eventId, relays: to }) =>
    to.map(({ to: system, contract }) => `${eventId}.${contract.split('/')[0]}.${system}`),
  );
  const arrived = new Set(seen.flatMap(({ calls }) => calls.filter(hadEffect).map(({ deliveryId }) => deliveryId)));
  const unheard = relays.filter(({ id, state }) => state === 'delivered' && !arrived.has(id));
  return [
    ...promised.filter((id) => !known.has(id)).map((id) => `promised but nowhere: ${id}`),
    ...unheard.map(({ id }) => `delivered but never received: ${id}`),
  ];
}

/** A 409 that names a duplicate says that the effect is there. */
const hadEffect = ({ effect, status }: CallRecord): boolean => effect !== null || status === 409;

/** First effects at one receiver follow the positions of their subject, and statuses their sequence. */
export function outOfOrder(
  system: string,
  calls: readonly CallRecord[],
  relays: readonly RelayRecord[],
): readonly string[] {
  const byId = new Map(relays.map((relay) => [relay.id, relay]));
  const places = new Map<string, number>();
  const sequences = new Map<string, number>();
  const effects = calls.filter(({ effect }) => effect !== null);
  return effects.flatMap(({ deliveryId, effect }) => {
    const relay = byId.get(deliveryId ?? '');
    if (!relay) return [`${system} received what no relay sent: ${deliveryId} (${effect})`];
    const [, subject = '', sequence = '0'] = /^status:(.*)#(\d+)$/.exec(effect ?? '') ?? [];
    return [
      ...ascends(places, `${relay.subject} ${relay.lane}`, relay.position),
      ...(subject === '' ? [] : ascends(sequences, subject, Number(sequence))),
    ].map((problem) => `out of order at ${system}: ${relay.id}: ${problem}`);
  });
}

function ascends(last: Map<string, number>, key: string, value: number): readonly string[] {
  const before = last.get(key) ?? 0;
  last.set(key, value);
  return value > before ? [] : [`${key}: ${value} came after ${before}`];
}

async function miscounted(
  acknowledged: readonly Receipt[],
  relays: readonly RelayRecord[],
  ledger: Ledger,
): Promise<readonly string[]> {
  const counts = await ledger.counts();
  const ids = new Set(acknowledged.map(({ eventId }) => eventId));
  const forgotten = await missing([...ids, ...relays.map(({ eventId }) => eventId)], ledger);
  const total = Object.values(counts.events).reduce((sum, count) => sum + count, 0);
  const listed = STATES.filter(
    (state) => counts.relays[state] !== relays.filter((relay) => relay.state === state).length,
  );
  const refusals = (await ledger.refusals(EVERYTHING)).length;
  return [
    ...listed.map((state) => `counts say ${counts.relays[state]} relays are ${state}, the list does not`),
    ...(refusals === counts.refusals ? [] : [`${counts.refusals} refusals counted, ${refusals} listed`]),
    ...forgotten.map((id) => `acknowledged but not on record: ${id}`),
    ...(total >= ids.size ? [] : [`${ids.size} events acknowledged, ${total} counted`]),
  ];
}

/** Event ids the ledger does not know. */
function missing(ids: readonly string[], ledger: Ledger): Promise<readonly string[]> {
  return ledger.rehearse(async (tx) => {
    const found = await Promise.all([...new Set(ids)].map(async (id) => ((await tx.event(id)) ? [] : [id])));
    return found.flat();
  });
}
