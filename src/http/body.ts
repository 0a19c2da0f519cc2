import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../errors.ts';
import { parseJson } from '../json/parse.ts';

/** The largest event, in bytes. */
export const EVENT_LIMIT = 1024 * 1024;

/** The whole body as parsed JSON. Throws `too-large`, `not-json` or `duplicate-member`. */
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

export const tooLarge = (): GatewayError =>
  new GatewayError('too-large', { detail: `Satu peristiwa paling besar ${EVENT_LIMIT} bita.` });
