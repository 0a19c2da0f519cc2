import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { Crossings } from '../../src/commands/demo/crossings.ts';
import { deskOf, RoundTrip } from '../../src/commands/demo/roundTrip.ts';
import { crossingTable, journeyTable } from '../../src/commands/demo/show.ts';
import { loadConfiguration } from '../../src/config/config.ts';
import { loadContracts } from '../../src/contract.ts';
import { readAny } from '../kits/defaults.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import { systemOf } from './questions.ts';
import { HASTY, it, recordOf, soon } from './scenes.ts';

const contracts = loadContracts();
const EVERY: readonly string[] = readAny(join(import.meta.dirname, '../../config/jembatan.json')).systems.map(
  ({ name }: { name: string }) => name,
);

/** The whole default configuration, its officers quick and its polls often. */
const whole = (config: NonNullable<HouseOptions['config']> = () => undefined): HouseOptions => ({
  ...{ systems: EVERY, haste: HASTY.haste ?? {}, random: () => 0.05, automation: { stepMs: 50, jitter: 0 } },
  config(json) {
    for (const system of json.systems) if (system.poll) system.poll.intervalSeconds = 1;
    config(json);
  },
});

const directoryOf = ({ folder }: House) =>
  loadConfiguration(join(folder, 'config/jembatan.json'), { contracts, adapters, env: {} }).directory;

const crossingsOf = (house: House): Crossings =>
  new Crossings({
    ...{ controlUrl: house.sandbox.controlUrl, gatewayUrl: house.gateway.url },
    ...{ directory: directoryOf(house), contracts },
  });

const rowsOf = (table: string, mark: string): readonly string[] =>
  table.split('\n').filter((line) => line.startsWith(`│ ${mark} │`));

describe('a demonstration that is not complete', () => {
  it('counts the report that a city refused as not home, and all others as home', async ({ open }) => {
    const house = await open(
      whole((config) => {
        for (const system of config.systems)
          if (system.name === 'kota-metro') system.options.services.other = 'TIDAK-ADA';
      }),
    );
    const directory = directoryOf(house);
    const trip = new RoundTrip(house.sandbox.controlUrl, directory);
    const [lampung, jakarta] = [deskOf(directory, '18'), deskOf(directory, '31')];
    if (!lampung || !jakarta) throw new Error('both provinces are in the default configuration');
    await trip.file(lampung, jakarta);
    await soon(async () => {
      await trip.look();
      expect(trip.home).toHaveLength(18);
    });
    const refused = trip.journeys.find(({ homeAt }) => homeAt === null);
    expect(refused).toMatchObject({ from: 'jaki-crm', to: 'kota-metro', away: null });
    const { relays } = await recordOf(house, refused?.number ?? '');
    expect(relays).toMatchObject([{ recipient: 'kota-metro', state: 'dead' }]);
    await trip.look();
    expect([trip.journeys.length, trip.home.length]).toEqual([19, 18]);
    const table = journeyTable(trip.journeys);
    expect(rowsOf(table, '✔')).toHaveLength(18);
    expect(rowsOf(table, '…')).toEqual([expect.stringContaining('Reklame roboh')]);
  });

  it('counts nothing as seen that is only on its way, and counts it once it is there', async ({ open }) => {
    const house = await open(whole());
    await systemOf(house, 'jaki').become({ kind: 'down' });
    const crossings = crossingsOf(house);
    const here = (name: string, list = crossings.seen) => list.filter(({ to }) => to === name);
    await crossings.begin();
    await soon(async () => {
      await crossings.look();
      expect(here('lampung-in')).toEqual(here('lampung-in', crossings.all));
    });
    // What JAKI asks itself is answered; what it is to be shown is not shown.
    expect(here('jaki').map(({ what }) => what)).toEqual(['keaslian surat desa']);
    expect(rowsOf(crossingTable(crossings.all), '…').length).toBeGreaterThanOrEqual(6);
    await systemOf(house, 'jaki').become({ kind: 'ok' });
    await soon(async () => {
      await crossings.look();
      expect(here('jaki')).toEqual(here('jaki', crossings.all));
    });
  });

  it('counts no letter as verified that its village was not there to verify', async ({ open }) => {
    const house = await open(whole());
    await systemOf(house, 'desa-hajimena').become({ kind: 'down' });
    const crossings = crossingsOf(house);
    await crossings.look();
    const letters = crossings.all.filter(({ what }) => what === 'keaslian surat desa');
    expect(letters.map(({ to, seen }) => [to, seen])).toEqual([
      ['jaki', null],
      ['lampung-in', null],
    ]);
  });
});
