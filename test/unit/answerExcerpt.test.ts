import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LoginProcedure } from '../../src/adapter.ts';
import { troubleOf } from '../../src/edge/pollCause.ts';
import { GatewayError } from '../../src/errors.ts';
import type { Outcome } from '../../src/outcome.ts';
import { type ExchangeFacts, exchangeOf, readExchange, withExchange, writeExchange } from '../../src/outcome.ts';
import { settlementOf } from '../../src/relay/settle.ts';
import { createUpstream, type UpstreamOptions } from '../../src/upstreams/http.ts';
import { failureText, whyOf } from '../../src/words/why.ts';
import { newRelay } from '../kits/ledgerSamples.ts';

const TEXT = 'Pak Budi Santoso mengadu jalan di depan rumahnya rusak';

interface Answered {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A server that answers so, and the gateway's own way to it. */
async function wayTo(answer: (path: string) => Answered, options: Partial<UpstreamOptions> = {}) {
  const server = createServer((request, response) => {
    const { status, headers = { 'content-type': 'application/json' }, body } = answer(String(request.url));
    request.resume().on('end', () => {
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const upstream = createUpstream({
    ...{ system: 'uji', endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api` },
    ...{ token: 'rahasia-gerbang', timeoutMs: 2000, concurrency: 1, ratePerSecond: null },
    ...{ clock: Date.now, log: () => undefined, ...options },
  });
  onTestFinished(async () => {
    await upstream.close();
    server.close();
  });
  return upstream;
}

const interpret = ({ status }: { readonly status: number }): Outcome | null =>
  status < 300 ? { kind: 'delivered', replies: [] } : null;
const ANY = { schema: {}, mediaTypes: null };

/** What is kept of an answer to a delivery that carries `TEXT`. */
async function kept(status: number, body: unknown, headers?: Record<string, string>): Promise<ExchangeFacts> {
  const upstream = await wayTo(() => ({ status, body, ...(headers ? { headers } : {}) }));
  const { exchange } = await upstream.send({
    ...{ relayId: 'kiriman-1', subject: 'perkara-1', interpret },
    request: { method: 'POST', path: '/laporan?k=1', message: 'laporan', body: { isi: TEXT, kode: '31.71' } },
  });
  if (exchange === undefined) throw new Error('nothing was exchanged');
  return exchange;
}

const html = { 'content-type': 'text/html; charset=utf-8' };

const FACTS: ExchangeFacts = {
  ...{ method: 'GET', path: '/daftar', host: 'kota.example', port: 443, durationMs: 5, phase: 'done', status: 500 },
  ...{ code: null, mediaType: null, location: null, message: 'penuh', excerpt: null },
};

describe('K10: why the other side refused', () => {
  it('is kept with method, path, status, duration, host and port', async () => {
    const exchange = await kept(422, { message: 'kodeWilayah di luar cakupan' });
    expect(exchange).toEqual({
      ...{ method: 'POST', path: '/api/laporan', host: '127.0.0.1', port: expect.any(Number) },
      ...{ durationMs: expect.any(Number), phase: 'done', status: 422, code: null, mediaType: 'application/json' },
      ...{ location: null, message: 'kodeWilayah di luar cakupan' },
      excerpt: '{"message":"kodeWilayah di luar cakupan"}',
    });
    expect(whyOf(exchange)).toBe('HTTP 422: kodeWilayah di luar cakupan');
  });

  it.each([
    ['JSON by another name', { pesan: 'nomor ganda' }, 'nomor ganda'],
    ['a problem document', { title: 'Tidak sah', detail: 'wilayah tidak dikenal' }, 'wilayah tidak dikenal'],
    ['an error in an error', { error: { code: 17, message: 'kuota habis' } }, 'kuota habis'],
    [
      'a list, as GeoReport v2 has it',
      [{ code: 400, description: 'jurisdiction_id tidak dikenal' }],
      'jurisdiction_id tidak dikenal',
    ],
    [
      'errors by field',
      { message: 'Data tidak sah.', errors: { kode: ['kode wajib diisi'] } },
      'Data tidak sah. kode wajib diisi',
    ],
    ['errors in a list of texts', { status: false, errors: ['format salah'] }, 'format salah'],
    ['a nested answer', { code: 500, data: { pesan: 'basis data penuh' } }, 'basis data penuh'],
    ['plain text', 'layanan ditutup sementara', 'layanan ditutup sementara'],
    ['no sentence at all', { id: 17 }, null],
    ['nothing', '', null],
  ])('is found in %s', async (_, body, message) => {
    expect((await kept(422, body)).message).toBe(message);
  });

  it('is read from a page as a person reads it, also where a firewall answers 200', async () => {
    const page =
      '<!doctype html><html><head><title>x</title><style>p{}</style></head><body><script>let a = 1</script><p>Request Rejected,\n your support ID is 123</p></body></html>';
    const upstream = await wayTo(() => ({ status: 200, headers: html, body: page }));
    const { exchange } = await upstream.send({
      ...{ relayId: 'kiriman-1', subject: 'perkara-1' },
      request: { method: 'POST', path: '/laporan', message: 'laporan', body: {} },
      interpret: () => {
        throw new Error('no JSON');
      },
    });
    expect(exchange).toMatchObject({ mediaType: 'text/html', message: 'Request Rejected, your support ID is 123' });
    expect(exchange && whyOf(exchange)).toBe('HTTP 200 text/html: Request Rejected, your support ID is 123');
  });

  it('is not kept of an answer that was a success', async () => {
    expect(await kept(201, { message: 'diterima', nomor: 'X1' })).toMatchObject({
      status: 201,
      message: null,
      excerpt: null,
    });
  });

  it.each([
    [200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
    [422, { 'content-type': 'application/json; charset=utf-7' }],
  ])(
    'is that an answer with HTTP %i cannot be read for its encoding, and nothing of it is kept',
    async (status, headers) => {
      const exchange = await kept(status, { message: 'x' }, headers);
      expect(exchange).toMatchObject({ status, code: 'UNREADABLE_ENCODING', message: null, excerpt: null });
      expect(whyOf(exchange)).toBe(`HTTP ${status}: jawabannya tidak terbaca karena penyandiannya`);
    },
  );

  it('names where a redirect points, without what may be secret', async () => {
    const to = async (location: string) => (await kept(302, '', { location })).location;
    expect(await to('https://orang:sandi@sso.example/login?token=abc#x')).toBe('https://sso.example/login');
    expect(await to('/masuk?kembali=%2Flaporan')).toBe('/masuk');
    expect(whyOf(await kept(301, '', { location: 'https://baru.example/api' }))).toBe(
      'HTTP 301 ke https://baru.example/api',
    );
  });
});

const LONG = `${'x'.repeat(470)} hubungi 081234567890 segera ${'y'.repeat(5000)}`;

const HIDDEN: readonly (readonly [string, unknown, RegExp])[] = [
  ['a telephone number', { message: 'pelapor 0812-3456-7890 ditolak' }, /3456/],
  ['one with signs that nobody sees', { message: 'pelapor 0812\u200b3456\u200b7890 ditolak' }, /3456/],
  ['one after a line break', { message: 'pelapor\n081234567890 ditolak' }, /0812/],
  ['a number of an identity card as a number', { nik: 3171012509850001 }, /3171012509/],
  ['one on the last of the 500 characters', LONG, /08123/],
  ['an address of mail', 'gagal mengirim ke budi@example.com', /budi@/],
  ['the gateway’s own token', { message: 'token rahasia-gerbang tidak berlaku' }, /rahasia-gerbang/],
  ['an authorization that is repeated', 'Authorization: Bearer abcdefghijklmnop', /abcdefgh/],
  ['a token under its name', { message: 'x', access_token: 'qwertyuiop', api_key: 'asdf' }, /qwertyuiop|asdf/],
  ['what the citizen wrote', { message: `isi "${TEXT}" terlalu panjang` }, /Budi/],
  ['what the citizen wrote, repeated whole', { dikirim: { isi: TEXT } }, /Budi/],
];

describe('K10: what is kept of an answer', () => {
  it.each(HIDDEN)('never holds %s', async (_, body, what) => {
    const exchange = await kept(400, body);
    expect(exchange.excerpt).not.toBeNull();
    expect(JSON.stringify(exchange)).not.toMatch(what);
  });

  it('is 500 characters at most, whatever came', async () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    for (const body of ['😀'.repeat(2000), { message: 'm'.repeat(9000) }, Array(9000).fill({ a: 1 }), deep, LONG]) {
      const { excerpt, message } = await kept(400, body);
      expect([...(excerpt ?? '')].length).toBeLessThanOrEqual(500);
      expect([...(message ?? '')].length).toBeLessThanOrEqual(200);
      expect(excerpt?.isWellFormed()).toBe(true);
    }
  });

  it('moves no cursor, hides no text and breaks no line', async () => {
    const body = 'a\u001b[2Jb\r\nc\u202ed\u0000e\u2028f\u009bg';
    const { excerpt, message } = await kept(400, body);
    expect(excerpt).toBe('a [2Jb cd e f g');
    expect(message).toBe(excerpt);
    expect((await kept(400, { message: body })).message).toBe(excerpt);
  });
});

describe('K10: a question', () => {
  const asked = async (status: number, body: unknown) => {
    const upstream = await wayTo(() => ({ status, body }));
    await upstream.ask({
      ...{ request: { method: 'GET', path: '/daftar', message: 'daftar' }, subject: 'poll' },
      ...{ answer: ANY, refusals: ANY },
      read: () => {
        throw new Error('not what was expected');
      },
    });
    return upstream.lastFailure?.();
  };

  it('that could not be read keeps the form of the answer, and nobody’s data', async () => {
    const failure = await asked(200, { data: [{ id: 17, nama: 'Siti Aminah', lokasi: null }] });
    expect(failure).toMatchObject({ status: 200, excerpt: '{"data":[{"id":"number","nama":"string","lokasi":null}]}' });
    const xml = await asked(200, '<?xml version="1.0"?><requests><nama jenis="pelapor">Siti Aminah</nama></requests>');
    expect(xml?.excerpt).toBe(
      '<?xml version><requests><nama jenis></nama></requests>'.replace('version>', 'version?>'),
    );
  });

  it('that was refused keeps what the system said', async () => {
    expect(await asked(500, { message: 'basis data penuh' })).toMatchObject({
      status: 500,
      message: 'basis data penuh',
    });
  });
});

describe('K10: what was exchanged', () => {
  const kept = exchangeOf(withExchange(new GatewayError('upstream-failed', { detail: 'x' }), FACTS));

  it('when one error caused another is found by either, and kept once, with the attempt', () => {
    const seen = withExchange(new GatewayError('upstream-failed', { detail: 'x', facts: { status: 500 } }), FACTS);
    const error = new GatewayError('unconfirmed', {
      detail: 'y',
      facts: { ...seen.facts, cause: seen.code },
      cause: seen,
    });
    const relay = {
      ...newRelay(),
      seq: 1,
      position: 1,
      attempt: 1,
      dueAt: null,
      createdAt: 0,
      endedAt: null,
      error: null,
    };
    const claim = { relay, attempt: 1, number: 1, case: null, tried: false, doubtSince: null };
    const timing = { startedAt: 0, endedAt: 1, retry: { delaysSeconds: [], jitter: 0 }, random: 0 };
    const settlement = settlementOf(claim, { kind: 'unconfirmed', error }, timing);
    expect(settlement.exchange).toEqual(FACTS);
    expect(settlement.error).toEqual({
      code: 'unconfirmed',
      detail: 'y',
      facts: { status: 500, cause: 'upstream-failed' },
    });
    expect(kept).toEqual(FACTS);
    expect(exchangeOf(new Error('z', { cause: seen }))).toBeNull();
  });

  it('takes the place of what an error says of a status alone', () => {
    const text = (detail: string) => failureText({ error: { detail }, exchange: FACTS });
    expect(text('Sistem penerima menjawab HTTP 500.')).toBe('HTTP 500: penuh');
    expect(text('Mungkin sudah sampai. Sistem penerima menjawab HTTP 500.')).toBe(
      'Mungkin sudah sampai (HTTP 500: penuh)',
    );
    expect(text('Nomor itu milik laporan lain.')).toBe('Nomor itu milik laporan lain (HTTP 500: penuh)');
    expect(failureText({ error: { detail: 'Dibuang.' }, exchange: null })).toBe('Dibuang.');
    expect(failureText({ error: null, exchange: FACTS })).toBeNull();
  });

  it('reads the same after it was written', () => {
    expect(readExchange(writeExchange(FACTS))).toEqual(FACTS);
  });
});

describe('K10: why a system that is asked was not heard', () => {
  it('is the failure that was seen last, while its circuit is open and nothing is exchanged', async () => {
    const upstream = await wayTo(() => ({ status: 500, body: { message: 'basis data penuh' } }));
    const shut = new GatewayError('unreachable', { detail: 'Gagal berturut-turut.' });
    expect(troubleOf(shut, upstream).cause).toMatchObject({ code: 'unreachable', exchange: null });
    await upstream.send({
      ...{ relayId: 'kiriman-1', subject: 'perkara-1', interpret },
      request: { method: 'POST', path: '/laporan', message: 'laporan', body: {} },
    });
    expect(troubleOf(shut, upstream)).toMatchObject({
      trouble: 'Gagal berturut-turut.',
      cause: { why: 'Gagal berturut-turut (HTTP 500: basis data penuh)', exchange: { status: 500 } },
    });
    expect(troubleOf(null, upstream)).toEqual({ trouble: null, cause: null });
  });
});

describe('K10: a login', () => {
  const procedure: LoginProcedure = {
    answer: ANY,
    ask: (user: string, password: string) => ({
      method: 'POST',
      path: '/masuk',
      message: 'login',
      body: { user, password },
    }),
    read: () => null,
  };
  const login = { procedure, refusals: ANY, user: 'petugas-gerbang', password: 'sandi-gerbang' };

  async function failed(answer: Answered) {
    const upstream = await wayTo(() => answer, { token: null, login });
    await upstream.send({
      ...{ relayId: 'kiriman-1', subject: 'perkara-1', interpret },
      request: { method: 'POST', path: '/laporan', message: 'laporan', body: {} },
    });
    return upstream.lastFailure?.() ?? null;
  }

  it('that fails is told as the login, without the password', async () => {
    const failure = await failed({ status: 500, body: { message: 'pengguna petugas-gerbang/sandi-gerbang terkunci' } });
    expect(failure).toMatchObject({ login: true, path: '/api/masuk', status: 500 });
    expect(JSON.stringify(failure)).not.toContain('sandi-gerbang');
    expect(failure && whyOf(failure)).toMatch(/^login: HTTP 500: pengguna/);
  });

  it('whose answer nobody can read shows nothing of it: it may hold a token', async () => {
    const failure = await failed({ status: 200, body: { kunci: 'token-yang-baru' } });
    expect(failure).toMatchObject({ login: true, excerpt: null, message: null });
    expect(JSON.stringify(failure)).not.toContain('token-yang-baru');
  });
});
