import { setTimeout as wait } from 'node:timers/promises';
import type { Cursor, Page, PollContext } from '../adapter.ts';
import type { CutShort } from '../declared.ts';
import { contextOf } from '../directory.ts';
import { asGatewayError, GatewayError } from '../errors.ts';
import type { LedgerTx, Polled } from '../ledger.ts';
import type { SnapshotKey } from '../snapshot.ts';
import type { Answer } from '../upstream.ts';
import { cutShortText } from '../words/polls.ts';
import { askWhenFree } from './askWhenFree.ts';
import { troubleOf } from './pollCause.ts';
import { EarlyEnds, PollPace, RoundBounds } from './pollManners.ts';
import { isItsOwn, Questions } from './pollMemory.ts';
import type { Poller, PollOptions, PollState } from './pollTypes.ts';

/** A question, its answer, and what the round makes of it: null where it breaks off. Not asked at all: no answer. */
interface Asked {
  readonly path: string;
  readonly answer: Answer<Page> | null;
  readonly page: Page | null;
}

type Before = Pick<Polled, 'cursor' | 'roundAt' | 'cutShort'>;

/** After a start the systems are not all asked in the same moment: each within a tenth of its interval, or so. */
const FIRST_WITHIN_MS = 10_000;
const JITTER = 0.1;
/** A question that failed so often in a row while the circuit is closed is left out of its round, and of the next at once. */
const STUBBORN = 2;
/** Who is brought something comes first, for a while. */
const ROOM_WAIT_MS = 60_000;

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
  readonly #questions = new Questions();
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  readonly #unsubscribe: () => void;
  #waking = new AbortController();
  /** Of the question that is asked now, in a row. */
  #failures = 0;
  /** The circuit was open when the last question failed. */
  #foundOpen = false;
  #trouble: GatewayError | null = null;
  readonly #pace: PollPace;
  readonly #early = new EarlyEnds();
  #nextAt: number | null = null;
  #roundAt: number | null = null;

  constructor(options: PollOptions) {
    this.#options = options;
    this.#pace = new PollPace(options.manners.requestsPerSecond);
    this.#unsubscribe = options.upstream.onChange(() => this.#lookAtCircuit());
    this.#running = this.#run();
  }

  state(): PollState {
    const { system, intervalMs, upstream } = this.#options;
    return {
      system: system.name,
      intervalSeconds: intervalMs / 1000,
      lastRoundAt: isoOrNull(this.#roundAt),
      nextAt: isoOrNull(this.#nextAt),
      ...troubleOf(this.#trouble, upstream),
      cutShort: this.#early.last.map((one) => ({ ...one, text: cutShortText(one) })),
    };
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
    const { system, ledger, ingest, manners } = this.#options;
    this.#questions.mended(ingest.mendedAt());
    const before: Before = (await ledger.polled(system.name)) ?? { cursor: null, roundAt: null };
    this.#roundAt = before.roundAt;
    this.#early.restore(before.cutShort);
    const context = { ...contextOf(system), numbers: await ledger.openNumbers(system.name) };
    const bounds = new RoundBounds(manners);
    let { cursor } = before;
    let isIdle = true;
    bounds.stoodAt(cursor);
    while (!this.#isClosed) {
      const { path, answer, page } = await this.#ask(cursor, context);
      if (page === null) return this.#isClosed ? 0 : this.#failed(answer);
      isIdle &&= answer === null;
      bounds.asked();
      if (answer?.kind !== 'answered') this.#questions.leaveOut(path);
      this.#note(path, answer, await this.#take(page, before));
      if (page.cutShort) this.#cut(page.cutShort);
      if (!page.more) return this.#endRound(isIdle);
      if (bounds.stoodAt(page.cursor)) {
        this.#cut({ code: 'round-in-circle', facts: { requests: bounds.requests } });
        return this.#endRound(false);
      }
      const reached = bounds.reached();
      if (reached !== null) return this.#rest(reached);
      cursor = page.cursor;
    }
    return 0;
  }

  #note(path: string, answer: Asked['answer'], told: readonly SnapshotKey[]): void {
    this.#failures = 0;
    if (answer?.kind === 'unanswered') this.#tell(answer.error);
    if (answer?.kind === 'answered') this.#questions.hear(path, answer.response, told);
  }

  /** A list that was cut short is no complete round: an item missing from it may still exist. */
  #cut(cutShort: CutShort): void {
    this.#questions.cutShort();
    this.#early.add(cutShort);
  }

  /** Asks no more until the next interval, and says why where that is not because all was asked. */
  async #rest(interrupted?: CutShort): Promise<number> {
    const { system, ledger, intervalMs, random, onCutShort } = this.#options;
    const isNews = this.#early.end(interrupted);
    const { last } = this.#early;
    if (isNews || last.length > 0) await ledger.write((tx) => tx.putCutShort(system.name, last));
    if (isNews) onCutShort(system.name, last);
    return intervalMs * (1 + JITTER * (2 * random() - 1));
  }

  async #ask(cursor: Cursor, context: PollContext): Promise<Asked> {
    const { poll, upstream, system } = this.#options;
    const request = poll.ask(cursor, context);
    const { path } = request;
    const isProbe = this.#circuit === 'half-open';
    // That it fails says little about the system: the probe is for the others, until each has had its turn.
    const unasked = isProbe && this.#questions.wasLeftOut(path) ? this.#skip(cursor, context) : null;
    if (unasked !== null) return { path, answer: null, page: unasked };
    await this.#pace.turn(this.#closing.signal);
    if (this.#isClosed) return { path, answer: null, page: null };
    const forms = { answer: poll.answer, refusals: system.adapter.refusals };
    const answer = await askWhenFree(upstream, { waitMs: ROOM_WAIT_MS, signal: this.#closing.signal }, () => ({
      ...{ request, subject: 'poll', headers: this.#questions.headers(path), ...forms },
      read: (response) => poll.read(response, cursor, context),
    }));
    if (answer.kind === 'answered') return { path, answer, page: answer.value };
    if (isProbe) this.#questions.leaveOut(path);
    const isLeftOut = this.#circuit === 'closed' && this.#isStubborn(path, answer.error);
    return { path, answer, page: isLeftOut ? this.#skip(cursor, context) : null };
  }

  #isStubborn(path: string, { permanent, code }: GatewayError): boolean {
    return permanent || (isItsOwn(code) && (this.#failures >= STUBBORN || this.#questions.wasLeftOut(path)));
  }

  /** The round without this question, where the dialect knows how. */
  #skip(cursor: Cursor, context: PollContext): Page | null {
    return this.#options.poll.skip?.(cursor, context) ?? null;
  }

  /** What was said, and where the questions stand after it. */
  async #take({ natives, cursor, more }: Page, before: Before): Promise<readonly SnapshotKey[]> {
    const { system, ingest, now } = this.#options;
    const roundAt = more || !this.#questions.isWhole ? before.roundAt : now();
    const mark = (tx: LedgerTx): Promise<void> => tx.putPolled({ system: system.name, cursor, roundAt });
    const told = await ingest.takePage(system, natives, mark);
    this.#roundAt = roundAt;
    return told;
  }

  #failed(answer: Answer<Page> | null): number {
    if (answer?.kind === 'unanswered') return this.#fail(answer.error, answer.retryAfterMs);
    throw new GatewayError('internal', { detail: 'Jawaban tanpa halaman.' });
  }

  /** A round that left a question out is in trouble over it, however the others went. */
  async #endRound(isIdle: boolean): Promise<number> {
    if (this.#questions.isWhole) this.#goWell();
    const round = this.#questions.endRound();
    if (round !== null)
      this.#questions.forget(await this.#options.ingest.applyCompleteRound(this.#options.system, round));
    const waitMs = await this.#rest();
    if (!isIdle) return waitMs;
    this.#questions.forgive();
    return 0;
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
    if (this.#trouble !== null) this.#options.onTrouble(this.#options.system.name, null);
    this.#trouble = null;
  }

  /** A circuit that may be tried again is tried at once: nobody else might, and its system may have much to say. */
  #lookAtCircuit(): void {
    if (!this.#foundOpen || this.#nextAt === null || this.#circuit === 'open') return;
    this.#foundOpen = false;
    this.#waking.abort();
  }

  get #circuit(): 'closed' | 'open' | 'half-open' {
    return this.#options.upstream.state().circuit;
  }
}

const isoOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
