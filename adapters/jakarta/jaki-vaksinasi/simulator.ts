import { toWib } from '../../../src/dialect/native.ts';
import type {
  CreateSimulator,
  NoticeBoard,
  SimulatedAnswer,
  SimulatedRequest,
  Simulator,
  SimulatorOptions,
} from '../../../src/dialect/simulator.ts';

/** How the times of a site's days are told. */
type Counting =
  /** Each time has its own numbers, and the day their sum. */
  | 'by-time'
  /** The day alone has numbers. */
  | 'by-day'
  /** There are no times. */
  | 'whole-day'
  /** There are no days. */
  | 'none';

interface Site {
  readonly told: Readonly<Record<string, unknown>>;
  readonly counting: Counting;
  /** Appointments at one time of a day. */
  readonly quota: number;
}

/** Made up, at real places; each has an oddity of the real ones. Who to telephone there is left empty here as it was there. */
const SITES: readonly Site[] = [
  {
    told: {
      kode_lokasi_vaksinasi: 101,
      nama_lokasi_vaksinasi: 'PUSKESMAS KECAMATAN TEBET',
      alamat_lokasi_vaksinasi: 'Jl. Prof. Dr. Soepomo, Tebet Barat',
      ...{ wilayah: 'KOTA ADM. JAKARTA SELATAN', kecamatan: 'TEBET', kelurahan: 'TEBET BARAT', rt: '5', rw: '2' },
      ...{ jenis_faskes: 'Puskesmas', email: '', no_wa_pic: '', jumlah_tim_vaksinator: 3 },
    },
    ...{ counting: 'by-time', quota: 100 },
  },
  {
    told: {
      kode_lokasi_vaksinasi: 102,
      nama_lokasi_vaksinasi: 'GOR CIRACAS',
      alamat_lokasi_vaksinasi: 'Jl. Raya Ciracas\r\n',
      ...{
        wilayah: 'KOTA ADM. JAKARTA TIMUR\r\n',
        kecamatan: 'CIRACAS\r\n',
        kelurahan: 'CIRACAS\r\n',
        rt: '',
        rw: null,
      },
      ...{ jenis_faskes: 'Sentra Vaksin', email: '', no_wa_pic: '', jumlah_tim_vaksinator: null },
    },
    ...{ counting: 'whole-day', quota: 500 },
  },
  {
    told: {
      kode_lokasi_vaksinasi: 103,
      nama_lokasi_vaksinasi: 'GELANGGANG REMAJA SENEN &amp; SEKITARNYA',
      alamat_lokasi_vaksinasi: 'Jl. Stasiun Senen',
      ...{ wilayah: 'KOTA ADM. JAKARTA PUSAT', kecamatan: 'SENEN', kelurahan: null, rt: '', rw: '' },
      ...{ jenis_faskes: 'Sentra Vaksinasi', email: '', no_wa_pic: '', jumlah_tim_vaksinator: 10 },
    },
    ...{ counting: 'by-day', quota: 200 },
  },
  {
    told: {
      kode_lokasi_vaksinasi: 104,
      nama_lokasi_vaksinasi: 'MOBIL VAKSIN',
      alamat_lokasi_vaksinasi: null,
      ...{ wilayah: null, kecamatan: null, kelurahan: null, rt: null, rw: null },
      ...{ jenis_faskes: '', email: '', no_wa_pic: '', jumlah_tim_vaksinator: 0 },
    },
    ...{ counting: 'none', quota: 0 },
  },
  {
    told: {
      nama_lokasi_vaksinasi: 'SENTRA VAKSIN TANPA NOMOR',
      ...{ wilayah: 'KOTA ADM. JAKARTA UTARA', kecamatan: 'CILINCING', kelurahan: 'MARUNDA' },
    },
    ...{ counting: 'by-time', quota: 50 },
  },
];

const HOURS = [8, 9, 10, 13];
const DAYS = 2;
const DAY_MS = 86_400_000;
/** Appointments taken at each time of each day whenever something is announced, a tenth of those there are. */
const SHARE = 10;

/** A vaccination service whose appointments are taken, speaking as `faskes` does. */
export const createSimulator: CreateSimulator = (options) => new VaccinationSimulator(options);

class VaccinationSimulator implements Simulator, NoticeBoard {
  readonly board = this;
  readonly #firstDay: string;
  #announced = 0;

  constructor({ now }: SimulatorOptions) {
    this.#firstDay = toWib(now()).slice(0, 10);
  }

  /** People take appointments at every site, fewer each later hour; once the first hours are full, the days after open. Nothing is pushed. */
  announce(): ReturnType<NoticeBoard['announce']> {
    this.#announced += 1;
    return [];
  }

  shown(): ReturnType<NoticeBoard['shown']> {
    return [];
  }

  answer({ method, path }: SimulatedRequest): SimulatedAnswer {
    if (path !== '/faskes') return refusal(404, 'Not Found');
    if (method !== 'GET') return refusal(405, 'Method Not Allowed');
    return { status: 200, body: SITES.map((site) => this.#listed(site)), effect: null };
  }

  #listed({ told, counting, quota }: Site): object {
    const days = counting === 'none' ? [] : Array.from({ length: DAYS }, (_, ahead) => this.#dayAhead(ahead));
    return { ...told, updated_at: null, pcare: false, jadwal: days.map((id) => this.#day(id, counting, quota)) };
  }

  /** The first day on which there is an appointment is tomorrow, later once those were taken. */
  #dayAhead(ahead: number): string {
    const opened = Math.floor(this.#announced / (SHARE + 1));
    const at = Date.parse(`${this.#firstDay}T00:00:00Z`) + (1 + ahead + DAYS * opened) * DAY_MS;
    return new Date(at).toISOString().slice(0, 10);
  }

  #day(id: string, counting: Counting, quota: number): object {
    const taken = (hour: number) => Math.max(Math.floor(quota / SHARE) - HOURS.indexOf(hour), 1);
    const left = (hour: number) => Math.max(quota - taken(hour) * (this.#announced % (SHARE + 1)), 0);
    const times = HOURS.map((hour) => ({
      ...timeOf(hour),
      ...(counting === 'by-time'
        ? { kuota: { totalKuota: quota, sisaKuota: left(hour), jakiKuota: 'deprecated' } }
        : { kuota: {} }),
    }));
    return {
      ...{ id, label: LABEL.format(new Date(`${id}T00:00:00Z`)) },
      kuota: quota * HOURS.length,
      kuota_sisa: HOURS.reduce((sum, hour) => sum + left(hour), 0),
      waktu: counting === 'whole-day' ? [] : times,
    };
  }
}

function timeOf(hour: number): { readonly id: string; readonly label: string } {
  const [from, to] = [hour, hour + 1].map((each) => `${String(each).padStart(2, '0')}:00`);
  return { id: `${from}:00`, label: `${from} - ${to}` };
}

/** Senin, 19 Juli 2021. */
const LABEL = new Intl.DateTimeFormat('id-ID', {
  ...{ weekday: 'long', day: '2-digit', month: 'long', year: 'numeric', timeZone: 'UTC' },
});

const refusal = (code: number, message: string): SimulatedAnswer => ({
  status: code,
  body: { code, message },
  effect: null,
});
