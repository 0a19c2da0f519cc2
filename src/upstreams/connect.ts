import type { Adapter } from '../adapter.ts';
import type { Configuration, Secrets } from '../config.ts';
import type { System } from '../directory.ts';
import type { Upstream } from '../upstream.ts';
import { createUpstream, type UpstreamOptions } from './http.ts';

export interface ConnectOptions extends Pick<UpstreamOptions, 'clock' | 'log'> {
  readonly configuration: Configuration;
  /** Where simulated systems listen, by name; goes before their endpoint in the configuration. */
  readonly endpoints: ReadonlyMap<string, string>;
}

const secretsOf = ({ login: procedure }: Adapter, { token, login, signature }: Secrets) => ({
  ...{ token, signatureSecret: signature },
  login: login === null || procedure === undefined ? null : { procedure, ...login },
});

/** An upstream for each configured system, by name. Nothing is sent yet. */
export function connectUpstreams({
  configuration,
  endpoints,
  clock,
  log,
}: ConnectOptions): ReadonlyMap<string, Upstream> {
  const { consecutiveFailures, errorThresholdPercent, minimumCalls, ...circuit } = configuration.config.circuit;
  const limits = {
    failuresInARow: consecutiveFailures,
    failurePercent: errorThresholdPercent,
    minimumCalls,
    windowMs: circuit.windowSeconds * 1000,
    firstProbeMs: circuit.probeSeconds * 1000,
    longestProbeMs: circuit.probeMaxSeconds * 1000,
  };
  const upstreamOf = ({ name, config, adapter }: System): Upstream =>
    createUpstream({
      system: name,
      // An address nobody listens on: deliveries wait, and the circuit says why.
      endpoint: endpoints.get(name) ?? config.endpoint ?? 'http://127.0.0.1:9',
      ...secretsOf(adapter, configuration.secrets(name)),
      timeoutMs: config.timeoutMs,
      concurrency: config.concurrency,
      ratePerSecond: config.ratePerSecond,
      circuit: limits,
      clock,
      log,
    });
  return new Map(configuration.directory.systems.map((system) => [system.name, upstreamOf(system)]));
}
