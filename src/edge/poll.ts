import { setTimeout as wait } from 'node:timers/promises';
import type { Cursor, NativeResponse, Page, Poll, PollContext } from '../adapter.ts';
import { contextOf, type System } from '../directory.ts';
import { asGatewayError, GatewayError } from '../errors.ts';
import type { Ingest } from '../intake/ingest.ts';
import type { Ledger, Polled } from '../ledger.ts';
import type { Answer, Upstream } from '../upstream.ts';

export interface PollOptions {
  readonly system: System;
  readonly poll: Poll;
  readonly upstream: Upstream;
  readonly ledger: Pick<Ledger, 'polled' | 'openNumbers'>;
  readonly ingest: Pick<Ingest, 'takePage'>;
  /** From the end of one round to the beginning of the next, give or take a tenth. */
  readonly intervalMs: number;
  /** Waits after the first failed question of a round, the second, and so on; never longer than the interval. */
  readonly delaysMs: readonly number[];
  readonly now: () => number;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly onError: (what: string, error: unknown) => void;
  /** Told when asking has begun to fail, and when it goes well again (`null`). */
  readonly onTrouble: (system: string, trouble: GatewayError | null) => void;
}

export interface PollState {
  readonly system: string;
  readonly intervalSeconds: number;
  /** RFC 3339: when the last whole round ended; null before the first. */
  readonly lastRoundAt: string | null;
  /** RFC 3339: when it is asked next; null while it is being asked. */
  readonly nextAt: string | null;
  /** Why the last question was not answered, in plain words; null where it was. */
  readonly trouble: string | null;
}

export interface Poller {
  state(): PollState;
  /** Asks now, unless it is asking. */
  wake(): void;
  /** Ends after the question under way. */
  close(): Promise<void>;
}

/** After a start the systems are not all asked in the same moment: each within a tenth of its interval, or so. */
const FIRST_WITHIN_MS = 10_000;
const JITTER = 0.1;
/** A question that failed so often while the circuit is closed is left out of the round. */
const STUBBORN = 2;
/** More questions in one round are no round any more. */
const MOST_QUESTIONS = 10_000;

/**
 * Asks one system for what is new, round after round, through its own circuit. What was said and where the questions stand
 * are written together, so a round that breaks off goes on where it was. An answer the system says is unchanged (304) is
 * not read again; after a start everything is asked once without that.
 */
export function poller(options: PollOptions): Poller {
  return new SystemPoll(options);
}

class SystemPoll implements Poller {
  readonly #options: PollOptions;
  /** By path, for as long as this process runs. */
  readonly #validators = new Map<string, Readonly<Record<string, string>>>();
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  readonly #unsubscribe: () => void;
  #waking = new AbortController();
  #failures = 0;
  /** The circuit was open when the last question failed. */
  #foundOpen = false;
  #trouble: GatewayError | null = null;
  #nextAt: number | null = null;
  #roundAt: number | null = null;

  constructor(options: PollOptions) {
    this.#options = options;
    this.#unsubscribe = options.upstream.onChange(() => this.#lookAtCircuit());
    this.#running = this.#run();
  }

