import { describe, expect, it } from 'vitest';
import { CaseStore } from '../../src/dialect/caseStore.ts';

function books(clock: { now: Date }) {
  const numberOf = (day: string, sequence: number) => `N-${day}-${sequence}`;
  return new CaseStore<null>({ now: () => clock.now, territory: '18', numberOf });
}

describe('the books of a simulated system', () => {
  it('count their numbers anew each day of western Indonesia', () => {
    const clock = { now: new Date('2025-07-03T16:59:59Z') };
    const kept = books(clock);
    const first = [1, 2].map(() => kept.open({ details: null, status: 'BARU' }).number);
    clock.now = new Date('2025-07-03T17:00:00Z');
    expect([...first, kept.open({ details: null, status: 'BARU' }).number]).toEqual([
      'N-20250703-1',
      'N-20250703-2',
      'N-20250704-1',
    ]);
  });

  it('give each event of a case a later time, though the clock stands still or goes back', () => {
    const clock = { now: new Date('2025-07-03T02:15:00Z') };
    const kept = books(clock);
    const { number, createdAt } = kept.open({ details: null, status: 'BARU' });
    const second = kept.tick(number);
    clock.now = new Date('2025-07-03T02:00:00Z');
    expect([createdAt, second, kept.tick(number)]).toEqual([
      '2025-07-03T09:15:00+07:00',
      '2025-07-03T09:15:00.001+07:00',
      '2025-07-03T09:15:00.002+07:00',
    ]);
  });

  it('show every case without letting the reader change it', () => {
    const kept = books({ now: new Date('2025-07-03T02:15:00Z') });
    const booked = kept.open({ details: null, status: 'BARU', handoverId: 'h-1', counterpart: 'A-1' });
    const seen = kept.cases();
    kept.move(booked, 'SELESAI', { at: kept.tick(booked.number), sequence: 3 });
    expect(seen).toMatchObject([{ own: false, counterpart: 'A-1', status: 'BARU' }]);
    expect(seen[0]?.history).toHaveLength(1);
    expect(kept.byHandover('h-1')?.history.map((entry) => entry.sequence)).toEqual([null, 3]);
    expect(() => kept.get('N-0')).toThrow(RangeError);
  });
});
