import { describe, expect, it } from 'vitest';
import { compileSchema } from '../../src/schema.ts';

const SCHEMA = { type: 'object', required: ['a', 'b'], properties: { a: { type: 'string' }, b: { type: 'string' } } };

describe('a schema', () => {
  it('is compiled once for one object, and afresh for another that says the same', () => {
    const remembered = compileSchema(SCHEMA);
    expect(compileSchema(SCHEMA)).toBe(remembered);
    expect(compileSchema({ ...SCHEMA })).not.toBe(remembered);
  });

  it('that lists every violation is not the one that stops at the first', () => {
    const first = compileSchema(SCHEMA);
    const every = compileSchema(SCHEMA, { everyViolation: true });
    expect([first({}).length, every({}).length]).toEqual([1, 2]);
    expect(compileSchema(SCHEMA)).toBe(first);
  });

  it('that does not compile is refused each time', () => {
    const broken = { type: 'objek' };
    for (const _ of [1, 2]) {
      expect(() => compileSchema(broken)).toThrow(expect.objectContaining({ code: 'config-invalid' }));
    }
  });
});
