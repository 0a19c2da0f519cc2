import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { it as base, expect, vi } from 'vitest';
import { LIVE_STATES } from '../../src/delivery.ts';
import { toWib } from '../../src/dialect/native.ts';
import type { CitizenReport, SimulatedCase } from '../../src/dialect/simulator.ts';
import { GatewayError } from '../../src/errors.ts';
import type { Ledger } from '../../src/ledger.ts';
import type { CallRecord } from '../../src/sandbox/callRecorder.ts';
import type { SimulatedSystem } from '../../src/sandbox/host.ts';
import { JAKARTA_PLACES, LAMPUNG_PLACES } from '../../src/sandbox/scenario.ts';
import { checkHistory } from '../kits/history.ts';
import { type House, type HouseOptions, openHouse } from '../kits/house.ts';

interface Fixtures {
  /** A house that is closed with its test. */
  readonly open: (options?: HouseOptions) => Promise<House>;
}

export const it = base.extend<Fixtures>({
  open: async ({ onTestFinished }, use) => {
    await use(async (options = {}) => {
      const house = await openHouse(options);
      onTestFinished(() => house.close());
      return house;
    });
  },
});

/** Waits short enough for a test: every wait of a retry is a tenth of what is said, the second of a breather too. */
export const HASTY: HouseOptions = {
  haste: { delaysSeconds: [0.5, 1, 2, 4, 4, 4], jitter: 1, probeSeconds: 0.2, probeMaxSeconds: 0.8 },
  random: () => 0.05,
  config(config) {
    for (const system of config.systems) system.timeoutMs = 1000;
  },
};

/** A schedule that does not run out while a fault lasts. */
export const STUBBORN: HouseOptions = { ...HASTY, haste: { ...HASTY.haste, delaysSeconds: Array(50).fill(0.5) } };

/** The wall clock, which a test may put forward. */
export function movableClock() {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    forward(ms: number) {
      ahead += ms;
    },
  };
}

export const jakartaPlace = (index = 0): CitizenReport => placeAt(JAKARTA_PLACES, index);
export const lampungPlace = (index = 0): CitizenReport => placeAt(LAMPUNG_PLACES, index);

function placeAt(places: readonly CitizenReport[], index: number): CitizenReport {
  const report = places[index % places.length];
  if (!report) throw new Error('the scenario is empty');
  return report;
}

/** A report filed and found to belong elsewhere, and the event that says so. Nothing is pushed. */
export function misplaced(system: SimulatedSystem, report: CitizenReport) {
  const number = system.desk.file(report);
  return { number, event: { ...system.desk.handOver(number) } as Record<string, unknown> };
}

export const caseAt = (system: SimulatedSystem, number: string): SimulatedCase | undefined =>
  system.desk.cases().find((found) => found.number === number);

/** The case that came across under the other side's number, once it is there. */
export function arrived(system: SimulatedSystem, counterpart: string): Promise<SimulatedCase> {
  return soon(() => {
    const found = system.desk.cases().find((one) => !one.own && one.counterpart === counterpart);
    if (!found) throw new Error(`nothing of ${counterpart} at ${system.name} yet`);
    return found;
  });
}

export const soon = <T>(look: () => T | Promise<T>, timeout = 15_000): Promise<T> =>
  vi.waitFor(look, { timeout, interval: 15 });

/** Waits until every push is answered and every relay has its end, then holds the whole history against the promises. */
export async function allEnded(house: House, timeout = 15_000): Promise<void> {
  const deadline = Date.now() + timeout;
  while (Date.now() < deadline && (await unfinished(house)) > 0) await sleep(15);
  await checkHouse(house);
}

async function unfinished({ sandbox, gateway }: House): Promise<number> {
  const pushes = [...sandbox.systems.values()].flatMap(({ pusher }) => pusher.report().waiting);
  const { relays } = await gateway.ledger.counts();
  return LIVE_STATES.reduce((sum, state) => sum + relays[state], pushes.length);
}

export const checkHouse = (house: House): Promise<void> =>
  checkHistory({
    acknowledged: house.acknowledged(),
    receivers: house.sandbox.systems,
    ledger: house.gateway.ledger,
  });

/** Everything on record about the case that this number stands for. */
export async function recordOf(house: House, number: string) {
  const [id] = await house.gateway.ledger.findCases(number);
  if (id === undefined) throw new Error(`no case of ${number}`);
  return house.gateway.ledger.caseRecord(id);
}

export const callsFor = (system: SimulatedSystem, text: string): readonly CallRecord[] =>
  system.book.calls().filter(({ path, deliveryId }) => path.includes(text) || deliveryId?.includes(text));

