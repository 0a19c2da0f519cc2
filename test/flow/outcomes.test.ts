import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { GatewayError } from '../../src/errors.ts';
import type { Persona } from '../../src/sandbox/persona.ts';
import type { House } from '../kits/house.ts';
import {
  allEnded,
  arrived,
  HASTY,
  handOver,
  handoverRelay,
  it,
  type Script,
  scripted,
  soon,
  upstream,
} from './scenes.ts';

/** Until the relay has been tried so often. */
const tried = (house: House, number: string, times: number) =>
  soon(async () => {
    const relay = await handoverRelay(house, number);
    expect(relay.tries.length).toBeGreaterThanOrEqual(times);
    return relay;
  });

const circuitIs = (house: House, circuit: 'closed' | 'open', system = 'jaki-crm') =>
  soon(() => expect(upstream(house, system).circuit).toBe(circuit));

const ended = (house: House, number: string) =>
  soon(async () => {
    const relay = await handoverRelay(house, number);
    expect(relay.endedAt).not.toBeNull();
    return relay;
  });

/** A circuit that stays open for the rest of a test unless its probes are answered. */
const PATIENT = { ...HASTY, haste: { ...HASTY.haste, probeSeconds: 60, probeMaxSeconds: 60 } };

/** A circuit whose first probe leaves a test time to look. */
const UNHURRIED = { ...HASTY, haste: { ...HASTY.haste, probeSeconds: 1.5, probeMaxSeconds: 1.5 } };

describe('out of reach: no attempt spent, counts, waits', () => {
  const personas: readonly (readonly [string, Persona])[] = [
    ['connection refused', { kind: 'down' }],
    ['reset before anything was changed', { kind: 'reset', when: 'before' }],
    ['reset after the change', { kind: 'reset', when: 'after' }],
    ['bad gateway', { kind: 'bad-gateway' }],
  ];

  it.for(personas)('%s: three in a row open the circuit, one relay is enough', async ([, persona], { open }) => {
    const house = await open(UNHURRIED);
    await house.jakarta.become(persona);
    const number = await handOver(house);
    await circuitIs(house, 'open');
    const relay = await tried(house, number, 3);
    expect(relay).toMatchObject({ state: 'parked', attempt: 0 });
    expect(relay.tries).toMatchObject(Array(3).fill({ outcome: 'postponed', spent: false }));
    expect(upstream(house, 'jaki-crm')).toMatchObject({
      alarm: false,
      reason: expect.stringContaining('berturut-turut'),
    });

    await house.jakarta.become({ kind: 'ok' });
    expect(await ended(house, number)).toMatchObject({ state: 'delivered', attempt: 1 });
    await circuitIs(house, 'closed');
    await allEnded(house);
  });

  it.for([502, 503, 504])('HTTP %i: three in a row open the circuit', async (status, { open, onTestFinished }) => {
    const server = await scripted({ status }, onTestFinished);
    const house = await open({ ...PATIENT, endpoints: { 'jaki-crm': server.url } });
    const numbers = await Promise.all([0, 1, 2].map((index) => handOver(house, index)));
    await circuitIs(house, 'open');
    for (const number of numbers) expect(await tried(house, number, 1)).toMatchObject({ state: 'parked', attempt: 0 });
    await house.restart({ endpoints: {} });
    await allEnded(house);
    expect(house.jakarta.desk.cases()).toHaveLength(3);
  });

  it.for(['http://tidak-ada.invalid', 'https://127.0.0.1:1'])('%s: DNS or TLS', async (url, { open }) => {
    const house = await open({ ...PATIENT, endpoints: { 'jaki-crm': url } });
    const number = await handOver(house);
    expect(await tried(house, number, 1)).toMatchObject({
      state: 'parked',
      attempt: 0,
      error: { code: 'unreachable' },
    });
  });

  it('a server that does not speak TLS where TLS is asked for', async ({ open, onTestFinished }) => {
    const server = await scripted({ status: 200 }, onTestFinished);
    const house = await open({ ...PATIENT, endpoints: { 'jaki-crm': server.url.replace('http', 'https') } });
    const number = await handOver(house);
    expect(await tried(house, number, 1)).toMatchObject({
      state: 'parked',
      attempt: 0,
      error: { code: 'unreachable' },
    });
    expect(server.calls).toEqual([]);
  });
});

