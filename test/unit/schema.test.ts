import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { compileSchema } from '../../src/json/schema.ts';

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

describe('a violation is told in words', () => {
  const said = (schema: object, data: unknown) => compileSchema(schema)(data).map(({ message }) => message);

  it('of the pattern’s own schema, where it has some; a pattern without any is shown', () => {
    const pattern = { type: 'string', pattern: '\\S' };
    expect(said({ ...pattern, 'x-harus': 'diisi' }, ' ')).toEqual(['harus diisi']);
    expect(said(pattern, ' ')).toEqual(['tidak sesuai pola \\S']);
  });

  it('that are Indonesian for every limit of a number', () => {
    expect(said({ type: 'number', exclusiveMinimum: 0 }, 0)).toEqual(['harus lebih besar dari 0']);
    expect(said({ type: 'number', exclusiveMaximum: 1 }, 1)).toEqual(['harus lebih kecil dari 1']);
  });
});

describe('no violation of a dialect shows a pattern for', () => {
  const violations = (dialect: string, message: string, native: object) => {
    const schema = adapters
      .find((adapter) => adapter.dialect === dialect)
      ?.messages.find(({ name }) => name === message)?.schema;
    return compileSchema(schema ?? {}, { everyViolation: true })(native);
  };

  it('a time that cannot be read', () => {
    const told = violations('jakarta/jaki-crm', 'status', {
      code: 'JK2507030001',
      tstatus: { name: 'x' },
      waktu: 'kemarin',
    });
    expect(told).toEqual([
      { pointer: '/waktu', message: expect.stringMatching(/^harus berupa waktu, misalnya 2025-/u) },
    ]);
  });

  it('a report’s number', () => {
    const crm = violations('jakarta/jaki-crm', 'status', {
      code: '1',
      tstatus: { name: 'x' },
      waktu: '2025-07-03 09:15',
    });
    expect(crm).toEqual([{ pointer: '/code', message: expect.stringMatching(/^harus berupa nomor .*misalnya JK/u) }]);
    const lampung = violations('lampung/lampung-in', 'status', { id_laporan: '1' });
    expect(lampung).toContainEqual({
      pointer: '/id_laporan',
      message: expect.stringMatching(/^harus berupa nomor .*misalnya LIN-/u),
    });
  });
});
