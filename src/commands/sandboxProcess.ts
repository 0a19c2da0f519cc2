import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { specimenToken } from '../config/config.ts';
import type { System } from '../directory.ts';
import { GatewayError } from '../errors.ts';

/** The sandbox as a process of its own, and the way to speak with its control server. */
export interface SandboxProcess {
  /** Where each simulated system listens, by name. */
  readonly endpoints: ReadonlyMap<string, string>;
  readonly controlUrl: string;
  close(): Promise<void>;
}

interface Ready {
  readonly controlUrl: string;
  readonly systems: Readonly<Record<string, string>>;
}

/** Starts one process that plays all the given systems. Rejects when it ends before it listens. */
export async function startSandboxProcess(
  systems: readonly System[],
  automation: { stepMs: number; jitter: number; announceMs?: number } | null,
): Promise<SandboxProcess> {
  const options = {
    systems: systems.map(({ name, config }) => {
      const { dialect, territory, delivery } = config;
      return { name, dialect, territory, delivery, token: specimenToken(name) };
    }),
    ...(automation ? { automation } : {}),
  };
  const child = fork(fileURLToPath(new URL('../sandbox/main.ts', import.meta.url)), [JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Out of reach of the terminal's Ctrl+C: the gateway finishes its sends first, and its end ends the simulators.
    detached: true,
  });
  const { controlUrl, systems: urls } = await ready(child);
  return { controlUrl, endpoints: new Map(Object.entries(urls)), close: () => ended(child) };
}

function ready(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Ready));
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new GatewayError('internal', { detail: `Proses simulator berhenti sebelum siap (kode ${code}).` }));
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
