import { describe, expect, it } from 'vitest';
import { type Case, withAnswer, withHandover, withParty, withStatus } from '../../src/case.ts';
import { loadContracts } from '../../src/contract.ts';
import type { AttemptRecord, NewRelay, RelayRecord } from '../../src/delivery.ts';
import type { Receipt } from '../../src/event.ts';
import type { CaseRecord } from '../../src/ledger.ts';
import { contractWord } from '../../src/operator/labels.ts';
import type { Asked, Surroundings } from '../../src/operator/move.ts';
import { numberStories, storyOf } from '../../src/operator/story.ts';
import { storyText } from '../../src/operator/storyText.ts';
import type { RefusalRecord } from '../../src/refusal.ts';
import type { UpstreamState } from '../../src/upstream.ts';
import { newCase, newEvent, newRelay, T0 } from '../kits/ledgerSamples.ts';

const TITLES: Readonly<Record<string, string>> = { 'lampung-in': 'Lampung In', 'jaki-crm': 'JAKI CRM' };
const around: Surroundings = {
  titleOf: (system) => TITLES[system] ?? system,
  upstreamOf: () => undefined,
  pollOf: () => undefined,
};

const NUMBER = 'LIN-20250703-0145';
const ANSWER_BY = '2025-07-17T02:15:00Z';

const handedOver = withHandover(newCase(), { id: 'serah-1', to: 'jaki-crm', state: 'sent', answerBy: ANSWER_BY });
const answered = (state: 'registered' | 'accepted' | 'declined' | 'expired' | 'withdrawn', before = handedOver): Case =>
  withAnswer(before, 'jaki-crm', { state, number: state === 'registered' ? 'JK2507030001' : null });
const registered = answered('registered');

const handoverEvent = newEvent({ id: 'p1', contract: 'report-handover/1.0' });

function relay(change: Partial<RelayRecord> = {}): RelayRecord {
  const made: NewRelay = newRelay({ contract: 'report-handover/1.0', onDead: 'hold' });
  return {
    ...made,
    id: 'p1.report-handover.jaki-crm',
    eventId: 'p1',
    seq: 1,
    position: 1,
    state: 'delivered',
    attempt: 1,
    dueAt: null,
    createdAt: T0,
    endedAt: T0 + 100,
    error: null,
    ...change,
  };
}

const attempt = (change: Partial<AttemptRecord> = {}): AttemptRecord => ({
  relayId: 'p1.report-handover.jaki-crm',
  attempt: 1,
  spent: true,
  outcome: 'delivered',
  error: null,
  startedAt: T0 + 50,
  endedAt: T0 + 100,
  ...change,
});

const record = (change: Partial<CaseRecord> = {}): CaseRecord => ({
  case: registered,
  events: [handoverEvent],
  relays: [relay()],
  attempts: [attempt()],
  decisions: [],
  refusals: [],
  ...change,
});

const refusal = (change: Partial<RefusalRecord> = {}): RefusalRecord => ({
  ...{
    ...{ firstAt: T0 + 500, lastAt: T0 + 500, count: 1 },
    system: 'jaki-crm',
    subject: 'JK2507030001',
    code: 'no-agreement',
    facts: {},
    text: 'Perjanjian berakhir.',
  },
  ...change,
});

const told = (change: Partial<CaseRecord>) => storyOf(record(change), around).steps.map(({ what }) => what);
const move = (change: Partial<CaseRecord>, upstream?: UpstreamState) =>
  storyOf(record(change), { ...around, upstreamOf: () => upstream }).nextMove;

const timeout = { code: 'upstream-timeout', detail: 'Tidak ada jawaban tepat waktu.' } as const;

describe('the words of operators', () => {
  it('name what each contract carries, each in its own words', () => {
    const words = loadContracts()
      .all()
      .map(({ ref }) => contractWord(ref));
    expect(words.filter((word) => word.includes('/'))).toEqual([]);
    expect(new Set(words).size).toBe(words.length);
  });
});

