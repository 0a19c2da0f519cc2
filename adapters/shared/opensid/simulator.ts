import { type BookedCase, CaseBooks } from '../../../src/caseBooks.ts';
import { membersOf, readTime, toWib } from '../../../src/native.ts';
import { parseRegion, regionLevel, within } from '../../../src/region.ts';
import type {
  CaseDesk,
  CitizenReport,
  CreateSimulator,
  NoticeBoard,
  ShownNotice,
  SimulatedAnswer,
  SimulatedRequest,
  Simulator,
  SimulatorOptions,
} from '../../../src/simulator.ts';
import { LETTER_ORDER, letterRow, newRequest, openRequests } from './simulatedRegister.ts';

type Members = Readonly<Record<string, unknown>>;
type Case = BookedCase<{ readonly title: string; readonly text: string }>;

/** A reply to a complaint: a row of the same table. */
interface Reply {
  readonly id: number;
  readonly complaint: string;
  readonly deliveryId: string;
  readonly text: string;
  readonly at: string;
}

const ORDER = ['1', '2', '3'];
const ROUTES: readonly (readonly [method: string, path: RegExp, serve: keyof OpensidSimulator & `serve${string}`])[] = [
  ['POST', /^\/auth\/login$/u, 'serveLogin'],
  ['GET', /^\/profil-desa$/u, 'serveProfile'],
  ['GET', /^\/layanan-mandiri\/pengaduan$/u, 'serveComplaints'],
  ['POST', /^\/layanan-mandiri\/pengaduan\/store$/u, 'serveStore'],
  ['POST', /^\/layanan-mandiri\/pengaduan\/(?<number>[^/]+)\/tanggapan$/u, 'serveReply'],
  ['GET', /^\/layanan-mandiri\/surat\/permohonan$/u, 'serveRequests'],
  ['GET', /^\/layanan-mandiri\/surat\/verifikasi$/u, 'serveLetter'],
];

interface Asked {
  readonly body: Members;
  readonly query: URLSearchParams;
  readonly number: string;
}

/** A village's OpenSID: complaints, letter requests and a register of letters. It pushes nothing; whoever asks is told. */
export const createSimulator: CreateSimulator = (options) => new OpensidSimulator(options);

