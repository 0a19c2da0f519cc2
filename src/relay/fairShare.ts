/**
 * The room of one system, which its lanes share. What is claimed is counted until it is sent, so together they claim no
 * more than there is room for; a lane that had its turn is asked last the next time, so a long one never keeps the others
 * waiting.
 */
export class FairShare {
  readonly #capacity: () => number;
  readonly #lanes: (() => number)[] = [];
  #claiming = 0;
  #asked: NodeJS.Immediate | null = null;

  constructor(capacity: () => number) {
    this.#capacity = capacity;
  }

  /** `claimReady` claims what it has for the room there is, and says how many that were. */
  join(claimReady: () => number): void {
    this.#lanes.push(claimReady);
  }

  get room(): number {
    return this.#capacity() - this.#claiming;
  }

  begin(claims: number): void {
    this.#claiming += claims;
  }

  /** Call it in the same turn in which what was claimed is sent. */
  end(claims: number): void {
    this.#claiming -= claims;
  }

  /** Once a turn, however many settled in it: what may go now is then claimed in one write. */
  ask(): void {
    this.#asked ??= setImmediate(() => {
      this.#asked = null;
      for (const lane of [...this.#lanes]) {
        if (lane() === 0) continue;
        this.#lanes.splice(this.#lanes.indexOf(lane), 1);
        this.#lanes.push(lane);
      }
    });
  }
}
