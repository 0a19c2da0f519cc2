import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'winston';
import type { Adapter } from './adapter.ts';
import { type AgreementShelf, agreementShelf } from './agreementShelf.ts';
import type { Backbone } from './backbone.ts';
import { embeddedBackbone } from './backbones/embedded.ts';
import { kafkaBackbone } from './backbones/kafka.ts';
import type { Configuration } from './config.ts';
import type { Contracts } from './contract.ts';
import type { Directory } from './directory.ts';
import { edgeRoutes } from './edge/http.ts';
import { type Listening, listen } from './edge/server.ts';
import { Ingest } from './intake/ingest.ts';
import { acceptExpiry, acceptReply } from './intake/reply.ts';
import { translator } from './intake/translate.ts';
import type { Ledger } from './ledger.ts';
import { openSqliteLedger } from './ledgers/sqlite.ts';
import { journal } from './observe/journal.ts';
import { described } from './observe/logger.ts';
import { gatewayMetrics, type Metrics } from './observe/metrics.ts';
import { operatorRoutes } from './operator/http.ts';
import { relayChores } from './relay/chores.ts';
import { LaneDelivery } from './relay/deliver.ts';
import { type Publisher, publisher } from './relay/publish.ts';
import { type Chore, inTurn, sweep } from './relay/sweep.ts';
import type { Upstream } from './upstream.ts';
import { connectUpstreams } from './upstreams/connect.ts';

export interface GatewayOptions {
  readonly configuration: Configuration;
  readonly contracts: Contracts;
  readonly adapters: readonly Adapter[];
  /** Where simulated systems listen, by name; goes before their endpoint in the configuration. */
  readonly endpoints?: ReadonlyMap<string, string>;
  /** A ledger opened by the caller; else one in the configured data folder. Closed with the gateway either way. */
  readonly ledger?: Ledger;
  readonly log: Logger;
  readonly now?: () => number;
  readonly random?: () => number;
}

export interface Gateway {
  readonly url: string;
  readonly ledger: Ledger;
  readonly upstreams: ReadonlyMap<string, Upstream>;
  /** Takes nothing new, lets what is under way settle within the configured time, and closes everything. Repeatable. */
  close(): Promise<void>;
}

/** What the parts share. */
interface House {
  readonly options: GatewayOptions;
  readonly now: () => number;
  readonly shelf: AgreementShelf;
  readonly directory: () => Directory;
  readonly ledger: Ledger;
  readonly backbone: Backbone;
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly publishing: Publisher;
  readonly notes: ReturnType<typeof journal>;
  readonly metrics: Metrics;
  readonly onError: (what: string, error: unknown) => void;
}

/** Puts the parts together and starts them, the ways out before the way in. The only file that knows everything. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const house = build(options);
  const ingest = wayIn(house);
  const lanes = await waysOut(house, ingest);
  await takeUpHeld(house, ingest);
  house.publishing.wake();
  const sweeping = sweep(chores(house, ingest, lanes), house.onError);
  const open = { draining: false };
  // Half the grace time for callers, so that one who never ends his request leaves the deliveries theirs.
  const graceMs = (options.configuration.config.drainSeconds * 1000) / 2;
  let closing: Promise<void> | null = null;

  async function close(server: Listening | null): Promise<void> {
    open.draining = true;
    await server?.close(graceMs);
    await sweeping.close();
    const published = house.publishing.close();
    await Promise.all([drain(house, lanes, graceMs), Promise.race([published, wait(graceMs, null, { ref: false })])]);
    // It cuts a publication short that a silent Kafka keeps waiting; that is repeated after the next start.
    await house.backbone.close();
    await published;
    await house.ledger.close();
  }
  const serving = house.backbone.ready().then(() => serve(house, { ingest, lanes, draining: () => open.draining }));
  const server = await serving.catch(async (error) => {
    await close(null);
    throw error;
  });
  return {
    url: server.url,
    ledger: house.ledger,
    upstreams: house.upstreams,
    close() {
      closing ??= close(server);
      return closing;
    },
  };
}

function build(options: GatewayOptions): House {
  const { configuration, contracts, adapters, log } = options;
  const now = options.now ?? Date.now;
  const shelf = agreementShelf(configuration, { contracts, adapters, now }, now());
  const onError = (what: string, error: unknown): void => void log.error(what, described(error));
  const ledger = options.ledger ?? openSqliteLedger({ folder: resolve(configuration.config.dataDir) });
  const notes = journal(log);
  const backbone = backboneOf(options, { ledger, notes, now });
  const upstreams = connectUpstreams({
    ...{ configuration, clock: now, log: ({ event, ...facts }) => void log.warn(event, facts) },
    endpoints: options.endpoints ?? new Map(),
  });
  return {
    ...{ options, now, ledger, backbone, upstreams, onError },
    ...{ shelf, directory: shelf.directory },
    metrics: gatewayMetrics({ ledger, backbone, upstreams }),
    publishing: publisher(ledger, backbone, (error) => onError('publish', error)),
    notes,
  };
}

function backboneOf(
  { configuration, log }: GatewayOptions,
  { ledger, notes, now }: Pick<House, 'ledger' | 'notes' | 'now'>,
): Backbone {
  const onError = (error: unknown): void => void log.error('backbone', described(error));
  if (configuration.kafka === null) return embeddedBackbone(ledger, onError);
  const owner = { ledgerId: ledger.id, restores: ledger.restores };
  const tell = (message: string, facts: object): void => void log.debug(message, facts);
  return kafkaBackbone({ settings: configuration.kafka, owner, now, onError, tell, onState: notes.backbone });
}

function wayIn({ options, ledger, directory, now, notes, metrics, publishing }: House): Ingest {
  const { contracts, adapters, configuration } = options;
  return new Ingest({
    ...{ ledger, contracts, directory, now },
    translator: translator(adapters, contracts),
    numberWaitMs: configuration.config.numberWaitSeconds * 1000,
    onVerdict(system, verdict) {
      notes.verdict(system, verdict);
      metrics.verdict(system, verdict);
      if (verdict.kind === 'accepted') publishing.wake();
    },
  });
}

/** One delivery for each lane that a system's dialect accepts contracts of. */
function waysOut(house: House, ingest: Ingest): Promise<readonly LaneDelivery[]> {
  const { options, ledger, backbone, directory, now, notes, metrics, publishing, onError } = house;
  const lanes = directory().systems.flatMap(({ name, adapter, config }) => {
    const upstream = house.upstreams.get(name);
    const ofDialect = new Set(adapter.accepts.map((ref) => options.contracts.get(ref).lane));
    return upstream ? [...ofDialect].map((lane) => ({ lane: { system: name, lane }, upstream, config })) : [];
  });
  return Promise.all(
    lanes.map(({ lane, upstream, config }) =>
      LaneDelivery.start(lane, {
        ...{ ledger, backbone, upstream, directory, now, onError },
        retry: options.configuration.config.retry,
        // The hard timeout, and then as long again as the slowest settle should ever take.
        leaseMs: config.timeoutMs + 30_000,
        holder: randomUUID(),
        random: options.random ?? Math.random,
        async acceptReplies(tx, claim, { replies }) {
          for (const draft of replies) await acceptReply(tx, { claim, draft }, ingest.how());
        },
        onStray: notes.stray,
        onSettled(claim, outcome, state) {
          notes.settled(claim, outcome, state);
          metrics.settled(claim, outcome);
          publishing.wake();
        },
      }),
    ),
  );
}