export function upstream(house: House, name: string) {
  const found = house.gateway.upstreams.get(name);
  if (!found) throw new Error(`no upstream ${name}`);
  return found.state();
}

/** Files a report at Lampung In about a place in Jakarta and pushes that it belongs there. Returns its number. */
export async function handOver(house: House, index = 0, change: object = {}): Promise<string> {
  const { number, event } = misplaced(house.lampung, jakartaPlace(index));
  const { status } = await house.push('lampung-in', { ...event, ...change });
  if (status !== 202) throw new Error(`the handover of ${number} was answered ${status}`);
  return number;
}

/** The relay that brings a handed-over report to the other side, as the ledger has it now. */
export async function handoverRelay(house: House, number: string) {
  const { relays, attempts } = await recordOf(house, number);
  const relay = relays.find(({ contract }) => contract.startsWith('report-handover/'));
  if (!relay) throw new Error(`no handover of ${number}`);
  return { ...relay, tries: attempts.filter(({ relayId }) => relayId === relay.id) };
}

/** A time of the last hour, in the order of its minutes. */
const HOUR_BEFORE = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;
export const at = (minute: number): string => toWib(new Date(HOUR_BEFORE + minute * 60_000));
/** By a clock that is so many minutes ahead. */
export const ahead = (minutes: number): string => toWib(new Date(Date.now() + minutes * 60_000));
export const crmStatus = (code: string, name: string, minute: number) => ({
  code,
  tstatus: { name },
  waktu: at(minute),
});

/** Handed over to Jakarta and registered there: both sides know both numbers. */
export async function registered(house: House, index = 0): Promise<{ home: string; away: string }> {
  const home = await handOver(house, index);
  const { number: away } = await arrived(house.jakarta, home);
  await soon(() => expect(caseAt(house.lampung, home)?.counterpart).toBe(away));
  return { home, away };
}

/** The statuses a system was told, in the order it took them. */
export const told = (system: SimulatedSystem, number: string): readonly string[] =>
  (caseAt(system, number)?.history ?? []).filter(({ sequence }) => sequence !== null).map(({ status }) => status);

export const sequences = (system: SimulatedSystem, number: string): readonly number[] =>
  (caseAt(system, number)?.history ?? []).flatMap(({ sequence }) => sequence ?? []);

export async function statusRelays(house: House, number: string) {
  const { relays } = await recordOf(house, number);
  return relays.filter(({ contract }) => contract.startsWith('report-status/'));
}

/** What can become of a report at JAKI CRM. */
export const STEPS = ['Koordinasi', 'Disposisi', 'Proses', 'Menunggu Validasi', 'TL Ditolak', 'Proses', 'Selesai'];

/** All that can become of an event and of a relay, each once, and the counts of it. */
export async function everyEnd(house: House): Promise<void> {
  const { home, away } = await registered(house, 0);
  await house.push('jaki-crm', crmStatus(away, 'Proses', 5));
  await house.push('jaki-crm', crmStatus(away, 'Koordinasi', 1));
  await house.push('jaki-crm', crmStatus(away, 'Entah', 6));
  await house.push('lampung-in', {});
  await soon(() => expect(told(house.lampung, home)).toEqual(['DIPROSES']));
  await house.jakarta.become({ kind: 'reject' });
  const refused = await handOver(house, 1);
  await soon(async () => expect((await handoverRelay(house, refused)).state).toBe('dead'));
  await allEnded(house);
  const { events, relays, refusals } = await house.gateway.ledger.counts();
  expect(events).toEqual({ accepted: 5, waiting: 0, quarantined: 1, discarded: 0 });
  expect(refusals).toBe(1);
  expect(relays).toMatchObject({ delivered: 3, dead: 1, superseded: 1, withheld: 0, discarded: 0 });
}

const unavailable = () => new GatewayError('ledger-unavailable', { detail: 'Buku besar menolak.' });

/** A ledger whose writes can be made to fail: before anything is written, or after, as an ambiguous commit does. */
export function fragile() {
  const trouble: { kind: 'none' | 'gone' | 'ambiguous' } = { kind: 'none' };
  const between = (ledger: Ledger): Ledger => ({
    ...ledger,
    async write(work) {
      if (trouble.kind === 'gone') throw unavailable();
      const result = await ledger.write(work);
      if (trouble.kind === 'ambiguous') throw unavailable();
      return result;
    },
  });
  return { trouble, between };
}

export interface Script {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A real server that gives every request the same answer, and keeps their paths and bodies. */
export async function scripted({ status, headers = {}, body = {} }: Script, onTestFinished: (end: () => void) => void) {
  const calls: string[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      calls.push(request.url ?? '');
      bodies.push(Buffer.concat(parts).toString());
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, calls, bodies };
}
