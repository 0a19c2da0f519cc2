import type { Command } from 'commander';
import { specimenToken } from '../config/config.ts';
import { readDocument } from '../config/document.ts';
import { loadDocumentSchema } from '../contract.ts';
import { GatewayError } from '../errors.ts';
import type { Config, ConfigSystem } from '../generated/contracts.ts';
import type { SandboxSystem } from '../sandbox/sandbox.ts';
import { untilStopped } from './stop.ts';

interface Options {
  readonly config: string;
  readonly gateway: string;
  readonly control: string;
  readonly open?: true;
}

/** Officers move a case that came across about this often: slow enough to be watched. */
const STEP_MS = 2000;
/** Prices, supplies and services have news about this often. */
const ANNOUNCE_MS = 60_000;

/** Registers `sandbox`: the simulated systems alone, each at the port of its `endpoint`, for a gateway that is another process. */
export function sandboxCommand(program: Command): void {
  program
    .command('sandbox')
    .description('jalankan simulator saja, masing-masing di porta endpoint-nya, untuk gerbang yang berjalan terpisah')
    .option('-c, --config <berkas>', 'berkas konfigurasi yang sama dengan milik gerbang', 'config/jembatan.json')
    .option('-g, --gateway <url>', 'alamat gerbang yang dikirimi laporan', 'http://127.0.0.1:8080')
    .option('--control <porta>', 'porta kendali simulator; 0 = porta bebas mana pun', '0')
    .option('--open', 'terima sambungan dari luar mesin ini juga, untuk di dalam kontainer')
    .action((options: Options) => run(options));
}

async function run({ config, gateway, control, open }: Options): Promise<void> {
  const systems = simulatedIn(config);
  const gatewayUrl = checkedUrl(gateway);
  const controlPort = checkedPort(control);
  const stopped = untilStopped();
  // Simulators are loaded where they are played, never in a gateway.
  const [{ startSandbox }, { simulators }] = await Promise.all([
    import('../sandbox/sandbox.ts'),
    import('../../adapters/simulators.ts'),
  ]);
  const automation = { stepMs: STEP_MS, jitter: 0.3, announceMs: ANNOUNCE_MS };
  const sandbox = await startSandbox({
    systems,
    simulators,
    gatewayUrl,
    controlPort,
    automation,
    isOpen: open === true,
  });
  for (const { name, url } of sandbox.systems.values()) console.log(`Simulator ${name} melayani di ${url}`);
  console.log(`Kendali simulator di ${sandbox.controlUrl}/_sandbox; laporan dikirim ke ${gatewayUrl}`);
  await stopped;
  await sandbox.close();
}

/** Throws `config-invalid` where the configuration cannot be read or simulates nothing. */
function simulatedIn(file: string): readonly SandboxSystem[] {
  const { data, problems } = readDocument(file, loadDocumentSchema('config'));
  if (problems.length > 0) {
    const detail = `Konfigurasi ${file} tidak dapat dipakai.`;
    throw new GatewayError('config-invalid', { detail, violations: problems });
  }
  const simulated = (data as Config).systems.filter((system) => system.simulated);
  if (simulated.length > 0) return simulated.map(played);
  throw new GatewayError('config-invalid', { detail: `Tidak ada sistem simulasi di ${file}.` });
}

function played({ name, dialect, territory, endpoint, delivery }: ConfigSystem): SandboxSystem {
  const system = { name, dialect, territory, delivery, token: specimenToken(name) };
  const port = endpoint ? Number(new URL(endpoint).port) : 0;
  return port === 0 ? system : { ...system, port };
}

function checkedUrl(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new GatewayError('usage', { detail: `Alamat gerbang ${url} bukan alamat http.` });
}

function checkedPort(text: string): number {
  const port = Number(text);
  if (text !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new GatewayError('usage', { detail: `Porta ${text} bukan angka 0 sampai 65535.` });
}
