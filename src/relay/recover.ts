import type { Backbone } from '../backbone.ts';
import type { LaneName } from '../delivery.ts';
import type { Ledger } from '../ledger.ts';

export interface RecoverOptions {
  readonly ledger: Pick<Ledger, 'unsent' | 'write'>;
  readonly backbone: Pick<Backbone, 'state'>;
  readonly now: () => number;
}

/** A lane, as far as its rest tells of lost relays. */
export interface RestingLane {
  readonly lane: LaneName;
  /** How long nothing has been at hand, milliseconds; null while nothing could be sent anyway. */
  readonly restedMs: number | null;
}

/** A lane that has rested for so long will get nothing any more of what was published before that. */
const REST_MS = 20_000;
/** In a lane that never rests, a relay published so long ago is taken for lost. */
const LOST_MS = 15 * 60_000;

/**
 * What the backbone lost (a topic deleted, records gone, offsets beyond them, another consumer that took them) goes
 * back to the outbox and is published again. Each time relays are given longer to arrive, so that a backbone that is
 * merely slow is not flooded with repeats. Returns how many went back.
 */
export function laneRecovery(of: RestingLane, { ledger, backbone, now }: RecoverOptions): () => Promise<number> {
  let patienceMs = REST_MS;
  let lookAgainAt = 0;
  return async () => {
    const { lane, restedMs } = of;
    if (restedMs === null || now() < lookAgainAt || !backbone.state().connected) return 0;
    const before = now() - (restedMs >= REST_MS ? REST_MS : LOST_MS);
    const [oldest] = await ledger.unsent(lane, 0, 1);
    if (oldest === undefined || oldest.createdAt > before) {
      patienceMs = REST_MS;
      return 0;
    }
    const lost = await ledger.write((tx) => tx.unpublish(lane, before));
    if (lost === 0) return 0;
    patienceMs = Math.min(patienceMs * 2, LOST_MS);
    lookAgainAt = now() + patienceMs;
    return lost;
  };
}
