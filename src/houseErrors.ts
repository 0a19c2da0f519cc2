import type { ErrorRow } from './errorTable.ts';

/** The rows of the one table that are about the gateway's own house: its configuration, its ledger, its backbone, its back-ups. */
export const HOUSE_ERRORS = {
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
