import type { Adapter } from '../adapter.ts';
import type { Configuration, Secrets } from '../config/config.ts';
import { honoursDeliveryId, type System } from '../directory.ts';
import type { Inbox, Upstream } from '../upstream.ts';
import { createUpstream, type UpstreamOptions } from './http.ts';
import { createInbox } from './inbox.ts';

export interface ConnectOptions extends Pick<UpstreamOptions, 'clock' | 'log'> {
  readonly configuration: Configuration;
  /** Where simulated systems listen, by name; goes before their endpoint in the configuration. */
  readonly endpoints: ReadonlyMap<string, string>;
}

/** A list of all that a system has is longer than any answer to a delivery. */
const MOST_POLLED_BYTES = 16 * 1_048_576;

const secretsOf = ({ login: procedure, refusals }: Adapter, { token, login, signature }: Secrets) => ({
  ...{ token, signatureSecret: signature },
  login: login === null || procedure === undefined ? null : { procedure, refusals, ...login },
});

export interface Connected {
  /** For each configured system, by name. */
  readonly upstreams: ReadonlyMap<string, Upstream>;
  /** Those of them that are fetched from. */
  readonly inboxes: ReadonlyMap<string, Inbox>;
}

/** The way to each configured system. Nothing is sent yet. */
export function connectUpstreams(options: ConnectOptions): Connected {
  const { configuration, clock } = options;
  const { systems } = configuration.directory;
  const inboxes = new Map(
    systems.flatMap(({ name, config }) =>
      config.delivery === 'inbox' ? [[name, inboxOf({ configuration, clock }, name, config.timeoutMs)] as const] : [],
    ),
  );
  const called = callers(options);
  const upstreams = new Map(systems.map((system) => [system.name, inboxes.get(system.name) ?? called(system)]));
  return { upstreams, inboxes };
}

const inboxOf = (
  { configuration, clock }: Pick<ConnectOptions, 'configuration' | 'clock'>,
  system: string,
  leaseMs: number,
) => createInbox({ system, leaseMs, clock, signatureSecret: configuration.secrets(system).signature });

function callers({ configuration, endpoints, clock, log }: ConnectOptions): (system: System) => Upstream {
  const { consecutiveFailures, errorThresholdPercent, minimumCalls, ...circuit } = configuration.config.circuit;
  const limits = {
    failuresInARow: consecutiveFailures,
    failurePercent: errorThresholdPercent,
    minimumCalls,
    windowMs: circuit.windowSeconds * 1000,
    firstProbeMs: circuit.probeSeconds * 1000,
    longestProbeMs: circuit.probeMaxSeconds * 1000,
  };
  return (system) => {
    const { name, config, adapter } = system;
    const simulatedAt = endpoints.get(name);
    return createUpstream({
      system: name,
      // An address nobody listens on: deliveries wait, and the circuit says why.
      endpoint: simulatedAt ?? config.endpoint ?? 'http://127.0.0.1:9',
      // A simulated system listens on this machine.
      ...(simulatedAt === undefined ? configuration.outbound(name) : {}),
      ...secretsOf(adapter, configuration.secrets(name)),
      timeoutMs: config.timeoutMs,
      concurrency: config.concurrency,
      ratePerSecond: config.ratePerSecond,
      // Questions alone may be asked twice.
      reusesConnections: honoursDeliveryId(system) || adapter.accepts.length === 0,
      circuit: limits,
      ...(config.poll ? { maxAnswerBytes: MOST_POLLED_BYTES } : {}),
      clock,
      log,
    });
  };
}
