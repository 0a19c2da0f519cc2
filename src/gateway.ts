import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'winston';
import type { Adapter } from './adapter.ts';
import { lastBegun } from './agreement.ts';
import type { Backbone } from './backbone.ts';
import { embeddedBackbone } from './backbones/embedded.ts';
import { kafkaBackbone } from './backbones/kafka.ts';
import type { Configuration } from './config/config.ts';
import { createLiveAgreements, type LiveAgreements } from './config/liveAgreements.ts';
import type { Contracts } from './contract.ts';
import type { Directory } from './directory.ts';
import { edgeRoutes } from './edge/http.ts';
import { inboxRoutes } from './edge/inbox.ts';
import { lookupRoutes } from './edge/lookups.ts';
import { startPolls } from './edge/polls.ts';
import type { Poller } from './edge/pollTypes.ts';
import { type Listening, listen } from './http/server.ts';
import { Ingest } from './intake/ingest.ts';
import { intakeChores, takeUpHeld } from './intake/maintenance.ts';
import { acceptReply } from './intake/reply.ts';
import { translator } from './intake/translate.ts';
import type { Ledger } from './ledger.ts';
import { mustNotBeLeftBehind } from './ledgers/sqlite/dataFolder.ts';
import { openSqliteLedger } from './ledgers/sqlite/ledger.ts';
import { type Chore, type Sweep, startMaintenance } from './maintenance.ts';
import { journal } from './observe/logEvents.ts';
import { described } from './observe/logger.ts';
import { gatewayMetrics, type Metrics } from './observe/metrics.ts';
import { operatorRoutes } from './operator/commands.ts';
import type { LaneDelivery } from './relay/deliver.ts';
import { drainLanes, startLanes } from './relay/lanes.ts';
import { relayChores } from './relay/maintenance.ts';
import { type Publisher, publisher } from './relay/publish.ts';
import { requestOf } from './relay/request.ts';
import type { Inbox, Upstream } from './upstream.ts';
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
  readonly random: () => number;
  readonly liveAgreements: LiveAgreements;
  readonly directory: () => Directory;
  readonly ledger: Ledger;
  readonly backbone: Backbone;
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly inboxes: ReadonlyMap<string, Inbox>;
  readonly publishing: Publisher;
  readonly notes: ReturnType<typeof journal>;
  readonly metrics: Metrics;
  readonly onError: (what: string, error: unknown) => void;
}

/** What was started and must be stopped. */
interface Running {
  readonly ingest: Ingest;
  readonly lanes: readonly LaneDelivery[];
  readonly polls: readonly Poller[];
  readonly sweeping: Sweep;
  /** Takes nothing new any more. */
  draining: boolean;
}

