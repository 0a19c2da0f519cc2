import { Pool } from 'undici';

/**
 * The load generator, a process of its own. Posts reports of 1 KiB that Lampung In hands over to Jakarta, each with a
 * number of its own, and answers with one JSON line. Options are the JSON of its only argument.
 */
interface LoadOptions {
  readonly url: string;
  readonly token: string;
  /** Reports to send. */
  readonly count: number;
  readonly connections: number;
  /** Reports in one request: 1 sends each as JSON, more as NDJSON. */
  readonly batch: number;
  /** First running number, so that runs on one ledger do not repeat each other. */
  readonly from: number;
  /** Reports offered a second; null sends as fast as answers come. */
  readonly rate: number | null;
  /** The day in the numbers, `20251122`; null spreads them over the years, 9,000 a day. */
  readonly day: string | null;
}

const options: LoadOptions = JSON.parse(process.argv[2] ?? '{}');
const BYTES = 1024;

/** The nth report. */
function report(n: number): string {
  const spread = new Date(Date.UTC(2020, 0, 1 + Math.floor(n / 9000))).toISOString().slice(0, 10);
  const date = options.day === null ? spread : options.day.replace(/(\d{4})(\d{2})(\d{2})/, '$1-$2-$3');
  const [y, m, d] = date.split('-');
  const body = {
    id_laporan: `LIN-${date.replaceAll('-', '')}-${String((options.day === null ? n % 9000 : n) + 1).padStart(4, '0')}`,
    judul: 'Jalan berlubang di depan pasar',
    isi_laporan: '',
    kategori: 'Infrastruktur Jalan',
    status: 'TIDAK_DAPAT_DIPROSES',
    alasan: 'DI_LUAR_KEWENANGAN',
    lokasi: { kode_wilayah: '31.74.01.1002', nama_desa: 'Tebet Timur', lintang: '-6.23', bujur: '106.85' },
    opd_tujuan: 'Dinas BMBK',
    rahasia: false,
    anonim: true,
    lampiran: [],
    riwayat: [{ status: 'TIDAK_DAPAT_DIPROSES', waktu: `${d}/${m}/${y} 09:15:00 WIB` }],
    tanggal_lapor: `${d}/${m}/${y} 08:15:00`,
  };
  const missing = BYTES - JSON.stringify(body).length;
  return JSON.stringify({
    ...body,
    isi_laporan: 'Lubang makin dalam sejak hujan kemarin. '.repeat(30).slice(0, missing),
  });
}

const { origin } = new URL(options.url);
const pool = new Pool(origin, { connections: options.connections, pipelining: 1 });
const latencies: number[] = [];
const statuses = new Map<string, number>();
const bodies: string[] = [];
for (let n = 0; n < options.count; n += options.batch) {
  const reports = Array.from({ length: Math.min(options.batch, options.count - n) }, (_, i) =>
    report(options.from + n + i),
  );
  bodies.push(reports.join('\n'));
}

const type = options.batch === 1 ? 'application/json' : 'application/x-ndjson';
const headers = { 'content-type': type, authorization: `Bearer ${options.token}` };
let next = 0;
const started = performance.now();

function tally(status: string): void {
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
}

async function worker(): Promise<void> {
  for (let index = next++; index < bodies.length; index = next++) {
    const due = options.rate === null ? 0 : started + (index * options.batch * 1000) / options.rate;
    const early = due - performance.now();
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
    const begin = Math.max(due, options.rate === null ? performance.now() : due);
    const { statusCode, body } = await pool.request({
      path: '/v1/systems/lampung-in/events',
      method: 'POST',
      headers,
      body: bodies[index] ?? '',
    });
    const text = await body.text();
    latencies.push(performance.now() - begin);
    if (options.batch === 1) tally(String(statusCode));
    else for (const line of text.trimEnd().split('\n')) tally(String((JSON.parse(line) as { status: number }).status));
  }
}

await Promise.all(Array.from({ length: options.connections }, worker));
const seconds = (performance.now() - started) / 1000;
await pool.close();
latencies.sort((a, b) => a - b);
const at = (share: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? Number.NaN;
console.log(
  JSON.stringify({
    seconds,
    perSecond: options.count / seconds,
    p50: at(0.5),
    p99: at(0.99),
    statuses: Object.fromEntries(statuses),
  }),
);
