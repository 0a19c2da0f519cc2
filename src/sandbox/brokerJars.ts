import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { GatewayError } from '../errors.ts';

const run = promisify(execFile);

const POM = fileURLToPath(new URL('broker/pom.xml', import.meta.url));
const OLDEST_JAVA = 17;

/** The exact Apache Kafka that `broker/pom.xml` pins. */
export const KAFKA_VERSION = pinned(readFileSync(POM, 'utf8'));

function pinned(pom: string): string {
  const version = /<kafka\.version>(.+)<\/kafka\.version>/.exec(pom)?.[1];
  if (version === undefined) throw new GatewayError('internal', { detail: `${POM} tidak menyebut kafka.version.` });
  return version;
}

/** The java that runs the broker: that of JAVA_HOME where it is set, else the path's. */
export const javaCommand = (): string => (process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java');

/** Null where a broker can be started here (java >= 17 and either the jars in the cache or mvn), else why not, in one Indonesian line. */
export async function brokerObstacle(): Promise<string | null> {
  if (process.platform === 'win32') return 'Kafka untuk uji coba tidak dapat dijalankan di Windows; pakai WSL.';
  const needed = `Kafka untuk uji coba memerlukan Java ${OLDEST_JAVA} atau lebih baru`;
  const version = await javaVersion();
  if (version === null) return `${needed}; perintah ${javaCommand()} tidak dapat dijalankan.`;
  if (version < OLDEST_JAVA) return `${needed}; ${javaCommand()} di sini lebih lama.`;
  if (existsSync(jarsFolder()) || isOnPath('mvn')) return null;
  return `Kafka untuk uji coba belum pernah diunduh, dan perintah mvn (Maven) untuk mengunduhnya tidak ada.`;
}

/** Null where java cannot be run; Java 8 and before say 1. */
async function javaVersion(): Promise<number | null> {
  try {
    const { stdout, stderr } = await run(javaCommand(), ['-version']);
    return Number(/version "(\d+)/.exec(stderr + stdout)?.[1] ?? 0);
  } catch {
    return null;
  }
}

function isOnPath(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const jarsFolder = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'jembatan', `kafka-${KAFKA_VERSION}`);

/**
 * The folder with Kafka's jars, fetched by Maven the first time. The folder is there only when it is complete: an
 * aborted download leaves none, and of two at once the first to finish is used by both.
 */
export async function brokerJars(onProgress: (text: string) => void): Promise<string> {
  const folder = jarsFolder();
  if (existsSync(folder)) return folder;
  onProgress(`Mengunduh Apache Kafka ${KAFKA_VERSION} (sekali saja, sekitar 45 MB) ...`);
  mkdirSync(dirname(folder), { recursive: true });
  const partial = mkdtempSync(`${folder}.partial-`);
  try {
    await download(partial);
    moveInto(folder, partial);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

async function download(folder: string): Promise<void> {
  const quietly = ['--batch-mode', '--quiet', '-Dstyle.color=never'];
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`];
  try {
    await run('mvn', [...quietly, '--strict-checksums', '-f', POM, ...goal]);
  } catch (error) {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    const reason = said.split('\n').find((line) => line.startsWith('[ERROR]')) ?? '';
    throw new GatewayError('internal', {
      detail: `Apache Kafka ${KAFKA_VERSION} gagal diunduh dengan Maven. ${reason}`.trim(),
      cause: error,
    });
  }
}

function moveInto(folder: string, complete: string): void {
  try {
    renameSync(complete, folder);
  } catch (error) {
    // Another process was quicker; its jars are the same.
    if (!existsSync(folder)) throw error;
  }
}
