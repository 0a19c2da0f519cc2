import { type BookedCase, CaseStore } from '../../../src/dialect/caseStore.ts';
import { membersOf } from '../../../src/dialect/native.ts';
import type {
  CaseDesk,
  CitizenReport,
  CreateSimulator,
  SimulatedAnswer,
  SimulatedRequest,
  Simulator,
  SimulatorOptions,
} from '../../../src/dialect/simulator.ts';

type Form = Readonly<Record<string, unknown>>;

interface Details {
  readonly service: Service;
  readonly description: string;
  readonly address: string | null;
  readonly lat: number | null;
  readonly long: number | null;
  readonly photo: string | null;
}

type Case = BookedCase<Details>;

interface Service {
  readonly code: string;
  readonly name: string;
  readonly type: 'realtime' | 'batch' | 'blackbox';
  /** The citizens' own reports of this category are filed under it. */
  readonly category: string;
}

const SERVICES: readonly Service[] = [
  { code: 'JLN-01', name: 'Jalan rusak', type: 'realtime', category: 'road' },
  { code: 'JLN-02', name: 'Trotoar rusak', type: 'realtime', category: 'pavement' },
  { code: 'LPJ-01', name: 'Lampu jalan padam', type: 'realtime', category: 'electricity' },
  { code: 'SMP-01', name: 'Sampah menumpuk', type: 'realtime', category: 'waste' },
  { code: 'AIR-01', name: 'Saluran tersumbat', type: 'realtime', category: 'drainage' },
  { code: 'PHN-01', name: 'Pohon tumbang', type: 'realtime', category: 'tree' },
  { code: 'IZN-01', name: 'Perizinan', type: 'batch', category: 'licensing' },
  { code: 'KTR-01', name: 'Kawasan tanpa rokok', type: 'blackbox', category: 'smoke-free-zone' },
  { code: 'UMM-99', name: 'Laporan lain', type: 'realtime', category: 'other' },
];

const ORDER = ['open', 'in_progress', 'closed'];
const NOTES: Readonly<Record<string, string>> = {
  in_progress: 'Petugas sudah di lokasi.',
  closed: 'Selesai dikerjakan.',
  not_councils_responsibility: 'Bukan kewenangan kota.',
};

/** The most a description holds (GeoReport v2). */
const MOST = 4000;
/** The most requests of one answer (GeoReport v2, Response Volume). */
const VOLUME = 1000;

/** A city's Open311 endpoint with requests of its own. It pushes nothing; whoever asks is told. */
export const createSimulator: CreateSimulator = (options) => new CitySimulator(options);

class CitySimulator implements Simulator, CaseDesk {
  readonly desk = this;
  readonly #books: CaseStore<Details>;
  /** Of batch services: a number is told once an officer has looked at it. */
  readonly #tokens = new Map<string, string>();

  constructor(options: SimulatorOptions) {
    const numberOf = (day: string, sequence: number) => `${day.slice(2, 4)}-${day.slice(4)}${pad(sequence)}`;
    this.#books = new CaseStore({ ...options, numberOf });
  }

  file({ text, category, point: [long, lat], address }: CitizenReport): string {
    const service = SERVICES.find((one) => one.category === category) ?? serviceAt('UMM-99');
    const details = { service, description: text, address, lat, long, photo: null };
    return this.#books.open({ details, status: 'open' }).number;
  }

  handOver(): never {
    throw new RangeError('GeoReport v2 cannot hand a request over');
  }

  /** To take a request on is to begin with it. */
  decide(number: string, decision: 'accepted' | 'declined'): null {
    const booked = this.#books.get(number);
    if (decision === 'declined') return this.#move(booked, 'not_councils_responsibility');
    return booked.status === 'open' ? this.#move(booked, 'in_progress') : null;
  }

  advance(number: string): null {
    const booked = this.#books.get(number);
    const place = ORDER.indexOf(booked.status);
    const next = ORDER[place + 1];
    return place < 0 || next === undefined ? null : this.#move(booked, next);
  }

