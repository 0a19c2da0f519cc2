import { type BookedCase, CaseStore } from '../../../src/dialect/caseStore.ts';
import { membersOf, readTime, toWib } from '../../../src/dialect/native.ts';
import { parseRegion, regionLevel, within } from '../../../src/dialect/region.ts';
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
} from '../../../src/dialect/simulator.ts';
import { localTime, missing, paged, refusal, sent, told } from './simulatedAnswers.ts';
import { LETTER_ORDER, letterRow, newRequest, openRequests } from './simulatedRegister.ts';

type Members = Readonly<Record<string, unknown>>;
interface Details {
  readonly title: string;
  readonly text: string;
  readonly sender: string;
}

type Case = BookedCase<Details>;

/** A reply to a complaint: a row of the same table. */
interface Reply {
  readonly id: number;
  readonly complaint: string;
  readonly text: string;
  readonly at: string;
}

const ORDER = ['1', '2', '3'];
const ROUTES: readonly (readonly [method: string, path: string, serve: keyof OpensidSimulator & `serve${string}`])[] = [
  ['POST', '/login', 'serveLogin'],
  ['GET', '/profil-desa', 'serveProfile'],
  ['GET', '/pengaduan', 'serveComplaints'],
  ['GET', '/pengaduan/show', 'serveComplaint'],
  ['POST', '/pengaduan/store', 'serveStore'],
  ['POST', '/pengaduan/tanggapi', 'serveReply'],
  ['GET', '/surat/permohonan', 'serveRequests'],
  ['GET', '/surat/mandiri', 'serveOwnRequests'],
  ['GET', '/surat/verifikasi', 'serveLetter'],
];

interface Asked {
  readonly body: Members;
  readonly query: URLSearchParams;
}

/** A village's OpenSID: complaints, letter requests and a register of letters. It pushes nothing; whoever asks is told. */
export const createSimulator: CreateSimulator = (options) => new OpensidSimulator(options);

class OpensidSimulator implements Simulator, CaseDesk, NoticeBoard {
  readonly desk = this;
  readonly board = this;
  readonly #options: SimulatorOptions;
  readonly #books: CaseStore<Details>;
  readonly #replies: Reply[] = [];
  readonly #requests;
  readonly #tokens = new Set<string>();
  #rows = 0;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.#books = new CaseStore({ ...options, numberOf: () => String(this.#nextRow()) });
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
    return this.#books.open({ details: { title, text, sender: 'disamarkan' }, status: '1' }).number;
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
    const routes = ROUTES.filter(([, route]) => route === pathname);
    const [, , serve] = routes.find(([verb]) => verb === method) ?? [];
    if (serve === undefined) return missing(routes.length > 0 ? 405 : 404, pathname);
    const token = headers.authorization?.replace(/^Bearer /u, '');
    if (token !== undefined && !this.#tokens.has(token)) return refusal(401, 'Token tidak dikenal');
    return this[serve]({ body: membersOf(body), query });
  }

  serveLogin({ body: { username, password } }: Asked): SimulatedAnswer {
    const isGiven = [username, password].every((word) => typeof word === 'string' && word !== '');
    if (!isGiven) return refusal(401, 'Pengguna atau kata sandi keliru');
    const token = `token-contoh-${this.#tokens.size + 1}`;
    this.#tokens.add(token);
    return sent({ id: 1, username, nama: 'disamarkan', email: 'disamarkan', token, expires_in: 3600 });
  }

  serveComplaints({ query }: Asked): SimulatedAnswer {
    return paged(
      query,
      this.#cases().map((booked) => this.#complaintRow(booked)),
    );
  }

