import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markerOf } from '../../src/scrub/kind.ts';
import { scrubText } from '../../src/scrub/scrubText.ts';
import { corpora } from '../kits/scrubScore.ts';

/** What data, their labels, and what hides them are made of. */
const PIECES = [
  ...[
    '0812',
    '3456',
    '7890',
    '081234567890',
    '+62',
    '62',
    '(021)',
    '5550123',
    '3171012304950001',
    '1234567890',
    '08-12-2023',
  ],
  ...[
    '10.30',
    '12.345.678.9-321.000',
    '0001234567890',
    'C1234567',
    'B 1234 XYZ',
    '2019',
    '1',
    '00',
    '12',
    'nol',
    'delapan',
  ],
  ...[
    'hp',
    'wa',
    'no',
    'nik',
    'npwp',
    'rek',
    'bca',
    'bpjs',
    'sim c',
    'paspor',
    'id pel',
    'token',
    'ig',
    'email',
    'a.n.',
    'dan',
    'Rp',
  ],
  ...[
    '@',
    'warga@example.com',
    '@contoh_9',
    'at',
    'dot',
    'com',
    'ig:',
    'x.com/',
    '-',
    '.',
    ',',
    '/',
    ':',
    '(',
    ')',
    '[',
    ']',
    '_',
  ],
  ...[
    ' ',
    ' ',
    ' ',
    '\n',
    '\u00A0',
    '\u200B',
    '\u00AD',
    '\u202A',
    '\u2011',
    '\uFE0F',
    '\u0301',
    '０',
    '٣',
    '𝟖',
    '😀',
    '\uD83D',
  ],
  ...[
    '&',
    '&amp;',
    'amp;',
    '&ndash;',
    '&#48;',
    '&nbsp',
    '&#x31;',
    ';',
    '<b>',
    '</b>',
    '<br>',
    '<',
    '>',
    '<!--',
    '-->',
    '<a href="tel:',
  ],
  ...['[nomor telepon dihapus]', '[NIK dihapus]', 'dihapus]'],
];
const typed = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .tuple(
      fc.constantFrom(...[...corpora().values()].flat().map(({ text }) => text)),
      fc.constantFrom(...PIECES),
      fc.nat(),
    )
    .map(([text, piece, at]) => `${text.slice(0, at % text.length)}${piece}${text.slice(at % text.length)}`),
);

describe('scrubbing any text', () => {
  it('finds nothing more in what it left', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const once = scrubText(text).text;
        expect(scrubText(once)).toEqual({ text: once, found: [] });
      }),
    );
  });

  it('cuts exactly where it says, and nothing else', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const { text: clean, found } = scrubText(text);
        let from = 0;
        const told = found.map(({ kind, start, end }) => {
          expect(start).toBeGreaterThanOrEqual(from);
          expect(end).toBeGreaterThan(start);
          const piece = text.slice(from, start) + markerOf(kind);
          from = end;
          return piece;
        });
        expect(told.join('') + text.slice(from)).toBe(clean);
      }),
    );
  });

  it('never breaks a surrogate pair', () => {
    fc.assert(
      fc.property(typed, (text) => {
        fc.pre(text.isWellFormed());
        expect(scrubText(text).text.isWellFormed()).toBe(true);
      }),
    );
  });

  it('leaves a text without digits and signs as it is, to the byte', () => {
    const words = fc.stringMatching(/^[a-z ,.!?\u00A0\u200B\u2011é😀]*$/u);
    fc.assert(
      fc.property(words, (text) => {
        expect(scrubText(text)).toEqual({ text, found: [] });
      }),
    );
  });
});
