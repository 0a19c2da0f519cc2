import { setTimeout as wait } from 'node:timers/promises';
import type { Cursor } from '../adapter.ts';
import type { CutShort } from '../declared.ts';
import type { ConfigPoll } from '../generated/contracts.ts';

/** How gently a system is asked. */
export type Manners = Required<Omit<ConfigPoll, 'intervalSeconds'>>;

const USUAL: Manners = { requestsPerSecond: 5, requestsPerRound: 200, secondsPerRound: 120 };

/** What the configuration says, with the usual manners where it says nothing. */
export const mannersOf = (config: ConfigPoll): Manners => ({ ...USUAL, ...config });

/** A few questions at once are no load; a list of thousands asked like that is. */
const BURST_SECONDS = 4;
const SMALLEST_BURST = 10;

/** Lets questions pass at the rate of a token bucket, for as long as the gateway runs. Times are monotonic milliseconds. */
export class PollPace {
  readonly #perMs: number;
  readonly #burst: number;
  readonly #clock: () => number;
  #tokens: number;
  #filledAt: number;

  constructor(requestsPerSecond: number, clock: () => number = () => performance.now()) {
    this.#perMs = requestsPerSecond / 1000;
    this.#burst = Math.max(SMALLEST_BURST, requestsPerSecond * BURST_SECONDS);
    this.#clock = clock;
    this.#tokens = this.#burst;
    this.#filledAt = clock();
  }

  /** Takes the next turn; milliseconds until it comes. */
  take(): number {
    const now = this.#clock();
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#filledAt) * this.#perMs) - 1;
    this.#filledAt = now;
    return this.#tokens >= 0 ? 0 : Math.ceil(-this.#tokens / this.#perMs);
  }

  /** Resolves when the next question may be asked, or when the signal says that none will be. */
  async turn(signal: AbortSignal): Promise<void> {
    const ms = this.take();
    if (ms > 0) await wait(ms, null, { signal }).catch(() => undefined);
  }
}

/** Counts one round's questions and time, and knows where its questions stood: a round never asks for ever. */
export class RoundBounds {
  readonly #manners: Manners;
  readonly #clock: () => number;
  readonly #startedAt: number;
  readonly #stood = new Set<string>();
  #requests = 0;

  constructor(manners: Manners, clock: () => number = () => performance.now()) {
    this.#manners = manners;
    this.#clock = clock;
    this.#startedAt = clock();
  }

  get requests(): number {
    return this.#requests;
  }

  asked(): void {
    this.#requests += 1;
  }

  /** Whether the questions stood here before in this round: then they go in a circle. */
  stoodAt(cursor: Cursor): boolean {
    const place = JSON.stringify(cursor);
    if (this.#stood.has(place)) return true;
    this.#stood.add(place);
    return false;
  }

  /** Why the round has to stop here; null while it may go on. */
  reached(): CutShort | null {
    const { requestsPerRound, secondsPerRound } = this.#manners;
    const seconds = (this.#clock() - this.#startedAt) / 1000;
    if (this.#requests < requestsPerRound && seconds < secondsPerRound) return null;
    const limit = this.#requests < requestsPerRound ? 'secondsPerRound' : 'requestsPerRound';
    return { code: 'round-bounded', facts: { limit, requests: this.#requests, seconds: Math.round(seconds) } };
  }
}

/** More reasons of one round say nothing more. */
const MOST_REASONS = 20;

/** Why the last round, and the one under way, ended early. */
export class EarlyEnds {
  #last: readonly CutShort[] = [];
  #current: readonly CutShort[] = [];

  get last(): readonly CutShort[] {
    return this.#last;
  }

  /** As they were written down. */
  restore(last: readonly CutShort[] = []): void {
    this.#last = last;
  }

  add(reason: CutShort): void {
    if (this.#current.length < MOST_REASONS) this.#current = [...this.#current, reason];
  }

  /** Ends the round, or with a reason interrupts it. True where it ended otherwise than the one before. */
  end(interrupted?: CutShort): boolean {
    const before = codesOf(this.#last);
    this.#last = interrupted === undefined ? this.#current : [...this.#current, interrupted];
    if (interrupted === undefined) this.#current = [];
    return codesOf(this.#last) !== before;
  }
}

const codesOf = (reasons: readonly CutShort[]): string => reasons.map(({ code }) => code).join();
