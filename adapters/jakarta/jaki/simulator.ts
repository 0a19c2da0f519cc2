import { membersOf, toWib } from '../../../src/dialect/native.ts';
import { regionName } from '../../../src/dialect/region.ts';
import type {
  CreateSimulator,
  NoticeBoard,
  ShownNotice,
  SimulatedAnswer,
  SimulatedRequest,
  Simulator,
  SimulatorOptions,
} from '../../../src/dialect/simulator.ts';
import { tellLetter, tellPrice, tellService, tellSite, tellSupply } from './sentences.ts';

type Body = Readonly<Record<string, unknown>>;

/** One kind of what comes across. */
interface Shelf {
  /** The contract of what lies here, without its version. */
  readonly contract: string;
  /** Members without which there is nothing to show. */
  readonly needs: readonly string[];
  readonly tell: (body: Body) => string;
  /** What of it changes from one to the next. */
  readonly mark: (body: Body) => unknown;
  /** Of what is kept as a history: where it is added. Else it is put, and the newest kept. */
  readonly history?: string;
}

const SHELVES: Readonly<Record<string, Shelf>> = {
  'food-prices': {
    contract: 'food-price',
    needs: ['commodity', 'unit', 'level', 'quality', 'location', 'date', 'source'],
    tell: tellPrice,
    mark: ({ date, price }) => `${String(date)}:${String(price)}`,
  },
  'food-supplies': {
    contract: 'food-supply',
    needs: ['supplyCode', 'commodity', 'stage', 'quantity', 'unit', 'origin', 'availableFrom'],
    tell: tellSupply,
    mark: ({ quantity }) => quantity,
  },
  services: {
    contract: 'service-catalogue',
    needs: ['serviceCode', 'name', 'summary', 'category', 'coverage', 'status'],
    tell: tellService,
    mark: ({ status }) => status,
  },
  'health-sites': {
    contract: 'health-facility',
    needs: ['siteCode', 'name', 'kind', 'location', 'slots'],
    tell: tellSite,
    mark: ({ slots }) => (Array.isArray(slots) ? slots.length : 0),
  },
  'letter-requests': {
    contract: 'village-service-status',
    needs: ['requestHandle', 'village', 'letterType', 'status'],
    tell: tellLetter,
    mark: ({ status }) => status,
    history: 'statuses',
  },
};

const ROUTE = /^\/api\/v1\/external\/(?<system>[^/]+)\/(?<shelf>[^/]+)\/(?<id>[^/]+)(?:\/(?<part>[^/]+))?$/u;
const SECOND_MS = 1000;

/** What names something that came across. */
interface Named {
  readonly externalId: string;
  readonly sourceSystem: string;
  readonly updatedAt: string;
  /** With its contract and its system, so that it is nobody else's. */
  readonly key: string;
}

interface Kept {
  readonly notice: ShownNotice;
  /** The body but for its delivery id. */
  readonly content: string;
  readonly updatedAt: number;
}

/** A JAKI with services of its own and a shelf for each kind of what comes across. It keeps no cases: its CRM does. */
export const createSimulator: CreateSimulator = (options) => new JakiSimulator(options);

class JakiSimulator implements Simulator, NoticeBoard {
  readonly board = this;
  readonly #options: SimulatorOptions;
  readonly #kept = new Map<string, Kept>();
  /** Every entry of a history, as its effect names it. */
  readonly #entries = new Set<string>();
  #announced = 0;
  #last = 0;

  constructor(options: SimulatorOptions) {
    this.#options = options;
  }