describe('a story', () => {
  it('names the report on both sides, its origin first', () => {
    expect(storyOf(record(), around).numbers).toEqual([
      { system: 'lampung-in', title: 'Lampung In', number: NUMBER, declined: false },
      { system: 'jaki-crm', title: 'JAKI CRM', number: 'JK2507030001', declined: false },
    ]);
  });

  it('tells what came in, for whom it was prepared, under which agreement, and how it was brought', () => {
    expect(told({})).toEqual([
      `Lampung In mengirim kabar tentang ${NUMBER} (kejadian 03/07/2025 09:15:00 WIB): serah terima laporan; diterjemahkan menjadi report-handover/1.0.`,
      'Serah terima laporan disiapkan untuk JAKI CRM menurut perjanjian contoh-1.',
      'Percobaan ke-1 mengirim serah terima laporan ke JAKI CRM: terkirim.',
    ]);
  });

  it('keeps what happened in the same millisecond in the order it followed from each other', () => {
    const reply = newEvent({ id: 'p2', kind: 'reply', system: 'jaki-crm', contract: 'handover-answer/1.0' });
    const steps = storyOf(
      record({ events: [handoverEvent, reply], attempts: [attempt({ endedAt: T0 })] }),
      around,
    ).steps;
    expect(steps.map(({ ids }) => [ids.eventId, ids.relayId, ids.attempt])).toEqual([
      ['p1', undefined, undefined],
      ['p1', 'p1.report-handover.jaki-crm', undefined],
      ['p1', 'p1.report-handover.jaki-crm', 1],
      ['p2', undefined, undefined],
    ]);
  });

  it('says of a status which one it was, in both tongues', () => {
    const status = newEvent({ id: 'p3', system: 'jaki-crm', subject: 'JK2507030001' });
    const { envelope } = newRelay();
    const data = { ...envelope.data, status: 'in-progress', nativeStatus: 'Proses', sequence: 2 };
    const carried = relay({ eventId: 'p3', contract: 'report-status/1.0', envelope: { ...envelope, data } });
    const [first] = told({ events: [status], relays: [carried], attempts: [] });
    expect(first).toContain('perkembangan laporan ke-2 "sedang ditangani" (Proses)');
  });

  it('tells why an attempt failed, and whether it counted', () => {
    const failed = attempt({ outcome: 'failed', error: timeout });
    const postponed = attempt({
      outcome: 'postponed',
      spent: false,
      error: { code: 'unreachable', detail: 'Sambungan gagal atau terputus.' },
    });
    const what = told({ attempts: [failed, postponed] });
    expect(what[2]).toBe(
      'Percobaan ke-1 mengirim serah terima laporan ke JAKI CRM: gagal untuk sementara, sistem penerima tidak menjawab tepat waktu: Tidak ada jawaban tepat waktu.',
    );
    expect(what[3]).toMatch(/ditunda, .* Sambungan gagal atau terputus\. Percobaan ini tidak dihitung\.$/);
  });

  it('tells mapping gaps, and what no agreement let cross', () => {
    const notSent = [{ to: 'jaki-crm', contract: 'report-status/1.0', why: 'tidak ada perjanjian.' }] as const;
    const event = newEvent({
      id: 'p1',
      gaps: [{ table: 'category', value: 'Kucing' }],
      receipt: { ...handoverEvent.receipt, notSent },
    });
    const what = told({ events: [event], relays: [], attempts: [] });
    expect(what[1]).toContain('Nilai "Kucing" belum ada di tabel category');
    expect(what[2]).toBe('Perkembangan laporan tidak dikirim ke JAKI CRM: tidak ada perjanjian.');
  });

  it('names the operator who decided, and the reason', () => {
    const target = 'p1.report-handover.jaki-crm';
    const decision = {
      at: T0 + 200,
      operator: 'Petugas Uji',
      action: 'redrive',
      target,
      reason: 'alamat baru',
    } as const;
    const { last, steps } = storyOf(record({ decisions: [decision] }), around);
    expect(last).toBe(`Petugas Petugas Uji meminta kirim ulang ${target}, alasan: alamat baru.`);
    expect(steps.at(-1)?.ids).toEqual({ relayId: target });
  });

  it('tells a relay that a newer one made needless', () => {
    expect(told({ relays: [relay({ state: 'superseded' })], attempts: [] }).at(-1)).toBe(
      'Serah terima laporan untuk JAKI CRM digantikan yang lebih baru.',
    );
  });
});

const open = (change: Partial<UpstreamState> = {}): UpstreamState => ({
  ...{ system: 'jaki-crm', delivery: 'push', fetchedAt: null },
  circuit: 'open',
  since: '2025-07-03T02:15:00Z',
  reason: 'tidak dapat dihubungi 3 kali berturut-turut',
  alarm: false,
  nextProbeAt: '2025-07-03T02:15:15Z',
  inFlight: 0,
  capacity: 0,
  ratePerSecond: null,
  ...change,
});

