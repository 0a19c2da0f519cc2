import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adapter } from '../../adapters/shared/open311/index.ts';
import { createSimulator } from '../../adapters/shared/open311/simulator.ts';
import type { Cursor, Page, PollContext } from '../../src/adapter.ts';
import { readAnswer } from '../../src/answers.ts';
import type { NativeRequest } from '../../src/declared.ts';
import type { Simulator } from '../../src/dialect/simulator.ts';
import { GatewayError } from '../../src/errors.ts';
import { CATEGORY_CODES } from '../../src/generated/contracts.ts';
import { compileSchema } from '../../src/json/schema.ts';
import type { Draft } from '../../src/outcome.ts';
import { startSimulatedSystem } from '../../src/sandbox/host.ts';
import { createUpstream } from '../../src/upstreams/http.ts';
import { adapterAtWork, contracts, sealed } from '../kits/adapterAtWork.ts';
import { ending, envelopeOf, type Json } from '../kits/adapterSamples.ts';

const SERVICES = { road: 'JLN-01', licensing: 'IZN-01', 'smoke-free-zone': 'KTR-01', other: 'UMM-99' };
const TOLD = { territory: '18.71', options: { services: SERVICES } };
const work = adapterAtWork(adapter, join(import.meta.dirname, '../../adapters/shared/open311'));
const poll = must(adapter.poll);

function must<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('a part is missing');
  return part;
}

const NINE = '2025-07-03T02:00:00.000Z';
const TEN = '2025-07-03T03:00:00.000Z';
const [nine, ten] = ['2025-07-03T09:00:00+07:00', '2025-07-03T10:00:00+07:00'];

const answer = (status: number, body: unknown, receivedAt = TEN) => ({ status, headers: {}, body, receivedAt });
const asking = (...numbers: string[]): PollContext => ({ ...TOLD, numbers });
const queryOf = ({ path }: NativeRequest) => Object.fromEntries(new URL(path, 'http://kota/').searchParams);

const REQUEST: Json = { service_request_id: '14-1', status: 'open', requested_datetime: nine, updated_datetime: nine };

function statusOf(native: unknown): Json {
  const [draft] = work.translate(native, TOLD).drafts;
  return must(draft).data as Json;
}

describe('a real answer of a city', () => {
  const SAMPLES = process.env.JEMBATAN_SAMPLES ?? join(import.meta.dirname, '../../../shared/samples');
  const fileOf = (name: string) => join(SAMPLES, `open311_${name}`);
  const withFile = (name: string) => it.skipIf(!existsSync(fileOf(name)));
  const textOf = (name: string) => readFileSync(fileOf(name), 'utf8');

  /** The elements of one name as JSON has them by the spec's convention; what is empty there is an empty text here. */
  const elements = (xml: string, name: string): readonly Json[] =>
    [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gsu'))].map(([, inner = '']) =>
      Object.fromEntries(
        [...inner.matchAll(/<(\w+)(?:\/>|>([^<]*)<\/\1>)/gu)].map(([, member = '', text = '']) => [member, text]),
      ),
    );

  /** Every request through schema, identity and translation, and through a poll that asked for it. */
  function read(city: string, requests: readonly Json[]): void {
    expect(requests.length).toBeGreaterThan(0);
    const numbers = requests.map(({ service_request_id: id }) => String(id));
    const page = poll.read(answer(200, requests), null, asking(...numbers));
    expect(page.natives).toHaveLength(requests.length);
    const ends = [...requests, ...page.natives].map((native) => {
      try {
        const { identity, drafts } = work.translate(native, TOLD);
        expect(numbers).toContain(identity.subject);
        for (const draft of drafts) expect(contracts.get(draft.contract).validate(sealed(draft))).toEqual([]);
        return String((must(drafts[0]).data as Json).status);
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        expect(error.message).not.toBe('');
        return error.code;
      }
    });
    const counts = Object.fromEntries([...new Set(ends)].map((end) => [end, ends.filter((one) => one === end).length]));
    console.log(`${city}: ${requests.length} requests, each read whole and by a poll:`, counts);
    expect(counts).toEqual({ received: 2 * requests.length });
  }

  /** A poll that finds the first service of the list, and not one that is not there. */
  function offers(city: string, services: readonly Json[]): void {
    expect(services.length).toBeGreaterThan(2);
    const options = { services: { road: String(services[0]?.service_code), other: 'tidak-ada' } };
    const { natives, more } = poll.read(answer(200, services), null, { ...TOLD, options, numbers: [] });
    console.log(`${city}: ${services.length} services, of which two were looked for and one is missing`);
    expect({ natives, more }).toEqual({ natives: [{ service_code: 'tidak-ada', type: null }], more: false });
  }

  withFile('chicago_service_requests.json')('of Chicago (JSON) is read', () => {
    read('Chicago', JSON.parse(textOf('chicago_service_requests.json')));
  });

  withFile('toronto_requests.xml')('of Toronto is read, its empty elements and all', () => {
    read('Toronto', elements(textOf('toronto_requests.xml'), 'request'));
  });

  withFile('chicago_service_list.json')('about services (Chicago, JSON) is read', () => {
    offers('Chicago', JSON.parse(textOf('chicago_service_list.json')));
  });

  withFile('cfa_services.xml')('about services (San Francisco) is read', () => {
    offers('San Francisco', elements(textOf('cfa_services.xml'), 'service'));
  });
});

