import { describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/shared/open311/index.ts';
import type { PollContext } from '../../src/adapter.ts';
import { GatewayError } from '../../src/errors.ts';
import { contracts, sealed } from '../kits/adapterAtWork.ts';
import type { Json } from '../kits/adapterSamples.ts';

const OPTIONS = { services: { other: 'UMM-99' } };
const CONTEXT = { territory: '18.71', options: OPTIONS };
const asking = (...numbers: string[]): PollContext => ({ ...CONTEXT, numbers });
const AT = '2026-11-21T01:00:00.000Z';

const { poll } = adapter;
if (poll === undefined) throw new Error('the dialect is not asked');

const heard = (body: unknown, number = '90002') =>
  poll.read({ status: 200, headers: {}, body, receivedAt: AT }, null, asking(number));

const ROW: Json = {
  service_request_id: '90002',
  status: 'closed',
  requested_datetime: '2026-11-20T08:00:00+07:00',
  updated_datetime: '2026-11-21T08:00:00+07:00',
};

/** How a request crosses that a poll heard of; the code of its refusal or quarantine where it does not. */
function told(row: Json): Json {
  const [native] = heard([row]).natives;
  try {
    const [draft] = adapter.toCanonical(native, CONTEXT);
    if (draft === undefined) throw new Error('nothing crosses');
    expect(contracts.get('report-status/1.0').validate(sealed(draft))).toEqual([]);
    return { ...draft.data, warnings: draft.warnings ?? [] };
  } catch (error) {
    if (error instanceof GatewayError) return { code: error.code, facts: error.facts };
    throw error;
  }
}

describe('K8: an answer of a real city', () => {
  it.for([
    ['a list', [ROW]],
    ['FixMyStreet and eGov: a list in service_requests', { service_requests: [ROW] }],
    ['eGov: beside what it says of the answer', { response_info: { status: 'SUCCESSFUL' }, service_requests: [ROW] }],
    ['one request alone', ROW],
    ['one in service_requests', { service_requests: ROW }],
    ['the XML elements as JSON', { service_requests: { request: [ROW] } }],
    ['the XML elements as JSON, one', { service_requests: { request: ROW } }],
    ['each item in an element', { service_requests: [{ request: ROW }] }],
    ['a list of elements', [{ request: ROW }]],
    ['a web framework’s data', { data: [ROW] }],
    ['a web framework’s data, one', { success: true, data: ROW }],
    ['two wrappers', { data: { service_requests: [ROW] } }],
    ['another name', { requests: [ROW] }],
  ] as const)('is read as %s', ([, body]) => {
    expect(heard(body).natives).toHaveLength(1);
  });

  it('that lists nothing is no failure, so that each request is then asked for by itself', () => {
    for (const body of [
      [],
      { service_requests: [] },
      { service_requests: null },
      { service_requests: { request: [] } },
    ]) {
      const { natives, more } = heard(body);
      expect([natives, more]).toEqual([[], true]);
    }
  });

  it.for([
    ['a failure in a wrapper', { service_requests: [{ code: 500, description: 'x' }] }],
    ['errors', { errors: [{ code: 404, description: 'x' }] }],
    ['error_messages (CitySDK)', { error_messages: [{ code: '422', description: 'x' }] }],
    ['something else', { message: 'ok' }],
    ['an empty list of something else', { results: [] }],
    ['rows that are none', { service_requests: ['x'] }],
    ['wrappers without end', { data: { data: { data: { data: { data: [ROW] } } } } }],
  ] as const)('is no answer as %s', ([, body]) => {
    expect(() => heard(body)).toThrow(GatewayError);
  });

  it('has its services read in a wrapper too', () => {
    const page = (body: unknown) =>
      poll.read({ status: 200, headers: {}, body, receivedAt: AT }, null, { ...CONTEXT, numbers: [] });
    const services = [{ service_code: 'UMM-99', type: 'realtime' }];
    for (const body of [services, { services }, { services: { service: services } }, { data: services }])
      expect(page(body)).toMatchObject({ natives: [], more: false });
  });

  it.for([
    '2026-11-21T08:00:00+0700',
    '2026-11-21T08:00:00+07:00',
    '2026-11-21T08:00:00+07',
    '2026-11-21T01:00:00Z',
    '2026-11-21T01:00:00.000Z',
    '2026-11-21T02:00:00.000000+01:00',
    '2026-11-21 08:00:00 +0700',
    '2026-11-20T20:00:00-05:00',
  ])('says the same time as %s', (updated_datetime) => {
    expect(told({ ...ROW, updated_datetime })).toMatchObject({ at: '2026-11-21T08:00:00+07:00' });
  });

  it('without a zone is refused: none is assumed', () => {
    for (const updated_datetime of ['2026-11-21T08:00:00', '21-11-2026 08:00:00', '1795222800'])
      expect(told({ ...ROW, updated_datetime })).toMatchObject({ code: 'native-invalid' });
  });

  it('with a number as a number names the same case', () => {
    expect(heard([{ ...ROW, service_request_id: 90002 }]).natives).toEqual(heard([ROW]).natives);
  });
});

describe('K8: a list with something odd in it', () => {
  const row = (change: Json = {}): Json => ({ ...ROW, ...change });
  const statuses = (rows: readonly unknown[]) => heard(rows as Json[]).natives.map((native) => (native as Json).status);
  const before = { status: 'open', updated_datetime: '2026-11-21T07:30:00+07:00' };
  it.for([
    ['a row that is null', [null, row(), null], ['closed']],
    ['the same row twice', [row(), row()], ['closed']],
    ['an older row behind the newer', [row(), row(before)], ['closed']],
    ['an older row before the newer', [row(before), row()], ['closed']],
    ['the same time in another zone', [row(before), row({ updated_datetime: '2026-11-21T01:00:00Z' })], ['closed']],
    ['two rows of the same time that differ', [row(), row({ status: 'open' })], []],
    ['two rows of which one says no time', [row(), row({ status: 'open', updated_datetime: null })], []],
  ] as const)('%s', ([, rows, expected]) => {
    expect(statuses(rows)).toEqual(expected);
  });
  it('of nothing but null is no answer', () => {
    expect(() => statuses([null])).toThrow('tidak menjawab dengan daftar');
  });
  it('is read in a wrapper however its name is spelt', () => {
    for (const name of ['serviceRequests', 'Service_Requests', 'records', 'content'])
      expect(heard({ [name]: [row()] } as unknown as Json[]).natives).toHaveLength(1);
  });
});

describe('K8: a closed request', () => {
  const beside = (extended_attributes: Json) => told({ ...ROW, extended_attributes });
  const noted = (status_notes: string) => told({ ...ROW, status_notes });

  it('is done where nothing else is said, as the spec defines it', () => {
    expect(told(ROW)).toMatchObject({ status: 'done', nativeStatus: 'closed' });
    expect(beside({ detailed_status: null, duplicate: false, ward: '21' })).toMatchObject({ status: 'done' });
    expect(beside({ detailed_status: 'PROCESSED' })).toMatchObject({ status: 'done' });
  });

  it('alone is held where the options say that it need not be done', () => {
    const options = { ...OPTIONS, closedIsDone: false };
    const [native] = heard([ROW]).natives;
    expect(() => adapter.toCanonical(native, { ...CONTEXT, options })).toThrow(/tidak dapat dipastikan/u);
    const [fixed] = heard([{ ...ROW, status_notes: 'Selesai dikerjakan.' }]).natives;
    expect(adapter.toCanonical(fixed, { ...CONTEXT, options })).toMatchObject([{ data: { status: 'done' } }]);
  });

  it('with detailed_status REJECTED (CitySDK, Rostock) is rejected, in whatever form it is said', () => {
    const nativeStatus = 'closed (REJECTED)';
    expect(beside({ detailed_status: 'REJECTED' })).toMatchObject({ status: 'rejected', nativeStatus });
    expect(beside({ detailed_status: ['REJECTED'] })).toMatchObject({ status: 'rejected', nativeStatus });
    expect(told({ ...ROW, detailed_status: 'rejected' })).toMatchObject({ status: 'rejected' });
    expect(beside({ detailed_status: 'REJECTED' })).toMatchObject({ status: 'rejected' });
  });

  it.for([
    [{ duplicate: true, parent_service_request_id: '14-01' }, 'rejected'],
    [{ parent_service_request_id: '14-01' }, 'rejected'],
    [{ duplicate: 'true' }, 'rejected'],
    [{ substatus: 'Duplicate' }, 'rejected'],
    [{ detailed_status: 'TRANSFERRED' }, 'handed-over'],
    [{ sub_status: 'Not our jurisdiction' }, 'outside-authority'],
    [{ closure_reason: 'Cancelled by citizen' }, 'rejected'],
    [{ resolution: 'Referred to the province' }, 'handed-over'],
    [{ detailedStatus: 'Rejected' }, 'rejected'],
    [{ 'Sub-Status': 'Duplicate' }, 'rejected'],
    [{ rejected: true }, 'rejected'],
    [{ rejection_reason: 'Foto buram' }, 'rejected'],
    [{ transferred_to: 'County' }, 'handed-over'],
    [{ forwarded_to: 'Dinas PU', rejected: false }, 'handed-over'],
    [{ rejection_reason: '-', transferred_to: null }, 'done'],
  ] as const)('beside %j is %s', ([attributes, status]) => {
    expect(beside(attributes)).toMatchObject({ status });
    expect(told({ ...ROW, ...attributes })).toMatchObject({ status });
  });

  it.for([
    [{ code: 'detailed_status', value: 'REJECTED' }, 'rejected'],
    [{ name: 'Transferred To', value: 'County' }, 'handed-over'],
  ] as const)('with %j in a list of names and values is %s', ([attribute, status]) => {
    expect(told({ ...ROW, extended_attributes: [attribute] })).toMatchObject({ status });
  });

  it.for([
    { detailed_status: 'ARCHIVED' },
    { detailed_status: 'IN_PROCESS' },
    { detailed_status: 'RECEIVED' },
    { detailed_status: 'SONSTIGES' },
    { detailed_status: 'PROCESSED', substatus: 'Duplicate' },
    { detailed_status: 'PROCESSED', duplicate: true },
    { substatus: 'Completed', rejection_reason: 'Foto buram' },
    { resolution: 'Archived' },
  ])('beside %j is held, and what could not be told is named', (attributes) => {
    expect(beside(attributes)).toMatchObject({ code: 'unknown-code', facts: { table: 'status' } });
  });

  it.for([
    ['Duplicate request.', 'rejected'],
    ['Case Closed. Duplicate of Existing Case.', 'rejected'],
    ['Ditolak: bukti tidak cukup.', 'rejected'],
    ['Cancelled - The request has been cancelled.', 'rejected'],
    ['Laporan tidak dapat ditindaklanjuti.', 'rejected'],
    ['CDOT Inspect Public Way Survey Transfer Outcome', 'handed-over'],
    ['Diteruskan ke Dinas Pekerjaan Umum.', 'handed-over'],
    ['Bukan kewenangan kota.', 'outside-authority'],
    ['This is not the city’s responsibility.', 'outside-authority'],
    ['Sudah kami teruskan ke BBWS.', 'handed-over'],
    ['Kami limpahkan ke Dinas PU Provinsi.', 'handed-over'],
    ['Sudah kami sampaikan kepada PLN.', 'handed-over'],
    ['Passed to Highways.', 'handed-over'],
    ['Jalan ini kewenangan Dinas PUPR Provinsi.', 'outside-authority'],
    ['Merupakan jalan nasional.', 'outside-authority'],
    ['This is on private property.', 'outside-authority'],
    ['Not maintained by the City.', 'outside-authority'],
    ['Please contact the county.', 'outside-authority'],
    ['Laporan tidak lengkap.', 'rejected'],
    ['Foto tidak jelas.', 'rejected'],
    ['Tidak ada kerusakan.', 'rejected'],
    ['No pothole found.', 'rejected'],
    ['Does not meet intervention level.', 'rejected'],
    ['Entered in error.', 'rejected'],
    ['Pipa bocor diperbaiki PDAM.', 'done'],
    ['Repaired by contractor.', 'done'],
    ['Abandoned vehicle towed.', 'done'],
    ['Sudah ditindaklanjuti oleh Dinas PU dan selesai.', 'done'],
    ['Completed - The request has been concluded.', 'done'],
    ['Selesai dikerjakan.', 'done'],
    ['Terima kasih atas laporan Anda.', 'done'],
  ] as const)('with the note “%s” is %s', ([note, status]) => {
    expect(noted(note)).toMatchObject({ status, note, nativeStatus: 'closed' });
  });

  it.for([
    'Archived',
    'Not a duplicate.',
    'Transferred, then repaired.',
    'Diarsipkan',
    'Belum dikerjakan',
    'Merged',
    'Akan dikerjakan tahun depan.',
    'Menunggu anggaran',
    'Work order created.',
    'Will be repaired next year.',
    'Scheduled for repair',
  ])('with the note “%s” is held, and the note is not repeated', (note) => {
    expect(noted(note)).toEqual({ code: 'unknown-code', facts: { table: 'status', value: 'status_notes' } });
  });

  it('that is said to be something else later is another event', () => {
    const [plain, rejected] = [ROW, { ...ROW, extended_attributes: { detailed_status: 'REJECTED' } }].map(
      (row) => adapter.identify(heard([row]).natives[0]).revision,
    );
    expect(plain).toBe('status:closed@2026-11-21T08:00:00+07:00');
    expect(rejected).not.toBe(plain);
  });
});

describe('K8: an open request', () => {
  it('is in progress where CitySDK says so, and else received', () => {
    const open = (detailed_status: string) =>
      told({ ...ROW, status: 'open', extended_attributes: { detailed_status } });
    const words = ['PENDING', 'RECEIVED', 'IN_PROCESS', 'SONSTIGES', 'REJECTED'];
    const statuses = ['received', 'received', 'in-progress', 'received', 'received'];
    expect(words.map((word) => open(word).status)).toEqual(statuses);
  });
});

describe('K8: a city that says no time of change', () => {
  it('has said something new when its words change, and nothing when they stay', () => {
    const row = { ...ROW, status: 'open', updated_datetime: '', status_notes: 'Dijadwalkan.' };
    const page = (body: Json, cursor: unknown, receivedAt: string) =>
      poll.read({ status: 200, headers: {}, body: [body], receivedAt }, cursor as null, asking('90002'));
    const first = page(row, null, AT);
    const same = page(row, first.cursor, '2026-11-21T02:00:00.000Z');
    expect(same.natives).toEqual(first.natives);
    const later = page({ ...row, status_notes: 'Dijadwalkan Senin.' }, same.cursor, '2026-11-21T03:00:00.000Z');
    const revisions = [same, later].map(({ natives }) => adapter.identify(natives[0]).revision);
    expect(revisions).toEqual(['status:open@2026-11-20T08:00:00+07:00', 'status:open@2026-11-21T10:00:00+07:00']);
  });

  it('is read by what an earlier release remembered of it', () => {
    const row = { ...ROW, status: 'open', updated_datetime: '', status_notes: 'Dijadwalkan.' };
    const cursor = { seen: { '90002': ['open', '2026-11-20T08:00:00+07:00'] } };
    const answer = { status: 200, headers: {}, body: [row], receivedAt: AT };
    expect(poll.read(answer, cursor, asking('90002')).natives).toMatchObject([
      { seen_datetime: '2026-11-20T08:00:00+07:00' },
    ]);
  });
});

describe('K7: an optional detail of a request', () => {
  it('that is too long is cut with a mark, and the citizen is told that it is done', () => {
    const status_notes = 'Pekerjaan sudah dituntaskan. '.repeat(90);
    const { status, note, warnings } = told({ ...ROW, status_notes });
    expect([status, [...String(note)].length <= 2000, String(note).endsWith('… [dipotong]')]).toEqual([
      'done',
      true,
      true,
    ]);
    expect(warnings).toEqual([{ code: 'detail-shortened', facts: { pointer: '/status_notes', limit: 2000 } }]);
    expect(told({ ...ROW, status_notes: 'x'.repeat(2500) })).toMatchObject({ status: 'done' });
  });

  it('that is of another kind is left out, or never read, and refuses nothing', () => {
    const odd = {
      agency_responsible: { recipient: ['Dinas'] },
      lat: 'x',
      media_url: [],
      zipcode: {},
      address_id: true,
    };
    const native = { ...ROW, ...odd, expected_datetime: 'soon', requested_datetime: 'kemarin', status_notes: { a: 1 } };
    const message = adapter.messages.find(({ recognise }) => recognise(native));
    expect(message?.name).toBe('request');
    const [draft] = adapter.toCanonical(native, CONTEXT);
    expect(draft).toMatchObject({
      data: { status: 'done', note: null },
      warnings: [{ code: 'detail-left-out', facts: { pointer: '/status_notes' } }],
    });
  });

  it('without which a time could be said does not refuse it: the poll says since when it was seen', () => {
    const row = { ...ROW, status: 'open', updated_datetime: null, requested_datetime: '20/11/2026' };
    expect(told(row)).toMatchObject({ status: 'received', at: '2026-11-21T08:00:00+07:00' });
  });
});

describe('a city with extensions', () => {
  it('is asked for them where the options want it', () => {
    const context = { ...asking('90002'), options: { ...OPTIONS, extensions: true } };
    expect(poll.ask(null, context).path).toBe('/requests.json?service_request_id=90002&extensions=true');
    expect(poll.ask({ lists: [], singles: ['90002'], alone: ['90002'] }, context).path).toBe(
      '/requests/90002.json?extensions=true',
    );
  });
});
