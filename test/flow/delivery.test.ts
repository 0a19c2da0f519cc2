import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { loadConfiguration, specimenToken } from '../../src/config/config.ts';
import { loadContracts } from '../../src/contract.ts';
import { toWib } from '../../src/dialect/native.ts';
import { acceptExpiry } from '../../src/intake/reply.ts';
import { translator } from '../../src/intake/translate.ts';
import type { Acceptance } from '../../src/intake/verdict.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import {
  ahead,
  allEnded,
  arrived,
  at,
  caseAt,
  checkHouse,
  crmStatus,
  everyEnd,
  fragile,
  HASTY,
  handOver,
  handoverRelay,
  it,
  jakartaPlace,
  lampungPlace,
  misplaced,
  movableClock,
  recordOf,
  registered,
  STEPS,
  STUBBORN,
  sequences,
  soon,
  statusRelays,
  told,
  upstream,
} from './scenes.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

describe('D3: order per subject', () => {
  it('is kept while the recipient flaps in every way there is, and through a restart', async ({ open }) => {
    const house = await open(STUBBORN);
    const cases = [];
    for (const index of [0, 1, 2, 3, 4]) cases.push(await registered(house, index));
    await house.lampung.become({ kind: 'error-500', share: 0.4 });
    for (const { away } of cases) {
      for (const [index, name] of STEPS.entries()) house.jakarta.pusher.push(away, crmStatus(away, name, index));
    }
    await sleep(300);
    await house.lampung.become({ kind: 'reset', when: 'after', share: 0.4 });
    await sleep(300);
    await house.restart();
    await house.lampung.become({ kind: 'hang', share: 0.2 });
    await sleep(300);
    await house.lampung.become({ kind: 'ok' });
    await allEnded(house);
    for (const { home } of cases) expect(sequences(house.lampung, home)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('makes no case wait for another', async ({ open }) => {
    const house = await open(STUBBORN);
    const [stuck, free] = [await registered(house, 0), await registered(house, 1)];
    await house.lampung.become({ kind: 'error-500', match: stuck.home });
    for (const [index, name] of STEPS.entries()) {
      house.jakarta.pusher.push(stuck.away, crmStatus(stuck.away, name, index));
      house.jakarta.pusher.push(free.away, crmStatus(free.away, name, index));
    }
    await soon(() => expect(told(house.lampung, free.home)).toHaveLength(STEPS.length));
    expect(told(house.lampung, stuck.home)).toEqual([]);
    expect((await statusRelays(house, stuck.home)).slice(1).every(({ attempt }) => attempt === 0)).toBe(true);
    await house.lampung.become({ kind: 'ok' });
    await allEnded(house);
    expect(sequences(house.lampung, stuck.home)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('D4: at least once, one effect', () => {
  it('answers lost after the change are asked for again under the same id, and change nothing twice', async ({
    open,
  }) => {
    const house = await open(HASTY);
    await house.jakarta.become({ kind: 'reset', when: 'after', share: 0.6 });
    const numbers = await Promise.all([0, 1, 2, 3, 4, 5].map((index) => handOver(house, index)));
    await soon(() => expect(house.jakarta.book.summary().calls).toBeGreaterThan(6));
    await house.jakarta.become({ kind: 'ok' });
    await allEnded(house);
    expect(house.jakarta.book.summary()).toMatchObject({ effects: 6, secondEffects: 0 });
    expect(house.jakarta.book.summary().repeats).toBeGreaterThan(0);
    for (const number of numbers) {
      const { id } = await handoverRelay(house, number);
      const calls = house.jakarta.book.calls().filter(({ deliveryId }) => deliveryId === id);
      expect(calls.length).toBeGreaterThan(0);
    }
  });

  it('what the ledger knows as delivered is never sent again, also after a restart', async ({ open }) => {
    const house = await open();
    await registered(house);
    await allEnded(house);
    const calls = [house.jakarta, house.lampung].map(({ book }) => book.summary().calls);
    await house.restart();
    await handOver(house, 1);
    await allEnded(house);
    expect([house.jakarta, house.lampung].map(({ book }) => book.summary().calls)).toEqual(calls.map((n) => n + 1));
  });
});

describe('D7: nothing ends silently', () => {
  it('the counts add up over everything that can happen to an event and to a relay', async ({ open }) => {
    const clock = movableClock();
    const house = await open({ ...HASTY, now: clock.now });
    await everyEnd(house);
  });
});

describe('D8: retries', () => {
  it('grow by the schedule, one wait after another, each within its jitter', async ({ open }) => {
    const clock = movableClock();
    const house = await open({ now: clock.now });
    await house.jakarta.become({ kind: 'error-500' });
    const number = await handOver(house);
    for (const [index, seconds] of [1, 5, 30, 120, 600].entries()) {
      const relay = await soon(async () => {
        const found = await handoverRelay(house, number);
        expect(found).toMatchObject({ state: 'parked', attempt: index + 1 });
        return found;
      });
      const waitMs = Number(relay.dueAt) - Number(relay.tries.at(-1)?.endedAt);
      expect(waitMs).toBeGreaterThanOrEqual(seconds * 900);
      expect(waitMs).toBeLessThanOrEqual(seconds * 1100);
      clock.forward(waitMs);
      await house.restart();
    }
    await house.jakarta.become({ kind: 'ok' });
    clock.forward(40 * MINUTE);
    await house.restart();
    await allEnded(house);
  });
});

describe('D9: a status never regresses', () => {
  it('one that is older by its own time ends as superseded and is never sent', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    await house.push('jaki-crm', crmStatus(away, 'Selesai', 9));
    const late = await house.push('jaki-crm', crmStatus(away, 'Proses', 3));
    expect(late.status).toBe(202);
    await allEnded(house);
    expect((await statusRelays(house, home)).map(({ state }) => state)).toEqual(['delivered', 'superseded']);
    expect(told(house.lampung, home)).toEqual(['SELESAI']);
    expect((await recordOf(house, home)).case?.status).toBe('done');
  });

  it('a dead one that newer ones have overtaken ends as superseded when it is redriven', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    await house.lampung.become({ kind: 'reject', match: '"DISPOSISI"' });
    for (const [index, name] of ['Disposisi', 'Proses', 'Selesai'].entries()) {
      await house.push('jaki-crm', crmStatus(away, name, index));
    }
    await soon(() => expect(told(house.lampung, home)).toEqual(['DIPROSES', 'SELESAI']));
    const [dead] = await statusRelays(house, home);
    expect(dead?.state).toBe('dead');
    await house.lampung.become({ kind: 'ok' });
    const word = { operator: 'petugas-uji', reason: 'penerima sudah pulih' };
    const answer = await house.operator('POST', `/v1/relays/${dead?.id}/redrive`, word);
    expect(answer.status).toBeLessThan(300);
    await allEnded(house);
    expect((await statusRelays(house, home)).map(({ state }) => state)).toEqual([
      'superseded',
      'delivered',
      'delivered',
    ]);
    expect(told(house.lampung, home)).toEqual(['DIPROSES', 'SELESAI']);
  });
});

describe('a clock that is ahead', () => {
  it('holds up nothing that follows once it is right again, in whatever order that comes', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    await house.push('jaki-crm', { ...crmStatus(away, 'Disposisi', 0), waktu: ahead(23 * 60) });
    for (const name of ['Proses', 'Selesai']) {
      const waktu = toWib(new Date());
      expect((await house.push('jaki-crm', { ...crmStatus(away, name, 0), waktu })).status).toBe(202);
    }
    await allEnded(house);
    expect(told(house.lampung, home)).toEqual(['DISPOSISI', 'DIPROSES', 'SELESAI']);
  });

  it('by more than a day is no clock: what it says is refused, with the number', async ({ open }) => {
    const house = await open();
    const { away } = await registered(house);
    const { status, data } = await house.push('jaki-crm', { ...crmStatus(away, 'Proses', 0), waktu: ahead(25 * 60) });
    expect([status, data.code, data.fault]).toEqual([422, 'native-invalid', 'sender']);
    expect(data.detail).toContain('di depan jam gerbang');
    expect((await house.operator('GET', '/v1/refusals')).data).toMatchObject([{ number: away }]);
  });
});

describe('a dead relay', () => {
  it('holds its case where later words would make no sense without it, until it is redriven', async ({ open }) => {
    const house = await open();
    await house.lampung.become({ kind: 'reject', match: '/jawaban' });
    const home = await handOver(house);
    const { number: away } = await arrived(house.jakarta, home);
    await soon(async () => expect((await house.gateway.ledger.counts()).relays.dead).toBe(1));
    for (const [index, name] of ['Disposisi', 'Proses', 'Selesai'].entries()) {
      await house.push('jaki-crm', crmStatus(away, name, index));
    }
    await soon(async () => expect((await house.gateway.ledger.counts()).relays.parked).toBe(3));
    await sleep(200);
    expect(told(house.lampung, home)).toEqual([]);
    const [dead] = await house.gateway.ledger.relays('dead', 10);
    await house.lampung.become({ kind: 'ok' });
    const word = { operator: 'petugas-uji', reason: 'penerima sudah pulih' };
    expect((await house.operator('POST', `/v1/relays/${dead?.id}/redrive`, word)).status).toBeLessThan(300);
    await allEnded(house);
    expect(told(house.lampung, home)).toEqual(['DISPOSISI', 'DIPROSES', 'SELESAI']);
    expect(caseAt(house.lampung, home)).toMatchObject({ counterpart: away, answers: ['registered'] });
  });

  it('releases its case where later words stand for themselves', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    await house.lampung.become({ kind: 'reject', match: '"DIPROSES"' });
    for (const [index, name] of ['Disposisi', 'Proses', 'Selesai'].entries()) {
      await house.push('jaki-crm', crmStatus(away, name, index));
    }
    await allEnded(house);
    expect(told(house.lampung, home)).toEqual(['DISPOSISI', 'SELESAI']);
    expect((await statusRelays(house, home)).map(({ state }) => state)).toEqual(['delivered', 'dead', 'delivered']);
  });
});

describe.concurrent('a number not yet known', () => {
  it('a status that comes before the answer with its number waits for it, and follows it', async ({ open }) => {
    const house = await open();
    await house.jakarta.become({ kind: 'reset', when: 'after', times: 1 });
    const home = await handOver(house);
    const { number: away } = await arrived(house.jakarta, home);
    const early = await house.push('jaki-crm', crmStatus(away, 'Proses', 1));
    expect(early.status).toBe(202);
    expect(early.data.held).toMatchObject({ code: 'unknown-number', value: away });
    expect((await house.gateway.ledger.counts()).events.waiting).toBe(1);
    await soon(() => expect(told(house.lampung, home)).toEqual(['DIPROSES']));
    await allEnded(house);
    const { relays } = await recordOf(house, home);
    const [, answer, status] = relays;
    expect([answer?.contract, status?.contract]).toEqual(['handover-answer/1.0', 'report-status/1.0']);
    expect((await house.gateway.ledger.counts()).events.waiting).toBe(0);
  });

  it('is quarantined after ten minutes, and not before', async ({ open }) => {
    const clock = movableClock();
    const house = await open({ now: clock.now });
    const lost = await house.push('jaki-crm', crmStatus('JK2506180999', 'Proses', 1));
    expect(lost.data).toMatchObject({ caseId: null, relays: [], held: { code: 'unknown-number' } });
    clock.forward(9.8 * MINUTE);
    await sleep(2300);
    expect((await house.gateway.ledger.counts()).events).toMatchObject({ waiting: 1, quarantined: 0 });
    clock.forward(MINUTE);
    await soon(async () =>
      expect((await house.gateway.ledger.counts()).events).toMatchObject({ waiting: 0, quarantined: 1 }),
    );
    await checkHouse(house);
  });

  it('on a report opens a case of its own at once, where no answer is awaited', async ({ open }) => {
    const house = await open();
    const { event } = misplaced(house.lampung, jakartaPlace());
    const report = { ...event, status: 'DIVERIFIKASI', alasan: null };
    const { status, data } = await house.push('lampung-in', report);
    expect(status).toBe(202);
    expect(data).toMatchObject({ caseId: `lampung-in:${event.id_laporan}`, relays: [] });
    await checkHouse(house);
  });

  it('on a report waits while an answer may yet name it, and then opens a case of its own', async ({ open }) => {
    const clock = movableClock();
    const house = await open({ ...HASTY, now: clock.now });
    await house.jakarta.become({ kind: 'down' });
    await handOver(house);
    const { serahTerima: _, ...report } = misplaced(house.jakarta, lampungPlace()).event;
    const { data } = await house.push('jaki-crm', report);
    expect(data.held).toMatchObject({ code: 'unknown-number' });
    clock.forward(10 * MINUTE + 1000);
    await soon(async () => expect(await house.gateway.ledger.findCases(String(report.code))).toHaveLength(1));
    await house.jakarta.become({ kind: 'ok' });
    await allEnded(house);
  });
});

/** What accepting needs, of a house's own configuration. */
function acceptance({ folder }: House): Acceptance {
  const contracts = loadContracts();
  const { directory } = loadConfiguration(join(folder, 'config/jembatan.json'), { contracts, adapters, env: {} });
  return { directory, contracts, translator: translator(adapters, contracts), now: Date.now(), numberWaitMs: 0 };
}

describe('a handover', () => {
  const lampungAnswer = (number: string, jawaban: string) => ({ id_laporan: number, jawaban, waktu: at(1) });

  it('that is declined brings the case home, and it never goes back', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    const { status } = await house.push('jaki-crm', house.jakarta.desk.decide(away, 'declined'));
    expect(status).toBe(202);
    await soon(() => expect(caseAt(house.lampung, home)?.answers).toEqual(['registered', 'declined']));
    expect((await recordOf(house, home)).case).toMatchObject({ holder: 'lampung-in', handover: { state: 'declined' } });

    const again = { ...house.lampung.desk.handOver(home) };
    const second = await house.push('lampung-in', again);
    expect(second.status).toBe(422);
    expect(second.data).toMatchObject({ code: 'no-recipient', authority: { regionCode: '31' } });
    expect(second.data.detail).toMatch(/jaki-crm.*ditolak/);
    const moved = await house.push('lampung-in', { id_laporan: home, status: 'DIPROSES', waktu: at(30) });
    expect(moved.data.relays).toEqual([]);
    const elsewhere = await house.push('jaki-crm', crmStatus(away, 'Selesai', 40));
    expect(elsewhere.data.relays).toEqual([]);
    await allEnded(house);
    expect(house.jakarta.desk.cases()).toHaveLength(1);
  });

  it('that is declined hears no more of who declined it', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    const decided = house.jakarta.desk.decide(away, 'declined') as { waktu: string };
    await house.push('jaki-crm', decided);
    const second = await house.push('jaki-crm', { code: away, jawaban: 'Diterima', waktu: at(9) });
    expect([second.status, second.data.code]).toEqual([409, 'answer-refused']);
    expect(second.data.detail).toContain('ditolak');
    expect((await recordOf(house, home)).case).toMatchObject({ holder: 'lampung-in', handover: { state: 'declined' } });
    await allEnded(house);
    expect((await house.gateway.ledger.refusals(1))[0]).toMatchObject({ code: 'answer-refused', system: 'jaki-crm' });
  });

  it('is answered by its recipient and withdrawn by its origin, and by nobody else', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    const wrong = [
      await house.push('lampung-in', lampungAnswer(home, 'DITERIMA')),
      await house.push('lampung-in', lampungAnswer(home, 'DITOLAK')),
      await house.push('jaki-crm', { code: away, jawaban: 'Ditarik', waktu: at(2) }),
    ];
    expect(wrong.map(({ status, data }) => [status, data.code])).toEqual(wrong.map(() => [409, 'answer-refused']));
    expect((await recordOf(house, home)).case).toMatchObject({ holder: 'jaki-crm', handover: { state: 'registered' } });
    await allEnded(house);
    expect(caseAt(house.lampung, home)?.answers).toEqual(['registered']);
    expect(caseAt(house.jakarta, away)?.answers).toEqual([]);
  });

  it('that was never raised cannot be answered', async ({ open }) => {
    const house = await open();
    const { event } = misplaced(house.lampung, jakartaPlace());
    await house.push('lampung-in', { ...event, status: 'DIVERIFIKASI', alasan: null });
    const { status, data } = await house.push('lampung-in', lampungAnswer(String(event.id_laporan), 'DITARIK'));
    expect([status, data.code]).toEqual([409, 'answer-refused']);
    expect(data.detail).toContain('belum pernah diserahkan');
    await allEnded(house);
  });

  it('that was accepted may be accepted again', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    await house.push('jaki-crm', house.jakarta.desk.decide(away, 'accepted'));
    const { status } = await house.push('jaki-crm', { code: away, jawaban: 'Diterima', waktu: at(9) });
    expect(status).toBe(202);
    expect((await recordOf(house, home)).case).toMatchObject({ holder: 'jaki-crm', handover: { state: 'accepted' } });
  });

  it('that was withdrawn is not taken on any more, nor raised again', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    await house.push('lampung-in', lampungAnswer(home, 'DITARIK'));
    const late = await house.push('jaki-crm', house.jakarta.desk.decide(away, 'accepted'));
    expect([late.status, late.data.code]).toEqual([409, 'answer-refused']);
    const again = await house.push('lampung-in', { ...house.lampung.desk.handOver(home) });
    expect([again.status, again.data.code]).toEqual([422, 'no-recipient']);
    expect(again.data.detail).toMatch(/jaki-crm.*ditarik kembali/);
    expect((await recordOf(house, home)).case).toMatchObject({
      holder: 'lampung-in',
      handover: { state: 'withdrawn' },
    });
    await allEnded(house);
  });

  it('that expired is still taken on by an officer who comes late, and not raised again', async ({ open }) => {
    const clock = movableClock();
    const house = await open({ ...HASTY, now: clock.now });
    const { home, away } = await registered(house);
    clock.forward(14 * DAY + 1000);
    await soon(() => expect(caseAt(house.lampung, home)?.answers).toEqual(['registered', 'expired']));
    const again = await house.push('lampung-in', { ...house.lampung.desk.handOver(home) });
    expect([again.status, again.data.code]).toEqual([422, 'no-recipient']);
    expect(again.data.detail).toMatch(/jaki-crm.*batas/);
    const late = await house.push('jaki-crm', house.jakarta.desk.decide(away, 'accepted'));
    expect(late.status).toBe(202);
    await soon(() => expect(caseAt(house.lampung, home)?.answers).toEqual(['registered', 'expired', 'accepted']));
    expect((await recordOf(house, home)).case).toMatchObject({ holder: 'jaki-crm', handover: { state: 'accepted' } });
    await allEnded(house);
  });

  it('that is decided on while its expiry is being raised does not expire', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    const overdue = (await recordOf(house, home)).case;
    if (!overdue) throw new Error('the case is not on record');
    await house.push('jaki-crm', house.jakarta.desk.decide(away, 'accepted'));
    expect(await house.gateway.ledger.write((tx) => acceptExpiry(tx, overdue, acceptance(house)))).toBeNull();
    expect((await recordOf(house, home)).case?.handover?.state).toBe('accepted');
    await allEnded(house);
    expect(caseAt(house.lampung, home)?.answers).toEqual(['registered', 'accepted']);
  });

  it('that is accepted is told as accepted', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    await house.push('jaki-crm', house.jakarta.desk.decide(away, 'accepted'));
    await soon(() => expect(caseAt(house.lampung, home)?.answers).toEqual(['registered', 'accepted']));
    await allEnded(house);
  });

  it('that is withdrawn is told to who has it, and its statuses count no more', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    const { data } = await house.push('lampung-in', lampungAnswer(home, 'DITARIK'));
    expect(data.relays).toEqual([{ to: 'jaki-crm', contract: 'handover-answer/1.0' }]);
    await soon(() => expect(caseAt(house.jakarta, away)?.answers).toEqual(['withdrawn']));
    expect((await recordOf(house, home)).case?.holder).toBe('lampung-in');
    expect((await house.push('jaki-crm', crmStatus(away, 'Proses', 9))).data.relays).toEqual([]);
    await allEnded(house);
  });

  /** Jakarta's circuit open after a handover that was tried in vain, and no probe for a while; returns that one. */
  async function shutOff(house: House, index: number): Promise<string> {
    await house.jakarta.become({ kind: 'down' });
    const tried = await handOver(house, index);
    await soon(() => expect(upstream(house, 'jaki-crm').circuit).toBe('open'));
    return tried;
  }
  const UNPROBED: HouseOptions = { ...HASTY, haste: { ...HASTY.haste, probeSeconds: 60, probeMaxSeconds: 60 } };
  const endsOf = async (house: House, number: string) =>
    (await recordOf(house, number)).relays.map(({ contract, state }) => [contract, state]);

  it('that is withdrawn before it was ever tried is withheld, and nothing of its case is sent', async ({ open }) => {
    const house = await open(UNPROBED);
    const tried = await shutOff(house, 0);
    const home = await handOver(house, 1);
    await house.push('lampung-in', lampungAnswer(home, 'DITARIK'));
    await house.push('lampung-in', { id_laporan: home, status: 'DIPROSES', waktu: ahead(30) });
    await house.jakarta.become({ kind: 'ok' });
    await house.restart();
    await soon(async () =>
      expect(await handoverRelay(house, home)).toMatchObject({
        state: 'withheld',
        error: { code: 'handover-expired' },
      }),
    );
    await allEnded(house);
    const nothingSent = [
      ['report-handover/1.0', 'withheld'],
      ['handover-answer/1.0', 'withheld'],
      ['report-status/1.0', 'withheld'],
    ];
    expect(await endsOf(house, home)).toEqual(nothingSent);
    const filter = { state: 'withheld', to: 'jaki-crm' };
    const word = { operator: 'Petugas Uji', reason: 'dicoba lagi', filter };
    const { headers } = await house.operator('POST', '/v1/redrives', word);
    await soon(async () =>
      expect((await house.operator('GET', String(headers.location))).data).toMatchObject({
        state: 'done',
        items: { redriven: 3 },
      }),
    );
    await allEnded(house);
    expect(await endsOf(house, home)).toEqual(nothingSent);
    expect(house.jakarta.desk.cases().map(({ counterpart }) => counterpart)).toEqual([tried]);
  });

  it('that is withdrawn when it may have arrived is sent again for its number, and then withdrawn there', async ({
    open,
  }) => {
    const house = await open(HASTY);
    await house.jakarta.become({ kind: 'reset', when: 'after' });
    const home = await handOver(house);
    const { number: away } = await arrived(house.jakarta, home);
    await soon(async () => expect((await handoverRelay(house, home)).tries).not.toEqual([]));
    expect((await house.push('lampung-in', lampungAnswer(home, 'DITARIK'))).status).toBe(202);
    await house.jakarta.become({ kind: 'ok' });
    await soon(() => expect(caseAt(house.jakarta, away)?.answers).toEqual(['withdrawn']));
    await allEnded(house);
    expect(await endsOf(house, home)).toEqual([
      ['report-handover/1.0', 'delivered'],
      ['handover-answer/1.0', 'delivered'],
    ]);
    expect((await recordOf(house, home)).case).toMatchObject({
      ...{ holder: 'lampung-in', handover: { state: 'withdrawn' } },
      parties: expect.arrayContaining([expect.objectContaining({ system: 'jaki-crm', number: away })]),
    });
    expect(house.jakarta.book.summary()).toMatchObject({ effects: 2, secondEffects: 0 });
    expect(caseAt(house.lampung, home)?.answers).toEqual([]);
  });

  it('that nobody decides on in time expires: told to its origin, once, and withheld where it was never tried', async ({
    open,
  }) => {
    const clock = movableClock();
    const house = await open({ ...UNPROBED, now: clock.now });
    const sent = await registered(house, 0);
    const tried = await shutOff(house, 1);
    const unsent = await handOver(house, 2);
    clock.forward(14 * DAY + 1000);
    await soon(() => {
      expect(caseAt(house.lampung, sent.home)?.answers).toEqual(['registered', 'expired']);
      for (const number of [tried, unsent]) expect(caseAt(house.lampung, number)?.answers).toEqual(['expired']);
    });
    await house.jakarta.become({ kind: 'ok' });
    await house.restart();
    const { number: late } = await arrived(house.jakarta, tried);
    await allEnded(house);
    expect(await handoverRelay(house, unsent)).toMatchObject({
      state: 'withheld',
      error: { code: 'handover-expired' },
    });
    for (const number of [tried, unsent]) {
      expect((await recordOf(house, number)).case).toMatchObject({
        holder: 'lampung-in',
        handover: { state: 'expired' },
      });
    }
    expect(house.jakarta.desk.cases()).toHaveLength(2);
    await house.push('jaki-crm', house.jakarta.desk.decide(late, 'accepted'));
    await soon(() => expect(caseAt(house.lampung, tried)).toMatchObject({ answers: ['expired', 'accepted'] }));
    await allEnded(house);
  });

  it('is raised once per case, whatever the origin says again', async ({ open }) => {
    const house = await open();
    const { number, event } = misplaced(house.lampung, jakartaPlace());
    await house.push('lampung-in', event);
    for (const minute of [1, 2]) {
      const { status, data } = await house.push('lampung-in', { ...event, diperbarui: ahead(minute) });
      expect(status).toBe(202);
      expect(data.relays).toEqual([]);
    }
    await arrived(house.jakarta, number);
    await allEnded(house);
    expect(house.jakarta.desk.cases()).toHaveLength(1);
  });

  it('makes the recipient the holder: what the origin says of the status does not cross', async ({ open }) => {
    const house = await open();
    const { home, away } = await registered(house);
    const { data } = await house.push('lampung-in', { id_laporan: home, status: 'SELESAI', waktu: at(5) });
    expect(data.relays).toEqual([]);
    await house.push('jaki-crm', crmStatus(away, 'Proses', 1));
    await allEnded(house);
    expect(told(house.lampung, home)).toEqual(['DIPROSES']);
    expect(told(house.jakarta, away)).toEqual([]);
  });

  it('whose agreement ended before it was sent is withheld and never sent', async ({ open }) => {
    const clock = movableClock();
    const house = await open({ ...HASTY, now: clock.now });
    await house.jakarta.become({ kind: 'down' });
    const home = await handOver(house);
    clock.forward(Date.parse('2030-04-15T00:00:00+07:00') - clock.now());
    await house.jakarta.become({ kind: 'ok' });
    await soon(async () => expect((await handoverRelay(house, home)).state).toBe('withheld'));
    const relay = await handoverRelay(house, home);
    expect(relay).toMatchObject({ attempt: 0, error: { code: 'no-agreement' } });
    expect(relay.error?.detail).toContain('2030-04-14');
    expect(house.jakarta.desk.cases()).toEqual([]);
  });
});

