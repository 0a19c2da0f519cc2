import type { Command } from 'commander';
import { accessOf, ask, type ClientOptions } from './client.ts';

/** Registers `relay <id>`: what each attempt at one delivery exchanged, and why it failed. Fails with `not-found`. */
export function relayCommand(program: Command): void {
  program
    .command('relay')
    .argument('<id>', 'pengenal kiriman, seperti pada cerita laporan dan /v1/relays')
    .description('ceritakan satu kiriman: tiap percobaannya, sebab kegagalannya, dan siapa yang melihat isinya')
    .option('-c, --config <berkas>', 'berkas konfigurasi', 'config/jembatan.json')
    .option('--url <alamat>', 'alamat gerbang; bila tidak ada: JEMBATAN_URL, lalu alamat di konfigurasi')
    .option('--token <token>', 'token petugas; bila tidak ada: JEMBATAN_OPERATOR_TOKEN')
    .action(async (id: string, options: ClientOptions) => {
      process.stdout.write(
        await ask(accessOf(options, process.env), `/v1/relays/${encodeURIComponent(id)}`, 'text/plain'),
      );
    });
}