describe('a story of what was refused or not passed on', () => {
  it('tells a refusal in its place, with its code and why, and keeps its facts apart', () => {
    const between = refusal({ firstAt: T0 + 50, lastAt: T0 + 50 });
    const { steps, refusals } = storyOf(record({ refusals: [between] }), around);
    expect(steps.map(({ what }) => what)[2]).toBe(
      'Gerbang menolak kabar JAKI CRM tentang JK2507030001 (no-agreement): Perjanjian berakhir.',
    );
    expect(refusals).toEqual([
      {
        ...{ at: '2025-07-03T02:15:00.050Z', system: 'jaki-crm', number: 'JK2507030001', code: 'no-agreement' },
        ...{ firstAt: '2025-07-03T02:15:00.050Z', lastAt: '2025-07-03T02:15:00.050Z', count: 1, facts: {} },
        detail: 'Perjanjian berakhir.',
      },
    ]);
  });

  it('tells equal refusals once, where the last of them belongs, and how often since when', () => {
    const often = refusal({ firstAt: T0 + 20, lastAt: T0 + 90_000_000, count: 12 });
    const { last, refusals } = storyOf(record({ refusals: [often] }), around);
    expect(last).toBe(
      'Gerbang menolak kabar JAKI CRM tentang JK2507030001 (no-agreement): Perjanjian berakhir. Sudah 12 kali ditolak seperti ini, sejak 03/07/2025 09:15:00 WIB.',
    );
    expect(refusals[0]).toMatchObject({ at: '2025-07-04T03:15:00.000Z', count: 12 });
  });

  it('says why nothing was sent when a handover that is under way was said again', () => {
    const again = newEvent({ id: 'p2', contract: 'report-handover/1.0', acceptedAt: T0 + 300 });
    const what = told({ events: [handoverEvent, again] });
    expect(what.at(-1)).toBe('Tidak ada yang dikirim: laporan ini sudah diserahkan ke JAKI CRM.');
    expect(what.filter((one) => one.startsWith('Tidak ada yang dikirim'))).toHaveLength(1);
  });

  it('does not say so of what is held, of what an agreement kept, or of another contract', () => {
    const receipt = {
      ...handoverEvent.receipt,
      notSent: [{ to: 'jaki-crm', contract: 'report-handover/1.0', why: 'x' }],
    } as const;
    const events = [
      newEvent({ contract: 'report-handover/1.0', state: 'discarded' }),
      newEvent({ contract: 'report-handover/1.0', receipt }),
      newEvent({ contract: 'citizen-report/1.0' }),
    ];
    expect(
      told({ events, relays: [], attempts: [] }).filter((one) => one.startsWith('Tidak ada yang dikirim')),
    ).toEqual([]);
  });
});

describe('what nobody reads of an event', () => {
  it('is told in one sentence, beside what else its receipt names', () => {
    const warnings: Receipt['warnings'] = [
      { code: 'member-not-read', facts: { pointer: '/dilihat' } },
      { code: 'detail-left-out', facts: { pointer: '/tenggat' } },
      { code: 'member-not-read', facts: { pointer: '/petugas' } },
      { code: 'more-members-not-read', facts: { count: 3 } },
    ];
    const event = { ...handoverEvent, receipt: { ...handoverEvent.receipt, warnings } };
    expect(told({ events: [event], relays: [], attempts: [] })).toEqual(
      expect.arrayContaining([
        'Bagian yang tidak dikenal dan tidak dibaca: /dilihat, /petugas, dan 3 lainnya.',
        expect.stringContaining('/tenggat'),
      ]),
    );
  });
});

