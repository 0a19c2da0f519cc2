import { isIP } from 'node:net';
import { type Dispatcher, request } from 'undici';
import { specimenToken, tokenSha256 } from '../config/config.ts';
import { readDocument } from '../config/document.ts';
import { loadDocumentSchema } from '../contract.ts';
import { type ErrorCode, GatewayError } from '../errors.ts';
import { ERRORS } from '../errorTable.ts';
import type { Config } from '../generated/contracts.ts';

export interface ClientOptions {
  /** Configuration file, for what neither an option nor the environment says. */
  readonly config: string;
  readonly url?: string;
  readonly token?: string;
}

/** Where the gateway's operator API is, and the token to show there. */
export interface Access {
  readonly url: string;
  readonly token: string;
}

const TIMEOUT_MS = 10_000;

/**
 * Each of the two by its option, else its variable (`JEMBATAN_URL`, `JEMBATAN_OPERATOR_TOKEN`), else the configuration:
 * its listening address, and the published specimen token where that is the one it names and the address is this
 * machine. Throws `usage` where that leaves one unknown, `config-invalid` where the configuration cannot be read.
 */
export function accessOf(options: ClientOptions, env: NodeJS.ProcessEnv): Access {
  const url = options.url ?? env.JEMBATAN_URL ?? listening(options.config);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new GatewayError('usage', { detail: `Alamat gerbang ${JSON.stringify(url)} bukan alamat http.` });
  }
  const token = options.token ?? env.JEMBATAN_OPERATOR_TOKEN ?? specimen(url, options.config);
  if (token) return { url: url.replace(/\/+$/, ''), token };
  throw new GatewayError('usage', {
    detail: 'Token petugas belum diketahui: berikan --token, atau isi JEMBATAN_OPERATOR_TOKEN.',
  });
}

function listening(file: string): string {
  const { host, port } = readConfig(file).listen;
  // A server bound to every address is reached from here on its own machine.
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${isIP(reached) === 6 ? `[${reached}]` : reached}:${port}`;
}

function specimen(url: string, file: string): string | null {
  const { hostname } = new URL(url);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  if (!isLoopback) return null;
  const token = specimenToken('petugas');
  return readConfig(file).operator.tokenSha256 === tokenSha256(token) ? token : null;
}

function readConfig(file: string): Config {
  const { data, problems } = readDocument(file, loadDocumentSchema('config'));
  if (problems.length === 0) return data as Config;
  throw new GatewayError('config-invalid', {
    detail: `Konfigurasi ${file} tidak dapat dipakai; berikan --url dan --token, atau perbaiki berkasnya.`,
    violations: problems,
  });
}

/** An answer's body as text. Throws the gateway's own refusal, or `gateway-unreachable` when no gateway answers at the address. */
export async function ask({ url, token }: Access, path: string, accept: string): Promise<string> {
  const answer = await sent(`${url}${path}`, {
    headers: { authorization: `Bearer ${token}`, accept },
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });
  const text = await answer.body.text();
  if (answer.statusCode === 200) return text;
  throw refusal(answer, text, url);
}

async function sent(
  url: string,
  options: Omit<Dispatcher.RequestOptions, 'origin' | 'path' | 'method'>,
): Promise<Dispatcher.ResponseData> {
  try {
    return await request(url, options);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    const detail = `Gerbang di ${new URL(url).origin} tidak dapat dihubungi${why}. Apakah sudah berjalan (npx jembatan start), dan benarkah alamatnya (--url)?`;
    throw new GatewayError('gateway-unreachable', { detail, cause });
  }
}

/** The gateway's problem document as the error it was made of; whatever else answers is not a gateway. */
function refusal({ statusCode }: Dispatcher.ResponseData, text: string, url: string): GatewayError {
  const problem = problemIn(text);
  if (problem) return new GatewayError(problem.code, { detail: problem.detail });
  return new GatewayError('gateway-unreachable', {
    detail: `Yang menjawab di ${url} bukan gerbang Jembatan (HTTP ${statusCode}).`,
  });
}

function problemIn(text: string): { readonly code: ErrorCode; readonly detail: string } | null {
  if (!text.startsWith('{')) return null;
  const { code, detail } = parsed(text);
  return typeof code === 'string' && isCode(code) && typeof detail === 'string' ? { code, detail } : null;
}

function parsed(text: string): { readonly code?: unknown; readonly detail?: unknown } {
  try {
    return JSON.parse(text) as object;
  } catch (cause) {
    throw new GatewayError('gateway-unreachable', { detail: 'Jawaban gerbang terpotong.', cause });
  }
}

const isCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code);