describe('a 404 or 405 that is not the recipient’s own: the way there is at fault, not the report', () => {
  const scripts: readonly Script[] = [
    { status: 404 },
    { status: 405, body: '<html><h1>405 Not Allowed</h1><hr>nginx</html>', headers: { 'content-type': 'text/html' } },
    { status: 404, body: { message: 'no Route matched with those values' } },
    { status: 404, body: { pesan: 'x' }, headers: { 'content-type': 'text/html' } },
  ];
  it.for(scripts)('HTTP $status $body: waits, spends nothing, and counts', async (script, { open, onTestFinished }) => {
    const server = await scripted(script, onTestFinished);
    const house = await open({ ...UNHURRIED, endpoints: { 'jaki-crm': server.url } });
    const number = await handOver(house);
    await circuitIs(house, 'open');
    const relay = await tried(house, number, 3);
    expect(relay).toMatchObject({ state: 'parked', attempt: 0, error: { code: 'upstream-misrouted' } });
    expect(upstream(house, 'jaki-crm').alarm).toBe(false);
    await house.restart({ endpoints: {} });
    await ended(house, number);
    await allEnded(house);
  });
});

describe('failed on the way through: spends an attempt, counts once for each relay, parked', () => {
  const personas: readonly Persona[] = [{ kind: 'hang' }, { kind: 'error-500' }, { kind: 'code-500-in-200' }];

  it.for(personas)('$kind: one poison relay cannot open the circuit', async (persona, { open }) => {
    const house = await open(HASTY);
    await house.jakarta.become(persona);
    const number = await handOver(house);
    const relay = await tried(house, number, 4);
    expect(relay.tries.slice(0, 4)).toMatchObject(
      [1, 2, 3, 4].map((attempt) => ({ attempt, spent: true, outcome: 'failed' })),
    );
    expect(upstream(house, 'jaki-crm').circuit).toBe('closed');
    await house.jakarta.become({ kind: 'ok' });
    expect(await ended(house, number)).toMatchObject({ state: 'delivered' });
    await allEnded(house);
  });

  it.for(personas)('$kind: three relays in a row open it', async (persona, { open }) => {
    const house = await open(PATIENT);
    await house.jakarta.become(persona);
    const numbers = await Promise.all([0, 1, 2].map((index) => handOver(house, index)));
    await circuitIs(house, 'open');
    for (const number of numbers) expect(await tried(house, number, 1)).toMatchObject({ attempt: 1, state: 'parked' });
  });

  it.for([408, 500, 501, 505])(
    'HTTP %i is parked, and an attempt is spent',
    async (status, { open, onTestFinished }) => {
      const server = await scripted({ status }, onTestFinished);
      const house = await open({ ...HASTY, haste: { delaysSeconds: [600] }, endpoints: { 'jaki-crm': server.url } });
      const number = await handOver(house);
      expect(await tried(house, number, 1)).toMatchObject({ state: 'parked', attempt: 1 });
      expect(upstream(house, 'jaki-crm').circuit).toBe('closed');
    },
  );

  it('an answer larger than any answer should be is a failure', async ({ open, onTestFinished }) => {
    const server = await scripted({ status: 200, body: { code: 'x'.repeat(2_000_000) } }, onTestFinished);
    const house = await open({ ...HASTY, haste: { delaysSeconds: [600] }, endpoints: { 'jaki-crm': server.url } });
    const number = await handOver(house);
    expect(await tried(house, number, 1)).toMatchObject({
      state: 'parked',
      attempt: 1,
      error: { code: 'upstream-failed' },
    });
  });

  it('a 200 that says nothing one can read as a number is a failure, not a success', async ({
    open,
    onTestFinished,
  }) => {
    const server = await scripted({ status: 200, body: { pesan: 'terima kasih' } }, onTestFinished);
    const house = await open({ ...HASTY, haste: { delaysSeconds: [600] }, endpoints: { 'jaki-crm': server.url } });
    expect(await tried(house, await handOver(house), 1)).toMatchObject({ state: 'parked', attempt: 1 });
  });

  it('after the last wait of the schedule it is a dead letter', async ({ open }) => {
    const house = await open({ ...HASTY, haste: { delaysSeconds: [0.05, 0.05] } });
    await house.jakarta.become({ kind: 'error-500' });
    const relay = await ended(house, await handOver(house));
    expect(relay).toMatchObject({ state: 'dead', attempt: 3, error: { code: 'upstream-failed' } });
    await allEnded(house);
  });
});

