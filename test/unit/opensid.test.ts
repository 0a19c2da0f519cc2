import { describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/shared/opensid/index.ts';
import { createSimulator } from '../../adapters/shared/opensid/simulator.ts';
import type { Cursor, Page, PollContext } from '../../src/adapter.ts';
import { readAnswer } from '../../src/answers.ts';
import type { ContractRef } from '../../src/contract.ts';
import type { NativeRequest } from '../../src/declared.ts';
import type { Simulator } from '../../src/dialect/simulator.ts';
import { REPORT_STATUS_CODES } from '../../src/generated/contracts.ts';
import { compileSchema } from '../../src/json/schema.ts';
import { contracts, sealed } from '../kits/adapterAtWork.ts';
import { ending, envelopeOf, type Json } from '../kits/adapterSamples.ts';

const VILLAGE = '18.01.04.2001';
const TOLD = { territory: VILLAGE, options: { villageCode: VILLAGE, onlyOutsideCitizens: true } };
const poll = must(adapter.poll);
const lookup = must(adapter.lookup);
const login = must(adapter.login);

function must<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('a part of OpenSID is missing');
  return part;
}

const answer = (status: number, body: unknown, receivedAt = '2025-07-03T03:00:00.000Z') => ({
  ...{ status, headers: {}, body, receivedAt },
});

const list = (rows: readonly Json[], meta: Json = {}) => ({
  data: rows.map((attributes) => ({ type: 'x', id: attributes.id && String(attributes.id), attributes })),
  meta,
});

const asking = (...numbers: string[]): PollContext => ({ ...TOLD, numbers });

/** One round over lists of one page each; `at` is when it was answered. */
function round(lists: { complaints?: readonly Json[]; requests?: readonly Json[] }, from: Cursor, at: string) {
  const context = asking('12');
  const first = poll.read(answer(200, list(lists.complaints ?? []), at), from, context);
  const second = poll.read(answer(200, list(lists.requests ?? []), at), first.cursor, context);
  expect([first.more, second.more]).toEqual([true, false]);
  return { natives: [...first.natives, ...second.natives], cursor: second.cursor };
}

const NINE = '2025-07-03T02:00:00.000Z';
const TEN = '2025-07-03T03:00:00.000Z';
const ELEVEN = '2025-07-03T04:00:00.000Z';
const [nine, ten] = ['2025-07-03T09:00:00+07:00', '2025-07-03T10:00:00+07:00'];

describe('what is kept of an answer', () => {
  it('says nothing of who complained or whose letter it is, in no native and in no cursor', () => {
    const person = {
      ...{ nik: 'RAHASIA-1', nama: 'RAHASIA-2', email: 'RAHASIA-3', telepon: 'RAHASIA-4', ip_address: 'RAHASIA-5' },
      ...{
        nama_penduduk: 'RAHASIA-6',
        foto: 'RAHASIA-7',
        judul: 'RAHASIA-8',
        isi: 'RAHASIA-9',
        no_hp_aktif: 'RAHASIA-10',
      },
      ...{ child: [{ isi: 'RAHASIA-11' }], anggota_baru: 'RAHASIA-12' },
    };
    const { natives, cursor } = round(
      {
        complaints: [{ id: 12, status: 1, ...person }],
        requests: [{ id: 7, jenis_surat: 'Surat', status: 'Siap Diambil', tanggal_kirim: nine, ...person }],
      },
      null,
      NINE,
    );
    expect(natives).toEqual([
      { id: 12, status: 1, dilihat: nine },
      { id: 7, jenis_surat: 'Surat', status: 'Siap Diambil', dilihat: nine },
    ]);
    expect(JSON.stringify(cursor)).not.toContain('RAHASIA');
  });

  it('is of complaints that were handed over alone, and never of a reply to one', () => {
    const complaints = [
      { id: 11, status: 2 },
      { id: 12, status: 2, id_pengaduan: 'null' },
    ];
    expect(round({ complaints }, null, NINE).natives).toMatchObject([{ id: 12 }]);
    expect(round({ complaints: [{ id: 12, status: 2, id_pengaduan: 4 }] }, null, NINE).natives).toEqual([]);
  });

  it('asks for no complaints at all while none was handed over', () => {
    expect(poll.ask(null, asking()).path).toMatch(/^\/surat\/permohonan\?/u);
    expect(poll.ask(null, asking('12')).path).toMatch(/^\/pengaduan\?/u);
    const page = poll.read(answer(200, list([{ id: 12, status: 1 }])), null, asking());
    expect(page.more).toBe(false);
  });
});