  /** All its services once more, each changed later than the last time. */
  announce(): ReturnType<NoticeBoard['announce']> {
    this.#last = Math.max(this.#options.now().getTime(), this.#last + SECOND_MS);
    const services = servicesAt(this.#announced, { at: toWib(new Date(this.#last)), ...this.#options });
    this.#announced += 1;
    return services.map((event) => ({ number: event.serviceCode, event }));
  }

  shown(): readonly ShownNotice[] {
    return [...this.#kept.values()].map(({ notice }) => notice);
  }

  answer({ method, path, body }: SimulatedRequest): SimulatedAnswer {
    const { system = '', shelf: name = '', id = '', part } = ROUTE.exec(path)?.groups ?? {};
    const shelf = Object.hasOwn(SHELVES, name) ? SHELVES[name] : undefined;
    if (shelf === undefined || part !== shelf.history) return refusal(404, 'alamat tidak ada');
    if (method !== (part === undefined ? 'PUT' : 'POST')) return refusal(405, 'metode tidak ada');
    const members = membersOf(body);
    const { externalId, sourceSystem, updatedAt } = members;
    const isWhole = shelf.needs.every((need) => members[need] !== undefined && members[need] !== null);
    if (
      !isWhole ||
      typeof externalId !== 'string' ||
      typeof sourceSystem !== 'string' ||
      typeof updatedAt !== 'string'
    ) {
      return refusal(422, 'tidak lengkap');
    }
    if (segment(externalId) !== id || segment(sourceSystem) !== system)
      return refusal(422, 'isi dan alamat tidak sama');
    const key = `${shelf.contract}:${sourceSystem}:${externalId}`;
    const named = { externalId, sourceSystem, updatedAt, key };
    return part === undefined ? this.#put(shelf, members, named) : this.#add(shelf, members, named);
  }

  /** The newest is kept: the same once more changes nothing, and what is older is there in a newer form already. */
  #put(shelf: Shelf, body: Body, named: Named): SimulatedAnswer {
    const { externalId, updatedAt, key } = named;
    const { deliveryId: _deliveryId, ...rest } = body;
    const [content, time] = [JSON.stringify(rest), Date.parse(updatedAt)];
    const before = this.#kept.get(key);
    if (before?.content === content) return done(200, externalId, null);
    if (before !== undefined && time < before.updatedAt) {
      const message = 'sudah ada yang lebih baru';
      return { status: 409, body: { success: false, duplicate: true, message }, effect: null };
    }
    this.#show(key, { notice: noticeOf(shelf, body, named), content, updatedAt: time });
    return done(before === undefined ? 201 : 200, externalId, changeOf(shelf, body, named));
  }

  /** Each entry is kept, whenever it comes, and the same once more adds nothing; the one that came about last is shown. */
  #add(shelf: Shelf, body: Body, named: Named): SimulatedAnswer {
    const { externalId, updatedAt, key } = named;
    const entry = changeOf(shelf, body, named);
    if (this.#entries.has(entry)) return done(200, externalId, null);
    this.#entries.add(entry);
    const [before, time] = [this.#kept.get(key), Date.parse(updatedAt)];
    if (before === undefined || time >= before.updatedAt)
      this.#show(key, { notice: noticeOf(shelf, body, named), content: entry, updatedAt: time });
    return done(201, externalId, entry);
  }

  /** Taken out first, so that what changed last comes last. */
  #show(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
  }
}

const noticeOf = (
  { contract, tell }: Shelf,
  body: Body,
  { externalId: number, sourceSystem: from }: Named,
): ShownNotice => ({
  ...{ number, from, contract, text: tell(body) },
});

/** Names a change by what it is about, what of it changed and when, whatever delivery told it. */
const changeOf = (shelf: Shelf, body: Body, { key, updatedAt }: Named): string =>
  `${key}:${String(shelf.mark(body))}@${updatedAt}`;

const segment = (text: string): string => encodeURIComponent(text.toWellFormed());

const done = (status: number, id: string, effect: string | null): SimulatedAnswer => ({
  status,
  body: { success: true, data: { id } },
  effect,
});

const refusal = (status: number, message: string): SimulatedAnswer => ({
  status,
  body: { success: false, message },
  effect: null,
});

/** The last one is out of order every other time. */
const servicesAt = (turn: number, { at, territory }: { readonly at: string; readonly territory: string }) =>
  [
    {
      serviceCode: 'laporan-warga',
      name: { id: 'Laporan Warga', en: 'Citizen Reports' },
      summary: 'Laporkan masalah di sekitar Anda dan pantau tindak lanjutnya.',
      category: 'Pengaduan',
      openHours: '24 jam',
      status: 'AKTIF',
    },
    {
      serviceCode: 'harga-pangan',
      name: { id: 'Harga Pangan', en: 'Food Prices' },
      summary: 'Harga bahan pokok di pasar-pasar Jakarta.',
      category: 'Pangan',
      openHours: null,
      status: 'AKTIF',
    },
    {
      serviceCode: 'fasilitas-kesehatan',
      name: { id: 'Fasilitas Kesehatan', en: 'Health Facilities' },
      summary: 'Fasilitas kesehatan terdekat dan jadwal vaksinasinya.',
      category: 'Kesehatan',
      openHours: '08.00-15.00 WIB',
      status: turn % 2 === 0 ? 'AKTIF' : 'GANGGUAN',
    },
  ].map((service) => ({
    ...service,
    url: `https://jaki.contoh.go.id/${service.serviceCode}`,
    agency: 'Jakarta Smart City',
    coverage: [{ regionCode: territory, regionName: regionName(territory) }],
    updatedAt: at,
  }));
