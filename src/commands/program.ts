import { Command, CommanderError } from 'commander';
import { adapters } from '../../adapters/index.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { asGatewayError } from '../errors.ts';
import { backupCommands } from './backup.ts';
import { endWithReader } from './brokenPipe.ts';
import { caseCommand } from './case.ts';
import { checkCommand } from './check.ts';
import { coverageCommand } from './coverage.ts';
import { EXIT, EXIT_HELP, exitCodeOf } from './exitCodes.ts';
import { newDialectCommand } from './newDialect.ts';
import { relayCommand } from './relay.ts';
import { sandboxCommand } from './sandbox.ts';
import { startCommands } from './start.ts';
import { translateCommand } from './translate.ts';

endWithReader();
const program = new Command('jembatan')
  .description(
    'Jembatan menghubungkan layanan digital antarprovinsi: laporan yang salah alamat diserahkan, statusnya pulang.',
  )
  .version(packageJson.version, '-v, --version', 'tampilkan versi')
  .helpOption('-h, --help', 'tampilkan bantuan')
  .showHelpAfterError('(tambahkan --help untuk bantuan)')
  .addHelpText('after', EXIT_HELP)
  .exitOverride();
startCommands(program);
sandboxCommand(program);
caseCommand(program);
relayCommand(program);
checkCommand(program, adapters);
translateCommand(program, adapters);
coverageCommand(program, adapters);
newDialectCommand(program, adapters);
backupCommands(program);

try {
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = thrown instanceof CommanderError ? endOfUsage(thrown) : told(thrown);
}

/** The help and the version end well; anything else that commander has said was no command of ours. */
function endOfUsage({ exitCode }: CommanderError): number {
  return exitCode === 0 ? 0 : EXIT.usage;
}

/** Says on standard error what went wrong and what to do; the exit code. */
function told(thrown: unknown): number {
  const error = asGatewayError(thrown);
  console.error(`${error.title}: ${error.message}`);
  for (const { pointer, message } of error.violations) console.error(`  ${pointer}: ${message}`);
  console.error(error.remedy);
  if (error.code === 'internal') console.error(thrown);
  return exitCodeOf(error);
}