describe('when something came to stand as it does', () => {
  it('is when it was first seen so, round after round, until it changes', () => {
    const first = round({ complaints: [{ id: 12, status: 1 }] }, null, NINE);
    const again = round({ complaints: [{ id: 12, status: 1 }] }, first.cursor, TEN);
    expect(again.natives).toEqual(first.natives);
    expect(round({ complaints: [{ id: 12, status: 2 }] }, again.cursor, TEN).natives).toEqual([
      { id: 12, status: 2, dilihat: ten },
    ]);
  });

  it('is what the village says, where it says so; without an offset it is WIB', () => {
    const { natives } = round({ complaints: [{ id: 12, status: 1, updated_at: '2025-07-03 08:30:00' }] }, null, NINE);
    expect(natives).toEqual([{ id: 12, status: 1, updated_at: '2025-07-03 08:30:00' }]);
    expect(adapter.identify(natives[0]).occurredAt).toBe('2025-07-03T08:30:00+07:00');
  });

  it('is not said by the text "null"', () => {
    const { natives } = round({ complaints: [{ id: 12, status: 1, updated_at: 'null' }] }, null, NINE);
    expect(natives).toEqual([{ id: 12, status: 1, dilihat: nine }]);
  });

  it('is remembered where an answer says that nothing changed', () => {
    const first = round({ complaints: [{ id: 12, status: 1 }] }, null, NINE);
    const unchanged = poll.read(answer(304, ''), first.cursor, asking('12'));
    const { cursor } = poll.read(answer(304, ''), unchanged.cursor, asking('12'));
    expect(round({ complaints: [{ id: 12, status: 1 }] }, cursor, TEN).natives).toEqual(first.natives);
  });
});

describe('a letter request', () => {
  const request = (status: string): Json => ({ id: 7, jenis_surat: 'Surat Keterangan Usaha', status });

  it('that was over before anybody was told of it is no news', () => {
    for (const label of ['Sudah Diambil', 'dibatalkan ']) {
      expect(round({ requests: [request(label)] }, null, NINE).natives).toEqual([]);
    }
  });

  it('that ends is told to its end, once', () => {
    const open = round({ requests: [request('Siap Diambil')] }, null, NINE);
    const ended = round({ requests: [request('Sudah Diambil')] }, open.cursor, TEN);
    expect(ended.natives).toMatchObject([{ status: 'Sudah Diambil', dilihat: ten }]);
    const later = round({ requests: [request('Sudah Diambil')] }, ended.cursor, ELEVEN);
    expect(later.natives).toEqual(ended.natives);
    expect(later.cursor).not.toEqual(ended.cursor);
  });

  it('that is missing from a round, or from many, stands as it stood, and its end is told', () => {
    const open = round({ requests: [request('Siap Diambil')] }, null, NINE);
    let missed = open;
    for (let nth = 0; nth < 100; nth += 1) missed = round({}, missed.cursor, TEN);
    expect(round({ requests: [request('Siap Diambil')] }, missed.cursor, TEN).natives).toEqual(open.natives);
    const ended = round({ requests: [request('Sudah Diambil')] }, missed.cursor, TEN);
    expect(ended.natives).toMatchObject([{ status: 'Sudah Diambil', dilihat: ten }]);
  });

  it('that moves from one page to the next between two questions stands as it stood', () => {
    const meta = { pagination: { total_pages: 2 } };
    const pages = (first: readonly Json[], second: readonly Json[], from: Cursor, at: string) => {
      const one = poll.read(answer(200, list(first, meta), at), from, asking());
      const two = poll.read(answer(200, list(second, meta), at), one.cursor, asking());
      return { natives: [...one.natives, ...two.natives], cursor: two.cursor };
    };
    const other = { ...request('Belum Lengkap'), id: 8 };
    const before = pages([request('Siap Diambil')], [other], null, NINE);
    const shifted = pages([request('Siap Diambil')], [], before.cursor, TEN);
    const back = pages([request('Siap Diambil')], [other], shifted.cursor, TEN);
    expect(back.natives).toEqual(before.natives);
  });

  it('that moved on and slid to the next page while the list was read has moved on once', () => {
    const meta = { pagination: { total_pages: 2 } };
    const { cursor } = round({ requests: [request('Sedang Diperiksa')] }, null, NINE);
    const moved = request('Siap Diambil');
    const first = poll.read(answer(200, list([{ ...moved, id: 8 }, moved], meta), TEN), cursor, asking());
    const second = poll.read(answer(200, list([moved], meta), ELEVEN), first.cursor, asking());
    expect(second.natives).toEqual([first.natives[1]]);
  });

  it.for([['over', [request('Sudah Diambil')]] as const, ['gone', []] as const])(
    'that is long %s is forgotten',
    ([, requests]) => {
      const open = round({ requests: [request('Siap Diambil')] }, null, NINE);
      let { cursor } = round({ requests }, open.cursor, TEN);
      for (let nth = 1; nth <= 10_000; nth += 1)
        ({ cursor } = poll.read(answer(200, list([...requests])), cursor, asking()));
      expect(JSON.stringify(cursor)).not.toContain('permohonan-7');
      expect(round({ requests: [request('Sudah Diambil')] }, cursor, TEN).natives).toEqual([]);
    },
  );

  it('is asked for only where the village vouches that it is of a citizen of elsewhere', () => {
    for (const onlyOutsideCitizens of [undefined, false]) {
      const options = { villageCode: VILLAGE, ...(onlyOutsideCitizens === undefined ? {} : { onlyOutsideCitizens }) };
      const told = (...numbers: string[]): PollContext => ({ territory: VILLAGE, options, numbers });
      expect(poll.ask(null, told()).path).toBe('/profil-desa');
      expect(poll.read(answer(200, { data: {} }), null, told())).toMatchObject({ natives: [], more: false });
      expect(poll.ask(null, told('12')).path).toMatch(/^\/pengaduan\?/u);
      expect(poll.read(answer(200, list([{ id: 12, status: 1 }])), null, told('12'))).toMatchObject({ more: false });
    }
  });

  it('with a label nobody knows, or a number for a label, is quarantined, not guessed', () => {
    for (const status of ['Ditolak', 1]) {
      const { natives } = round({ requests: [{ ...request(''), status }] }, null, NINE);
      expect(natives).toHaveLength(1);
      expect(ending(() => adapter.toCanonical(natives[0], TOLD))).toEqual({ error: 'unknown-code' });
    }
  });

  it('without a number of its own is refused on record, the same one every round', () => {
    const rows = [
      { jenis_surat: 'A', status: 'Siap Diambil' },
      { jenis_surat: 'B', status: 'Belum Lengkap' },
    ];
    const first = round({ requests: rows }, null, NINE);
    expect(first.natives).toEqual(rows);
    expect(round({ requests: rows }, first.cursor, TEN).natives).toEqual(rows);
  });
});

