import { GatewayError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import type { Sending, Upstream, UpstreamState } from '../upstream.ts';
import { type Breaker, createCircuit, shut } from './circuit.ts';
import { createExchanger, type Exchanger, type Prepared } from './exchange.ts';
import { judge, type Verdict } from './judge.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { CIRCUIT_DEFAULTS, type CircuitLimits, limitOf } from './rules.ts';

/** What happened to a system's endpoint, for the log and the metrics. */
export type UpstreamEvent =
  | {
      readonly event: 'circuit';
      readonly system: string;
      readonly circuit: UpstreamState['circuit'];
      readonly reason: string | null;
      readonly alarm: boolean;
    }
  | { readonly event: 'rate-lowered'; readonly system: string; readonly ratePerSecond: number | null };

export interface UpstreamOptions {
  readonly system: string;
  /** Base address of the system, http or https; a path prefix is kept. */
  readonly endpoint: string;
  /** Sent as bearer token; null sends none. */
  readonly token: string | null;
  /** Over the whole exchange, from connecting to the last byte. */
  readonly timeoutMs: number;
  /** Sends under way at once, and connections kept. */
  readonly concurrency: number;
  /** Null is unlimited. */
  readonly ratePerSecond: number | null;
  /** What is left out is as in `CIRCUIT_DEFAULTS`. */
  readonly circuit?: Partial<CircuitLimits>;
  /** A longer answer is a failure. 1 MiB unless said. */
  readonly maxAnswerBytes?: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly log: (event: UpstreamEvent) => void;
}

const MAX_ANSWER_BYTES = 1_048_576;

interface Parts {
  readonly options: UpstreamOptions;
  readonly circuit: Breaker;
  readonly pacer: Pacer;
  readonly exchanger: Exchanger;
  readonly bell: Bell;
  /** One controller for each send under way: the bulkhead counts them, closing aborts them. */
  readonly underWay: Set<AbortController>;
}

/** A system's endpoint over HTTP: bulkhead outside, then the circuit around timeout, send and interpret. */
export function createUpstream(options: UpstreamOptions): Upstream {
  const bell = createBell();
  const parts: Parts = {
    options,
    bell,
    circuit: circuitOf(options, bell),
    pacer: createPacer(options.ratePerSecond, options.clock, bell.ring),
    exchanger: createExchanger({
      ...options,
      connections: options.concurrency,
      maxAnswerBytes: options.maxAnswerBytes ?? MAX_ANSWER_BYTES,
    }),
    underWay: new Set(),
  };
  let closing: Promise<void> | null = null;

  return {
    system: options.system,
    state: () => stateOf(parts),
    capacity: () => (closing ? 0 : capacityOf(parts)),
    onChange: bell.onRing,
    send: (sending) => (closing ? Promise.resolve(full('Gerbang sedang berhenti.')) : send(parts, sending)),
    close() {
      closing ??= close(parts);
      return closing;
    },
  };
}

function circuitOf(options: UpstreamOptions, bell: Bell): Breaker {
  return createCircuit({
    rules: { ...CIRCUIT_DEFAULTS, ...options.circuit, concurrency: options.concurrency },
    timeoutMs: options.timeoutMs,
    clock: options.clock,
    onTurn(circuit) {
      const { reason, alarm } = circuit.kind === 'closed' ? HEALTHY : circuit.cause;
      options.log({ event: 'circuit', system: options.system, circuit: circuit.kind, reason, alarm });
      bell.ring();
    },
  });
}

const HEALTHY = { reason: null, alarm: false } as const;

function capacityOf({ circuit, pacer, underWay }: Parts): number {
  const free = limitOf(circuit.state()) - underWay.size;
  return Math.max(0, Math.min(free, pacer.tokens()));
}

async function send(parts: Parts, sending: Sending): Promise<Outcome> {
  const prepared = prepare(parts.exchanger, sending);
  if ('kind' in prepared) return prepared;
  if (capacityOf(parts) < 1) return refusal(parts.circuit);
  const controller = new AbortController();
  parts.underWay.add(controller);
  parts.pacer.take();
  try {
    const attempt = (): Promise<Verdict> => attemptOnce(parts, { sending, prepared, controller });
    return await parts.circuit.run({ relayId: sending.relayId, subject: sending.subject, attempt });
  } finally {
    parts.underWay.delete(controller);
    parts.bell.ring();
  }
}

interface Attempt {
  readonly sending: Sending;
  readonly prepared: Prepared;
  readonly controller: AbortController;
}

async function attemptOnce(parts: Parts, { sending, prepared, controller }: Attempt): Promise<Verdict> {
  const { options, exchanger, pacer } = parts;
  const exchange = await exchanger.exchange(prepared, controller);
  const verdict = judge(exchange, sending.interpret, options.clock());
  if (verdict.circuit === 'ignore' && pacer.lower()) {
    options.log({ event: 'rate-lowered', system: options.system, ratePerSecond: pacer.rate() });
  }
  return verdict;
}

/** What can never be sent is our own translation's fault: it says nothing about the system and goes nowhere near it. */
function prepare(exchanger: Exchanger, { relayId, request }: Sending): Prepared | Outcome {
  try {
    return exchanger.prepare(relayId, request);
  } catch (cause) {
    const error = new GatewayError('internal', {
      detail: 'Kiriman tidak dapat dibentuk menjadi permintaan HTTP.',
      cause,
    });
    return { kind: 'rejected', error };
  }
}

function refusal(circuit: Breaker): Outcome {
  const state = circuit.state();
  return state.kind === 'open' ? shut(state, undefined) : full('Jalur ke sistem penerima sedang penuh.');
}

const full = (detail: string): Outcome => ({ kind: 'postponed', error: new GatewayError('overloaded', { detail }) });

function stateOf(parts: Parts): UpstreamState {
  const circuit = parts.circuit.state();
  return {
    system: parts.options.system,
    circuit: circuit.kind,
    since: rfc3339(circuit.since),
    reason: circuit.kind === 'closed' ? null : circuit.cause.reason,
    alarm: circuit.kind !== 'closed' && circuit.cause.alarm,
    nextProbeAt: circuit.kind === 'closed' ? null : rfc3339(circuit.probeAt),
    inFlight: parts.underWay.size,
    capacity: capacityOf(parts),
    ratePerSecond: parts.pacer.rate(),
  };
}

const rfc3339 = (epochMs: number): string => new Date(epochMs).toISOString();

async function close({ underWay, circuit, pacer, exchanger }: Parts): Promise<void> {
  for (const controller of underWay) controller.abort();
  pacer.close();
  await exchanger.close();
  circuit.close();
}

interface Bell {
  ring(): void;
  onRing(listener: () => void): () => void;
}

/** Many rings within one turn of the loop are heard as one, after it; so a listener cannot disturb a send. */
function createBell(): Bell {
  const listeners = new Set<() => void>();
  let rung = false;
  return {
    ring() {
      if (rung) return;
      rung = true;
      queueMicrotask(() => {
        rung = false;
        for (const listener of [...listeners]) listener();
      });
    },
    onRing(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
