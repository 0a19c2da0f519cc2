import type { Outbound } from '../config/outboundSettings.ts';
import type { UpstreamState } from '../upstream.ts';
import type { CircuitLimits } from './circuitState.ts';
import type { Login } from './login.ts';

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
  /** How a token is got that nobody gave us; null where none is. */
  readonly login?: Login | null;
  /** Signs every delivery (Standard Webhooks): `whsec_` and base64; null for no signature. */
  readonly signatureSecret?: string | null;
  /** Null, as where it is absent, calls the system itself. */
  readonly proxy?: Outbound['proxy'];
  /** Null, as where it is absent, trusts the machine's own authorities and shows no certificate. */
  readonly tls?: Outbound['tls'];
  /** Over the whole exchange, from connecting to the last byte. */
  readonly timeoutMs: number;
  /** Sends under way at once, and connections kept. */
  readonly concurrency: number;
  /** Null is unlimited. */
  readonly ratePerSecond: number | null;
  /** What is left out is as in `CIRCUIT_DEFAULTS`. */
  readonly circuit?: Partial<CircuitLimits>;
  /** Whether a connection is used again; it is unless said. */
  readonly reusesConnections?: boolean;
  /** A longer answer is a failure. 1 MiB unless said. */
  readonly maxAnswerBytes?: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly log: (event: UpstreamEvent) => void;
}