describe('a list', () => {
  it('of several pages is asked for page by page, also where one of them did not change', () => {
    const meta = { pagination: { current_page: 1, total_pages: 2 } };
    const first = poll.read(answer(200, list([{ id: 12, status: 1 }], meta)), null, asking('12', '13'));
    expect(decodeURIComponent(poll.ask(first.cursor, asking('12', '13')).path)).toContain('page[number]=2');
    const second = poll.read(answer(200, list([{ id: 13, status: 2 }], meta)), first.cursor, asking('12', '13'));
    expect([first, second].map(({ natives }) => natives.length)).toEqual([1, 1]);
    const rest = poll.read(answer(200, list([])), second.cursor, asking('12', '13'));
    const unchanged = poll.read(answer(304, ''), rest.cursor, asking('12', '13'));
    expect(decodeURIComponent(poll.ask(unchanged.cursor, asking('12', '13')).path)).toContain(
      'pengaduan?page[number]=2',
    );
  });

  it('K12: with an odd row in it has all others read', () => {
    const row = (id: number, status: unknown) => ({ type: 'pengaduan', id: String(id), attributes: { id, status } });
    const read = (...data: readonly unknown[]) =>
      poll.read(answer(200, { data }), null, asking('12', '13')).natives.map((native) => (native as Json).id);
    expect(read(null, row(12, 1), null)).toEqual([12]);
    expect(read(row(12, 1), { type: 'pengaduan', id: '13' })).toEqual([12, '13']);
    expect(read({ id: 12, status: 1 }, { id: '13', status: 3 })).toEqual([12, '13']);
    expect(() => read(null)).toThrow('baris yang dikenal');
    expect(() => read({ id: 12, judul: 'x' }, 'teks')).toThrow('baris yang dikenal');
  });

  it('ends with an empty page, whatever its count says', () => {
    const page = poll.read(answer(200, list([], { pagination: { total_pages: 9 } })), null, asking());
    expect(page.more).toBe(false);
  });

  it('that is a failure under HTTP 200, or cannot be read, is asked for again', () => {
    const odd = [
      { code: 500, messages: 'x' },
      { code: '401', data: [] },
      { data: {} },
      { data: [1] },
      { data: [{}] },
      'x',
    ];
    for (const body of odd) {
      expect(ending(() => poll.read(answer(200, body), null, asking('12')))).toEqual({ error: 'upstream-failed' });
    }
  });
});

describe('a complaint', () => {
  it('with an integer nobody knows is quarantined, not guessed', () => {
    for (const status of [0, 4, 7, 'Selesai Diproses']) {
      const act = () => adapter.toCanonical({ id: 12, status, dilihat: nine }, TOLD);
      expect(ending(act)).toEqual({ error: 'unknown-code' });
    }
  });

  it('is told by the same number, whether OpenSID wrote it as a number or as text', () => {
    const told = [12, '12'].map((id) => adapter.identify({ id, status: 2, dilihat: nine }));
    expect(told[0]).toEqual(told[1]);
  });
});

const REPORT: Json = {
  ...{ caseId: 'asal:A-1', originSystem: 'asal', originProvince: '31', kind: 'complaint' },
  category: { code: 'road', native: 'Jalan' },
  ...{ description: 'Jalan rusak', descriptionRedacted: false },
  location: { regionCode: VILLAGE, point: null, address: 'Jl. Contoh 1', determinedBy: 'code' },
  ...{ status: 'coordinated', nativeStatus: 'Koordinasi', confidentiality: 'public', anonymous: false },
  ...{ reporterHandle: 'sandi-pelapor', agency: null, dueAt: null, attachments: [], relatedCases: [] },
  ...{ createdAt: nine, updatedAt: ten },
};