describe('a status', () => {
  it('is read in whatever letters the city writes it', () => {
    for (const status of ['closed', 'Closed', ' CLOSED ']) {
      expect(statusOf({ ...REQUEST, status })).toMatchObject({ status: 'done', nativeStatus: status });
    }
  });

  it('that ends without the work being done is never told as done', () => {
    const ends = ['no_further_action', 'duplicate', 'cancelled', 'not_councils_responsibility'];
    const told = ends.map((status) => statusOf({ ...REQUEST, status }).status);
    expect(told).toEqual(['rejected', 'rejected', 'rejected', 'outside-authority']);
  });

  it('of work that goes on is never told as over', () => {
    const going = ['open', 'for_triage', 'investigating', 'internal_referral', 'planned', 'action_scheduled'];
    const told = [...going, 'in_progress'].map((status) => statusOf({ ...REQUEST, status }).status);
    const between = ['received', 'received', 'verified', 'coordinated', 'assigned', 'assigned', 'in-progress'];
    expect(told).toEqual(between);
  });

  it('goes with the city’s own words, so that whoever reads "closed" sees why', () => {
    const status_notes = 'Duplicate request.\r\n';
    expect(statusOf({ ...REQUEST, status: 'closed', status_notes })).toMatchObject({ note: 'Duplicate request.' });
  });

  it('that nobody knows is quarantined, not guessed', () => {
    for (const status of ['archived', 'acknowledged', 'resolved', 'in progress', '1']) {
      expect(ending(() => work.translate({ ...REQUEST, status }, TOLD))).toEqual({ error: 'unknown-code' });
    }
  });

  it('is not written: a refusal would be read back as a success', () => {
    const table = must(adapter.tables.find(({ name }) => name === 'status'));
    expect(table.inexpressible).toEqual(['rejected', 'outside-authority']);
    expect(adapter.accepts).toEqual(['report-handover/1.0']);
  });
});

describe('a time', () => {
  it('without its zone is refused and says so: none is assumed', () => {
    for (const updated_datetime of ['2025-07-03T14:20:00', '2025-07-03 14:20:00', '2025-07-03']) {
      const act = () => work.translate({ ...REQUEST, updated_datetime }, TOLD);
      expect(ending(act)).toEqual({ error: 'native-invalid' });
      expect(act).toThrow(/zona waktu/u);
    }
  });

  it('is the same instant in any zone, with seconds or without', () => {
    for (const time of ['2025-07-03T02:00:00Z', '2025-07-02T22:00:00-04:00', '2025-07-03T09:00+07:00']) {
      expect(statusOf({ ...REQUEST, updated_datetime: time }).at).toBe(nine);
    }
  });

  it('that is no time at all is refused', () => {
    for (const updated_datetime of ['2025-02-30T10:00:00Z', 'kemarin', '03/07/2025 09:00 WIB']) {
      const act = () => work.translate({ ...REQUEST, updated_datetime }, TOLD);
      expect(ending(act)).toEqual({ error: 'native-invalid' });
    }
  });

  it('that the city leaves out is when the request was made, for one that is open and new', () => {
    for (const updated_datetime of ['', null, undefined]) {
      const { natives } = poll.read(answer(200, [{ ...REQUEST, updated_datetime }]), null, asking('14-1'));
      expect(statusOf(natives[0])).toMatchObject({ status: 'received', at: nine });
    }
  });

  it('that the city leaves out later is when the change was seen, round after round', () => {
    const row = { ...REQUEST, updated_datetime: '' };
    const first = poll.read(answer(200, [row], NINE), null, asking('14-1'));
    const changed = { ...row, status: 'closed' };
    const second = poll.read(answer(200, [changed], TEN), first.cursor, asking('14-1'));
    expect(statusOf(second.natives[0])).toMatchObject({ status: 'done', at: ten });
    const third = poll.read(answer(200, [changed], '2025-07-03T04:00:00.000Z'), second.cursor, asking('14-1'));
    expect(third.natives).toEqual(second.natives);
    expect(JSON.stringify(third.cursor)).toBe(JSON.stringify(second.cursor));
  });

  it('that the city never says, of a request that was closed when first seen, is when it was seen', () => {
    const row = { ...REQUEST, status: 'closed', updated_datetime: '' };
    const { natives } = poll.read(answer(200, [row]), null, asking('14-1'));
    expect(statusOf(natives[0]).at).toBe(ten);
  });
});

