import axios, { type AxiosAdapter, type AxiosInstance } from 'axios';
import type { Dispatcher } from 'undici';
import packageJson from '../../package.json' with { type: 'json' };
import type { Outbound } from '../config/outboundSettings.ts';
import type { NativeRequest, NativeResponse } from '../declared.ts';
import { parseJson } from '../json/parse.ts';
import type { Exchange, Silence } from './classify.ts';
import { type Decoded, decodedBody } from './decoding.ts';
import type { ExchangeOptions } from './dispatcher.ts';
import { dispatcherFor } from './dispatcher.ts';
import { createWatch, type Wire } from './wire.ts';

/** A request made ready: nothing in it can fail any more but the network. */
export interface Prepared {
  readonly method: NativeRequest['method'];
  readonly path: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

export interface Exchanger {
  /** Throws TypeError where the path, a header or the body cannot be sent at all. */
  prepare(request: NativeRequest, headers: (body: string | undefined) => Headers): Prepared;
  /**
   * One HTTP exchange. Never rejects; follows no redirect; ends within the given time (the timeout unless said), or at
   * once when aborted.
   */
  exchange(prepared: Prepared, controller: AbortController, timeoutMs?: number): Promise<Exchange>;
  /** Of an exchange that never began. */
  unsent(request: Pick<Prepared, 'method' | 'path'>): Wire;
  close(): Promise<void>;
}

export type Headers = Readonly<Record<string, string>>;

const TIMED_OUT = Symbol('timed out');

/** A connection not made within six tenths of the timeout is unreachable. */
export function createExchanger(options: ExchangeOptions): Exchanger {
  const { origin, pathname, hostname, port, protocol } = new URL(options.endpoint);
  const pool = dispatcherFor(origin, options);
  const watch = createWatch();
  const client = createClient(watch.over(pool), options);
  const to = { host: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
  const wireOf = ({ method, path }: Pick<Prepared, 'method' | 'path'>): Omit<Wire, 'phase' | 'durationMs'> => ({
    ...{ method, path: path.replace(/\?.*$/s, ''), ...to },
  });
  const prefix = pathname.replace(/\/$/, '');

  return {
    prepare(request, headers) {
      const body = request.method === 'GET' || request.body === undefined ? undefined : written(request);
      const path = `${prefix}${sendablePath(request.path)}`;
      return { method: request.method, path, headers: { ...typeOf(request), ...sendable(headers(body)) }, body };
    },
    async exchange(prepared, controller, timeoutMs = options.timeoutMs) {
      const { signal } = controller;
      const started = performance.now();
      watch.begin(signal);
      const ended = await within(timeoutMs, controller, () => ask(client, prepared, { signal, ...options }));
      const durationMs = Math.round(performance.now() - started);
      const wire = { ...wireOf(prepared), durationMs, phase: watch.phase(signal) };
      return { ...ended, wire: { ...wire, ...('cause' in ended ? proxyIn(ended.cause, options.proxy) : {}) } };
    },
    unsent: (request) => ({ ...wireOf(request), durationMs: 0, phase: 'connect' }),
    close: () => pool.destroy(),
  };
}

/** Where the connection failed, where that was the proxy's own. */
function proxyIn(cause: unknown, proxy: Outbound['proxy'] | undefined): { host?: string; port?: number } {
  if (!proxy || !(cause instanceof Error)) return {};
  const { hostname: host, port: given, protocol } = new URL(proxy.url);
  const port = Number(given) || (protocol === 'https:' ? 443 : 80);
  const isUnknown = 'hostname' in cause && cause.hostname === host;
  const isShut = 'syscall' in cause && cause.syscall === 'connect' && 'port' in cause && cause.port === port;
  return isUnknown || isShut ? { host, port } : proxyIn(cause.cause, proxy);
}

/** undici forgets the signal while it connects, so the abort itself ends the waiting. */
function within(timeoutMs: number, controller: AbortController, ask: () => Promise<Exchange>): Promise<Exchange> {
  const { signal } = controller;
  return new Promise((resolve) => {
    const timer = setTimeout(() => controller.abort(TIMED_OUT), timeoutMs);
    const end = (exchange: Exchange): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(exchange);
    };
    const onAbort = (): void => end({ kind: signal.reason === TIMED_OUT ? 'timeout' : 'aborted', cause: undefined });
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);
    ask().then(end, (cause: unknown) => end({ kind: silenceOf(cause), cause }));
  });
}

