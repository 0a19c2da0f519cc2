/** One call that reached a simulated system's own routes, in the order in which the calls took effect. */
export interface CallRecord {
  /** RFC 3339: when it took effect, or when a fault ended it. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** The `webhook-id` header; null where there was none. */
  readonly deliveryId: string | null;
  /** Null when no answer was given: reset, hang. */
  readonly status: number | null;
  /** What the call changed, see `SimulatedAnswer.effect`; null where nothing was. */
  readonly effect: string | null;
  /** True for a delivery id that was answered 2xx before: the same answer again, no effect. */
  readonly repeat: boolean;
  /** The persona the call met, or the words of an error inside the simulator; null for an ordinary call. */
  readonly fault: string | null;
}

export interface CallSummary {
  readonly calls: number;
  readonly repeats: number;
  /** First effects. */
  readonly effects: number;
  /** Effects whose key had been applied before: what no gateway may ever cause. */
  readonly secondEffects: number;
  /** Each such key once, in order of appearance. */
  readonly secondEffectKeys: readonly string[];
  /** Calls counted above whose records were let go, oldest first, to bound memory. */
  readonly forgotten: number;
}

/** An answer that was a success, ready to be given again. */
export interface KeptAnswer {
  readonly status: number;
  readonly text: string;
}

interface Entry extends Omit<CallRecord, 'at'> {
  readonly at: number;
}

/**
 * The evidence of one simulated system. Effect keys are never let go, so that a second effect is always seen; the
 * records of calls, and the answers kept for repeats, are bounded to the newest `limit`.
 */
export class CallRecorder {
  readonly #entries: Entry[] = [];
  readonly #answers = new Map<string, KeptAnswer>();
  readonly #effects = new Set<string>();
  readonly #secondKeys = new Set<string>();
  readonly #limit: number;
  #calls = 0;
  #repeats = 0;
  #secondEffects = 0;

  constructor(limit = 200_000) {
    this.#limit = limit;
  }

  write(entry: Entry): void {
    this.#calls += 1;
    if (entry.repeat) this.#repeats += 1;
    if (entry.effect !== null) this.#countEffect(entry.effect);
    this.#entries.push(entry);
    // In one go for a tenth of the limit: letting go of one at a time would copy the array at every call.
    if (this.#entries.length > this.#limit * 1.1) this.#entries.splice(0, this.#entries.length - this.#limit);
  }

  #countEffect(key: string): void {
    if (!this.#effects.has(key)) {
      this.#effects.add(key);
      return;
    }
    this.#secondEffects += 1;
    this.#secondKeys.add(key);
  }

  /** The answer this delivery id was given before, when that was a success. */
  answered(deliveryId: string | null): KeptAnswer | undefined {
    return deliveryId === null ? undefined : this.#answers.get(deliveryId);
  }

  /** Keeps a success for repeats of its delivery id. */
  keep(deliveryId: string | null, answer: KeptAnswer): void {
    if (deliveryId === null) return;
    this.#answers.set(deliveryId, answer);
    if (this.#answers.size <= this.#limit) return;
    for (const oldest of this.#answers.keys()) {
      this.#answers.delete(oldest);
      return;
    }
  }

  calls(): readonly CallRecord[] {
    return this.#entries.map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() }));
  }

  summary(): CallSummary {
    return {
      calls: this.#calls,
      repeats: this.#repeats,
      effects: this.#effects.size,
      secondEffects: this.#secondEffects,
      secondEffectKeys: [...this.#secondKeys],
      forgotten: this.#calls - this.#entries.length,
    };
  }
}
