import { resolve } from 'node:path';
import type { Command } from 'commander';
import { besideFile } from '../config/config.ts';
import { readDocument } from '../config/document.ts';
import { loadDocumentSchema } from '../contract.ts';
import { GatewayError } from '../errors.ts';
import type { Config } from '../generated/contracts.ts';
import { type BackupReport, backUpLedger } from '../ledgers/sqlite/backup.ts';
import { mustNotBeLeftBehind } from '../ledgers/sqlite/dataFolder.ts';
import type { LedgerFacts, Progress } from '../ledgers/sqlite/ledgerFile.ts';
import { type RestoreReport, restoreLedger } from '../ledgers/sqlite/restore.ts';
import { wib } from '../operator/labels.ts';

interface Options {
  readonly config: string;
  readonly data?: string;
  readonly force?: boolean;
}

/** Registers `backup <file>` and `restore <file>`. What they print holds counts, times and ids, nothing of any report. */
export function backupCommands(program: Command): void {
  const common = (command: Command): Command =>
    command
      .option('-c, --config <berkas>', 'berkas konfigurasi, untuk folder datanya', 'config/jembatan.json')
      .option('--data <folder>', 'folder data; bila tidak ada: dataDir di konfigurasi');
  common(program.command('backup'))
    .argument('<berkas>', 'berkas cadangan yang akan dibuat')
    .description('cadangkan buku besar ke satu berkas, juga selagi gerbang berjalan')
    .option('--force', 'ganti berkas cadangan yang sudah ada')
    .action((file: string, options: Options) => backUp(file, options));
  common(program.command('restore'))
    .argument('<berkas>', 'berkas cadangan')
    .description(
      'pulihkan buku besar dari cadangan, selagi gerbang berhenti; buku besar yang digantikan tetap disimpan',
    )
    .option('--force', 'juga bila folder data memuat buku besar lain')
    .action((file: string, options: Options) => restore(file, options));
}

async function backUp(file: string, { force = false, ...options }: Options): Promise<void> {
  const started = Date.now();
  const folder = folderOf(options);
  const report = await watched((copying) => backUpLedger({ ...copying, folder, target: file, force }));
  process.stdout.write(backupText(report, { file, ms: Date.now() - started }));
}

async function restore(file: string, { force = false, ...options }: Options): Promise<void> {
  const folder = folderOf(options);
  const report = await watched((copying) =>
    restoreLedger({ ...copying, folder, source: file, force, now: Date.now() }),
  );
  process.stdout.write(restoreText(report, { file, folder }));
}

function folderOf({ config, data }: Options): string {
  if (data !== undefined) return resolve(data);
  const document = readDocument(config, loadDocumentSchema('config'));
  if (document.problems.length === 0) {
    const { dataDir } = document.data as Config;
    const folder = besideFile(config, dataDir);
    mustNotBeLeftBehind(folder, dataDir);
    return folder;
  }
  throw new GatewayError('config-invalid', {
    detail: `Konfigurasi ${config} tidak dapat dipakai; berikan --data <folder>, atau perbaiki berkasnya.`,
    violations: document.problems,
  });
}

interface Watched {
  readonly signal: AbortSignal;
  readonly tell: (progress: Progress) => void;
}

/** Runs `work` with progress on a terminal, ending it cleanly on Ctrl+C or SIGTERM. */
async function watched<T>(work: (how: Watched) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const out = process.stderr;
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await work({
      signal: controller.signal,
      tell: (progress) => void (out.isTTY && out.write(`\r${progressText(progress)}`)),
    });
  } finally {
    if (out.isTTY) out.write('\r\u001b[K');
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

const progressText = ({ bytes, of }: Progress): string =>
  `  ${Math.floor((100 * bytes) / of)} % dari ${size(of)} disalin, lalu diperiksa ...`;

const MEGABYTE = 1_000_000;
const size = (bytes: number): string => `${decimal(bytes / MEGABYTE)} MB`;
const decimal = (value: number): string =>
  value.toLocaleString('id-ID', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const count = (value: number): string => value.toLocaleString('id-ID');

/** What `backup` prints. */
export function backupText(report: BackupReport, { file, ms }: { file: string; ms: number }): string {
  const lines = [
    `Cadangan    ${file} (${size(report.bytes)}, ${decimal(ms / 1000)} dtk), sudah diperiksa dan utuh`,
    ...factLines(report),
  ];
  return `${lines.join('\n')}\n`;
}

/** What `restore` prints: what is there now, and what the operator should expect next. */
export function restoreText(
  { kept, ...facts }: RestoreReport,
  { file, folder }: { file: string; folder: string },
): string {
  const until = facts.newestAt === null ? 'cadangan dibuat' : wib(facts.newestAt);
  const lines = [
    `Dipulihkan  ${file} -> ${folder}`,
    ...factLines(facts),
    `Sebelumnya  ${kept ?? 'tidak ada buku besar di folder ini'}`,
    '',
    'Berikutnya, saat gerbang dijalankan:',
    '- Kiriman yang sedang berjalan ketika cadangan dibuat dikirim lagi, dengan kode yang sama.',
    `- Yang diterima setelah ${until} tidak ada di buku besar ini. Pada tulang punggung Kafka, yang`,
    '  ditemui gerbang di sana disebut di GET /v1/strays; pada tulang punggung bawaan tidak dapat disebut.',
    '- Mintalah sistem pengirim mengulang semua peristiwa sejak waktu itu, menurut urutannya dan sebelum yang baru: yang',
    '  sudah ada dijawab dengan tanda terima yang sama, yang lain diterima lagi dengan kode yang sama.',
  ];
  return `${lines.join('\n')}\n`;
}

const LISTED = 3;

function factLines({ id, restores, newestAt, events, relays, cases, contradictions }: LedgerFacts): readonly string[] {
  const more = contradictions.length > LISTED ? [`            ... dan ${contradictions.length - LISTED} lagi`] : [];
  return [
    `Buku besar  ${id}, ${restores === 0 ? 'belum pernah dipulihkan' : `dipulihkan ${restores} kali`}`,
    `Terakhir    ${newestAt === null ? 'belum ada peristiwa' : `peristiwa diterima ${wib(newestAt)}`}`,
    `Isi         ${count(events)} peristiwa, ${count(relays)} kiriman, ${count(cases)} laporan`,
    ...(contradictions.length === 0 ? [] : ['Perhatian   isinya tidak sepenuhnya cocok; berkasnya sendiri utuh:']),
    ...contradictions.slice(0, LISTED).map((line) => `            ${line}`),
    ...more,
  ];
}
