import type { SimulatedSystem } from './host.ts';

export interface AutomationOptions {
  /** Mean time between two moves of a case; 300 when absent. */
  readonly stepMs?: number;
  /** Of 0 to 1: each step is up to this part longer or shorter; 0.3 when absent. */
  readonly jitter?: number;
  /** Time between two announcements of what is no case; none when absent. */
  readonly announceMs?: number;
}

/**
 * The officers of one simulated system: each case that comes across is accepted and then moved status by status to its
 * end, one step at a time, each event pushed. Cases filed here are left alone. A move that the simulator refuses (an
 * operator declined the case meanwhile) ends that case's moves and is written into the system's `problems`.
 */
export class Automation {
  readonly #system: SimulatedSystem;
  readonly #stepMs: number;
  readonly #jitter: number;
  readonly #seen = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #announcing: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(system: SimulatedSystem, options: AutomationOptions) {
    this.#system = system;
    this.#stepMs = options.stepMs ?? 300;
    this.#jitter = options.jitter ?? 0.3;
    system.onEffect = () => this.#look();
    if (options.announceMs !== undefined)
      this.#announcing = setInterval(() => system.announce(), options.announceMs).unref();
  }

  close(): void {
    this.#system.onEffect = () => undefined;
    clearInterval(this.#announcing);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** One look at all cases a while after a change, however many changes came: looking at each would be quadratic. */
  #look(): void {
    if (this.#looking) return;
    this.#looking = true;
    this.#later(this.#stepMs / 3, () => {
      this.#looking = false;
      for (const { number, own } of this.#system.simulator.desk?.cases() ?? []) {
        if (own || this.#seen.has(number)) continue;
        this.#seen.add(number);
        this.#step(number, () => this.#system.desk.decide(number, 'accepted'));
      }
    });
  }

  #step(number: string, move: () => object | null): void {
    const swing = 1 + this.#jitter * (2 * Math.random() - 1);
    this.#later(this.#stepMs * swing, () => {
      const before = this.#statusesOf(number);
      const event = this.#try(number, move);
      if (event !== null) this.#system.pusher.push(number, event);
      // A system that is asked tells nobody that it moved.
      else if (this.#statusesOf(number) === before) return;
      this.#step(number, () => this.#system.desk.advance(number));
    });
  }

  #statusesOf(number: string): number {
    return this.#system.desk.cases().find((one) => one.number === number)?.history.length ?? 0;
  }

  #try(number: string, move: () => object | null): object | null {
    try {
      return move();
    } catch (error) {
      this.#system.problems.push(`${number}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }
}
