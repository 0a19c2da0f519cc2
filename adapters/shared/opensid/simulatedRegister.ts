/** What the simulated village has on its desk: letter requests, and the register of letters it issued. No real ones. */

export interface SimulatedRequest {
  readonly id: number;
  readonly type: string;
  /** RFC 3339 at +07:00. */
  readonly sentAt: string;
  status: string;
}

/** The way of a letter request, label by label. */
export const LETTER_ORDER: readonly string[] = [
  'Belum Lengkap',
  'Sedang Diperiksa',
  'Menunggu Tandatangan',
  'Siap Diambil',
  'Sudah Diambil',
];

const TYPES = ['Surat Keterangan Pindah Penduduk', 'Surat Keterangan Domisili', 'Surat Keterangan Usaha'];

/** The desk in the morning: one request at each of the first three steps. */
export const openRequests = (sentAt: string): SimulatedRequest[] =>
  TYPES.map((type, index) => ({ id: index + 1, type, sentAt, status: LETTER_ORDER[index] ?? '' }));

/** The next request that comes in. */
export const newRequest = (id: number, sentAt: string): SimulatedRequest => ({
  ...{ id, sentAt, status: LETTER_ORDER[0] ?? '', type: TYPES[id % TYPES.length] ?? '' },
});

interface IssuedLetter {
  readonly number: string;
  readonly date: string;
  readonly code: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const checked = { verifikasi_operator: 1, verifikasi_sekdes: 1, verifikasi_kades: 1, tte: 1 };

/** One letter for each answer but "no such letter". */
const LETTERS: readonly IssuedLetter[] = [
  {
    ...{ number: '470/012/DS-HJM/IX/2025', date: '2025-09-12', code: 'aZ3k-91_x' },
    attributes: { status: true, ...checked, berlaku_sampai: '2025-12-12', dicabut: null },
  },
  {
    ...{ number: '470/011/DS-HJM/IX/2025', date: '2025-09-11', code: 'bY2j-80_w' },
    attributes: { status: true, ...checked, berlaku_sampai: null, dicabut: '2025-09-20' },
  },
  {
    ...{ number: '470/013/DS-HJM/IX/2025', date: '2025-09-15', code: 'cX1i-79_v' },
    attributes: { status: true, ...checked, verifikasi_kades: 0, tte: null, berlaku_sampai: null, dicabut: null },
  },
];

/** The row of a letter, by what is asked of it; null for none that fits all of it. */
export function letterRow(asked: URLSearchParams): object | null {
  const fits = (name: string, value: string) => !asked.has(name) || asked.get(name) === value;
  const index = LETTERS.findIndex(
    ({ number, date, code }) => asked.get('nomor') === number && fits('tanggal', date) && fits('kode', code),
  );
  const letter = LETTERS[index];
  if (letter === undefined) return null;
  const { number, date, attributes } = letter;
  const whose = { id_pend: 1, nama_non_warga: 'disamarkan', nik_non_warga: 'disamarkan' };
  return {
    type: 'surat',
    id: String(index + 1),
    attributes: {
      id: index + 1,
      nomor_surat: number,
      no_surat: number.split('/')[1],
      tanggal: `${date} 10:00:00`,
      ...whose,
      ...attributes,
    },
  };
}
