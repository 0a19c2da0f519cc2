import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../errors.ts';

/** The largest event, in bytes. */
export const EVENT_LIMIT = 1024 * 1024;

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** The whole body as parsed JSON. Throws `too-large` or `not-json`. */
export function readJson(request: IncomingMessage): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= EVENT_LIMIT) chunks.push(chunk);
      else reject(tooLarge());
    });
    request.on('end', () => {
      try {
        resolve(parseJson(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
      } catch (error) {
        reject(error);
      }
    });
    request.on('error', (cause) => reject(new GatewayError('bad-request', { detail: 'Kiriman terputus.', cause })));
  });
}

/** Throws `not-json`, also for bytes that are not UTF-8. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch (cause) {
    throw new GatewayError('not-json', { detail: 'Isi tidak dapat dibaca sebagai JSON dalam UTF-8.', cause });
  }
}

export const tooLarge = (): GatewayError =>
  new GatewayError('too-large', { detail: `Satu peristiwa paling besar ${EVENT_LIMIT} bita.` });
