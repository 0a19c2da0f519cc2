import type { Backbone } from '../backbone.ts';
import type { Ledger } from '../ledger.ts';
import { type Chore, eachInTurn } from '../maintenance.ts';
import type { LaneDelivery } from './deliver.ts';
import { laneRecovery } from './recover.ts';
import { redriving } from './redrive.ts';

export interface RelayChores {
  readonly ledger: Ledger;
  readonly backbone: Backbone;
  readonly lanes: readonly LaneDelivery[];
  readonly now: () => number;
  /** Relays went back to the outbox; zero where none did. */
  readonly onRepublished: (relays: number) => void;
  readonly onError: (what: string, error: unknown) => void;
}

/** What the way out has looked after from time to time. */
export function relayChores(house: RelayChores): readonly Chore[] {
  const { ledger, backbone, lanes, now } = house;
  const pokeAll = (): void => {
    for (const lane of lanes) lane.poke();
  };
  return [
    // What is in the ledger's own file cannot be lost on the way.
    ...(backbone.inLedger ? [] : [recovery(house)]),
    {
      name: 'reclaim lapsed claims',
      everyMs: 5000,
      async run() {
        if ((await ledger.reclaim(now())) > 0) pokeAll();
      },
    },
    { name: 'redrive', everyMs: 1000, run: redriving({ ...house, onRedriven: pokeAll }) },
    { name: 'checkpoint', everyMs: 1000, run: () => ledger.checkpoint() },
  ];
}

function recovery({ lanes, onRepublished, onError, ...house }: RelayChores): Chore {
  const recoveries = lanes.map((lane) => laneRecovery(lane, house));
  return {
    name: 'publish again what the backbone lost',
    everyMs: 5000,
    run: () => eachInTurn(recoveries, async (recover) => onRepublished(await recover()), onError),
  };
}
