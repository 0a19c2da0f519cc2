import type { Page, Poll } from '../../../src/adapter.ts';
import type { NativeResponse } from '../../../src/declared.ts';
import { FAULTLESS } from '../../../src/declared.ts';
import { membersOf, saysFailure } from '../../../src/dialect/native.ts';
import { GatewayError } from '../../../src/errors.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * What is read of a site. Who to telephone there (`email`, `no_wa_pic`) never leaves the answer, and what changes without
 * news for anybody (`updated_at`, the hour of somebody's copy) makes none.
 */
const OF_SITE = [
  ...['kode_lokasi_vaksinasi', 'nama_lokasi_vaksinasi', 'alamat_lokasi_vaksinasi', 'wilayah', 'kecamatan', 'kelurahan'],
  ...['rt', 'rw', 'jenis_faskes', 'jumlah_tim_vaksinator', 'jadwal'],
];

/** A round is one question: every site there is. */
export const poll: Poll = {
  answer: { schema: { type: ['array', 'object'], properties: FAULTLESS }, mediaTypes: null },
  whole: ['faskes'],
  ask: () => ({ method: 'GET', path: '/faskes', message: 'faskes' }),
  read: ({ status, body }: NativeResponse): Page => ({
    natives: status === 304 ? [] : sitesIn(body).map(picked),
    cursor: null,
    more: false,
  }),
};

/** Anything a site may be told apart by. */
export function isSite(native: unknown): boolean {
  const row = membersOf(native);
  return ['kode_lokasi_vaksinasi', 'nama_lokasi_vaksinasi'].some((member) => Object.hasOwn(row, member));
}

/**
 * The list is the answer itself, as was seen, or stands under `data`. A row that is no site goes on, to be refused and on
 * record, unless all are such: then it is no list of sites.
 */
function sitesIn(body: unknown): readonly Row[] {
  const { code, data } = membersOf(body);
  // HTTP 200 with `code: 500` in its body is how this service tells that something went wrong.
  if (saysFailure(code)) throw unread(`mengaku gagal: ${JSON.stringify({ code })}`);
  const list: unknown = Array.isArray(body) ? body : data;
  if (!Array.isArray(list)) throw unread('tidak memuat daftar lokasi');
  if (list.length > 0 && !list.some(isSite)) throw unread('memuat daftar yang bukan daftar lokasi');
  return list.map(membersOf);
}

const picked = (row: Row): Row =>
  Object.fromEntries(OF_SITE.filter((name) => Object.hasOwn(row, name)).map((name) => [name, row[name]]));

const unread = (how: string): GatewayError =>
  new GatewayError('upstream-failed', { detail: `Jawaban layanan vaksinasi JAKI ${how}.` });
