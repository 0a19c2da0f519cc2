import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName, isOneSlip, knownNames, misspelt, nearest } from '../../src/json/nearName.ts';

const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');
const name = fc.array(letter, { minLength: 3, maxLength: 12 }).map((letters) => letters.join(''));
const known = (...names: readonly string[]) => knownNames(names);

/** Names one slip away from this one, each with how it was made. */
const slips = (word: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat(word.length - 1), letter, fc.constantFrom('insert', 'delete', 'replace', 'swap'))
    .map(([at, other, how]) => {
      const [before, here, after] = [word.slice(0, at), word[at] ?? '', word.slice(at + 1)];
      if (how === 'insert') return `${before}${other}${here}${after}`;
      if (how === 'delete') return `${before}${after}`;
      if (how === 'replace') return `${before}${other}${after}`;
      return `${before}${after.slice(0, 1)}${here}${after.slice(1)}`;
    });

/** The same name as another hand writes it. */
const hands = (word: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.array(fc.boolean(), { minLength: word.length, maxLength: word.length }),
      fc.constantFrom('', '_', '-', ' ', '.'),
      fc.nat(word.length),
    )
    .map(([upper, sign, at]) => {
      const cased = [...word].map((one, index) => (upper[index] ? one.toUpperCase() : one));
      return [...cased.slice(0, at), sign, ...cased.slice(at)].join('');
    });

describe('a misspelt name', () => {
  it('K11: is known for what it is by one letter, wherever that stands', () => {
    fc.assert(
      fc.property(
        name.chain((word) => fc.tuple(fc.constant(word), slips(word))),
        ([word, slip]) => {
          expect(isOneSlip(word, slip)).toBe(true);
          expect(misspelt(slip, known(word))).toBe(word);
        },
      ),
    );
  });

  it('K11: is known for what it is in any case, with any sign between its letters', () => {
    fc.assert(
      fc.property(
        name.chain((word) => fc.tuple(fc.constant(word), hands(word))),
        ([word, written]) => {
          expect(misspelt(written, known(word))).toBe(word);
        },
      ),
    );
  });

  it.each([
    ['Rahasia', 'rahasia'],
    ['RAHASIA', 'rahasia'],
    ['rahsia', 'rahasia'],
    ['rahasiaa', 'rahasia'],
    ['rahaisa', 'rahasia'],
    ['rahazia', 'rahasia'],
    ['isRahasla', 'isRahasia'],
    ['is_rahasia', 'isRahasia'],
    ['IsRahasla', 'isRahasia'],
    ['tanggal-lapor', 'tanggal_lapor'],
    ['tanggallapor', 'tanggal_lapor'],
    ['ｒａｈａｓｉａ', 'rahasia'],
    ['rаhаsiа', 'rahasia'],
    ['ѕtаtuѕ', 'status'],
    ['rahasía', 'rahasia'],
    ['rahasia\u200b', 'rahasia'],
    ['rahasia ', 'rahasia'],
    ['rahasıa', 'rahasia'],
    ['ID', 'id'],
    ['lng', 'long'],
  ])('K11: %s is %s', (written, meant) => {
    expect(misspelt(written, known(meant))).toBe(meant);
  });

  it.each([
    ['judul', 'rahasia'],
    ['rahasia_dinas', 'rahasia'],
    ['rasia', 'rahasia'],
    ['ids', 'id'],
    ['no', 'id'],
    ['', 'id'],
    ['__proto__', 'rahasia'],
  ])('is not made out of %s for %s', (written, other) => {
    expect(misspelt(written, known(other))).toBeNull();
  });

  it('is read alike however long it is: what is two slips away is another name', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        if (isOneSlip(a, b)) expect(Math.abs(a.length - b.length)).toBeLessThanOrEqual(1);
        expect(isOneSlip(a, b)).toBe(isOneSlip(b, a));
      }),
    );
    expect(misspelt('x'.repeat(500_000), known('rahasia'))).toBeNull();
  });
});

describe('a name', () => {
  it('folds to itself when it is folded already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        expect(foldName(foldName(any))).toBe(foldName(any));
      }),
    );
  });

  it('is taken for the nearest one, or for none that is like it', () => {
    expect(nearest('dryrun', ['limit', 'dryRun'])).toBe('dryRun');
    expect(nearest('lmt', ['limit', 'dryRun'])).toBe('limit');
    expect(nearest('status', ['state', 'limit'])).toBe('state');
    expect(nearest('simulasi', ['dryRun', 'limit'])).toBeNull();
    expect(nearest('x', [])).toBeNull();
  });
});
