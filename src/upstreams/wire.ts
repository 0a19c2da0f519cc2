import type { Dispatcher } from 'undici';
import type { ExchangePhase } from '../outcome.ts';

/** What is known of one exchange beside its answer. */
export interface Wire {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly host: string | null;
  readonly port: number | null;
  readonly durationMs: number;
  readonly phase: ExchangePhase;
  /** The login before a delivery, not the delivery. */
  readonly login?: boolean;
}

/** Follows how far exchanges get. */
export interface Watch {
  /** Begins anew for the exchange with this signal. */
  begin(signal: AbortSignal): void;
  phase(signal: AbortSignal): ExchangePhase;
  /** Names the exchange that the next request of this signal is. */
  over(dispatcher: Dispatcher): Dispatcher;
}

/** undici tells only a request's own handler how far it is. */
export function createWatch(): Watch {
  const phases = new WeakMap<AbortSignal, ExchangePhase>();
  const signalOf = (options: object): AbortSignal | null =>
    'signal' in options && options.signal instanceof AbortSignal ? options.signal : null;
  return {
    begin: (signal) => void phases.set(signal, 'connect'),
    phase: (signal) => phases.get(signal) ?? 'connect',
    over: (dispatcher) =>
      dispatcher.compose((dispatch) => (options, handler) => {
        const signal = signalOf(options);
        return dispatch(options, signal === null ? handler : watched(handler, (phase) => phases.set(signal, phase)));
      }),
  };
}

function watched(
  handler: Dispatcher.DispatchHandler,
  reach: (phase: ExchangePhase) => void,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller, context) {
      handler.onRequestStart?.(controller, context);
      // Given up while it was being connected: nothing is written.
      if (!controller.aborted) reach('sent');
    },
    onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
    onResponseStart(...answer) {
      reach('answer');
      handler.onResponseStart?.(...answer);
    },
    onResponseData: (...data) => handler.onResponseData?.(...data),
    onResponseEnd(...end) {
      reach('done');
      handler.onResponseEnd?.(...end);
    },
    onResponseError: (...error) => handler.onResponseError?.(...error),
  };
}
