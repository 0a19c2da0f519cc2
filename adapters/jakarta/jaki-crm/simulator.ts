import { type BookedCase, CaseStore } from '../../../src/dialect/caseStore.ts';
import { read, write } from '../../../src/dialect/codes.ts';
import { parents, regionLevel, regionName, within } from '../../../src/dialect/region.ts';
import type {
  CaseDesk,
  CitizenReport,
  CreateSimulator,
  SimulatedAnswer,
  SimulatedRequest,
  Simulator,
  SimulatorOptions,
} from '../../../src/dialect/simulator.ts';
import { ANSWER, CATEGORY } from './codes.ts';
import { composeContent } from './content.ts';

/** What CRM needs to show a case again: a citizen's own words, or the body it came across with. */
type Details = CitizenReport | { readonly body: Body };
type Case = BookedCase<Details>;
type Body = Readonly<Record<string, unknown>>;

const ORDER = ['Menunggu', 'Koordinasi', 'Disposisi', 'Proses', 'Selesai'];
const ROUTE = /^\/api\/integrasi\/laporan(?:\/(?<number>[^/]+)(?:\/(?<part>status|jawaban))?)?$/u;

/** A CRM with cases of its own, speaking as `report`, `status` and `answer` do. */
export const createSimulator: CreateSimulator = (options) => new CrmSimulator(options);

class CrmSimulator implements Simulator, CaseDesk {
  readonly desk = this;
  readonly #territory: string;
  readonly #books: CaseStore<Details>;

  constructor(options: SimulatorOptions) {
    this.#territory = options.territory;
    const numberOf = (day: string, sequence: number) => `JK${day.slice(2)}${String(sequence).padStart(4, '0')}`;
    this.#books = new CaseStore({ ...options, numberOf });
  }

  file(report: CitizenReport): string {
    return this.#books.open({ details: report, status: 'Menunggu' }).number;
  }

