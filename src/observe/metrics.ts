import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Backbone } from '../backbone.ts';
import type { Claim } from '../delivery.ts';
import type { System } from '../directory.ts';
import type { GatewayError } from '../errors.ts';
import type { EventRecord } from '../event.ts';
import type { Ledger } from '../ledger.ts';
import type { Outcome } from '../outcome.ts';
import type { Upstream } from '../upstream.ts';
import { aheadSecondsIn } from '../warning.ts';

export interface MetricsOptions {
  readonly ledger: Pick<Ledger, 'counts'>;
  readonly backbone: Pick<Backbone, 'state'>;
  readonly upstreams: ReadonlyMap<string, Upstream>;
}

type Told =
  | { readonly kind: 'accepted' | 'held' | 'repeat'; readonly event: Pick<EventRecord, 'receipt'> }
  | { readonly kind: 'refused'; readonly error: GatewayError };

export type Metrics = ReturnType<typeof gatewayMetrics>;

const CIRCUITS = ['closed', 'half-open', 'open'] as const;

/**
 * Counters since the start, and gauges read when asked: Prometheus text, with the process's own metrics (memory, event
 * loop lag). Labels are names of systems, codes and states, never a number or an id.
 */
export function gatewayMetrics({ ledger, backbone, upstreams }: MetricsOptions) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counted = counters(registry);
  ledgerGauges(registry, ledger);
  backboneGauge(registry, backbone);
  upstreamGauges(registry, upstreams);
  return {
    contentType: registry.contentType,
    verdict(system: System, verdict: Told): void {
      if (verdict.kind === 'refused') counted.refusals.inc({ system: system.name, code: verdict.error.code });
      else counted.events.inc({ system: system.name, verdict: verdict.kind });
      if (verdict.kind === 'accepted' || verdict.kind === 'held')
        counted.clocks.set({ system: system.name }, aheadSecondsIn(verdict.event.receipt.warnings));
    },
    settled({ relay }: Claim, outcome: Outcome): void {
      counted.outcomes.inc({ system: relay.recipient, outcome: outcome.kind });
    },
    /** Rejects with `ledger-unavailable` when the ledger cannot be read. */
    render: (): Promise<string> => registry.metrics(),
  };
}

function counters(registry: Registry) {
  const registers = [registry];
  return {
    events: new Counter({
      name: 'jembatan_events_total',
      help: 'Native events acknowledged, by sending system and verdict (accepted, held, repeat).',
      labelNames: ['system', 'verdict'],
      registers,
    }),
    clocks: new Gauge({
      name: 'jembatan_clock_ahead_seconds',
      help: 'How far ahead of ours the clock of a sending system was at its last event; 0 where it was right.',
      labelNames: ['system'],
      registers,
    }),
    refusals: new Counter({
      name: 'jembatan_refusals_total',
      help: 'Native events refused, by sending system and error code.',
      labelNames: ['system', 'code'],
      registers,
    }),
    outcomes: new Counter({
      name: 'jembatan_outcomes_total',
      help: 'Attempts at delivery, by recipient system and outcome.',
      labelNames: ['system', 'outcome'],
      registers,
    }),
  };
}

function ledgerGauges(registry: Registry, ledger: MetricsOptions['ledger']): void {
  for (const table of ['events', 'relays'] as const) {
    new Gauge({
      name: `jembatan_${table}`,
      help: `${table === 'events' ? 'Events' : 'Relays'} in the ledger, by state.`,
      labelNames: ['state'],
      registers: [registry],
      async collect() {
        const counts = await ledger.counts();
        for (const [state, count] of Object.entries(counts[table])) this.set({ state }, count);
      },
    });
  }
}

function backboneGauge(registry: Registry, backbone: MetricsOptions['backbone']): void {
  new Gauge({
    name: 'jembatan_backbone_connected',
    help: '1 while the backbone carries relays; while 0, those of state waiting are the outbox that grows.',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      const { kind, connected } = backbone.state();
      this.set({ kind }, connected ? 1 : 0);
    },
  });
}

function upstreamGauges(registry: Registry, upstreams: MetricsOptions['upstreams']): void {
  const registers = [registry];
  const states = () => [...upstreams.values()].map((upstream) => upstream.state());
  new Gauge({
    name: 'jembatan_circuit',
    help: 'State of the circuit to a system: 1 for the one it is in.',
    labelNames: ['system', 'state'],
    registers,
    collect() {
      for (const { system, circuit } of states()) {
        for (const state of CIRCUITS) this.set({ system, state }, state === circuit ? 1 : 0);
      }
    },
  });
  new Gauge({
    name: 'jembatan_circuit_alarm',
    help: '1 when only a person can mend the connection to a system.',
    labelNames: ['system'],
    registers,
    collect() {
      for (const { system, alarm } of states()) this.set({ system }, alarm ? 1 : 0);
    },
  });
  new Gauge({
    name: 'jembatan_sends_in_flight',
    help: 'Sends to a system under way.',
    labelNames: ['system'],
    registers,
    collect() {
      for (const { system, inFlight } of states()) this.set({ system }, inFlight);
    },
  });
}
