import { type BookedCase, CaseStore } from '../../../src/dialect/caseStore.ts';
import { read, write } from '../../../src/dialect/codes.ts';
import { writeSlashed } from '../../../src/dialect/native.ts';
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
import { LampungBoard, refusal } from './simulatorBoard.ts';
import { readTime } from './times.ts';

/** What Lampung In needs to show a case again: a citizen's own words, or the body it came across with. */
type Details = CitizenReport | { readonly body: Body };
type Case = BookedCase<Details>;
type Body = Readonly<Record<string, unknown>>;

const ORDER = ['MASUK', 'DIVERIFIKASI', 'DIKOORDINASIKAN', 'DISPOSISI', 'DIPROSES', 'SELESAI'];
const ROUTE = /^\/api\/v1\/laporan(?:\/(?<number>[^/]+)(?:\/(?<part>status|jawaban))?)?$/u;

/** A Lampung In with cases and notices of its own, speaking as `report`, `status`, `answer`, `pasokan` and `layanan` do. */
export const createSimulator: CreateSimulator = (options) => new LampungSimulator(options);

class LampungSimulator implements Simulator, CaseDesk {
  readonly desk = this;
  readonly board: LampungBoard;
  readonly #territory: string;
  readonly #books: CaseStore<Details>;

  constructor(options: SimulatorOptions) {
    this.#territory = options.territory;
    this.board = new LampungBoard(options);
    const numberOf = (day: string, sequence: number) => `LIN-${day}-${String(sequence).padStart(4, '0')}`;
    this.#books = new CaseStore({ ...options, numberOf });
  }

  file(report: CitizenReport): string {
    return this.#books.open({ details: report, status: 'MASUK' }).number;
  }

  handOver(number: string): object {
    const booked = this.#books.get(number);
    if (!('regionCode' in booked.details)) throw new RangeError(`case ${number} came across; it cannot be handed over`);
    const at = this.#books.tick(number);
    booked.left = true;
    this.#books.move(booked, 'TIDAK_DAPAT_DIPROSES', { at, sequence: null });
    const outside = !within(booked.details.regionCode, this.#territory);
    return {
      ...snapshot(booked, booked.details),
      alasan: 'DI_LUAR_KEWENANGAN',
      kewenangan: outside ? 'DAERAH_LAIN' : 'INSTANSI_LAIN',
    };
  }

  decide(number: string, decision: 'accepted' | 'declined'): object {
    const booked = this.#books.get(number);
    const at = this.#books.tick(number);
    if (decision === 'declined') {
      booked.left = true;
      this.#books.move(booked, 'DITOLAK', { at, sequence: null });
    }
    const catatan = decision === 'declined' ? 'Bukan kewenangan kami.' : 'Akan ditindaklanjuti.';
    return { id_laporan: number, jawaban: write(ANSWER, decision), catatan, waktu: writeSlashed(at) };
  }

  advance(number: string): object | null {
    const booked = this.#books.get(number);
    const place = ORDER.indexOf(booked.status);
    const next = ORDER[place + 1];
    if (booked.left || place < 0 || next === undefined) return null;
    const at = this.#books.tick(number);
    this.#books.move(booked, next, { at, sequence: null });
    return { id_laporan: number, status: next, catatan: null, waktu: writeSlashed(at) };
  }

  cases() {
    return this.#books.cases();
  }

  answer(request: SimulatedRequest): SimulatedAnswer {
    return this.board.answer(request) ?? this.#answerOfCase(request);
  }

  #answerOfCase({ method, path, body }: SimulatedRequest): SimulatedAnswer {
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
    const { serah_terima_id: handoverId, nomor_asal: counterpart } = bodyOf(body.rujukan);
    const missing = ['isi_laporan', 'kategori', 'tanggal_lapor', 'id_kiriman'].some(
      (name) => typeof body[name] !== 'string',
    );
    if (missing || typeof handoverId !== 'string' || typeof counterpart !== 'string')
      return refusal(422, 'tidak lengkap');
    const known = this.#books.byHandover(handoverId);
    if (known !== undefined) return { status: 409, body: { id_laporan: known.number, duplikat: true }, effect: null };
    const booked = this.#books.open({
      details: { body },
      status: 'MASUK',
      handoverId,
      counterpart,
    });
    const answer = { status: true, data: { id_laporan: booked.number, tanggal_lapor: writeSlashed(booked.createdAt) } };
    return { status: 201, body: answer, effect: `handover:${handoverId}` };
  }

  #status(booked: Case, body: Body): SimulatedAnswer {
    const { urutan, waktu, status } = body;
    const { kasus } = bodyOf(body.rujukan);
    if (typeof status !== 'string' || typeof waktu !== 'string' || typeof urutan !== 'number') {
      return refusal(422, 'tidak lengkap');
    }
    this.#books.move(booked, status, { at: readTime(waktu) ?? waktu, sequence: urutan });
    return {
      status: 200,
      body: { status: true, data: { id_laporan: booked.number } },
      effect: `status:${String(kasus)}#${urutan}`,
    };
  }

  #answered(booked: Case, body: Body): SimulatedAnswer {
    const { jawaban, nomor_tujuan: counterpart, waktu } = body;
    const { serah_terima_id: handoverId } = bodyOf(body.rujukan);
    if (typeof jawaban !== 'string' || typeof waktu !== 'string' || typeof handoverId !== 'string') {
      return refusal(422, 'tidak lengkap');
    }
    const state = read(ANSWER, jawaban);
    if (state === undefined) return refusal(422, 'jawaban tidak dikenal');
    booked.answers.push(state);
    if (typeof counterpart === 'string') booked.counterpart = counterpart;
    if (state === 'registered' && booked.status !== 'DITERUSKAN') {
      this.#books.move(booked, 'DITERUSKAN', { at: readTime(waktu) ?? waktu, sequence: null });
    }
    if (state === 'withdrawn') booked.left = true;
    if (booked.own && (state === 'declined' || state === 'expired')) booked.left = false;
    return {
      status: 200,
      body: { status: true, data: { id_laporan: booked.number } },
      effect: `answer:${handoverId}:${state}`,
    };
  }
}

function updated(booked: Case, body: Body): SimulatedAnswer {
  if (typeof body.isi_laporan !== 'string' || typeof body.diperbarui !== 'string') return refusal(422, 'tidak lengkap');
  return {
    status: 200,
    body: { status: true, data: { id_laporan: booked.number } },
    effect: `report:${booked.number}:${body.diperbarui}`,
  };
}

function snapshot(booked: Case, report: CitizenReport): object {
  const [bujur, lintang] = report.point.map(String);
  const [regency] = parents(report.regionCode).filter((code) => regionLevel(code) === 'regency');
  return {
    id_laporan: booked.number,
    judul: report.title,
    isi_laporan: report.text,
    kategori: write(CATEGORY, report.category),
    status: booked.status,
    lokasi: {
      kode_wilayah: report.regionCode,
      nama_desa: regionLevel(report.regionCode) === 'village' ? regionName(report.regionCode) : null,
      kab_kota: regency === undefined ? null : regionName(regency),
      alamat: report.address,
      lintang,
      bujur,
    },
    opd_tujuan: null,
    rahasia: false,
    anonim: true,
    lampiran: [],
    riwayat: booked.history.map(({ status, at }) => ({ status, waktu: writeSlashed(at), oleh: 'Admin Pusdatin' })),
    tanggal_lapor: writeSlashed(booked.createdAt),
  };
}

function bodyOf(value: unknown): Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
