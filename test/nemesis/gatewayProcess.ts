import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const STOP_MS = 60_000;

/** A gateway in a process of its own, so that it can be killed as a power cut kills it. */
export class GatewayProcess {
  readonly startedAt = performance.now();
  /** Resolves however it ends. */
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;

  /** `args` as for `node`; what it prints is added to the log file. */
  constructor(args: readonly string[], logFile: string) {
    const log = openSync(logFile, 'a');
    this.#child = spawn(process.execPath, args, { stdio: ['ignore', log, log] });
    closeSync(log);
    // A test that ran out of time must not leave a gateway behind.
    const leave = (): void => void this.#child.kill('SIGKILL');
    process.once('exit', leave);
    this.#child.once('exit', () => process.off('exit', leave));
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('exit', (code, signal) => resolve({ code, signal }));
    });
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** `kill -9`; resolves when the process is gone. Rejects when it had ended by itself. */
  async kill(): Promise<void> {
    if (!this.running) throw new Error(`the gateway had ended by itself, code ${this.#child.exitCode}`);
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** SIGTERM, as an operator stops it; SIGKILL when it takes no notice for longer than it may drain. */
  async stop(): Promise<Ending> {
    if (this.running) this.#child.kill('SIGTERM');
    const impatient = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    return this.ended.finally(() => clearTimeout(impatient));
  }
}
