import type { RelayRecord } from '../delivery.ts';

interface Queue {
  readonly relays: RelayRecord[];
  busy: boolean;
}

/**
 * The relays of one lane that are at hand: a queue for each subject, of which only the head may be under way. Subjects
 * take turns in the order they became ready, so one busy or failing subject never keeps the others from theirs.
 */
export class Window {
  readonly #queues = new Map<string, Queue>();
  readonly #ready = new Set<string>();
  readonly #ids = new Set<string>();

  get size(): number {
    return this.#ids.size;
  }

  /** Relays that are here already are left out. */
  add(relays: readonly RelayRecord[]): void {
    for (const relay of relays) {
      if (this.#ids.has(relay.id)) continue;
      this.#ids.add(relay.id);
      const queue = this.#queues.get(relay.subject) ?? { relays: [], busy: false };
      this.#queues.set(relay.subject, queue);
      insert(queue, relay);
      if (!queue.busy) this.#ready.add(relay.subject);
    }
  }

  /** Up to `most` heads of different subjects; each is under way until `finish`. */
  take(most: number): readonly RelayRecord[] {
    const heads: RelayRecord[] = [];
    for (const subject of this.#ready) {
      if (heads.length >= most) break;
      const queue = this.#queues.get(subject);
      const head = queue?.relays[0];
      this.#ready.delete(subject);
      if (!queue || !head) continue;
      queue.busy = true;
      heads.push(head);
    }
    return heads;
  }

  /** The relay leaves the window, however it went; the next of its subject gets its turn. */
  finish(relay: RelayRecord): void {
    const queue = this.#queues.get(relay.subject);
    if (!queue || !this.#ids.delete(relay.id)) return;
    queue.relays.splice(queue.relays.indexOf(relay), 1);
    queue.busy = false;
    if (queue.relays.length > 0) this.#ready.add(relay.subject);
    else this.#queues.delete(relay.subject);
  }
}

/** In order of position; behind a head that is under way. */
function insert(queue: Queue, relay: RelayRecord): void {
  const from = queue.busy ? 1 : 0;
  let place = queue.relays.length;
  while (place > from && (queue.relays[place - 1]?.position ?? 0) > relay.position) place -= 1;
  queue.relays.splice(place, 0, relay);
}
