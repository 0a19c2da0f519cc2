import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { specimenToken } from '../../src/config/config.ts';
import { JAKARTA_PLACES, LAMPUNG_PLACES } from '../../src/sandbox/scenario.ts';
import type { Books, Issued } from './books.ts';

/** One report on its way from the system it was filed in to the one it belongs to. */
export interface Passage {
  readonly from: string;
  readonly to: string;
  /** The number it was given where it was filed. */
  readonly number: string;
}

/** One event the gateway answered 2xx: from then on it must not be lost. */
export interface Acknowledged {
  readonly passage: Passage;
  readonly what: 'handover' | 'status';
  readonly system: string;
  readonly event: object;
  readonly status: number;
  readonly eventId: string;
  /** Which life of the gateway answered. */
  readonly life: number;
  /** When the push that was answered 2xx left, milliseconds since the epoch, and how long its answer took. */
  readonly pushedAt: number;
  readonly tookMs: number;
}

interface LoadOptions {
  readonly url: string;
  readonly books: Books;
  readonly statuses: number;
  /** How long a report may take to appear on the other side before it is given up. */
  readonly patienceMs: number;
  /** Reports are begun at least so far apart, whatever becomes of those before; 0 begins one for each that is done. */
  readonly everyMs?: number;
}

export const SYSTEMS = ['lampung-in', 'jaki-crm'] as const;
const LOOK_MS = 150;
const FIRST_DELAY_MS = 20;
const LONGEST_DELAY_MS = 200;

/**
 * Citizens and officers of both provinces: every report is handed over and, once the other side has given it a number,
 * moved on there status by status. Each event is pushed until it is acknowledged, the next of its report after that.
 */
export class Load {
  readonly passages: Passage[] = [];
  readonly acknowledged: Acknowledged[] = [];
  /** What the gateway answered that was neither 2xx nor a reason to try again, or never came: each is a failure. */
  readonly problems: string[] = [];
  /** Pushes that were not answered 2xx, for whatever reason, and were tried again. */
  unanswered = 0;
  /** Counted up by whoever starts the gateway again. */
  life = 1;
  readonly #options: LoadOptions;
  readonly #agent = new Agent({ connections: 64, headersTimeout: 10_000, bodyTimeout: 10_000 });
  /** Numbers of what came across, by recipient and the sender's number. */
  readonly #arrived = new Map<string, string>();
  #over = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Passes so many reports, half of them each way, so many at a time. Resolves when all were given their chance. */
  run(reports: number, atOnce: number): Promise<void> {
    this.#running = this.#passAll(reports, atOnce);
    return this.#running;
  }

  /** One push of something that was pushed before; null where nobody answers. */
  async again(pushed: Pick<Acknowledged, 'system' | 'event'>): Promise<{ status: number; eventId: string } | null> {
    try {
      return await this.#post(pushed.system, pushed.event);
    } catch {
      // Refused connections are what waiting for a start looks like; the caller has the deadline.
      return null;
    }
  }

  /** Breaks off what still passes. */
  async close(): Promise<void> {
    this.#over = true;
    await this.#running;
    await this.#agent.destroy();
  }

  async #passAll(reports: number, atOnce: number): Promise<void> {
    const looking = this.#lookOut();
    const { everyMs = 0 } = this.#options;
    const since = performance.now();
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < reports && !this.#over) {
        const index = next++;
        const early = since + index * everyMs - performance.now();
        if (early > 0) await wait(early);
        await this.#pass(index);
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(atOnce, reports) }, worker));
    } finally {
      this.#over = true;
      await looking;
    }
  }

  async #pass(index: number): Promise<void> {
    const { books, statuses } = this.#options;
    const [from, to] = index % 2 === 0 ? SYSTEMS : ([SYSTEMS[1], SYSTEMS[0]] as const);
    const places = from === 'lampung-in' ? JAKARTA_PLACES : LAMPUNG_PLACES;
    const report = places[(index >> 1) % places.length];
    if (!report) throw new Error('the scenario is empty');
    const issued = await books.handOver(from, { ...report, title: `${report.title} (${index + 1})` });
    const passage: Passage = { from, to, number: issued.number };
    this.passages.push(passage);
    if (!(await this.#untilAcknowledged(passage, { what: 'handover', system: from, issued }))) return;
    const away = await this.#arrival(passage);
    if (away === null) return;
    for (let place = 0; place < statuses; place += 1) {
      const moved = await books.advance(to, away);
      if (!(await this.#untilAcknowledged(passage, { what: 'status', system: to, issued: moved }))) return;
    }
  }

  async #untilAcknowledged(
    passage: Passage,
    { what, system, issued }: { what: Acknowledged['what']; system: string; issued: Issued },
  ): Promise<boolean> {
    const { event } = issued;
    for (let delay = FIRST_DELAY_MS; !this.#over; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
      const pushedAt = Date.now();
      const answer = await this.again({ system, event });
      if (answer && answer.status < 300) {
        const tookMs = Date.now() - pushedAt;
        this.acknowledged.push({ ...answer, ...{ passage, what, system, event, life: this.life, pushedAt, tookMs } });
        return true;
      }
      this.unanswered += 1;
      if (answer && answer.status < 500) {
        this.problems.push(`${what} of ${issued.number} at ${system} was answered ${answer.status}`);
        return false;
      }
      await wait(delay);
    }
    return false;
  }

  async #post(system: string, event: object): Promise<{ status: number; eventId: string }> {
    const answer = await request(`${this.#options.url}/v1/systems/${system}/events`, {
      method: 'POST',
      dispatcher: this.#agent,
      headers: { authorization: `Bearer ${specimenToken(system)}`, 'content-type': 'application/json' },
      body: JSON.stringify(event),
    });
    const { eventId } = (await answer.body.json()) as { eventId?: string };
    return { status: answer.statusCode, eventId: eventId ?? '' };
  }

  async #arrival({ to, number }: Passage): Promise<string | null> {
    const until = performance.now() + this.#options.patienceMs;
    while (!this.#over && performance.now() < until) {
      const away = this.#arrived.get(`${to} ${number}`);
      if (away !== undefined) return away;
      await wait(LOOK_MS / 3);
    }
    this.problems.push(`${number} did not appear at ${to} in time`);
    return null;
  }

  async #lookOut(): Promise<void> {
    while (!this.#over) {
      for (const system of SYSTEMS) {
        for (const { own, number, counterpart } of await this.#options.books.cases(system)) {
          if (!own) this.#arrived.set(`${system} ${counterpart}`, number);
        }
      }
      await wait(LOOK_MS);
    }
  }
}
