import type { Arena } from './arena.ts';
import { type Load, SYSTEMS } from './load.ts';

/** When an acknowledged event was pushed and when it had its first effect at a receiver, milliseconds since the epoch. */
export interface Delivery {
  readonly pushedAt: number;
  readonly arrivedAt: number;
  /** How long the push waited for its answer, milliseconds. */
  readonly tookMs: number;
}

/** By the receivers' books. An event that had no effect anywhere is left out. */
export async function deliveries({ books }: Arena, { acknowledged }: Load): Promise<readonly Delivery[]> {
  const arrivals = new Map<string, number>();
  for (const system of SYSTEMS) {
    for (const { at, deliveryId, effect } of await books.calls(system)) {
      const eventId = eventOf(deliveryId ?? '');
      if (effect !== null && !arrivals.has(eventId)) arrivals.set(eventId, Date.parse(at));
    }
  }
  return acknowledged.flatMap(({ eventId, pushedAt, tookMs }) => {
    const arrivedAt = arrivals.get(eventId);
    return arrivedAt === undefined ? [] : [{ pushedAt, arrivedAt, tookMs }];
  });
}

/** A delivery's id names its event, then contract and recipient; neither of these has a full stop in its name. */
const eventOf = (deliveryId: string): string => deliveryId.split('.').slice(0, -2).join('.');

/** How long after `since` the first of what was pushed after `pushed` arrived, milliseconds; null where none did. */
export function firstArrivalMs(all: readonly Delivery[], { since, pushed }: { since: number; pushed: number }) {
  const after = all.filter(({ pushedAt, arrivedAt }) => pushedAt >= pushed && arrivedAt >= since);
  return after.length === 0 ? null : Math.min(...after.map(({ arrivedAt }) => arrivedAt)) - since;
}

export interface Spread {
  readonly median: number;
  readonly max: number;
}

/** Of a list that is not empty; what is null is left out. */
export function spreadOf(values: readonly (number | null)[]): Spread {
  const sorted = values.filter((value) => value !== null).sort((one, other) => one - other);
  return { median: sorted[sorted.length >> 1] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}
