import { describe, expect } from 'vitest';
import type { HouseOptions } from '../kits/house.ts';
import { ask, askedOf, onRecord, systemOf, VILLAGE, verify, withVillage } from './questions.ts';
import { it, soon, upstream } from './scenes.ts';

/** What is asked about is given up after three seconds; the rest is for a slow machine. */
const IN_TIME_MS = 6000;

/** A circuit that stays as it is for as long as a test lasts. */
const PATIENT = { haste: { probeSeconds: 60, probeMaxSeconds: 60 } };
const LOGIN = { credentials: { login: { userEnv: 'DESA_USER', passwordEnv: 'DESA_PASSWORD' } } };
const env = { DESA_USER: 'gerbang', DESA_PASSWORD: 'sandi-contoh-desa' };

async function timed<Value>(work: Promise<Value>): Promise<readonly [Value, number]> {
  const started = performance.now();
  return [await work, performance.now() - started];
}

describe('a village that does not answer', () => {
  it('is said to be down, and what it said before is never said again for it', async ({ open }) => {
    const house = await open(withVillage(PATIENT));
    expect((await verify(house)).data.answer.result).toBe('genuine');
    await systemOf(house, VILLAGE).become({ kind: 'down' });
    const { status, data, headers } = await verify(house);
    expect([status, data]).toMatchObject([503, { code: 'unanswered', system: VILLAGE, fault: 'recipient' }]);
    expect(data.detail).toBe('Desa Hajimena tidak menjawab: Sambungan gagal atau terputus.');
    expect(headers['retry-after']).toBe('5');
    expect(JSON.stringify(data)).not.toMatch(/genuine|2025-/u);
    await systemOf(house, VILLAGE).become({ kind: 'ok' });
    expect((await verify(house)).data.answer.result).toBe('genuine');
  });

  it('is not waited for longer than a person waits, however long its deliveries may take', async ({ open }) => {
    const house = await open(withVillage(PATIENT, { timeoutMs: 60_000 }));
    expect((await verify(house)).status).toBe(200);
    await systemOf(house, VILLAGE).become({ kind: 'hang' });
    const [{ status, data }, tookMs] = await timed(verify(house));
    expect([status, data.code]).toEqual([503, 'unanswered']);
    expect(data.detail).toBe('Desa Hajimena tidak menjawab: Tidak ada jawaban tepat waktu.');
    expect(tookMs).toBeLessThan(IN_TIME_MS);
    expect(tookMs).toBeGreaterThan(2500);
    expect(await onRecord(house)).toMatchObject([{ outcome: 'unanswered' }, { outcome: 'answered' }]);
  });

  it('is not waited for longer where somebody else’s login hangs', async ({ open }) => {
    const house = await open(withVillage({ ...PATIENT, env }, LOGIN));
    const village = systemOf(house, VILLAGE);
    await village.become({ kind: 'hang' });
    const isPolled = { ...LOGIN, poll: { intervalSeconds: 1 }, timeoutMs: 60_000 };
    await house.restart(withVillage({ ...PATIENT, env }, isPolled));
    await soon(() => expect(village.book.calls()).toMatchObject([{ path: '/login', fault: 'hang' }]));
    const [{ status, data }, tookMs] = await timed(verify(house));
    expect([status, data.code]).toEqual([503, 'unanswered']);
    expect(tookMs).toBeLessThan(IN_TIME_MS);
    await village.become({ kind: 'down' });
  });

  it('keeps nobody waiting longer because others wait as well, and asks nothing in haste', async ({ open }) => {
    const house = await open(withVillage(PATIENT, { timeoutMs: 60_000, concurrency: 1 }));
    await systemOf(house, VILLAGE).become({ kind: 'hang' });
    const [answers, tookMs] = await timed(Promise.all(Array.from({ length: 20 }, () => verify(house))));
    expect(answers.map(({ status, data }) => [status, data.code])).toEqual(Array(20).fill([503, 'unanswered']));
    expect(tookMs).toBeLessThan(IN_TIME_MS);
    const whys = answers.map(({ data }) => data.detail).toSorted();
    expect(whys).toEqual([
      ...Array(19).fill('Desa Hajimena tidak menjawab: Jalur ke sistem penerima sedang penuh.'),
      'Desa Hajimena tidak menjawab: Tidak ada jawaban tepat waktu.',
    ]);
    // A question cut short after a moment would look like one more that the village left unanswered.
    expect(askedOf(house)).toHaveLength(1);
    expect(upstream(house, VILLAGE).circuit).toBe('closed');
  });

  it.for([
    ['an error', { kind: 'error-500' }, 'HTTP 500'],
    ['an error inside a success', { kind: 'code-500-in-200' }, '/code berisi nilai yang tidak boleh ada di sini'],
    ['that it is overloaded', { kind: 'rate-limit', retryAfterSeconds: 60 }, 'HTTP 429'],
    ['that it does not know the gateway', { kind: 'unauthorised' }, 'HTTP 401'],
    ['that it is elsewhere', { kind: 'moved' }, 'HTTP 302'],
    ['that it does not understand', { kind: 'reject' }, 'HTTP 422'],
    ['nothing, the connection is cut', { kind: 'reset', when: 'before' }, 'Sambungan gagal'],
  ] as const)('but with %s is said not to have answered, and why', async ([, persona, why], { open }) => {
    const house = await open(withVillage(PATIENT));
    await systemOf(house, VILLAGE).become(persona);
    const { status, data } = await verify(house);
    expect([status, data]).toMatchObject([503, { code: 'unanswered', system: VILLAGE }]);
    expect(data.detail).toContain(why);
    expect(await onRecord(house)).toMatchObject([{ outcome: 'unanswered', answerer: VILLAGE, agreementId: null }]);
  });

  it('but asks for patience is to be asked again when it said', async ({ open }) => {
    const house = await open(withVillage(PATIENT));
    await systemOf(house, VILLAGE).become({ kind: 'rate-limit', retryAfterSeconds: 90 });
    expect((await verify(house)).headers['retry-after']).toBe('90');
  });

  it('because it is only ever fetched for is said so at once', async ({ open }) => {
    const token = { delivery: 'inbox', tokenSha256: 'a'.repeat(64) };
    const house = await open(withVillage({}, token));
    const [{ status, data }, tookMs] = await timed(verify(house));
    expect([status, data.code]).toEqual([503, 'unanswered']);
    expect(data.detail).toContain('hanya mengambil dari kotak masuk');
    expect(tookMs).toBeLessThan(2500);
  });
});