/** One round of questions; what each answers is told by its path. */
function round(from: Cursor, context: PollContext, answers: (path: string) => unknown) {
  const paths: string[] = [];
  const natives: object[] = [];
  let page: Page = { natives: [], cursor: from, more: true };
  while (page.more) {
    const { path } = poll.ask(page.cursor, context);
    paths.push(decodeURIComponent(path));
    const body = answers(decodeURIComponent(path));
    const { cursor } = page;
    page =
      body === undefined
        ? must(must(poll.skip)(cursor, context) ?? undefined)
        : poll.read(answer(200, body), cursor, context);
    natives.push(...page.natives);
    if (paths.length > 200) throw new Error('the round does not end');
  }
  return { paths, natives, cursor: page.cursor };
}

const rowOf = (id: string): Json => ({ ...REQUEST, service_request_id: id });

describe('a round of questions', () => {
  it('asks for fifty cases at a time, and for each of them once', () => {
    const numbers = Array.from({ length: 120 }, (_, index) => `14-${String(index).padStart(3, '0')}`);
    const { paths, natives } = round(null, asking(...numbers), (path) =>
      (path.split('service_request_id=')[1] ?? '').split(',').map(rowOf),
    );
    expect(paths.map((path) => path.split(',').length)).toEqual([50, 50, 20]);
    expect(natives.map((native) => adapter.identify(native).subject)).toEqual(numbers);
  });

  it('names the jurisdiction in each, where the options do', () => {
    const options = { ...TOLD.options, jurisdictionId: 'kota.contoh.go.id' };
    const context = { ...TOLD, options, numbers: ['14-1', 'token.12'] };
    const first = poll.ask(null, context);
    expect(first.path).toBe('/tokens/12.json?jurisdiction_id=kota.contoh.go.id');
    const list = poll.ask(poll.read(answer(200, [{}]), null, context).cursor, context);
    expect(queryOf(list)).toEqual({ jurisdiction_id: 'kota.contoh.go.id', service_request_id: '14-1' });
    expect(queryOf(poll.ask(null, { ...context, numbers: [] }))).toEqual({ jurisdiction_id: 'kota.contoh.go.id' });
    expect(poll.ask(null, asking()).path).toBe('/services.json');
  });

  it('asks one by one for what a list did not tell of, and from then on only so', () => {
    const onlyFirst = (path: string) => {
      const [, single] = /^\/requests\/(.+)\.json$/u.exec(path) ?? [];
      return [rowOf(single ?? (path.split('service_request_id=')[1] ?? '').split(',')[0] ?? '')];
    };
    const numbers = ['14-1', '14-2', 'SR/3'];
    const first = round(null, asking(...numbers), onlyFirst);
    expect(first.paths).toEqual([
      '/requests.json?service_request_id=14-1,14-2,SR/3',
      '/requests/14-2.json',
      '/requests/SR/3.json',
    ]);
    expect(first.natives).toHaveLength(3);
    const second = round(first.cursor, asking(...numbers), onlyFirst);
    expect(second.paths[0]).toBe('/requests.json?service_request_id=14-1');
    expect(second.natives).toEqual(first.natives);
    expect(poll.ask(null, asking('SR/3')).path).toContain('SR%2F3');
  });

  it('asks one by one for what a city refuses to list, and goes on past what it does not know', () => {
    const { paths, natives } = round(null, asking('14-1', '14-2'), (path) =>
      path === '/requests/14-2.json' ? [rowOf('14-2')] : undefined,
    );
    expect(paths).toEqual([
      '/requests.json?service_request_id=14-1,14-2',
      '/requests/14-1.json',
      '/requests/14-2.json',
    ]);
    expect(natives).toHaveLength(1);
  });

  it('takes one request without a list around it, as some servers answer', () => {
    const { cursor } = poll.read(answer(200, []), null, asking('14-1'));
    expect(poll.read(answer(200, rowOf('14-1')), cursor, asking('14-1')).natives).toHaveLength(1);
  });

  it('hears only of cases it asked for, whatever the city lists beside them', () => {
    const { natives } = poll.read(answer(200, [rowOf('99'), rowOf('14-1')]), null, asking('14-1'));
    expect(natives.map((native) => adapter.identify(native).subject)).toEqual(['14-1']);
  });

  it('knows a request by the same number, written as a number or as text', () => {
    const [one, other] = [293944, '293944'].map((service_request_id) =>
      poll.read(answer(200, [{ ...REQUEST, service_request_id }]), null, asking('293944')),
    );
    expect(one?.natives).toEqual(other?.natives);
    expect(one?.natives).toHaveLength(1);
  });

  it('keeps nothing of what a citizen wrote or where, in no native and in no cursor', () => {
    const person = {
      ...{ description: 'RAHASIA-1', address: 'RAHASIA-2', media_url: 'RAHASIA-3', email: 'RAHASIA-4' },
      ...{
        first_name: 'RAHASIA-5',
        phone: 'RAHASIA-6',
        notes: [{ description: 'RAHASIA-7' }],
        account_id: 'RAHASIA-8',
      },
      ...{ updated_datetime: '', lat: -5.38, long: 105.27, zipcode: 'RAHASIA-9' },
    };
    const { natives, cursor } = poll.read(answer(200, [{ ...REQUEST, ...person }]), null, asking('14-1'));
    expect(natives).toEqual([
      { service_request_id: '14-1', status: 'open', requested_datetime: nine, seen_datetime: nine },
    ]);
    expect(JSON.stringify(cursor)).not.toContain('RAHASIA');
  });

  it('forgets what is over, and takes up again where it broke off', () => {
    const numbers = Array.from({ length: 60 }, (_, index) => `14-${String(index).padStart(2, '0')}`);
    const first = poll.read(answer(200, numbers.slice(0, 50).map(rowOf)), null, asking(...numbers));
    expect(first.more).toBe(true);
    expect(queryOf(poll.ask(first.cursor, asking(...numbers))).service_request_id?.split(',')).toHaveLength(10);
    const rest = poll.ask(first.cursor, asking('14-58', '14-70'));
    expect(queryOf(rest)).toEqual({ service_request_id: '14-58' });
    const strange: Cursor = { lists: 'x', tokens: [7, '14-1'], ids: [], alone: null, seen: { '14-1': 'x' } };
    expect(poll.ask(strange, asking('14-1')).path).toBe('/requests.json?service_request_id=14-1');
  });

  it('is tried again where the answer is a failure under HTTP 200, or cannot be read', () => {
    const odd = [
      [{ code: 500, description: 'x' }],
      { code: '400' },
      { requests: [] },
      '<service_requests/>',
      null,
      [1],
      7,
    ];
    for (const body of odd) {
      expect(ending(() => poll.read(answer(200, body), null, asking('14-1')))).toEqual({ error: 'upstream-failed' });
    }
  });
});

