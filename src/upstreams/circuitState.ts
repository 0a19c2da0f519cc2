import type { ErrorCode, GatewayError } from '../errors.ts';
import type { Weight } from './classify.ts';

export interface CircuitLimits {
  /** Counted endings in a row that open it, at any volume. */
  readonly failuresInARow: number;
  /** Permanent refusals in a row, over as many subjects, that open it with alarm. */
  readonly refusalsInARow: number;
  /** It also opens when at least this share of calls failed within the window ... */
  readonly failurePercent: number;
  /** ... of at least this many calls ... */
  readonly minimumCalls: number;
  /** ... in so many milliseconds. */
  readonly windowMs: number;
  /** From opening to the first probe; doubles with each failed probe. */
  readonly firstProbeMs: number;
  readonly longestProbeMs: number;
}

export const CIRCUIT_DEFAULTS: CircuitLimits = {
  failuresInARow: 3,
  refusalsInARow: 5,
  failurePercent: 50,
  minimumCalls: 10,
  windowMs: 10_000,
  firstProbeMs: 15_000,
  longestProbeMs: 300_000,
};

/** Why a circuit is open. `reason` is for operators, in Indonesian. */
export interface Cause {
  readonly by: 'failures' | 'share' | 'person' | 'refusals';
  readonly code: ErrorCode;
  readonly reason: string;
  readonly alarm: boolean;
}

interface Closed {
  readonly kind: 'closed';
  readonly since: number;
  /** Sends at once; doubles with each answer until it is the configured concurrency. */
  readonly limit: number;
  readonly failures: number;
  readonly refusedSubjects: readonly string[];
  /** How long it will stay open if it opens now. */
  readonly probeMs: number;
}

interface Broken {
  readonly kind: 'open' | 'half-open';
  readonly since: number;
  /** When the first send may try again. */
  readonly probeAt: number;
  readonly probeMs: number;
  readonly cause: Cause;
}

/** All times are epoch milliseconds. */
export type Circuit = Closed | Broken;

export type CircuitEvent =
  | { readonly kind: 'ended'; readonly ending: Ending; readonly at: number }
  | { readonly kind: 'share-exceeded'; readonly at: number }
  | { readonly kind: 'probe-due'; readonly at: number };

/** What one send has taught. */
export interface Ending {
  readonly weight: Weight;
  /** True when this relay has counted before. */
  readonly repeated: boolean;
  readonly subject: string;
  readonly error: GatewayError | null;
}

export interface CircuitRules extends CircuitLimits {
  readonly concurrency: number;
}

export const startCircuit = (rules: CircuitRules, at: number): Circuit => closed(rules, rules.concurrency, at);

/** Sends that may be under way at once. */
export function limitOf(circuit: Circuit): number {
  switch (circuit.kind) {
    case 'closed':
      return circuit.limit;
    case 'half-open':
      return 1;
    case 'open':
      return 0;
  }
}

/** True when this ending is a failure in the rolling share, or keeps the circuit from closing. */
export const isFailure = (after: Circuit, { weight, repeated }: Ending): boolean =>
  after.kind === 'open' || weight === 'count' || (weight === 'count-once' && !repeated);

/** The circuit after an event. Pure; an event that does not concern the present state changes nothing. */
export function next(circuit: Circuit, event: CircuitEvent, rules: CircuitRules): Circuit {
  switch (event.kind) {
    case 'probe-due':
      return circuit.kind === 'open' ? { ...circuit, kind: 'half-open', since: event.at } : circuit;
    case 'share-exceeded':
      return circuit.kind === 'closed' ? open(shareCause(rules), circuit.probeMs, event.at) : circuit;
    case 'ended':
      return ended(circuit, event, rules);
  }
}

type Ended = Extract<CircuitEvent, { kind: 'ended' }>;

