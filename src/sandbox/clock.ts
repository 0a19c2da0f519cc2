import type { CaseDesk, CreateSimulator, Simulator, SimulatorOptions } from '../dialect/simulator.ts';

const SECOND = 1000;
const toSecond = (at: number): number => Math.floor(at / SECOND) * SECOND;

/**
 * Wall time in whole seconds, as native timestamps have it, that never stands still within a case: inside `during`
 * every reading is at least one second after the case's reading before, and for a case first seen there, later than any
 * reading taken up to then outside. Outside `during` it is the wall clock's second. It runs ahead of the wall clock by as many
 * seconds as one case had readings faster than one a second, however many cases there are.
 */
export interface CaseClock {
  readonly now: () => Date;
  during<Result>(number: string, work: () => Result): Result;
  /** For a case whose number is only known afterwards: it is as if filed a second ago. */
  filing(work: () => string): string;
}

export function createCaseClock(wall: () => Date): CaseClock {
  const lastOf = new Map<string, number>();
  let reading: (() => number) | null = null;
  const within = <Result>(read: () => number, work: () => Result): Result => {
    const outer = reading;
    reading = read;
    try {
      return work();
    } finally {
      reading = outer;
    }
  };
  const wallSecond = () => toSecond(wall().getTime());
  const tick = (number: string): number => {
    const last = lastOf.get(number);
    const next = last === undefined ? wallSecond() + SECOND : Math.max(wallSecond(), last + SECOND);
    lastOf.set(number, next);
    return next;
  };
  return {
    now: () => new Date(reading ? reading() : wallSecond()),
    during: (number, work) => within(() => tick(number), work),
    filing: (work) => {
      const at = wallSecond() - SECOND;
      const number = within(() => at, work);
      lastOf.set(number, at);
      return number;
    },
  };
}

const clocked = (desk: CaseDesk, clock: CaseClock): CaseDesk => ({
  file: (report) => clock.filing(() => desk.file(report)),
  handOver: (number) => clock.during(number, () => desk.handOver(number)),
  decide: (number, decision) => clock.during(number, () => desk.decide(number, decision)),
  advance: (number) => clock.during(number, () => desk.advance(number)),
  cases: () => desk.cases(),
});

/** A dialect's simulator on a case clock: each event of a case comes out in a later second than the one before. */
export function clockedSimulator(
  create: CreateSimulator,
  options: Omit<SimulatorOptions, 'now'>,
  wall: () => Date,
): Simulator {
  const clock = createCaseClock(wall);
  const simulator = create({ ...options, now: clock.now });
  const { desk, board } = simulator;
  return {
    answer: (request) => simulator.answer(request),
    ...(board ? { board } : {}),
    ...(desk ? { desk: clocked(desk, clock) } : {}),
  };
}