describe('D6: isolation', () => {
  /** How long deliveries to Lampung In took from acceptance to settling, milliseconds, the slowest hundredth. */
  async function p99(house: House): Promise<number> {
    const relays = await house.gateway.ledger.relays('delivered', 10_000);
    const times = relays
      .filter(({ recipient, contract }) => recipient === 'lampung-in' && contract.startsWith('report-handover/'))
      .map(({ createdAt, endedAt }) => Number(endedAt) - createdAt)
      .sort((a, b) => a - b);
    return times[Math.floor(times.length * 0.99)] ?? Number.NaN;
  }

  async function bothWays(house: House): Promise<void> {
    for (let index = 0; index < 100; index += 1) {
      const { number, event } = misplaced(house.jakarta, lampungPlace(index));
      house.jakarta.pusher.push(number, event);
      const other = misplaced(house.lampung, jakartaPlace(index));
      house.lampung.pusher.push(other.number, other.event);
    }
    await soon(() => expect(house.lampung.desk.cases().filter(({ own }) => !own)).toHaveLength(100));
  }

  it('a recipient that hangs does not slow the others', async ({ open }) => {
    const healthy = await open();
    await bothWays(healthy);
    await allEnded(healthy);
    const before = await p99(healthy);

    const troubled = await open();
    await troubled.jakarta.become({ kind: 'hang' });
    await bothWays(troubled);
    await soon(async () =>
      expect((await troubled.gateway.ledger.relays('delivered', 1000)).length).toBeGreaterThan(99),
    );
    expect(await p99(troubled)).toBeLessThan(2 * before + 100);
    await troubled.jakarta.become({ kind: 'ok' });
  });
});

