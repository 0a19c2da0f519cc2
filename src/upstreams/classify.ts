import type { NativeResponse } from '../declared.ts';
import type { ErrorCode } from '../errors.ts';
import { GatewayError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import { retryAfterMs } from './retryAfter.ts';
import type { Wire } from './wire.ts';

/** How one HTTP exchange ended: with an answer, or without one and why. */
export type Exchange = (
  | { readonly kind: 'answered'; readonly response: NativeResponse }
  | { readonly kind: Silence; readonly cause: unknown }
) & { readonly wire?: Wire };

/**
 * `unreachable` is connect, DNS, TLS and reset; `timeout` a request that was sent and not answered in time;
 * `too-large` an answer above the limit; `not-logged-in` a login that was answered with something else; `aborted` our own
 * closing.
 */
export type Silence = 'unreachable' | 'timeout' | 'too-large' | 'not-logged-in' | 'aborted';

/** What an ending says to the circuit. */
export type Weight =
  /** The system has what it was sent. */
  | 'success'
  /** The system is out of reach: counts every time. */
  | 'count'
  /** Perhaps this relay's own fault: counts the first time for each relay. */
  | 'count-once'
  /** Only a person can mend it: opens at once, with alarm. */
  | 'open'
  /** Refused for good: many in a row over distinct subjects open, with alarm. */
  | 'refusal'
  /** The system is there and asks for patience: the rate is lowered. */
  | 'ignore'
  /** Nothing was learnt about the system. */
  | 'none';

export interface Verdict {
  readonly outcome: Outcome;
  readonly circuit: Weight;
  /** False when no whole answer came. */
  readonly answered: boolean;
}

/** Asked to wait without being told how long. */
const UNTOLD_WAIT_MS = 30_000;

export type Interpret = (response: NativeResponse) => Outcome | null;

export interface Judging {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The question was one that a 304 answers. */
  readonly isConditional?: boolean;
}

/**
 * What counts as what: the one table. Pure if `interpret` is; never throws. `interpret` is asked for every answer that
 * speaks about the relay, and not for those about the way there: 3xx, 401, 403, 429, 502, 503, 504.
 */
export function classify(exchange: Exchange, interpret: Interpret, at: Judging): Verdict {
  switch (exchange.kind) {
    case 'answered':
      return { ...judgeAnswer(exchange.response, interpret, at), answered: true };
    case 'unreachable':
      return silent('count', postponed(fault('unreachable', 'Sambungan gagal atau terputus.', exchange.cause)));
    case 'timeout':
      return silent('count-once', failed(fault('upstream-timeout', 'Tidak ada jawaban tepat waktu.', exchange.cause)));
    case 'too-large':
      return silent('count-once', failed(fault('upstream-failed', 'Jawaban melampaui batas ukuran.', exchange.cause)));
    case 'not-logged-in':
      return silent(
        'count',
        postponed(fault('unreachable', 'Login dijawab bukan sebagaimana mestinya.', exchange.cause)),
      );
    case 'aborted':
      return silent('none', postponed(fault('overloaded', 'Gerbang sedang berhenti.', exchange.cause)));
  }
}

type Judgement = Omit<Verdict, 'answered'>;

function judgeAnswer(response: NativeResponse, interpret: Interpret, { now, isConditional }: Judging): Judgement {
  const { status } = response;
  const wait = retryAfterMs(response.headers['retry-after'], now);
  if (status === 401 || status === 403) return entry('open', postponed(answered('upstream-credentials', status)));
  if (status === 304 && isConditional) return judgeRead(status, read(response, interpret), null);
  if (status >= 300 && status < 400) return entry('open', postponed(answered('upstream-moved', status)));
  if (status === 429) return entry('ignore', patience(status, wait ?? UNTOLD_WAIT_MS));
  if (status >= 502 && status <= 504) {
    return wait === null
      ? entry('count', postponed(answered('unreachable', status)))
      : entry('ignore', patience(status, wait));
  }
  return judgeRead(status, read(response, interpret), wait);
}

/** The half of the table in which the adapter speaks first. A 2xx of which it says nothing is no success. */
function judgeRead(status: number, outcome: Outcome | null, wait: number | null): Judgement {
  if (outcome !== null) return judgeOutcome(outcome, wait);
  if (status >= 200 && status < 300) return entry('count-once', failed(answered('upstream-failed', status)));
  if (wait !== null) return entry('ignore', patience(status, wait));
  if (status === 408) return entry('count-once', failed(answered('upstream-timeout', status)));
  if (status === 409) return entry('success', rejected(answered('upstream-rejected', status)));
  if (status >= 400 && status < 500) return entry('refusal', rejected(answered('upstream-rejected', status)));
  return entry('count-once', failed(answered('upstream-failed', status)));
}

function judgeOutcome(outcome: Outcome, wait: number | null): Judgement {
  switch (outcome.kind) {
    case 'delivered':
    case 'superseded':
      return entry('success', outcome);
    case 'unconfirmed':
      return entry('count-once', outcome);
    case 'failed':
      return entry('count-once', wait === null ? outcome : { retryAfterMs: wait, ...outcome });
    case 'postponed':
      return entry(outcome.retryAfterMs === undefined ? 'count' : 'ignore', outcome);
    case 'rejected':
      return entry('refusal', outcome);
    case 'withheld':
      // What was sent cannot be "never sent": the nearest end that a person sees.
      return entry('refusal', rejected(outcome.error));
  }
}

/** An answer the adapter cannot read has not been understood as a success. */
function read(response: NativeResponse, interpret: Interpret): Outcome | null {
  try {
    return interpret(response);
  } catch (cause) {
    return failed(fault('upstream-failed', 'Jawaban sistem penerima tidak dapat dibaca.', cause));
  }
}

const entry = (circuit: Weight, outcome: Outcome): Judgement => ({ circuit, outcome });
const silent = (circuit: Weight, outcome: Outcome): Verdict => ({ circuit, outcome, answered: false });
const failed = (error: GatewayError): Outcome => ({ kind: 'failed', error });
const rejected = (error: GatewayError): Outcome => ({ kind: 'rejected', error });
const postponed = (error: GatewayError): Outcome => ({ kind: 'postponed', error });

const patience = (status: number, waitMs: number): Outcome => ({
  kind: 'postponed',
  error: answered('rate-limited', status),
  retryAfterMs: waitMs,
});

const fault = (code: ErrorCode, detail: string, cause: unknown): GatewayError =>
  new GatewayError(code, { detail, cause });

const answered = (code: ErrorCode, status: number): GatewayError =>
  new GatewayError(code, { detail: `Sistem penerima menjawab HTTP ${status}.`, facts: { status } });