function ended(circuit: Circuit, event: Ended, rules: CircuitRules): Circuit {
  if (circuit.kind === 'closed') return endedWhileClosed(circuit, event, rules);
  // A send that began before the circuit opened has nothing new to say.
  return circuit.kind === 'open' ? circuit : probed(circuit, event, rules);
}

function endedWhileClosed(circuit: Closed, { ending, at }: Ended, rules: CircuitRules): Circuit {
  const limit = Math.min(circuit.limit * 2, rules.concurrency);
  switch (ending.weight) {
    case 'success':
      return { ...closed(rules, limit, circuit.since) };
    case 'count':
      return counted(circuit, { ending, at }, rules);
    case 'count-once':
      return ending.repeated ? circuit : counted(circuit, { ending, at }, rules);
    case 'open':
      return open(causeOf(ending, rules), circuit.probeMs, at);
    case 'refusal':
      return refused({ ...circuit, limit, failures: 0 }, { ending, at }, rules);
    case 'ignore':
    case 'none':
      return circuit;
  }
}

type Told = Pick<Ended, 'ending' | 'at'>;

function counted(circuit: Closed, { ending, at }: Told, rules: CircuitRules): Circuit {
  const failures = circuit.failures + 1;
  if (failures < rules.failuresInARow) return { ...circuit, failures };
  return open(causeOf(ending, rules), circuit.probeMs, at);
}

function refused(circuit: Closed, { ending, at }: Told, rules: CircuitRules): Circuit {
  const refusedSubjects = [...new Set([...circuit.refusedSubjects, ending.subject])];
  if (refusedSubjects.length < rules.refusalsInARow) return { ...circuit, refusedSubjects };
  return open(causeOf(ending, rules), circuit.probeMs, at);
}

/** The probe's answer decides. Where refusals opened the circuit, one more refusal is no recovery. */
function probed(circuit: Broken, { ending, at }: Ended, rules: CircuitRules): Circuit {
  const longer = Math.min(circuit.probeMs * 2, rules.longestProbeMs);
  switch (ending.weight) {
    case 'success':
      return closed(rules, 1, at);
    case 'ignore':
      return { ...closed(rules, 1, at), probeMs: circuit.probeMs };
    case 'refusal':
      if (circuit.cause.by === 'refusals') return open(circuit.cause, longer, at);
      return { ...closed(rules, 1, at), probeMs: circuit.probeMs, refusedSubjects: [ending.subject] };
    case 'count':
    case 'count-once':
    case 'open':
      return open(causeOf(ending, rules), longer, at);
    case 'none':
      return open(circuit.cause, circuit.probeMs, at);
  }
}

const closed = (rules: CircuitRules, limit: number, since: number): Closed => ({
  kind: 'closed',
  since,
  limit: Math.min(limit, rules.concurrency),
  failures: 0,
  refusedSubjects: [],
  probeMs: rules.firstProbeMs,
});

const open = (cause: Cause, probeMs: number, at: number): Broken => ({
  kind: 'open',
  since: at,
  probeAt: at + probeMs,
  probeMs,
  cause,
});

function causeOf({ weight, error }: Ending, rules: CircuitRules): Cause {
  const code = error?.code ?? 'unreachable';
  const detail = error === null ? '' : ` ${error.title}: ${error.message}`;
  if (weight === 'open') return { by: 'person', code, reason: detail.trim(), alarm: true };
  if (weight === 'refusal') {
    const reason = `${rules.refusalsInARow} kiriman dari perkara berbeda ditolak berturut-turut.${detail}`;
    return { by: 'refusals', code, reason, alarm: true };
  }
  return { by: 'failures', code, reason: `Gagal berturut-turut.${detail}`, alarm: false };
}

const shareCause = (rules: CircuitRules): Cause => ({
  by: 'share',
  code: 'unreachable',
  reason: `Sedikitnya ${rules.failurePercent} % kiriman gagal dalam ${rules.windowMs / 1_000} detik.`,
  alarm: false,
});
