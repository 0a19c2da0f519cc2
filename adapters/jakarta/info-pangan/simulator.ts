import { toWib } from '../../../src/dialect/native.ts';
import type {
  CreateSimulator,
  NoticeBoard,
  SimulatedAnswer,
  SimulatedRequest,
  Simulator,
  SimulatorOptions,
} from '../../../src/dialect/simulator.ts';

/** Real markets and their numbers. The last one's place is left empty here, as the service leaves telephones. */
const MARKETS = [
  {
    city_id: '2',
    city_name: 'Jakarta Pusat',
    market_id: '3',
    market_name: 'Pasar Senen Blok III - VI',
    market_short_name: 'Senen',
    market_address: 'Jl. Pasar Senen Raya Kel. Senen, Kec. Senen',
    market_latitude: '-6.176417',
    market_longitude: '106.840836',
    market_phone: '',
    market_level: 'eceran',
  },
  {
    city_id: '2',
    city_name: 'Jakarta Pusat',
    market_id: '21',
    market_name: 'Pasar Tanah Abang Blok A-G',
    market_short_name: 'Tanah Abang',
    market_address: 'Jl. K.H. Fachrudin Kel.Kampung Bali Kec.Tanah Abang',
    market_latitude: '-6.187407',
    market_longitude: '106.814136',
    market_phone: '',
    market_level: 'eceran',
  },
  {
    city_id: '4',
    city_name: 'Jakarta Timur',
    market_id: '12',
    market_name: 'Pasar Kramat Jati',
    market_short_name: 'Kramat Jati',
    market_address: 'Jl. Raya Bogor, Kec. Kramat Jati',
    market_latitude: '',
    market_longitude: '',
    market_phone: '',
    market_level: 'eceran',
  },
] as const;

interface Food {
  readonly id: number;
  readonly name: string;
  readonly unit: string;
  /** Rupiah at the first market; 0 where nobody quotes it. */
  readonly price: number;
}

/** Names as the service writes them. Four are on the national list, two of those once "Cabe" is read as "Cabai". */
const FOODS: readonly Food[] = [
  { id: 1, name: 'Beras IR. I (IR 64)', unit: 'kg', price: 14_000 },
  { id: 4, name: 'Beras Muncul .I', unit: 'kg', price: 0 },
  { id: 7, name: 'Minyak Goreng (Kuning/Curah)', unit: 'kg', price: 20_000 },
  { id: 8, name: 'Cabe Merah Keriting', unit: 'kg', price: 45_000 },
  { id: 10, name: 'Cabe Rawit Merah', unit: 'kg', price: 69_000 },
  { id: 12, name: 'Bawang Merah', unit: 'kg', price: 48_000 },
  { id: 16, name: 'Ayam Broiler/Ras', unit: 'ekor', price: 40_000 },
  { id: 17, name: 'Telur Ayam Ras', unit: 'kg', price: 31_000 },
];

interface Quote {
  /** Rupiah on the first day; 0 where nobody quotes it. */
  readonly first: number;
  /** How often its price changed. */
  changes: number;
  /** When it last did. */
  day: string;
}

const PRICES = /^\/v2\/public\/master-data\/commodity\/markets\/(?<id>\d+)$/u;
const DAY_MS = 86_400_000;
/** How far a price is from its first, in turn; never twice the same. */
const SWINGS = [0, 500, -500, 1000, -1000, 1500];
/** One food in so many has a new price when a new day is announced, another one at each market. */
const MOVING = 4;
/** Where the service has no number to tell. */
const NONE = 999_999;

/** An Info Pangan whose prices move, speaking as the two answers that `price` is put together from. */
export const createSimulator: CreateSimulator = (options) => new InfoPanganSimulator(options);

class InfoPanganSimulator implements Simulator, NoticeBoard {
  readonly board = this;
  readonly #firstDay: string;
  readonly #quotes: ReadonlyMap<string, readonly Quote[]>;
  #announced = 0;

  constructor({ now }: SimulatorOptions) {
    this.#firstDay = toWib(now()).slice(0, 10);
    const quoted = (market: number) =>
      FOODS.map(({ price }) => ({ first: price === 0 ? 0 : price + 1000 * market, changes: 0, day: this.#firstDay }));
    this.#quotes = new Map(MARKETS.map(({ market_id }, index) => [market_id, quoted(index)]));
  }

  /** The next day: some foods have a new price at each market, the others keep theirs and its day. Nothing is pushed. */
  announce(): ReturnType<NoticeBoard['announce']> {
    this.#announced += 1;
    for (const [market, quotes] of [...this.#quotes.values()].entries()) {
      for (const quote of quotes.filter((_, food) => (food + market + this.#announced) % MOVING === 0)) {
        quote.changes += 1;
        quote.day = this.#day;
      }
    }
    return [];
  }

  shown(): ReturnType<NoticeBoard['shown']> {
    return [];
  }

  answer({ method, path }: SimulatedRequest): SimulatedAnswer {
    const id = PRICES.exec(path)?.groups?.id;
    const quotes = this.#quotes.get(id ?? '');
    if (path !== '/v1/master-data/market' && quotes === undefined) return answered(404, null);
    if (method !== 'GET') return answered(405, null);
    if (quotes === undefined) return { status: 200, body: { data: MARKETS, total: MARKETS.length }, effect: null };
    return answered(200, { selected_price_date: this.#day, data: quotes.map(rowOf) });
  }

  get #day(): string {
    const at = Date.parse(`${this.#firstDay}T00:00:00Z`) + this.#announced * DAY_MS;
    return new Date(at).toISOString().slice(0, 10);
  }
}

/** As the service lists a food; every other one has its price as text. */
function rowOf(quote: Quote, index: number): object {
  const { id, name, unit } = FOODS[index] ?? { id: 0, name: '', unit: '' };
  const [price, before] = [priceAfter(quote, quote.changes), priceAfter(quote, Math.max(quote.changes - 1, 0))];
  return {
    commodity_id: id,
    name,
    unit,
    newest_price: index % 2 === 0 ? price : String(price),
    prev_price: before,
    highest_price: Math.max(price, before),
    lowest_price: Math.min(price, before),
    avg_price: Math.round((price + before) / 2),
    percentage_price_increase_warning: 50.32,
    latest_new_price_date: price > 0 ? quote.day : null,
    gap_min_price: NONE,
    gap_max_price: NONE,
    status: statusOf(price, before),
  };
}

const priceAfter = ({ first }: Quote, changes: number): number =>
  first === 0 ? 0 : first + (SWINGS[changes % SWINGS.length] ?? 0);

/** The first two words were seen, the third is our guess; the adapter reads none. */
function statusOf(price: number, before: number): string {
  if (price === before) return 'stagnant';
  return price > before ? 'rise' : 'fall';
}

const MESSAGES: Readonly<Record<number, string>> = { 200: 'Success', 404: 'Not Found', 405: 'Method Not Allowed' };

const answered = (status: number, data: unknown): SimulatedAnswer => ({
  status,
  body: { status, message: MESSAGES[status] ?? '', data },
  effect: null,
});
