import { Command } from 'commander';
import { adapters } from '../adapters/index.ts';
import packageJson from '../package.json' with { type: 'json' };
import { backupCommands } from './commands/backup.ts';
import { caseCommand } from './commands/case.ts';
import { checkCommand } from './commands/check.ts';
import { coverageCommand } from './commands/coverage.ts';
import { newDialectCommand } from './commands/newDialect.ts';
import { endWithReader } from './commands/reader.ts';
import { sandboxCommand } from './commands/sandbox.ts';
import { startCommands } from './commands/start.ts';
import { translateCommand } from './commands/translate.ts';
import { asGatewayError } from './errors.ts';

endWithReader();
const program = new Command('jembatan')
  .description(
    'Jembatan menghubungkan layanan digital antarprovinsi: laporan yang salah alamat diserahkan, statusnya pulang.',
  )
  .version(packageJson.version, '-v, --version', 'tampilkan versi')
  .helpOption('-h, --help', 'tampilkan bantuan')
  .showHelpAfterError('(tambahkan --help untuk bantuan)');
startCommands(program);
sandboxCommand(program);
caseCommand(program);
checkCommand(program, adapters);
translateCommand(program, adapters);
coverageCommand(program, adapters);
newDialectCommand(program, adapters);
backupCommands(program);

try {
  await program.parseAsync();
} catch (thrown) {
  const error = asGatewayError(thrown);
  console.error(`${error.title}: ${error.message}`);
  for (const { pointer, message } of error.violations) console.error(`  ${pointer}: ${message}`);
  console.error(error.remedy);
  if (error.code === 'internal') console.error(thrown);
  process.exitCode = 1;
}
