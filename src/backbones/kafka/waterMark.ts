/**
 * Which offset of one partition may be committed: below the low-water mark, everything brought so far is settled or
 * parked in the ledger. Lives from one assignment of the partition to the next.
 */
export class WaterMark {
  /** Offsets brought and not yet settled, in the order of the log. */
  readonly #open = new Map<number, string>();
  readonly #ofRelay = new Map<string, number[]>();
  #next: number | null = null;

  /** A record that was brought; null for one that carries no relay and holds nothing back. */
  add(offset: number, relayId: string | null): void {
    if (offset < (this.#next ?? 0)) this.#forget();
    this.#next = offset + 1;
    if (relayId === null) return;
    this.#open.set(offset, relayId);
    this.#ofRelay.set(relayId, [...(this.#ofRelay.get(relayId) ?? []), offset]);
  }

  /** Every record of the relay so far is done with. One that was never here is no matter. */
  settled(relayId: string): void {
    for (const offset of this.#ofRelay.get(relayId) ?? []) this.#open.delete(offset);
    this.#ofRelay.delete(relayId);
  }

  /** The log began anew: the topic was deleted and made again. */
  #forget(): void {
    this.#open.clear();
    this.#ofRelay.clear();
  }

  /** The first offset to bring again after a restart; null before anything was brought. */
  get low(): number | null {
    const [first] = this.#open.keys();
    return first ?? this.#next;
  }
}
