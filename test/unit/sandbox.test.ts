import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { simulators } from '../../adapters/simulators.ts';
import { regionName, within } from '../../src/dialect/region.ts';
import type { CreateSimulator, SimulatedCase } from '../../src/dialect/simulator.ts';
import { GatewayError } from '../../src/errors.ts';
import { CallRecorder } from '../../src/sandbox/callRecorder.ts';
import { clockedSimulator } from '../../src/sandbox/clock.ts';
import { type SimulatedSystem, startSimulatedSystem } from '../../src/sandbox/host.ts';
import { Pusher } from '../../src/sandbox/push.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { JAKARTA_PLACES, LAMPUNG_PLACES } from '../../src/sandbox/scenario.ts';

const MAIN = fileURLToPath(new URL('../../src/sandbox/main.ts', import.meta.url));
const STEPS = ['MASUK', 'DIPROSES', 'SELESAI'];
const [REPORT] = JAKARTA_PLACES;

interface Asked {
  readonly effect?: string | null;
  readonly explode?: boolean;
  /** The answer while it has no case at all. */
  readonly busy?: { readonly status: number; readonly body: object };
}

/** The least that counts as a dialect: `POST /cases {effect}` makes a case and answers with its number. */
const createTiny: CreateSimulator = ({ now }) => {
  const cases = new Map<string, SimulatedCase>();
  const at = () => now().toISOString();
  const find = (number: string): SimulatedCase => {
    const found = cases.get(number);
    if (!found) throw new GatewayError('not-found', { detail: `Tidak ada ${number}.` });
    return found;
  };
  const open = (own: boolean): string => {
    const number = `T-${cases.size + 1}`;
    const history = [{ status: 'MASUK', at: at(), sequence: null }];
    cases.set(number, { number, own, counterpart: null, status: 'MASUK', history, answers: [] });
    return number;
  };
  const move = (number: string, status: string) => {
    const found = find(number);
    const event = { status, at: at(), sequence: null };
    cases.set(number, { ...found, status, history: [...found.history, event] });
    return { number, ...event };
  };
  return {
    answer: ({ body }) => {
      const { effect = null, explode = false, busy } = (body ?? {}) as Asked;
      if (explode) throw new Error('simulator defect');
      if (busy && cases.size === 0) return { ...busy, effect: null };
      return { status: 200, body: { number: effect === null ? null : open(false) }, effect };
    },
    desk: {
      file: () => open(true),
      handOver: (number) => move(number, 'DI_LUAR_KEWENANGAN'),
      decide: (number, decision) => move(number, decision === 'accepted' ? 'DITERIMA' : 'DITOLAK'),
      advance: (number) => {
        const next = STEPS[STEPS.indexOf(find(number).status) + 1];
        return next === undefined || find(number).status === 'SELESAI' ? null : move(number, next);
      },
      cases: () => [...cases.values()],
    },
  };
};

const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function startTiny(random?: () => number): Promise<SimulatedSystem> {
  const system = await startSimulatedSystem({
    name: 'tiny',
    simulator: clockedSimulator(createTiny, { territory: '31' }, () => new Date()),
    gatewayUrl: null,
    token: 'rahasia',
    now: () => new Date(),
    ...(random ? { random } : {}),
  });
  closers.push(() => system.close());
  return system;
}

async function startTinySandbox(automation?: { stepMs: number }): Promise<Sandbox> {
  const systems = [{ name: 'tiny', dialect: 'tiny', territory: '31', token: 'rahasia' }];
  const sandbox = await startSandbox({
    systems,
    simulators: { tiny: createTiny },
    ...(automation ? { automation } : {}),
  });
  closers.push(() => sandbox.close());
  return sandbox;
}

function deliver(url: string, id: string, body: object, timeoutMs = 5_000): Promise<Response> {
  return fetch(`${url}/cases`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'webhook-id': id },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
}

const get = async (url: string) => (await fetch(url)).json();
const post = async (url: string, body: object = {}) => {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
};

interface Received {
  readonly path: string;
  readonly token: string | undefined;
  readonly event: { readonly number: string; readonly status: string; readonly at: string };
}

type Respond = (event: Received['event'], nth: number) => { status: number; headers?: Record<string, string> };