describe('the next move is', () => {
  const parked = relay({ state: 'parked', attempt: 2, dueAt: T0 + 30_000, endedAt: null, error: timeout });
  const dead = relay({ state: 'dead', error: { code: 'upstream-rejected', detail: 'ditolak' } });

  it('an operator’s while an event is quarantined, whatever else goes on', () => {
    const held = newEvent({
      id: 'p9',
      state: 'quarantined',
      receipt: { ...handoverEvent.receipt, held: { code: 'unknown-code', detail: 'Nilai "X" belum ada.' } },
    });
    const next = move({ events: [handoverEvent, held], relays: [parked] });
    expect(next).toMatchObject({ who: 'operator', system: 'lampung-in', at: null });
    expect(next.what).toContain('p9');
    expect(next.what).toContain('Nilai "X" belum ada.');
  });

  it.each([
    ['unknown-code', 'Lengkapi tabel kode'],
    ['unknown-number', 'Cocokkan nomornya dengan sistem pengirim'],
    ['held-behind', 'Selesaikan dahulu peristiwa yang menahannya'],
    ['region-unknown', 'Bila sebabnya sudah diperbaiki'],
  ] as const)('for an event held for %s what mends that: %s', (code, advice) => {
    const held = { code, detail: 'Sebabnya.' };
    const event = newEvent({ id: 'p9', state: 'quarantined', receipt: { ...handoverEvent.receipt, held } });
    const { what } = move({ events: [event], relays: [] });
    expect(what).toContain(advice);
    expect(what.includes('tabel kode')).toBe(code === 'unknown-code');
    expect(what).toMatch(/terjemahkan ulang \(POST [^)]+\/retry\), atau buang dengan alasan/u);
  });

  it('an operator’s while a dead letter lies there', () => {
    const next = move({ relays: [dead] });
    expect(next).toMatchObject({ who: 'operator', system: 'jaki-crm' });
    expect(next.what).toContain('kirim ulang');
  });

  it('an operator’s by a route that is named, with how many wait behind it', () => {
    const waits = (id: string, change: Partial<RelayRecord> = {}) =>
      relay({ id, position: 2, state: 'parked', dueAt: null, endedAt: null, ...change });
    const behind = [waits('b1'), waits('b2', { position: 3 }), waits('lain', { recipient: 'lampung-in' })];
    const { what } = move({ relays: [{ ...dead, position: 1 }, ...behind] });
    expect(what).toContain(`POST /v1/relays/${dead.id}/redrive`);
    expect(what).toContain(`POST /v1/relays/${dead.id}/discard`);
    expect(what).toContain('2 kiriman menunggu di belakangnya.');
    expect(move({ relays: [dead] }).what).toContain('Tidak ada kiriman yang menunggu di belakangnya.');
    const released = { ...dead, onDead: 'release' } as const;
    expect(move({ relays: [released, ...behind] }).what).toContain('Tidak ada kiriman yang menunggu di belakangnya.');
  });

  it('the sender’s where what it said last was refused, until it is heard again', () => {
    const refusals = [refusal()];
    const next = move({ refusals, relays: [parked] });
    expect(next).toMatchObject({ who: 'recipient', system: 'jaki-crm', at: null });
    expect(next.what).toBe(
      'JAKI CRM mengirim lagi kabar tentang JK2507030001 sesudah sebabnya diperbaiki; yang terakhir ditolak 03/07/2025 09:15:00 WIB (no-agreement): Perjanjian berakhir. Mintalah pengelola perjanjian menambah atau memperpanjang izin yang disebut, lalu kirim lagi.',
    );
    const heard = (change: object) => newEvent({ id: 'p7', acceptedAt: T0 + 900, system: 'jaki-crm', ...change });
    const nextAfter = (change: object) => move({ refusals, events: [handoverEvent, heard(change)] }).what;
    expect(nextAfter({})).not.toContain('mengirim lagi');
    expect(nextAfter({ system: 'lampung-in' })).toContain('mengirim lagi');
    expect(nextAfter({ kind: 'reply' })).toContain('mengirim lagi');
    expect(nextAfter({ acceptedAt: T0 + 400 })).toContain('mengirim lagi');
    expect(move({ refusals: [refusal({ system: 'lampung-in' })] }).who).toBe('sender');
    const over = withStatus(registered, 'jaki-crm', { status: 'done', at: '2025-07-04T02:15:00Z' });
    const late = [refusal({ system: 'lampung-in', code: 'answer-refused' })];
    expect(move({ case: over, refusals: late, events: [handoverEvent, heard({})] }).who).toBe('nobody');
  });

  it('an operator’s before it is the refused sender’s', () => {
    expect(move({ refusals: [refusal()], relays: [dead] }).who).toBe('operator');
  });

  it('to ask again what a system that does not push was refused', () => {
    const pollOf = (): Asked => ({ lastRoundAt: null, nextAt: null, trouble: null });
    const { nextMove } = storyOf(record({ refusals: [refusal()] }), { ...around, pollOf });
    expect(nextMove.what).toMatch(
      /^Gerbang mengambil lagi kabar JAKI CRM tentang JK2507030001 sesudah sebabnya diperbaiki;/u,
    );
  });

  it('the gateway’s where it cannot ask the system that should answer: since when, why, and when again', () => {
    const trouble: Asked = {
      ...{ lastRoundAt: '2025-07-03T01:00:00.000Z', nextAt: '2025-07-03T02:20:00.000Z' },
      trouble: 'Sambungan gagal atau terputus.',
    };
    const asking = (change: Partial<Asked>, upstream?: UpstreamState, subject = registered) =>
      storyOf(record({ case: subject }), {
        ...{ titleOf: around.titleOf, upstreamOf: () => upstream },
        pollOf: (system) => (system === 'jaki-crm' ? { ...trouble, ...change } : undefined),
      }).nextMove;
    const next = asking({});
    expect(next).toMatchObject({ who: 'gateway', system: 'jaki-crm', at: '2025-07-03T02:20:00.000Z' });
    expect(next.what).toBe(
      'Petugas JAKI CRM menerima atau menolak laporan, paling lambat 17/07/2025 09:15:00 WIB. Tetapi gerbang tidak dapat menanyai JAKI CRM dengan lengkap sejak 03/07/2025 08:00:00 WIB, jadi keputusan mereka belum tentu sampai di sini; ditanya lagi 03/07/2025 09:20:00 WIB. Sebabnya: Sambungan gagal atau terputus.',
    );
    expect(asking({ lastRoundAt: null, nextAt: null }).what).toContain(
      'belum pernah dapat menanyai JAKI CRM dengan lengkap',
    );
    expect(asking({}, open({ alarm: true })).who).toBe('operator');
    expect(asking({ trouble: null }).who).toBe('recipient');
    expect(asking({}, undefined, answered('declined', registered)).who).toBe('sender');
  });

  it('nobody’s concern of a dead status that a later one has overtaken', () => {
    const status = { contract: 'report-status/1.0', onDead: 'release' } as const;
    const overtaken = { ...dead, ...status };
    const later = relay({ ...status, id: 'nanti', position: 2 });
    expect(move({ relays: [overtaken] }).who).toBe('operator');
    expect(move({ relays: [overtaken, later] }).who).toBe('recipient');
  });

  it('an operator’s where the agreement ended, but the sender’s where the handover did', () => {
    const withheld = (code: 'no-agreement' | 'handover-expired') =>
      relay({ state: 'withheld', error: { code, detail: 'berakhir' } });
    expect(move({ relays: [withheld('no-agreement')] }).who).toBe('operator');
    const expired = move({ case: answered('expired'), relays: [withheld('handover-expired')] });
    expect(expired).toMatchObject({ who: 'sender', system: 'lampung-in' });
  });

  it('the gateway’s, at the time of the next attempt', () => {
    const next = move({ relays: [parked] });
    expect(next).toMatchObject({ who: 'gateway', at: '2025-07-03T02:15:30.000Z' });
    expect(next.what).toContain('pada 03/07/2025 09:15:30 WIB (percobaan ke-3)');
  });

  it('the gateway’s, waiting for a circuit to close', () => {
    const next = move({ relays: [parked] }, open());
    expect(next).toMatchObject({ who: 'gateway', at: '2025-07-03T02:15:15Z' });
    expect(next.what).toBe(
      'Gerbang menunggu JAKI CRM pulih, diuji lagi 03/07/2025 09:15:15 WIB. Sebabnya: tidak dapat dihubungi 3 kali berturut-turut.',
    );
  });

  it('an operator’s where only a person can mend the connection', () => {
    expect(move({ relays: [parked] }, open({ alarm: true })).who).toBe('operator');
  });

  it('not the circuit’s when nothing waits for it', () => {
    expect(move({}, open({ alarm: true })).who).toBe('recipient');
  });

  it('told of the relay in front, not of one that waits behind it', () => {
    const behind = relay({ id: 'belakang', state: 'parked', dueAt: null, endedAt: null });
    expect(move({ relays: [behind, parked] }).at).toBe('2025-07-03T02:15:30.000Z');
  });

  it.each([
    ['sent', handedOver, 'recipient', 'jaki-crm'],
    ['registered', registered, 'recipient', 'jaki-crm'],
    ['accepted', answered('accepted', registered), 'recipient', 'jaki-crm'],
    ['declined', answered('declined', registered), 'sender', 'lampung-in'],
    ['withdrawn', answered('withdrawn', registered), 'sender', 'lampung-in'],
    ['expired unregistered', answered('expired'), 'sender', 'lampung-in'],
    ['expired after it was registered', answered('expired', registered), 'recipient', 'jaki-crm'],
    ['not there at all', newCase(), 'sender', 'lampung-in'],
  ] as const)('an officer’s where the handover is %s', (_, subject, who, system) => {
    expect(move({ case: subject })).toMatchObject({ who, system });
  });

  it.each(['done', 'rejected'])('nobody’s once the report is %s and all is told', (status) => {
    const ended = withStatus(registered, 'jaki-crm', { status, at: '2025-07-04T02:15:00Z' });
    expect(move({ case: ended }).who).toBe('nobody');
    expect(move({ case: ended, relays: [parked] }).who).toBe('gateway');
  });
});

