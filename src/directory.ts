import type { Adapter, InboundContext } from './adapter.ts';
import type { Agreement } from './agreement.ts';
import { within } from './dialect/region.ts';
import { GatewayError } from './errors.ts';
import type { Config } from './generated/contracts.ts';

export type SystemConfig = Config['systems'][number];

/** A connected system: its configuration and the adapter of its dialect. */
export interface System {
  readonly name: string;
  readonly config: SystemConfig;
  readonly adapter: Adapter;
}

/** What the system's adapter may know of it. */
export const contextOf = ({ config }: System): InboundContext => ({
  territory: config.territory,
  options: config.options,
});

/** Who is connected, who owns which place, and what was agreed. */
export interface Directory {
  readonly systems: readonly System[];
  readonly agreements: readonly Agreement[];
  find(name: string): System | undefined;
  /** Throws `not-found`. */
  get(name: string): System;
  /** Of the systems that take handovers, the one with the longest territory that holds the place; undefined where none does. */
  ownerOf(regionCode: string): System | undefined;
}

/** Whether a delivery sent again under the same id has no second effect there: its dialect says so, and nobody withdrew it. */
export const honoursDeliveryId = ({ adapter, config }: System): boolean =>
  adapter.honoursDeliveryId === true && config.honoursDeliveryId !== false;

export const takesHandovers = ({ accepts }: Adapter): boolean =>
  accepts.some((contract) => contract.startsWith('report-handover/'));

export function directoryOf(systems: readonly System[], agreements: readonly Agreement[]): Directory {
  const byName = new Map(systems.map((system) => [system.name, system]));
  const nearestFirst = systems
    .filter(({ adapter }) => takesHandovers(adapter))
    .toSorted((a, b) => b.config.territory.length - a.config.territory.length);
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