  state(): PollState {
    const { system, intervalMs } = this.#options;
    return {
      system: system.name,
      intervalSeconds: intervalMs / 1000,
      lastRoundAt: isoOrNull(this.#roundAt),
      nextAt: isoOrNull(this.#nextAt),
      trouble: this.#trouble?.message ?? null,
    };
  }

  wake(): void {
    this.#waking.abort();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#unsubscribe();
    await this.#running;
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  async #run(): Promise<void> {
    const { intervalMs, random } = this.#options;
    await this.#pause(random() * Math.min(FIRST_WITHIN_MS, intervalMs * JITTER));
    while (!this.#isClosed) {
      const waitMs = await this.#round().catch((error) => this.#fail(asGatewayError(error), null));
      if (!this.#isClosed) await this.#pause(waitMs);
    }
  }

  async #pause(ms: number): Promise<void> {
    this.#nextAt = this.#options.now() + ms;
    this.#waking = new AbortController();
    const signal = AbortSignal.any([this.#waking.signal, this.#closing.signal]);
    await wait(ms, null, { signal }).catch(() => undefined);
    this.#nextAt = null;
  }

  /** How long to wait for the next one, milliseconds. */
  async #round(): Promise<number> {
    const { system, poll, ledger, intervalMs, random } = this.#options;
    const before = (await ledger.polled(system.name)) ?? { system: system.name, cursor: null, roundAt: null };
    this.#roundAt = before.roundAt;
    const context = { ...contextOf(system), numbers: await ledger.openNumbers(system.name) };
    let { cursor } = before;
    let isWhole = true;
    for (let asked = 0; asked < MOST_QUESTIONS && !this.#isClosed; asked += 1) {
      const request = poll.ask(cursor, context);
      const answer = await this.#ask(request, cursor, context);
      const page = answer.kind === 'answered' ? answer.value : this.#without(answer.error, cursor, context);
      if (page === null) return this.#failed(answer);
      await this.#take(page, before);
      isWhole &&= answer.kind === 'answered';
      this.#hear(request.path, answer, isWhole);
      if (!page.more) return intervalMs * (1 + JITTER * (2 * random() - 1));
      if (JSON.stringify(page.cursor) === JSON.stringify(cursor)) break;
      cursor = page.cursor;
    }
    if (this.#isClosed) return 0;
    throw new GatewayError('internal', { detail: `Penjemputan dari ${system.name} berputar tanpa akhir.` });
  }

  #ask(request: ReturnType<Poll['ask']>, cursor: Cursor, context: PollContext): Promise<Answer<Page>> {
    const { poll, upstream } = this.#options;
    return upstream.ask({
      ...{ request, subject: 'poll', headers: this.#validators.get(request.path) ?? {} },
      read: (response) => poll.read(response, cursor, context),
    });
  }

  /** What was said, and where the questions stand after it. */
  async #take({ natives, cursor, more }: Page, before: Polled): Promise<void> {
    const { system, ingest, now } = this.#options;
    const roundAt = more ? before.roundAt : now();
    await ingest.takePage(system, natives, (tx) => tx.putPolled({ system: system.name, cursor, roundAt }));
    this.#roundAt = roundAt;
  }

  /** The round without a question that does not get an answer, where the dialect knows how. */
  #without(error: GatewayError, cursor: Cursor, context: PollContext): Page | null {
    const isStubborn = error.permanent || (error.code === 'upstream-failed' && this.#failures >= STUBBORN);
    return isStubborn && this.#circuit === 'closed' ? (this.#options.poll.skip?.(cursor, context) ?? null) : null;
  }

  #failed(answer: Answer<Page>): number {
    if (answer.kind === 'unanswered') return this.#fail(answer.error, answer.retryAfterMs);
    throw new GatewayError('internal', { detail: 'Jawaban tanpa halaman.' });
  }

  /** A round that left a question out is still in trouble over it, however the others went. */
  #hear(path: string, answer: Answer<Page>, isWhole: boolean): void {
    this.#failures = 0;
    if (answer.kind === 'unanswered') this.#tell(answer.error);
    else this.#remember(path, answer.response);
    if (isWhole) this.#goWell();
  }

  #remember(path: string, response: NativeResponse): void {
    if (response.status === 304) return;
    const { etag, 'last-modified': modified } = response.headers;
    const known = {
      ...(etag === undefined ? {} : { 'if-none-match': etag }),
      ...(modified === undefined ? {} : { 'if-modified-since': modified }),
    };
    this.#validators.set(path, known);
    const [oldest] = this.#validators.keys();
    if (this.#validators.size > MOST_QUESTIONS && oldest !== undefined) this.#validators.delete(oldest);
  }

  #fail(error: GatewayError, retryAfterMs: number | null): number {
    const { delaysMs, intervalMs, onError } = this.#options;
    if (error.code === 'internal' || error.code === 'ledger-unavailable') onError('poll', error);
    this.#tell(error);
    this.#foundOpen = this.#circuit === 'open';
    const delay = delaysMs[Math.min(this.#failures, delaysMs.length - 1)] ?? intervalMs;
    this.#failures += 1;
    return Math.max(Math.min(delay, intervalMs), retryAfterMs ?? 0);
  }

  #tell(error: GatewayError): void {
    if (this.#trouble === null) this.#options.onTrouble(this.#options.system.name, error);
    this.#trouble = error;
  }

  #goWell(): void {
    this.#failures = 0;
    this.#foundOpen = false;
    if (this.#trouble === null) return;
    this.#trouble = null;
    this.#options.onTrouble(this.#options.system.name, null);
  }

  /** A circuit that may be tried again is tried at once: nobody else might, and its system may have much to say. */
  #lookAtCircuit(): void {
    if (!this.#foundOpen || this.#nextAt === null || this.#circuit === 'open') return;
    this.#foundOpen = false;
    this.wake();
  }

  get #circuit(): 'closed' | 'open' | 'half-open' {
    return this.#options.upstream.state().circuit;
  }
}

const isoOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