describe('D11: stopping under load', () => {
  it('gives no 5xx for work that was done, loses nothing, and goes on after the next start', async ({ open }) => {
    const house = await open();
    const events = Array.from({ length: 80 }, (_, index) => misplaced(house.lampung, jakartaPlace(index)).event);
    const pushes = events.map(async (event, index) => {
      await sleep(index * 3);
      return house.push('lampung-in', event).then(
        ({ status }) => status,
        () => 'no answer' as const,
      );
    });
    await sleep(120);
    const started = performance.now();
    await house.restart();
    expect(performance.now() - started).toBeLessThan(4000);
    const answers = await Promise.all(pushes);
    expect(answers).toContain(202);
    expect(answers.filter((status) => status !== 202 && status !== 503 && status !== 'no answer')).toEqual([]);
    for (const [index, event] of events.entries()) {
      const { status } = await house.push('lampung-in', event);
      const before = answers[index];
      if (before === 202) expect(status).toBe(200);
      if (before === 503) expect(status).toBe(202);
    }
    await allEnded(house);
    expect(house.jakarta.desk.cases()).toHaveLength(events.length);
  });

  it('lets deliveries under way settle', async ({ open }) => {
    const house = await open();
    await house.jakarta.become({ kind: 'slow', ms: 300 });
    const numbers = await Promise.all([0, 1, 2, 3].map((index) => handOver(house, index)));
    await soon(() => expect(upstream(house, 'jaki-crm').inFlight).toBe(4));
    await house.restart();
    for (const number of numbers) expect(await handoverRelay(house, number)).toMatchObject({ state: 'delivered' });
    await allEnded(house);
    expect(house.jakarta.book.summary()).toMatchObject({ calls: 4, repeats: 0 });
  });

  it('does not wait for a caller who never ends his request', async ({ open }) => {
    const house = await open({
      config(config) {
        config.drainSeconds = 1;
      },
    });
    const socket = await stalled(house.gateway.url);
    const started = performance.now();
    await house.restart();
    expect(performance.now() - started).toBeLessThan(4000);
    socket.destroy();
  });

  it('cuts them short when the grace time is over, and sends them again after the next start', async ({ open }) => {
    const house = await open({
      config(config) {
        config.drainSeconds = 0;
      },
    });
    await house.jakarta.become({ kind: 'hang', times: 2 });
    await Promise.all([0, 1].map((index) => handOver(house, index)));
    await soon(() => expect(upstream(house, 'jaki-crm').inFlight).toBe(2));
    const started = performance.now();
    await house.restart();
    expect(performance.now() - started).toBeLessThan(3000);
    await allEnded(house);
    expect(house.jakarta.desk.cases()).toHaveLength(2);
  });
});