describe('a token', () => {
  it('stands for the number until the city tells it, and the case goes by it after that too', () => {
    const context = asking('token.12345');
    let isKnown = false;
    const city = (path: string) => {
      if (path === '/tokens/12345.json') return [{ service_request_id: isKnown ? 638344 : null, token: 12345 }];
      return path.endsWith('=638344') ? [{ ...REQUEST, service_request_id: 638344 }] : [];
    };
    const before = round(null, context, city);
    expect(before).toMatchObject({ paths: ['/tokens/12345.json'], natives: [] });
    isKnown = true;
    const after = round(before.cursor, context, city);
    expect(after.paths).toEqual(['/tokens/12345.json', '/requests.json?service_request_id=638344']);
    expect(after.natives).toMatchObject([{ service_request_id: '638344', token: '12345' }]);
    expect(work.translate(after.natives[0], TOLD)).toMatchObject({
      ...{ identity: { subject: 'token.12345' }, drafts: [{ number: 'token.12345' }] },
    });
    const later = round(after.cursor, context, city);
    expect(later.paths).toEqual(['/requests.json?service_request_id=638344']);
    expect(later.natives).toEqual(after.natives);
  });

  it('that the city does not know yet keeps no other case from being asked for', () => {
    const { paths, natives } = round(null, asking('14-1', 'token.7'), (path) =>
      path.startsWith('/tokens/') ? undefined : [rowOf('14-1')],
    );
    expect(paths).toEqual(['/tokens/7.json', '/requests.json?service_request_id=14-1']);
    expect(natives).toHaveLength(1);
  });

  it('is not resolved by the answer to another one', () => {
    const page = poll.read(answer(200, [{ service_request_id: 1, token: '8' }]), null, asking('token.7'));
    expect(page).toMatchObject({ natives: [], more: false });
  });
});