interface Asking {
  readonly signal: AbortSignal;
  readonly clock: () => number;
}

async function ask(client: AxiosInstance, prepared: Prepared, { signal, clock }: Asking): Promise<Exchange> {
  const answer = await client.request<{ body: unknown; unreadable?: string }>({
    method: prepared.method,
    url: prepared.path,
    headers: { ...prepared.headers },
    data: prepared.body,
    signal,
  });
  const response: NativeResponse = {
    status: answer.status,
    headers: plain(answer.headers),
    ...answer.data,
    receivedAt: new Date(clock()).toISOString(),
  };
  return { kind: 'answered', response };
}

function silenceOf(cause: unknown): Silence {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' ? 'too-large' : 'unreachable';
}

function createClient(pool: Dispatcher, options: ExchangeOptions): AxiosInstance {
  return axios.create({
    adapter: overUndici(pool, options),
    proxy: false,
    maxRedirects: 0,
    validateStatus: () => true,
    transformRequest: [(data: unknown) => data],
    transformResponse: [({ text, ...decoded }: Decoded) => ({ ...decoded, body: parsed(text) })],
  });
}

/**
 * axios' own HTTP adapter costs three times as much CPU a call. The headers that never change join here: through axios
 * each would be looked up, merged and checked again for every call.
 */
function overUndici(pool: Dispatcher, { endpoint, token, maxAnswerBytes }: ExchangeOptions): AxiosAdapter {
  const fixed = fixedHeaders(token);
  const { origin } = new URL(endpoint);
  return async (config) => {
    const { method, url: path = '/', headers, data: body, signal } = config;
    const answer = await pool.request({
      origin,
      method: method === undefined ? 'GET' : method.toUpperCase(),
      path,
      headers: { ...plain(headers.toJSON()), ...fixed },
      body: typeof body === 'string' ? body : null,
      signal: signal instanceof AbortSignal ? signal : null,
    });
    const answered = { status: answer.statusCode, statusText: '', headers: plain(answer.headers), config };
    const data = await decodedBody(await answer.body.bytes(), answered.headers, maxAnswerBytes);
    return { ...answered, data };
  };
}

/** JSON where it is JSON and says each thing once, else the text as it came: no dialect takes that for an answer. */
function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** Names in lower case; several values of one name joined by commas. */
function plain(headers: object): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && value !== null) texts[name.toLowerCase()] = String(value);
  }
  return texts;
}

function fixedHeaders(token: string | null): Headers {
  return {
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': `jembatan/${packageJson.version}`,
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
}

const typeOf = ({ encoding }: NativeRequest): Headers => ({
  'content-type': encoding === 'form' ? 'application/x-www-form-urlencoded' : 'application/json',
});

const written = ({ body, encoding }: NativeRequest): string =>
  encoding === 'form' ? new URLSearchParams(body as Record<string, string>).toString() : JSON.stringify(body);

function sendablePath(path: string): string {
  if (/^\/[\x21-\x7e]*$/.test(path)) return path;
  throw new TypeError('The path must start with a slash and hold only printable ASCII.');
}

function sendable(headers: Headers): Headers {
  const odd = Object.entries(headers).find(([, value]) => !/^[\x20-\x7e]+$/.test(value));
  if (odd === undefined) return headers;
  throw new TypeError(`The header ${odd[0]} must hold only printable ASCII.`);
}