const HANDOVER: Json = {
  ...{ handoverId: 'asal:A-1/1', report: REPORT, reason: 'outside-territory', answerBy: ten },
  ...{ from: { level: 'province', regionCode: '31' }, to: { level: 'regency', regionCode: '18.01' } },
};

const handoverOf = (report: Json): Json => ({ ...HANDOVER, report: { ...REPORT, ...report } });

function written(contract: ContractRef, data: Json, recipientNumber: string | null = null): NativeRequest {
  expect(contracts.get(contract).validate(data)).toEqual([]);
  const context = { senderNumber: 'A-1', recipientNumber, deliveryId: 'dlv-1', options: TOLD.options };
  const request = adapter.fromCanonical(envelopeOf(contract, data), context);
  const message = adapter.messages.find(({ name }) => name === request.message);
  expect(compileSchema(message?.schema ?? {})(request.body)).toEqual([]);
  return request;
}

const handedOver = (report: Json = {}): Json => written('report-handover/1.0', handoverOf(report)).body as Json;

describe('a report handed over to a village', () => {
  it('is sent by the institution and by no person: no NIK, name, telephone, e-mail or handle', () => {
    const body = handedOver();
    expect(body).toMatchObject({ kode_desa: '1801042001', id_kiriman: 'dlv-1' });
    for (const name of ['nik', 'email', 'telepon', 'ip_address']) expect(body).not.toHaveProperty(name);
    expect(JSON.stringify(body)).not.toContain('sandi-pelapor');
  });

  it('K17: has a name, since the table wants one, and it is the institution’s whoever reported', () => {
    const names = [{}, { anonymous: true }, { reporterHandle: 'Budi' }].map((report) => handedOver(report).nama);
    expect(new Set(names)).toEqual(new Set(['Jembatan (diteruskan dari sistem lain)']));
  });

  it('names the handover, the case, its number at the origin and when it must be answered', () => {
    expect(handedOver().rujukan).toEqual({
      ...{ serah_terima_id: 'asal:A-1/1', kasus: 'asal:A-1', nomor_asal: 'A-1', sistem: 'asal' },
      ...{ alasan: 'di luar wilayah', batas_jawab: ten },
    });
  });

  it('tells in its text what OpenSID has no member for', () => {
    const { isi } = handedOver({
      location: { ...(REPORT.location as Json), point: { type: 'Point', coordinates: [105.2, -5.3] } },
    });
    const place = 'Tempat: Jl. Contoh 1, Hajimena, Natar, Kabupaten Lampung Selatan, Lampung';
    for (const line of ['Jalan rusak\n\n', 'Kategori: Jalan\n', `${place}\n`, 'Titik: -5.3, 105.2\n']) {
      expect(isi).toContain(line);
    }
  });

  it('has a title of a hundred characters at most, and one where nothing was written', () => {
    expect(handedOver({ description: `${'😀'.repeat(99)}abc` }).judul).toBe(`${'😀'.repeat(99)}a`);
    expect(handedOver({ description: 'satu\ndua' }).judul).toBe('satu');
    expect(handedOver({ description: '' }).judul).toBe('Laporan: Jalan');
  });

  it('is marked as not to be shown unless it is public, and is not sent at all where it is secret', () => {
    expect(handedOver().terbatas).toBe(false);
    expect(handedOver({ confidentiality: 'private' }).terbatas).toBe(true);
    expect(ending(() => handedOver({ confidentiality: 'secret' }))).toEqual({ error: 'code-not-expressible' });
  });
});

const moved = (status: string): Json => ({
  ...{ caseId: 'asal:A-1', sequence: 3, status, nativeStatus: 'Kata asli', note: 'Catatan', at: ten, evidence: [] },
});

describe('a status told to a village', () => {
  it('is never "done" but for what is done: a refusal cannot be said, and is not softened', () => {
    const told = Object.fromEntries(
      REPORT_STATUS_CODES.map((status) => {
        const end = ending(() => written('report-status/1.0', moved(status), '12').body) as Json;
        return [status, end.status ?? end.error];
      }),
    );
    expect(told).toEqual({
      ...{ received: 1, verified: 1, coordinated: 1, assigned: 1, 'handed-over': 1 },
      ...{ 'in-progress': 2, 'awaiting-validation': 2, rework: 2, done: 3 },
      ...{ rejected: 'code-not-expressible', 'outside-authority': 'code-not-expressible' },
    });
  });

  it('tells the other side’s own word, so that what three integers cannot say is still read', () => {
    const { body, path } = written('report-status/1.0', moved('handed-over'), '12');
    expect(path).toBe('/pengaduan/tanggapi');
    const lines = ['Catatan', '', 'Status di sistem pengirim: Kata asli', 'Waktu: 03/07/2025 10:00:00 WIB'];
    expect(body).toEqual({
      id_pengaduan: 12,
      status: 1,
      tanggapan: [...lines, 'Rujukan: asal:A-1 #3, kiriman dlv-1'].join('\n'),
    });
  });
});