/** Puts the parts together and starts them, the ways out before the way in. The only file that knows everything. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const house = build(options);
  const running = await start(house);
  let closing: Promise<void> | null = null;
  const close = (server: Listening | null): Promise<void> => {
    closing ??= stop(house, running, server);
    return closing;
  };
  const serving = house.backbone.ready().then(() => serve(house, running));
  const server = await serving.catch(async (error) => {
    await close(null);
    throw error;
  });
  return { url: server.url, ledger: house.ledger, upstreams: house.upstreams, close: () => close(server) };
}

async function start(house: House): Promise<Running> {
  const { retry } = house.options.configuration.config;
  const ingest = wayIn(house);
  const lanes = await waysOut(house, ingest);
  await takeUpHeld({ ...house, ingest });
  house.publishing.wake();
  const sweeping = startMaintenance(chores(house, ingest, lanes), house.onError);
  const polls = startPolls({ ...house, ingest, retry, onTrouble: house.notes.poll, onCutShort: house.notes.cutShort });
  return { ingest, lanes, polls, sweeping, draining: false };
}

async function stop(house: House, running: Running, server: Listening | null): Promise<void> {
  const { options, publishing, backbone, ledger, inboxes } = house;
  // Half the grace time for callers, so that one who never ends his request leaves the deliveries theirs.
  const graceMs = (options.configuration.config.drainSeconds * 1000) / 2;
  const patience = (): Promise<null> => wait(graceMs, null, { ref: false });
  running.draining = true;
  for (const inbox of inboxes.values()) inbox.endFetches();
  const polled = Promise.all(running.polls.map((poll) => poll.close()));
  await Promise.all([server?.close(graceMs), Promise.race([polled, patience()])]);
  // Nobody can acknowledge any more: what was fetched is fetched again after the start, and has spent nothing.
  await Promise.all([...inboxes.values()].map((inbox) => inbox.close()));
  await running.sweeping.close();
  const published = publishing.close();
  await Promise.all([drainLanes(running.lanes, { ...house, graceMs }), Promise.race([published, patience()])]);
  // Draining cuts short the question of a system that still has not answered.
  await polled;
  // It cuts a publication short that a silent Kafka keeps waiting; that is repeated after the next start.
  await backbone.close();
  await published;
  await ledger.close();
}

function build(options: GatewayOptions): House {
  const { configuration, contracts, adapters, log } = options;
  const now = options.now ?? Date.now;
  const liveAgreements = createLiveAgreements(configuration, { contracts, adapters, now }, now());
  const onError = (what: string, error: unknown): void => void log.error(what, described(error));
  const notes = journal(log);
  const ledger = options.ledger ?? openLedger(configuration, log);
  const backbone = backboneOf(options, { ledger, notes, now });
  const { upstreams, inboxes } = connectUpstreams({
    ...{ configuration, clock: now, log: ({ event, ...facts }) => void log.warn(event, facts) },
    endpoints: options.endpoints ?? new Map(),
  });
  return {
    ...{ options, now, ledger, backbone, upstreams, inboxes, onError, random: options.random ?? Math.random },
    ...{ liveAgreements, directory: liveAgreements.directory },
    metrics: gatewayMetrics({ ledger, backbone, upstreams }),
    publishing: publisher(ledger, backbone, (error) => onError('publish', error)),
    notes,
  };
}

function openLedger({ dataFolder: folder, config }: Configuration, log: Logger): Ledger {
  mustNotBeLeftBehind(folder, config.dataDir);
  return openSqliteLedger({ folder, onUpgrade: (step) => void log.info('ledger upgrade', step) });
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

function wayIn({ options, ledger, liveAgreements, directory, now, notes, metrics, publishing }: House): Ingest {
  const { contracts, adapters, configuration } = options;
  return new Ingest({
    ...{ ledger, contracts, directory, now },
    // A dialect that no system speaks may be unfinished.
    translator: translator(spoken(adapters, configuration.directory), contracts),
    numberWaitMs: configuration.config.numberWaitSeconds * 1000,
    mendedAt: () => Math.max(liveAgreements.state().loadedAt, lastBegun(directory().agreements, now())),
    onVerdict(system, verdict) {
      notes.verdict(system, verdict);
      metrics.verdict(system, verdict);
      if (verdict.kind === 'accepted') publishing.wake();
    },
  });
}

const spoken = (adapters: readonly Adapter[], { systems }: Directory): readonly Adapter[] =>
  adapters.filter((adapter) => systems.some((system) => system.adapter === adapter));

function waysOut(house: House, ingest: Ingest): Promise<readonly LaneDelivery[]> {
  const { options, notes, metrics, publishing } = house;
  return startLanes({
    ...house,
    contracts: options.contracts,
    retry: options.configuration.config.retry,
    async acceptReplies(tx, claim, { replies }) {
      for (const draft of replies) await acceptReply(tx, { claim, draft }, ingest.how());
    },
    onStray: notes.stray,
    onSettled(claim, outcome, state) {
      notes.settled(claim, outcome, state);
      metrics.settled(claim, outcome);
      const error = 'error' in outcome ? outcome.error : null;
      house.inboxes.get(claim.relay.recipient)?.settled(claim.relay.id, { state, error });
      publishing.wake();
    },
  });
}

function chores(house: House, ingest: Ingest, lanes: readonly LaneDelivery[]): readonly Chore[] {
  const { publishing, liveAgreements, now, notes } = house;
  const onRepublished = (relays: number): void => {
    notes.republished(relays);
    publishing.wake();
  };
  return [
    ...relayChores({ ...house, lanes, onRepublished }),
    ...intakeChores({ ...house, ingest, onAccepted: () => publishing.wake() }),
    {
      name: 'take up edited agreements',
      everyMs: 2000,
      run: async () => notes.agreements(liveAgreements.reload(now()), liveAgreements.state()),
    },
  ];
}

function serve(house: House, running: Running): Promise<Listening> {
  const { options, directory, publishing, onError } = house;
  const { listen: at, operator } = options.configuration.config;
  const { ingest, lanes, polls } = running;
  const draining = (): boolean => running.draining;
  const operatorSha256 = operator.tokenSha256;
  const edge = edgeRoutes({ directory, operatorSha256, ingest, draining, onError });
  const wake = (): void => {
    publishing.wake();
    for (const lane of lanes) lane.poke();
  };
  const operators = operatorRoutes({
    acceptReply: async (tx, relay, draft) => void (await acceptReply(tx, { claim: { relay }, draft }, ingest.how())),
    ...{ ...house, ingest, polls, draining, wake, operatorSha256 },
    requestOf: (claim) => requestOf(claim, { directory: directory(), now: house.now() }),
  });
  const lookups = lookupRoutes({ ...house, operatorSha256, contracts: options.contracts });
  const inbox = inboxRoutes({ ...house, operatorSha256 });
  return listen({ ...at, routes: [edge, inbox, lookups, operators], onError });
}
