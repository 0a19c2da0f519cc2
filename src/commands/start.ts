import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { adapters } from '../../adapters/index.ts';
import { type Configuration, loadConfiguration } from '../config.ts';
import { loadContracts } from '../contract.ts';
import { GatewayError } from '../errors.ts';
import { startGateway } from '../gateway.ts';
import { openSqliteLedger } from '../ledgers/sqlite.ts';
import { type LogOptions, openLog } from '../observe/logger.ts';
import { startSandboxProcess } from './sandboxProcess.ts';
import { playScenes } from './scenes.ts';
import { trialKafka } from './trialKafka.ts';

interface CommonOptions {
  readonly config: string;
  readonly port?: string;
  readonly logLevel: LogOptions['level'];
  /** Kafka as the backbone, whatever the configuration says. */
  readonly kafka?: true;
}

/** Prices, supplies and services have news about this often. */
const ANNOUNCE_MS = 60_000;

export function startCommands(program: Command): void {
  const common = (command: Command): Command =>
    command
      .option('-c, --config <berkas>', 'berkas konfigurasi', 'config/jembatan.json')
      .option('-p, --port <porta>', 'porta gerbang; 0 = porta bebas mana pun')
      .option('--log-level <tingkat>', 'error, warn, info atau debug', 'info');
  const KAFKA =
    'pakai Apache Kafka: yang di KAFKA_BROKERS (host:porta, dipisah koma), atau broker sendiri (perlu Java 17 dan Maven)';
  common(program.command('start'))
    .option('--kafka', KAFKA)
    .description(
      'jalankan gerbang dan simulator, kirim contoh laporan dan informasi dua arah, tampilkan hasilnya, lalu terus melayani',
    )
    .action((options: CommonOptions) => run(options, 'start'));
  common(program.command('demo'))
    .option('--kafka', KAFKA)
    .description('seperti start, lalu berhenti; kode keluar 0 hanya bila semuanya sampai menurut catatan simulator')
    .action((options: CommonOptions) => run({ port: '0', ...options }, 'demo'));
  common(program.command('gateway'))
    .description('jalankan gerbang saja, untuk sistem sungguhan; log JSON ke keluaran baku')
    .action((options: CommonOptions) => serveOnly(options));
}

async function serveOnly(options: CommonOptions): Promise<void> {
  const configuration = configured(options);
  const { log, close } = openLog({ level: options.logLevel, file: null });
  // The first process of a container has no default for a signal: one that comes while it starts must count too.
  const stopped = untilStopped();
  try {
    const gateway = await startGateway({ configuration, contracts: loadContracts(), adapters, log });
    log.info('gateway started', {
      url: gateway.url,
      ledger: gateway.ledger.id,
      backbone: backboneFacts(configuration),
    });
    await stopped;
    await gateway.close();
    log.info('gateway stopped');
  } finally {
    await close();
  }
}

function backboneFacts({ kafka }: Configuration): object {
  if (kafka === null) return { kind: 'embedded' };
  const { brokers, namespace, tls, sasl } = kafka;
  return { kind: 'kafka', brokers, namespace, tls: tls !== null, user: sasl?.username ?? null };
}

async function run(options: CommonOptions, mode: 'start' | 'demo'): Promise<void> {
  const configuration = configured(options);
  const { folder, isTrial } = dataFolder(configuration);
  const trial = await trialKafka(configuration, { isAsked: options.kafka === true, isTrial, tell: console.log });
  try {
    await serve({ ...configuration, kafka: trial.settings }, { folder, mode, level: options.logLevel });
  } finally {
    await trial.close();
  }
}

async function serve(
  configuration: Configuration,
  { folder, mode, level }: { folder: string; mode: 'start' | 'demo'; level: LogOptions['level'] },
): Promise<void> {
  const simulated = configuration.directory.systems.filter(({ config }) => config.simulated);
  const logFile = join(folder, 'jembatan.log');
  console.log('Jembatan menyiapkan gerbang dan simulator ...');
  const journal = openLog({ level, file: logFile });
  const contracts = loadContracts();
  const sandbox = await startSandboxProcess(simulated, { stepMs: 300, jitter: 0.3, announceMs: ANNOUNCE_MS });
  const gateway = await startGateway({
    ...{ configuration, adapters, contracts, endpoints: sandbox.endpoints },
    ledger: openSqliteLedger({ folder }),
    log: journal.log,
  }).catch(async (error) => {
    await sandbox.close();
    await journal.close();
    throw error;
  });
  try {
    const backbone = configuration.kafka ? `Kafka di ${configuration.kafka.brokers.join(', ')}` : 'buku besar sendiri';
    console.log(`Gerbang melayani di ${gateway.url}; tulang punggung: ${backbone}; log di ${logFile}`);
    console.log(`Kendali simulator di ${sandbox.controlUrl}/_sandbox\n`);
    const { directory } = configuration;
    const isComplete = await playScenes({ ...sandbox, gatewayUrl: gateway.url, directory, contracts });
    if (mode === 'start') {
      console.log(hints(gateway.url, sandbox.controlUrl));
      await untilStopped();
    } else if (!isComplete) process.exitCode = 1;
  } finally {
    await gateway.close();
    await sandbox.close();
    await journal.close();
  }
}

function configured({ config, port }: CommonOptions): Configuration {
  const configuration = loadConfiguration(config, {
    contracts: loadContracts(),
    adapters,
    env: process.env,
    now: Date.now,
  });
  if (port === undefined) return configuration;
  const chosen = Number(port);
  if (!Number.isInteger(chosen) || chosen < 0 || chosen > 65_535) {
    throw new GatewayError('config-invalid', { detail: `Porta ${port} bukan angka 0 sampai 65535.` });
  }
  const listen = { ...configuration.config.listen, port: chosen };
  return { ...configuration, config: { ...configuration.config, listen } };
}

/**
 * Simulators forget their cases when they stop and would hand out the same numbers again; with nobody real connected,
 * each start is a trial with a ledger of its own.
 */
function dataFolder({ config, directory }: Configuration): { readonly folder: string; readonly isTrial: boolean } {
  const base = resolve(config.dataDir);
  const isTrial = directory.systems.every((system) => system.config.simulated);
  const folder = isTrial ? join(base, 'simulasi', new Date().toISOString().replaceAll(/[:.]/g, '-')) : base;
  mkdirSync(folder, { recursive: true });
  return { folder, isTrial };
}

const hints = (url: string, control: string): string =>
  [
    'Gerbang terus melayani. Cobalah di terminal lain:',
    `  npx jembatan case --url ${url} <nomor dari tabel>`,
    `  curl -H "Authorization: Bearer contoh-token-petugas" ${url}/v1/upstreams`,
    `  curl ${control}/_sandbox`,
    'Tekan Ctrl+C untuk berhenti.\n',
  ].join('\n');

/** Resolves at the first SIGINT or SIGTERM from now on. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
