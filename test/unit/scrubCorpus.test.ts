import { describe, expect, it } from 'vitest';
import { MARKERS } from '../../src/scrub/kind.ts';
import { scrubText } from '../../src/scrub/scrubText.ts';
import { corpora, judge, type Line, precision, recall, scoreOf } from '../kits/scrubScore.ts';

const files = corpora();
const lines = [...files.values()].flat();
const mixed = files.get('scrub') ?? [];
/** A family card's number is told by its own name in the corpus, and taken out as a NIK. */
const KINDS = Object.entries(MARKERS).map(([name, marker]) => ({ name, marker }));

const LEAST_RECALL = 0.98;
const LEAST_PRECISION = 0.99;
const LEAST_OF_EACH = 40;

const judgementsOf = (some: readonly Line[]) => some.map((line) => judge(line, scrubText(line.text).found));
const isHeld = ({ held }: Line): boolean => held === true;

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;

function tableOf(title: string, some: readonly Line[]): string {
  const judgements = judgementsOf(some);
  const rows = [undefined, ...KINDS.map(({ marker }) => marker)].map((kind) => {
    const score = scoreOf(judgements, kind);
    const found = `${score.found}/${score.there} (${percent(recall(score))})`;
    const right = `${score.right}/${score.taken} (${percent(precision(score))})`;
    return `  ${(kind ?? 'every kind').padEnd(18)} recall ${found.padEnd(18)} precision ${right.padEnd(18)} misnamed ${score.misnamed}`;
  });
  return [`${title}: ${some.length} lines`, ...rows].join('\n');
}

describe('the corpus', () => {
  it.each(KINDS)(
    'has at least 40 lines with $marker and 40 near misses, a third of them held back',
    ({ name, marker }) => {
      const of = files.get(name) ?? [];
      const positives = of.filter(({ gone }) => gone.some(({ kind }) => kind === marker));
      const misses = of.filter(({ gone }) => gone.every(({ kind }) => kind !== marker));
      expect(positives.length).toBeGreaterThanOrEqual(LEAST_OF_EACH);
      expect(misses.length).toBeGreaterThanOrEqual(LEAST_OF_EACH);
      expect(of.filter(isHeld).length * 3).toBeGreaterThan(of.length * 0.95);
    },
  );

  it('says of every part of a line that it goes or stays', () => {
    for (const { text, gone, kept } of lines) {
      const told = [...gone.map(({ span }) => span), ...kept].join('');
      const letters = (part: string) => [...part.replace(/[^\p{L}\p{N}]/gu, '')].sort().join('');
      expect(letters(told)).toBe(letters(text));
    }
  });

  it('has no text twice', () => {
    expect(new Set(lines.map(({ text }) => text)).size).toBe(lines.length);
  });
});

describe('scrubbing, measured on the corpus,', () => {
  it.each(KINDS)('finds at least 98 % of $marker, and takes nothing else in 99 %', ({ marker }) => {
    const score = scoreOf(judgementsOf(lines), marker);
    expect(recall(score)).toBeGreaterThanOrEqual(LEAST_RECALL);
    expect(precision(score)).toBeGreaterThanOrEqual(LEAST_PRECISION);
  });

  it('keeps the same floors on lines of all kinds together, and tells its figures', () => {
    console.info(tableOf('all lines', lines));
    console.info(tableOf('lines held back', lines.filter(isHeld)));
    const score = scoreOf(judgementsOf(mixed));
    expect(recall(score)).toBeGreaterThanOrEqual(LEAST_RECALL);
    expect(precision(score)).toBeGreaterThanOrEqual(LEAST_PRECISION);
  });

  it('calls what it takes by its right name in 98 %', () => {
    const { right, misnamed } = scoreOf(judgementsOf(lines));
    expect(misnamed / right).toBeLessThanOrEqual(0.02);
  });

  it('leaves nearly every line alone that has nothing to take out', () => {
    const harmless = lines.filter(({ gone }) => gone.length === 0);
    const touched = harmless.filter(({ text }) => scrubText(text).text !== text);
    expect(touched.length / harmless.length).toBeLessThan(0.01);
  });

  it('finds nothing more the second time', () => {
    for (const { text } of lines) {
      const once = scrubText(text).text;
      expect(scrubText(once)).toEqual({ text: once, found: [] });
    }
  });
});

describe('the measure', () => {
  const line: Line = {
    text: 'hp 0812 3456 7890, mobil B 1234 XYZ di RT 3',
    gone: [
      { kind: 'nomor telepon', span: '0812 3456 7890' },
      { kind: 'nomor polisi', span: 'B 1234 XYZ' },
    ],
    kept: ['hp ', ', mobil ', ' di RT 3'],
  };
  const TELEPHONE = { kind: 'telephone', start: 3, end: 17 } as const;
  const PLATE = { kind: 'plate', start: 25, end: 35 } as const;
  const figures = (found: Parameters<typeof judge>[1]) => {
    const score = scoreOf([judge(line, found)]);
    return [score.there, score.found, score.taken, score.right, score.misnamed];
  };

  it.each([
    ['nothing taken', [], [2, 0, 0, 0, 0]],
    ['all taken', [TELEPHONE, PLATE], [2, 2, 2, 2, 0]],
    ['half a number left', [{ ...TELEPHONE, end: 12 }, PLATE], [2, 1, 2, 2, 0]],
    ['a word too much', [TELEPHONE, { ...PLATE, end: 38 }], [2, 2, 2, 1, 0]],
    ['a place taken', [TELEPHONE, PLATE, { ...PLATE, start: 39, end: 43 }], [2, 2, 3, 2, 0]],
    ['another name', [{ ...TELEPHONE, kind: 'nik' } as const, PLATE], [2, 2, 2, 2, 1]],
  ])('counts %s', (_, found, expected) => {
    expect(figures(found)).toEqual(expected);
  });

  it('refuses a line whose datum is not in it', () => {
    expect(() => judge({ ...line, text: 'hp' }, [])).toThrow(/is not in/u);
  });
});
