import { HOUSE_ERRORS } from './houseErrors.ts';

/** Whose move it is to mend what went wrong. */
export type Fault = 'sender' | 'recipient' | 'agreement' | 'gateway' | 'operator';

export interface ErrorRow {
  /** HTTP status that the way in answers with. */
  readonly status: number;
  /** True when the same input will always end the same way. */
  readonly permanent: boolean;
  readonly fault: Fault;
  readonly title: string;
  /** What the reader should do next. */
  readonly remedy: string;
}

/** Every way the gateway can refuse or fail. The one table (the house's own rows stand in `houseErrors`); texts are Indonesian because integration engineers and operators read them. */
export const ERRORS = {
  'not-json': {
    status: 400,
    permanent: true,
    fault: 'sender',
    title: 'Isi permintaan bukan JSON',
    remedy: 'Kirim JSON yang sah dalam UTF-8.',
  },
  'bad-request': {
    status: 400,
    permanent: true,
    fault: 'sender',
    title: 'Permintaan tidak lengkap atau keliru',
    remedy: 'Perbaiki permintaan sesuai keterangan, lalu kirim lagi.',
  },
  unauthenticated: {
    status: 401,
    permanent: true,
    fault: 'sender',
    title: 'Token tidak ada atau tidak dikenal',
    remedy: 'Kirim header Authorization: Bearer <token> milik sistem Anda.',
  },
  forbidden: {
    status: 403,
    permanent: true,
    fault: 'sender',
    title: 'Token ini bukan milik sistem yang dituju',
    remedy: 'Pakai token milik sistem pada alamat, atau perbaiki alamatnya.',
  },
  'no-agreement': {
    status: 403,
    permanent: true,
    fault: 'agreement',
    title: 'Tidak ada perjanjian yang mengizinkan pengiriman ini',
    remedy: 'Mintalah pengelola perjanjian menambah atau memperpanjang izin yang disebut, lalu kirim lagi.',
  },
  'not-found': {
    status: 404,
    permanent: true,
    fault: 'sender',
    title: 'Tidak ditemukan',
    remedy: 'Periksa nomor atau alamatnya.',
  },
  'method-not-allowed': {
    status: 405,
    permanent: true,
    fault: 'sender',
    title: 'Metode tidak tersedia di alamat ini',
    remedy: 'Pakai metode pada header Allow.',
  },
  'identity-conflict': {
    status: 409,
    permanent: true,
    fault: 'sender',
    title: 'Identitas sama, isi berbeda',
    remedy:
      'Naikkan waktu atau revisi laporan bila isinya memang berubah; jangan kirim ulang isi lain dengan identitas lama.',
  },
  'wrong-state': {
    status: 409,
    permanent: true,
    fault: 'operator',
    title: 'Keadaannya tidak mengizinkan tindakan ini',
    remedy: 'Lihat keadaan terkini, lalu putuskan lagi.',
  },
  'too-large': {
    status: 413,
    permanent: true,
    fault: 'sender',
    title: 'Isi permintaan terlalu besar',
    remedy: 'Kirim paling banyak 1 MiB untuk satu peristiwa; lampiran cukup alamatnya.',
  },
  'wrong-media-type': {
    status: 415,
    permanent: true,
    fault: 'sender',
    title: 'Jenis isi tidak didukung',
    remedy: 'Pakai Content-Type application/json atau application/x-ndjson dalam UTF-8, tanpa Content-Encoding.',
  },
  'native-invalid': {
    status: 422,
    permanent: true,
    fault: 'sender',
    title: 'Isi tidak sesuai bentuk dialek sistem ini',
    remedy: 'Perbaiki bagian yang ditunjuk, lalu kirim lagi.',
  },
  'contract-invalid': {
    status: 422,
    permanent: true,
    fault: 'gateway',
    title: 'Hasil terjemahan tidak memenuhi kontrak bersama',
    remedy: 'Laporkan kepada pengelola gerbang: adaptor menghasilkan isi yang tidak sah.',
  },
  'no-recipient': {
    status: 422,
    permanent: true,
    fault: 'sender',
    title: 'Tidak ada sistem terhubung yang berwenang atas tempat ini',
    remedy: 'Teruskan laporan kepada instansi yang disebut lewat saluran resminya, misalnya SP4N-LAPOR!.',
  },
  'region-unknown': {
    status: 422,
    permanent: true,
    fault: 'sender',
    title: 'Kode atau nama wilayah tidak dikenal',
    remedy: 'Pakai kode wilayah Kemendagri yang berlaku.',
  },
  'unknown-code': {
    status: 422,
    permanent: false,
    fault: 'gateway',
    title: 'Nilai belum ada di tabel kode adaptor',
    remedy: 'Lengkapi tabel kode adaptor; peristiwa yang ditahan akan diterjemahkan lagi.',
  },
  'unknown-number': {
    status: 422,
    permanent: false,
    fault: 'sender',
    title: 'Nomor laporan belum dikenal gerbang',
    remedy: 'Periksa nomornya; peristiwa ditahan sampai nomor itu dikenal atau diputuskan petugas.',
  },
  'held-behind': {
    status: 422,
    permanent: false,
    fault: 'operator',
    title: 'Menunggu peristiwa sebelumnya dari laporan yang sama',
    remedy: 'Selesaikan peristiwa yang ditahan lebih dahulu.',
  },
  'code-not-expressible': {
    status: 422,
    permanent: true,
    fault: 'recipient',
    title: 'Dialek penerima tidak dapat menyatakan nilai ini',
    remedy: 'Sampaikan keputusan ini kepada penerima lewat petugas.',
  },
  'number-missing': {
    status: 422,
    permanent: true,
    fault: 'gateway',
    title: 'Nomor laporan di sisi penerima belum diketahui',
    remedy: 'Periksa jawaban serah terima laporan ini.',
  },
  'handover-expired': {
    status: 409,
    permanent: true,
    fault: 'recipient',
    title: 'Batas waktu jawaban serah terima telah lewat',
    remedy: 'Putuskan lagi di sistem asal: tangani sendiri atau teruskan lewat saluran resmi lain.',
  },
  discarded: {
    status: 410,
    permanent: true,
    fault: 'operator',
    title: 'Dibuang oleh petugas',
    remedy: 'Lihat alasan petugas pada riwayat laporan.',
  },
  unreachable: {
    status: 502,
    permanent: false,
    fault: 'recipient',
    title: 'Sistem penerima tidak dapat dihubungi',
    remedy: 'Tidak perlu apa-apa: pengiriman menunggu sampai sistem pulih.',
  },
  'upstream-timeout': {
    status: 504,
    permanent: false,
    fault: 'recipient',
    title: 'Sistem penerima tidak menjawab tepat waktu',
    remedy: 'Tidak perlu apa-apa: pengiriman diulang menurut jadwal.',
  },
  'upstream-failed': {
    status: 502,
    permanent: false,
    fault: 'recipient',
    title: 'Sistem penerima gagal memproses',
    remedy: 'Tidak perlu apa-apa: pengiriman diulang menurut jadwal.',
  },
  'upstream-rejected': {
    status: 502,
    permanent: true,
    fault: 'recipient',
    title: 'Sistem penerima menolak isi kiriman',
    remedy: 'Bandingkan kiriman dengan bentuk yang diterima sistem itu, lalu kirim ulang lewat petugas.',
  },
  'upstream-credentials': {
    status: 502,
    permanent: false,
    fault: 'operator',
    title: 'Sistem penerima menolak kredensial gerbang',
    remedy: 'Perbarui kredensial sistem itu di konfigurasi.',
  },
  'upstream-moved': {
    status: 502,
    permanent: false,
    fault: 'operator',
    title: 'Alamat sistem penerima tampaknya berubah',
    remedy: 'Periksa alamat sistem itu di konfigurasi.',
  },
  'rate-limited': {
    status: 429,
    permanent: false,
    fault: 'recipient',
    title: 'Sistem penerima meminta jeda',
    remedy: 'Tidak perlu apa-apa: pengiriman menunggu jeda yang diminta.',
  },
  ...HOUSE_ERRORS,
} as const satisfies Record<string, ErrorRow>;