describe('asked to wait: no attempt spent, circuit closed, rate lowered, parked until then', () => {
  it('429 with Retry-After', async ({ open }) => {
    const house = await open(HASTY);
    await house.jakarta.become({ kind: 'rate-limit', retryAfterSeconds: 1, times: 1 });
    const number = await handOver(house);
    const relay = await tried(house, number, 1);
    const [first] = relay.tries;
    expect(relay).toMatchObject({ state: 'parked', attempt: 0, error: { code: 'rate-limited' } });
    expect(Number(relay.dueAt) - Number(first?.endedAt)).toBe(1000);
    expect(upstream(house, 'jaki-crm').circuit).toBe('closed');
    expect(await ended(house, number)).toMatchObject({ state: 'delivered', attempt: 1 });
    await allEnded(house);
  });

  it('429 to a burst lowers the rate, and all is delivered at that rate', async ({ open }) => {
    const house = await open(HASTY);
    await house.jakarta.become({ kind: 'rate-limit', retryAfterSeconds: 1, times: 4 });
    const numbers = await Promise.all([0, 1, 2, 3].map((index) => handOver(house, index)));
    for (const number of numbers) await tried(house, number, 1);
    expect(house.log).toContainEqual(expect.objectContaining({ message: 'rate-lowered', system: 'jaki-crm' }));
    expect(upstream(house, 'jaki-crm').ratePerSecond).toBeLessThan(4);
    await allEnded(house);
    for (const number of numbers) expect(await handoverRelay(house, number)).toMatchObject({ attempt: 1 });
  });

  const waits: readonly (Script & { readonly seconds: number })[] = [
    { status: 429, headers: { 'retry-after': '86400' }, seconds: 3600 },
    { status: 429, headers: { 'retry-after': '0' }, seconds: 1 },
    { status: 429, seconds: 30 },
    { status: 503, headers: { 'retry-after': '7' }, seconds: 7 },
    { status: 400, headers: { 'retry-after': '7' }, seconds: 7 },
    { status: 500, headers: { 'retry-after': '7' }, seconds: 7 },
  ];
  it.for(waits)(
    'HTTP $status with $headers waits $seconds s',
    async ({ seconds, ...script }, { open, onTestFinished }) => {
      const server = await scripted(script, onTestFinished);
      const house = await open({ ...PATIENT, endpoints: { 'jaki-crm': server.url } });
      const relay = await tried(house, await handOver(house), 1);
      expect(relay).toMatchObject({ state: 'parked', attempt: 0 });
      expect(Number(relay.dueAt) - Number(relay.tries[0]?.endedAt)).toBe(seconds * 1000);
      expect(upstream(house, 'jaki-crm').circuit).toBe('closed');
    },
  );

  it('a failure that names its own time is not tried before it', async ({ open, onTestFinished }) => {
    const script = { status: 200, headers: { 'retry-after': '9' }, body: { code: 500 } };
    const server = await scripted(script, onTestFinished);
    const house = await open({ ...HASTY, endpoints: { 'jaki-crm': server.url } });
    const relay = await tried(house, await handOver(house), 1);
    expect(relay).toMatchObject({ state: 'parked', attempt: 1 });
    expect(Number(relay.dueAt) - Number(relay.tries[0]?.endedAt)).toBe(9000);
  });
});

