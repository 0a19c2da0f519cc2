import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios, { type AxiosResponse } from 'axios';
import winston from 'winston';
import { adapters } from '../../adapters/index.ts';
import { simulators } from '../../adapters/simulators.ts';
import { loadConfiguration, specimenToken } from '../../src/config.ts';
import { loadContracts } from '../../src/contract.ts';
import { type Gateway, startGateway } from '../../src/gateway.ts';
import { openSqliteLedger } from '../../src/ledgers/sqlite.ts';
import type { SimulatedSystem } from '../../src/sandbox/host.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';

/** The runnable default configuration, as plain JSON that a test may change before it is read. */
// biome-ignore lint/suspicious/noExplicitAny: a test may write anything into it, also what must be refused.
type Json = any;

export interface HouseOptions {
  readonly config?: (config: Json) => void;
  readonly agreement?: (agreement: Json) => void;
  readonly now?: () => number;
  readonly random?: () => number;
  /** Cases that came across move on by themselves. */
  readonly automation?: { readonly stepMs?: number; readonly jitter?: number };
  /** A ledger that may not grow beyond this many pages: a full disk. */
  readonly maxPages?: number;
}

export interface House {
  readonly folder: string;
  readonly gateway: Gateway;
  readonly sandbox: Sandbox;
  readonly jakarta: SimulatedSystem;
  readonly lampung: SimulatedSystem;
  /** Lines the gateway logged so far, parsed. */
  readonly log: readonly Record<string, unknown>[];
  /** Pushes a native event as the system. Any HTTP status is an answer. */
  push(system: string, body: unknown, options?: PushOptions): Promise<AxiosResponse>;
  operator(method: 'GET' | 'POST', path: string, body?: object): Promise<AxiosResponse>;
  /** Stops the gateway and starts it again on the same ledger, with these changes. */
  restart(changes?: HouseOptions): Promise<void>;
  close(): Promise<void>;
}

export interface PushOptions {
  readonly token?: string | null;
  readonly contentType?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const contracts = loadContracts();
const OPERATOR = 'contoh-token-petugas';
const http = axios.create({ proxy: false, validateStatus: () => true, timeout: 20_000 });

/** A whole gateway over HTTP, embedded, with simulated systems, in a folder of its own. Close it in the test. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-'));
  const sandbox = await startSandbox({
    systems: [
      { name: 'jaki-crm', dialect: 'jakarta/jaki-crm', territory: '31', token: specimenToken('jaki-crm') },
      { name: 'lampung-in', dialect: 'lampung/lampung-in', territory: '18', token: specimenToken('lampung-in') },
    ],
    simulators,
    ...(options.automation ? { automation: options.automation } : {}),
  });
  const log: Record<string, unknown>[] = [];
  let gateway = await startIn(folder, { sandbox, log }, options);
  sandbox.setGateway(gateway.url);
  const system = (name: string): SimulatedSystem => {
    const found = sandbox.systems.get(name);
    if (!found) throw new Error(`no system ${name} in the sandbox`);
    return found;
  };
  return {
    folder,
    get gateway() {
      return gateway;
    },
    sandbox,
    log,
    jakarta: system('jaki-crm'),
    lampung: system('lampung-in'),
    push: (name, body, how = {}) => push(gateway.url, { name, body, how }),
    operator: (method, path, body) =>
      http.request({
        ...{ method, url: `${gateway.url}${path}`, headers: { authorization: `Bearer ${OPERATOR}` } },
        ...(body ? { data: body } : {}),
      }),
    async restart(changes = {}) {
      await gateway.close();
      gateway = await startIn(folder, { sandbox, log }, { ...options, ...changes });
      sandbox.setGateway(gateway.url);
    },
    async close() {
      await gateway.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function push(
  url: string,
  { name, body, how }: { name: string; body: unknown; how: PushOptions },
): Promise<AxiosResponse> {
  const token = how.token === undefined ? specimenToken(name) : how.token;
  const headers = {
    'content-type': how.contentType ?? 'application/json',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...how.headers,
  };
  const data = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return http.post(`${url}/v1/systems/${name}/events${how.query ?? ''}`, data, { headers });
}

async function startIn(
  folder: string,
  { sandbox, log }: { sandbox: Sandbox; log: Record<string, unknown>[] },
  options: HouseOptions,
): Promise<Gateway> {
  const file = writeConfig(folder, options);
  const configuration = loadConfiguration(file, {
    contracts,
    adapters,
    env: {},
    ...(options.now ? { now: options.now } : {}),
  });
  const data = join(folder, 'data');
  const pages = options.maxPages === undefined ? {} : { maxPages: options.maxPages };
  return startGateway({
    ...{ configuration, contracts, adapters, log: memoryLog(log) },
    endpoints: new Map([...sandbox.systems].map(([name, { url }]) => [name, url])),
    ledger: openSqliteLedger({ folder: data, ...pages }),
    ...(options.now ? { now: options.now } : {}),
    ...(options.random ? { random: options.random } : {}),
  });
}

function writeConfig(folder: string, { config, agreement }: HouseOptions): string {
  const source = join(import.meta.dirname, '../../config');
  const target = join(folder, 'config');
  cpSync(source, target, { recursive: true });
  const changed = (path: string, change: ((json: Json) => void) | undefined): void => {
    const json: Json = JSON.parse(readFileSync(path, 'utf8'));
    change?.(json);
    writeFileSync(path, JSON.stringify(json));
  };
  changed(join(target, 'jembatan.json'), (json) => {
    json.listen = { host: '127.0.0.1', port: 0 };
    config?.(json);
  });
  for (const name of readdirSync(join(target, 'agreements'))) changed(join(target, 'agreements', name), agreement);
  return join(target, 'jembatan.json');
}

function memoryLog(lines: Record<string, unknown>[]): winston.Logger {
  const remember = winston.format((line) => {
    lines.push({ ...line });
    return false;
  });
  return winston.createLogger({ level: 'debug', format: remember(), transports: [new winston.transports.Console()] });
}
