import { setTimeout as wait } from 'node:timers/promises';
import type { Contracts } from '../contract.ts';
import type { Directory } from '../directory.ts';
import { Crossings } from './crossings.ts';
import { deskOf, RoundTrip } from './roundTrip.ts';
import { crossingTable, journeyTable, progress, summaryLines } from './show.ts';

interface Stage {
  readonly controlUrl: string;
  readonly gatewayUrl: string;
  readonly directory: Directory;
  readonly contracts: Contracts;
}

/** What has not come across by then has failed; on an idle machine it takes a dozen seconds. */
const TIMEOUT_MS = 120_000;
const BETWEEN_LOOKS_MS = 250;

/**
 * Plays the scenario through a running gateway and prints what the simulators' own records say of it. True when every
 * report came home, everything else came across, and nothing happened twice.
 */
export async function playScenes({ controlUrl, gatewayUrl, directory, contracts }: Stage): Promise<boolean> {
  const [lampung, jakarta] = [deskOf(directory, '18'), deskOf(directory, '31')];
  const trip = new RoundTrip(controlUrl, directory);
  await trip.connect(gatewayUrl);
  if (!lampung || !jakarta) {
    console.log('Contoh laporan dua arah memerlukan simulator Lampung (18) dan Jakarta (31); keduanya tidak ada.');
    return false;
  }
  console.log(
    `Warga melapor ke ${lampung.name} tentang tempat di Jakarta, dan ke ${jakarta.name} tentang tempat di Lampung.`,
  );
  const crossings = new Crossings({ controlUrl, gatewayUrl, directory, contracts });
  console.log(`Sistem lain memberi tahu ${crossings.all.length} hal yang bukan laporan.`);
  await Promise.all([trip.file(lampung, jakarta), crossings.begin()]);
  await follow(trip, crossings);
  return told(trip, crossings);
}

async function follow(trip: RoundTrip, crossings: Crossings): Promise<void> {
  const bar = progress(process.stdout);
  for (const until = Date.now() + TIMEOUT_MS; Date.now() < until; await wait(BETWEEN_LOOKS_MS)) {
    await Promise.all([trip.look(), crossings.look()]);
    const registered = trip.journeys.filter(({ away }) => away !== null).length;
    const [all, home] = [trip.journeys.length, trip.home.length];
    bar.tell(
      `  ${registered}/${all} terdaftar di tujuan, ${home}/${all} selesai dan statusnya pulang, ${crossings.seen.length}/${crossings.all.length} lainnya tampak`,
    );
    if (home === all && crossings.seen.length === crossings.all.length) break;
  }
  bar.end();
}

async function told(trip: RoundTrip, crossings: Crossings): Promise<boolean> {
  const summaries = await trip.summaries();
  const [home, reports, seen, all] = [trip.home, trip.journeys, crossings.seen, crossings.all].map(
    ({ length }) => length,
  );
  console.log(`\n${journeyTable(trip.journeys)}\n`);
  if (all !== 0) console.log(`Yang bukan laporan:\n${crossingTable(crossings.all)}\n`);
  console.log(`Menurut catatan simulator sendiri: ${home} dari ${reports} laporan selesai dan statusnya pulang,`);
  console.log(`dan ${seen} dari ${all} hal lain tampak di tujuannya.`);
  console.log(`${summaryLines(summaries)}\n`);
  return home === reports && seen === all && summaries.every(({ secondEffects }) => secondEffects === 0);
}
