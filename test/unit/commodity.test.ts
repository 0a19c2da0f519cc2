import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holes, read } from '../../src/codes.ts';
import { COMMODITY, commodityOf, dayOf, rupiahOf, UNIT } from '../../src/commodity.ts';

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

const PANEL = join(import.meta.dirname, '../../../shared/samples/bapanas_panelharga_konsumen_kota_bandung.csv');

/** 1,625 real rows of the Panel Harga; absent where the samples are not at hand. */
describe.skipIf(!existsSync(PANEL))('the Panel Harga of a real city', () => {
  const rows = existsSync(PANEL) ? readFileSync(PANEL, 'utf8').trim().split('\n').slice(1) : [];

  it('goes through the readers of foods, units, amounts and days without a row left over', () => {
    const counts = { rows: 0, priced: 0, unquoted: 0, refused: 0 };
    const spellings = new Set<string>();
    for (const row of rows) {
      const [day, id, name = '', unit = '', price, before, dayBefore] = row.trim().split(',');
      counts.rows += 1;
      spellings.add(unit);
      expect([commodityOf(name).code, commodityOf(name).name]).toEqual([id, name]);
      expect(['kg', 'litre']).toContain(read(UNIT, unit));
      expect([dayOf(day), dayOf(dayBefore)]).toEqual([expect.any(String), expect.any(String)]);
      const amounts = [rupiahOf(price), rupiahOf(before)];
      if (amounts.includes(undefined)) counts.refused += 1;
      else counts[amounts[0] === null ? 'unquoted' : 'priced'] += 1;
    }
    console.log(`${JSON.stringify(counts)}, units spelt ${[...spellings].join(', ')}`);
    expect(counts.rows).toBe(1625);
    expect(counts.refused).toBe(0);
    expect(counts.unquoted).toBeGreaterThan(0);
    expect(spellings.size).toBe(5);
  });
});