describe('an answer of OpenSID', () => {
  const handover = envelopeOf('report-handover/1.0', HANDOVER);
  const status = envelopeOf('report-status/1.0', moved('done'));
  const read = (code: number, body: unknown, envelope = handover) => readAnswer(adapter, envelope, answer(code, body));

  it('brings the complaint’s number home as text, from either place JSON:API has it', () => {
    const bodies = [
      { data: { type: 'pengaduan', id: '12', attributes: { id: 12, created_at: '2025-07-03 09:00:00' } } },
      { data: { attributes: { id: 12, created_at: '2025-07-03 09:00:00' } } },
    ];
    for (const body of bodies) {
      const outcome = read(200, body);
      expect(outcome).toMatchObject({
        kind: 'delivered',
        replies: [{ number: '12', data: { state: 'registered', at: nine } }],
      });
      const [reply] = outcome?.kind === 'delivered' ? outcome.replies : [];
      expect(contracts.get('handover-answer/1.0').validate(reply && sealed(reply))).toEqual([]);
    }
    expect(read(200, { data: { id: '12' } })).toMatchObject({ replies: [{ data: { at: ten } }] });
  });

  it('is a failed attempt when a 2xx says it failed, or gives no number', () => {
    const bodies = [
      { code: 500, messages: 'x' },
      { code: '500' },
      {},
      null,
      'ok',
      { data: [] },
      { data: { id: 'JK1' } },
      { data: { id: 0 } },
    ];
    for (const body of bodies) {
      expect(read(200, body)).toMatchObject({ kind: 'failed', error: { code: 'upstream-failed' } });
    }
    expect(read(200, { code: 500, data: { id: '12' } })).toMatchObject({ kind: 'failed' });
    expect(read(200, { code: 500 }, status)).toMatchObject({ kind: 'failed' });
  });

  it('is a delivery when it names what it has already, and left to HTTP otherwise', () => {
    const again = { code: 409, messages: 'Sudah ada', data: { id: '12' } };
    expect(read(409, again)).toMatchObject({ kind: 'delivered', replies: [{ number: '12' }] });
    for (const code of [401, 404, 409, 422, 500]) {
      expect(read(code, { code, messages: 'x' })).toBeNull();
      if (code !== 404) expect(read(code, 'x', status)).toBeNull();
    }
    expect(read(404, 'x', status)).toMatchObject({ kind: 'postponed', error: { code: 'upstream-misrouted' } });
    expect(read(422, again)).toBeNull();
  });

  it('K17: to a reply is a success that says so, and nothing else', () => {
    const said = { success: true, data: [], message: 'berhasil' };
    expect(read(200, said, status)).toEqual({ kind: 'delivered', replies: [] });
    for (const body of [
      { success: false, message: 'x' },
      { data: { id: '13' } },
      {},
      [],
      '<html>',
      { ...said, code: 500 },
    ])
      expect(read(200, body, status)).toMatchObject({ kind: 'failed' });
    expect(read(500, { success: false, message: 'x' }, status)).toBeNull();
  });

  it('K17: that a release lacks the route is no refusal of what was sent', () => {
    expect(read(404, { message: 'The route could not be found.' }, status)).toMatchObject({ kind: 'postponed' });
    expect(read(404, { success: false, message: 'Surat tidak ditemukan' }, status)).toBeNull();
  });
});

describe('K3: asked whether something arrived', () => {
  const context = { senderNumber: 'A-1', recipientNumber: '12', deliveryId: 'dlv-1', options: TOLD.options };
  const confirmOf = (contract: ContractRef) => must(adapter.deliveries[contract]?.confirm);
  const { isi, nama } = handedOver();

  it('knows a handover by the last line of its text and by who brought it, whatever a citizen wrote above', () => {
    const confirm = confirmOf('report-handover/1.0');
    const envelope = envelopeOf('report-handover/1.0', HANDOVER);
    const found = (rows: readonly Json[]) => confirm.read(answer(200, list(rows)), envelope, context);
    expect(confirm.ask(envelope, context)).toMatchObject({ method: 'GET' });
    expect(
      found([
        { id: 4, isi: 'x', nama: 'x' },
        { id: 7, isi, nama },
      ]),
    ).toEqual({ kind: 'found', number: '7' });
    expect(found([])).toEqual({ kind: 'absent' });
    expect(
      found([
        { id: 4, isi, nama: 'Warga' },
        { id: 5, isi: `${isi}\nlanjutan`, nama },
      ]),
    ).toEqual({ kind: 'absent' });
    // On a full page it may be further back.
    const others = Array.from({ length: 100 }, (_, index) => ({ id: index + 1, isi: 'x', nama: 'x' }));
    expect(found(others)).toEqual({ kind: 'unknown' });
  });

  it('knows a reply among those to its complaint alone', () => {
    const confirm = confirmOf('report-status/1.0');
    const envelope = envelopeOf('report-status/1.0', moved('done'));
    const { tanggapan } = written('report-status/1.0', moved('done'), '12').body as Json;
    const found = (data: unknown) => confirm.read(answer(200, { success: true, data }), envelope, context);
    expect(confirm.ask(envelope, context).path).toBe('/pengaduan/show?id=12');
    expect(found({ id: 12, child: [{ isi: 'x' }, { isi: tanggapan }] })).toEqual({ kind: 'found', number: null });
    expect(found({ id: 12, child: [{ isi: 'x' }] })).toEqual({ kind: 'absent' });
    for (const data of [null, [], { id: 13, child: [{ isi: tanggapan }] }, { id: 12 }])
      expect(found(data)).toEqual({ kind: 'unknown' });
  });
});

