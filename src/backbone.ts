import type { LaneName, OutboxRelay, RelayRecord } from './delivery.ts';

/** Takes relays as they come, in order per subject. Must not wait for a delivery: it keeps them and returns. */
export type LaneHandler = (relays: readonly RelayRecord[]) => void;

export interface LaneConsumer {
  /** No more relays reach the handler until `resume`; what is published meanwhile is brought then. */
  pause(): void;
  resume(): void;
  /** The ledger has its end or its parking: the log need not bring it again. Repeating is harmless. */
  settled(relay: RelayRecord): void;
  close(): Promise<void>;
}

export interface BackboneState {
  readonly kind: string;
  readonly connected: boolean;
  /** What keeps it from carrying, in plain words; null while connected. */
  readonly trouble: string | null;
}

/**
 * The log that carries relays from the ledger's outbox to each system's lanes. It brings every published relay at least
 * once, per subject in order of position the first time; it may bring one again. The ledger decides what is sent.
 */
export interface Backbone {
  /**
   * True where the ledger's own file is the log: what is accepted is on it already, and `publish` only has the lanes
   * look.
   */
  readonly inLedger: boolean;
  /** Durable when it resolves. May be repeated with relays that were published before. */
  publish(relays: readonly OutboxRelay[]): Promise<void>;
  /** Starts with everything of the lane that may not be settled yet. One consumer for each lane. */
  consume(lane: LaneName, handler: LaneHandler): Promise<LaneConsumer>;
  /**
   * Resolves once the log is known to be this ledger's own, or a first try to learn that has failed; it may not carry
   * yet, and goes on trying by itself. Rejects where trying cannot help: the log is another ledger's.
   */
  ready(): Promise<void>;
  state(): BackboneState;
  close(): Promise<void>;
}