/** A gateway as the pushing side sees it: keeps what it acknowledged, in order. */
async function startGateway(respond: Respond = () => ({ status: 202 }), port = 0) {
  const received: Received[] = [];
  let calls = 0;
  const server = createServer(async (request, response) => {
    const event = JSON.parse(await textOf(request));
    calls += 1;
    const { status, headers = {} } = respond(event, calls);
    if (status < 300) received.push({ path: request.url ?? '', token: request.headers.authorization, event });
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ status }));
  });
  await listen(server, port);
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { received, url: urlOf(server), calls: () => calls };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function freePort(): Promise<number> {
  const server = createServer();
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe('a delivery to a simulated system', () => {
  it('that was answered 2xx gets the same answer again, without effect', async () => {
    const system = await startTiny();
    const first = await deliver(system.url, 'msg-1', { effect: 'handover:1' });
    const again = await deliver(system.url, 'msg-1', { effect: 'handover:1' });
    expect(await again.json()).toEqual(await first.json());
    expect(system.desk.cases()).toHaveLength(1);
    expect(system.book.summary()).toMatchObject({ calls: 2, repeats: 1, effects: 1, secondEffects: 0 });
    expect(system.book.calls()).toMatchObject([
      { deliveryId: 'msg-1', status: 200, effect: 'handover:1', repeat: false, fault: null, path: '/cases' },
      { deliveryId: 'msg-1', status: 200, effect: null, repeat: true },
    ]);
  });

  it('with another id and the same effect is a second effect, named by its key', async () => {
    const system = await startTiny();
    for (const id of ['msg-1', 'msg-2', 'msg-3']) await deliver(system.url, id, { effect: 'status:9#1' });
    await deliver(system.url, 'msg-4', { effect: 'status:9#2' });
    expect(system.book.summary()).toMatchObject({ effects: 2, secondEffects: 2, secondEffectKeys: ['status:9#1'] });
  });

  it('that a fault ended is not remembered, so the same id has its effect later', async () => {
    const system = await startTiny();
    await system.become({ kind: 'error-500', times: 1 });
    expect((await deliver(system.url, 'msg-1', { effect: 'a' })).status).toBe(500);
    expect((await deliver(system.url, 'msg-1', { effect: 'a' })).status).toBe(200);
    expect(system.book.calls()).toMatchObject([
      { status: 500, effect: null, fault: 'error-500', repeat: false },
      { status: 200, effect: 'a', fault: null, repeat: false },
    ]);
  });

  it.each([[{ status: 409, body: {} }], [{ status: 200, body: { code: 500, message: 'penuh' } }]])(
    'that the simulator answered %o may have its effect later under the same id',
    async (busy) => {
      const system = await startTiny();
      expect((await deliver(system.url, 'msg-1', { effect: 'a', busy })).status).toBe(busy.status);
      await deliver(system.url, 'msg-2', { effect: 'b' });
      expect(await (await deliver(system.url, 'msg-1', { effect: 'a', busy })).json()).toEqual({ number: 'T-2' });
      expect(system.book.summary()).toMatchObject({ effects: 2, repeats: 0 });
    },
  );

  it('that is not JSON is refused, and on record', async () => {
    const system = await startTiny();
    const response = await fetch(`${system.url}/cases`, { method: 'POST', body: '{' });
    expect(response.status).toBe(400);
    expect(system.book.calls()).toMatchObject([{ status: 400, deliveryId: null, effect: null }]);
  });

  it('on which the simulator breaks is answered 500 with its words, and on record', async () => {
    const system = await startTiny();
    const response = await deliver(system.url, 'msg-1', { explode: true });
    expect([response.status, await response.json()]).toMatchObject([500, { detail: 'simulator defect' }]);
    expect(system.book.calls()).toMatchObject([{ status: 500, fault: 'simulator defect' }]);
  });
});

describe('the call book', () => {
  const entry = { method: 'POST', path: '/', deliveryId: null, status: 200, repeat: false, fault: null };

  it('lets the oldest records go above its limit, and still sees a second effect of the first', () => {
    const book = new CallRecorder(100);
    for (let n = 0; n < 1_000; n += 1) book.write({ ...entry, at: n, effect: `e${n}` });
    book.write({ ...entry, at: 1_000, effect: 'e0' });
    const { calls, forgotten, secondEffectKeys } = book.summary();
    expect({ calls, secondEffectKeys }).toEqual({ calls: 1_001, secondEffectKeys: ['e0'] });
    expect(book.calls()).toHaveLength(calls - forgotten);
    expect(book.calls().length).toBeLessThanOrEqual(110);
    expect(book.calls().at(-1)).toMatchObject({ at: '1970-01-01T00:00:01.000Z', effect: 'e0' });
  });
});

describe('a persona', () => {
  it.each([
    [{ kind: 'error-500' }, 500, {}],
    [{ kind: 'rate-limit', retryAfterSeconds: 7 }, 429, { 'retry-after': '7' }],
    [{ kind: 'unauthorised' }, 401, { 'www-authenticate': 'Bearer' }],
    [{ kind: 'moved' }, 302, { location: '/pindah/cases' }],
    [{ kind: 'bad-gateway' }, 502, {}],
    [{ kind: 'reject' }, 422, {}],
  ])('%o answers %i and changes nothing', async (persona, status, headers) => {
    const system = await startTiny();
    await post(`${system.url}/_sandbox/persona`, persona);
    const response = await deliver(system.url, 'msg-1', { effect: 'a' });
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject(headers);
    expect(system.desk.cases()).toEqual([]);
    expect(system.book.calls()).toMatchObject([{ status, effect: null, fault: persona.kind }]);
  });

  it('code-500-in-200 says 200 in the status and 500 in the body', async () => {
    const system = await startTiny();
    await system.become({ kind: 'code-500-in-200' });
    const response = await deliver(system.url, 'msg-1', { effect: 'a' });
    expect([response.status, await response.json()]).toMatchObject([200, { code: 500 }]);
    await system.become({ kind: 'ok' });
    expect(await (await deliver(system.url, 'msg-1', { effect: 'a' })).json()).toEqual({ number: 'T-1' });
  });

  it('slow answers after its delay', async () => {
    const system = await startTiny();
    await system.become({ kind: 'slow', ms: 120 });
    const start = performance.now();
    expect((await deliver(system.url, 'msg-1', { effect: 'a' })).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(110);
  });

  it('reset before breaks the connection and changes nothing', async () => {
    const system = await startTiny();
    await system.become({ kind: 'reset', when: 'before' });
    await expect(deliver(system.url, 'msg-1', { effect: 'a' })).rejects.toMatchObject({
      cause: { code: 'ECONNRESET' },
    });
    expect(system.desk.cases()).toEqual([]);
    expect(system.book.calls()).toMatchObject([{ status: null, effect: null, fault: 'reset' }]);
  });

  it('reset after breaks the connection when the change is made, and the next try is a repeat', async () => {
    const system = await startTiny();
    await system.become({ kind: 'reset', when: 'after', times: 1 });
    await expect(deliver(system.url, 'msg-1', { effect: 'a' })).rejects.toMatchObject({
      cause: { code: 'ECONNRESET' },
    });
    expect(await (await deliver(system.url, 'msg-1', { effect: 'a' })).json()).toEqual({ number: 'T-1' });
    expect(system.book.calls()).toMatchObject([
      { status: null, effect: 'a', fault: 'reset', repeat: false },
      { status: 200, effect: null, fault: null, repeat: true },
    ]);
  });

  it('hang never answers and changes nothing', async () => {
    const system = await startTiny();
    await system.become({ kind: 'hang' });
    await expect(deliver(system.url, 'msg-1', { effect: 'a' }, 200)).rejects.toThrow(/timeout/i);
    expect(system.book.calls()).toMatchObject([{ status: null, effect: null, fault: 'hang' }]);
  });

  it('down refuses connections while control works, and comes back on the same port', async () => {
    const sandbox = await startTinySandbox();
    const { systems } = (await get(`${sandbox.controlUrl}/_sandbox`)) as { systems: Record<string, string> };
    const url = systems.tiny ?? '';
    await deliver(url, 'msg-1', { effect: 'a' });
    await post(`${sandbox.controlUrl}/_sandbox/tiny/persona`, { kind: 'down' });
    await expect(deliver(url, 'msg-2', { effect: 'b' })).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    expect(await get(`${sandbox.controlUrl}/_sandbox/tiny/summary`)).toMatchObject({
      calls: 1,
      effects: 1,
      problems: [],
    });
    await post(`${sandbox.controlUrl}/_sandbox/tiny/persona`, { kind: 'ok' });
    expect(await (await deliver(url, 'msg-2', { effect: 'b' })).json()).toEqual({ number: 'T-2' });
  });

  it('down breaks off the calls under way', async () => {
    const system = await startTiny();
    await system.become({ kind: 'hang' });
    const hanging = expect(deliver(system.url, 'msg-1', {})).rejects.toMatchObject({
      cause: { code: 'UND_ERR_SOCKET' },
    });
    await vi.waitFor(() => expect(system.book.calls()).toHaveLength(1));
    await system.become({ kind: 'down' });
    await hanging;
  });

  it('meets only its share of the calls', async () => {
    const draws = [0.1, 0.9, 0.19, 0.2];
    const system = await startTiny(() => draws.shift() ?? 1);
    await system.become({ kind: 'error-500', share: 0.2 });
    const statuses = [];
    for (const id of ['a', 'b', 'c', 'd']) statuses.push((await deliver(system.url, id, {})).status);
    expect(statuses).toEqual([500, 200, 500, 200]);
  });

  it('with a match poisons the calls that hold its text, and no other', async () => {
    const system = await startTiny();
    await system.become({ kind: 'reject', match: 'poison' });
    expect((await deliver(system.url, 'a', { effect: 'poison' })).status).toBe(422);
    expect((await deliver(system.url, 'b', { effect: 'sound' })).status).toBe(200);
  });

  it.each([
    [{ kind: 'moody' }],
    [{ kind: 'slow' }],
    [{ kind: 'down', share: 0.5 }],
    [{ kind: 'error-500', share: 2 }],
    [{ kind: 'reset', when: 'sometimes' }],
    [{ kind: 'ok', extra: true }],
  ])('%o is refused, and the persona before stays', async (persona) => {
    const system = await startTiny();
    await system.become({ kind: 'reject' });
    const answer = await post(`${system.url}/_sandbox/persona`, persona);
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    expect(await get(`${system.url}/_sandbox/persona`)).toEqual({ kind: 'reject' });
  });
});

describe('control', () => {
  it('files a report, and hands it over when asked', async () => {
    const sandbox = await startTinySandbox();
    const gateway = await startGateway();
    await post(`${sandbox.controlUrl}/_sandbox/gateway`, { url: gateway.url });
    const base = `${sandbox.controlUrl}/_sandbox/tiny`;
    expect((await post(`${base}/reports`, REPORT)).body).toEqual({ number: 'T-1' });
    expect((await post(`${base}/reports?handOver=true`, REPORT)).body).toEqual({ number: 'T-2' });
    await vi.waitFor(() => expect(gateway.received).toHaveLength(1));
    expect(gateway.received[0]).toMatchObject({
      path: '/v1/systems/tiny/events',
      token: 'Bearer rahasia',
      event: { number: 'T-2', status: 'DI_LUAR_KEWENANGAN' },
    });
    expect(await get(`${base}/pushes`)).toMatchObject({
      acknowledged: [{ number: 'T-2', status: 202, receipt: { status: 202 }, attempts: 1 }],
      refused: [],
      waiting: [],
    });
  });

  it('decides and advances a case, until its end', async () => {
    const system = await startTiny();
    await deliver(system.url, 'msg-1', { effect: 'a' });
    const move = (action: string, body = {}) => post(`${system.url}/_sandbox/cases/T-1/${action}`, body);
    expect((await move('decide', { decision: 'accepted' })).body).toMatchObject({ event: { status: 'DITERIMA' } });
    for (const status of STEPS)
      expect((await move('advance')).body).toMatchObject({ number: 'T-1', event: { status } });
    expect((await move('advance')).body).toEqual({ number: 'T-1', event: null });
    expect(system.pusher.report().waiting).toHaveLength(4);
    expect(await get(`${system.url}/_sandbox/cases`)).toMatchObject([{ number: 'T-1', own: false, status: 'SELESAI' }]);
  });

  it.each([
    ['cases/T-404/advance', {}, 404],
    ['cases/T-1/forget', {}, 404],
    ['nothing', {}, 404],
    ['cases/T-1/decide', { decision: 'perhaps' }, 400],
    ['reports', { title: 'only' }, 400],
  ])('refuses POST %s %o with %i, and queues nothing', async (path, body, status) => {
    const system = await startTiny();
    await deliver(system.url, 'msg-1', { effect: 'a' });
    expect((await post(`${system.url}/_sandbox/${path}`, body)).status).toBe(status);
    expect(system.pusher.report().waiting).toEqual([]);
  });

  it('says in Indonesian, and where, what is wrong with a body', async () => {
    const { url } = await startTiny();
    const told = async (path: string, body: object) => {
      const { errors } = (await post(`${url}/_sandbox/${path}`, body)).body as {
        readonly errors: readonly { readonly pointer: string; readonly message: string }[];
      };
      return errors.map(({ pointer, message }) => `${pointer} ${message}`);
    };
    expect(await told('reports', { ...REPORT, text: undefined })).toEqual(['/text wajib ada']);
    expect(await told('reports', { ...REPORT, regionCode: 'Tebet' })).toEqual([
      '/regionCode harus berupa kode wilayah Kemendagri, misalnya 31.74.01.1002',
    ]);
    expect(await told('persona', { kind: 'slow' })).toEqual(['/ms wajib ada']);
    expect(await told('persona', { kind: 'error-500', share: 0 })).toEqual(['/share harus lebih besar dari 0']);
    expect(await told('persona', { kind: 'moody' })).toEqual([' kind tidak dikenal']);
  });

  it('knows no system that is not in the sandbox', async () => {
    const sandbox = await startTinySandbox();
    expect((await fetch(`${sandbox.controlUrl}/_sandbox/other/cases`)).status).toBe(404);
  });
});

describe('a sandbox', () => {
  it('refuses a dialect without a simulator', async () => {
    const systems = [{ name: 'a', dialect: 'unheard', territory: '31', token: 't' }];
    await expect(startSandbox({ systems, simulators: {} })).rejects.toMatchObject({ code: 'config-invalid' });
  });

  it('has two systems of one dialect number their cases apart', async () => {
    const systems = ['lampung-in', 'kota-metro', 'kota-bandar-lampung'].map((name) => ({
      ...{ name, dialect: 'lampung/lampung-in', territory: '18', token: 'contoh' },
    }));
    const sandbox = await startSandbox({ systems, simulators });
    closers.push(() => sandbox.close());
    const numbers = [...sandbox.systems.values()].flatMap(({ desk }) =>
      JAKARTA_PLACES.slice(0, 2).map((report) => desk.file(report)),
    );
    expect(new Set(numbers).size).toBe(6);
    expect(numbers.every((number) => /^LIN-\d{8}-\d{4}$/u.test(number))).toBe(true);
  });

  it('moves a case that came across to its end by itself, each event in a later second', async () => {
    const sandbox = await startTinySandbox({ stepMs: 10 });
    const gateway = await startGateway();
    sandbox.setGateway(gateway.url);
    const system = sandbox.systems.get('tiny');
    if (!system) throw new Error('no system');
    const own = system.desk.file(JAKARTA_PLACES[0] ?? LAMPUNG_PLACES[0] ?? expect.fail());
    await deliver(system.url, 'msg-1', { effect: 'a' });
    await vi.waitFor(() => expect(gateway.received).not.toHaveLength(0), 3_000);
    await deliver(system.url, 'msg-2', { effect: 'b' });
    await vi.waitFor(() => expect(gateway.received).toHaveLength(8), 3_000);
    for (const number of ['T-2', 'T-3']) {
      const events = gateway.received.map(({ event }) => event).filter((event) => event.number === number);
      expect(events.map(({ status }) => status)).toEqual(['DITERIMA', ...STEPS]);
    }
    const times = gateway.received.filter(({ event }) => event.number === 'T-2').map(({ event }) => event.at);
    expect(new Set(times).size).toBe(4);
    expect(times).toEqual([...times].sort());
    expect(times.every((at) => at.endsWith('.000Z'))).toBe(true);
    expect(system.desk.cases().find(({ number }) => number === own)).toMatchObject({ status: 'MASUK' });
    expect(system.problems).toEqual([]);
  });
});

describe('the case clock', () => {
  it('puts each event of a case in a later second, in front of the wall clock by no more than that case needs', () => {
    const wall = new Date('2026-03-01T08:00:00.400+07:00');
    const simulator = clockedSimulator(createTiny, { territory: '31' }, () => wall);
    const desk = simulator.desk ?? expect.fail();
    for (let n = 1; n <= 100; n += 1) desk.handOver(desk.file(JAKARTA_PLACES[0] ?? expect.fail()));
    simulator.answer({ method: 'POST', path: '/', headers: {}, body: { effect: 'x' } });
    desk.decide('T-101', 'accepted');
    const seconds = (number: string) =>
      desk
        .cases()
        .find((c) => c.number === number)
        ?.history.map(({ at }) => at.slice(14, 19));
    expect(seconds('T-100')).toEqual(['59:59', '00:00']);
    expect(seconds('T-101')).toEqual(['00:00', '00:01']);
  });
});

describe('pushing', () => {
  const startPusher = (gateway: string | null) => {
    const pusher = new Pusher(gateway, { system: 'tiny', token: 'rahasia', now: () => new Date() });
    closers.push(() => pusher.close());
    return pusher;
  };
  const event = (number: string, status: string) => ({ number, status });

  it('goes on until the gateway is there, and keeps the order of each case', async () => {
    const port = await freePort();
    const pusher = startPusher(`http://127.0.0.1:${port}`);
    const numbers = ['A', 'B', 'C'];
    for (const status of ['1', '2', '3', '4']) for (const number of numbers) pusher.push(number, event(number, status));
    await vi.waitFor(() => expect(pusher.report().waiting.filter((w) => w.attempts > 1)).toHaveLength(3), 2_000);
    expect(pusher.report().waiting[0]?.lastError).toContain('ECONNREFUSED');
    const gateway = await startGateway((_, nth) => ({ status: nth % 3 === 0 ? 500 : 202 }), port);
    await vi.waitFor(() => expect(pusher.report().acknowledged).toHaveLength(12), 10_000);
    for (const number of numbers) {
      const own = gateway.received.filter((r) => r.event.number === number).map((r) => r.event.status);
      expect(own).toEqual(['1', '2', '3', '4']);
    }
    expect(pusher.report()).toMatchObject({ refused: [], waiting: [] });
  }, 15_000);

  it('waits as long as Retry-After says', async () => {
    const gateway = await startGateway((_, nth) =>
      nth === 1 ? { status: 503, headers: { 'retry-after': '1' } } : { status: 202 },
    );
    const pusher = startPusher(gateway.url);
    const start = performance.now();
    pusher.push('A', event('A', '1'));
    await vi.waitFor(() => expect(pusher.report().acknowledged).toHaveLength(1), 3_000);
    expect(performance.now() - start).toBeGreaterThan(950);
    expect(gateway.calls()).toBe(2);
  });

  it('keeps what was refused with the problem, and goes on with the next of the case', async () => {
    const gateway = await startGateway(({ status }) => ({ status: status === 'bad' ? 422 : 202 }));
    const pusher = startPusher(gateway.url);
    pusher.push('A', event('A', 'bad'));
    pusher.push('A', event('A', 'good'));
    await vi.waitFor(() => expect(pusher.report().acknowledged).toHaveLength(1));
    expect(pusher.report().refused).toMatchObject([
      { number: 'A', status: 422, receipt: { status: 422 }, attempts: 1 },
    ]);
    expect(gateway.calls()).toBe(2);
  });

  it('waits for a gateway that is not known yet, without one attempt', async () => {
    const gateway = await startGateway();
    const pusher = startPusher(null);
    pusher.push('A', event('A', '1'));
    expect(pusher.report().waiting).toEqual([{ number: 'A', attempts: 0, lastError: null }]);
    pusher.setGateway(gateway.url);
    await vi.waitFor(() => expect(pusher.report().acknowledged).toHaveLength(1));
  });

  it('does not let one case wait for another', async () => {
    const gateway = await startGateway(({ number }) => ({ status: number === 'stuck' ? 500 : 202 }));
    const pusher = startPusher(gateway.url);
    pusher.push('stuck', event('stuck', '1'));
    for (let n = 1; n <= 200; n += 1) pusher.push(`N${n}`, event(`N${n}`, '1'));
    await vi.waitFor(() => expect(pusher.report().acknowledged).toHaveLength(200), 3_000);
    expect(pusher.report().waiting).toMatchObject([{ number: 'stuck', lastError: 'HTTP 500' }]);
  });
});

describe('the scenario', () => {
  it.each([
    ['Jakarta', JAKARTA_PLACES, '31'],
    ['Lampung', LAMPUNG_PLACES, '18'],
  ])('about %s names places that exist there, of many categories', (_, reports, province) => {
    expect(reports.length).toBeGreaterThanOrEqual(8);
    for (const { regionCode } of reports) {
      expect(within(regionCode, province)).toBe(true);
      expect(regionCode).toHaveLength(13);
      expect(regionName(regionCode)).toBeTruthy();
    }
    expect(new Set(reports.map(({ category }) => category)).size).toBeGreaterThanOrEqual(8);
    const [west, south, east, north] = province === '31' ? [106.6, -6.4, 107, -5.9] : [103.5, -6.1, 106, -3.7];
    for (const { point } of reports) {
      expect(point[0]).toBeGreaterThan(west);
      expect(point[0]).toBeLessThan(east);
      expect(point[1]).toBeGreaterThan(south);
      expect(point[1]).toBeLessThan(north);
    }
  });
});

describe('the sandbox process', () => {
  interface Ready {
    readonly controlUrl: string;
    readonly systems: Record<string, string>;
  }

  const optionsJson = async (): Promise<string> => {
    const path = join(await mkdtemp(join(tmpdir(), 'sandbox-')), 'simulators.mjs');
    const simulator = `{ answer: () => ({ status: 200, body: {}, effect: null }), desk: { cases: () => [] } }`;
    await writeFile(path, `export const simulators = { tiny: () => (${simulator}) };`);
    const systems = [{ name: 'tiny', dialect: 'tiny', territory: '31', token: 'rahasia' }];
    return JSON.stringify({ systems, simulators: path });
  };
  const startedBy = (child: ChildProcess): ChildProcess => {
    closers.push(() => child.kill('SIGKILL'));
    return child;
  };
  const firstLine = async (child: ChildProcess): Promise<Ready> => {
    if (!child.stdout) throw new Error('no stdout');
    const [line] = await once(createInterface(child.stdout), 'line');
    return JSON.parse(line);
  };
  const gone = (url: string) =>
    vi.waitFor(() => expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } }), 5_000);

  it('says in one line where it listens, and ends well on SIGTERM', async () => {
    const child = startedBy(spawn(process.execPath, [MAIN, await optionsJson()]));
    const { controlUrl, systems } = await firstLine(child);
    expect((await deliver(systems.tiny ?? '', 'msg-1', {})).status).toBe(200);
    expect(await get(`${controlUrl}/_sandbox/tiny/summary`)).toMatchObject({ calls: 1 });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  }, 15_000);

  it('tells a parent that forked it, and ends when that parent is killed', async () => {
    const parent = `const child = require('node:child_process').fork(process.argv[1], [process.argv[2]], { silent: true });
      child.on('message', (ready) => console.log(JSON.stringify(ready)));`;
    const child = startedBy(spawn(process.execPath, ['-e', parent, MAIN, await optionsJson()]));
    const { controlUrl } = await firstLine(child);
    expect(await get(`${controlUrl}/_sandbox/tiny/cases`)).toEqual([]);
    child.kill('SIGKILL');
    await gone(`${controlUrl}/_sandbox`);
  }, 15_000);

  it('refuses options it does not know', async () => {
    const child = startedBy(
      fork(MAIN, [JSON.stringify({ ...JSON.parse(await optionsJson()), surprise: 1 })], { silent: true }),
    );
    expect(await once(child, 'exit')).toEqual([1, null]);
  }, 15_000);
});
