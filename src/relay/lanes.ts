import { randomUUID } from 'node:crypto';
import type { Contracts } from '../contract.ts';
import type { Upstream } from '../upstream.ts';
import { type DeliverOptions, LaneDelivery } from './deliver.ts';
import { FairShare } from './fairShare.ts';

export interface LanesOptions extends Omit<DeliverOptions, 'upstream' | 'turns' | 'leaseMs' | 'holder'> {
  readonly contracts: Contracts;
  readonly upstreams: ReadonlyMap<string, Upstream>;
}

/** The slowest settle there should ever be, milliseconds. */
const SETTLE_MS = 30_000;

/** One delivery for each lane that a system's dialect accepts contracts of. */
export function startLanes({ contracts, upstreams, ...options }: LanesOptions): Promise<readonly LaneDelivery[]> {
  const holder = randomUUID();
  const lanes = options.directory().systems.flatMap(({ name, adapter, config }) => {
    const upstream = upstreams.get(name);
    if (upstream === undefined) return [];
    const turns = new FairShare(() => upstream.capacity());
    const ofDialect = new Set(adapter.accepts.map((ref) => contracts.get(ref).lane));
    const leaseMs = config.timeoutMs + SETTLE_MS;
    return [...ofDialect].map((lane) => ({ lane: { system: name, lane }, upstream, turns, leaseMs }));
  });
  return Promise.all(
    lanes.map(({ lane, ...ofSystem }) => LaneDelivery.start(lane, { ...options, ...ofSystem, holder })),
  );
}

interface Draining {
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly graceMs: number;
  readonly onError: (what: string, error: unknown) => void;
}

/** Lets sends under way settle; after the grace time they are cut short and sent again after the next start. */
export async function drainLanes(
  lanes: readonly LaneDelivery[],
  { upstreams, graceMs, onError }: Draining,
): Promise<void> {
  const cut = (): Promise<unknown> => Promise.all([...upstreams.values()].map((upstream) => upstream.close()));
  const grace = setTimeout(() => void cut().catch((error) => onError('drain', error)), graceMs);
  await Promise.all(lanes.map((lane) => lane.close(graceMs)));
  clearTimeout(grace);
  await cut();
}