describe('logging in', () => {
  it('presents the two words and takes the token from each shape', () => {
    expect(login.ask('gerbang', 'kata')).toMatchObject({
      ...{ method: 'POST', path: '/login', body: { username: 'gerbang', password: 'kata' } },
    });
    const user = { id: 1, username: 'gerbang', nama: 'x', token: 'a.b.c' };
    expect(login.read(answer(200, { success: true, data: user, message: 'success' }))).toEqual({
      ...{ token: 'a.b.c', validSeconds: null },
    });
    const access = { token: 'a.b.c', token_type: 'bearer', expires_in: 3600 };
    const token = { token: 'a.b.c', validSeconds: 3600 };
    expect(login.read(answer(200, { data: { attributes: { access_token: access } } }))).toEqual(token);
    expect(login.read(answer(200, { access_token: 'a.b.c', token_type: 'bearer', expires_in: 3600 }))).toEqual(token);
    expect(login.read(answer(200, { access_token: 'a.b.c' }))).toEqual({ token: 'a.b.c', validSeconds: null });
  });

  it('is refused by 401, and by a 200 without a token or with a failure in it', () => {
    expect(login.read(answer(401, { code: 401, messages: {} }))).toBeNull();
    expect(login.read(answer(401, { access_token: 'x' }))).toBeNull();
    for (const body of [
      {},
      null,
      'x',
      { access_token: '' },
      { access_token: 'a b' },
      { code: 401, access_token: 'x' },
      { success: false, data: { token: 'x' } },
    ]) {
      expect(login.read(answer(200, body))).toBeNull();
    }
  });
});

const QUESTION = {
  ...{ villageCode: VILLAGE, letterNumber: '470/012/DS-HJM/IX/2025', date: '2025-09-12' },
  ...{ letterType: null, verificationCode: 'aZ3k-91_x' },
};

describe('asked whether a letter is genuine', () => {
  const found = (attributes: Json) => lookup.read(answer(200, { data: { type: 'surat', id: '1', attributes } }));
  const issued = { status: true, tanggal: '2025-09-12 10:00:00', verifikasi_operator: 1, verifikasi_kades: '1' };

  it('asks the village by its code without dots, and leaves out what is not known', () => {
    const { path } = lookup.ask(QUESTION, TOLD);
    const query = new URL(path, 'http://opensid/').searchParams;
    expect(Object.fromEntries(query)).toEqual({
      ...{ kode_desa: '1801042001', nomor: QUESTION.letterNumber, tanggal: '2025-09-12', kode: 'aZ3k-91_x' },
    });
    expect(path).toMatch(/^[\x21-\x7e]+$/u);
  });

  it('asks no village about another village’s letter', () => {
    const act = () => lookup.ask({ ...QUESTION, villageCode: '18.01.04.2002' }, TOLD);
    expect(ending(act)).toEqual({ error: 'region-unknown' });
  });

  it('tells only the result and two days, whoever’s letter it is', () => {
    const person = { nama_non_warga: 'x', nik_non_warga: 'x', nama_pamong: 'x', penduduk: { nik: 'x' } };
    expect(found({ ...issued, ...person, berlaku_sampai: '2025-12-12' })).toEqual({
      ...{ result: 'genuine', issuedAt: '2025-09-12', validUntil: '2025-12-12' },
    });
  });

  it('calls nothing genuine that is a draft, was refused, or waits for anybody', () => {
    const waiting = [{ status: 0 }, { status: false }, { verifikasi_kades: 0 }, { verifikasi_sekdes: -1 }, { tte: 0 }];
    for (const change of waiting) {
      expect(found({ ...issued, ...change })).toEqual({ result: 'not-yet-issued', issuedAt: null, validUntil: null });
    }
    expect(found({ ...issued, tte: null, verifikasi_sekdes: 'null' })).toMatchObject({ result: 'genuine' });
  });

  it('says that it was withdrawn, and since when it had been issued', () => {
    const answered = found({ ...issued, dicabut: '2025-09-20', berlaku_sampai: '2025-12-12' });
    expect(answered).toEqual({ result: 'revoked', issuedAt: '2025-09-12', validUntil: null });
  });

  it('says that there is no such letter only where the village says so', () => {
    expect(lookup.read(answer(200, { data: null }))).toMatchObject({ result: 'not-found' });
    for (const body of [{}, { data: [] }, { code: 500, data: null }, { code: 404 }, null, 'x']) {
      expect(lookup.read(answer(200, body))).toBeNull();
    }
    expect(lookup.read(answer(404, { data: null }))).toBeNull();
  });

  it('answers neither yes nor no to a value nobody knows', () => {
    for (const change of [
      { status: 2 },
      { status: undefined },
      { verifikasi_kades: 9 },
      { tte: 'x' },
      { dicabut: true },
    ]) {
      expect(found({ ...issued, ...change })).toBeNull();
    }
  });
});

