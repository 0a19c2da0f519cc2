import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ListenOptions } from 'node:net';
import { asGatewayError, GatewayError } from '../errors.ts';
import { problemOf } from '../http/problem.ts';
import { parseJson } from '../json/parse.ts';

/** Room for any native event with its attachments' addresses; a sandbox is no upload server. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** The whole body as UTF-8. Rejects with `too-large` above 4 MiB, and with the socket's error when the caller goes away. */
export function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    });
    request.on('error', reject);
    request.on('end', () => {
      if (bytes > MAX_BODY_BYTES) reject(new GatewayError('too-large', { detail: `Isi ${bytes} byte.` }));
      else resolve(chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks).toString());
    });
  });
}

/** Null for an empty body. Throws like `parseJson`. */
export const readText = (text: string): unknown => (text === '' ? null : parseJson(text));

/** A form (`application/x-www-form-urlencoded`) as an object of texts, anything else as JSON. Throws like `parseJson`. */
export function parseBody(text: string, contentType = ''): unknown {
  const isForm = contentType.startsWith('application/x-www-form-urlencoded');
  return isForm ? Object.fromEntries(new URLSearchParams(text)) : readText(text);
}

/** Answers with JSON text that is ready to go; never throws, also when the caller has gone. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  write(response, { status, type: 'application/json' }, text);
}

function write(response: ServerResponse, { status, type }: { status: number; type: string }, text: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  sendText(response, status, JSON.stringify(body ?? null));
}

/** An RFC 9457 problem, of the gateway's own shape; what is no `GatewayError` is told as `internal`, with its own words, for this is a test bench. */
export function sendProblem(response: ServerResponse, error: unknown): void {
  const problem = problemOf(asGatewayError(error));
  const detail = error instanceof Error ? error.message : String(error);
  write(response, { status: problem.status, type: 'application/problem+json' }, JSON.stringify({ ...problem, detail }));
}

/** Null when it listens, the trouble when the port is taken; rejects on any other. */
export function listening(server: Server, at: ListenOptions): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', succeeded);
      if (error.code === 'EADDRINUSE') resolve(error);
      else reject(error);
    };
    const succeeded = () => {
      server.off('error', failed);
      resolve(null);
    };
    server.once('error', failed);
    server.once('listening', succeeded);
    server.listen(at);
  });
}
