import { describe, expect, it } from 'vitest';
import { scrub } from '../../src/intake/scrub.ts';
import { corpus, judge, KINDS, type Line, precision, recall, scoreOf } from '../kits/scrubScore.ts';

const lines = corpus();
const judgementsOf = (some: readonly Line[]) => some.map((line) => judge(line, scrub(line.text).text));

/** The least that is accepted: below what stands today by a line or two. */
const FLOORS = [
  { name: 'all lines', of: lines, recall: 0.97, precision: 0.98 },
  {
    name: 'the lines the rules were worked out on',
    of: lines.filter(({ held }) => !held),
    recall: 0.98,
    precision: 0.98,
  },
  { name: 'the lines held back', of: lines.filter(({ held }) => held), recall: 0.93, precision: 0.95 },
];

const percent = (part: number): string => `${(100 * part).toFixed(1)}%`;

function tableOf(some: readonly Line[]): string {
  const judgements = judgementsOf(some);
  const rows = [undefined, ...KINDS].map((kind) => {
    const score = scoreOf(judgements, kind);
    const found = `${score.found}/${score.there} (${percent(recall(score))})`;
    const right = `${score.right}/${score.taken} (${percent(precision(score))})`;
    return `  ${(kind ?? 'every kind').padEnd(16)} recall ${found.padEnd(18)} precision ${right.padEnd(18)} misnamed ${score.misnamed}`;
  });
  return rows.join('\n');
}

describe('the corpus', () => {
  it('holds at least 200 lines, half of them with nothing to take out, and a third held back', () => {
    expect(lines.length).toBeGreaterThanOrEqual(200);
    expect(lines.filter(({ gone }) => gone.length === 0).length * 2).toBeGreaterThanOrEqual(lines.length);
    expect(lines.filter(({ held }) => held).length * 3).toBeGreaterThan(lines.length * 0.95);
  });

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
  it.each(FLOORS)('keeps its floors on $name', ({ name, of, ...floor }) => {
    console.info(`${name}: ${of.length}\n${tableOf(of)}`);
    const score = scoreOf(judgementsOf(of));
    expect(recall(score)).toBeGreaterThanOrEqual(floor.recall);
    expect(precision(score)).toBeGreaterThanOrEqual(floor.precision);
  });

  it('leaves nearly every line alone that has nothing to take out', () => {
    const harmless = lines.filter(({ gone }) => gone.length === 0);
    const touched = harmless.filter(({ text }) => scrub(text).redacted);
    expect(touched.length / harmless.length).toBeLessThan(0.01);
  });

  it('finds nothing more the second time', () => {
    for (const { text } of lines) {
      const once = scrub(text).text;
      expect(scrub(once)).toEqual({ text: once, redacted: false });
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
  const figures = (scrubbed: string) => {
    const { there, found, taken, right, misnamed } = scoreOf([judge(line, scrubbed)]);
    return [there, found, taken, right, misnamed];
  };

  it.each([
    ['nothing taken', line.text, [2, 0, 0, 0, 0]],
    ['all taken', 'hp [nomor telepon dihapus], mobil [nomor polisi dihapus] di RT 3', [2, 2, 2, 2, 0]],
    ['half a number left', 'hp [nomor telepon dihapus] 7890, mobil [nomor polisi dihapus] di RT 3', [2, 1, 2, 2, 0]],
    ['a word too much', 'hp [nomor telepon dihapus], mobil [nomor polisi dihapus] RT 3', [2, 2, 2, 1, 0]],
    [
      'a place taken',
      'hp [nomor telepon dihapus], mobil [nomor polisi dihapus] di [nomor polisi dihapus]',
      [2, 2, 3, 2, 0],
    ],
    ['another name', 'hp [NIK dihapus], mobil [nomor polisi dihapus] di RT 3', [2, 2, 2, 2, 1]],
  ])('counts %s', (_, scrubbed, expected) => {
    expect(figures(scrubbed)).toEqual(expected);
  });

  it('refuses a text that is not the scrubbed one', () => {
    expect(() => judge(line, 'hape [nomor telepon dihapus]')).toThrow(/begins otherwise/u);
    expect(() => judge(line, 'hp [nomor telepon dihapus], motor')).toThrow(/not of this one/u);
  });
});