describe('while no case is open', () => {
  const city = (...services: Json[]) => poll.read(answer(200, services), null, asking());
  const offered = Object.values(SERVICES).map((service_code): Json => ({ service_code, type: 'realtime' }));

  it('the city’s services are asked for, and nothing is said where the options’ are all there', () => {
    expect(poll.ask(null, asking()).path).toBe('/services.json');
    expect(city(...offered)).toMatchObject({ natives: [], more: false });
  });

  it('a service that is not there, or never gives a number, is refused on record with what to mend', () => {
    const [, ...others] = offered;
    const { natives } = city(
      { service_code: 'KTR-01', type: 'blackbox' },
      ...others.filter((one) => one.service_code !== 'KTR-01'),
    );
    expect(natives).toEqual([
      { service_code: 'JLN-01', type: null },
      { service_code: 'KTR-01', type: 'blackbox' },
    ]);
    for (const native of natives) {
      expect(ending(() => work.translate(native, TOLD))).toEqual({ error: 'native-invalid' });
      expect(() => work.translate(native, TOLD)).toThrow(/perbaiki options\.services/u);
    }
  });

  it('the round ends, whether the list is refused or did not change', () => {
    expect(must(poll.skip)(null, asking())).toMatchObject({ natives: [], more: false });
    expect(poll.read(answer(304, ''), null, asking())).toMatchObject({ natives: [], more: false });
  });
});

const REPORT: Json = {
  ...{ caseId: 'asal:A-1', originSystem: 'asal', originProvince: '31', kind: 'complaint' },
  category: { code: 'road', native: 'Jalan' },
  ...{ description: 'Jalan rusak', descriptionRedacted: false },
  location: {
    ...{ regionCode: '18.71.15.1002', address: 'Jl. Contoh 1', determinedBy: 'code' },
    point: { type: 'Point', coordinates: [105.27, -5.38] },
  },
  ...{ status: 'coordinated', nativeStatus: 'Koordinasi', confidentiality: 'public', anonymous: false },
  ...{ reporterHandle: 'sandi-pelapor', agency: null, dueAt: null, attachments: [], relatedCases: [] },
  ...{ createdAt: nine, updatedAt: ten },
};

const handoverOf = (report: Json = {}): Json => ({
  ...{ handoverId: 'asal:A-1/1', report: { ...REPORT, ...report }, reason: 'outside-territory', answerBy: ten },
  ...{ from: { level: 'province', regionCode: '31' }, to: { level: 'regency', regionCode: '18.71' } },
});

function sent(
  report: Json = {},
  options: Json = TOLD.options,
): NativeRequest & { form: Readonly<Record<string, string>> } {
  const context = { senderNumber: 'A-1', recipientNumber: null, deliveryId: 'dlv-1', options };
  const request = work.requested('report-handover/1.0', handoverOf(report), context);
  return { ...request, form: request.body as Readonly<Record<string, string>> };
}

describe('a handover', () => {
  it('is a form of one level of texts, which names the delivery, the case and the number at the origin', () => {
    const { method, path, encoding, form } = sent();
    expect({ method, path, encoding }).toEqual({ method: 'POST', path: '/requests.json', encoding: 'form' });
    expect(Object.values(form).every((value) => typeof value === 'string')).toBe(true);
    expect(form).toMatchObject({
      ...{ 'attribute[external_id]': 'dlv-1', 'attribute[case_id]': 'asal:A-1', 'attribute[origin_number]': 'A-1' },
      ...{ service_code: 'JLN-01', lat: '-5.38', long: '105.27' },
    });
    expect(form).not.toHaveProperty('address_string');
  });

  it('says nothing of who reported', () => {
    expect(JSON.stringify(sent().form)).not.toContain('sandi-pelapor');
    const personal = ['email', 'first_name', 'last_name', 'phone', 'account_id', 'device_id', 'api_key'];
    expect(Object.keys(sent().form).filter((name) => personal.includes(name))).toEqual([]);
  });

  it('of a category without a service of its own goes to the one for all else, its own name first', () => {
    const { form } = sent({ category: { code: 'street-vendor', native: 'PKL Liar' } });
    expect(form.service_code).toBe('UMM-99');
    expect(form.description).toMatch(/^PKL Liar\n\nJalan rusak\n\n/u);
    expect(sent().form.description).toMatch(/^Jalan rusak\n\n/u);
    expect(sent({ category: { code: 'other', native: 'Lainnya' } }).form.description).toMatch(/^Lainnya\n\n/u);
  });

  it('without a point or an address names the regions, the smallest first', () => {
    const location = { regionCode: '18.71.15.1002', point: null, address: null, determinedBy: 'code' };
    const { form } = sent({ location });
    expect(form.address_string).toBe('Way Halim Permai, Way Halim, Kota Bandar Lampung, Lampung');
    expect([form.lat, form.long]).toEqual([undefined, undefined]);
  });

  it('that is longer than a city takes says that it was cut and where the rest is, and keeps all else', () => {
    const { form } = sent({ description: '😀'.repeat(9_000) });
    expect([...must(form.description)]).toHaveLength(4000);
    expect(form.description).toContain('[dipotong; selengkapnya pada nomor asal]\n\nJenis: Pengaduan');
    expect(form.description).toMatch(/Nomor asal: A-1 \(asal\)\nMohon ditanggapi sebelum: 03\/07\/2025 10:00:00 WIB$/u);
    expect(sent({ description: 'a'.repeat(3500) }).form.description).not.toContain('dipotong');
  });

  it('names its first file apart, the others in the text, or how many they are', () => {
    const files = (count: number, length: number) =>
      Array.from({ length: count }, (_, index) => ({
        url: `https://contoh.go.id/${String(index).padStart(length, '0')}.jpg`,
        ...{ mediaType: null, sha256: null },
      }));
    const few = sent({ attachments: files(3, 1) }).form;
    expect(few.media_url).toBe('https://contoh.go.id/0.jpg');
    expect(few.description).toContain('Lampiran lain: https://contoh.go.id/1.jpg https://contoh.go.id/2.jpg');
    expect(sent({ attachments: files(20, 200) }).form.description).toContain(
      'Lampiran lain: 19 berkas, lihat nomor asal',
    );
  });

  it('that is not public is not sent: whoever asks is shown every request', () => {
    for (const confidentiality of ['private', 'secret']) {
      expect(ending(() => sent({ confidentiality }))).toEqual({ error: 'code-not-expressible' });
    }
  });
});

