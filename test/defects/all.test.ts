import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Each defect is a `describe` of this folder, whose name begins with its number. */
it('every one of the twenty defects seen in real data has its tests, once', () => {
  const files = readdirSync(import.meta.dirname).map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'));
  const numbers = files.flatMap((text) =>
    [...text.matchAll(/^describe\('(\d+)\. /gmu)].map(([, number]) => Number(number)),
  );
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});
