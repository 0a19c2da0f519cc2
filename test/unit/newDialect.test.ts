import { describe, expect, it } from 'vitest';
import { dialectFiles } from '../../src/commands/dialectTemplate.ts';
import { checkAdapter } from '../../src/config/adapterChecks.ts';
import { loadContracts } from '../../src/contract.ts';
import { mappedDialect } from '../../src/dialect/mapped/dialect.ts';
import type { Shape } from '../../src/dialect/mapped/shape.ts';
import { shape } from '../province/shape.ts';

const contracts = loadContracts();

/** What `check` says of a province's shape with these changes. */
const named = (change: Partial<Shape>): readonly string[] =>
  checkAdapter(mappedDialect({ ...shape, ...change }), contracts).map(
    ({ pointer, message, severity }) => `${severity} ${pointer}: ${message}`,
  );

const simulated = (change: Partial<Shape['simulated']>): Partial<Shape> => ({
  simulated: { ...shape.simulated, ...change },
});

describe('check of a shape', () => {
  it('finds nothing in one that is filled in', () => {
    expect(named({})).toEqual([]);
  });

  it.each<[string, Partial<Shape>, RegExp]>([
    ['an unfilled pattern of numbers', { numberPattern: '^ISI$' }, /^error \/numberPattern: belum diisi$/u],
    ['a pattern that is none', { numberPattern: '^(' }, /^error \/numberPattern: bukan ekspresi reguler/u],
    ['an empty path', { path: '' }, /^error \/path: belum diisi$/u],
    ['a path that begins nowhere', { path: 'api' }, /^error \/path: harus diawali garis miring/u],
    ['an empty walk', simulated({ walk: [] }), /^error \/simulated\/walk: belum diisi/u],
    [
      'a walk over a word that is no status',
      simulated({ walk: ['Baru', 'Beres'] }),
      /^error \/simulated\/walk: "Beres"/u,
    ],
    ['no status of a refused case', simulated({ refused: '' }), /^error \/simulated\/refused: belum diisi$/u],
    [
      'numbers that its own pattern does not match',
      { numberPattern: '^BTN\\d{8}-\\d{4}$', ...simulated({ numberOf: (day, sequence) => `BTN${day}-${sequence}` }) },
      /^error \/simulated\/numberOf: membuat nomor "BTN20250703-1", yang tidak sesuai numberPattern/u,
    ],
  ])('names %s', (_, change, said) => {
    expect(named(change)).toContainEqual(expect.stringMatching(said));
  });
});

it('the hints of a new dialect fit each other: its pattern of numbers and how it numbers', () => {
  const text = dialectFiles('banten/banten-kita')['shape.ts'] ?? '';
  const [, pattern = ''] = /ISI: ('\^BTN.+')$/mu.exec(text) ?? [];
  const [, number = ''] = /numberOf: (.+), \/\/ ISI/u.exec(text) ?? [];
  // As their reader would: the hint instead of what is to be filled in, and its letters for the others.
  const filled = new Function(`return { numberPattern: ${pattern}, numberOf: ${number.replace('ISI', 'BTN')} }`)();
  expect(named({ numberPattern: filled.numberPattern, ...simulated({ numberOf: filled.numberOf }) })).toEqual([]);
});
