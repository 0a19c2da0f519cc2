import { unreadAnswer } from '../answers.ts';
import type { NativeRequest } from '../declared.ts';
import { GatewayError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import { withExchange } from '../outcome.ts';

import type { Answer, LastFailure, Question, Sending, Upstream, UpstreamState } from '../upstream.ts';
import { mayHaveArrived } from './arrival.ts';

import { type ChangeSignal, createChangeSignal } from './changeSignal.ts';
import { type Breaker, createCircuit, shut } from './circuit.ts';
import { CIRCUIT_DEFAULTS, limitOf } from './circuitState.ts';
import { classify, type Interpret, type Verdict } from './classify.ts';
import { factsOf } from './exchangeFacts.ts';
import { deliveryHeaders } from './headers.ts';
import { createExchanger, type Exchanger, type Headers, type Prepared } from './httpClient.ts';
import { type LoggedIn, loggedIn } from './login.ts';
import { createPacer, type Pacer } from './rateLimiter.ts';
import type { UpstreamOptions } from './upstreamOptions.ts';

export type { UpstreamEvent, UpstreamOptions } from './upstreamOptions.ts';

const MAX_ANSWER_BYTES = 1_048_576;

interface Parts {
  readonly options: UpstreamOptions;
  readonly circuit: Breaker;
  readonly pacer: Pacer;
  readonly exchanger: Exchanger;
  /** Null where the system's own token is all it wants to be shown. */
  readonly login: LoggedIn | null;
  readonly headersOf: ReturnType<typeof deliveryHeaders>;
  readonly changes: ChangeSignal;
  lastFailure: LastFailure | null;
  /** One controller for each send under way: the bulkhead counts them, closing aborts them. */
  readonly underWay: Set<AbortController>;
}

/** A system's endpoint over HTTP: bulkhead outside, then the circuit around timeout, send and interpret. */
export function createUpstream(options: UpstreamOptions): Upstream {
  const parts = partsOf(options);
  const { changes } = parts;
  let closing: Promise<void> | null = null;

  return {
    system: options.system,
    state: () => stateOf(parts),
    lastFailure: () => parts.lastFailure,
    capacity: () => (closing ? 0 : capacityOf(parts)),
    onChange: changes.subscribe,
    send: (sending) => (closing ? Promise.resolve(stopping()) : send(parts, sending)),
    ask: (question) => (closing ? Promise.resolve(unanswered(stopping())) : ask(parts, question)),
    close() {
      closing ??= close(parts);
      return closing;
    },
  };
}

function partsOf(options: UpstreamOptions): Parts {
  const changes = createChangeSignal();
  const maxAnswerBytes = options.maxAnswerBytes ?? MAX_ANSWER_BYTES;
  const { concurrency: connections, reusesConnections = true } = options;
  const exchanger = createExchanger({ ...options, connections, maxAnswerBytes, reusesConnections });
  const login = options.login ? loggedIn(options.login, { ...options, exchanger }) : null;
  return {
    ...{ options, changes, exchanger, login, underWay: new Set(), lastFailure: null },
    circuit: circuitOf(options, changes),
    pacer: createPacer(options.ratePerSecond, options.clock, changes.notify),
    headersOf: deliveryHeaders(options.signatureSecret ?? null, options.clock),
  };
}

function circuitOf(options: UpstreamOptions, changes: ChangeSignal): Breaker {
  return createCircuit({
    rules: { ...CIRCUIT_DEFAULTS, ...options.circuit, concurrency: options.concurrency },
    timeoutMs: options.timeoutMs,
    clock: options.clock,
    onTurn(circuit) {
      const { reason, alarm } = circuit.kind === 'closed' ? HEALTHY : circuit.cause;
      options.log({ event: 'circuit', system: options.system, circuit: circuit.kind, reason, alarm });
      changes.notify();
    },
  });
}

const HEALTHY = { reason: null, alarm: false } as const;

function capacityOf({ circuit, pacer, underWay }: Parts): number {
  const free = limitOf(circuit.state()) - underWay.size;
  return Math.max(0, Math.min(free, pacer.tokens()));
}

async function send(parts: Parts, { relayId, subject, request, interpret }: Sending): Promise<Outcome> {
  const prepared = prepare(parts, request, (body) => parts.headersOf(relayId, body));
  return 'kind' in prepared ? prepared : guarded(parts, { id: relayId, subject, prepared, interpret });
}

async function ask<Value>(parts: Parts, question: Question<Value>): Promise<Answer<Value>> {
  const { request, subject, headers = {}, timeoutMs, read } = question;
  const prepared = prepare(parts, request, () => headers);
  if ('kind' in prepared) return unanswered(prepared);
  let heard: Answer<Value> | null = null;
  const interpret: Interpret = (response) => {
    const unread = unreadAnswer(question, response);
    if (unread !== undefined) return unread;
    heard = { kind: 'answered', value: read(response), response };
    return { kind: 'delivered', replies: [] };
  };
  const isConditional = Object.keys(headers).length > 0;
  // The same question is one, however often it is asked: where it fails again and again the others may be answered.
  const id = `ask:${request.method}:${request.path}`;
  const asked = { id, subject, prepared, interpret, isConditional, isQuestion: true };
  const outcome = await guarded(parts, timeoutMs === undefined ? asked : { ...asked, timeoutMs });
  return heard ?? unanswered(outcome);
}

function unanswered(outcome: Outcome): Answer<never> {
  const error = 'error' in outcome ? outcome.error : new GatewayError('internal', { detail: 'Jawaban tanpa isi.' });
  const retryAfterMs = 'retryAfterMs' in outcome ? (outcome.retryAfterMs ?? null) : null;
  const { exchange } = outcome;
  return { kind: 'unanswered', error: exchange ? withExchange(error, exchange) : error, retryAfterMs };
}

interface Attempt {
  readonly id: string;
  readonly subject: string;
  readonly prepared: Prepared;
  readonly interpret: Interpret;
  readonly timeoutMs?: number;
  /** A 304 is then an answer, and no sign that the address moved. */
  readonly isConditional?: boolean;
  readonly isQuestion?: boolean;
}

async function guarded(parts: Parts, attempt: Attempt): Promise<Outcome> {
  if (capacityOf(parts) < 1) return refusal(parts.circuit);
  const controller = new AbortController();
  parts.underWay.add(controller);
  parts.pacer.take();
  try {
    const { id: relayId, subject } = attempt;
    return await parts.circuit.run({ relayId, subject, attempt: () => attemptOnce(parts, attempt, controller) });
  } finally {
    parts.underWay.delete(controller);
    parts.changes.notify();
  }
}

async function attemptOnce(parts: Parts, attempt: Attempt, controller: AbortController): Promise<Verdict> {
  const { options, exchanger, login, pacer } = parts;
  const { prepared, interpret, isConditional = false, isQuestion = false, timeoutMs = options.timeoutMs } = attempt;
  const exchanged = await (login ?? exchanger).exchange(prepared, controller, Math.min(timeoutMs, options.timeoutMs));
  const ended = { wire: exchanger.unsent(prepared), ...exchanged };
  const verdict = classify(ended, interpret, { now: options.clock(), isConditional });
  const exchange = factsOf(ended, verdict.outcome, {
    ...{ secrets: secretsOf(options), sent: prepared.body, isQuestion },
  });
  if ('error' in verdict.outcome) parts.lastFailure = { at: rfc3339(options.clock()), ...exchange };
  if (verdict.circuit === 'ignore' && pacer.lower()) {
    options.log({ event: 'rate-lowered', system: options.system, ratePerSecond: pacer.rate() });
  }
  const arrival = mayHaveArrived(ended, verdict.outcome) ? { mayHaveArrived: true } : {};
  return { ...verdict, outcome: { ...verdict.outcome, exchange, ...arrival } };
}

const secretsOf = ({ token, login, signatureSecret }: UpstreamOptions): readonly string[] =>
  [token, login?.password, signatureSecret].filter((secret) => typeof secret === 'string');

/** What can never be sent is our own translation's fault: it says nothing about the system and goes nowhere near it. */
function prepare(
  { exchanger }: Parts,
  request: NativeRequest,
  headers: (body: string | undefined) => Headers,
): Prepared | Outcome {
  try {
    return exchanger.prepare(request, headers);
  } catch (cause) {
    const detail = 'Kiriman tidak dapat dibentuk menjadi permintaan HTTP.';
    return { kind: 'rejected', error: new GatewayError('internal', { detail, cause }) };
  }
}

function refusal(circuit: Breaker): Outcome {
  const state = circuit.state();
  return state.kind === 'open' ? shut(state, undefined) : full('Jalur ke sistem penerima sedang penuh.');
}

const stopping = (): Outcome => full('Gerbang sedang berhenti.');

const full = (detail: string): Outcome => ({ kind: 'postponed', error: new GatewayError('overloaded', { detail }) });

function stateOf(parts: Parts): UpstreamState {
  const circuit = parts.circuit.state();
  return {
    system: parts.options.system,
    delivery: 'push',
    fetchedAt: null,
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
