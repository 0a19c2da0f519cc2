import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { type HandoverState, withHandover, withParty } from '../../src/case.ts';
import { loadConfiguration } from '../../src/config/config.ts';
import { loadContracts } from '../../src/contract.ts';
import type { Claim } from '../../src/delivery.ts';
import { schemaUri } from '../../src/envelope.ts';
import { attempt } from '../../src/relay/attempt.ts';
import type { Upstream } from '../../src/upstream.ts';
import { createUpstream } from '../../src/upstreams/http.ts';
import { newCase, newHandover, newRelay } from '../kits/ledgerSamples.ts';

const ROOT = join(import.meta.dirname, '../..');
const NOW = Date.parse('2026-01-05T02:15:00Z');
const { directory } = loadConfiguration(join(ROOT, 'config/jembatan.json'), {
  ...{ contracts: loadContracts(), adapters, env: {}, now: () => NOW },
});
const examples = JSON.parse(readFileSync(join(ROOT, 'schemas/report-handover/1.0.examples.json'), 'utf8')) as {
  valid: { data: Record<string, unknown> }[];
};

/** A receiver that gives every report the same number, and takes every notice. */
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(201, { 'content-type': 'application/json' }).end('{"success":true,"code":"JK2601050001"}');
  });
});
let upstream: Upstream | null = null;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  upstream = createUpstream({
    ...{ system: 'jaki-crm', endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    ...{ token: null, timeoutMs: 2000, concurrency: 4, ratePerSecond: null },
    ...{ clock: Date.now, log: () => undefined },
  });
});
afterAll(async () => {
  await upstream?.close();
  server.close();
});

const caseIn = (state: HandoverState, number: string | null = null) =>
  withParty(
    withHandover(newCase(), { id: 'h-1', to: 'jaki-crm', state, answerBy: '2026-01-04T02:15:00.000Z' }),
    'jaki-crm',
    { number },
  );

const FIRST = { attempt: 1, number: 1, doubtSince: null };

function handoverOf(state: HandoverState, { tried = false } = {}): Claim {
  const { envelope, ...relay } = newHandover();
  const dataschema = schemaUri('report-handover/1.0');
  const carried = { ...envelope, dataschema, data: examples.valid[0]?.data ?? {} };
  return { ...FIRST, tried, case: caseIn(state), relay: recordOf({ ...relay, envelope: carried }) };
}

const recordOf = (relay: ReturnType<typeof newRelay>): Claim['relay'] => ({
  ...relay,
  ...{ seq: 1, position: 1, state: 'claimed', attempt: 1, dueAt: null, createdAt: NOW, endedAt: null, error: null },
});

async function outcomeOf(claim: Claim): Promise<string> {
  if (!upstream) throw new Error('the receiver is not there yet');
  return (await attempt(claim, { directory, upstream, now: NOW })).kind;
}

describe.each(['withdrawn', 'expired'] as const)('a handover that is %s', (state) => {
  it('and was never tried is withheld', async () => {
    expect(await outcomeOf(handoverOf(state))).toBe('withheld');
  });
  it('and was tried is sent again', async () => {
    expect(await outcomeOf(handoverOf(state, { tried: true }))).toBe('delivered');
  });
  it('lets nothing else of its case go to who has no number for it', async () => {
    const status = recordOf(newRelay());
    expect(await outcomeOf({ ...FIRST, attempt: 2, tried: true, relay: status, case: caseIn(state) })).toBe('withheld');
  });
});

it('a handover that is still open is sent', async () => {
  expect(await outcomeOf(handoverOf('sent'))).toBe('delivered');
});

it('a notice that has a case’s number is no part of that case', async () => {
  const { valid } = JSON.parse(readFileSync(join(ROOT, 'schemas/food-supply/1.0.examples.json'), 'utf8'));
  const { envelope, ...relay } = newRelay({ recipient: 'jaki', lane: 'public', contract: 'food-supply/1.0' });
  const carried = { ...envelope, dataschema: schemaUri('food-supply/1.0'), data: valid[0].data };
  const notice = recordOf({ ...relay, envelope: carried });
  expect(await outcomeOf({ ...FIRST, tried: false, relay: notice, case: caseIn('withdrawn') })).toBe('delivered');
});
