import { toWib } from './native.ts';
import type { SimulatedCase, SimulatorOptions } from './simulator.ts';

/** A case in a simulated system's books, with what its dialect needs to tell it again. */
export interface BookedCase<Details> {
  readonly number: string;
  readonly own: boolean;
  readonly details: Details;
  /** The handover it came by; null for a citizen's own report. */
  readonly handoverId: string | null;
  /** RFC 3339 at +07:00. */
  readonly createdAt: string;
  counterpart: string | null;
  /** True once it was handed over or declined: this system moves it no further. */
  left: boolean;
  status: string;
  readonly history: SimulatedCase['history'][number][];
  readonly answers: string[];
}

interface NewCase<Details> {
  readonly details: Details;
  readonly status: string;
  readonly handoverId?: string;
  readonly counterpart?: string;
}

interface BooksOptions extends SimulatorOptions {
  /** The dialect's number from the day, `20250703` in WIB, and the sequence of that day from 1. */
  readonly numberOf: (day: string, sequence: number) => string;
}

/** What every simulated case system keeps: numbers, cases and their histories. */
export class CaseStore<Details> {
  readonly #options: BooksOptions;
  readonly #cases = new Map<string, BookedCase<Details>>();
  readonly #sequences = new Map<string, number>();
  readonly #last = new Map<string, number>();

  constructor(options: BooksOptions) {
    this.#options = options;
  }

  open({ details, status, handoverId, counterpart }: NewCase<Details>): BookedCase<Details> {
    const instant = this.#options.now();
    const number = this.#nextNumber(instant);
    const createdAt = toWib(instant);
    const booked: BookedCase<Details> = {
      number,
      own: handoverId === undefined,
      details,
      handoverId: handoverId ?? null,
      createdAt,
      counterpart: counterpart ?? null,
      left: false,
      status,
      history: [{ status, at: createdAt, sequence: null }],
      answers: [],
    };
    this.#cases.set(number, booked);
    this.#last.set(number, instant.getTime());
    return booked;
  }

  #nextNumber(instant: Date): string {
    const day = toWib(instant).slice(0, 10).replaceAll('-', '');
    const sequence = (this.#sequences.get(day) ?? this.#options.numbersAfter ?? 0) + 1;
    this.#sequences.set(day, sequence);
    return this.#options.numberOf(day, sequence);
  }

  /** Time for the case's next event, RFC 3339 at +07:00: now, or a millisecond after the one before. */
  tick(number: string): string {
    const instant = Math.max(this.#options.now().getTime(), (this.#last.get(number) ?? 0) + 1);
    this.#last.set(number, instant);
    return toWib(new Date(instant));
  }

  /** `sequence` is the gateway's, null for the system's own moves. */
  move(booked: BookedCase<Details>, status: string, given: { at: string; sequence: number | null }): void {
    booked.status = status;
    booked.history.push({ status, ...given });
  }

  find(number: string): BookedCase<Details> | undefined {
    return this.#cases.get(number);
  }

  /** Throws RangeError: a test or the sandbox asked for a number this system never gave. */
  get(number: string): BookedCase<Details> {
    const booked = this.#cases.get(number);
    if (booked === undefined) throw new RangeError(`no case ${number} in these books`);
    return booked;
  }

  byHandover(handoverId: string): BookedCase<Details> | undefined {
    return [...this.#cases.values()].find((booked) => booked.handoverId === handoverId);
  }

  cases(): readonly SimulatedCase[] {
    return [...this.#cases.values()].map(({ number, own, counterpart, status, history, answers }) => ({
      number,
      own,
      counterpart,
      status,
      history: [...history],
      answers: [...answers],
    }));
  }
}
