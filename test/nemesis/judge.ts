import { STATUS as JAKI_STATUS } from '../../adapters/jakarta/jaki-crm/codes.ts';
import { STATUS as LAMPUNG_STATUS } from '../../adapters/lampung/lampung-in/codes.ts';
import type { CodeTable } from '../../src/adapter.ts';
import { mustRead, write } from '../../src/dialect/codes.ts';
import type { SimulatedCase } from '../../src/dialect/simulator.ts';
import type { Counts } from '../../src/ledger.ts';
import type { CallRecord } from '../../src/sandbox/callRecorder.ts';
import type { Arena, Inspection } from './arena.ts';
import { type Acknowledged, type Load, type Passage, SYSTEMS } from './load.ts';

/** What became of acknowledged events, by the receivers' own books. */
export interface Tally {
  readonly acknowledged: number;
  readonly delivered: number;
  readonly secondEffects: number;
  readonly reordered: number;
  readonly lost: number;
}

export interface Judgement {
  /** By the life of the gateway that acknowledged. What cannot be pinned to an event counts for its report's handover. */
  readonly lives: ReadonlyMap<number, Tally>;
  readonly total: Tally;
  /** Everything that contradicts a promise, in plain words; empty when all was kept. */
  readonly problems: readonly string[];
  /** Sends of one relay that the receiver served, at most; a refusal by a fault is not one. */
  readonly mostSends: number;
  /** Sends that were served before. */
  readonly repeats: number;
}

interface SystemBooks {
  readonly calls: readonly CallRecord[];
  readonly byNumber: ReadonlyMap<string, SimulatedCase>;
  /** What came across, by the other side's number. */
  readonly byCounterpart: ReadonlyMap<string, readonly SimulatedCase[]>;
  readonly secondEffects: readonly string[];
  readonly problems: readonly string[];
}

type AllBooks = ReadonlyMap<string, SystemBooks>;

const NONE: Tally = { acknowledged: 0, delivered: 0, secondEffects: 0, reordered: 0, lost: 0 };
const TABLES: Readonly<Record<string, CodeTable>> = { 'jaki-crm': JAKI_STATUS, 'lampung-in': LAMPUNG_STATUS };

interface Aftermath extends Inspection {
  readonly counts: Counts;
  readonly crashes: number;
}

/** Judges by the receivers' books alone what was acknowledged; then by the gateway's own whether they add up. */
export async function judge(arena: Arena, load: Load, aftermath: Aftermath): Promise<Judgement> {
  const books: AllBooks = new Map(
    await Promise.all(SYSTEMS.map(async (system) => [system, await booksOf(arena, system)] as const)),
  );
  const problems = [
    ...load.problems,
    ...aftermath.problems,
    ...[...books.values()].flatMap((system) => system.problems),
  ];
  const lives = new Map<number, Tally>();
  const ofPassage = Map.groupBy(load.acknowledged, ({ passage }) => passage);
  for (const passage of load.passages) {
    for (const [life, tally] of judgePassage(passage, ofPassage.get(passage) ?? [], { books, problems })) {
      lives.set(life, sum(lives.get(life) ?? NONE, tally));
    }
  }
  const sends = judgeSends(load, { books, problems }, aftermath);
  judgeCounts(load, aftermath.counts, problems);
  return { lives, total: [...lives.values()].reduce(sum, NONE), problems, ...sends };
}

async function booksOf({ books }: Arena, system: string): Promise<SystemBooks> {
  const [calls, cases, summary] = [await books.calls(system), await books.cases(system), await books.summary(system)];
  return {
    calls,
    byNumber: new Map(cases.map((found) => [found.number, found])),
    byCounterpart: Map.groupBy(
      cases.filter(({ own }) => !own),
      ({ counterpart }) => counterpart ?? '',
    ),
    secondEffects: summary.secondEffectKeys,
    problems: [
      ...summary.problems.map((problem) => `${system}: ${problem}`),
      ...summary.secondEffectKeys.map((key) => `${system} saw a second effect: ${key}`),
      ...(summary.forgotten > 0 ? [`${system} forgot ${summary.forgotten} calls`] : []),
    ],
  };
}

interface Evidence {
  readonly books: AllBooks;
  readonly problems: string[];
}

function judgePassage(
  passage: Passage,
  acknowledged: readonly Acknowledged[],
  evidence: Evidence,
): readonly (readonly [number, Tally])[] {
  const { number, from, to } = passage;
  const aways = evidence.books.get(to)?.byCounterpart.get(number) ?? [];
  const home = evidence.books.get(from)?.byNumber.get(number);
  if (!home) throw new Error(`${from} has no ${number} in its books`);
  const statuses = acknowledged.filter(({ what }) => what === 'status');
  return acknowledged.map((event) => {
    const found =
      event.what === 'handover'
        ? judgeHandover(home, aways)
        : judgeStatus(event, { home, place: statuses.indexOf(event), last: event === statuses.at(-1) });
    for (const problem of found.problems) evidence.problems.push(`${from} ${number}, life ${event.life}: ${problem}`);
    return [event.life, found.tally] as const;
  });
}