describe('what only a person can mend: opens at once with alarm, no attempt spent, waits', () => {
  it('401: the credentials are at fault, not the event', async ({ open }) => {
    const house = await open(HASTY);
    await house.jakarta.become({ kind: 'unauthorised' });
    const number = await handOver(house);
    await circuitIs(house, 'open');
    expect(upstream(house, 'jaki-crm')).toMatchObject({ alarm: true, reason: expect.stringContaining('401') });
    const relay = await tried(house, number, 1);
    expect(relay).toMatchObject({ state: 'parked', attempt: 0, error: { code: 'upstream-credentials' } });
    expect(relay.tries).toHaveLength(1);
    await house.jakarta.become({ kind: 'ok' });
    expect(await ended(house, number)).toMatchObject({ state: 'delivered', attempt: 1 });
    await allEnded(house);
  });

  it('302: the address moved; it is not followed', async ({ open }) => {
    const house = await open(HASTY);
    await house.jakarta.become({ kind: 'moved' });
    const number = await handOver(house);
    await circuitIs(house, 'open');
    expect(upstream(house, 'jaki-crm')).toMatchObject({ alarm: true });
    expect(await tried(house, number, 1)).toMatchObject({ attempt: 0, error: { code: 'upstream-moved' } });
    expect(house.jakarta.book.calls().filter(({ path }) => path.includes('/pindah'))).toEqual([]);
    await house.jakarta.become({ kind: 'ok' });
    await allEnded(house);
  });

  const scripts = [403, 301, 307, 308].map((status) => ({ status, headers: { location: 'http://127.0.0.1:1/' } }));
  it.for(scripts)('HTTP $status opens at the first', async (script, { open, onTestFinished }) => {
    const server = await scripted(script, onTestFinished);
    const house = await open({ ...PATIENT, endpoints: { 'jaki-crm': server.url } });
    const number = await handOver(house);
    await circuitIs(house, 'open');
    expect(upstream(house, 'jaki-crm').alarm).toBe(true);
    expect(await tried(house, number, 1)).toMatchObject({ state: 'parked', attempt: 0 });
    expect(server.calls).toHaveLength(1);
  });

  it('five refusals in a row of five cases: the fifth waits instead of dying', async ({ open }) => {
    const house = await open(HASTY);
    await house.jakarta.become({ kind: 'reject' });
    for (const index of [0, 1, 2, 3]) {
      const relay = await ended(house, await handOver(house, index));
      expect(relay).toMatchObject({ state: 'dead', error: { code: 'upstream-rejected' } });
    }
    expect(upstream(house, 'jaki-crm').circuit).toBe('closed');
    const fifth = await handOver(house, 4);
    await circuitIs(house, 'open');
    expect(upstream(house, 'jaki-crm')).toMatchObject({ alarm: true, reason: expect.stringContaining('5 kiriman') });
    expect(await tried(house, fifth, 1)).toMatchObject({ state: 'parked', attempt: 0 });
    await sleep(500);
    expect(await handoverRelay(house, fifth)).toMatchObject({ endedAt: null });
    await house.jakarta.become({ kind: 'ok' });
    expect(await ended(house, fifth)).toMatchObject({ state: 'delivered' });
    await circuitIs(house, 'closed');
    await allEnded(house);
  });
});

describe('409: interpret decides, the circuit learns nothing bad', () => {
  it('a duplicate with its number is delivered, and the number comes home', async ({ open, onTestFinished }) => {
    const server = await scripted({ status: 409, body: { code: 'JK2606180001', duplikat: true } }, onTestFinished);
    const house = await open({ ...HASTY, endpoints: { 'jaki-crm': server.url } });
    const number = await handOver(house);
    expect(await ended(house, number)).toMatchObject({ state: 'delivered', attempt: 1 });
    await soon(() => expect(house.lampung.desk.cases()[0]?.counterpart).toBe('JK2606180001'));
    expect(upstream(house, 'jaki-crm').circuit).toBe('closed');
  });

  it('six without a number are six dead letters, and the circuit stays closed', async ({ open, onTestFinished }) => {
    const server = await scripted({ status: 409 }, onTestFinished);
    const house = await open({ ...HASTY, endpoints: { 'jaki-crm': server.url } });
    const numbers = await Promise.all([0, 1, 2, 3, 4, 5].map((index) => handOver(house, index)));
    for (const number of numbers) expect(await ended(house, number)).toMatchObject({ state: 'dead' });
    expect(upstream(house, 'jaki-crm').circuit).toBe('closed');
  });
});

describe('refused for good: dead letter', () => {
  it.for([400, 404, 405, 410, 413, 415, 422])('HTTP %i', async (status, { open, onTestFinished }) => {
    const server = await scripted({ status, body: { pesan: 'tidak dikenal' } }, onTestFinished);
    const house = await open({ ...HASTY, endpoints: { 'jaki-crm': server.url } });
    const relay = await ended(house, await handOver(house));
    expect(relay).toMatchObject({ state: 'dead', error: { code: 'upstream-rejected' } });
    expect(relay.tries).toMatchObject([{ outcome: 'rejected' }]);
    expect(upstream(house, 'jaki-crm').circuit).toBe('closed');
    expect(server.calls).toHaveLength(1);
  });

  it('a 200 that interpret calls a refusal', async ({ open }) => {
    const error = new GatewayError('upstream-rejected', { detail: 'Kategori tidak diterima.' });
    const rejecting = { interpret: () => ({ kind: 'rejected' as const, error }) };
    const house = await open({
      ...HASTY,
      adapters: adapters.map((one) => (one.dialect === 'jakarta/jaki-crm' ? { ...one, ...rejecting } : one)),
    });
    expect(await ended(house, await handOver(house))).toMatchObject({
      state: 'dead',
      error: { code: 'upstream-rejected', detail: 'Kategori tidak diterima.' },
    });
  });
});

