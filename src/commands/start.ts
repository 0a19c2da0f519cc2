import { join } from 'node:path';
import type { Command } from 'commander';
import { adapters } from '../../adapters/index.ts';
import { type Configuration, loadConfiguration, specimenToken, tokenSha256 } from '../config/config.ts';
import { loadContracts } from '../contract.ts';
import { GatewayError } from '../errors.ts';
import { startGateway } from '../gateway.ts';
import { mustNotBeLeftBehind, readyFolder } from '../ledgers/sqlite/dataFolder.ts';
import { openSqliteLedger } from '../ledgers/sqlite/ledger.ts';
import { type LogOptions, openLog } from '../observe/logger.ts';
import { playScenes } from './demo/scenes.ts';
import { hints } from './demo/show.ts';
import { startSandboxProcess } from './sandboxProcess.ts';
import { untilStopped } from './stop.ts';
import { removeOldTrials, trialFolder } from './trialFolder.ts';
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
  if (mode === 'start')
    console.log(`Gerbang sudah berhenti. Semua yang diterimanya tersimpan di ${folder}. Sampai jumpa.`);
}

async function serve(
  configuration: Configuration,
  { folder, mode, level }: { folder: string; mode: 'start' | 'demo'; level: LogOptions['level'] },
): Promise<void> {
  const simulated = configuration.directory.systems.filter(({ config }) => config.simulated);
  const logFile = join(folder, 'jembatan.log');
  console.log('Jembatan menyiapkan gerbang dan simulator ...');
  const stop = watchForStop();
  const journal = openLog({ level, file: logFile });
  const contracts = loadContracts();
  const sandbox = await startSandboxProcess(simulated, { stepMs: 300, jitter: 0.3, announceMs: ANNOUNCE_MS });
  const gateway = await startGateway({
    ...{ configuration, adapters, contracts, endpoints: sandbox.endpoints },
    ledger: openSqliteLedger({ folder, onUpgrade: (step) => void journal.log.info('ledger upgrade', step) }),
    log: journal.log,
  }).catch(async (error) => {
    await sandbox.close();
    await journal.close();
    throw error;
  });
  try {
    console.log(whereabouts(configuration, { url: gateway.url, logFile, control: sandbox.controlUrl }));
    const { directory } = configuration;
    const stage = { ...sandbox, gatewayUrl: gateway.url, directory, contracts, isStopped: () => stop.isAsked };
    const isComplete = await playScenes(stage);
    if (mode === 'demo') process.exitCode = isComplete ? 0 : 1;
    else if (!stop.isAsked) {
      console.log(hints({ url: gateway.url, control: sandbox.controlUrl, token: specimenInForce(configuration) }));
      await stop.asked;
    }
  } finally {
    await gateway.close();
    await sandbox.close();
    await journal.close();
  }
}

/** From now on: a signal that comes while all else still starts must count too. */
function watchForStop(): { readonly isAsked: boolean; readonly asked: Promise<void> } {
  let isAsked = false;
  const asked = untilStopped().then(() => {
    isAsked = true;
    console.log('\nBerhenti: pengiriman yang sedang berjalan diselesaikan dahulu ...');
  });
  return {
    get isAsked() {
      return isAsked;
    },
    asked,
  };
}

function whereabouts({ kafka }: Configuration, at: { url: string; logFile: string; control: string }): string {
  const backbone = kafka ? `Kafka di ${kafka.brokers.join(', ')}` : 'basis data lokal (SQLite)';
  return [
    `Gerbang melayani di ${at.url}; antrean: ${backbone}`,
    `Log di ${at.logFile}`,
    `Kendali simulator di ${at.control}/_sandbox\n`,
  ].join('\n');
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
    throw new GatewayError('usage', { detail: `Porta ${port} bukan angka 0 sampai 65535.` });
  }
  const listen = { ...configuration.config.listen, port: chosen };
  return { ...configuration, config: { ...configuration.config, listen } };
}

/**
 * Simulators forget their cases when they stop and would hand out the same numbers again; with nobody real connected,
 * each start is a trial with a ledger of its own.
 */
function dataFolder(configuration: Configuration): { readonly folder: string; readonly isTrial: boolean } {
  const { config, directory, dataFolder: base } = configuration;
  const isTrial = directory.systems.every((system) => system.config.simulated);
  if (!isTrial) mustNotBeLeftBehind(base, config.dataDir);
  const folder = isTrial ? trialFolder(base, new Date()) : base;
  readyFolder(folder);
  if (isTrial) removeOldTrials(folder);
  return { folder, isTrial };
}

/** The published token for operators, where the configuration names it; else null. */
function specimenInForce({ config }: Configuration): string | null {
  const specimen = specimenToken('petugas');
  return config.operator.tokenSha256 === tokenSha256(specimen) ? specimen : null;
}