describe('the story of what belongs to no case', () => {
  const nothing = { events: [], relays: [], attempts: [], decisions: [], refusals: [] };
  const waiting = newEvent({ id: 'p1', caseId: null, state: 'waiting', waitUntil: T0 + 600_000 });

  it('says how long the gateway waits for the number', () => {
    const [story] = numberStories({ ...nothing, events: [waiting] }, around);
    expect(story).toMatchObject({ caseId: null, numbers: [{ system: 'lampung-in', number: NUMBER }] });
    expect(story?.nextMove).toMatchObject({ who: 'gateway', at: '2025-07-03T02:25:00.000Z' });
  });

  it('is one for each system that uses the number, with what is its own', () => {
    const other = newEvent({ id: 'p2', caseId: null, system: 'jaki-crm', state: 'quarantined' });
    const relays = [relay({ eventId: 'p2', sender: 'jaki-crm' })];
    const decisions = [{ at: T0, operator: 'siti', action: 'retry', target: 'p2', reason: 'x' }] as const;
    const refusals = [refusal({ subject: NUMBER }), refusal({ system: 'jaki', subject: NUMBER })];
    const stories = numberStories(
      { events: [waiting, other], relays, attempts: [attempt()], decisions, refusals },
      around,
    );
    expect(stories.map(({ numbers, steps }) => [numbers[0]?.system, numbers[0]?.number, steps.length])).toEqual([
      ['lampung-in', NUMBER, 1],
      ['jaki-crm', NUMBER, 5],
      ['jaki', NUMBER, 1],
    ]);
  });
});

