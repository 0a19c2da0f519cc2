import { setTimeout as wait } from 'node:timers/promises';
import type { Contracts } from '../../contract.ts';
import type { Directory, System } from '../../directory.ts';
import { Crossings } from './crossings.ts';
import { deskOf, RoundTrip } from './roundTrip.ts';
import { crossingTable, journeyTable, progress, summaryLines } from './show.ts';

interface Stage {
  readonly controlUrl: string;
  readonly gatewayUrl: string;
  readonly directory: Directory;
  readonly contracts: Contracts;
  /** True once somebody asked to stop: what has not come across by then is not waited for. */
  readonly isStopped: () => boolean;
}

/** What has not come across by then has failed; on an idle machine it takes a dozen seconds. */
const TIMEOUT_MS = 120_000;
const BETWEEN_LOOKS_MS = 250;

/**
 * Plays the scenario through a running gateway and prints what the simulators' own records say of it. True when every
 * report came home, everything else came across, and nothing happened twice.
 */
export async function playScenes({ controlUrl, gatewayUrl, directory, contracts, isStopped }: Stage): Promise<boolean> {
  const [lampung, jakarta] = [deskOf(directory, '18'), deskOf(directory, '31')];
  const trip = new RoundTrip(controlUrl, directory);
  await trip.connect(gatewayUrl);
  if (!lampung || !jakarta) {
    console.log(missingDesk(lampung, jakarta));
    return false;
  }
  console.log(
    `Warga melapor ke ${lampung.name} tentang tempat di Jakarta, dan ke ${jakarta.name} tentang tempat di Lampung.`,
  );
  const crossings = new Crossings({ controlUrl, gatewayUrl, directory, contracts });
  console.log(`Sistem lain memberi ${crossings.all.length} informasi lain.`);
  await Promise.all([trip.file(lampung, jakarta), crossings.begin()]);
  await follow(trip, crossings, isStopped);
  return !isStopped() && told(trip, crossings);
}

/** Which of the two simulators the round trip lacks. */
function missingDesk(lampung: System | undefined, jakarta: System | undefined): string {
  const missing = [lampung ? [] : ['Lampung (18)'], jakarta ? [] : ['Jakarta (31)']].flat().join(' dan ');
  return [
    `Contoh laporan dua arah tidak dijalankan: simulator ${missing} tidak ada di konfigurasi.`,
    'Yang diperlukan: sistem dengan "simulated": true yang menyerahkan dan menerima laporan di provinsi itu.',
  ].join('\n');
}

async function follow(trip: RoundTrip, crossings: Crossings, isStopped: () => boolean): Promise<void> {
  const bar = progress(process.stdout);
  for (const until = Date.now() + TIMEOUT_MS; !isStopped() && Date.now() < until; await wait(BETWEEN_LOOKS_MS)) {
    await Promise.all([trip.look(), crossings.look()]);
    const registered = trip.journeys.filter(({ away }) => away !== null).length;
    const [all, home] = [trip.journeys.length, trip.home.length];
    bar.tell(
      `  ${registered}/${all} terdaftar di tujuan, ${home}/${all} selesai, ${crossings.seen.length}/${crossings.all.length} informasi lain tampak`,
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
  if (all !== 0) console.log(`Informasi lain:\n${crossingTable(crossings.all)}\n`);
  console.log(`Menurut catatan simulator sendiri: ${home} dari ${reports} laporan selesai dan status akhirnya sudah`);
  console.log(`diterima pengirim; ${seen} dari ${all} informasi lain tampak di tujuannya.`);
  console.log(`${summaryLines(summaries)}\n`);
  return home === reports && seen === all && summaries.every(({ secondEffects }) => secondEffects === 0);
}
