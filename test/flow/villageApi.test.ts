import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished } from 'vitest';
import { LAMPUNG_PLACES } from '../../src/sandbox/scenario.ts';
import type { AnyJson } from '../kits/defaults.ts';
import type { House } from '../kits/house.ts';
import { VILLAGE, withVillage } from './questions.ts';
import { caseAt, it, recordOf, soon } from './scenes.ts';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: AnyJson;
  readonly authorization: string | undefined;
}

/**
 * OpenSID's admin API as its sources have it, with the one route that a village must add: routes it does not know are 404 in
 * the framework's words, a column that must not be null refuses, and nothing is known of repeats.
 */
async function opensid(change: { readonly drops?: string } = {}) {
  const [calls, complaints]: [Call[], AnyJson[]] = [[], []];
  const sent = (data: unknown) => [200, { success: true, data, message: 'berhasil' }] as const;
  const state = { drops: change.drops };
  const route = ({ method, path, body }: Call): readonly [number, unknown] => {
    const { pathname, searchParams } = new URL(path, 'http://desa');
    switch (`${method} ${pathname}`) {
      case 'POST /login':
        return body.username && body.password
          ? sent({ id: 1, username: body.username, token: 'a.b.c' })
          : [401, { code: 401, messages: 'x' }];
      case 'GET /pengaduan':
        return [
          200,
          {
            data: complaints.map(({ id, ...attributes }) => ({ type: 'pengaduan', id: String(id), attributes })),
            meta: { pagination: { total_pages: 1 } },
          },
        ];
      case 'GET /pengaduan/show':
        return sent(complaints.find(({ id }) => String(id) === searchParams.get('id')) ?? null);
      case 'POST /pengaduan/store': {
        if (typeof body.nama !== 'string') return [500, { success: false, message: "Column 'nama' cannot be null" }];
        const id = complaints.length + 5;
        complaints.push({
          id,
          id_pengaduan: null,
          nama: body.nama,
          judul: body.judul,
          isi: body.isi,
          status: 1,
          child: [],
        });
        return [200, { data: { type: 'pengaduan', id: String(id), attributes: {} } }];
      }
      case 'POST /pengaduan/tanggapi': {
        const { id_pengaduan, status, tanggapan } = body;
        if (!Number.isInteger(id_pengaduan) || !Number.isInteger(status) || typeof tanggapan !== 'string')
          return [422, { message: 'The given data was invalid.', errors: {} }];
        const complaint = complaints.find(({ id }) => id === id_pengaduan);
        complaint?.child.push({ id: 900 + complaint.child.length, isi: tanggapan, status });
        if (complaint) complaint.status = status;
        return sent([]);
      }
      case 'GET /profil-desa':
        return [200, { data: {} }];
      default:
        return [404, { message: `The route ${pathname} could not be found.` }];
    }
  };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const call = { method, path, body: text === '' ? null : JSON.parse(text), authorization: headers.authorization };
      calls.push(call);
      const isOpen = path === '/login' || path === '/profil-desa' || call.authorization === 'Bearer a.b.c';
      const [status, body] = isOpen ? route(call) : [401, { code: 401, messages: 'Unauthenticated.' }];
      if (state.drops !== undefined && `${method} ${path}` === state.drops) {
        state.drops = undefined;
        return void request.socket.destroy();
      }
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { calls, complaints, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const atVillage = (url: string) =>
  withVillage(
    { endpoints: { [VILLAGE]: url }, env: { DESA_USER: 'gerbang', DESA_PASSWORD: 'sandi-contoh' } },
    {
      credentials: { login: { userEnv: 'DESA_USER', passwordEnv: 'DESA_PASSWORD' } },
      ...{ poll: { intervalSeconds: 1 }, options: { villageCode: '18.01.04.2001' } },
    },
  );

async function filed(house: House): Promise<string> {
  const place = LAMPUNG_PLACES.find(({ regionCode }) => regionCode === '18.01.04.2001');
  if (!place) throw new Error('the scenario has no report about the village');
  const number = house.jakarta.desk.file(place);
  expect((await house.push('jaki-crm', house.jakarta.desk.handOver(number))).status).toBe(202);
  return number;
}

describe('K17: OpenSID as its sources of August 2026 have it', () => {
  it('takes a report in the institution’s name, and what becomes of it comes home', async ({ open }) => {
    const there = await opensid();
    const house = await open(atVillage(there.url));
    const number = await filed(house);
    await soon(() => expect(caseAt(house.jakarta, number)?.counterpart).toBe('5'));
    expect(there.complaints).toMatchObject([{ nama: 'Jembatan (diteruskan dari sistem lain)' }]);
    for (const [status, word] of [
      [2, 'Proses'],
      [3, 'Selesai'],
    ] as const) {
      there.complaints[0].status = status;
      await soon(() => expect(caseAt(house.jakarta, number)?.status).toBe(word));
    }
    const paths = new Set(there.calls.map(({ method, path }) => `${method} ${path.split('?')[0]}`));
    expect(paths).toEqual(new Set(['POST /login', 'GET /profil-desa', 'POST /pengaduan/store', 'GET /pengaduan']));
  });

  it('that took a report and broke off is asked for it, and not sent it again', async ({ open }) => {
    const there = await opensid({ drops: 'POST /pengaduan/store' });
    const house = await open(atVillage(there.url));
    const number = await filed(house);
    await soon(() => expect(caseAt(house.jakarta, number)?.counterpart).toBe('5'));
    expect(there.calls.filter(({ path }) => path === '/pengaduan/store')).toHaveLength(1);
    expect(there.complaints).toHaveLength(1);
    const relays = (await recordOf(house, number)).relays.filter(({ recipient }) => recipient === VILLAGE);
    expect(relays).toMatchObject([{ state: 'delivered' }]);
  });
});
