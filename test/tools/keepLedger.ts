import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import axios from 'axios';
import { adapters } from '../../adapters/index.ts';
import type { Adapter } from '../../src/adapter.ts';
import { specimenToken } from '../../src/config/config.ts';
import { toWib } from '../../src/dialect/native.ts';
import type { CitizenReport } from '../../src/dialect/simulator.ts';
import type { SimulatedSystem } from '../../src/sandbox/host.ts';
import { JAKARTA_PLACES, LAMPUNG_PLACES, VILLAGE_LETTERS } from '../../src/sandbox/scenario.ts';
import { type AnyJson, readAny } from '../kits/defaults.ts';
import { type House, openHouse } from '../kits/house.ts';

/**
 * Makes a ledger to be kept: `node test/tools/keepLedger.ts <folder>`. A gateway with all systems of the default
 * configuration and their simulators takes events of every dialect and kind; what it wrote, what was posted and what
 * was polled stay as files, so that later versions can be held against them. Run in the checkout of the version whose
 * ledger is to be kept.
 */

interface Posted {
  readonly system: string;
  readonly native: unknown;
  readonly status: number;
  readonly receipt: unknown;
}

const posted: Posted[] = [];
const polled: Record<string, object[]> = {};
const BEGIN = Math.floor(Date.now() / 60_000) * 60_000;
const at = (minute: number): string => toWib(new Date(BEGIN + (minute - 60) * 60_000));
const slashed = (minute: number): string => {
  const [day = '', clock = ''] = at(minute).split('T');
  return `${day.split('-').reverse().join('/')} ${clock.slice(0, 5)} WIB`;
};

const remembering = (adapter: Adapter): Adapter => {
  const { poll } = adapter;
  if (!poll) return adapter;
  return {
    ...adapter,
    poll: {
      ...poll,
      read(...question) {
        const page = poll.read(...question);
        const before = polled[adapter.dialect] ?? [];
        const known = new Set(before.map((native) => JSON.stringify(native)));
        polled[adapter.dialect] = [...before, ...page.natives.filter((native) => !known.has(JSON.stringify(native)))];
        return page;
      },
    },
  };
};

async function post(house: House, system: string, native: unknown): Promise<number> {
  const { status, data } = await house.push(system, native);
  posted.push({ system, native, status, receipt: data });
  if (status > 202) console.log(system, status, data.code, data.detail);
  return status;
}

async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`not in time: ${what}`);
    await sleep(25);
  }
}

const sample = (path: string) => JSON.parse(readFileSync(`adapters/${path}.native.json`, 'utf8')).native;

function place(places: readonly CitizenReport[], index: number): CitizenReport {
  const report = places[index];
  if (!report) throw new Error('the scenario is too short');
  return report;
}

/** Files a report about the other side's place, posts its handover and says its number. */
async function handOver(house: House, from: SimulatedSystem, [index, change]: [number, object]): Promise<string> {
  const number = from.desk.file(place(from.name === 'lampung-in' ? JAKARTA_PLACES : LAMPUNG_PLACES, index));
  await post(house, from.name, { ...from.desk.handOver(number), ...change });
  return number;
}

const away = (house: House, there: SimulatedSystem, number: string) =>
  until(`${number} at ${there.name}`, async () => {
    const [id] = await house.gateway.ledger.findCases(number);
    const record = id === undefined ? null : await house.gateway.ledger.caseRecord(id);
    return record?.case?.parties.some((party) => party.system === there.name && party.number !== null) ?? false;
  });

const numberThere = (there: SimulatedSystem, number: string): string =>
  there.desk.cases().find(({ counterpart }) => counterpart === number)?.number ?? '';

const token = (system: string) => ({ headers: { authorization: `Bearer ${specimenToken(system)}` } });

