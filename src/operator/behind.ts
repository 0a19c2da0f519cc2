import { isLive, type RelayRecord } from '../delivery.ts';

/** What of its subject a relay has to wait for, or is waited for by. */
const isSameQueue = (a: RelayRecord, b: RelayRecord): boolean =>
  a.recipient === b.recipient && a.lane === b.lane && a.subject === b.subject;

export const isBehind = (relay: RelayRecord, front: RelayRecord): boolean =>
  isSameQueue(relay, front) && relay.position > front.position;

/** True while later relays of its subject wait for it: it has no end, or one that holds them. */
export const isHolding = ({ state, onDead }: RelayRecord): boolean =>
  !(['delivered', 'withheld', 'superseded', 'discarded'].includes(state) || (state === 'dead' && onDead === 'release'));

/** The first relay that keeps this one waiting; null where none does. */
export function frontOf(relay: RelayRecord, relays: readonly RelayRecord[]): RelayRecord | null {
  if (!isLive(relay.state) || relay.state === 'claimed') return null;
  const before = relays.filter((other) => isBehind(relay, other) && isHolding(other));
  return before.toSorted((a, b) => a.position - b.position)[0] ?? null;
}