  /** With all its columns, as the list does not tell them. */
  serveComplaint({ query }: Asked): SimulatedAnswer {
    const booked = this.#books.find(query.get('id') ?? '');
    return sent(booked === undefined ? null : this.#complaintColumns(booked));
  }

  serveRequests({ query }: Asked): SimulatedAnswer {
    return this.#requestPage(query, 'jenis_surat');
  }

  /** The citizens' own, which names the letter otherwise. */
  serveOwnRequests({ query }: Asked): SimulatedAnswer {
    return this.#requestPage(query, 'nama_surat');
  }

  #requestPage(query: URLSearchParams, typeName: string): SimulatedAnswer {
    const rows = this.#requests.map(({ id, type, status, sentAt }) => ({
      ...{ type: 'surat', id: String(id) },
      attributes: {
        ...{ nama_penduduk: 'disamarkan', nik: 'disamarkan', [typeName]: type, status },
        tanggal: localTime(sentAt),
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
    const { judul: title, isi: text, kode_desa, id_kiriman, nama } = body;
    const { serah_terima_id: handoverId, nomor_asal: counterpart } = membersOf(body.rujukan);
    if (typeof title !== 'string' || typeof text !== 'string' || typeof id_kiriman !== 'string' || title.length > 200)
      return refusal(422, 'judul, isi dan id_kiriman wajib ada');
    // The table's column has no default.
    if (typeof nama !== 'string') return refusal(422, "Column 'nama' cannot be null");
    if (typeof handoverId !== 'string' || typeof counterpart !== 'string') return refusal(422, 'rujukan wajib ada');
    if (!this.#isHere(kode_desa)) return refusal(422, 'kode_desa bukan desa ini');
    const known = this.#books.byHandover(handoverId);
    if (known !== undefined) {
      const { body: again } = refusal(409, 'Sudah ada');
      return { status: 409, body: { ...membersOf(again), data: this.#complaintRow(known) }, effect: null };
    }
    const booked = this.#books.open({ details: { title, text, sender: nama }, status: '1', handoverId, counterpart });
    return told({ data: this.#complaintRow(booked) }, `handover:${handoverId}`);
  }

  /** OpenSID knows nothing of repeats, and does not look whether there is such a complaint. */
  serveReply({ body: { id_pengaduan, status, tanggapan: text } }: Asked): SimulatedAnswer {
    const complaint = String(id_pengaduan);
    if (typeof text !== 'string' || !/^\d+$/u.test(complaint) || !ORDER.includes(String(status)))
      return { status: 422, body: { message: 'The given data was invalid.', errors: {} }, effect: null };
    const booked = this.#books.find(complaint);
    if (booked === undefined) return sent([]);
    const [, kasus, urutan] = /^Rujukan: (\S+) #(\d+), kiriman /mu.exec(text) ?? [];
    const [, written] = /^Waktu: (.+)$/mu.exec(text) ?? [];
    const at = readTime(written) ?? this.#now();
    this.#replies.push({ id: this.#nextRow(), complaint, text, at });
    this.#books.move(booked, String(status), { at, sequence: urutan === undefined ? null : Number(urutan) });
    return sent([], kasus === undefined ? null : `status:${kasus}#${urutan}`);
  }

  #isHere(code: unknown): boolean {
    try {
      const village = typeof code === 'string' ? parseRegion(code) : '';
      return village !== '' && regionLevel(village) === 'village' && within(village, this.#options.territory);
    } catch {
      return false;
    }
  }

  /** As the list tells it, with all that must not get past the gateway. */
  #complaintRow(booked: Case): object {
    const { id, ...attributes } = membersOf(this.#complaintColumns(booked));
    return { type: 'pengaduan', id: String(id), attributes };
  }

  #complaintColumns({ number, details, status, createdAt, own }: Case): object {
    const sender = { nama: own ? 'disamarkan' : details.sender, email: own ? 'disamarkan' : null, telepon: null };
    return {
      ...{ id: Number(number), id_pengaduan: null, ...sender, judul: details.title, isi: details.text },
      ...{ status: Number(status), foto: null, created_at: localTime(createdAt) },
      child: this.#replies.filter(({ complaint }) => complaint === number).map(replyRow),
    };
  }
}

const replyRow = ({ id, complaint, text, at }: Reply): object => ({
  ...{ id, id_pengaduan: Number(complaint), nama: 'disamarkan', isi: text, created_at: localTime(at) },
});
