import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createSimulator } from '../../adapters/jakarta/info-pangan/simulator.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import { HASTY } from './scenes.ts';

export const PRICES = ['jaki-crm', 'lampung-in', 'info-pangan'] as const;

/** Asked often, so that a test need not wait. */
export const asked = (change: HouseOptions = {}): HouseOptions => ({
  ...HASTY,
  systems: PRICES,
  config(config) {
    HASTY.config?.(config);
    for (const system of config.systems) if (system.poll) system.poll.intervalSeconds = 1;
  },
  ...change,
});

export const prices = ({ lampung }: House): readonly string[] =>
  (lampung.simulator.board?.shown() ?? []).map(({ text }) => text);

export const polls = async (house: House) => (await house.operator('GET', '/v1/polls')).data;

interface Said {
  readonly status: number;
  readonly body?: unknown;
  /** The body word for word, in place of `body`. */
  readonly text?: string;
  readonly etag?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** It never answers. */
  readonly hangs?: boolean;
  /** The connection is cut instead of an answer. */
  readonly resets?: boolean;
}

interface Asked {
  readonly path: string;
  readonly condition: string | undefined;
}

/** Info Pangan over real HTTP, with what the sandbox's own does not do: answers that are conditional, refused or broken. */
export async function infoPangan(answer: (path: string, body: unknown) => Said) {
  const simulator = createSimulator({ now: () => new Date(), territory: '31' });
  const heard: Asked[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const given = simulator.answer({ method: 'GET', path, headers: {}, body: null });
    const condition = request.headers['if-none-match'];
    heard.push({ path, condition });
    const { status, body, etag, headers = {}, hangs = false, resets = false } = answer(path, given.body);
    if (resets) return void request.socket.destroy();
    if (hangs) return;
    const same = etag !== undefined && etag === condition;
    response.writeHead(same ? 304 : status, { ...headers, ...(etag === undefined ? {} : { etag }) });
    response.end(same ? '' : JSON.stringify(body ?? null));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { heard, simulator, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

type Saying = Omit<Said, 'etag' | 'hangs'>;

/** A system over real HTTP that says this. */
export async function serving(
  answer: (method: string, path: string, condition: string | undefined) => Saying | Promise<Saying>,
): Promise<string> {
  const server = createServer(async (request, response) => {
    request.resume();
    const { method = '', url = '', headers: asking } = request;
    const {
      status,
      body,
      text = JSON.stringify(body),
      headers = {},
      resets = false,
    } = await answer(method, url, asking['if-none-match']);
    if (resets) return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(status === 304 ? '' : text);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function withPrice(body: unknown, price: number): unknown {
  const { data, ...rest } = body as { data: { data: readonly object[] } };
  return { ...rest, data: { ...data, data: data.data.map((food) => ({ ...food, newest_price: price, status: 'x' })) } };
}