  #move(booked: Case, status: string): null {
    this.#books.move(booked, status, { at: this.#books.tick(booked.number), sequence: null });
    return null;
  }

  cases() {
    return this.#books.cases();
  }

  answer({ method, path, body }: SimulatedRequest): SimulatedAnswer {
    const { pathname, searchParams: query } = new URL(path, 'http://kota/');
    if (pathname === '/requests.json' && method === 'POST') return this.#create(membersOf(body));
    const [, noun, id] = /^\/(services|requests|tokens)(?:\/([^/]+))?\.json$/u.exec(pathname) ?? [];
    if (noun === undefined) return refusal(404, 'resource not found');
    if (method !== 'GET') return refusal(405, 'method not allowed');
    const name = id === undefined ? null : decodeURIComponent(id);
    switch (`${noun}${name === null ? '' : '/'}`) {
      case 'services':
        return told(SERVICES.map(serviceRow));
      case 'requests':
        return told(this.#asked(query.get('service_request_id')).slice(0, VOLUME).map(requestRow));
      case 'requests/':
        return this.#single(name ?? '');
      case 'tokens/':
        return this.#token(name ?? '');
      default:
        return refusal(404, 'resource not found');
    }
  }

  #asked(ids: string | null): readonly Case[] {
    const numbers = ids === null ? this.#books.cases().map(({ number }) => number) : ids.split(',');
    return numbers.flatMap((number) => this.#books.find(number.trim()) ?? []);
  }

  #single(id: string): SimulatedAnswer {
    const booked = this.#books.find(id);
    return booked === undefined ? refusal(404, 'service_request_id not found') : told([requestRow(booked)]);
  }

  #token(token: string): SimulatedAnswer {
    const number = this.#tokens.get(token);
    if (number === undefined) return refusal(404, 'token not found');
    const isNumbered = this.#books.get(number).status !== 'open';
    return told([{ service_request_id: isNumbered ? number : null, token }]);
  }

  /** A city knows nothing of repeats; what names the report at the gateway is its own attribute. */
  #create(form: Form): SimulatedAnswer {
    const service = SERVICES.find(({ code }) => code === form.service_code);
    if (service === undefined) return refusal(404, 'service_code was not found');
    const details = detailsOf(form, service);
    if (typeof details === 'string') return refusal(400, details);
    const { 'attribute[case_id]': caseId, 'attribute[origin_number]': counterpart } = form;
    if (typeof caseId !== 'string' || typeof counterpart !== 'string') {
      const { number } = this.#books.open({ details, status: 'open' });
      return { ...told([this.#madeRow(number, service)]), effect: `request:${number}` };
    }
    const known = this.#books.byHandover(caseId);
    if (known !== undefined) return told([this.#madeRow(known.number, service)]);
    const { number } = this.#books.open({ details, status: 'open', handoverId: caseId, counterpart });
    return { ...told([this.#madeRow(number, service)]), effect: `handover:${caseId}` };
  }

  #madeRow(number: string, { type }: Service): object {
    const beside = { service_notice: 'Kota memeriksa laporan ini dalam satu hari kerja.', account_id: null };
    if (type === 'blackbox') return beside;
    if (type === 'realtime') return { service_request_id: number, ...beside };
    const token = `tk${number.replace('-', '')}`;
    this.#tokens.set(token, number);
    return { token, ...beside };
  }
}

const pad = (sequence: number): string => String(sequence).padStart(4, '0');

function serviceAt(code: string): Service {
  const service = SERVICES.find((one) => one.code === code);
  if (service === undefined) throw new RangeError(`no service ${code}`);
  return service;
}

/** A sentence where the form is not one of GeoReport v2. */
function detailsOf(form: Form, service: Service): Details | string {
  const { description, address_string: address = null, lat, long, media_url: photo = null } = form;
  if (typeof description !== 'string' || [...description].length > MOST) return 'description is missing or too long';
  const [y, x] = [coordinate(lat), coordinate(long)];
  if ((y === null || x === null) && typeof address !== 'string') return 'a location was not provided';
  const texts = {
    address: typeof address === 'string' ? address : null,
    photo: typeof photo === 'string' ? photo : null,
  };
  return { service, description, lat: y, long: x, ...texts };
}

function coordinate(text: unknown): number | null {
  return typeof text === 'string' && text !== '' && Number.isFinite(Number(text)) ? Number(text) : null;
}

const serviceRow = ({ code, name, type, category }: Service): object => ({
  ...{ service_code: code, service_name: name, description: name, metadata: false },
  ...{ type, keywords: '', group: category },
});

/** With empty texts and nulls, as real cities write them. */
function requestRow({ number, status, details, createdAt, history }: Case): object {
  return {
    service_request_id: number,
    ...{ status, status_notes: NOTES[status] ?? '' },
    ...{ service_name: details.service.name, service_code: details.service.code },
    ...{ description: details.description, agency_responsible: null, service_notice: '' },
    ...{ requested_datetime: createdAt, updated_datetime: history.at(-1)?.at ?? '', expected_datetime: null },
    ...{ address: details.address ?? '', address_id: '', zipcode: null },
    ...{ lat: details.lat, long: details.long, media_url: details.photo },
  };
}

const told = (body: readonly object[]): SimulatedAnswer => ({ status: 200, body, effect: null });

const refusal = (status: number, description: string): SimulatedAnswer => ({
  ...{ status, effect: null },
  body: [{ code: status, description }],
});