describe('an answer to a handover', () => {
  const envelope = envelopeOf('report-handover/1.0', handoverOf());
  const outcome = (status: number, body: unknown) => readAnswer(adapter, envelope, answer(status, body));
  const failed = { kind: 'failed', error: { code: 'upstream-failed' } };

  it('brings the number home, with what the city says it will do', () => {
    const notice = 'The City will inspect &amp; require correction within 24 hours';
    for (const service_request_id of [293944, '293944']) {
      const made = outcome(200, [{ service_request_id, service_notice: notice, account_id: null }]);
      const [reply] = made?.kind === 'delivered' ? made.replies : [];
      expect(reply).toMatchObject({
        number: '293944',
        data: { state: 'registered', destinationNumber: '293944', at: ten },
      });
      expect((must(reply).data as Json).note).toBe('The City will inspect & require correction within 24 hours');
      expect(contracts.get('handover-answer/1.0').validate(sealed(must(reply)))).toEqual([]);
    }
    const long = outcome(200, [{ service_request_id: 1, service_notice: 'x'.repeat(2001) }]);
    const cut = expect.stringMatching(/^x{1900,} ?… \[dipotong\]$/u);
    const warnings = [{ code: 'detail-shortened', facts: { pointer: '/service_notice', limit: 2000 } }];
    expect(long).toMatchObject({ kind: 'delivered', replies: [{ data: { note: cut }, warnings }] });
  });

  it('with a token alone is registered under the token, which is asked for later', () => {
    for (const token of [12345, '12345']) {
      expect(outcome(200, [{ service_request_id: null, token }])).toMatchObject({
        ...{ kind: 'delivered', replies: [{ number: 'token.12345', data: { destinationNumber: 'token.12345' } }] },
      });
    }
    expect(poll.ask(null, asking('token.12345')).path).toBe('/tokens/12345.json');
  });

  it('K3: that took it without a number in the places and forms the dialect declares is no success', () => {
    const bodies = [
      ...[[{ service_notice: 'x', account_id: null }], [{}], [], { service_request_id: '' }],
      ...[[{ service_request_id: 'SR #1' }], [{ service_request_id: 1e21 }], [{ service_request_id: 'token.7' }]],
      ...[[{ token: 'x'.repeat(80) }], '<?xml version="1.0"?><service_requests/>', ' <service_requests>'],
    ];
    for (const body of bodies) expect(outcome(200, body)).toMatchObject(failed);
  });

  it('that says it failed under a 2xx, or is no answer at all, is a failed attempt', () => {
    const bodies = [[{ code: 500, description: 'x' }], { code: '400' }, '<html>', 'ok', null, {}, 7];
    for (const body of bodies) expect(outcome(200, body)).toMatchObject(failed);
    expect(outcome(200, [{ code: 500, service_request_id: 1 }])).toMatchObject(failed);
  });

  it('is left to HTTP where HTTP says it', () => {
    for (const status of [400, 403, 404, 409, 500]) {
      expect(outcome(status, [{ code: status, description: 'x' }])).toBeNull();
    }
  });
});