describe('a story as text', () => {
  it('has a heading, a line for each step with its time in WIB, and whose move it is', () => {
    expect(storyText(storyOf(record(), around)).split('\n')).toEqual([
      `Laporan     Lampung In: ${NUMBER} | JAKI CRM: JK2507030001`,
      'Kasus       lampung-in:LIN-20250703-0145',
      'Status      belum ada status, dipegang JAKI CRM',
      'Penyerahan  ke JAKI CRM: terdaftar, belum diputuskan petugas; batas jawab 17/07/2025 09:15:00 WIB',
      '',
      expect.stringMatching(/^03\/07\/2025 09:15:00 WIB {2}Lampung In mengirim/),
      expect.stringMatching(/^03\/07\/2025 09:15:00 WIB {2}Serah terima laporan disiapkan/),
      expect.stringMatching(/^03\/07\/2025 09:15:00 WIB {2}Percobaan ke-1/),
      '',
      'Terakhir    Percobaan ke-1 mengirim serah terima laporan ke JAKI CRM: terkirim.',
      'Berikutnya  Petugas JAKI CRM menerima atau menolak laporan, paling lambat 17/07/2025 09:15:00 WIB.',
      '',
    ]);
  });

  it('does not say who holds a report that nobody there has registered yet, but that it is on its way', () => {
    const text = storyText(storyOf(record({ case: handedOver }), around));
    expect(text).toContain('Status      belum ada status, dalam perjalanan ke JAKI CRM (diserahkan, belum terdaftar)');
    expect(text).not.toContain('dipegang');
    expect(storyOf(record({ case: handedOver }), around).holder).toBeNull();
    expect(storyOf(record({ case: answered('registered') }), around).holder).toBe('jaki-crm');
    expect(storyText(storyOf(record({ case: answered('expired') }), around))).toContain('dipegang Lampung In');
  });

  it('of what belongs to no case says so', () => {
    const [story] = numberStories({ ...record(), events: [], relays: [], attempts: [], refusals: [refusal()] }, around);
    expect(story && storyText(story)).toContain('Kasus       tidak ada');
  });

  it('lets no number move the reader’s terminal', () => {
    const subject = withParty(newCase(), 'jaki-crm', { number: '\u001b[2JJK1' });
    expect(storyText(storyOf(record({ case: subject }), around))).not.toContain('\u001b');
  });
});
