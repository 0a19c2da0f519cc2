/**
 * The files of a new dialect, for `new-dialect`. What only its owner knows is left open and marked ISI; until it is filled
 * in, `check` and the adapter suite say what is missing.
 */
export function dialectFiles(dialect: string): Readonly<Record<string, string>> {
  const files = { 'index.ts': INDEX, 'simulator.ts': SIMULATOR, 'shape.ts': SHAPE, 'README.md': README };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replaceAll('DIALECT', dialect)]));
}

const INDEX = `import type { Adapter } from '../../../src/adapter.ts';
import { mappedDialect } from '../../../src/dialect/mapped/dialect.ts';
import { shape } from './shape.ts';

/** Says what the contracts of a report say, under names of its own: \`shape.ts\` is all there is to it. */
export const adapter: Adapter = mappedDialect(shape);
`;

const SIMULATOR = `import { mappedSimulator } from '../../../src/dialect/mapped/simulator.ts';
import { shape } from './shape.ts';

export const createSimulator = mappedSimulator(shape);
`;

const SHAPE = `import type { Shape } from '../../../src/dialect/mapped/shape.ts';
import { tableOf } from '../../../src/dialect/mapped/words.ts';

/** What this system calls things. Lines marked ISI are to be filled in; a pointer of two steps stands in an object. */
export const shape: Shape = {
  dialect: 'DIALECT',
  provenance: 'proposed', // ISI: 'documented' or 'observed', where it is
  source: '', // ISI: where the shape was read, or why it was proposed so
  numberPattern: '^ISI$', // ISI: '^BTN\\\\d{8}-\\\\d{4}$'
  path: '/api/laporan', // ISI
  times: 'rfc3339', // ISI: or 'slashed', 03/07/2025 09:15:00 WIB; 'epoch-seconds'; 'epoch-milliseconds'
  zone: '+07:00', // ISI: '+08:00' WITA, '+09:00' WIT; null where a time without a zone is to be refused
  members: {
    number: '/nomor',
    title: '/judul',
    text: '/isi',
    category: '/kategori',
    otherCategory: '/kategori_asal',
    kind: '/jenis',
    status: '/status',
    reason: '/alasan_serah',
    region: '/lokasi/kode_wilayah',
    latitude: '/lokasi/lintang',
    longitude: '/lokasi/bujur',
    address: '/lokasi/alamat',
    agency: '/instansi',
    confidentiality: '/sifat',
    anonymous: '/anonim',
    reporter: '/sandi_pelapor',
    attachments: '/lampiran',
    createdAt: '/dibuat',
    updatedAt: '/diperbarui',
    dueAt: '/tenggat',
    at: '/waktu',
    note: '/catatan',
    answer: '/jawaban',
    otherNumber: '/nomor_tujuan',
    sequence: '/urutan',
    deliveryId: '/id_kiriman',
    caseId: '/rujukan/kasus',
    originNumber: '/rujukan/nomor_asal',
    originSystem: '/rujukan/sistem',
    handoverId: '/rujukan/serah_terima_id',
    handoverReason: '/rujukan/alasan',
    answerBy: '/rujukan/batas_jawab',
  },
  tables: {
    status: tableOf('status', {
      natives: ''.split(' | '), // ISI: every status word of the system
      words: {
        received: '',
        verified: '',
        coordinated: '',
        assigned: '',
        'in-progress': '',
        'awaiting-validation': '',
        rework: '',
        done: '',
        rejected: '',
        'outside-authority': '',
        'handed-over': '',
      },
      lossy: {}, // ISI: 'awaiting-validation': 'what is lost', where a word stands for several
      refusals: [], // ISI: the words that say no
    }),
    category: tableOf('category', {
      natives: ''.split(' | '), // ISI
      words: {
        road: '',
        pavement: '',
        'illegal-parking': '',
        traffic: '',
        tree: '',
        waste: '',
        drainage: '',
        flood: '',
        electricity: '',
        telecoms: '',
        'bridge-or-stop': '',
        'street-vendor': '',
        billboard: '',
        'smoke-free-zone': '',
        'public-order': '',
        pollution: '',
        building: '',
        'clean-water': '',
        park: '',
        'social-welfare': '',
        'public-service': '',
        education: '',
        licensing: '',
        other: '',
      },
      lossy: {},
    }),
    kind: tableOf('kind', {
      natives: ''.split(' | '), // ISI
      words: { complaint: '', aspiration: '', 'information-request': '' },
    }),
    reason: tableOf('handover-reason', {
      natives: ''.split(' | '), // ISI
      words: { 'outside-territory': '', 'outside-authority': '', 'wrong-channel': '' },
    }),
    answer: tableOf('handover-answer', {
      natives: ''.split(' | '), // ISI
      words: { registered: '', accepted: '', declined: '', expired: '', withdrawn: '' },
      refusals: [], // ISI: the words that say no
    }),
    confidentiality: tableOf('confidentiality', {
      natives: ''.split(' | '), // ISI
      words: { public: '', private: '', secret: '' },
    }),
  },
  honoursDeliveryId: false, // ISI: true where a delivery sent again under the same id has no second effect there
  simulated: {
    numberOf: (day, sequence) => \`ISI\${day}-\${String(sequence).padStart(4, '0')}\`, // ISI: as numberPattern has it
    walk: [], // ISI: statuses of a case, first to last
    refused: '', // ISI: the status of a case that was handed over or declined
  },
};
`;

const README = `# DIALECT

ISI: whose system this is, and who gave its shape.

| what | where it was read | provenance |
| --- | --- | --- |
| report, status, answer | ISI | proposed |

Every member and every word stands in \`shape.ts\`. The samples were written by \`npx jembatan new-dialect DIALECT --samples\`
from it and from the simulated system: replace them by real payloads as soon as there are some.
`;
