import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios, { type AxiosResponse } from 'axios';
import { expect } from 'vitest';
import { specimenToken } from '../../src/config/config.ts';
import type { LetterQuestion } from '../../src/generated/contracts.ts';
import type { SimulatedSystem } from '../../src/sandbox/host.ts';
import { VILLAGE_LETTERS } from '../../src/sandbox/scenario.ts';
import type { AnyJson } from '../kits/defaults.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import { HASTY } from './scenes.ts';

export const VILLAGE = 'desa-hajimena';

const http = axios.create({ proxy: false, validateStatus: () => true, timeout: 20_000 });

/** Who asks, and how it is written; a token of the asker's unless another, or none, is said. */
export interface Asking {
  readonly as?: string;
  readonly token?: string | null;
  readonly contentType?: string;
}

/** Asks the gateway a question, or many as NDJSON text. Any HTTP status is an answer. */
export function ask({ gateway }: House, name: string, body: unknown, how: Asking = {}): Promise<AxiosResponse> {
  const { as = 'jaki', token = specimenToken(as), contentType = 'application/json' } = how;
  const headers = { 'content-type': contentType, ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
  const transformRequest = [(sent: unknown) => sent];
  const data = typeof body === 'string' ? body : JSON.stringify(body);
  return http.post(`${gateway.url}/v1/lookups/${name}`, data, { headers, transformRequest });
}

/** The letter of the scenario that is genuine, asked about as it is printed, with these members other. */
export function letter(change: object = {}): LetterQuestion {
  const [printed] = VILLAGE_LETTERS;
  if (!printed) throw new Error('the scenario has no letter');
  return { ...printed, ...change };
}

export const verify = (house: House, change: object = {}, how: Asking = {}): Promise<AxiosResponse> =>
  ask(house, 'letter-verification', letter(change), how);

/** A house with the village, which is not asked for what is new unless said. */
export const withVillage = (change: HouseOptions = {}, village: object = {}): HouseOptions => ({
  ...HASTY,
  systems: ['jaki-crm', 'lampung-in', 'jaki', VILLAGE],
  ...change,
  config(config) {
    for (const system of config.systems)
      if (system.name === VILLAGE) Object.assign(system, { poll: null, timeoutMs: 1000 }, village);
    change.config?.(config);
  },
});

export function systemOf({ sandbox }: House, name: string): SimulatedSystem {
  return sandbox.systems.get(name) ?? expect.fail(`no system ${name}`);
}

/** The questions about letters that reached the village. */
export const askedOf = (house: House): readonly string[] =>
  systemOf(house, VILLAGE)
    .book.calls()
    .flatMap(({ path }) => (path.includes('/surat/verifikasi') ? [path] : []));

/** What is on record of the questions, the latest first. */
export const onRecord = async (house: House): Promise<readonly AnyJson[]> =>
  (await house.operator('GET', '/v1/lookups')).data;

/** Everything the ledger's files hold, as text. */
export function ledgerText({ folder }: House): string {
  const data = join(folder, 'data');
  return readdirSync(data)
    .map((name) => readFileSync(join(data, name), 'latin1'))
    .join('\n');
}
