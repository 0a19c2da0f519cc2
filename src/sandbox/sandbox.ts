import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CreateSimulator } from '../dialect/simulator.ts';
import { GatewayError } from '../errors.ts';
import { unusable } from '../http/address.ts';
import { Automation, type AutomationOptions } from './automation.ts';
import { clockedSimulator } from './clock.ts';
import { control } from './control.ts';
import { Fetcher } from './fetcher.ts';
import { type SimulatedSystem, startSimulatedSystem } from './host.ts';
import { readBody, readText, sendJson, sendProblem } from './wire.ts';

export interface SandboxSystem {
  /** The system's name in the gateway's configuration. */
  readonly name: string;
  /** A key of `simulators`. */
  readonly dialect: string;
  /** Kemendagri code, dotted. */
  readonly territory: string;
  /** The bearer token it presents to the gateway. */
  readonly token: string;
  /** A free one when absent. */
  readonly port?: number;
  /** `inbox`: it fetches from the gateway what others are sent. */
  readonly delivery?: 'push' | 'inbox';
}

export interface SandboxOptions {
  readonly systems: readonly SandboxSystem[];
  readonly simulators: Readonly<Record<string, CreateSimulator>>;
  /** Where events are pushed; they wait while it is null or absent. */
  readonly gatewayUrl?: string | null;
  /** Port of the control server; a free one when absent. */
  readonly controlPort?: number;
  /** Every address of this machine is listened on, as a container needs it; else 127.0.0.1 alone. */
  readonly isOpen?: boolean;
  /** Cases that came across move on by themselves; absent: only by control. */
  readonly automation?: AutomationOptions;
  readonly now?: () => Date;
}

export interface Sandbox {
  readonly systems: ReadonlyMap<string, SimulatedSystem>;
  /** Stays reachable whatever persona a system has; routes in `startSandbox`. */
  readonly controlUrl: string;
  setGateway(url: string | null): void;
  close(): Promise<void>;
}

/**
 * Simulated systems, each on its own port, and one control server for all of them:
 *
 * - `/_sandbox/{system}/...`: see `control.ts`
 * - `GET /_sandbox` -> `{systems: {name: url}}`
 * - `POST /_sandbox/gateway` takes `{url}`: where events are pushed from now on; null makes them wait
 *
 * Rejects with `config-invalid` when a system names a dialect without a simulator, or two systems share a name.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  // All are checked before any listens, so that nothing is left running by a refusal.
  const checked = options.systems.map((system) => ({ system, create: creatorOf(system, options) }));
  const systems = new Map<string, SimulatedSystem>();
  const closeAll = () => Promise.all([...systems.values()].map((system) => system.close()));
  try {
    for (const { system, create } of checked) systems.set(system.name, await startOne(system, create, options));
    return await controlled(systems, options, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function controlled(
  systems: Sandbox['systems'],
  options: SandboxOptions,
  closeAll: () => Promise<unknown>,
): Promise<Sandbox> {
  const automations = options.automation
    ? [...systems.values()].map((s) => new Automation(s, options.automation ?? {}))
    : [];
  const fetchers = fetchersOf(systems, options);
  const setGateway = (url: string | null) => {
    for (const system of systems.values()) system.pusher.setGateway(url);
    for (const fetcher of fetchers) fetcher.setGateway(url);
  };
  const server = createServer((request, response) => {
    answer({ systems, setGateway }, request, response).catch((error: unknown) => sendProblem(response, error));
  });
  const place = { host: options.isOpen ? '0.0.0.0' : '127.0.0.1', port: options.controlPort ?? 0 };
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(unusable(place, cause)));
    server.listen(place, resolve);
  });
  return {
    systems,
    controlUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setGateway,
    async close() {
      for (const automation of automations) automation.close();
      await Promise.all(fetchers.map((fetcher) => fetcher.close()));
      server.close();
      server.closeAllConnections();
      await closeAll();
    },
  };
}

const fetchersOf = (systems: Sandbox['systems'], options: SandboxOptions): readonly Fetcher[] =>
  options.systems.flatMap(({ name: system, token, delivery }) => {
    const target = systems.get(system);
    if (delivery !== 'inbox' || target === undefined) return [];
    return [new Fetcher(options.gatewayUrl ?? null, { system, token, target: () => target.url })];
  });

function creatorOf({ name, dialect }: SandboxSystem, { simulators, systems }: SandboxOptions): CreateSimulator {
  const create = simulators[dialect];
  if (!create) throw new GatewayError('config-invalid', { detail: `Tidak ada simulator untuk ${dialect}.` });
  const namesakes = systems.filter((other) => other.name === name);
  if (namesakes.length > 1) throw new GatewayError('config-invalid', { detail: `Dua sistem bernama ${name}.` });
  return create;
}

function startOne(system: SandboxSystem, create: CreateSimulator, options: SandboxOptions): Promise<SimulatedSystem> {
  const now = options.now ?? (() => new Date());
  return startSimulatedSystem({
    name: system.name,
    token: system.token,
    simulator: clockedSimulator(
      create,
      { territory: system.territory, numbersAfter: numbersAfter(system, options) },
      now,
    ),
    gatewayUrl: options.gatewayUrl ?? null,
    now,
    isOpen: options.isOpen ?? false,
    ...(system.port === undefined ? {} : { port: system.port }),
  });
}

/** Far enough apart for any trial, and still within four digits. */
const NUMBERS_EACH = 1000;

function numbersAfter(system: SandboxSystem, { systems }: SandboxOptions): number {
  const ofDialect = systems.filter(({ dialect }) => dialect === system.dialect);
  return ofDialect.indexOf(system) * NUMBERS_EACH;
}

type Controlled = Pick<Sandbox, 'systems' | 'setGateway'>;

async function answer(sandbox: Controlled, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, prefix, name, ...rest] = (request.url ?? '/').split('/');
  const method = request.method ?? '';
  const body = await readBody(request);
  if (prefix !== '_sandbox') throw new GatewayError('not-found', { detail: `Tidak ada ${request.url}` });
  if (name === undefined) return sendJson(response, 200, { systems: urlsOf(sandbox.systems) });
  if (name === 'gateway' && method === 'POST' && rest.length === 0) {
    sandbox.setGateway(readGateway(readText(body)));
    return sendJson(response, 200, {});
  }
  const system = sandbox.systems.get(name);
  if (!system) throw new GatewayError('not-found', { detail: `Tidak ada sistem ${name} di kotak pasir ini.` });
  sendJson(response, 200, await control(system, { method, rest: rest.join('/'), body }));
}

/** System names and their addresses, as the process entry prints them. */
export const urlsOf = (systems: Sandbox['systems']): Readonly<Record<string, string>> =>
  Object.fromEntries([...systems].map(([name, system]) => [name, system.url]));

function readGateway(body: unknown): string | null {
  if (typeof body === 'object' && body !== null && 'url' in body) {
    if (body.url === null) return null;
    if (typeof body.url === 'string' && URL.canParse(body.url)) return body.url;
  }
  throw new GatewayError('bad-request', { detail: 'Butuh {"url": "http://..."} atau {"url": null}.' });
}
