import Table from 'cli-table3';
import type { Command } from 'commander';
import type { Adapter, Provenance } from '../adapter.ts';
import { type Agreement, daysLeft } from '../agreement.ts';
import { type Problem, type Reading, readConfiguration } from '../config/config.ts';
import { loadContracts } from '../contract.ts';

/** Registers `check`: everything wrong with the configuration, all at once. Exit code 1 when anything is an error. */
export function checkCommand(program: Command, adapters: readonly Adapter[]): void {
  program
    .command('check')
    .description('periksa konfigurasi, perjanjian, kontrak dan adaptor tanpa menjalankan gerbang')
    .option('-c, --config <berkas>', 'berkas konfigurasi', 'config/jembatan.json')
    .option('--provenance', 'tampilkan juga setiap pesan asli dan dari mana bentuknya diketahui')
    .action(({ config, provenance = false }: { readonly config: string; readonly provenance?: boolean }) => {
      const now = Date.now();
      const reading = readConfiguration(config, { adapters, contracts: loadContracts, now: () => now });
      process.stdout.write(checkReport(reading, { file: config, adapters, now, provenance }));
      if (reading.configuration === null) process.exitCode = 1;
    });
}

interface Checked {
  readonly file: string;
  readonly adapters: readonly Adapter[];
  readonly now: number;
  /** With every native message and where its shape is known from. */
  readonly provenance: boolean;
}

/** What `check` prints: agreements with days left, then problems by file, the errors last, where they are seen. */
export function checkReport({ problems, configuration }: Reading, checked: Checked): string {
  const { file, adapters, now, provenance } = checked;
  const agreements = configuration
    ? agreementTable(configuration.directory.agreements, now)
    : 'Perjanjian tidak ditampilkan sebelum kesalahan di bawah diperbaiki.';
  const parts = [
    ...(provenance ? [`Pesan yang dikenal adaptor:\n${messageTable(adapters)}`] : []),
    `Perjanjian:\n${agreements}`,
    problemList(problems, file),
  ];
  return `${parts.join('\n\n')}\n`;
}

const SEVERITIES: Readonly<Record<Problem['severity'], string>> = { error: 'KESALAHAN', warning: 'peringatan' };

function problemList(problems: readonly Problem[], file: string): string {
  if (problems.length === 0) return `${file}: tidak ada masalah.`;
  const [errors, warnings] = [
    problems.filter(({ severity }) => severity === 'error'),
    problems.filter(({ severity }) => severity === 'warning'),
  ];
  const counted = `${errors.length} kesalahan, ${warnings.length} peringatan.`;
  return [...byFile(warnings), ...byFile(errors), counted].join('\n');
}

const byFile = (problems: readonly Problem[]): readonly string[] =>
  [...Map.groupBy(problems, (problem) => problem.file)].map(([name, own]) => {
    const rows = own.map(
      ({ pointer, message, severity }) => `  ${SEVERITIES[severity]}  ${pointer || '(seluruh berkas)'}: ${message}`,
    );
    return [name, ...rows].join('\n');
  });

const PROVENANCES: Readonly<Record<Provenance, string>> = {
  documented: 'terdokumentasi',
  observed: 'teramati',
  proposed: 'usulan',
};

const PLAIN = { style: { head: [], border: [] } };

function messageTable(adapters: readonly Adapter[]): string {
  const table = new Table({
    ...PLAIN,
    head: ['Dialek', 'Pesan', 'Asal bentuk', 'Sumber'],
    colWidths: [null, null, null, 60],
    wordWrap: true,
  });
  for (const { dialect, messages } of adapters) {
    for (const { name, provenance, source } of messages) {
      table.push([dialect, name, PROVENANCES[provenance], source]);
    }
  }
  return table.toString();
}

function agreementTable(agreements: readonly Agreement[], now: number): string {
  if (agreements.length === 0) return 'Belum ada; tanpa perjanjian tidak ada yang boleh menyeberang.';
  const table = new Table({ ...PLAIN, head: ['Kode', 'Jenis', 'Mulai', 'Sampai', 'Sisa', 'Izin'] });
  for (const { id, specimen, validFrom, validUntil, grants } of agreements) {
    const kind = specimen ? 'CONTOH' : 'berlaku resmi';
    const days = daysLeft({ validUntil }, now);
    const left = days > 0 ? `${days} hari` : 'sudah berakhir';
    table.push([id, kind, validFrom, validUntil, left, String(grants.length)]);
  }
  return table.toString();
}
