import { membersOf, plainText, toWib, writeSlashed } from '../../../src/dialect/native.ts';
import { regionName } from '../../../src/dialect/region.ts';
import type {
  NoticeBoard,
  ShownNotice,
  SimulatedAnswer,
  SimulatedRequest,
  SimulatorOptions,
} from '../../../src/dialect/simulator.ts';
import { GatewayError } from '../../../src/errors.ts';
import { writeDay } from './noticeParts.ts';

type Body = Readonly<Record<string, unknown>>;

const ROUTE = /^\/api\/v1\/(?<shelf>harga-pangan|pasokan|layanan|faskes)\/(?<system>[^/]+)\/(?<number>[^/]+)$/u;
const SECOND_MS = 1000;
const DAY_MS = 86_400_000;

/** What the app shows beside its cases: the province's own food and services, and what other systems made known. */
export class LampungBoard implements NoticeBoard {
  readonly #options: SimulatorOptions;
  readonly #shown = new Map<string, ShownNotice>();
  #announced = 0;
  #last = 0;

  constructor(options: SimulatorOptions) {
    this.#options = options;
  }

  /** All it has, once more: what is left of each food by now, and which service can be used. */
  announce(): ReturnType<NoticeBoard['announce']> {
    const at = this.#tick();
    const round = { turn: this.#announced, at, diperbarui: writeSlashed(toWib(new Date(at))) };
    this.#announced += 1;
    return [
      ...suppliesAt(round).map((event) => ({ number: event.id_pasokan, event })),
      ...servicesAt(round, this.#options.territory).map((event) => ({ number: event.id_layanan, event })),
    ];
  }

  /** Nothing is announced twice within a second. */
  #tick(): number {
    this.#last = Math.max(this.#options.now().getTime(), this.#last + SECOND_MS);
    return this.#last;
  }

  shown(): readonly ShownNotice[] {
    return [...this.#shown.values()];
  }

  /** Null for a request that is no notice. */
  answer({ method, path, body }: SimulatedRequest): SimulatedAnswer | null {
    const { shelf, system = '', number = '' } = ROUTE.exec(path)?.groups ?? {};
    if (shelf === undefined) return null;
    const place = `${system}/${number}`;
    return method === 'PUT' ? this.#show(shelf, place, membersOf(body)) : refusal(405, 'metode tidak ada');
  }

  #show(shelf: string, place: string, body: Body): SimulatedAnswer {
    const { sistem, nomor_asal: own } = membersOf(body.rujukan);
    const missing = [...(NEEDED[shelf] ?? []), 'diperbarui'].some((name) => typeof body[name] !== 'string');
    const text = missing ? undefined : TOLD[shelf]?.(body);
    if (text === undefined || typeof sistem !== 'string' || typeof own !== 'string') {
      return refusal(422, 'tidak lengkap');
    }
    if (`${segment(sistem)}/${segment(own)}` !== place) return refusal(422, 'nomor lain dari alamatnya');
    const key = `${shelf}:${sistem}:${own}`;
    // Taken out first, so that it comes last.
    this.#shown.delete(key);
    this.#shown.set(key, { number: own, from: sistem, contract: CONTRACTS[shelf] ?? shelf, text });
    return { status: 200, body: { status: true }, effect: `${key}@${String(body.diperbarui)}` };
  }
}

const segment = (text: string): string => encodeURIComponent(text.toWellFormed());

export const refusal = (status: number, pesan: string): SimulatedAnswer => ({
  status,
  body: { status: false, pesan },
  effect: null,
});

interface Round {
  /** From 0. */
  readonly turn: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly diperbarui: string;
}

const dayAt = (at: number): string => writeDay(toWib(new Date(at)).slice(0, 10));

/** Raw maize that gets less each time, and banana chips that get more; every tenth time it begins anew. */
const suppliesAt = ({ turn, at, diperbarui }: Round) => [
  {
    id_pasokan: 'PSK-2025-0007',
    komoditas: 'Jagung Tk Peternak',
    tahap: 'MENTAH',
    jumlah: 1250.5 - 125 * (turn % 10),
    satuan: 'ton',
    kode_wilayah: '18.02',
    tersedia_mulai: dayAt(at),
    tersedia_sampai: dayAt(at + 45 * DAY_MS),
    opd: 'Dinas Ketahanan Pangan, Tanaman Pangan dan Hortikultura',
    diperbarui,
  },
  {
    id_pasokan: 'PSK-2025-0011',
    komoditas: 'Keripik Pisang',
    tahap: 'OLAHAN',
    jumlah: 800 + 40 * (turn % 10),
    satuan: 'bungkus',
    kode_wilayah: '18.71',
    tersedia_mulai: dayAt(at),
    tersedia_sampai: null,
    opd: 'Dinas Perindustrian dan Perdagangan',
    diperbarui,
  },
];

/** Three of those the province announced; the last one is out of use every other time. */
const servicesAt = ({ turn, diperbarui }: Round, territory: string) =>
  [
    {
      id_layanan: 'pengaduan',
      nama: 'Pengaduan Warga',
      ringkasan: 'Laporkan masalah di sekitar Anda kepada Pemerintah Provinsi Lampung.',
      kategori: 'Pengaduan',
      status: 'AKTIF',
    },
    {
      id_layanan: 'harga-pangan',
      nama: 'Harga Pangan',
      ringkasan: 'Harga bahan pokok di pasar-pasar Lampung.',
      kategori: 'Harga Pangan',
      status: 'AKTIF',
    },
    {
      id_layanan: 'e-samsat',
      nama: 'e-Samsat Lampung',
      ringkasan: 'Periksa dan bayar pajak kendaraan bermotor.',
      kategori: 'e-Samsat',
      status: turn % 2 === 0 ? 'AKTIF' : 'DITANGGUHKAN',
    },
  ].map((service) => ({ ...service, tautan: null, wilayah: [territory], diperbarui }));

const CONTRACTS: Readonly<Record<string, string>> = {
  'harga-pangan': 'food-price',
  pasokan: 'food-supply',
  layanan: 'service-catalogue',
  faskes: 'health-facility',
};

/** Texts without which a notice of a shelf tells nothing. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'harga-pangan': ['name', 'satuan', 'tingkat', 'nama_wilayah', 'tanggal', 'sumber'],
  pasokan: ['id_pasokan', 'komoditas', 'tahap', 'satuan', 'kode_wilayah', 'tersedia_mulai'],
  layanan: ['id_layanan', 'nama', 'ringkasan', 'status'],
  faskes: ['id_faskes', 'nama', 'nama_wilayah'],
};

/** A notice in a sentence, by its shelf; undefined where it makes none. */
const TOLD: Readonly<Record<string, (body: Body) => string | undefined>> = {
  'harga-pangan': tellPrice,
  pasokan: tellSupply,
  layanan: tellService,
  faskes: tellFacility,
};

const textOf = (value: unknown): string => (typeof value === 'string' ? plainText(value) : '');
const figure = (value: number): string => new Intl.NumberFormat('id-ID').format(value);

function tellPrice(body: Body): string {
  const [food, unit, level] = [textOf(body.name), textOf(body.satuan), textOf(body.tingkat).toLowerCase()];
  const place = textOf(membersOf(body.pasar).nama) || textOf(body.nama_wilayah);
  const now = typeof body.today === 'number' ? `Rp${figure(body.today)} per ${unit}` : 'belum ada harga';
  const before = typeof body.yesterday === 'number' ? `, sebelumnya Rp${figure(body.yesterday)}` : '';
  const source = `${textOf(body.tanggal)}, ${textOf(body.sumber)}`;
  return `Harga ${food} tingkat ${level} di ${place}: ${now}${before} (${source}).`;
}

function tellSupply(body: Body): string {
  const left = typeof body.jumlah === 'number' && body.jumlah > 0 ? figure(body.jumlah) : null;
  const amount = left === null ? 'habis' : `${left} ${textOf(body.satuan)}`;
  const until = typeof body.tersedia_sampai === 'string' ? ` sampai ${textOf(body.tersedia_sampai)}` : '';
  const days = `tersedia mulai ${textOf(body.tersedia_mulai)}${until}`;
  const what = `${textOf(body.komoditas)} ${textOf(body.tahap).toLowerCase()}`;
  return `${what} dari ${nameAt(textOf(body.kode_wilayah))}: ${amount}, ${days}.`;
}

function tellService(body: Body): string | undefined {
  const state = STATES[textOf(body.status)];
  if (state === undefined) return undefined;
  const way = typeof body.tautan === 'string' ? ` Buka ${body.tautan}` : '';
  return `Layanan ${textOf(body.nama)}: ${textOf(body.ringkasan)} ${state}${way}`;
}

const STATES: Readonly<Record<string, string>> = {
  AKTIF: 'Dapat dipakai.',
  DITANGGUHKAN: 'Sementara tidak dapat dipakai.',
  BERAKHIR: 'Sudah berakhir.',
};

function tellFacility(body: Body): string {
  const slots = Array.isArray(body.jadwal) ? body.jadwal.map(membersOf) : [];
  const free = slots.reduce((sum, { kuota_sisa }) => sum + (typeof kuota_sisa === 'number' ? kuota_sisa : 0), 0);
  const open = slots.length === 0 ? 'belum ada jadwal' : `${slots.length} jadwal, sisa ${figure(free)} tempat`;
  return `${textOf(body.nama)}, ${textOf(body.alamat) || textOf(body.nama_wilayah)}: ${open}.`;
}

function nameAt(code: string): string {
  try {
    return regionName(code);
  } catch (error) {
    if (error instanceof GatewayError) return `wilayah ${code}`;
    throw error;
  }
}