async function cases(house: House): Promise<void> {
  const { jakarta, lampung } = house;
  const home = await handOver(house, lampung, [0, {}]);
  await away(house, jakarta, home);
  const there = numberThere(jakarta, home);
  const status = (name: string, minute: number, more: object = {}) =>
    post(house, 'jaki-crm', { code: there, tstatus: { name }, waktu: at(minute), ...more });
  await post(house, 'jaki-crm', { code: there, jawaban: 'DITERIMA', waktu: at(2) });
  await status('Koordinasi', 3);
  await status('Proses', 6, { catatan: 'Sudah ditinjau.', documents: [{ url: 'https://crm.contoh.go.id/1.jpg' }] });
  await status('Disposisi', 5);
  await status('Selesai', 20);
  await post(house, 'lampung-in', { ...lampung.desk.handOver(home), judul: 'Judul yang diperbaiki' });
  const second = await handOver(house, lampung, [1, { kategori: 'Kategori yang Tidak Dikenal', rahasia: false }]);
  await away(house, jakarta, second);
  await post(house, 'jaki-crm', {
    code: numberThere(jakarta, second),
    jawaban: 'DITOLAK',
    catatan: null,
    waktu: at(9),
  });
  await post(house, 'jaki-crm', { code: there, tstatus: { name: 'Status Baru' }, waktu: at(30) });
  await status('Proses', 31);
  const own = sample('jakarta/jaki-crm/samples/laporan');
  await post(house, 'jaki-crm', { ...own, code: 'JK2511220777', createdAt: at(1), updatedAt: at(4) });
  await post(house, 'jaki-crm', {
    ...own,
    code: 'JK2511220777',
    createdAt: at(1),
    updatedAt: at(7),
    tstatus: { name: 'Proses' },
  });
  await post(house, 'jaki-crm', { ...own, code: 'JK2511220778', createdAt: at(1) });
  const ours = { ...sample('lampung/lampung-in/samples/laporan'), id_laporan: 'LIN-20251122-0777', riwayat: null };
  await post(house, 'lampung-in', { ...ours, tanggal_lapor: slashed(1), diperbarui: slashed(3) });
  await post(house, 'lampung-in', { ...ours, id_laporan: 'LIN-20251122-0778', tanggal_lapor: 'kapan-kapan' });
  const back = await handOver(house, jakarta, [0, {}]);
  await away(house, lampung, back);
  await post(house, 'lampung-in', { id_laporan: numberThere(lampung, back), status: 'DIPROSES', waktu: slashed(40) });
}

async function ends(house: House): Promise<void> {
  const { jakarta, lampung } = house;
  await jakarta.become({ kind: 'reject' });
  await handOver(house, lampung, [2, {}]);
  await handOver(house, lampung, [3, {}]);
  await handOver(house, lampung, [6, {}]);
  const relays = async (state: 'dead' | 'parked') => house.gateway.ledger.relays(state, 100);
  await until('dead letters', async () => (await relays('dead')).length === 3);
  await jakarta.become({ kind: 'ok' });
  const [, , { id: third = '' } = {}] = (await relays('dead')).toSorted((a, b) => a.seq - b.seq);
  const word = { operator: 'Petugas Uji', reason: 'untuk buku besar yang disimpan' };
  await house.operator('POST', `/v1/relays/${encodeURIComponent(third)}/discard`, word);
  const filter = { state: 'dead', to: 'jaki-crm' };
  const { data } = await house.operator('POST', '/v1/redrives', { ...word, filter, ratePerSecond: 1 });
  await until('one was sent again', async () => (await relays('dead')).length < 2);
  await house.operator('POST', `/v1/redrives/${data.id}/cancel`, word);
  await jakarta.become({ kind: 'down' });
  await handOver(house, lampung, [4, {}]);
  await until('open', () => house.gateway.upstreams.get('jaki-crm')?.state().circuit === 'open');
  const withdrawn = await handOver(house, lampung, [5, {}]);
  await post(house, 'lampung-in', { id_laporan: withdrawn, jawaban: 'DITARIK', waktu: slashed(50) });
  await jakarta.become({ kind: 'ok' });
  await until('withheld', async () => (await house.gateway.ledger.counts()).relays.withheld > 0);
  await jakarta.become({ kind: 'down' });
  await handOver(house, lampung, [8, {}]);
  await until('parked', async () => (await relays('parked')).length > 0);
  await post(house, 'jaki-crm', { code: 'JK2511228888', tstatus: { name: 'Entah' }, waktu: at(8) });
  await house.operator('POST', '/v1/held/jaki-crm/JK2511228888/discard', word);
  await again(house);
  await post(house, 'jaki-crm', { code: 'JK2511229999', tstatus: { name: 'Proses' }, waktu: at(8) });
}

/** Said again word for word, and with another content under the same identity. */
async function again(house: House): Promise<void> {
  const [first, second] = posted;
  if (!first || !second) throw new Error('nothing was posted');
  await post(house, first.system, first.native);
  await post(house, first.system, { ...(first.native as object), judul: 'Judul lain, waktu sama' });
  const [relay] = await house.gateway.ledger.relays('dead', 1);
  if (relay) await house.gateway.ledger.write((tx) => tx.addStray({ ...relay, id: `${relay.id}.stray` }, Date.now()));
}

