import type { Command } from 'commander';
import { accessOf, ask, type ClientOptions } from './client.ts';

/** Registers `case <number>`: what happened to a report and whose move it is. Fails with `not-found` for an unknown number. */
export function caseCommand(program: Command): void {
  program
    .command('case')
    .argument('<nomor>', 'nomor laporan di salah satu sistem, atau kode kasus <sistem>:<nomor>')
    .description('ceritakan perjalanan satu laporan: apa yang sudah terjadi, dan siapa yang harus bertindak')
    .option('-c, --config <berkas>', 'berkas konfigurasi', 'config/jembatan.json')
    .option('--url <alamat>', 'alamat gerbang; bila tidak ada: JEMBATAN_URL, lalu alamat di konfigurasi')
    .option('--token <token>', 'token petugas; bila tidak ada: JEMBATAN_OPERATOR_TOKEN')
    .action(async (number: string, options: ClientOptions) => {
      process.stdout.write(
        await ask(accessOf(options, process.env), `/v1/cases/${encodeURIComponent(number)}`, 'text/plain'),
      );
    });
}
