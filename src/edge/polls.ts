import type { Directory } from '../directory.ts';
import type { Upstream } from '../upstream.ts';
import { poller } from './poll.ts';
import { mannersOf } from './pollManners.ts';
import type { Poller, PollOptions } from './pollTypes.ts';

interface PollsOptions
  extends Omit<PollOptions, 'system' | 'poll' | 'upstream' | 'intervalMs' | 'manners' | 'delaysMs'> {
  readonly directory: () => Directory;
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly retry: { readonly delaysSeconds: readonly number[] };
}

/** A poller for each system that does not push and is to be asked. */
export function startPolls({ directory, upstreams, retry, ...shared }: PollsOptions): readonly Poller[] {
  const delaysMs = retry.delaysSeconds.map((seconds) => seconds * 1000);
  return directory().systems.flatMap((system): Poller[] => {
    const { name, config, adapter } = system;
    const upstream = upstreams.get(name);
    if (adapter.poll === undefined || config.poll === null || upstream === undefined) return [];
    const intervalMs = config.poll.intervalSeconds * 1000;
    const manners = mannersOf(config.poll);
    return [poller({ ...shared, system, upstream, delaysMs, intervalMs, manners, poll: adapter.poll })];
  });
}