describe('no room: no attempt spent, waits', () => {
  it('bulkhead full: never more sends at once than configured, and nobody fails for it', async ({ open }) => {
    const house = await open({
      config(config) {
        for (const system of config.systems) Object.assign(system, { concurrency: 2, timeoutMs: 1000 });
      },
    });
    await house.jakarta.become({ kind: 'slow', ms: 80 });
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, upstream(house, 'jaki-crm').inFlight);
    }, 2);
    const numbers = await Promise.all(Array.from({ length: 12 }, (_, index) => handOver(house, index)));
    await allEnded(house);
    clearInterval(watch);
    expect(most).toBe(2);
    for (const number of numbers) {
      const { state, attempt, tries } = await handoverRelay(house, number);
      expect([state, attempt, tries.filter(({ spent }) => spent).length]).toEqual(['delivered', 1, 1]);
    }
    expect(upstream(house, 'jaki-crm').circuit).toBe('closed');
  });

  it('circuit open: nothing is called, nothing is spent, and all is delivered once it closes', async ({ open }) => {
    const house = await open({ ...HASTY, haste: { ...HASTY.haste, probeSeconds: 1.5, probeMaxSeconds: 1.5 } });
    await house.jakarta.become({ kind: 'unauthorised' });
    const first = await handOver(house);
    await circuitIs(house, 'open');
    const before = house.jakarta.book.summary().calls;
    expect(before).toBe(1);
    const others = await Promise.all([1, 2, 3, 4, 5].map((index) => handOver(house, index)));
    await sleep(500);
    expect(house.jakarta.book.summary().calls).toBe(before);
    for (const number of others)
      expect(await handoverRelay(house, number)).toMatchObject({ attempt: 0, endedAt: null });
    await house.jakarta.become({ kind: 'ok' });
    for (const number of [first, ...others]) expect(await ended(house, number)).toMatchObject({ attempt: 1 });
    await allEnded(house);
  });
});

describe('the half-open probe decides', () => {
  it('an answered one spends an attempt, also when it fails', async ({ open }) => {
    const house = await open(HASTY);
    await house.jakarta.become({ kind: 'unauthorised' });
    const number = await handOver(house);
    await circuitIs(house, 'open');
    await house.jakarta.become({ kind: 'error-500' });
    await soon(async () => expect((await handoverRelay(house, number)).tries.some(({ spent }) => spent)).toBe(true));
    expect(upstream(house, 'jaki-crm').circuit).not.toBe('closed');
    await house.jakarta.become({ kind: 'ok' });
    await allEnded(house);
  });

  it('one that nobody answers spends nothing', async ({ open }) => {
    const house = await open(HASTY);
    await house.jakarta.become({ kind: 'unauthorised' });
    const number = await handOver(house);
    await circuitIs(house, 'open');
    await house.jakarta.become({ kind: 'hang' });
    const relay = await tried(house, number, 3);
    expect(relay.tries.some(({ spent }) => spent)).toBe(false);
    expect(relay.attempt).toBe(0);
    await house.jakarta.become({ kind: 'ok' });
    expect(await ended(house, number)).toMatchObject({ state: 'delivered', attempt: 1 });
    await allEnded(house);
  });

  it('probes rotate over subjects, so that a poison relay cannot keep it open', async ({ open }) => {
    const house = await open(HASTY);
    await house.jakarta.become({ kind: 'down' });
    const poison = await handOver(house, 0);
    await circuitIs(house, 'open');
    const others = await Promise.all([1, 2, 3].map((index) => handOver(house, index)));
    await house.jakarta.become({ kind: 'error-500', match: poison });
    for (const number of others) await arrived(house.jakarta, number);
    await circuitIs(house, 'closed');
    expect(await handoverRelay(house, poison)).not.toMatchObject({ state: 'delivered' });
    await house.jakarta.become({ kind: 'ok' });
    await ended(house, poison);
    await allEnded(house);
  });
});
