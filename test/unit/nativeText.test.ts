import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUT_MARK, cutText, isEmpty, orNull, readDetails, textOrNull } from '../../src/dialect/native.ts';

describe('K7: empty means one thing in all dialects', () => {
  const NOTHING = [undefined, null, '', ' ', '\u00a0', '\u200b\u2060', '\u2800', '-', ' – ', '--', '\u2014', [], {}];
  const WORDS = ['null', 'NULL', ' null\r\n', 'undefined', 'None', 'NaN', 'n/a', 'N/A'];

  it.each([...NOTHING, ...WORDS].map((value) => [value]))('%j is empty', (value) => {
    expect(isEmpty(value)).toBe(true);
    expect(orNull(value)).toBeNull();
    if (typeof value === 'string') expect(textOrNull(value, 10, '/catatan')).toBeNull();
  });

  it.each([[0], ['0'], [false], ['nullify'], ['null null'], ['-5'], ['x-'], [[null]], [{ name: null }], ['nihil']])(
    '%j is not',
    (value) => {
      expect(isEmpty(value)).toBe(false);
      expect(orNull(value)).toBe(value);
    },
  );

  it('also behind entities', () => {
    expect(textOrNull('&nbsp;', 10, '/catatan')).toBeNull();
    expect(readDetails().text('&nbsp;-', 10, '/catatan')).toBeNull();
  });
});

describe('K7: a text that is too long', () => {
  const lengthOf = (text: string) => [...text].length;

  it('is cut with a mark, within its limit, between words', () => {
    const cut = cutText('lubang di jalan '.repeat(200), 100);
    expect(cut).toBe(`${'lubang di jalan '.repeat(5)}lubang${CUT_MARK}`);
    expect(lengthOf(cut)).toBeLessThanOrEqual(100);
  });

  it('stays whole where it just fits', () => {
    expect(cutText('x'.repeat(100), 100)).toBe('x'.repeat(100));
    expect(cutText('🚧'.repeat(100), 100)).toBe('🚧'.repeat(100));
  });

  it('is cut through no sign that is made of several', () => {
    for (const sign of ['🚧', '👨‍👩‍👧‍👦', '🇮🇩', 'é'.normalize('NFD'), 'ꦗꦮ'])
      expect(cutText(sign.repeat(200), 100).replace(CUT_MARK, '').replaceAll(sign, '')).toBe('');
  });

  it('is cut through no number, which would hide the rest of it from the scrubber', () => {
    for (const number of [
      '081234567890',
      '0812 3456 7890',
      '0812-3456-7890',
      '+62 812 3456 7890',
      '3171 0101 0190 0001',
    ])
      for (let before = 60; before < 100; before += 1)
        expect(cutText(`${'x'.repeat(before)} ${number} ${'y '.repeat(40)}`, 100)).toMatch(
          /^x+(?: [+\d -]*\d{4}(?: y)*)?… \[dipotong\]$/u,
        );
  });

  it('is never longer than its limit and always its own beginning, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }), (text) => {
        const cut = cutText(text, 60);
        expect(lengthOf(cut)).toBeLessThanOrEqual(60);
        expect(cut.isWellFormed()).toBe(true);
        expect(cut === text || text.startsWith(cut.slice(0, -CUT_MARK.length))).toBe(true);
      }),
    );
  });
});
