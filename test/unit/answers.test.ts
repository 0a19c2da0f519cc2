import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Adapter } from '../../src/adapter.ts';
import { answerAbout, misfitOf, numberIn, numberMissingText, readAnswer } from '../../src/answers.ts';
import { checkDeliveries } from '../../src/config/deliveryChecks.ts';
import type { ContractRef } from '../../src/contract.ts';
import type { NativeResponse } from '../../src/declared.ts';
import { attempt } from '../../src/relay/attempt.ts';
import { sealed } from '../kits/adapterAtWork.ts';
import { envelopeOf, samplesOf } from '../kits/adapterSamples.ts';
import { newCase, newRelay } from '../kits/ledgerSamples.ts';
import { directory } from '../kits/received.ts';
import { upstreamTo } from '../kits/receiver.ts';

const HTML = '<html>Request Rejected, your support ID is 123</html>';

/** Every system of the default configuration that is sent something, with each contract it takes. */
const CROSSINGS = directory.systems.flatMap(({ name, adapter }) =>
  adapter.accepts.map((contract) => ({ system: name, contract })),
);

const withBom = { 'content-type': 'application/json; charset=utf-8' };
const JSON_TYPE = { 'content-type': 'application/json' };

type Raw = (response: ServerResponse) => void;
const raw =
  (status: number, headers: Record<string, string>, body: string | Buffer): Raw =>
  (response) =>
    void response.writeHead(status, headers).end(body);

/** Answers that no dialect declares for anything. */
const FOREIGN: readonly (readonly [string, Raw])[] = [
  ['a firewall’s page', raw(200, { 'content-type': 'text/html' }, HTML)],
  ['a page that calls itself JSON', raw(200, JSON_TYPE, HTML)],
  ['a page without a type', raw(200, {}, HTML)],
  ['an empty 200', raw(200, JSON_TYPE, '')],
  ['blanks', raw(200, JSON_TYPE, ' \r\n')],
  ['a 204', raw(204, {}, '')],
  ['a 202 that will see', raw(202, JSON_TYPE, '{"status":"queued"}')],
  ['JSON null', raw(200, JSON_TYPE, 'null')],
  ['a number', raw(200, JSON_TYPE, '1')],
  ['a list', raw(200, JSON_TYPE, '[]')],
  ['an object that says nothing', raw(200, JSON_TYPE, '{}')],
  ['a captive portal’s JSON', raw(200, JSON_TYPE, '{"login":"https://portal.contoh/"}')],
  ['JSON that is cut off', raw(200, JSON_TYPE, '{"code":"JK2511220001","success":true,"status":true')],
  ['a failure under a 200', raw(200, JSON_TYPE, '{"code":500,"status":false,"success":false,"message":"x"}')],
  ['rubbish that calls itself gzip', raw(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }, '{"status":true}')],
  ['bytes that are not UTF-8', raw(200, withBom, Buffer.from([0x7b, 0xff, 0x7d]))],
  ['a partial answer', raw(206, JSON_TYPE, '{"status":true,"success":true,"code":"JK2511220001"}')],
];

