import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import axios from 'axios';
import { describe, expect, onTestFinished } from 'vitest';
import { GatewayError } from '../../src/errors.ts';
import type { Ledger } from '../../src/ledger.ts';
import type { AnyJson } from '../kits/defaults.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import { asked, polls } from './markets.ts';
import { HASTY, it, jakartaPlace, misplaced, soon } from './scenes.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** CRM over real HTTP, which answers so; `posts` is what it was sent. */
async function crm(answer: (body: string) => Answer) {
  const posts: string[] = [];
  const server = createServer(async (request, response) => {
    let sent = '';
    for await (const chunk of request) sent += chunk;
    posts.push(sent);
    const { status, body, headers = { 'content-type': 'application/json' } } = answer(sent);
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    posts,
    port,
    options: { ...HASTY, endpoints: { 'jaki-crm': `http://127.0.0.1:${port}` } } satisfies HouseOptions,
  };
}

const ask = async (house: House, path: string): Promise<AnyJson> => (await house.operator('GET', path)).data;

/** Hands a report over to CRM; the relay once it stands so. */
async function relayIn(house: House, state: string): Promise<{ number: string; relay: AnyJson }> {
  const { number, event } = misplaced(house.lampung, jakartaPlace());
  expect((await house.push('lampung-in', event)).status).toBe(202);
  const relay = await soon(async () => {
    const [found] = await ask(house, `/v1/relays?state=${state}`);
    expect(found?.exchange).toBeTruthy();
    return found;
  });
  return { number, relay };
}

const REFUSAL = { message: 'kodeWilayah di luar cakupan', pelapor: '0812-3456-7890' };
const WHY = 'HTTP 422: kodeWilayah di luar cakupan';

describe('K10: why the other side refused', () => {
  it('stands in the list, at the relay, in the story and in the log, each as it should', async ({ open }) => {
    const { options, port } = await crm(() => ({ status: 422, body: REFUSAL }));
    const house = await open(options);
    const { number, relay } = await relayIn(house, 'dead');
    expect(relay).toMatchObject({
      ...{ why: WHY, error: { code: 'upstream-rejected' } },
      exchange: { method: 'POST', status: 422, host: '127.0.0.1', port, code: null, phase: 'done' },
    });
    const one = await ask(house, `/v1/relays/${relay.id}`);
    expect(one.attempts).toMatchObject([
      { attempt: 1, spent: true, outcome: 'rejected', why: WHY, exchange: { durationMs: expect.any(Number) } },
    ]);
    expect(one.upstream).toMatchObject({ system: 'jaki-crm', lastFailure: { why: WHY } });
    const [story] = (await ask(house, `/v1/cases/${number}`)).stories;
    expect(story.last).toMatch(/^Percobaan ke-1 .* HTTP 422: kodeWilayah di luar cakupan\.$/);
    expect(story.nextMove.what).toContain(WHY);
    const [line] = house.log.filter(({ message }) => message === 'delivery');
    expect(line).toMatchObject({ code: 'upstream-rejected', exchange: { status: 422, host: '127.0.0.1', port } });
    expect(JSON.stringify(house.log)).not.toContain('di luar cakupan');
    expect(JSON.stringify([relay, one, story])).not.toMatch(/3456/);
    expect(JSON.stringify([relay, one])).not.toContain('description');
  });

  it('is told as text, too, with who looked', async ({ open }) => {
    const { options } = await crm(() => ({ status: 422, body: REFUSAL }));
    const house = await open(options);
    const { relay } = await relayIn(house, 'dead');
    await house.operator('GET', `/v1/relays/${relay.id}/content?${LOOK}`);
    const headers = { authorization: 'Bearer contoh-token-petugas', accept: 'text/plain' };
    const { data } = await axios.get(`${house.gateway.url}/v1/relays/${relay.id}`, { headers });
    expect(data.split('\n')).toEqual([
      `Kiriman     ${relay.id}`,
      `Isi         serah terima laporan dari lampung-in ke jaki-crm, kasus ${relay.caseId}`,
      `Keadaan     berhenti: ${WHY}`,
      '',
      expect.stringMatching(
        /WIB {2}Percobaan ke-1 POST \/\S+, \d+ ms: ditolak, HTTP 422: kodeWilayah di luar cakupan$/,
      ),
      expect.stringMatching(/WIB {2}Petugas Siti Petugas melihat isinya, alasan: diminta penerima$/),
      '',
    ]);
  });

  it('survives a restart', async ({ open }) => {
    const { options } = await crm(() => ({ status: 422, body: REFUSAL }));
    const house = await open(options);
    const { relay } = await relayIn(house, 'dead');
    await house.restart();
    expect((await ask(house, `/v1/relays/${relay.id}`)).attempts[0]).toMatchObject({ why: WHY });
  });

  it('is where a redirect points, and the answer of a firewall', async ({ open }) => {
    const moved = await crm(() => ({
      status: 302,
      body: '',
      headers: { location: 'https://sso.example/masuk?t=rahasia' },
    }));
    const house = await open(moved.options);
    expect((await relayIn(house, 'parked')).relay.why).toBe('HTTP 302 ke https://sso.example/masuk');
    const page = '<html>Request Rejected, your support ID is 123</html>';
    const wall = await crm(() => ({ status: 200, body: page, headers: { 'content-type': 'text/html' } }));
    const other = await open(wall.options);
    const { number } = misplaced(other.lampung, jakartaPlace());
    await other.push('lampung-in', other.lampung.desk.handOver(number));
    await soon(async () => {
      const { stories } = await ask(other, `/v1/cases/${number}`);
      const told = stories[0].steps.map(({ what }: AnyJson) => what).join('\n');
      expect(told).toContain('HTTP 200 text/html: Request Rejected, your support ID is 123');
    });
  });

  it('is that nobody listens: by code, host and port, for the delivery, its story and its system', async ({ open }) => {
    const gone = await crm(() => ({ status: 200, body: {} }));
    const house = await open({ ...HASTY, endpoints: { 'jaki-crm': 'http://127.0.0.1:9' } });
    expect(gone.port).not.toBe(9);
    const { number, relay } = await relayIn(house, 'parked');
    const code = { code: 'ECONNREFUSED', host: '127.0.0.1', port: 9, phase: 'connect', status: null };
    expect(relay.exchange).toMatchObject(code);
    expect(relay.why).toContain('ECONNREFUSED');
    const [story] = (await ask(house, `/v1/cases/${number}`)).stories;
    expect(story.steps.map(({ what }: AnyJson) => what).join()).toContain('ECONNREFUSED');
    const system = (await ask(house, '/v1/upstreams')).find((one: AnyJson) => one.system === 'jaki-crm');
    expect(system.lastFailure).toMatchObject({ ...code, at: expect.any(String) });
  });

  it('is where a number was looked for, and what stood there instead', async ({ open }) => {
    const { options } = await crm(() => ({ status: 200, body: { id: 17 } }));
    const house = await open(options);
    const { number, event } = misplaced(house.lampung, jakartaPlace());
    await house.push('lampung-in', event);
    await soon(async () => {
      const { stories } = await ask(house, `/v1/cases/${number}`);
      const { ids } = stories[0].steps.find(({ ids: of }: AnyJson) => of.attempt !== undefined);
      const { attempts } = await ask(house, `/v1/relays/${ids.relayId}`);
      expect(attempts[0].error.facts).toMatchObject({ lookedAt: ['/code', '/data/code'], found: [] });
      expect(attempts[0].exchange.excerpt).toBe('{"id":17}');
      expect(attempts[0].why).toContain('dicari di /code, /data/code; tidak ada apa-apa di sana (HTTP 200: {"id":17})');
    });
  });
});

describe('K10: a system that is asked', () => {
  it('shows why its last round failed, with status, host and what was said', async ({ open }) => {
    const { options, port } = await crm(() => ({ status: 500, body: { message: 'basis data penuh' } }));
    const house = await open(asked({ endpoints: { 'info-pangan': options.endpoints['jaki-crm'] } }));
    await soon(async () => {
      const [poll] = await polls(house);
      expect(poll.cause).toMatchObject({
        ...{ code: 'upstream-failed', why: expect.stringContaining('HTTP 500: basis data penuh') },
        exchange: { method: 'GET', status: 500, host: '127.0.0.1', port, excerpt: '{"message":"basis data penuh"}' },
      });
    });
    const [line] = house.log.filter(({ message }) => message === 'poll not answered');
    expect(line).toMatchObject({ exchange: { status: 500, port } });
    expect(JSON.stringify(house.log)).not.toContain('basis data penuh');
  });

  it('keeps telling the last failure that was seen while its circuit is open', async ({ open }) => {
    const house = await open(asked({ endpoints: { 'info-pangan': 'http://127.0.0.1:9' } }));
    await soon(async () => {
      const { circuit } = (await ask(house, '/v1/upstreams')).find((one: AnyJson) => one.system === 'info-pangan');
      const [poll] = await polls(house);
      expect([circuit, poll.cause?.exchange?.code]).toEqual(['open', 'ECONNREFUSED']);
    });
  });
});

const LOOK = 'operator=Siti%20Petugas&reason=diminta%20penerima';

describe('what a relay carries', () => {
  it('is shown as it would be sent now, and each look is on record with who, when and why', async ({ open }) => {
    const { options, posts } = await crm(() => ({ status: 422, body: REFUSAL }));
    const house = await open(options);
    const { relay } = await relayIn(house, 'dead');
    const { status, data, headers } = await house.operator('GET', `/v1/relays/${relay.id}/content?${LOOK}`);
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(data).toMatchObject({
      id: relay.id,
      notSent: null,
      request: { method: 'POST', message: expect.any(String) },
    });
    expect(data.request.body).toEqual(JSON.parse(posts[0] ?? ''));
    const row = { operator: 'Siti Petugas', reason: 'diminta penerima', at: expect.any(String) };
    expect(await ask(house, '/v1/looks')).toEqual([{ ...row, relayId: relay.id }]);
    expect(await ask(house, `/v1/looks?relay=${relay.id}&limit=5`)).toHaveLength(1);
    expect(await ask(house, '/v1/looks?relay=lain')).toEqual([]);
    expect((await ask(house, `/v1/relays/${relay.id}`)).looks).toEqual([row]);
    await house.restart();
    expect(await ask(house, '/v1/looks')).toHaveLength(1);
  });

  it('is shown to nobody who does not say who and why, nor of a relay nobody knows; then no look is on record', async ({
    open,
  }) => {
    const { options } = await crm(() => ({ status: 422, body: REFUSAL }));
    const house = await open(options);
    const { relay } = await relayIn(house, 'dead');
    const path = `/v1/relays/${relay.id}/content`;
    const blank = [
      '',
      '?operator=siti',
      '?reason=x',
      '?operator=siti&reason=%20',
      `?operator=${'s'.repeat(101)}&reason=x`,
    ];
    for (const query of [...blank, `?${LOOK}&alasan=y`, `?${LOOK}&reason=z`]) {
      const { status, data } = await house.operator('GET', `${path}${query}`);
      expect([query, status, data.code, data.request]).toEqual([query, 400, 'bad-request', undefined]);
    }
    expect((await house.operator('GET', `/v1/relays/tidak-ada/content?${LOOK}`)).status).toBe(404);
    expect((await house.operator('GET', '/v1/relays/tidak-ada')).status).toBe(404);
    const headers = { authorization: 'Bearer contoh-token-jaki-crm' };
    const strange = await axios.get(`${house.gateway.url}${path}?${LOOK}`, { headers, validateStatus: () => true });
    expect(strange.status).toBeGreaterThan(400);
    expect(await ask(house, '/v1/looks')).toEqual([]);
  });

  it('is not shown before the look is on the disk', async ({ open }) => {
    const { options } = await crm(() => ({ status: 422, body: REFUSAL }));
    let isFull = false;
    const full = new GatewayError('ledger-unavailable', { detail: 'Disk penuh.' });
    const failing = (ledger: Ledger): Ledger => ({
      ...ledger,
      write: (work) => (isFull ? Promise.reject(full) : ledger.write(work)),
    });
    const house = await open({ ...options, ledger: failing });
    const { relay } = await relayIn(house, 'dead');
    isFull = true;
    const { status, data } = await house.operator('GET', `/v1/relays/${relay.id}/content?${LOOK}`);
    isFull = false;
    expect([status, data.code, data.request]).toEqual([503, 'ledger-unavailable', undefined]);
  });

  it('is cut by the agreement in force now, and is nothing once that has ended; so is what is sent', async ({
    open,
  }) => {
    const { options, posts } = await crm(() => ({ status: 422, body: REFUSAL }));
    const house = await open(options);
    const { relay } = await relayIn(house, 'dead');
    const content = () => ask(house, `/v1/relays/${relay.id}/content?${LOOK}`);
    expect((await content()).request.body).toMatchObject({ lat: expect.any(Number), lng: expect.any(Number) });
    edit(house, (agreement) => {
      const coarse = ['/report/location/regionCode', '/report/location/determinedBy'];
      for (const grant of agreement.grants)
        if (Array.isArray(grant.fields))
          grant.fields = grant.fields.flatMap((field: string) => (field === '/report/location' ? coarse : [field]));
    });
    const cut = await soon(async () => {
      const { body } = (await content()).request;
      expect(body).toMatchObject({ lat: null, lng: null, kodeWilayah: expect.any(String) });
      return body;
    });
    await house.operator('POST', `/v1/relays/${relay.id}/redrive`, { operator: 'Siti', reason: 'diperbaiki' });
    await soon(() => expect(posts).toHaveLength(2));
    expect(JSON.parse(posts[1] ?? '')).toEqual(cut);
    edit(house, (agreement) => Object.assign(agreement, { validFrom: '2024-01-01', validUntil: '2024-12-31' }));
    await soon(async () => expect((await content()).notSent).toMatchObject({ code: 'no-agreement' }));
    expect((await content()).request).toBeNull();
  });
});

function edit(house: House, change: (agreement: AnyJson) => void): void {
  const path = join(house.folder, 'config/agreements/contoh-jakarta-lampung.json');
  const agreement: AnyJson = JSON.parse(readFileSync(path, 'utf8'));
  change(agreement);
  writeFileSync(path, JSON.stringify(agreement));
}
