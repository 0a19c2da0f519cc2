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

/** The same input will always end the same way. */
const refusal = (status: number, fault: Fault) => ({ status, permanent: true, fault }) as const;
/** It may go well another time. */
const trouble = (status: number, fault: Fault) => ({ status, permanent: false, fault }) as const;

/** Every way the gateway can refuse or fail. The one table; texts are Indonesian because integration engineers and operators read them. */
export const ERRORS = {
  'not-json': {
    ...refusal(400, 'sender'),
    title: 'Isi permintaan bukan JSON',
    remedy: 'Kirim JSON yang sah dalam UTF-8.',
  },
  'duplicate-member': {
    ...refusal(400, 'sender'),
    title: 'Satu anggota JSON tertulis lebih dari satu kali',
    remedy: 'Tulis tiap anggota satu kali saja, lalu kirim lagi.',
  },
  'bad-request': {
    ...refusal(400, 'sender'),
    title: 'Permintaan tidak lengkap atau keliru',
    remedy: 'Perbaiki permintaan sesuai keterangan, lalu kirim lagi.',
  },
  unauthenticated: {
    ...refusal(401, 'sender'),
    title: 'Token tidak ada atau tidak dikenal',
    remedy:
      'Kirim header Authorization: Bearer <token> milik sistem Anda; petugas memakai token petugas (npx jembatan: --token).',
  },
  forbidden: {
    ...refusal(403, 'sender'),
    title: 'Token ini tidak berlaku di alamat ini',
    remedy: 'Pakai token milik sistem (atau petugas) yang disebut alamat itu, atau perbaiki alamatnya.',
  },
  'no-agreement': {
    ...refusal(403, 'agreement'),
    title: 'Tidak ada perjanjian yang mengizinkan pengiriman ini',
    remedy: 'Mintalah pengelola perjanjian menambah atau memperpanjang izin yang disebut, lalu kirim lagi.',
  },
  'not-found': {
    ...refusal(404, 'sender'),
    title: 'Tidak ditemukan',
    remedy: 'Periksa nomor atau alamatnya.',
  },
  'method-not-allowed': {
    ...refusal(405, 'sender'),
    title: 'Metode tidak tersedia di alamat ini',
    remedy: 'Pakai metode pada header Allow.',
  },
  'identity-conflict': {
    ...refusal(409, 'sender'),
    title: 'Identitas sama, isi berbeda',
    remedy:
      'Naikkan waktu atau revisi laporan bila isinya memang berubah; jangan kirim ulang isi lain dengan identitas lama.',
  },
  'wrong-state': {
    ...refusal(409, 'operator'),
    title: 'Keadaannya tidak mengizinkan tindakan ini',
    remedy: 'Lihat keadaan terkini, lalu putuskan lagi.',
  },
  'answer-refused': {
    ...refusal(409, 'sender'),
    title: 'Serah terima itu tidak menerima jawaban ini',
    remedy: 'Lihat keterangan: siapa yang berhak menjawab, atau bagaimana serah terima itu berakhir.',
  },
  'too-large': {
    ...refusal(413, 'sender'),
    title: 'Isi permintaan terlalu besar',
    remedy: 'Kirim paling banyak 1 MiB untuk satu peristiwa; lampiran cukup alamatnya.',
  },
  'wrong-media-type': {
    ...refusal(415, 'sender'),
    title: 'Jenis isi tidak didukung',
    remedy: 'Pakai Content-Type application/json atau application/x-ndjson dalam UTF-8, tanpa Content-Encoding.',
  },
  'native-invalid': {
    ...refusal(422, 'sender'),
    title: 'Isi tidak sesuai bentuk dialek sistem ini',
    remedy: 'Perbaiki bagian yang ditunjuk, lalu kirim lagi.',
  },
  'contract-invalid': {
    ...refusal(422, 'gateway'),
    title: 'Hasil terjemahan tidak memenuhi kontrak bersama',
    remedy: 'Laporkan kepada pengelola gerbang: adaptor menghasilkan isi yang tidak sah.',
  },
  'no-recipient': {
    ...refusal(422, 'sender'),
    title: 'Tidak ada sistem terhubung yang berwenang atas tempat ini',
    remedy: 'Teruskan laporan kepada instansi yang disebut lewat saluran resminya, misalnya SP4N-LAPOR!.',
  },
  'nobody-to-ask': {
    ...refusal(422, 'sender'),
    title: 'Tidak ada sistem terhubung yang dapat ditanyai tentang tempat ini',
    remedy: 'Tanyakan langsung kepada instansi yang disebut; sistemnya belum terhubung.',
  },
  'region-unknown': {
    ...refusal(422, 'sender'),
    title: 'Kode atau nama wilayah tidak dikenal',
    remedy: 'Pakai kode wilayah Kemendagri yang berlaku.',
  },
  'unknown-code': {
    ...trouble(422, 'gateway'),
    title: 'Nilai belum ada di tabel kode adaptor',
    remedy: 'Lengkapi tabel kode adaptor; peristiwa yang ditahan akan diterjemahkan lagi.',
  },
  'unknown-number': {
    ...trouble(422, 'sender'),
    title: 'Nomor laporan belum dikenal gerbang',
    remedy: 'Periksa nomornya; peristiwa ditahan sampai nomor itu dikenal atau diputuskan petugas.',
  },
  'held-behind': {
    ...trouble(422, 'operator'),
    title: 'Menunggu peristiwa sebelumnya dari laporan yang sama',
    remedy: 'Selesaikan peristiwa yang ditahan lebih dahulu.',
  },
  'code-not-expressible': {
    ...refusal(422, 'recipient'),
    title: 'Dialek penerima tidak dapat menyatakan nilai ini',
    remedy: 'Sampaikan keputusan ini kepada penerima lewat petugas.',
  },
  'number-missing': {
    ...refusal(422, 'gateway'),
    title: 'Nomor laporan di sisi penerima belum diketahui',
    remedy: 'Periksa jawaban serah terima laporan ini.',
  },
  'handover-expired': {
    ...refusal(409, 'recipient'),
    title: 'Batas waktu jawaban serah terima telah lewat',
    remedy: 'Putuskan lagi di sistem asal: tangani sendiri atau teruskan lewat saluran resmi lain.',
  },
  discarded: {
    ...refusal(410, 'operator'),
    title: 'Dibuang oleh petugas',
    remedy: 'Lihat alasan petugas pada riwayat laporan.',
  },
  unreachable: {
    ...trouble(502, 'recipient'),
    title: 'Sistem penerima tidak dapat dihubungi',
    remedy: 'Tidak perlu apa-apa: pengiriman menunggu sampai sistem pulih.',
  },
  'upstream-timeout': {
    ...trouble(504, 'recipient'),
    title: 'Sistem penerima tidak menjawab tepat waktu',
    remedy: 'Tidak perlu apa-apa: pengiriman diulang menurut jadwal.',
  },
  'upstream-failed': {
    ...trouble(502, 'recipient'),
    title: 'Sistem penerima gagal memproses',
    remedy: 'Tidak perlu apa-apa: pengiriman diulang menurut jadwal.',
  },
  'upstream-rejected': {
    ...refusal(502, 'recipient'),
    title: 'Sistem penerima menolak isi kiriman',
    remedy: 'Bandingkan kiriman dengan bentuk yang diterima sistem itu, lalu kirim ulang lewat petugas.',
  },
  'upstream-credentials': {
    ...trouble(502, 'operator'),
    title: 'Sistem penerima menolak kredensial gerbang',
    remedy: 'Perbarui kredensial sistem itu di konfigurasi.',
  },
  'upstream-moved': {
    ...trouble(502, 'operator'),
    title: 'Alamat sistem penerima tampaknya berubah',
    remedy: 'Periksa alamat sistem itu di konfigurasi.',
  },
  'upstream-misrouted': {
    ...trouble(502, 'recipient'),
    title: 'Yang menjawab bukan sistem penerima',
    remedy: 'Pengiriman menunggu. Bila berlangsung lama, periksa alamat sistem itu dan proxy di depannya.',
  },
  unconfirmed: {
    ...trouble(502, 'operator'),
    title: 'Belum dipastikan apakah kiriman sampai',
    remedy:
      'Periksa di sistem penerima: bila sudah ada, catat sebagai sampai dengan nomornya; bila tidak ada, kirim ulang dengan menyatakan sudah dipastikan tidak ada.',
  },
  'question-invalid': {
    ...refusal(422, 'sender'),
    title: 'Pertanyaan tidak sesuai kontraknya',
    remedy: 'Perbaiki bagian yang ditunjuk, lalu tanyakan lagi.',
  },
  unanswered: {
    ...trouble(503, 'recipient'),
    title: 'Sistem yang ditanya tidak menjawab',
    remedy: 'Tanyakan lagi setelah jeda pada Retry-After; gerbang tidak menjawab dari ingatan.',
  },
  unfetched: {
    ...trouble(503, 'recipient'),
    title: 'Kiriman menunggu diambil dari kotak masuk',
    remedy: 'Tidak perlu apa-apa di gerbang; bila lama tidak diambil, tanyakan kepada pengelola sistem penerima.',
  },
  'lease-lapsed': {
    ...refusal(409, 'recipient'),
    title: 'Kiriman ini tidak sedang dipinjam',
    remedy: 'Tidak perlu diulang: bila belum tercatat selesai, kiriman akan datang lagi dengan deliveryId yang sama.',
  },
  'number-taken': {
    ...refusal(409, 'recipient'),
    title: 'Penerima memberi nomor yang sudah dipakai laporan lain',
    remedy: 'Penerima memberi tiap laporan nomor sendiri; setelah diperbaiki, kiriman yang sama akan diulang.',
  },
  'rate-limited': {
    ...trouble(429, 'recipient'),
    title: 'Sistem penerima meminta jeda',
    remedy: 'Tidak perlu apa-apa: pengiriman menunggu jeda yang diminta.',
  },

  // The gateway's own house: its configuration, its ledger, its backbone, its back-ups.
  'ledger-unavailable': {
    status: 503,
    permanent: false,
    fault: 'gateway',
    title: 'Buku besar tidak dapat ditulis',
    remedy: 'Kirim lagi setelah jeda pada Retry-After; tidak ada yang tersimpan.',
  },
  overloaded: {
    status: 503,
    permanent: false,
    fault: 'gateway',
    title: 'Gerbang sedang penuh atau sedang berhenti',
    remedy: 'Kirim lagi setelah jeda pada Retry-After.',
  },
  'backbone-unavailable': {
    status: 503,
    permanent: false,
    fault: 'operator',
    title: 'Kafka tidak dapat dijangkau',
    remedy: 'Periksa broker dan jaringan; penerimaan berjalan terus, pengiriman menyusul sendiri.',
  },
  'backbone-foreign': {
    status: 500,
    permanent: true,
    fault: 'operator',
    title: 'Ruang nama Kafka ini milik buku besar lain',
    remedy: 'Pilih backbone.kafka.namespace lain, atau hapus topik buku besar lama bila ia memang sudah tidak dipakai.',
  },
  'record-unreadable': {
    status: 500,
    permanent: true,
    fault: 'operator',
    title: 'Catatan di Kafka bukan kiriman gerbang ini',
    remedy: 'Cari siapa selain gerbang yang menulis ke topik itu. Isi asli ada di buku besar dan dikirim dari sana.',
  },
  'address-unusable': {
    status: 500,
    permanent: true,
    fault: 'operator',
    title: 'Tidak dapat mendengarkan di alamat itu',
    remedy:
      'Hentikan proses yang memakainya, atau pilih porta lain: --port <porta> untuk gerbang, --control <porta> untuk kendali simulator (0 = porta bebas), atau listen.port dan endpoint di konfigurasi.',
  },
  'config-invalid': {
    status: 500,
    permanent: true,
    fault: 'operator',
    title: 'Konfigurasi tidak sah',
    remedy: 'Perbaiki bagian yang ditunjuk, lalu jalankan "npx jembatan check".',
  },
  usage: {
    status: 400,
    permanent: true,
    fault: 'operator',
    title: 'Perintah keliru',
    remedy: 'Perbaiki perintahnya; tambahkan --help untuk bantuan.',
  },
  'gateway-unreachable': {
    status: 502,
    permanent: false,
    fault: 'operator',
    title: 'Gerbang tidak dapat dihubungi',
    remedy: 'Jalankan gerbang itu (npx jembatan start, atau gateway), atau perbaiki alamatnya (--url).',
  },
  'data-folder': {
    status: 500,
    permanent: true,
    fault: 'operator',
    title: 'Folder data tidak dapat dipakai',
    remedy:
      'Beri pengguna yang menjalankan gerbang hak menulis di sana (chown), pasang disknya, atau sebut folder lain pada dataDir.',
  },
  internal: {
    status: 500,
    permanent: false,
    fault: 'gateway',
    title: 'Kesalahan di dalam gerbang',
    remedy: 'Kirim lagi nanti; laporkan kode kejadian ini kepada pengelola gerbang.',
  },
  'backup-failed': {
    status: 500,
    permanent: false,
    fault: 'operator',
    title: 'Pencadangan atau pemulihan tidak selesai',
    remedy: 'Perbaiki sebab yang disebut, lalu jalankan lagi. Buku besar yang ada tidak berubah.',
  },
  'backup-invalid': {
    status: 422,
    permanent: true,
    fault: 'operator',
    title: 'Berkas ini bukan buku besar yang utuh',
    remedy: 'Pakai berkas cadangan lain. Buku besar yang ada tidak berubah.',
  },
} as const satisfies Record<string, ErrorRow>;
