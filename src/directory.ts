import type { Adapter } from './adapter.ts';
import type { Agreement } from './agreement.ts';
import { GatewayError } from './errors.ts';
import type { Config } from './generated/contracts.ts';
import { within } from './region.ts';

export type SystemConfig = Config['systems'][number];

/** A connected system: its configuration and the adapter of its dialect. */
export interface System {
  readonly name: string;
  readonly config: SystemConfig;
  readonly adapter: Adapter;
}

/** Who is connected, who owns which place, and what was agreed. */
export interface Directory {
  readonly systems: readonly System[];
  readonly agreements: readonly Agreement[];
  find(name: string): System | undefined;
  /** Throws `not-found`. */
  get(name: string): System;
  /** The connected system with the longest territory that holds the place; undefined where none does. */
  ownerOf(regionCode: string): System | undefined;
}

export function directoryOf(systems: readonly System[], agreements: readonly Agreement[]): Directory {
  const byName = new Map(systems.map((system) => [system.name, system]));
  const nearestFirst = systems.toSorted((a, b) => b.config.territory.length - a.config.territory.length);
  return {
    systems,
    agreements,
    find: (name) => byName.get(name),
    get(name) {
      const system = byName.get(name);
      if (system) return system;
      throw new GatewayError('not-found', { detail: `Tidak ada sistem bernama ${JSON.stringify(name)}.` });
    },
    ownerOf: (regionCode) => nearestFirst.find(({ config }) => within(regionCode, config.territory)),
  };
}