async function serverOf(answer: Raw, heard: (method: unknown) => void = () => undefined): Promise<string> {
  const server = createServer((request, response) => {
    heard(request.method);
    request.resume().on('end', () => answer(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function envelopeTo(system: string, contract: ContractRef) {
  const folder = join(import.meta.dirname, '../../adapters', directory.get(system).adapter.dialect);
  const sample = samplesOf(folder).outbound.find(
    (each) => each.contract === contract && !JSON.stringify(each.expected).startsWith('{"error"'),
  );
  if (sample === undefined) throw new Error(`${system} takes no ${contract}`);
  return { envelope: envelopeOf(contract, sealed({ contract, data: sample.data })), context: sample.context };
}

describe('K1: a 2xx that is no answer of the system is no delivery', () => {
  it.each(CROSSINGS)('at $system with a $contract', async ({ system, contract }) => {
    const { adapter } = directory.get(system);
    const { envelope, context } = envelopeTo(system, contract);
    for (const [what, answer] of FOREIGN) {
      const upstream = upstreamTo(await serverOf(answer));
      const request = adapter.fromCanonical(envelope, context);
      const outcome = await upstream.send({
        ...{ relayId: 'r', subject: 's', request, interpret: (said) => readAnswer(adapter, envelope, said) },
      });
      expect([what, outcome.kind, 'error' in outcome && outcome.error.code]).toEqual([
        what,
        'failed',
        'upstream-failed',
      ]);
      expect([what, outcome.mayHaveArrived]).toEqual([what, true]);
    }
  });
});

/** Envelopes of frameworks that say inside a 2xx that it failed. */
const SAYS_FAILED: readonly Readonly<Record<string, unknown>>[] = [
  { success: false },
  { success: 'false' },
  { success: 0 },
  { ok: false },
  { berhasil: false },
  { status: false },
  { status: 'error' },
  { status: 'GAGAL' },
  { status: ' Failed ' },
  { status: 500 },
  { status: '422' },
  { result: 'FAIL' },
  { code: 500 },
  { kode: '400' },
  { statusCode: 503 },
  { error: 'basis data penuh' },
  { error: { code: 'E12' } },
  { error: true },
  { errors: [{ message: 'x' }] },
  { errors: { isi: ['wajib'] } },
  { exception: 'PDOException' },
];
const SAYS_NOTHING_OF_IT: readonly Readonly<Record<string, unknown>>[] = [
  { error: null },
  { error: false, errors: [] },
  { error: '', errors: {}, exception: null },
  { error: 0, kode: 200, statusCode: 201 },
];

/** A success as each dialect declares it, but for what a test adds; of a handover and of all else. */
const SOUND_ANSWERS: Readonly<Record<string, (contract: string, number: string | null) => object>> = {
  'jakarta/jaki-crm': (_, number) => ({ code: number ?? 'JK2511220001' }),
  'lampung/lampung-in': (contract, number) =>
    contract.startsWith('report-handover')
      ? { id_laporan: number ?? 'LIN-20250703-0145' }
      : { status: true, ...(number === null ? {} : { id_laporan: number }) },
  'jakarta/jaki': () => ({ success: true }),
  'shared/open311': () => ({ service_request_id: '90002' }),
  'shared/opensid': (contract) => ({
    data: { id: 7 },
    ...(contract.startsWith('report-status') ? { success: true } : {}),
  }),
};
const answered = (body: unknown): NativeResponse => ({ ...{ status: 200, headers: JSON_TYPE, receivedAt: 'x' }, body });
const kindOf = (adapter: Adapter, contract: ContractRef, body: unknown, number: string | null = null) =>
  answerAbout(number, adapter, envelopeOf(contract, {}))({ ...answered(body), receivedAt: '2025-07-03T02:15:00.000Z' })
    ?.kind;

describe('K1: a success that says inside itself that it failed is none', () => {
  it.each(CROSSINGS)('at $system with a $contract', ({ system, contract }) => {
    const { adapter } = directory.get(system);
    const sound = SOUND_ANSWERS[adapter.dialect]?.(contract, null) ?? {};
    expect(kindOf(adapter, contract, sound)).toBe('delivered');
    for (const envelope of SAYS_FAILED)
      expect([envelope, kindOf(adapter, contract, { ...sound, ...envelope })]).toEqual([envelope, 'failed']);
    for (const envelope of SAYS_NOTHING_OF_IT)
      expect([envelope, kindOf(adapter, contract, { ...sound, ...envelope })]).toEqual([envelope, 'delivered']);
  });
});

describe('K1: an answer about another report', () => {
  const CASES = CROSSINGS.filter(
    ({ system, contract }) =>
      ['jaki-crm', 'lampung-in'].includes(system) && /^(?:report-status|citizen-report|handover-answer)/.test(contract),
  );
  it.each(CASES)('is no success of this one at $system with a $contract', ({ system, contract }) => {
    const { adapter } = directory.get(system);
    const [own, other] =
      system === 'jaki-crm' ? ['JK2511220001', 'JK2511229999'] : ['LIN-20250703-0145', 'LIN-20250703-9999'];
    const said = (number: string) => SOUND_ANSWERS[adapter.dialect]?.(contract, number);
    expect(kindOf(adapter, contract, said(own), own)).toBe('delivered');
    expect(kindOf(adapter, contract, said(other), own)).toBe('failed');
    expect(kindOf(adapter, contract, { ...said(own), data: said(other) }, own)).toBe('failed');
  });
});

describe('K1: an empty answer to a question that fails', () => {
  const ASKED = directory.systems.flatMap(({ name, adapter }) =>
    [adapter.poll, adapter.lookup].flatMap((asked) => (asked === undefined ? [] : [{ name, form: asked.answer }])),
  );
  it.each(ASKED)('is no answer of $name: nothing is not what there is', ({ form }) => {
    for (const nothing of [{ data: [] }, { data: null }, {}]) {
      for (const envelope of SAYS_FAILED)
        expect([envelope, misfitOf(form, answered({ ...nothing, ...envelope }))?.why]).toEqual([envelope, 'shape']);
    }
  });
});

describe('K3: a number that cannot be the one', () => {
  const made = (body: unknown) => kindOf(directory.get('kota-metro').adapter, 'report-handover/1.0', body);
  it.each([
    ['several requests: a list that answers a question', [{ service_request_id: '1' }, { service_request_id: '2' }]],
    ['several, in a wrapper', { service_requests: [{ service_request_id: '1' }, { service_request_id: '1' }] }],
    ['several, each wrapped', [{ request: { service_request_id: '1' } }, { request: { service_request_id: '2' } }]],
    ['two that differ', { service_request_id: '1', data: { service_request_id: '2' } }],
    ['zero', [{ service_request_id: 0 }]],
    ['zero as text', [{ service_request_id: '0' }]],
    ['None', [{ service_request_id: 'None' }]],
    ['NULL', [{ service_request_id: 'NULL' }]],
    ['undefined', [{ service_request_id: 'undefined' }]],
    ['n/a', [{ service_request_id: 'n/a' }]],
    ['a token of nothing', [{ token: 'None' }]],
    ['blank', [{ service_request_id: ' ' }]],
    ['a truth', [{ service_request_id: true }]],
  ])('%s', (_, body) => {
    expect(made(body)).toBe('failed');
  });
  it('of a report that is named twice in the same way is one', () => {
    expect(made({ service_request_id: '7', data: { service_request_id: 7 } })).toBe('delivered');
    expect(made([{ service_request_id: '7', token: 'abc' }])).toBe('delivered');
    expect(made([{ service_request_id: '0012' }])).toBe('delivered');
  });
});

describe('a failure of a city in its own words, wrapped', () => {
  it.each([
    [[{ code: 404, description: 'x' }]],
    [{ errors: [{ code: '404', description: 'x' }] }],
    [{ error_messages: [{ description: 'x' }] }],
    [{ error: { code: 404, description: 'x' } }],
  ])('%j is a refusal of the report, and no fault of the way there', (body) => {
    const { adapter } = directory.get('kota-metro');
    const response = { ...answered(body), status: 404 };
    expect(readAnswer(adapter, envelopeOf('report-handover/1.0', {}), response)).toBeNull();
  });
});

describe('a 404, 405, 410 or 421', () => {
  const pages: readonly [string, Raw][] = [
    ['a page', raw(404, { 'content-type': 'text/html' }, HTML)],
    ['nothing', raw(405, {}, '')],
    ['plain text', raw(404, { 'content-type': 'text/plain' }, 'Not Found')],
    ['a proxy’s JSON', raw(404, JSON_TYPE, '{"message":"no Route matched with those values"}')],
    ['a page that says gone', raw(410, { 'content-type': 'text/html' }, HTML)],
    ['a request that went to another host', raw(421, {}, '')],
    ['a framework’s JSON', raw(404, JSON_TYPE, '{"timestamp":"x","status":404,"error":"Not Found","path":"/"}')],
  ];
  it.each(CROSSINGS)('that is not its own waits at $system with a $contract', async ({ system, contract }) => {
    const { adapter } = directory.get(system);
    const { envelope, context } = envelopeTo(system, contract);
    for (const [what, answer] of pages) {
      const upstream = upstreamTo(await serverOf(answer));
      const outcome = await upstream.send({
        ...{ relayId: 'r', subject: 's', request: adapter.fromCanonical(envelope, context) },
        interpret: (said) => readAnswer(adapter, envelope, said),
      });
      expect([what, outcome.kind, 'error' in outcome && outcome.error.code]).toEqual([
        what,
        'postponed',
        'upstream-misrouted',
      ]);
      expect(outcome.mayHaveArrived).toBeUndefined();
    }
  });
});

/** Said again by hand, and in other words than the declarations: what each dialect takes for a success. */
type Said = Readonly<Record<string, unknown>>;
const object = (body: unknown): Said | null =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Said) : null;
const fails = (code: unknown): boolean =>
  typeof code === 'number' ? code >= 400 : typeof code === 'string' && /^[4-9]\d\d$/.test(code);
const isFailing = (said: Said): boolean =>
  said.success === false || said.status === false || fails(said.code) || fails(said.status);
const inner = (body: Said): Said => object(body.data) ?? {};
const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const SUCCESS: Readonly<Record<string, (response: NativeResponse, contract: string) => boolean>> = {
  'jakarta/jaki-crm': ({ status, body }, contract) => {
    const said = object(body);
    if (said === null) return false;
    const names = [said.code, inner(said).code].some((code) => /^JK\d{10}$/.test(text(code)));
    if (status === 409) return said.duplikat === true && (names || !contract.startsWith('report-handover'));
    return (status === 200 || status === 201) && names && !isFailing(said);
  },
  'lampung/lampung-in': ({ status, body }, contract) => {
    const said = object(body);
    if (said === null) return false;
    const names = [said.id_laporan, inner(said).id_laporan].some((id) => /^LIN-\d{8}-\d{4}$/.test(text(id)));
    const isHandover = contract.startsWith('report-handover');
    if (status === 409) return said.duplikat === true && (names || !isHandover);
    const isOk = status === 200 || status === 201;
    if (!isOk || isFailing(said)) return false;
    return isHandover ? names && (said.status === true || said.status === undefined) : said.status === true;
  },
  'jakarta/jaki': ({ status, body }) => {
    const said = object(body);
    if (said === null) return false;
    if (status === 409) return said.duplicate === true;
    return (status === 200 || status === 201) && said.success === true && !isFailing(said);
  },
};

const codes = fc.constantFrom<unknown>(
  500,
  '500',
  200,
  null,
  'JK2511220001',
  'JK25',
  'LIN-20250703-0145',
  7,
  true,
  ' ',
);
const members = fc.dictionary(
  fc.constantFrom('code', 'status', 'success', 'data', 'id_laporan', 'duplikat', 'duplicate', 'pesan', 'message'),
  fc.oneof(codes, fc.boolean(), fc.dictionary(fc.constantFrom('code', 'id_laporan', 'id'), codes)),
);
const bodies = fc.oneof(
  { weight: 6, arbitrary: members },
  fc.jsonValue(),
  fc.constantFrom(HTML, '', 'ok', '{"status":t'),
);
const types = fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/html', 'text/plain', '');
const answers = fc.record({
  status: fc.constantFrom(200, 201, 202, 203, 204, 206, 226, 299, 409, 200, 201),
  body: bodies,
  headers: types.map((type): Record<string, string> => (type === '' ? {} : { 'content-type': type })),
  receivedAt: fc.constant('2025-07-03T02:15:00.000Z'),
});

describe('whatever a system answers', () => {
  it.each(Object.keys(SUCCESS))('nothing but its declared success is ever a delivery: %s', (dialect) => {
    const found = directory.systems.find(({ adapter }) => adapter.dialect === dialect);
    const adapter = found?.adapter as Adapter;
    const isSuccess = SUCCESS[dialect] ?? (() => false);
    let delivered = 0;
    fc.assert(
      fc.property(fc.constantFrom(...adapter.accepts), answers, (contract, response) => {
        const isJson = !String(response.headers['content-type'] ?? '').startsWith('text/');
        const outcome = readAnswer(adapter, envelopeOf(contract, {}), response);
        const expected = isJson && isSuccess(response, contract);
        if (expected) delivered += 1;
        expect(outcome?.kind === 'delivered').toBe(expected);
        if (!expected && response.status < 300) expect(outcome?.kind).toBe('failed');
      }),
      // About one answer in two hundred is a success of its dialect.
      { numRuns: 12_000 },
    );
    expect(delivered).toBeGreaterThan(20);
  });

  it('JSON is what the MIME Sniffing Standard calls so, in letters of either case', () => {
    const { adapter } = directory.get('jaki-crm');
    const kind = (type: string) =>
      readAnswer(adapter, envelopeOf('report-status/1.0', {}), {
        ...{ ...answered({ code: 'JK2511220001' }), headers: { 'content-type': type } },
      })?.kind;
    for (const type of ['text/json', 'Application/JSON;charset=UTF-8', 'application/vnd.api+json', ''])
      expect([type, kind(type)]).toEqual([type, 'delivered']);
    for (const type of ['text/html', 'text/plain', 'application/jsonp', 'text/javascript', 'application/octet-stream'])
      expect([type, kind(type)]).toEqual([type, 'failed']);
  });

  it('an answer that cannot be read for its encoding is none, whatever shows of it', () => {
    const { adapter } = directory.get('jaki-crm');
    const response = { status: 200, headers: JSON_TYPE, body: { code: 'JK2511220001' }, receivedAt: 'x' };
    const envelope = envelopeOf('report-status/1.0', {});
    expect(readAnswer(adapter, envelope, response)?.kind).toBe('delivered');
    expect(readAnswer(adapter, envelope, { ...response, unreadable: 'charset x' })?.kind).toBe('failed');
  });
});

describe('a number', () => {
  const places = [
    { pointer: '/0/id', pattern: '[1-9]\\d*', orInteger: true },
    { pointer: '/0/token', pattern: '\\w+', prefix: 'token.' },
  ];
  it('is looked for where it is declared, in order, and in the forms that are', () => {
    expect(numberIn([{ id: 7, token: 'a' }], places)).toEqual({ number: '7' });
    expect(numberIn([{ id: ' 7 ' }], places)).toEqual({ number: '7' });
    expect(numberIn([{ id: 0, token: 'a' }], places)).toEqual({ number: 'token.a' });
  });
  it('K10: that was not found says where it was looked for, and what stood there: its type, and a beginning, scrubbed', () => {
    const stood = (body: unknown) => {
      const read = numberIn(body, places);
      return 'looked' in read ? read.looked.map(({ pointer: _, ...one }) => one) : read;
    };
    const absent = { type: 'absent', excerpt: null };
    expect(numberIn([{ id: 'SR #1' }], places)).toEqual({
      looked: [
        { pointer: '/0/id', type: 'string', excerpt: 'SR #1' },
        { pointer: '/0/token', ...absent },
      ],
    });
    expect(stood({ id: 7 })).toEqual([absent, absent]);
    expect(stood([{ id: null, token: {} }])).toEqual([
      { type: 'null', excerpt: null },
      { type: 'object', excerpt: null },
    ]);
    expect(stood([{ id: -1.5, token: [1] }])).toEqual([
      { type: 'number', excerpt: '-1.5' },
      { type: 'array', excerpt: null },
    ]);
    expect(stood([{ id: `a\n${'x'.repeat(99)}` }])).toMatchObject([{ excerpt: `a ${'x'.repeat(57)}…` }, absent]);
    expect(JSON.stringify(stood([{ id: 'hubungi 0812-3456-7890', token: '3171012509850001 !' }]))).not.toMatch(
      /3456|3171/,
    );
  });
  it('K10: that was not found is told in words', () => {
    const at = { lookedAt: ['/code', '/data/code'] };
    expect(numberMissingText({ ...at, found: [] })).toBe(
      'tanpa nomor laporan; dicari di /code, /data/code; tidak ada apa-apa di sana',
    );
    const found = [{ pointer: '/code', type: 'string' }];
    expect(numberMissingText({ ...at, found })).toMatch(/; yang ada di sana: \/code teks$/);
    const many = { lookedAt: ['/a', '/b', '/c', '/d', '/e', '/f'], found: [] };
    expect(numberMissingText(many)).toContain('dicari di /a, /b, /c, /d dan 2 tempat lain;');
  });
  it('is no inherited member', () => {
    expect(numberIn({}, [{ pointer: '/constructor/name', pattern: '\\w+' }])).toHaveProperty('looked');
  });
});

describe('a dialect', () => {
  const place = { file: 'adapters/uji', pointer: '' };
  const { adapter } = directory.get('jaki-crm');
  const faults = (change: Partial<Adapter>) =>
    checkDeliveries({ ...adapter, ...change }, place, null).map(({ pointer, message }) => `${pointer} ${message}`);

  it('that says of no success is refused', () => {
    expect(faults({})).toEqual([]);
    const { 'report-status/1.0': told, ...others } = adapter.deliveries;
    expect(faults({ deliveries: others })).toEqual([expect.stringContaining('belum menyatakan')]);
    const success = [{ schema: {}, statuses: [200], emptyStatuses: [204] }];
    const odd = { ...adapter.deliveries, 'report-status/1.0': { success, number: null } };
    expect(faults({ deliveries: odd })).toEqual([expect.stringContaining('/success/0/statuses')]);
    const none = { ...adapter.deliveries, 'report-status/1.0': { success: [], number: null } };
    expect(faults({ deliveries: none })).toEqual([expect.stringContaining('wajib ada sedikitnya satu')]);
    expect(faults({ refusals: { schema: { tipe: 'x' } } })).toEqual([expect.stringContaining('/refusals/schema')]);
    expect(told).toBeDefined();
  });
});

describe('a relay that may have arrived, at a system that would take a repeat for another', () => {
  const claimed = (doubtSince: number | null, recipient = 'kota-metro') => {
    const { envelope } = envelopeTo(recipient, 'report-handover/1.0');
    const relay = {
      ...newRelay({ sender: 'jaki-crm', recipient }),
      envelope,
      contract: 'report-handover/1.0',
    } as const;
    const record = {
      seq: 1,
      position: 1,
      state: 'claimed',
      attempt: 1,
      dueAt: null,
      createdAt: 0,
      endedAt: null,
      error: null,
    } as const;
    return { attempt: 1, number: 2, tried: true, doubtSince, case: newCase(), relay: { ...relay, ...record } };
  };
  it('is not posted after a claim that nobody settled', async () => {
    const posted: string[] = [];
    const endpoint = await serverOf((response) => {
      posted.push('x');
      response.writeHead(200, JSON_TYPE).end('[{"service_request_id":"1"}]');
    });
    const agreed = { ...directory, agreements: directory.agreements };
    const outcome = await attempt(claimed(1), { directory: agreed, upstream: upstreamTo(endpoint), now: Date.now() });
    expect(outcome.kind).toBe('unconfirmed');
    expect(posted).toEqual([]);
  });

  const asked: readonly (readonly [string, Raw, boolean])[] = [
    ['is not there', raw(404, { 'content-type': 'text/html' }, HTML), true],
    ['has moved', raw(302, { location: '/login' }, ''), true],
    ['is not for us', raw(403, JSON_TYPE, '{}'), true],
    ['is answered with a page', raw(200, { 'content-type': 'text/html' }, HTML), true],
    ['finds the system down', raw(503, {}, ''), false],
  ];
  it.each(asked)(
    'K3: is for a person to say in the end where the question whether it did %s',
    async (...[, answer, spent]) => {
      const methods: unknown[] = [];
      const endpoint = await serverOf(answer, (method) => methods.push(method));
      const claim = claimed(1, 'desa-hajimena');
      const outcome = await attempt(claim, { directory, upstream: upstreamTo(endpoint), now: Date.now() });
      expect(outcome).toMatchObject({ kind: 'unconfirmed', askAgain: { spent } });
      expect(methods).toEqual(['GET']);
    },
  );
});
