import { describe, expect, it } from 'vitest';
import { type Case, withAnswer, withHandover, withParty, withStatus } from '../../src/case.ts';
import { loadContracts } from '../../src/contract.ts';
import type { AttemptRecord, NewRelay, RelayRecord } from '../../src/delivery.ts';
import type { CaseRecord } from '../../src/ledger.ts';
import type { Surroundings } from '../../src/operator/nextMove.ts';
import { heldStories, storyOf } from '../../src/operator/story.ts';
import { storyText } from '../../src/operator/storyText.ts';
import { contractWord } from '../../src/operator/words.ts';
import type { UpstreamState } from '../../src/upstream.ts';
import { newCase, newEvent, newRelay, T0 } from '../kits/ledgerSamples.ts';

const TITLES: Readonly<Record<string, string>> = { 'lampung-in': 'Lampung In', 'jaki-crm': 'JAKI CRM' };
const around: Surroundings = { titleOf: (system) => TITLES[system] ?? system, upstreamOf: () => undefined };

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

  it('an operator’s while a dead letter lies there', () => {
    const next = move({ relays: [dead] });
    expect(next).toMatchObject({ who: 'operator', system: 'jaki-crm' });
    expect(next.what).toContain('kirim ulang atau buang');
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

describe('the story of held events without a case', () => {
  const waiting = newEvent({ id: 'p1', caseId: null, state: 'waiting', waitUntil: T0 + 600_000 });

  it('says how long the gateway waits for the number', () => {
    const [story] = heldStories([waiting], around);
    expect(story).toMatchObject({ caseId: null, numbers: [{ system: 'lampung-in', number: NUMBER }] });
    expect(story?.nextMove).toMatchObject({ who: 'gateway', at: '2025-07-03T02:25:00.000Z' });
  });

  it('is one for each system that uses the number, and none for events of a known case', () => {
    const other = newEvent({ id: 'p2', caseId: null, system: 'jaki-crm', state: 'quarantined' });
    expect(heldStories([waiting, other], around).map(({ numbers }) => numbers[0]?.system)).toEqual([
      'lampung-in',
      'jaki-crm',
    ]);
    expect(heldStories([newEvent({ state: 'quarantined' })], around)).toEqual([]);
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

  it('lets no number move the reader’s terminal', () => {
    const subject = withParty(newCase(), 'jaki-crm', { number: '\u001b[2JJK1' });
    expect(storyText(storyOf(record({ case: subject }), around))).not.toContain('\u001b');
  });
});