  handOver(number: string): object {
    const booked = this.#books.get(number);
    if (!('regionCode' in booked.details)) throw new RangeError(`case ${number} came across; it cannot be handed over`);
    const at = this.#books.tick(number);
    booked.left = true;
    this.#books.move(booked, 'Koordinasi', { at, sequence: null });
    const outside = !within(booked.details.regionCode, this.#territory);
    const alasan = outside ? 'DI_LUAR_WILAYAH' : 'DI_LUAR_KEWENANGAN';
    return { ...snapshot(booked, booked.details, at), serahTerima: { alasan, catatan: null } };
  }

  decide(number: string, decision: 'accepted' | 'declined'): object {
    const booked = this.#books.get(number);
    const waktu = this.#books.tick(number);
    if (decision === 'declined') {
      booked.left = true;
      this.#books.move(booked, 'Ditolak', { at: waktu, sequence: null });
    }
    const catatan = decision === 'declined' ? 'Bukan kewenangan kami.' : 'Akan ditindaklanjuti.';
    return { code: number, jawaban: write(ANSWER, decision), catatan, waktu };
  }

  advance(number: string): object | null {
    const booked = this.#books.get(number);
    const place = ORDER.indexOf(booked.status);
    const next = ORDER[place + 1];
    if (booked.left || place < 0 || next === undefined) return null;
    const waktu = this.#books.tick(number);
    this.#books.move(booked, next, { at: waktu, sequence: null });
    return { code: number, tstatus: { name: next }, catatan: null, waktu };
  }

  cases() {
    return this.#books.cases();
  }

  answer({ method, path, body }: SimulatedRequest): SimulatedAnswer {
    const route = ROUTE.exec(path)?.groups;
    if (route === undefined) return refusal(404, 'alamat tidak ada');
    const { number, part } = route;
    if (number === undefined) return method === 'POST' ? this.#create(bodyOf(body)) : refusal(405, 'metode tidak ada');
    const booked = this.#books.find(number);
    if (booked === undefined) return refusal(404, 'laporan tidak ditemukan');
    if (method === 'PUT' && part === undefined) return updated(booked, bodyOf(body));
    if (method !== 'POST' || part === undefined) return refusal(405, 'metode tidak ada');
    return part === 'status' ? this.#status(booked, bodyOf(body)) : this.#answered(booked, bodyOf(body));
  }

  #create(body: Body): SimulatedAnswer {
    const { serahTerimaId, nomorAsal } = bodyOf(body.rujukan);
    const missing = ['content', 'kodeWilayah', 'createdAt', 'idKiriman'].some((name) => typeof body[name] !== 'string');
    if (missing || typeof serahTerimaId !== 'string' || typeof nomorAsal !== 'string')
      return refusal(422, 'tidak lengkap');
    const known = this.#books.byHandover(serahTerimaId);
    if (known !== undefined) return { status: 409, body: { code: known.number, duplikat: true }, effect: null };
    const booked = this.#books.open({
      details: { body },
      status: 'Menunggu',
      handoverId: serahTerimaId,
      counterpart: nomorAsal,
    });
    const answer = { code: booked.number, createdAt: booked.createdAt };
    return { status: 201, body: answer, effect: `handover:${serahTerimaId}` };
  }

  #status(booked: Case, body: Body): SimulatedAnswer {
    const { urutan, waktu } = body;
    const { name } = bodyOf(body.tstatus);
    const { kasus } = bodyOf(body.rujukan);
    if (typeof name !== 'string' || typeof waktu !== 'string' || typeof urutan !== 'number') {
      return refusal(422, 'tidak lengkap');
    }
    this.#books.move(booked, name, { at: waktu, sequence: urutan });
    return { status: 200, body: { code: booked.number }, effect: `status:${String(kasus)}#${urutan}` };
  }

  #answered(booked: Case, body: Body): SimulatedAnswer {
    const { jawaban, nomorTujuan, waktu } = body;
    const { serahTerimaId } = bodyOf(body.rujukan);
    if (typeof jawaban !== 'string' || typeof waktu !== 'string' || typeof serahTerimaId !== 'string') {
      return refusal(422, 'tidak lengkap');
    }
    const state = read(ANSWER, jawaban);
    if (state === undefined) return refusal(422, 'jawaban tidak dikenal');
    booked.answers.push(state);
    if (typeof nomorTujuan === 'string') booked.counterpart = nomorTujuan;
    if (state === 'registered' && booked.status !== 'Koordinasi') {
      this.#books.move(booked, 'Koordinasi', { at: waktu, sequence: null });
    }
    if (state === 'withdrawn') booked.left = true;
    if (booked.own && (state === 'declined' || state === 'expired')) booked.left = false;
    return { status: 200, body: { code: booked.number }, effect: `answer:${serahTerimaId}:${state}` };
  }
}

function updated(booked: Case, body: Body): SimulatedAnswer {
  if (typeof body.content !== 'string' || typeof body.updatedAt !== 'string') return refusal(422, 'tidak lengkap');
  return { status: 200, body: { code: booked.number }, effect: `report:${booked.number}:${body.updatedAt}` };
}

/** The place goes by name, as CRM shows it, and by code: an officer who hands over knows where it belongs. */
function snapshot(booked: Case, report: CitizenReport, updatedAt: string): object {
  const category = write(CATEGORY, report.category);
  const [lng, lat] = report.point;
  return {
    code: booked.number,
    content: composeContent({ description: `${report.title}\n${report.text}`, address: report.address }, category),
    lat,
    lng,
    tstatus: { name: booked.status },
    complaintCategory: { name: category },
    zone: { name: 'KELURAHAN' },
    createdAt: booked.createdAt,
    updatedAt,
    isPrivacy: 0,
    documents: [],
    village: villageOf(report.regionCode),
    kodeWilayah: report.regionCode,
  };
}

function villageOf(code: string): object | null {
  if (regionLevel(code) !== 'village') return null;
  const [district = '', city = '', province = ''] = parents(code).map((parent) => regionName(parent).toUpperCase());
  return {
    name: regionName(code).toUpperCase(),
    district: { name: district, city: { name: `${city}\r\n`, province: { name: province } } },
  };
}

const refusal = (status: number, pesan: string): SimulatedAnswer => ({ status, body: { pesan }, effect: null });

function bodyOf(value: unknown): Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