async function notices(house: House): Promise<void> {
  const supply = sample('lampung/lampung-in/samples/pasokan');
  const service = sample('lampung/lampung-in/samples/layanan');
  const jaki = sample('jakarta/jaki/samples/layanan-jaki');
  await post(house, 'lampung-in', { ...supply, diperbarui: slashed(3) });
  await post(house, 'lampung-in', { ...supply, jumlah: 900, diperbarui: slashed(6) });
  await post(house, 'lampung-in', { ...supply, jumlah: 800, diperbarui: slashed(5) });
  await post(house, 'lampung-in', { ...service, diperbarui: slashed(3) });
  await post(house, 'jaki', { ...jaki, updatedAt: at(3) });
}

/** The city fetches by itself, as the sandbox has it. */
async function inbox(house: House): Promise<void> {
  const city = house.sandbox.systems.get('kota-bandar-lampung');
  if (!city) throw new Error('no city');
  const number = await handOver(house, house.jakarta, [3, {}]);
  await away(house, city, number);
  await post(house, city.name, { id_laporan: numberThere(city, number), status: 'DIPROSES', waktu: slashed(41) });
}

async function lookups(house: House): Promise<void> {
  const ask = (name: string, as: string, body: unknown) =>
    axios.post(`${house.gateway.url}/v1/lookups/${name}`, body, { ...token(as), validateStatus: () => true });
  await ask('letter-verification', 'jaki', VILLAGE_LETTERS[0]);
  await ask('letter-verification', 'jaki', { ...VILLAGE_LETTERS[0], letterNumber: '470/999/DS-HJM/IX/2025' });
  await ask('health-facility', 'lampung-in', { regionCode: '31' });
}

const asked = (house: House, systems: number) =>
  until('every system was polled', async () => {
    const polls: readonly { lastRoundAt: string | null }[] = (await house.operator('GET', '/v1/polls')).data;
    return polls.length === systems && polls.every(({ lastRoundAt }) => lastRoundAt !== null);
  });

/** Everything of the ledger in one file without free pages, and what it says of itself. */
async function keep(house: House, folder: string): Promise<void> {
  const { ledger } = house.gateway;
  const facts = { version: 0, counts: await ledger.counts(), audit: await ledger.audit() };
  const copy = join(house.folder, 'kept.db');
  const db = new DatabaseSync(join(house.folder, 'data', 'ledger.db'));
  db.exec(`VACUUM INTO '${copy}'`);
  facts.version = Number(db.prepare('PRAGMA user_version').get()?.user_version);
  const events = db.prepare('SELECT id, system, state, receipt FROM events ORDER BY rowid').all();
  const relays = db.prepare('SELECT id, state, attempt FROM relays ORDER BY seq').all();
  const numbers = db.prepare('SELECT number FROM parties WHERE number IS NOT NULL ORDER BY number').all();
  db.close();
  const kept = {
    at: new Date().toISOString(),
    ...facts,
    numbers: numbers.map(({ number }) => number),
    events: events.map((event) => ({ ...event, receipt: JSON.parse(String(event.receipt)) })),
    relays,
    posted,
    polled,
  };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'ledger.db.gz'), gzipSync(readFileSync(copy), { level: 9 }));
  writeFileSync(join(folder, 'kept.json'), `${JSON.stringify(kept, null, 2)}\n`);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node test/tools/keepLedger.ts <folder>');
const systems: readonly string[] = readAny('config/jembatan.json').systems.map(({ name }: AnyJson) => name);
const house = await openHouse({
  systems,
  adapters: adapters.map(remembering),
  haste: { delaysSeconds: [0.2, 0.4, 600], probeSeconds: 1, probeMaxSeconds: 2, numberWaitSeconds: 86_400 },
  config(config) {
    for (const system of config.systems) if (system.poll) system.poll.intervalSeconds = 2;
  },
});
try {
  await cases(house);
  await handOver(house, house.jakarta, [
    LAMPUNG_PLACES.findIndex(({ regionCode }) => regionCode.startsWith('18.72')),
    {},
  ]);
  await handOver(house, house.jakarta, [
    LAMPUNG_PLACES.findIndex(({ regionCode }) => regionCode === '18.01.04.2001'),
    {},
  ]);
  await notices(house);
  await inbox(house);
  await lookups(house);
  await asked(house, 4);
  await sleep(5000);
  await ends(house);
  await keep(house, folder);
} finally {
  await house.close();
}
