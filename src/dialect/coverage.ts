import type { Adapter } from '../adapter.ts';
import type { ContractRef, Contracts, JsonPointer } from '../contract.ts';
import type { CoveredWay, LeftOut } from '../declared.ts';
import { SEALED_FIELDS, schemaUri } from '../envelope.ts';
import { isJson } from '../json/object.ts';
import { escapePointer } from '../json/schema.ts';

type Schema = Readonly<Record<string, unknown>>;

interface Scope {
  readonly root: Schema;
  readonly contracts: Contracts;
}

/**
 * Every place of a schema that holds a value of its own, through every `$ref`, in the schema's order; `*` is every item of
 * a list. What can only be one value, or null, holds none.
 */
export function leavesOf(schema: object, contracts: Contracts): readonly JsonPointer[] {
  const root: Schema = { ...schema };
  return [...new Set(leaves(root, { root, contracts }))];
}

function leaves(schema: Schema, scope: Scope): readonly JsonPointer[] {
  const branches = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const members = isJson(schema.properties) ? Object.entries(schema.properties) : [];
  const items = Array.isArray(schema.prefixItems) ? [...schema.prefixItems.entries()] : [];
  const inner = [...members, ...items, ...(isJson(schema.items) ? [['*', schema.items] as const] : [])];
  const found = [
    ...branches.filter(isJson).flatMap((branch) => leaves(branch, scope)),
    ...(typeof schema.$ref === 'string' ? leavesBehind(schema.$ref, scope) : []),
    ...inner.flatMap(([name, child]) =>
      isJson(child) ? leaves(child, scope).map((rest) => `/${escapePointer(String(name))}${rest}`) : [],
    ),
  ];
  const isOne = 'const' in schema || schema.type === 'null';
  return found.length > 0 || isOne || branches.length > 0 ? found : [''];
}

function leavesBehind(reference: string, { root, contracts }: Scope): readonly JsonPointer[] {
  const [id = '', path = ''] = reference.split('#');
  const document = id === '' ? root : { ...contracts.all().find(({ ref }) => schemaUri(ref) === id)?.schema };
  const target = path
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (isJson(node) ? node[key] : undefined), document);
  return isJson(target) ? leaves(target, { root: document, contracts }) : [];
}

/** True for a field of a contract that the gateway fills in, also inside the report of a handover. */
export function isSealed(contract: string, field: JsonPointer): boolean {
  const names = (ref: string): readonly string[] =>
    ref in SEALED_FIELDS ? SEALED_FIELDS[ref as keyof typeof SEALED_FIELDS] : [];
  const inside = contract.startsWith('report-handover/') ? names('citizen-report/1.0') : [];
  const sealed = [...names(contract).map((name) => `/${name}`), ...inside.map((name) => `/report/${name}`)];
  return sealed.some((pointer) => field === pointer || field.startsWith(`${pointer}/`));
}

/** Whether a crossing is seen from its native or from its canonical end. */
export type Way = 'inbound' | 'outbound';

/** One field at one end of a crossing, and all that an adapter says of it. */
export interface FieldNote {
  /** A message's name, or a contract. */
  readonly of: string;
  readonly field: JsonPointer;
  /** The fields at the other end that it reaches, or is filled from. */
  readonly others: readonly { readonly of: string; readonly field: JsonPointer }[];
  readonly left: LeftOut | null;
  readonly sealed: boolean;
}

/** Every field at one end of a crossing, by the schemas, each with what the adapter declares of it. */
export function fieldNotes(adapter: Adapter, contracts: Contracts, end: { way: Way; of: 'native' | 'canonical' }) {
  const { way, of } = end;
  const crossing = adapter.coverage[way];
  const isSource = (way === 'inbound') === (of === 'native');
  const lefts = isSource ? crossing.unread : crossing.unfilled;
  return endsOf(adapter, way)[of].flatMap((name) =>
    leavesOf(schemaOf(adapter, contracts, name), contracts).map((field): FieldNote => {
      const sealed = of === 'canonical' && way === 'inbound' && isSealed(name, field);
      const left = lefts.find((entry) => entry.fields[name]?.includes(field)) ?? null;
      const others = pairs(crossing, way).filter((pair) => pair[of].of === name && pair[of].field === field);
      const otherEnd = of === 'native' ? 'canonical' : 'native';
      return { of: name, field, left, sealed, others: others.map((pair) => pair[otherEnd]) };
    }),
  );
}

/** The messages and the contracts between which a dialect's fields cross. */
function endsOf(adapter: Adapter, way: Way): { native: readonly string[]; canonical: readonly string[] } {
  const { routes, unread, unfilled } = adapter.coverage[way];
  const named = new Set([
    ...routes.map(({ message }) => message),
    ...[...unread, ...unfilled].flatMap(({ fields }) => Object.keys(fields)),
  ]);
  const messages = adapter.messages.map(({ name }) => name).filter((name) => named.has(name));
  return { native: messages, canonical: way === 'inbound' ? adapter.emits : adapter.accepts };
}

function schemaOf({ messages }: Adapter, contracts: Contracts, name: string): object {
  return messages.find((message) => message.name === name)?.schema ?? contracts.get(name).schema;
}

/** One field of a message or of a contract. */
export interface End {
  /** A message's name, or a contract. */
  readonly of: string;
  readonly field: JsonPointer;
}

/** One by one, what is left out for one reason. */
export const endsLeft = ({ fields }: LeftOut): readonly End[] =>
  Object.entries(fields).flatMap(([of, pointers]) => pointers.map((field) => ({ of, field })));

interface Pair {
  readonly native: End;
  readonly canonical: End;
}

function pairs({ routes }: CoveredWay, way: Way): readonly Pair[] {
  return routes.flatMap(({ message, contract, fields }) =>
    Object.entries(fields).flatMap(([from, targets]) =>
      targets.map((to) => {
        const [native, canonical] = way === 'inbound' ? [from, to] : [to, from];
        return { native: { of: message, field: native }, canonical: { of: contract as ContractRef, field: canonical } };
      }),
    ),
  );
}

/** What a declaration does not say, says twice or says of fields that no schema has, as sentences. */
export function declarationFaults(adapter: Adapter, contracts: Contracts): readonly string[] {
  return (['inbound', 'outbound'] as const).flatMap((way) => {
    const crossing = adapter.coverage[way];
    const notes = (['native', 'canonical'] as const).flatMap((of) => fieldNotes(adapter, contracts, { way, of }));
    const known = new Set(notes.map(nameOf));
    const said = [
      ...pairs(crossing, way).flatMap(({ native, canonical }) => [native, canonical]),
      ...[...crossing.unread, ...crossing.unfilled].flatMap(endsLeft),
    ];
    return [
      ...notes.filter(({ others, left, sealed }) => others.length === 0 && !left && !sealed).map(unsaid(way)),
      ...notes.filter(({ others, left }) => others.length > 0 && left).map(saidTwice(way)),
      ...said.filter((end) => !known.has(nameOf(end))).map((end) => `${way}: ${nameOf(end)} tidak ada di skemanya`),
    ];
  });
}

const nameOf = ({ of, field }: End): string => `${of} ${field}`;
const unsaid = (way: Way) => (note: End) => `${way}: ${nameOf(note)} belum dinyatakan`;
const saidTwice = (way: Way) => (note: End) => `${way}: ${nameOf(note)} dinyatakan sampai dan juga tidak`;
