import { describe, expect, it } from 'vitest';
import { holes } from '../../src/dialect/codes.ts';
import { COMMODITY, commodityOf, UNIT } from '../../src/dialect/commodity.ts';
import { dayOf, rupiahOf } from '../../src/dialect/native.ts';

describe('a food', () => {
  it('is found in the national list by its name, however it is spaced and cased', () => {
    expect(commodityOf(' cabai  MERAH keriting ')).toEqual({
      ...{ code: '32', name: 'Cabai Merah Keriting', nativeName: ' cabai  MERAH keriting ' },
    });
  });

  it("called cabe in Jakarta is the list's cabai", () => {
    expect(commodityOf('Cabe Merah Keriting')).toMatchObject({ code: '32', name: 'Cabai Merah Keriting' });
    expect(commodityOf('Cabe Rawit Merah').code).toBe('33');
  });

  it('that the list does not have is other, under its own name', () => {
    expect(commodityOf('Beras IR. I  (IR 64)')).toEqual({
      ...{ code: 'other', name: 'Beras IR. I (IR 64)', nativeName: 'Beras IR. I  (IR 64)' },
    });
  });

  it('and its unit are tables without a hole', () => {
    expect([COMMODITY, UNIT].flatMap(holes)).toEqual([]);
  });
});

describe('an amount', () => {
  it.each([
    ['16000', 16_000],
    [16_000, 16_000],
    [' 16000 ', 16_000],
    ['16000.00', 16_000],
    [0, null],
    ['0', null],
    [null, null],
    ['', null],
    [undefined, null],
    [16_000.5, undefined],
    [-1, undefined],
    ['16.000', undefined],
    ['Rp16000', undefined],
    [Number.NaN, undefined],
    [1e12, undefined],
    [{}, undefined],
  ])('written %j is %j rupiah', (native, amount) => {
    expect(rupiahOf(native)).toBe(amount);
  });

  it('that stands for none in a dialect is none', () => {
    expect(rupiahOf(999_999, [0, 999_999])).toBeNull();
    expect(rupiahOf('999999', [0, 999_999])).toBeNull();
    expect(rupiahOf(999_999)).toBe(999_999);
  });
});

describe('a day', () => {
  it.each([
    ['2025-09-13', '2025-09-13'],
    ['12-9-2025', '2025-09-12'],
    ['13-09-2025', '2025-09-13'],
    ['13/09/2025', '2025-09-13'],
    ['31-02-2025', null],
    ['2025-13-01', null],
    ['9-2025', null],
    [20_250_913, null],
    ['13-09-25', null],
  ])('written %j is %j', (native, day) => {
    expect(dayOf(native)).toBe(day);
  });
});
