import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { GatewayError } from '../errors.ts';
import { brokerJars, brokerObstacle, KAFKA_VERSION } from './brokerJars.ts';
import { answersMetadata, freePorts, isFree } from './brokerProbe.ts';
import { end, endOfLog, isRunning, LOG, launch, logTail, prepare, type Site } from './brokerProcess.ts';

export { brokerObstacle };

/** A real Apache Kafka of one node on this machine. It does not outlive the process that started it, however that ends. */
export interface Broker {
  /** host:port, loopback. */
  readonly brokers: readonly string[];
  /** Of the java process; the last one's while none runs. */
  readonly pid: number;
  /** The broker's own output, kept through restarts. */
  readonly logFile: string;
  /** SIGTERM, and SIGKILL after a grace time. Removes its folder if it made it. Repeatable; there is no restart after it. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. The data stay. */
  kill(): Promise<void>;
  /** Starts again on the same ports and data, after SIGTERM to one that still runs. Resolves when it answers. */
  restart(): Promise<void>;
  /** SIGSTOP: connections stay open, and nothing answers. */
  suspend(): void;
  /** SIGCONT. */
  resume(): void;
}

const READY_WITHIN_MS = 60_000;
const GRACE_MS = 15_000;
const PROBE_MS = 1000;
const BETWEEN_PROBES_MS = 50;

/**
 * Starts a broker and resolves when it answers. Data, settings and log are in `folder`, which may hold the data of an
 * earlier broker; without one it makes its own. Rejects with the tail of the log when the broker dies or does not answer
 * in a minute; then nothing is left running.
 */
export async function startBroker(
  options: { folder?: string; onProgress?: (text: string) => void } = {},
): Promise<Broker> {
  const { folder, onProgress = () => undefined } = options;
  const obstacle = await brokerObstacle();
  if (obstacle !== null) throw new GatewayError('internal', { detail: obstacle });
  const jars = await brokerJars(onProgress);
  onProgress(`Menjalankan Apache Kafka ${KAFKA_VERSION} ...`);
  const home = resolve(folder ?? mkdtempSync(join(tmpdir(), 'jembatan-kafka-')));
  const broker = new LocalBroker({ jars, home, temporary: folder === undefined, ports: await freePorts() });
  try {
    await broker.restart();
  } catch (error) {
    await broker.stop();
    throw error;
  }
  return broker;
}

const broken = (what: string): GatewayError => new GatewayError('internal', { detail: `Kafka ${what}` });

class LocalBroker implements Broker {
  readonly brokers: readonly string[];
  readonly logFile: string;
  readonly #site: Site;
  #child: ChildProcess | null = null;
  #stopped = false;

  constructor(site: Site) {
    this.#site = site;
    this.brokers = [`127.0.0.1:${site.ports[0]}`];
    this.logFile = join(site.home, LOG);
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async restart(): Promise<void> {
    if (this.#stopped) throw broken('ini sudah dihentikan.');
    await this.#end();
    await this.#claimPorts();
    await prepare(this.#site);
    const since = endOfLog(this.#site);
    this.#child = await launch(this.#site);
    try {
      await this.#ready();
    } catch (cause) {
      await this.kill();
      const said = cause instanceof Error ? cause.message : String(cause);
      throw new GatewayError('internal', { detail: `${said} Akhir lognya:\n${logTail(this.#site, since)}`, cause });
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#end();
    if (this.#site.temporary) rmSync(this.#site.home, { recursive: true, force: true });
  }

  async kill(): Promise<void> {
    if (this.#child) await end(this.#child, 'SIGKILL');
  }

  suspend(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  async #end(): Promise<void> {
    if (!this.#child) return;
    // A suspended process takes note of SIGTERM only when it is woken.
    this.resume();
    const impatient = setTimeout(() => this.kill(), GRACE_MS);
    await end(this.#child, 'SIGTERM');
    clearTimeout(impatient);
  }

  async #claimPorts(): Promise<void> {
    for (const port of this.#site.ports) {
      // Whoever listens there could be taken for the broker.
      if (await isFree(port)) continue;
      throw broken(`tidak dapat dijalankan: porta ${port} sudah dipakai.`);
    }
  }

  async #ready(): Promise<void> {
    const [address = ''] = this.brokers;
    for (const since = Date.now(); Date.now() - since < READY_WITHIN_MS; await pause(BETWEEN_PROBES_MS)) {
      if (!this.#child || !isRunning(this.#child)) throw broken('berhenti sebelum siap.');
      if (await answersMetadata(address, PROBE_MS)) return;
    }
    throw broken(`tidak menjawab dalam ${READY_WITHIN_MS / 1000} detik.`);
  }
}
