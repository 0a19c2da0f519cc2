import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished } from 'vitest';
import { specimenToken, tokenSha256 } from '../../src/config/config.ts';
import type { AnyJson } from '../kits/defaults.ts';
import type { House } from '../kits/house.ts';
import { caseAt, HASTY, it, lampungPlace, misplaced, recordOf, soon } from './scenes.ts';

const CITY = 'kota-contoh';
const PLACE = { ...lampungPlace(), regionCode: '18.71.15.1002', category: 'road' };
const WORDS = { from: CITY, to: 'jaki-crm', fields: 'all', confidentiality: ['public'], retentionDays: 30 };

type Row = Readonly<Record<string, unknown>>;

/** How one product answers; each is named with its source in the dialect's README. */
interface Shape {
  readonly number: string;
  readonly options?: object;
  /** What POST answers. */
  readonly made: unknown;
  readonly madeStatus?: number;
  readonly contentType?: string;
  /** The requests of an answer, as the product puts them. */
  readonly listed?: (rows: readonly Row[]) => unknown;
  readonly open: Row;
  readonly closed: Row;
  /** Its list tells of open requests alone. */
  readonly listsOnlyOpen?: boolean;
  /** Extended attributes are told only to who asks for extensions. */
  readonly extended?: Row;
  readonly token?: string;
}

