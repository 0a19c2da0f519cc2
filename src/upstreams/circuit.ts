import CircuitBreaker from 'opossum';
import { GatewayError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import {
  type Circuit,
  type CircuitEvent,
  type CircuitRules,
  type Ending,
  isFailure,
  next,
  startCircuit,
} from './circuitState.ts';
import type { Verdict } from './classify.ts';

/** One send as the circuit sees it. `attempt` never rejects. */
export interface Guarded {
  readonly relayId: string;
  readonly subject: string;
  readonly attempt: () => Promise<Verdict>;
}

export interface CircuitOptions {
  readonly rules: CircuitRules;
  /** Longest time one attempt takes. No probe starts sooner after opening, so every earlier send has ended by then. */
  readonly timeoutMs: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Called after each change of kind (closed, open, half-open). */
  readonly onTurn: (circuit: Circuit) => void;
}

export interface Breaker {
  /** One attempt. Never rejects; while open nothing is sent and the outcome is `postponed`. */
  run(guarded: Guarded): Promise<Outcome>;
  state(): Circuit;
  /** Ends its timers. Let every `run` settle first. */
  close(): void;
}

interface Call extends Guarded {
  /** Null until the attempt has ended; stays null when the circuit let nothing through. */
  outcome: Outcome | null;
}

/**
 * opossum keeps the rolling share, the timers and the one probe; `rules.ts` says when else it opens, how long and why.
 * Its own timeout, capacity and error filter stay off: the filter would close a half-open circuit, a full house
 * would count as failure, and its one abort signal would end every call.
 */
export function createCircuit(options: CircuitOptions): Breaker {
  const rules = withPatience(options.rules, options.timeoutMs);
  const counted = createCounted();
  // opossum keeps this very object, and reads `resetTimeout` each time it opens.
  const settings = settingsOf(rules);
  const breaker = new CircuitBreaker((call: Call) => attempt(call), settings);
  let circuit = startCircuit(rules, options.clock());

  function tell(event: CircuitEvent): void {
    const before = circuit;
    circuit = next(circuit, event, rules);
    settings.resetTimeout = circuit.probeMs;
    if (circuit.kind === before.kind) return;
    if (circuit.kind === 'open') breaker.open();
    if (circuit.kind === 'closed') breaker.close();
    options.onTurn(circuit);
  }

  async function attempt(call: Call): Promise<void> {
    const verdict = await call.attempt();
    const before = circuit;
    const ending = endingOf(call, verdict, counted.has(call.relayId));
    counted.remember(call.relayId, verdict);
    tell({ kind: 'ended', ending, at: options.clock() });
    call.outcome = settled(verdict, before, circuit);
    if (isFailure(circuit, ending))
      throw ending.error ?? new GatewayError('internal', { detail: 'Gagal tanpa sebab.' });
  }

  breaker.on('open', () => tell({ kind: 'share-exceeded', at: options.clock() }));
  breaker.on('halfOpen', () => tell({ kind: 'probe-due', at: options.clock() }));

  const state = () => circuit;
  return { run: (guarded) => fire(breaker, guarded, state), state, close: () => breaker.shutdown() };
}

/** What opossum throws was told by the call itself, or means that the circuit let nothing through. */
async function fire(breaker: CircuitBreaker<[Call], void>, guarded: Guarded, state: () => Circuit): Promise<Outcome> {
  const call: Call = { ...guarded, outcome: null };
  try {
    await breaker.fire(call);
  } catch (error) {
    if (call.outcome === null) return shut(state(), error);
  }
  return call.outcome ?? shut(state(), undefined);
}

function settingsOf(rules: CircuitRules): CircuitBreaker.Options {
  return {
    timeout: false,
    resetTimeout: rules.firstProbeMs,
    rollingCountTimeout: rules.windowMs,
    volumeThreshold: rules.minimumCalls,
    // opossum opens strictly above; ours is "at least".
    errorThresholdPercentage: rules.failurePercent - 0.001,
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
  };
}

const withPatience = (rules: CircuitRules, timeoutMs: number): CircuitRules => ({
  ...rules,
  firstProbeMs: Math.max(rules.firstProbeMs, timeoutMs),
  longestProbeMs: Math.max(rules.longestProbeMs, timeoutMs),
});

const endingOf = (call: Guarded, { circuit, outcome }: Verdict, repeated: boolean): Ending => ({
  weight: circuit,
  repeated,
  subject: call.subject,
  error: 'error' in outcome ? outcome.error : null,
});

/** Refusals that opened the circuit, and those still under way then, wait; an unanswered probe spends nothing. */
function settled({ outcome, answered }: Verdict, before: Circuit, after: Circuit): Outcome {
  const refusing = after.kind === 'open' && after.cause.by === 'refusals';
  const { exchange, mayHaveArrived } = outcome;
  const exchanged = {
    ...(exchange === undefined ? {} : { exchange }),
    ...(mayHaveArrived === undefined ? {} : { mayHaveArrived }),
  };
  if (outcome.kind === 'rejected' && refusing) return { kind: 'postponed', error: outcome.error, ...exchanged };
  if (outcome.kind === 'failed' && before.kind === 'half-open' && !answered) {
    return { kind: 'postponed', error: outcome.error, ...exchanged };
  }
  return outcome;
}

/** The outcome of a send the circuit did not let through. */
export function shut(circuit: Circuit, cause: unknown): Outcome {
  const code = circuit.kind === 'closed' ? 'overloaded' : circuit.cause.code;
  const detail = circuit.kind === 'closed' ? 'Pengiriman sedang berhenti.' : circuit.cause.reason;
  return { kind: 'postponed', error: new GatewayError(code, { detail, cause }) };
}

const MOST_REMEMBERED = 10_000;

/** Relays that have counted once. A relay's end forgets it; beyond the bound the oldest is forgotten. */
function createCounted() {
  const relays = new Set<string>();
  return {
    has: (relayId: string) => relays.has(relayId),
    remember(relayId: string, { circuit, outcome }: Verdict): void {
      if (outcome.kind !== 'failed' && outcome.kind !== 'postponed') relays.delete(relayId);
      if (circuit === 'count-once') relays.add(relayId);
      const [oldest] = relays;
      if (relays.size > MOST_REMEMBERED && oldest !== undefined) relays.delete(oldest);
    },
  };
}