describe('a system of this dialect', () => {
  it('is told which village it is, by its dotted code', () => {
    const check = compileSchema(adapter.options ?? {});
    expect(check(TOLD.options)).toEqual([]);
    for (const options of [{}, { villageCode: '1801042001' }, { villageCode: '18.01' }, { ...TOLD.options, x: 1 }]) {
      expect(check(options)).not.toEqual([]);
    }
  });

  it('translates nothing about a village that the register does not know', () => {
    const request = { id: 7, jenis_surat: 'Surat', status: 'Siap Diambil', dilihat: nine };
    for (const villageCode of ['18.01.04.2999', '18.01.04', 7, undefined]) {
      const act = () => adapter.toCanonical(request, { ...TOLD, options: { villageCode } });
      expect(ending(act)).toEqual({ error: 'region-unknown' });
    }
  });
});

describe('the simulated village', () => {
  /** Its clock is a minute further at every look. */
  function village() {
    let minutes = 0;
    const now = () => {
      minutes += 1;
      return new Date(Date.parse(NINE) + minutes * 60_000);
    };
    const simulator = createSimulator({ now, territory: VILLAGE });
    return { simulator, desk: must(simulator.desk), board: must(simulator.board), now };
  }

  const sent = (simulator: Simulator, { method, path, body = null }: NativeRequest, headers = {}) =>
    simulator.answer({ method, path, headers, body });

  function polled(simulator: Simulator, numbers: readonly string[], from: Cursor, receivedAt: string) {
    const natives: unknown[] = [];
    let page: Page = { natives: [], cursor: from, more: true };
    while (page.more) {
      const { status, body } = sent(simulator, poll.ask(page.cursor, { ...TOLD, numbers }));
      page = poll.read(answer(status, body, receivedAt), page.cursor, { ...TOLD, numbers });
      natives.push(...page.natives);
    }
    return { drafts: natives.flatMap((native) => adapter.toCanonical(native, TOLD)), cursor: page.cursor };
  }

  const statuses = (drafts: ReturnType<typeof adapter.toCanonical>) =>
    drafts
      .filter(({ contract }) => contract === 'report-status/1.0')
      .map(({ number, data }) => [number, (data as Json).status]);

  it('gives a report its number, moves it to its end, and tells each step to whoever asks', () => {
    const { simulator, desk, now } = village();
    const registered = sent(simulator, written('report-handover/1.0', HANDOVER));
    expect(registered).toMatchObject({ status: 200, effect: 'handover:asal:A-1/1' });
    const [{ number = '' } = {}] = desk.cases();
    const outcome = readAnswer(adapter, envelopeOf('report-handover/1.0', HANDOVER), answer(200, registered.body));
    expect(outcome).toMatchObject({ replies: [{ number }] });
    expect(desk.cases()).toMatchObject([{ own: false, counterpart: 'A-1' }]);
    const told: unknown[] = [];
    let cursor: Cursor = null;
    for (const move of [
      () => null,
      () => desk.decide(number, 'accepted'),
      () => desk.advance(number),
      () => desk.advance(number),
    ]) {
      expect(move()).toBeNull();
      const page = polled(simulator, [number], cursor, now().toISOString());
      told.push(...statuses(page.drafts));
      cursor = page.cursor;
    }
    const steps = ['received', 'in-progress', 'done', 'done'];
    expect(told).toEqual(steps.map((status) => [number, status]));
    expect(desk.cases()).toMatchObject([{ own: false, counterpart: 'A-1', status: '3' }]);
    expect(desk.cases()[0]?.history).toHaveLength(3);
  });

  it('gives the same report its number once, and takes a reply', () => {
    const { simulator, desk } = village();
    const [first, again] = [1, 2].map(() => sent(simulator, written('report-handover/1.0', HANDOVER)));
    expect(again).toMatchObject({ status: 409, effect: null });
    const [{ number = '' } = {}] = desk.cases();
    for (const { status, body } of [first, again].filter((one) => one !== undefined)) {
      const outcome = readAnswer(adapter, envelopeOf('report-handover/1.0', HANDOVER), answer(status, body));
      expect(outcome).toMatchObject({ replies: [{ number }] });
    }
    const reply = written('report-status/1.0', moved('done'), number);
    const taken = sent(simulator, reply);
    expect(taken).toMatchObject({ status: 200, effect: 'status:asal:A-1#3' });
    expect(readAnswer(adapter, envelopeOf('report-status/1.0', moved('done')), answer(200, taken.body))).toMatchObject({
      kind: 'delivered',
    });
    expect(desk.cases()).toMatchObject([{ status: '3', history: [{}, { sequence: 3, at: ten }] }]);
  });

  it('keeps its own citizens’ complaints to itself, and has no words to hand over or to decline', () => {
    const { simulator, desk, board } = village();
    const number = desk.file({
      title: 'x',
      text: 'x',
      category: 'road',
      regionCode: VILLAGE,
      point: [105, -5],
      address: 'x',
    });
    expect(() => desk.handOver(number)).toThrow(RangeError);
    expect(() => desk.decide(number, 'declined')).toThrow(RangeError);
    expect(desk.cases()).toMatchObject([{ number, own: true, status: '1' }]);
    expect(statuses(polled(simulator, ['99'], null, NINE).drafts)).toEqual([]);
    expect(board.shown()).toEqual([]);
  });

  it('moves its letter requests on, to be found by whoever asks', () => {
    const { simulator, board } = village();
    const first = polled(simulator, [], null, NINE);
    expect(first.drafts.map(({ data }) => (data as Json).status)).toEqual([
      'incomplete',
      'under-review',
      'awaiting-signature',
    ]);
    expect(board.announce()).toEqual([]);
    const after = polled(simulator, [], first.cursor, TEN);
    expect(after.drafts[0]?.data).toMatchObject({ requestHandle: 'permohonan-1', status: 'under-review', at: ten });
    for (let move = 0; move < 10; move += 1) board.announce();
    const drafts = polled(simulator, [], null, TEN).drafts;
    expect(drafts.map(({ data }) => (data as Json).requestHandle)).toContain('permohonan-4');
  });

  it('tells of letters what its register says', () => {
    const { simulator } = village();
    const asked = (letterNumber: string, change: Json = {}) => {
      const { status, body } = sent(
        simulator,
        lookup.ask({ ...QUESTION, date: null, verificationCode: null, letterNumber, ...change }, TOLD),
      );
      return (lookup.read(answer(status, body)) as Json | null)?.result;
    };
    expect(['012', '011', '013', '999'].map((one) => asked(`470/${one}/DS-HJM/IX/2025`))).toEqual([
      ...['genuine', 'revoked', 'not-yet-issued', 'not-found'],
    ]);
    expect(asked(QUESTION.letterNumber, { date: '2025-09-13' })).toBe('not-found');
    expect(asked(QUESTION.letterNumber, { verificationCode: 'lain' })).toBe('not-found');
  });

  it('gives a token to whoever has two words, and takes no other', () => {
    const { simulator } = village();
    const given = sent(simulator, login.ask('gerbang', 'kata'));
    const token = login.read(answer(given.status, given.body))?.token ?? '';
    const ask = poll.ask(null, asking());
    expect(sent(simulator, ask, { authorization: `Bearer ${token}` }).status).toBe(200);
    expect(sent(simulator, ask, { authorization: 'Bearer lain' })).toMatchObject({ status: 401, body: { code: 401 } });
    const refused = sent(simulator, login.ask('', 'kata'));
    expect(login.read(answer(refused.status, refused.body))).toBeNull();
  });

  it('refuses what it does not know or cannot read, and changes nothing', () => {
    const { simulator, desk } = village();
    sent(simulator, written('report-handover/1.0', HANDOVER));
    const [{ number = '' } = {}] = desk.cases();
    const before = JSON.stringify(desk.cases());
    const store = written('report-handover/1.0', handoverOf({ caseId: 'asal:A-2' }));
    const reply = written('report-status/1.0', moved('done'), number);
    for (const body of [null, 'x', [], {}, { rujukan: null }]) {
      for (const request of [store, reply]) {
        expect(sent(simulator, { ...request, body })).toMatchObject({ status: 422, effect: null });
      }
    }
    const elsewhere = { ...(store.body as Json), kode_desa: '1801042002' };
    expect(sent(simulator, { ...store, body: elsewhere })).toMatchObject({ status: 422, effect: null });
    expect(sent(simulator, written('report-status/1.0', moved('done'), '999'))).toMatchObject({
      ...{ status: 200, effect: null },
    });
    expect(sent(simulator, { method: 'GET', path: '/lain', message: 'x' }).status).toBe(404);
    expect(sent(simulator, { method: 'PUT', path: store.path, message: 'x' }).status).toBe(405);
    expect(JSON.stringify(desk.cases())).toBe(before);
  });
});