describe('a system of this dialect', () => {
  const check = compileSchema(must(adapter.options));

  it('is told the city’s services by category, other among them, and perhaps its jurisdiction', () => {
    const all = Object.fromEntries(CATEGORY_CODES.map((code) => [code, `${code}-1`]));
    for (const options of [{ services: { other: '1' } }, { services: all, jurisdictionId: 'kota.contoh.go.id' }]) {
      expect(check(options)).toEqual([]);
    }
  });

  it('is refused other options: no key, no category nobody knows, no service that is missing', () => {
    const { services } = TOLD.options;
    const odd = [{}, { services: { road: '1' } }, { services: { ...services, jalan: '1' } }, { services, apiKey: 'x' }];
    for (const options of [
      ...odd,
      { services: { other: 1 } },
      { services: { other: '' } },
      { services, jurisdictionId: '' },
    ]) {
      expect(check(options)).not.toEqual([]);
    }
  });

  it('without services sends nothing', () => {
    for (const options of [{}, { services: 'x' }, { services: { road: 7 } }]) {
      expect(ending(() => sent({}, options))).toEqual({ error: 'code-not-expressible' });
    }
  });
});

describe('the simulated city', () => {
  /** Its clock is a minute further at every look. */
  function city() {
    let minutes = 0;
    const now = () => {
      minutes += 1;
      return new Date(Date.parse(NINE) + minutes * 60_000);
    };
    const simulator = createSimulator({ now, territory: '18.71' });
    return { simulator, desk: must(simulator.desk) };
  }

  const served = (simulator: Simulator, { method, path, body = null }: NativeRequest) =>
    simulator.answer({ method, path, headers: {}, body });

  function polled(simulator: Simulator, number: string, from: Cursor = null) {
    const statuses = (drafts: readonly Draft[]) => drafts.map(({ number: of, data }) => [of, (data as Json).status]);
    const { natives, cursor } = round(from, asking(number), (path) => {
      const { status, body } = simulator.answer({ method: 'GET', path, headers: {}, body: null });
      return status === 200 ? body : undefined;
    });
    return { told: statuses(natives.flatMap((native) => adapter.toCanonical(native, TOLD))), cursor };
  }

  const numberIn = (body: unknown) => {
    const outcome = readAnswer(adapter, envelopeOf('report-handover/1.0', handoverOf()), answer(200, body));
    return outcome?.kind === 'delivered' ? (outcome.replies[0]?.number ?? null) : null;
  };

  it('gives a report its number once, moves it to its end, and tells each step to whoever asks', () => {
    const { simulator, desk } = city();
    const first = served(simulator, sent());
    expect(first).toMatchObject({ status: 200, effect: 'handover:asal:A-1' });
    const number = must(numberIn(first.body) ?? undefined);
    expect(number).toMatch(/^25-0703\d{4}$/u);
    const again = served(simulator, sent());
    expect(again.effect).toBeNull();
    expect(numberIn(again.body)).toBe(number);
    const told: unknown[] = [];
    let cursor: Cursor = null;
    const moves = [
      () => null,
      () => desk.decide(number, 'accepted'),
      () => desk.advance(number),
      () => desk.advance(number),
    ];
    for (const move of moves) {
      expect(move()).toBeNull();
      const page = polled(simulator, number, cursor);
      told.push(...page.told);
      cursor = page.cursor;
    }
    expect(told).toEqual(['received', 'in-progress', 'done', 'done'].map((status) => [number, status]));
    expect(desk.cases()).toMatchObject([{ own: false, counterpart: 'A-1', status: 'closed' }]);
  });

  it('declines what is not its own, and moves it no further', () => {
    const { simulator, desk } = city();
    const number = must(numberIn(served(simulator, sent()).body) ?? undefined);
    expect(desk.decide(number, 'declined')).toBeNull();
    expect(desk.advance(number)).toBeNull();
    expect(polled(simulator, number).told).toEqual([[number, 'outside-authority']]);
  });

  it('gives a token for a service that numbers later, and the number once an officer looked at it', () => {
    const { simulator, desk } = city();
    const { body } = served(simulator, sent({ category: { code: 'licensing', native: 'Perizinan' } }));
    const number = must(numberIn(body) ?? undefined);
    expect(number).toMatch(/^token\./u);
    expect(polled(simulator, number).told).toEqual([]);
    desk.decide(desk.cases()[0]?.number ?? '', 'accepted');
    expect(polled(simulator, number).told).toEqual([[number, 'in-progress']]);
  });

  it('gives no number for a service that never does', () => {
    const { simulator } = city();
    const { body } = served(simulator, sent({ category: { code: 'smoke-free-zone', native: 'Rokok' } }));
    expect(numberIn(body)).toBeNull();
  });

  it('offers the services that the guide’s options name', () => {
    const { simulator } = city();
    const readme = readFileSync(join(import.meta.dirname, '../../adapters/shared/open311/README.md'), 'utf8');
    const [, json = ''] = /```json\n(.*?)```/su.exec(readme) ?? [];
    const { options, dialect } = JSON.parse(json);
    expect(dialect).toBe('shared/open311');
    expect(compileSchema(must(adapter.options))(options)).toEqual([]);
    const { body } = served(simulator, poll.ask(null, asking()));
    const page = poll.read(answer(200, body), null, { ...TOLD, options, numbers: [] });
    expect(page).toMatchObject({ natives: [], more: false });
  });

  it('keeps its own citizens’ requests, takes others’, and cannot hand any over', () => {
    const { simulator, desk } = city();
    const filed = desk.file({
      ...{
        title: 'x',
        text: 'Lubang',
        category: 'tree',
        regionCode: '18.71',
        point: [105, -5],
        address: 'Jl. Contoh 2',
      },
    });
    expect(() => desk.handOver(filed)).toThrow(RangeError);
    const form = { service_code: 'UMM-99', description: 'x', address_string: 'Jl. Contoh 3' };
    expect(simulator.answer({ method: 'POST', path: '/requests.json', headers: {}, body: form }).effect).toMatch(
      /^request:/u,
    );
    expect(desk.cases()).toMatchObject([{ own: true }, { own: true }]);
    const all = simulator.answer({ method: 'GET', path: '/requests.json', headers: {}, body: null });
    expect(all.body).toMatchObject([
      { service_code: 'PHN-01', lat: -5 },
      { service_code: 'UMM-99', lat: null },
    ]);
  });

  it('refuses what it does not know or cannot read, and changes nothing', () => {
    const { simulator, desk } = city();
    const post = (change: Json) => served(simulator, { ...sent(), body: { ...sent().form, ...change } });
    expect(post({ service_code: 'X' })).toMatchObject({ status: 404, body: [{ code: 404 }], effect: null });
    const far = { lat: '', address_string: undefined };
    for (const change of [{ description: undefined }, { description: 'x'.repeat(4001) }, far]) {
      expect(post(change)).toMatchObject({ status: 400, body: [{ code: 400 }], effect: null });
    }
    for (const body of [null, 'x', []]) expect(served(simulator, { ...sent(), body }).status).toBe(404);
    const get = (path: string, method: 'GET' | 'PUT' = 'GET') =>
      simulator.answer({ method, path, headers: {}, body: null });
    for (const path of [
      '/requests/9.json',
      '/tokens/9.json',
      '/tokens.json',
      '/services/JLN-01.json',
      '/requests.xml',
      '/',
    ]) {
      expect(get(path)).toMatchObject({ status: 404, effect: null });
    }
    expect(get('/requests.json', 'PUT').status).toBe(405);
    expect(desk.cases()).toEqual([]);
  });
});