/** A request whose body never ends. */
async function stalled(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const head = `POST /v1/systems/lampung-in/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;
  socket.write(`${head}Authorization: Bearer ${specimenToken('lampung-in')}\r\nContent-Length: 100\r\n\r\n{`);
  await sleep(50);
  return socket;
}

describe('D14: the ledger gone while the upstream is there', () => {
  it('nothing more is sent until a write succeeds, so there is no storm of repeats', async ({ open }) => {
    const { trouble, between } = fragile();
    const house = await open({
      ledger: between,
      config(config) {
        for (const system of config.systems) system.concurrency = 3;
      },
    });
    await house.jakarta.become({ kind: 'slow', ms: 150 });
    const numbers = await Promise.all(Array.from({ length: 9 }, (_, index) => handOver(house, index)));
    await soon(() => expect(upstream(house, 'jaki-crm').inFlight).toBe(3));
    trouble.kind = 'gone';
    const refused = await house.push('lampung-in', misplaced(house.lampung, jakartaPlace(1)).event);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    await soon(() => expect(house.jakarta.book.summary().calls).toBe(3));
    await sleep(700);
    expect(house.jakarta.book.summary().calls).toBe(3);
    trouble.kind = 'none';
    await allEnded(house);
    expect(house.jakarta.book.summary()).toMatchObject({ calls: 9, repeats: 0, secondEffects: 0 });
    for (const number of numbers) expect(await handoverRelay(house, number)).toMatchObject({ attempt: 1 });
  });

  it('a commit that was made but not confirmed is read again: one acceptance, one effect', async ({ open }) => {
    const { trouble, between } = fragile();
    const house = await open({ ledger: between });
    const { event } = misplaced(house.lampung, jakartaPlace());
    trouble.kind = 'ambiguous';
    expect((await house.push('lampung-in', event)).status).toBe(503);
    trouble.kind = 'none';
    expect((await house.push('lampung-in', event)).status).toBe(200);
    await allEnded(house);
    expect(house.jakarta.book.summary()).toMatchObject({ effects: 1, secondEffects: 0 });
  });

  it('claims and settles that were made but not confirmed lose nothing and repeat nothing', async ({ open }) => {
    const { trouble, between } = fragile();
    const house = await open({ ledger: between });
    await house.jakarta.become({ kind: 'slow', ms: 100 });
    await handOver(house);
    await soon(() => expect(upstream(house, 'jaki-crm').inFlight).toBe(1));
    trouble.kind = 'ambiguous';
    await sleep(400);
    trouble.kind = 'none';
    await allEnded(house);
    expect(house.jakarta.book.summary()).toMatchObject({ effects: 1, secondEffects: 0, calls: 1 });
  });
});
