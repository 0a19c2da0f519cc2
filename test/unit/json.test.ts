import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asGatewayError } from '../../src/errors.ts';
import { parseJson } from '../../src/json/parse.ts';

const refusalOf = (text: string): { code: string; pointers: readonly string[] } => {
  try {
    parseJson(text);
  } catch (thrown) {
    const { code, violations } = asGatewayError(thrown);
    return { code, pointers: violations.map(({ pointer }) => pointer) };
  }
  return { code: 'taken', pointers: [] };
};

/** JSON as people write it: blanks anywhere. */
const spaced = (value: unknown): string => JSON.stringify(value, null, 2);

/** The text of a value, in which one object, chosen by a number, names its first member once more. */
function doubled(value: unknown, which: number, written: (name: string) => string): { text: string; pointer: string } {
  const places: { object: Record<string, unknown>; pointer: string }[] = [];
  const look = (node: unknown, pointer: string): void => {
    if (typeof node !== 'object' || node === null) return;
    if (!Array.isArray(node) && Object.keys(node).length > 0)
      places.push({ object: node as Record<string, unknown>, pointer });
    for (const [step, inner] of Object.entries(node))
      look(inner, `${pointer}/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  };
  look(value, '');
  const chosen = places[which % places.length];
  if (!chosen) throw new RangeError('no object in it');
  const [name = ''] = Object.keys(chosen.object);
  const write = (node: unknown): string => {
    if (typeof node !== 'object' || node === null) return JSON.stringify(node);
    if (Array.isArray(node)) return `[${node.map(write).join(', ')}]`;
    const members = Object.entries(node).map(([key, inner]) => `${JSON.stringify(key)} : ${write(inner)}`);
    const again = node === chosen.object ? [`${written(name)} :"lagi: \\"dan\\" lagi"`] : [];
    return `{ ${[...members, ...again].join(' , ')} }`;
  };
  return {
    text: write(value),
    pointer: `${chosen.pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  };
}

const escaped = (name: string): string =>
  `"${[...Array(name.length).keys()].map((at) => `\\u${name.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`;

/** A pointer is shown so far. */
const shown = (pointer: string): string => pointer.split('/').slice(0, 33).join('/');

const name = fc.string({ unit: 'binary', maxLength: 12 });
const json = fc.object({
  key: name,
  values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)],
  maxDepth: 4,
});

describe('a JSON text', () => {
  it('K14: in which no member is named twice is read as ever, whatever stands in its texts and names', () => {
    fc.assert(
      fc.property(json, (value) => {
        for (const text of [JSON.stringify(value), spaced(value)]) expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
    for (const text of ['null', '"a:b"', '[]', '[{"a":1},{"a":1}]', '{"a":{"a":{"a":":"}}}', '{"a\\"":1,"a":2}', '1'])
      expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('K14: in which an object at any depth names a member twice is refused with its place, however it is spelt', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.boolean(), (value, which, isEscaped) => {
        fc.pre(Object.keys(value).length > 0);
        const { text, pointer } = doubled(value, which, isEscaped ? escaped : JSON.stringify);
        expect(refusalOf(text)).toEqual({ code: 'duplicate-member', pointers: [shown(pointer)] });
      }),
    );
  });

  it.each([
    ['{"rahasia": true, "rahasia": false}', ['/rahasia']],
    ['{"rahasia": true, "rahasia": true}', ['/rahasia']],
    ['{"rahasia": true, "\\u0072ahasia": false}', ['/rahasia']],
    ['{"lokasi": {"lintang": 1, "lintang": 2}}', ['/lokasi/lintang']],
    ['[{"a": [{}, {"b": {}, "b": []}]}]', ['/0/a/1/b']],
    ['{"": 1, "": 2}', ['/']],
    ['{"__proto__": {"rahasia": true}, "__proto__": {}}', ['/__proto__']],
    ['{"a": 1, "a": 2, "b": {"c": "a:", "c": 0}}', ['/a', '/b/c']],
    ['{"a\\\\": 1, "a\\\\": "}"}', ['/a\\']],
    ['{"1": 1, "1": 2}', ['/1']],
  ])('K14: %s is refused', (text, pointers) => {
    expect(refusalOf(text)).toEqual({ code: 'duplicate-member', pointers });
  });

  it('nested as deep as it is long is read, or refused, without an end of the stack', () => {
    const deep = 200_000;
    expect(refusalOf(`${'['.repeat(deep)}${']'.repeat(deep)}`).code).toBe('taken');
    const objects = `${'{"a":'.repeat(deep)}{"b":1,"b":2}${'}'.repeat(deep)}`;
    expect(refusalOf(objects)).toEqual({ code: 'duplicate-member', pointers: ['/a'.repeat(32)] });
  });

  it('with a member __proto__ changes nothing but its own object', () => {
    const value = parseJson('{"__proto__": {"rahasia": true}, "a": 1}') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect('rahasia' in value).toBe(false);
    expect(Object.keys(value)).toEqual(['__proto__', 'a']);
  });
});