class OpensidSimulator implements Simulator, CaseDesk, NoticeBoard {
  readonly desk = this;
  readonly board = this;
  readonly #options: SimulatorOptions;
  readonly #books: CaseBooks<{ readonly title: string; readonly text: string }>;
  readonly #replies: Reply[] = [];
  readonly #requests;
  readonly #tokens = new Set<string>();
  #rows = 0;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.#books = new CaseBooks({ ...options, numberOf: () => String(this.#nextRow()) });
    this.#requests = openRequests(this.#now());
  }

  #now(): string {
    return toWib(this.#options.now());
  }

  #nextRow(): number {
    this.#rows += 1;
    return this.#rows;
  }

  file({ title, text }: CitizenReport): string {
    return this.#books.open({ details: { title, text }, status: '1' }).number;
  }

  handOver(): never {
    throw new RangeError('OpenSID cannot hand a complaint over');
  }

  /** To take a complaint on is to begin with it. */
  decide(number: string, decision: 'accepted' | 'declined'): null {
    const booked = this.#books.get(number);
    if (decision === 'declined') throw new RangeError('OpenSID cannot decline a complaint');
    return booked.status === '1' ? this.advance(number) : null;
  }

  advance(number: string): null {
    const booked = this.#books.get(number);
    const next = ORDER[ORDER.indexOf(booked.status) + 1];
    if (next !== undefined) this.#books.move(booked, next, { at: this.#books.tick(number), sequence: null });
    return null;
  }

  cases() {
    return this.#books.cases();
  }

  /** The letter request that has waited longest moves on; when all are collected a new one comes in. */
  announce(): readonly [] {
    const open = this.#requests.find(({ status }) => status !== LETTER_ORDER.at(-1));
    if (open === undefined) this.#requests.push(newRequest(this.#requests.length + 1, this.#now()));
    else open.status = LETTER_ORDER[LETTER_ORDER.indexOf(open.status) + 1] ?? open.status;
    return [];
  }

  shown(): readonly ShownNotice[] {
    return [];
  }

  #cases(): readonly Case[] {
    return this.#books.cases().map(({ number }) => this.#books.get(number));
  }

  answer({ method, path, headers, body }: SimulatedRequest): SimulatedAnswer {
    const { pathname, searchParams: query } = new URL(path, 'http://opensid/');
    const routes = ROUTES.filter(([, pattern]) => pattern.test(pathname));
    const [, pattern, serve] = routes.find(([verb]) => verb === method) ?? [];
    if (pattern === undefined || serve === undefined) return refusal(routes.length > 0 ? 405 : 404, 'Rute tidak ada');
    const token = headers.authorization?.replace(/^Bearer /u, '');
    if (token !== undefined && !this.#tokens.has(token)) return refusal(401, 'Token tidak dikenal');
    const { number = '' } = pattern.exec(pathname)?.groups ?? {};
    return this[serve]({ body: membersOf(body), query, number });
  }

  serveLogin({ body: { credential, password } }: Asked): SimulatedAnswer {
    const isGiven = [credential, password].every((word) => typeof word === 'string' && word !== '');
    if (!isGiven) return refusal(401, 'Pengguna atau kata sandi keliru');
    const token = `token-contoh-${this.#tokens.size + 1}`;
    this.#tokens.add(token);
    const attributes = { access_token: { token, token_type: 'Bearer', expires_in: 3600 } };
    return told({ data: { type: 'user', id: '1', attributes } });
  }

  serveComplaints({ query }: Asked): SimulatedAnswer {
    return paged(
      query,
      this.#cases().map((booked) => this.#complaintRow(booked)),
    );
  }

  serveRequests({ query }: Asked): SimulatedAnswer {
    const rows = this.#requests.map(({ id, type, status, sentAt }) => ({
      ...{ type: 'permohonan', id: String(id) },
      attributes: {
        ...{ id, nama_penduduk: 'disamarkan', jenis_surat: type, status },
        tanggal_kirim: localTime(sentAt),
      },
    }));
    return paged(query, rows);
  }

  serveProfile(): SimulatedAnswer {
    return told({ data: { type: 'profil-desa', id: '1', attributes: {} } });
  }

  serveLetter({ query }: Asked): SimulatedAnswer {
    if (!this.#isHere(query.get('kode_desa'))) return refusal(422, 'kode_desa bukan desa ini');
    return told({ data: letterRow(query) });
  }

  serveStore({ body }: Asked): SimulatedAnswer {
    const { judul: title, isi: text, kode_desa, id_kiriman } = body;
    const { serah_terima_id: handoverId, nomor_asal: counterpart } = membersOf(body.rujukan);
    if (typeof title !== 'string' || typeof text !== 'string' || typeof id_kiriman !== 'string' || title.length > 200)
      return refusal(422, 'judul, isi dan id_kiriman wajib ada');
    if (typeof handoverId !== 'string' || typeof counterpart !== 'string') return refusal(422, 'rujukan wajib ada');
    if (!this.#isHere(kode_desa)) return refusal(422, 'kode_desa bukan desa ini');
    const known = this.#books.byHandover(handoverId);
    if (known !== undefined) {
      const { body: again } = refusal(409, 'Sudah ada');
      return { status: 409, body: { ...membersOf(again), data: this.#complaintRow(known) }, effect: null };
    }
    const booked = this.#books.open({ details: { title, text }, status: '1', handoverId, counterpart });
    return told({ data: this.#complaintRow(booked) }, `handover:${handoverId}`);
  }

  serveReply({ number, body }: Asked): SimulatedAnswer {
    const booked = this.#books.find(number);
    if (booked === undefined) return refusal(404, 'Pengaduan tidak ditemukan');
    const { isi: text, status, waktu, id_kiriman: deliveryId } = body;
    const { kasus, urutan: sequence } = membersOf(body.rujukan);
    if (typeof text !== 'string' || typeof waktu !== 'string' || typeof deliveryId !== 'string')
      return refusal(422, 'isi, waktu dan id_kiriman wajib ada');
    if (!ORDER.includes(String(status)) || typeof kasus !== 'string' || typeof sequence !== 'number')
      return refusal(422, 'status dan rujukan wajib ada');
    const known = this.#replies.find((reply) => reply.deliveryId === deliveryId);
    if (known !== undefined) {
      return { status: 409, body: { code: 409, messages: 'Sudah ada', data: replyRow(known) }, effect: null };
    }
    const at = readTime(waktu) ?? waktu;
    const reply = { id: this.#nextRow(), complaint: number, deliveryId, text, at };
    this.#replies.push(reply);
    this.#books.move(booked, String(status), { at, sequence });
    return told({ data: replyRow(reply) }, `status:${kasus}#${sequence}`);
  }

  #isHere(code: unknown): boolean {
    try {
      const village = typeof code === 'string' ? parseRegion(code) : '';
      return village !== '' && regionLevel(village) === 'village' && within(village, this.#options.territory);
    } catch {
      return false;
    }
  }

  /** As the API tells it, with all that must not get past the gateway. */
  #complaintRow({ number, details, status, createdAt, own }: Case): object {
    const sender = { nama: own ? 'disamarkan' : 'Jembatan', email: own ? 'disamarkan' : null, telepon: null };
    const attributes = {
      ...{ id: Number(number), id_pengaduan: null, ...sender, judul: details.title, isi: details.text },
      ...{ status: Number(status), foto: null, created_at: localTime(createdAt) },
      child: this.#replies.filter(({ complaint }) => complaint === number).map(replyRow),
    };
    return { type: 'pengaduan', id: number, attributes };
  }
}

/** As OpenSID writes time: no offset. */
const localTime = (time: string): string => time.slice(0, 19).replace('T', ' ');

const replyRow = ({ id, complaint, text, at }: Reply): object => ({
  ...{ type: 'pengaduan', id: String(id) },
  attributes: { id, id_pengaduan: Number(complaint), isi: text, created_at: localTime(at) },
});

function paged(query: URLSearchParams, rows: readonly object[]): SimulatedAnswer {
  const size = Math.min(Number(query.get('page[size]') ?? 15), 100);
  const page = Number(query.get('page[number]') ?? 1);
  const pagination = {
    total: rows.length,
    current_page: page,
    total_pages: Math.max(1, Math.ceil(rows.length / size)),
  };
  return told({ data: rows.slice((page - 1) * size, page * size), meta: { pagination } });
}

const told = (body: object, effect: string | null = null): SimulatedAnswer => ({ status: 200, body, effect });

const refusal = (status: number, messages: string): SimulatedAnswer => ({
  status,
  body: { code: status, messages },
  effect: null,
});
