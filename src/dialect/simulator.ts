import type { NativeRequest } from '../declared.ts';

/** What a citizen typed, before any system gave it a number or a shape. */
export interface CitizenReport {
  readonly title: string;
  readonly text: string;
  /** A canonical category code; the simulator picks its dialect's word. */
  readonly category: string;
  /** Kemendagri code of the place, dotted. */
  readonly regionCode: string;
  /** WGS84, [lon, lat]. */
  readonly point: readonly [number, number];
  readonly address: string;
}

/** A request as it reached the simulated system: the base address is gone, header names are lower case. */
export interface SimulatedRequest {
  readonly method: NativeRequest['method'];
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface SimulatedAnswer {
  readonly status: number;
  readonly body: unknown;
  /**
   * What this request changed, as a key that names the change itself and not the delivery: `handover:<handoverId>`,
   * `status:<caseId>#<sequence>`. Seen twice, it is a second effect. Null where nothing was changed.
   */
  readonly effect: string | null;
}

/** A case as the simulated system's own books have it: the evidence that it came home. */
export interface SimulatedCase {
  readonly number: string;
  /** True when it was filed here by a citizen; false when it came across. */
  readonly own: boolean;
  /** The other side's number, as told by the gateway; null until then. */
  readonly counterpart: string | null;
  /** Native status now. */
  readonly status: string;
  /** Every status it had here, first to last. `sequence` is the gateway's, null for the system's own moves. */
  readonly history: readonly { readonly status: string; readonly at: string; readonly sequence: number | null }[];
  /** Answers to its handover that were told to this system: registered, accepted, declined ... */
  readonly answers: readonly string[];
}

/** What a system with cases does beside answering: its citizens' and its officers' part. */
export interface CaseDesk {
  /** A citizen files a report; returns the number it was given. */
  file(report: CitizenReport): string;
  /** An officer finds it belongs elsewhere; returns the native event to push. */
  handOver(number: string): object;
  /**
   * An officer accepts or declines a case that came across; returns the native event to push, or null for a system that
   * is asked. Throws RangeError for what its dialect cannot say.
   */
  decide(number: string, decision: 'accepted' | 'declined'): object | null;
  /** Moves the case one status on; returns the native event to push, or null when it is at its end or the system is asked. */
  advance(number: string): object | null;
  cases(): readonly SimulatedCase[];
}

/** Something that came across, as citizens see it in the simulated system. */
export interface ShownNotice {
  /** The sender's own number for it. */
  readonly number: string;
  /** The system it comes from, by its name at the gateway. */
  readonly from: string;
  /** The name of the contract it came under, without its version: `food-price`. */
  readonly contract: string;
  /** In the words of the system, Indonesian. */
  readonly text: string;
}

/** What a system makes known beside its cases, and what it was made known. */
export interface NoticeBoard {
  /** Something new to be made known: native events to push, by the number they are about; a system that is asked has none. */
  announce(): readonly { readonly number: string; readonly event: object }[];
  /** What came across so far, the newest of each number last. */
  shown(): readonly ShownNotice[];
}

/** One simulated system: real state, its own numbers, no network (the sandbox gives it an HTTP server). */
export interface Simulator {
  /** Answers a request of the gateway. The sandbox answers repeats of a delivery id itself and never asks twice. */
  answer(request: SimulatedRequest): SimulatedAnswer;
  readonly desk?: CaseDesk;
  readonly board?: NoticeBoard;
}

export interface SimulatorOptions {
  /** Time for native timestamps and numbers; each event of a case must come out later than the one before. */
  readonly now: () => Date;
  /** Kemendagri code of the system's territory. */
  readonly territory: string;
  /** Numbers of a day begin after this one, so that two systems of one dialect number their cases apart; 0 unless given. */
  readonly numbersAfter?: number;
}

/** What a dialect's `simulator.ts` exports as `createSimulator`. */
export type CreateSimulator = (options: SimulatorOptions) => Simulator;