describe('an open circuit', () => {
  it('answers at once, says since what, and lets no question through', async ({ open }) => {
    const house = await open(withVillage(PATIENT, { timeoutMs: 60_000 }));
    const village = systemOf(house, VILLAGE);
    await village.become({ kind: 'error-500' });
    for (const letterNumber of ['470/001/DS', '470/002/DS', '470/003/DS'])
      expect((await verify(house, { letterNumber })).status).toBe(503);
    expect(upstream(house, VILLAGE).circuit).toBe('open');
    // Whoever would wait for this village now would wait for long.
    await village.become({ kind: 'hang' });
    const [answers, tookMs] = await timed(Promise.all([1, 2, 3, 4, 5].map(() => verify(house))));
    for (const { status, data, headers } of answers) {
      expect([status, data.code]).toEqual([503, 'unanswered']);
      expect(data.detail).toContain('Gagal berturut-turut');
      // Sixty seconds of rest, of which some have passed; not the few that are said where nothing is known.
      expect(data.retryAfterSeconds).toBeGreaterThan(30);
      expect(data.retryAfterSeconds).toBeLessThanOrEqual(60);
      expect(headers['retry-after']).toBe(String(data.retryAfterSeconds));
    }
    expect(tookMs).toBeLessThan(2500);
    expect(askedOf(house)).toHaveLength(3);
    expect(await onRecord(house)).toHaveLength(8);
  });

  it('is not opened by one letter alone, however often somebody asks about it', async ({ open }) => {
    const house = await open(withVillage(PATIENT));
    await systemOf(house, VILLAGE).become({ kind: 'error-500' });
    for (let time = 1; time <= 5; time += 1) expect((await verify(house)).status).toBe(503);
    expect(upstream(house, VILLAGE).circuit).toBe('closed');
  });

  it('closes by a question that is answered, and all are answered again', async ({ open }) => {
    const house = await open(withVillage());
    const village = systemOf(house, VILLAGE);
    await village.become({ kind: 'down' });
    for (let time = 1; time <= 3; time += 1) expect((await verify(house)).status).toBe(503);
    await village.become({ kind: 'ok' });
    await soon(async () => expect((await verify(house)).status).toBe(200));
    expect(upstream(house, VILLAGE).circuit).toBe('closed');
    const answers = await Promise.all(Array.from({ length: 10 }, () => verify(house)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  });

  it('of the village is no trouble to other questions', async ({ open }) => {
    const house = await open(withVillage(PATIENT));
    await systemOf(house, VILLAGE).become({ kind: 'down' });
    for (let time = 1; time <= 3; time += 1) await verify(house);
    const { status, data } = await ask(house, 'health-facility', { regionCode: '31' });
    expect([status, data.results]).toEqual([200, []]);
    expect(['jaki', 'lampung-in'].map((name) => upstream(house, name).circuit)).toEqual(['closed', 'closed']);
  });
});

describe('a gateway that stops', () => {
  it('does not wait for a village that hangs longer than for anything else under way', async ({ open }) => {
    const hasty = (village: object): HouseOptions => ({
      ...withVillage({ ...PATIENT, config: (config) => Object.assign(config, { drainSeconds: 2 }) }, village),
    });
    const house = await open(hasty({}));
    const village = systemOf(house, VILLAGE);
    await village.become({ kind: 'hang' });
    await house.restart(hasty({ poll: { intervalSeconds: 1 }, timeoutMs: 60_000 }));
    await soon(() => expect(village.book.calls()).toMatchObject([{ method: 'GET', fault: 'hang' }]));
    const [, tookMs] = await timed(house.gateway.close());
    expect(tookMs).toBeLessThan(IN_TIME_MS);
  });
});
