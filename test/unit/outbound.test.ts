import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { loadConfiguration } from '../../src/config/config.ts';
import { type Outbound, readOutbound } from '../../src/config/outboundSettings.ts';
import { loadContracts } from '../../src/contract.ts';
import type { SystemConfig } from '../../src/directory.ts';
import { connectUpstreams } from '../../src/upstreams/connect.ts';
import { createUpstream } from '../../src/upstreams/http.ts';
import { type Certificate, certificate } from '../kits/certificates.ts';
import { connectProxy } from '../kits/connectProxy.ts';
import { defaultConfig, writeDefaults } from '../kits/defaults.ts';

/** Who called, by the common name of the certificate it showed. */
type Callers = (string | null)[];

async function listening(server: Server): Promise<number> {
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

async function secureSystem(options: ServerOptions): Promise<{ endpoint: string; callers: Callers }> {
  const callers: Callers = [];
  const server = createHttpsServer(options, (request, response) => {
    const shown = (request.socket as TLSSocket).getPeerCertificate().subject?.CN;
    callers.push(typeof shown === 'string' ? shown : null);
    response.setHeader('content-type', 'application/json').end('{}');
  });
  return { endpoint: `https://127.0.0.1:${await listening(server)}`, callers };
}

/** A system that lets nobody in without this certificate. */
const guarded = (own: Certificate, client: Certificate) =>
  secureSystem({ ...own, ca: client.cert, requestCert: true, rejectUnauthorized: true });

/** One delivery, and what is known of it. */
async function deliver(endpoint: string, outbound: Partial<Outbound>) {
  const upstream = createUpstream({
    ...{ system: 'uji', endpoint, token: null, timeoutMs: 2000, concurrency: 1, ratePerSecond: null, ...outbound },
    ...{ clock: Date.now, log: () => undefined },
  });
  onTestFinished(() => upstream.close());
  const outcome = await upstream.send({
    ...{ relayId: 'kiriman-1', subject: 'perkara-1', interpret: ({ status }) => (status === 200 ? OK : null) },
    request: { method: 'POST', path: '/laporan', message: 'laporan', body: { judul: 'Jalan rusak' } },
  });
  const { phase, code, host, port } = outcome.exchange ?? {};
  return { kind: outcome.kind, phase, code, at: `${host}:${port}` };
}

const OK = { kind: 'delivered', replies: [] } as const;

describe('K17: a system with an authority of its own', () => {
  it('is reached where its CA is named, and by nobody else', async () => {
    const own = await certificate();
    const { endpoint, callers } = await secureSystem(own);
    expect(await deliver(endpoint, { tls: { ca: own.cert } })).toMatchObject({ kind: 'delivered' });
    expect(await deliver(endpoint, {})).toMatchObject({ phase: 'connect', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    const { cert: other } = await certificate();
    expect(await deliver(endpoint, { tls: { ca: other } })).toMatchObject({ phase: 'connect' });
    expect(callers).toEqual([null]);
  });
});

describe('K17: a system that asks who calls', () => {
  it('is shown the certificate, also one whose key has a passphrase', async () => {
    const [own, client] = [await certificate(), await certificate({ host: 'gerbang.contoh.go.id' })];
    const { endpoint, callers } = await guarded(own, client);
    expect(await deliver(endpoint, { tls: { ca: own.cert, ...client } })).toMatchObject({ kind: 'delivered' });
    const key = protectedKey(client, 'frasa');
    const tls = { ca: own.cert, cert: client.cert, key, passphrase: 'frasa' };
    expect(await deliver(endpoint, { tls })).toMatchObject({ kind: 'delivered' });
    expect(callers).toEqual(['gerbang.contoh.go.id', 'gerbang.contoh.go.id']);
  });

  it.each([
    ['TLSv1.2', 'connect'],
    // Here the certificate is refused after our first words; that nobody read them is not for us to know.
    ['TLSv1.3', 'sent'],
  ] as const)('and is shown none, or a stranger`s, is not delivered to (%s)', async (maxVersion, phase) => {
    const [own, client, stranger] = [await certificate(), await certificate(), await certificate()];
    const asks = { ca: client.cert, requestCert: true, rejectUnauthorized: true, maxVersion };
    const { endpoint, callers } = await secureSystem({ ...own, ...asks });
    for (const tls of [{ ca: own.cert }, { ca: own.cert, ...stranger }])
      expect(await deliver(endpoint, { tls })).toMatchObject({ kind: 'postponed', phase });
    expect(callers).toEqual([]);
  });
});

const protectedKey = ({ key }: Certificate, passphrase: string): string =>
  createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();

describe('K17: a system behind a proxy', () => {
  const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

  it('is called through a tunnel, under TLS from end to end', async () => {
    const [own, client] = [await certificate(), await certificate({ host: 'gerbang.contoh.go.id' })];
    const { endpoint, callers } = await guarded(own, client);
    const proxy = await connectProxy(basic('gerbang:sandi'));
    const through = { url: proxy.url, authorization: basic('gerbang:sandi') };
    const ended = await deliver(endpoint, { proxy: through, tls: { ca: own.cert, ...client } });
    expect(ended).toMatchObject({ kind: 'delivered', phase: 'done' });
    expect(callers).toEqual(['gerbang.contoh.go.id']);
    expect(proxy.asked).toEqual([{ target: endpoint.replace('https://', ''), authorization: basic('gerbang:sandi') }]);
  });

  it('is called through a tunnel without TLS, too: a proxy answers nothing in its place', async () => {
    const called: (string | undefined)[] = [];
    const server = createHttpServer((request, response) => {
      called.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
      response.setHeader('content-type', 'application/json').end('{}');
    });
    const endpoint = `http://127.0.0.1:${await listening(server)}/kota`;
    const proxy = await connectProxy(basic('gerbang:sandi'));
    const through = { url: proxy.url, authorization: basic('gerbang:sandi') };
    expect(await deliver(endpoint, { proxy: through })).toMatchObject({ kind: 'delivered' });
    expect(called).toEqual(['POST /kota/laporan ']);
  });

  it('that lets nobody through, or is gone, was told nothing, and the delivery waits', async () => {
    const { endpoint, callers } = await secureSystem(await certificate());
    const strict = await connectProxy(basic('gerbang:sandi'));
    const wrong = await deliver(endpoint, { proxy: { url: strict.url, authorization: null } });
    const gone = await deliver(endpoint, { proxy: { url: 'http://127.0.0.1:9', authorization: null } });
    const system = endpoint.replace('https://', '');
    const waits = { kind: 'postponed', phase: 'connect' };
    expect(wrong).toEqual({ ...waits, code: 'PROXY_HTTP_407', at: system });
    expect(gone).toEqual({ ...waits, code: 'ECONNREFUSED', at: '127.0.0.1:9' });
    expect([strict.asked.length, callers]).toEqual([1, []]);
  });
});

it('K17: a configured system is called as the configuration says', async () => {
  const [own, client] = [await certificate({ validDays: 50 }), await certificate({ host: 'gerbang.contoh.go.id' })];
  const { endpoint, callers } = await guarded(own, client);
  const proxy = await connectProxy(`Basic ${Buffer.from('gerbang:sandi').toString('base64')}`);
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-keluar-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeDefaults(folder);
  for (const [name, text] of Object.entries({ 'ca.pem': own.cert, 'cert.pem': client.cert, 'key.pem': client.key }))
    writeFileSync(join(folder, name), text);
  const config = defaultConfig();
  const [first] = config.systems;
  Object.assign(first ?? {}, {
    endpoint,
    proxy: { url: proxy.url, userEnv: 'PROKSI_NAMA', passwordEnv: 'PROKSI_SANDI' },
    tls: { caFile: 'ca.pem', certFile: 'cert.pem', keyFile: 'key.pem' },
  });
  const file = join(folder, 'jembatan.json');
  writeFileSync(file, JSON.stringify(config));
  const env = { PROKSI_NAMA: 'gerbang', PROKSI_SANDI: 'sandi' };
  const configuration = loadConfiguration(file, { contracts: loadContracts(), adapters, env });
  const { upstreams } = connectUpstreams({
    configuration,
    endpoints: new Map(),
    clock: Date.now,
    log: () => undefined,
  });
  onTestFinished(async () => {
    for (const upstream of upstreams.values()) await upstream.close();
  });
  const request = { method: 'POST', path: '/', message: 'report', body: {} } as const;
  await upstreams.get(first?.name ?? '')?.send({ relayId: 'k-1', subject: 'p-1', request, interpret: () => OK });
  expect([callers, proxy.asked.length]).toEqual([['gerbang.contoh.go.id'], 1]);
});

describe('K17: what the configuration says of the way to a system', () => {
  const NOW = Date.now();

  /** Problems on a line each, of a system with these members and a folder with these files. */
  function read(members: object, files: Readonly<Record<string, string>> = {}, env: NodeJS.ProcessEnv = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'jembatan-keluar-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const value = { name: 'jaki-crm', endpoint: 'https://crm.contoh.go.id', ...members } as Partial<SystemConfig>;
    const place = { file: join(folder, 'jembatan.json'), pointer: '/systems/0' };
    const { settings, problems } = readOutbound({ ...place, value }, { env, now: NOW });
    return { settings, told: problems.map(({ severity, pointer, message }) => `${severity} ${pointer} ${message}`) };
  }

  const OWN = { caFile: 'ca.pem', certFile: 'cert.pem', keyFile: 'key.pem' };

  it('is direct where it says nothing', () => {
    expect(read({})).toEqual({ settings: { proxy: null, tls: null }, told: [] });
    expect(read({ proxy: null, tls: null }).told).toEqual([]);
  });

  it('is read from files beside it, and from variables', async () => {
    const { key, cert } = await certificate({ validDays: 50 });
    const env = { SANDI: 'rahasia', NAMA: 'gerbang' };
    const proxy = { url: 'http://proksi.contoh.go.id:3128', userEnv: 'NAMA', passwordEnv: 'SANDI' };
    const { settings, told } = read({ proxy, tls: OWN }, { 'ca.pem': cert, 'cert.pem': cert, 'key.pem': key }, env);
    expect(told).toEqual([]);
    expect(settings.tls).toEqual({ ca: cert, cert, key });
    expect(settings.proxy?.authorization).toBe(`Basic ${Buffer.from('gerbang:rahasia').toString('base64')}`);
  });

  it('is told to be wrong where a file is missing, no PEM, or no certificate', async () => {
    const { key, cert } = await certificate({ validDays: 50 });
    const { told } = read({ tls: OWN }, { 'ca.pem': 'teks', 'key.pem': key });
    expect(told).toEqual([
      'error /systems/0/tls/caFile ca.pem bukan berkas PEM',
      'error /systems/0/tls/certFile cert.pem tidak dapat dibaca (ENOENT)',
    ]);
    const files = { 'ca.pem': key, 'cert.pem': cert, 'key.pem': key };
    expect(read({ tls: OWN }, files).told).toEqual([
      'error /systems/0/tls/caFile tidak berisi sertifikat yang terbaca',
    ]);
  });

  it('is told to be wrong where certificate and key do not belong together, or the passphrase does not fit', async () => {
    const [one, other] = [await certificate({ validDays: 50 }), await certificate({ validDays: 50 })];
    const tls = { certFile: 'cert.pem', keyFile: 'key.pem' };
    expect(read({ tls }, { 'cert.pem': one.cert, 'key.pem': other.key }).told).toEqual([
      'error /systems/0/tls/keyFile bukan kunci dari sertifikat di certFile',
    ]);
    const files = { 'cert.pem': one.cert, 'key.pem': protectedKey(one, 'frasa') };
    const withPhrase = { tls: { ...tls, passphraseEnv: 'FRASA' } };
    expect(read(withPhrase, files, { FRASA: 'frasa' }).told).toEqual([]);
    for (const asked of [read(withPhrase, files, { FRASA: 'lain' }), read({ tls }, files)])
      expect(asked.told).toEqual([expect.stringContaining('error /systems/0/tls/keyFile kunci tidak terbaca')]);
    expect(read(withPhrase, files).told).toEqual([
      'error /systems/0/tls/passphraseEnv variabel lingkungan FRASA belum diisi',
    ]);
  });

  it('is warned of where a certificate has expired or soon will: that stops no other system', async () => {
    const tls = { certFile: 'cert.pem', keyFile: 'key.pem' };
    const [expired, soon] = [await certificate({ validDays: -1 }), await certificate({ validDays: 20 })];
    const day = (days: number) => new Date(NOW + days * 86_400_000).toISOString().slice(0, 10);
    const toldOf = ({ cert, key }: Certificate) => read({ tls }, { 'cert.pem': cert, 'key.pem': key }).told;
    expect(toldOf(expired)).toEqual([
      `warning /systems/0/tls/certFile sertifikat kedaluwarsa sejak ${day(-1)}; sistem ini tidak akan terhubung`,
    ]);
    expect(toldOf(soon)).toEqual([`warning /systems/0/tls/certFile sertifikat kedaluwarsa pada ${day(20)}`]);
  });

  it('is told to be wrong where it could not hold', async () => {
    const { cert } = await certificate({ validDays: 50 });
    const tls = { caFile: 'ca.pem' };
    expect(read({ endpoint: 'http://crm.contoh.go.id', tls }, { 'ca.pem': cert }).told).toEqual([
      'error /systems/0/tls endpoint sistem ini tanpa TLS (http)',
    ]);
    expect(read({ delivery: 'inbox', tls }, { 'ca.pem': cert }).told).toEqual([
      'warning /systems/0 proxy dan tls tidak dipakai: sistem ini mengambil sendiri',
    ]);
  });
});