/** A table may have been mended since the last start. */
async function takeUpHeld({ ledger, onError }: House, ingest: Ingest): Promise<void> {
  await inTurn(await ledger.heldSubjects('quarantined'), (whose) => ingest.retry(whose), onError);
}

function chores(house: House, ingest: Ingest, lanes: readonly LaneDelivery[]): readonly Chore[] {
  const { ledger, publishing, shelf, now, notes, onError } = house;
  const onRepublished = (relays: number): void => {
    notes.republished(relays);
    publishing.wake();
  };
  return [
    ...relayChores({ ...house, lanes, onRepublished }),
    {
      name: 'take up edited agreements',
      everyMs: 2000,
      run: async () => notes.agreements(shelf.look(now()), shelf.state()),
    },
    {
      name: 'end the patience of waiting events',
      everyMs: 2000,
      async run() {
        await inTurn(await ledger.heldSubjects({ waitedUntil: now() }), (one) => ingest.giveUpWaiting(one), onError);
        publishing.wake();
      },
    },
    {
      name: 'expire unanswered handovers',
      everyMs: 10_000,
      async run() {
        const overdue = await ledger.unanswered(new Date(now()).toISOString());
        await inTurn(overdue, (found) => ledger.write((tx) => acceptExpiry(tx, found, ingest.how())), onError);
        if (overdue.length > 0) publishing.wake();
      },
    },
  ];
}

function serve(
  { options, ledger, backbone, shelf, directory, upstreams, metrics, publishing, now, onError }: House,
  open: { ingest: Ingest; lanes: readonly LaneDelivery[]; draining: () => boolean },
): Promise<Listening> {
  const { listen: at, operator } = options.configuration.config;
  const { ingest, lanes, draining } = open;
  const edge = edgeRoutes({ directory, ingest, draining, onError });
  const wake = (): void => {
    publishing.wake();
    for (const lane of lanes) lane.poke();
  };
  const operators = operatorRoutes({
    ...{ ledger, backbone, shelf, directory, ingest, upstreams, metrics, now, draining, wake },
    tokenSha256: operator.tokenSha256,
  });
  return listen({ ...at, routes: [edge, operators], onError });
}

/** Lets sends under way settle; after the grace time they are cut short and sent again after the next start. */
async function drain({ upstreams, onError }: House, lanes: readonly LaneDelivery[], graceMs: number): Promise<void> {
  const cut = (): Promise<unknown> => Promise.all([...upstreams.values()].map((upstream) => upstream.close()));
  const grace = setTimeout(() => void cut().catch((error) => onError('drain', error)), graceMs);
  await Promise.all(lanes.map((lane) => lane.close(graceMs)));
  clearTimeout(grace);
  await cut();
}
