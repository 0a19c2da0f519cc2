import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withAnswer, withHandover, withStatus } from '../../src/case.ts';
import type { AttemptRecord, RelayRecord, RelayState } from '../../src/delivery.ts';
import type { EventRecord, EventState } from '../../src/event.ts';
import { eventIdOf } from '../../src/intake/incoming.ts';
import type { CaseRecord } from '../../src/ledger.ts';
import { RELAY_STATES } from '../../src/operator/labels.ts';
import type { Surroundings } from '../../src/operator/move.ts';
import { numberStories, storyOf } from '../../src/operator/story.ts';
import type { ExchangeFacts } from '../../src/outcome.ts';
import { newCase, newEvent, newRelay, T0 } from '../kits/ledgerSamples.ts';

const around: Surroundings = {
  titleOf: (system) => ({ 'lampung-in': 'Lampung In', 'jaki-crm': 'JAKI CRM' })[system] ?? system,
  upstreamOf: () => undefined,
  pollOf: () => undefined,
};
const NOTHING_TO_DO = 'Tidak ada yang perlu dilakukan';
const NUMBER = 'LIN-20250703-0145';

const handedOver = withHandover(newCase(), {
  ...{ id: 'serah-1', to: 'jaki-crm', state: 'sent', answerBy: '2025-07-17T02:15:00Z' },
});
const registered = withAnswer(handedOver, 'jaki-crm', { state: 'registered', number: 'JK2507030001' });
const over = withStatus(registered, 'jaki-crm', { status: 'done', at: '2025-07-04T02:15:00Z' });

/** As the product makes it. */
const eventId = (revision: string): string =>
  eventIdOf('lampung-in', 'laporan', { subject: NUMBER, revision, occurredAt: null });

let serial = 0;
function relay(change: Partial<RelayRecord> = {}): RelayRecord {
  serial += 1;
  const event = eventId(String(serial));
  const id = `${event}.report-status.${change.recipient ?? 'jaki-crm'}`;
  return {
    ...newRelay({ id, eventId: event }),
    ...{ id, eventId: event, seq: serial, position: 1, state: 'delivered', attempt: 1, dueAt: null },
    ...{ createdAt: T0 + serial, endedAt: null, error: null },
    ...change,
  };
}

const record = (change: Partial<CaseRecord> = {}): CaseRecord => ({
  ...{ case: over, events: [], relays: [], attempts: [], decisions: [], refusals: [] },
  ...change,
});

const exchange: ExchangeFacts = {
  ...{ method: 'POST', path: '/laporan', host: 'crm.example', port: 443, durationMs: 12, phase: 'done', status: 422 },
  ...{ code: null, mediaType: 'application/json', location: null, message: 'kodeWilayah di luar cakupan' },
  excerpt: '{"message":"kodeWilayah di luar cakupan"}',
};
const attemptAt = (of: RelayRecord, change: Partial<AttemptRecord> = {}): AttemptRecord => ({
  ...{ relayId: of.id, attempt: 1, spent: true, outcome: 'rejected', startedAt: T0 + 500, endedAt: T0 + 600 },
  error: { code: 'upstream-rejected', detail: 'Sistem penerima menjawab HTTP 422.' },
  exchange,
  ...change,
});

const STATES = Object.keys(RELAY_STATES) as readonly RelayState[];

/** Each queue's relays, in the order they were made: recipient, kind, state. */
const queues = fc.array(
  fc.record({
    recipient: fc.constantFrom('jaki-crm', 'jaki'),
    contract: fc.constantFrom('report-status/1.0' as const, 'report-handover/1.0' as const),
    state: fc.constantFrom(...STATES),
    onDead: fc.constantFrom('hold' as const, 'release' as const),
    isDue: fc.boolean(),
  }),
  { maxLength: 8 },
);
const eventStates = fc.array(fc.constantFrom<EventState>('accepted', 'waiting', 'quarantined'), { maxLength: 3 });