interface Finding {
  readonly tally: Tally;
  readonly problems: readonly string[];
}

/** It arrived once, and its number came home once. */
function judgeHandover(home: SimulatedCase, aways: readonly SimulatedCase[]): Finding {
  const answers = home.answers.filter((answer) => answer === 'registered').length;
  const arrived = aways.length > 0;
  const cameHome = answers > 0 && aways.some(({ number }) => number === home.counterpart);
  const second = Math.max(aways.length - 1, 0) + Math.max(answers - 1, 0);
  return {
    tally: {
      ...{ acknowledged: 1, delivered: arrived && cameHome ? 1 : 0, reordered: 0 },
      ...{ secondEffects: second, lost: arrived && cameHome ? 0 : 1 },
    },
    problems: [
      ...(arrived ? [] : ['the handover was lost']),
      ...(arrived && !cameHome ? ['the number did not come home'] : []),
      ...(second > 0 ? [`${aways.length} cases and ${answers} answers for one handover`] : []),
    ],
  };
}

/** The status stands in its place in the books of the system the report was filed in, in that system's word. */
function judgeStatus(
  { system, event, passage }: Acknowledged,
  { home, place, last }: { home: SimulatedCase; place: number; last: boolean },
): Finding {
  const told = home.history.filter(({ sequence }) => sequence !== null);
  const word = translated(nativeStatus(event), { from: system, to: passage.from });
  const here = told[place];
  const delivered = here?.sequence === place + 1 && here.status === word;
  const elsewhere = told.some(({ sequence, status }) => sequence === place + 1 && status === word);
  const second = last ? Math.max(told.length - place - 1, 0) : 0;
  const lost = !delivered && !elsewhere;
  return {
    tally: {
      ...{ acknowledged: 1, delivered: delivered || elsewhere ? 1 : 0, secondEffects: second },
      ...{ reordered: !delivered && elsewhere ? 1 : 0, lost: lost ? 1 : 0 },
    },
    problems: [
      ...(delivered ? [] : [`status ${place + 1} (${word}) is not in its place: ${JSON.stringify(told)}`]),
      ...(second > 0 ? [`${second} statuses more than were sent`] : []),
    ],
  };
}

function nativeStatus(event: object): string {
  const { status, tstatus } = event as { status?: string; tstatus?: { name: string } };
  return status ?? tstatus?.name ?? '';
}

function translated(native: string, { from, to }: { from: string; to: string }): string {
  const [reading, writing] = [TABLES[from], TABLES[to]];
  if (!reading || !writing) throw new Error(`no status table for ${from} or ${to}`);
  return write(writing, mustRead(reading, native, ''));
}

/** One delivery id for each relay, however often it was sent; each send was counted before it left. */
function judgeSends(load: Load, { books, problems }: Evidence, { crashes, attempts }: Aftermath) {
  let [mostSends, repeats] = [0, 0];
  for (const [system, { calls }] of books) {
    const relays = load.acknowledged.filter(
      ({ passage, what }) => what === 'handover' || passage.from === system,
    ).length;
    const sends = Map.groupBy(calls, ({ deliveryId }) => deliveryId ?? '');
    if (sends.size !== relays) problems.push(`${system} saw ${sends.size} delivery ids for ${relays} relays`);
    for (const [id, ofId] of sends) {
      const counted = attempts.get(id) ?? 0;
      if (ofId.length > counted) problems.push(`${id} was sent ${ofId.length} times, ${counted} attempts were counted`);
      const served = ofId.filter(({ fault }) => fault === null || fault === 'slow').length;
      mostSends = Math.max(mostSends, served);
      repeats += Math.max(served - 1, 0);
    }
  }
  if (mostSends > crashes + 1) problems.push(`a relay was sent ${mostSends} times in ${crashes} crashes`);
  return { mostSends, repeats };
}

/** Each handover is a relay, its answer another; each status one. Nothing else ever was, and all have ended. */
function judgeCounts(load: Load, { events, relays, refusals }: Counts, problems: string[]): void {
  const handovers = load.acknowledged.filter(({ what }) => what === 'handover').length;
  const expected = load.acknowledged.length + handovers;
  const { delivered, ...others } = relays;
  const { accepted, ...held } = events;
  if (delivered !== expected) problems.push(`${delivered} relays delivered, ${expected} expected`);
  if (accepted !== expected) problems.push(`${accepted} events accepted, ${expected} expected`);
  for (const [state, count] of Object.entries({ ...others, ...held, refusals })) {
    if (count !== 0) problems.push(`${count} ${state}, none expected`);
  }
}

const sum = (one: Tally, other: Tally): Tally => ({
  acknowledged: one.acknowledged + other.acknowledged,
  delivered: one.delivered + other.delivered,
  secondEffects: one.secondEffects + other.secondEffects,
  reordered: one.reordered + other.reordered,
  lost: one.lost + other.lost,
});
