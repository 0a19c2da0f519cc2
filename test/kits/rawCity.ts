import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { tokenSha256 } from '../../src/config/config.ts';
import type { HouseOptions } from './house.ts';

/** How a city answers a request that it has read to its end. */
export type CityAnswer = (response: ServerResponse, request: IncomingMessage) => void;

export const CITY = 'kota-contoh';

/** A city on a free port of loopback that knows nothing of repeats; it answers as told, and counts what is posted to it. */
export async function rawCity(answer: CityAnswer, ask: CityAnswer = (response) => response.writeHead(404).end('[]')) {
  const posted: string[] = [];
  const asked: string[] = [];
  const now = { answer, ask };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      if (request.method === 'GET') {
        asked.push(String(request.url));
        return now.ask(response, request);
      }
      posted.push(body);
      return now.answer(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, posted, asked, now };
}

/** A house with such a city, for whose territory JAKI hands reports over to it. */
export function withCity(url: string, options: HouseOptions = {}): HouseOptions {
  const words = { fields: 'all', confidentiality: ['public'], retentionDays: 30 };
  return {
    ...options,
    config(config) {
      options.config?.(config);
      config.systems.push({
        ...{ name: CITY, title: 'Kota Contoh', dialect: 'shared/open311', government: '18.71', territory: '18.71' },
        ...{ endpoint: url, simulated: true, tokenSha256: tokenSha256('contoh-token-kota'), timeoutMs: 600 },
        options: { services: { road: 'JLN-01', other: 'UMM-99' } },
      });
    },
    agreement(agreement) {
      agreement.parties.push({ government: '18.71', name: 'Kota Contoh', documentNumber: 'CONTOH/18.71/2025' });
      agreement.grants.push(
        ...['report-handover/1.0'].map((contract) => ({
          ...{ ...words, from: 'jaki-crm', to: CITY, contract },
        })),
        { ...words, from: CITY, to: 'jaki-crm', contract: 'handover-answer/1.0' },
      );
    },
  };
}

export const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): CityAnswer =>
  (response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
  };