describe('over HTTP', () => {
  it('a handover reaches the simulated city as a form, and what became of it is asked for', async () => {
    const simulator = createSimulator({ now: () => new Date(), territory: '18.71' });
    const options = { name: 'kota', simulator, gatewayUrl: null, token: 'rahasia', now: () => new Date() };
    const system = await startSimulatedSystem(options);
    const upstream = createUpstream({
      ...{ system: 'kota', endpoint: system.url, token: null, timeoutMs: 5_000, concurrency: 2, ratePerSecond: null },
      ...{ clock: Date.now, log: () => undefined },
    });
    onTestFinished(async () => {
      await upstream.close();
      await system.close();
    });
    const description = 'Jalan rusak & berlubang\n"dua" = 100% + 1';
    const envelope = envelopeOf('report-handover/1.0', handoverOf());
    const outcome = await upstream.send({
      ...{ relayId: 'relay-1', subject: 'asal:A-1', request: sent({ description }) },
      interpret: (response) => readAnswer(adapter, envelope, response),
    });
    const [{ number = '' } = {}] = outcome.kind === 'delivered' ? outcome.replies : [];
    expect(number).not.toBe('');
    system.desk.decide(number, 'accepted');
    const heard = await upstream.ask({
      ...{ request: poll.ask(null, asking(number)), subject: 'poll' },
      ...{ answer: poll.answer, refusals: adapter.refusals },
      read: (response) => poll.read(response, null, asking(number)).natives.map(statusOf),
    });
    expect(heard).toMatchObject({
      kind: 'answered',
      value: [{ status: 'in-progress', note: 'Petugas sudah di lokasi.' }],
    });
    const told = await upstream.ask({
      ...{ request: { method: 'GET', path: `/requests/${number}.json`, message: 'request' }, subject: 'poll' },
      ...{ answer: poll.answer, refusals: adapter.refusals },
      read: ({ body }) => (body as readonly Json[])[0]?.description,
    });
    expect(told).toMatchObject({ value: expect.stringContaining(description) });
  });
});
