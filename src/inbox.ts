import type { NativeRequest, NativeResponse } from './declared.ts';
import type { RelayState } from './delivery.ts';
import type { GatewayError } from './errors.ts';
import type { Upstream } from './upstream.ts';

/** One delivery as the system that fetches it gets it: the request the gateway would have sent it. */
export interface InboxItem extends Pick<NativeRequest, 'method' | 'path' | 'message' | 'body'> {
  /** The same each time it is fetched: the receiver's idempotency key. */
  readonly deliveryId: string;
  /** Higher each time it is fetched. An acknowledgement that names another one ends nothing. */
  readonly claim: number;
  /**
   * RFC 3339: not acknowledged by then, the delivery is fetched again. A later acknowledgement counts where it has been,
   * and then ends that lease.
   */
  readonly leaseUntil: string;
  /** What the request would have carried: delivery id, time and, where it is agreed, the signature. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How a system that fetched a delivery answers it, as it would have answered the request. */
export interface Acknowledgement extends Pick<NativeResponse, 'status' | 'body'> {
  readonly deliveryId: string;
  /** That of the item; left out, it is the delivery's present lease that ends. */
  readonly claim?: number;
}

/** How a relay stands after an attempt, and why it was not delivered; null where it was. */
export interface Acknowledged {
  readonly state: RelayState;
  readonly error: GatewayError | null;
}

/**
 * The way out to a system that cannot be called: deliveries wait in the ledger until it fetches them, and are settled by
 * its acknowledgement. Nothing is spent while nobody fetches. What was fetched and not acknowledged within its lease has
 * spent an attempt and is fetched again.
 */
export interface Inbox extends Upstream {
  /**
   * At most so many deliveries, the first of each subject; waits so long for the first of them. Empty when none came, when
   * `signal` aborts, and when the gateway stops.
   */
  fetch(wanted: { most: number; waitMs: number; signal: AbortSignal }): Promise<readonly InboxItem[]>;
  /**
   * What became of the relay once the acknowledgement is written down; null where the delivery is under no lease: acknowledged
   * before, fetched before a restart, or too late. One that asks for patience is a failed attempt.
   */
  acknowledge(acknowledgement: Acknowledgement): Promise<Acknowledged | null>;
  /** The ledger has the end of an attempt. */
  settled(relayId: string, acknowledged: Acknowledged): void;
  /** Ends every fetch that waits; later ones are empty at once. */
  endFetches(): void;
}