/** Counts what is posted, and answers as the shape does. */
async function city(shape: Shape) {
  const heard: string[] = [];
  const state = { isClosed: false, isNumbered: shape.token === undefined };
  const row = (path: string): Row => ({
    ...(state.isClosed ? shape.closed : shape.open),
    ...(state.isClosed && shape.extended && path.includes('extensions=true')
      ? { extended_attributes: shape.extended }
      : {}),
  });
  const { listed = (rows) => rows } = shape;
  const answer = ({ method, url = '' }: IncomingMessage): readonly [number, unknown] => {
    heard.push(`${method} ${url}`);
    if (method === 'POST') return [shape.madeStatus ?? 200, shape.made];
    if (url.startsWith('/tokens/'))
      return state.isNumbered
        ? [200, [{ service_request_id: shape.number, token: shape.token }]]
        : [404, [{ code: 404, description: 'token not found' }]];
    if (url.startsWith('/services')) return [200, listed([{ service_code: 'JLN-01', type: 'realtime' }])];
    if (url.startsWith('/requests.json')) return [200, listed(shape.listsOnlyOpen && state.isClosed ? [] : [row(url)])];
    return [200, listed([row(url)])];
  };
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const [status, body] = answer(request);
      response.writeHead(status, { 'content-type': shape.contentType ?? 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    posts: () => heard.filter((one) => one.startsWith('POST')).length,
    state,
    heard,
  };
}

const handingOver = (url: string, options: object = {}) => ({
  ...HASTY,
  config(config: AnyJson) {
    config.systems.push({
      ...{ name: CITY, title: 'Kota Contoh', dialect: 'shared/open311', government: '18.71', territory: '18.71' },
      ...{ endpoint: url, simulated: true, tokenSha256: tokenSha256(specimenToken(CITY)) },
      ...{ poll: { intervalSeconds: 1 }, options: { services: { road: 'JLN-01', other: 'JLN-01' }, ...options } },
    });
    HASTY.config?.(config);
  },
  agreement(agreement: AnyJson) {
    agreement.parties.push({ government: '18.71', name: 'Kota Contoh', documentNumber: 'CONTOH/18.71/2025' });
    agreement.grants.push(
      { ...WORDS, from: 'jaki-crm', to: CITY, contract: 'report-handover/1.0' },
      ...['handover-answer/1.0', 'report-status/1.0'].map((contract) => ({ ...WORDS, contract })),
    );
  },
});

async function filed(house: House): Promise<string> {
  const { number, event } = misplaced(house.jakarta, PLACE);
  expect((await house.push('jaki-crm', event)).status).toBe(202);
  return number;
}

const dates = { requested_datetime: '2026-11-20T08:00:00+07:00', updated_datetime: '2026-11-20T08:00:00+07:00' };
const row = (service_request_id: string | number, change: Row = {}): Row => ({
  ...{ service_request_id, status: 'open', ...dates, description: 'x', lat: -5.4, long: 105.2 },
  ...change,
});
const over = { status: 'closed', updated_datetime: '2026-11-21T08:00:00+0700' };

const SHAPES: readonly (readonly [string, Shape, string])[] = [
  [
    'GeoReport v2: a list of one',
    {
      ...{ number: '638344', madeStatus: 201, open: row('638344'), closed: row('638344', over) },
      made: [{ service_request_id: '638344', service_notice: 'Diperiksa dalam satu hari kerja.', account_id: null }],
    },
    'Selesai',
  ],
  [
    'Chicago: a token, an id behind it later, duplicates told to who asks for extensions',
    {
      ...{ number: '14-01100669', token: '53d0a8b0', made: [{ token: '53d0a8b0' }], options: { extensions: true } },
      ...{ open: row('14-01100669'), closed: row('14-01100669', over) },
      extended: { channel: 'web', duplicate: true, parent_service_request_id: '14-01' },
    },
    'Ditolak',
  ],
  [
    'FixMyStreet: rows in service_requests, ids as numbers, an agency that is an object',
    {
      ...{ number: '90002', made: { service_requests: [{ service_request_id: 90002 }] } },
      listed: (rows) => ({ service_requests: rows }),
      open: row(90002, { agency_responsible: { recipient: ['Dinas Bina Marga'] }, interface_used: 'Open311' }),
      closed: row(90002, { ...over, updated_datetime: '2026-11-21T02:00:00+01:00' }),
    },
    'Selesai',
  ],
  [
    'eGov: beside what is said of the answer',
    {
      ...{ number: '00042-2026-AB', open: row('00042-2026-AB'), closed: row('00042-2026-AB', over), madeStatus: 201 },
      made: {
        response_info: { api_id: 'pgr', status: 'SUCCESSFUL' },
        service_requests: [{ service_request_id: '00042-2026-AB', service_notice: null }],
      },
      listed: (rows) => ({ response_info: { status: 'SUCCESSFUL' }, service_requests: rows }),
    },
    'Selesai',
  ],
  [
    'CitySDK (Rostock): only the id as a number, a list of open requests alone, REJECTED among the extensions',
    {
      ...{
        number: '17',
        made: [{ service_request_id: 17 }],
        options: { extensions: true, jurisdictionId: 'rostock.de' },
      },
      ...{ open: row(17), closed: row(17, { ...over, updated_datetime: '2026-11-21T02:00:00.000+01:00' }) },
      extended: { detailed_status: 'REJECTED', media_urls: [], votes: 0 },
      listsOnlyOpen: true,
    },
    'Ditolak',
  ],
];

describe('K3 and K8: a report to a city that answers as', () => {
  it.for(SHAPES)('%s is posted once, its number and its end come home', async ([, shape, end], { open }) => {
    const there = await city(shape);
    const house = await open(handingOver(there.url, shape.options));
    const number = await filed(house);
    await soon(() =>
      expect(caseAt(house.jakarta, number)?.counterpart).toBe(shape.token ? `token.${shape.token}` : shape.number),
    );
    there.state.isNumbered = true;
    there.state.isClosed = true;
    await soon(() => expect(caseAt(house.jakarta, number)?.status).toBe(end));
    expect(there.posts()).toBe(1);
    expect((await recordOf(house, number)).case).toMatchObject({ holder: CITY });
  });
});

describe('K3: a city that took a report and says no number that can be read', () => {
  const XML =
    '<?xml version="1.0"?><service_requests><request><service_request_id>7</service_request_id></request></service_requests>';
  it.for([
    ['in XML alone', XML, 'text/xml'],
    ['in XML that is called JSON', XML, 'application/json'],
    ['in an object of its own', { data: { id: 90002 } }, 'application/json'],
    ['in a list of nothing', [], 'application/json'],
    ['with nothing', '', 'application/json'],
    ['in a word', 'ok', 'text/plain'],
    ['with a notice alone (blackbox)', [{ service_notice: 'Terima kasih.', account_id: null }], 'application/json'],
    ['with a number that names no case', [{ service_request_id: 'SR #14' }], 'application/json'],
    ['with a failure inside', [{ code: 500, description: 'x' }], 'application/json'],
  ] as const)('%s is not sent it again: a person decides', async ([, made, contentType], { open }) => {
    const there = await city({ number: '7', made, contentType, open: row('7'), closed: row('7') });
    const house = await open(handingOver(there.url));
    const number = await filed(house);
    await soon(async () =>
      expect((await recordOf(house, number)).relays).toMatchObject([{ recipient: CITY, state: 'unconfirmed' }]),
    );
    expect(there.posts()).toBe(1);
  });
});