/** Told by counting back from the newest, by somebody who knows nothing of stories. */
function everybodyHasTheLast(relays: readonly RelayRecord[]): boolean {
  const settled = new Set<string>();
  for (const { recipient, contract, state } of relays.toReversed()) {
    const kind = `${recipient} ${contract}`;
    if (settled.has(kind) || state === 'superseded') continue;
    if (state !== 'delivered') return false;
    settled.add(kind);
  }
  return relays.every(({ recipient, contract }) => settled.has(`${recipient} ${contract}`));
}

describe('nobody is told that there is nothing to do', () => {
  it('unless every recipient has the last of each kind, and nothing is held or refused', () => {
    fc.assert(
      fc.property(queues, eventStates, fc.boolean(), fc.boolean(), (rows, states, isCase, isRefused) => {
        const relays = rows.map(({ isDue, ...row }, index) =>
          relay({ ...row, position: index + 1, dueAt: isDue && row.state === 'parked' ? T0 + 9_000 : null }),
        );
        const events = states.map((state): EventRecord => newEvent({ id: eventId(state), state, caseId: null }));
        const at = { firstAt: T0 + 9_999, lastAt: T0 + 9_999, count: 1 } as const;
        const refused = {
          ...at,
          system: 'jaki-crm',
          subject: NUMBER,
          code: 'no-agreement',
          text: 'x',
          facts: {},
        } as const;
        const told = record({ case: isCase ? over : null, events, relays, refusals: isRefused ? [refused] : [] });
        const { nextMove } = storyOf(told, around);
        const saysSo = nextMove.who === 'nobody' || nextMove.what.includes(NOTHING_TO_DO);
        const isTrue = everybodyHasTheLast(relays) && states.every((state) => state === 'accepted') && !isRefused;
        const isSettled = relays.every(({ state }) => state === 'delivered' || state === 'superseded');
        if (saysSo) expect([isTrue, nextMove.what]).toEqual([true, nextMove.what]);
        if (isTrue && isSettled) expect([saysSo, nextMove.what]).toEqual([true, nextMove.what]);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(STATES.filter((state) => state !== 'delivered'))('while the last relay is %s', (state) => {
    const { nextMove } = storyOf(record({ relays: [relay(), relay({ position: 2, state })] }), around);
    if (state === 'superseded') expect(nextMove.what).toContain(NOTHING_TO_DO);
    else expect([nextMove.what.includes(NOTHING_TO_DO), nextMove.who === 'nobody']).toEqual([false, false]);
  });

  it('where the last word was kept back by an agreement, until one of its kind was let through', () => {
    const notSent = [{ to: 'jaki', contract: 'report-status/1.0', why: 'tidak ada perjanjian' }] as const;
    const event = newEvent();
    const kept = { ...event, receipt: { ...event.receipt, notSent } };
    const { nextMove } = storyOf(record({ events: [kept] }), around);
    expect(nextMove).toMatchObject({ who: 'operator', system: 'jaki' });
    expect(nextMove.what).toContain('tidak ada perjanjian');
    const later = relay({ recipient: 'jaki', createdAt: kept.acceptedAt + 1 });
    expect(storyOf(record({ events: [kept], relays: [later] }), around).nextMove.what).toContain(NOTHING_TO_DO);
  });

  it('where an officer discarded the last word: who it was for does not have it', () => {
    const discarded = relay({ state: 'discarded', error: { code: 'discarded', detail: 'siti: salah alamat' } });
    const { nextMove } = storyOf(record({ relays: [discarded] }), around);
    expect(nextMove.what).toBe(
      'JAKI CRM belum menerima perkembangan laporan: kirimannya dibuang petugas. Sebabnya: siti: salah alamat. Petugas gerbang memastikan JAKI CRM mengetahuinya lewat jalur lain, atau bahwa itu tidak diperlukan lagi.',
    );
  });

  it('where a handover ended before it was ever sent: its sender makes sure', () => {
    const error = { code: 'handover-expired', detail: 'Batas jawaban lewat sebelum laporan terkirim.' } as const;
    const relays = [relay({ contract: 'report-handover/1.0', state: 'withheld', error })];
    const home = { ...over, holder: 'lampung-in' };
    expect(storyOf(record({ case: home, relays }), around).nextMove).toMatchObject({
      who: 'sender',
      system: 'lampung-in',
    });
  });

  it('of a notice that did not arrive', () => {
    const event = newEvent({ id: eventId('n'), caseId: null });
    const notice = relay({ eventId: event.id, lane: 'public', contract: 'food-price/1.0', state: 'discarded' });
    const nothing = { attempts: [], decisions: [], refusals: [] };
    const [story] = numberStories({ ...nothing, events: [event], relays: [notice] }, around);
    expect(story?.nextMove.who).toBe('operator');
  });
});

describe('K10: a story', () => {
  const front = relay({
    ...{ contract: 'report-handover/1.0', state: 'dead', onDead: 'hold', position: 1 },
    error: { code: 'upstream-rejected', detail: 'Sistem penerima menjawab HTTP 422.' },
  });
  const behind = (change: Partial<RelayRecord> = {}) =>
    relay({ state: 'parked', position: 2, contract: 'report-status/1.0', createdAt: T0, ...change });

  it('says why the other side refused, in the attempt and in the next move', () => {
    const story = storyOf(record({ relays: [front], attempts: [attemptAt(front)] }), around);
    const told = story.steps.map(({ what }) => what).join('\n');
    const why = 'sistem penerima menolak isi kiriman: HTTP 422: kodeWilayah di luar cakupan.';
    expect(
      storyOf(
        record({ events: [newEvent({ id: front.eventId })], relays: [front], attempts: [attemptAt(front)] }),
        around,
      ).last,
    ).toBe(`Percobaan ke-1 mengirim serah terima laporan ke JAKI CRM: ditolak, ${why}`);
    expect(told).toBe('');
    expect(story.nextMove.what).toContain(
      'Sistem penerima menolak isi kiriman: HTTP 422: kodeWilayah di luar cakupan.',
    );
  });

  it('says of each relay that waits behind another which one it is, and why that one has not gone', () => {
    const waits = behind();
    const { steps } = storyOf(record({ relays: [front, waits], attempts: [attemptAt(front)] }), around);
    expect(steps.at(-1)).toEqual({
      at: new Date(T0 + 600).toISOString(),
      what: `Perkembangan laporan untuk JAKI CRM menunggu di belakang serah terima laporan (${front.id}), yang berhenti: HTTP 422: kodeWilayah di luar cakupan.`,
      ids: { eventId: waits.eventId, relayId: waits.id, behindRelayId: front.id },
    });
  });

  it.each(STATES)('says so of what stands behind a relay that is %s only where that one holds it', (state) => {
    for (const onDead of ['hold', 'release'] as const) {
      const first = { ...front, state, onDead };
      const told = storyOf(record({ relays: [first, behind()] }), around).steps.some(({ ids }) => ids.behindRelayId);
      const lets =
        ['delivered', 'withheld', 'superseded', 'discarded'].includes(state) ||
        (state === 'dead' && onDead === 'release');
      expect([state, onDead, told]).toEqual([state, onDead, !lets]);
    }
  });

  it('names the first of those in front, and none of another queue', () => {
    const [second, third] = [behind(), behind({ position: 3 })];
    const others = [behind({ recipient: 'jaki' }), behind({ lane: 'public' }), behind({ subject: 'lain:1' })];
    const { steps } = storyOf(record({ relays: [front, second, third, ...others] }), around);
    const waits = steps.flatMap(({ ids }) => (ids.behindRelayId ? [[ids.relayId, ids.behindRelayId]] : []));
    expect(waits).toEqual([
      [second.id, front.id],
      [third.id, front.id],
    ]);
  });

  it('reports a decision on an event as one on an event, though ids of events have dots', () => {
    const event = newEvent({ id: eventId('7') });
    const own = relay({ eventId: event.id });
    const on = (target: string) => ({ at: T0, operator: 'siti', action: 'retry', target, reason: 'x' }) as const;
    const decisions = [on(event.id), on(own.id)];
    const { steps } = storyOf(record({ events: [event], relays: [own], decisions }), around);
    expect(event.id).toContain('.');
    const decided = steps.flatMap(({ what, ids }) => (what.startsWith('Petugas siti') ? [ids] : []));
    expect(decided).toEqual([{ eventId: event.id }, { relayId: own.id }]);
  });
});
