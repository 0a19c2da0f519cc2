import type { JsonPointer } from '../../contract.ts';

type Json = Readonly<Record<string, unknown>>;

const stepsOf = (pointer: JsonPointer): readonly string[] => pointer.split('/').slice(1);

/** The value at a pointer of an object, own members only; undefined where there is none. Lists are not looked into. */
export function at(value: unknown, pointer: JsonPointer): unknown {
  return stepsOf(pointer).reduce<unknown>(
    (node, step) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, step) ? (node as Json)[step] : undefined,
    value,
  );
}

export type Entry = readonly [pointer: JsonPointer, value: unknown];

/** An object with these values at these pointers, in this order. */
export function objectOf(entries: readonly Entry[]): Json {
  const grouped = Map.groupBy(entries, ([pointer]) => stepsOf(pointer)[0] ?? '');
  return Object.fromEntries(
    [...grouped].map(([step, own]) => {
      const [[pointer, value] = ['', undefined]] = own;
      const isLeaf = stepsOf(pointer).length === 1;
      return [step, isLeaf ? value : objectOf(own.map(([full, inner]) => [full.slice(step.length + 1), inner]))];
    }),
  );
}

/** A JSON Schema of an object with these members, of which the named must be there. Unknown members are let through. */
export function schemaOf(
  members: readonly (readonly [JsonPointer, object])[],
  required: readonly JsonPointer[],
): object {
  const grouped = Map.groupBy(members, ([pointer]) => stepsOf(pointer)[0] ?? '');
  const properties = [...grouped].map(([step, own]) => {
    const [[pointer, schema] = ['', {}]] = own;
    if (stepsOf(pointer).length === 1) return [step, schema] as const;
    const below = (full: JsonPointer): JsonPointer => full.slice(step.length + 1);
    const inner = required.filter((each) => each.startsWith(`/${step}/`)).map(below);
    return [
      step,
      schemaOf(
        own.map(([full, each]) => [below(full), each]),
        inner,
      ),
    ] as const;
  });
  return {
    type: 'object',
    required: [...new Set(required.map((pointer) => stepsOf(pointer)[0]))],
    properties: Object.fromEntries(properties),
  };
}
