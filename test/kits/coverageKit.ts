import { describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapter.ts';
import { type JsonPointer, loadContracts } from '../../src/contract.ts';
import type { CoveredWay, LeftOut, NativeRequest } from '../../src/declared.ts';
import { declarationFaults, endsLeft, isSealed, leavesOf } from '../../src/dialect/coverage.ts';
import { parents, regionName } from '../../src/dialect/region.ts';
import { GatewayError } from '../../src/errors.ts';
import { compileSchema } from '../../src/json/schema.ts';
import { envelopeOf, type Inbound, type Outbound, samplesOf } from './adapterSamples.ts';

const contracts = loadContracts();

interface Samples {
  readonly inbound: readonly Inbound[];
  readonly outbound: readonly Outbound[];
}

/** One end of a crossing: a message or a contract, and the leaves of its schema. */
interface End {
  readonly of: string;
  readonly leaves: readonly JsonPointer[];
}

/** What a translation made: each message or contract with its data, and what names the event or comes beside the data. */
interface Made {
  readonly parts: readonly { readonly of: string; readonly data: unknown }[];
  readonly names: unknown;
}

/** Something of which every leaf can be changed, to see what changes with it. */
interface Source {
  readonly end: End;
  readonly data: unknown;
  readonly isValid: (data: unknown) => boolean;
  /** Null where it is refused. */
  readonly make: (data: unknown) => Made | null;
}

/** What changed with each leaf of each source: leaves of what was made as `<of> <pointer>`, and what else it is good for. */
type Reach = Map<string, { readonly targets: Set<string>; readonly uses: Set<string> }>;

const key = (of: string, field: JsonPointer): string => `${of} ${field}`;

// ---- changing one leaf

const GONE = Symbol('gone');
type Path = readonly string[];

/** The concrete paths of a pattern in a value: one for every item there is, one for where a first item would be. */
function pathsOf(value: unknown, pattern: Path): readonly Path[] {
  const [step, ...rest] = pattern;
  if (step === undefined) return [[]];
  if (step !== '*') return pathsOf(childOf(value, step), rest).map((path) => [step, ...path]);
  const items = Array.isArray(value) && value.length > 0 ? value : [undefined];
  return items.flatMap((item, index) => pathsOf(item, rest).map((path) => [String(index), ...path]));
}

const childOf = (value: unknown, step: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === step)?.[1] : undefined;

const isIndex = (step: string): boolean => /^\d+$/u.test(step);

/** The value with something else at a path, objects and lists made on the way; `GONE` takes the member or item out. */
function withAt(value: unknown, [step, ...rest]: Path, to: unknown): unknown {
  if (step === undefined) return to;
  if (to === GONE && childOf(value, step) === undefined) return value;
  const child = withAt(childOf(value, step), rest, to);
  if (isIndex(step)) {
    const items: unknown[] = Array.isArray(value) ? [...value] : [];
    items[Number(step)] = child;
    return items.filter((item) => item !== GONE);
  }
  const members = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  return Object.fromEntries(Object.entries({ ...members, [step]: child }).filter(([, member]) => member !== GONE));
}

const stepsOf = (pointer: JsonPointer): Path => pointer.split('/').slice(1);

// ---- what changed

/** Every value below a value by its place; null is as good as absent. */
function flat(value: unknown, place = ''): readonly (readonly [string, unknown])[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [[place, value]];
  return Object.entries(value).flatMap(([name, child]) => flat(child, `${place}/${name}`));
}

function differences(before: unknown, after: unknown): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [one, other] = [new Map(flat(before)), new Map(flat(after))];
  return [...new Set([...one.keys(), ...other.keys()])].filter((place) => one.get(place) !== other.get(place));
}

/** The leaf of a schema that a concrete place is one of. */
function leafAt(leaves: readonly JsonPointer[], place: string): JsonPointer | undefined {
  const steps = stepsOf(place);
  return leaves.find((leaf) => {
    const pattern = stepsOf(leaf);
    return pattern.length === steps.length && pattern.every((step, index) => step === '*' || step === steps[index]);
  });
}

// ---- measuring

/** Values that mean something somewhere: whatever a leaf's schema lets through is tried there. */
const TELLING: readonly unknown[] = [
  ...['Kata lain', 'Permasalahan: got Kategori: Jalan Lokasi: pasar Detail Alamat Laporan: RT 3', 'aZ09_-'],
  ...['31', '18.71', '31.74.01.1002', '18.71.15.1002', 'DKI Jakarta', 'Lampung', 'Kota Metro', 'Kabupaten Pringsewu'],
  ...['2026-01-02T03:04:05+07:00', '2020-01-02T03:04:05+07:00', '02/01/2026 03:04 WIB', 'image/png', 'a'.repeat(64)],
  ...['https://contoh.go.id/lain.jpg', 'lain:B-2', 'B-2', 'lain', '12', 'province', 'regency', 'aspiration'],
  ...['public', 'private', 'secret', 'code', 'officer', '-6.3', '106.9', 105.5, -5.5, 0, 1, 2, 7, true, false, null],
];

/** A dozen words of each of the adapter's tables. */
const wordsOf = ({ tables }: Adapter, side: 'natives' | 'canonicals'): readonly string[] =>
  tables.flatMap((table) => table[side].slice(0, 12));

/** The same value said a little differently: another number, another minute, other letters, more room. */
function varied(value: unknown): readonly unknown[] {
  if (typeof value !== 'string') return [];
  const other = value.replace(/\d(?=\D*$)/u, (digit) => String((Number(digit) + 1) % 10));
  return [other, ` ${value.toLowerCase()} `];
}

/** Names of the regions beside every region that some data name by code, on each level. */
function neighbours(values: readonly unknown[]): readonly string[] {
  const codes = values.flatMap((value) => flat(value).map(([, leaf]) => leaf)).filter(isRegionCode);
  const chain = new Set(codes.flatMap((code) => [code, ...parents(code)]));
  return [...chain].flatMap((code) => {
    const digits = /\d+$/u.exec(code)?.[0] ?? '';
    const beside = [-1, 1, 2].map((step) => String(Number(digits) + step).padStart(digits.length, '0'));
    return beside.flatMap((last) => quietly(() => regionName(code.slice(0, -digits.length) + last)) ?? []);
  });
}

const isRegionCode = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{2}(?:\.\d{2}){1,2}(?:\.\d{4})?$/u.test(value) &&
  quietly(() => regionName(value)) !== null;

/** One value with what it lacks taken from others. */
function filledFrom(value: unknown, others: readonly unknown[]): unknown {
  const present = others.filter((other) => other !== null && other !== undefined);
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return present[0] ?? value;
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  const names = new Set([value, ...present].flatMap((each) => Object.keys(Object(each))));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      filledFrom(
        childOf(value, name),
        present.map((other) => childOf(other, name)),
      ),
    ]),
  );
}

/** The sources, and each once more with what it lacks taken from the others of its kind. */
function enriched(sources: readonly Source[]): readonly Source[] {
  const fuller = sources.map((source) => {
    const others = sources.filter(({ end }) => end.of === source.end.of).map(({ data }) => data);
    return { ...source, data: filledFrom(source.data, others) };
  });
  const all = [...sources, ...fuller].filter(({ data, isValid, make }) => isValid(data) && make(data) !== null);
  return [...new Map(all.map((source) => [JSON.stringify([source.end.of, source.data]), source])).values()];
}

function measure(given: readonly Source[], targets: readonly End[], words: readonly unknown[]): Reach {
  const reach: Reach = new Map();
  const sources = enriched(given);
  for (const { end } of sources) {
    for (const leaf of end.leaves) reach.set(key(end.of, leaf), { targets: new Set(), uses: new Set() });
  }
  const leavesOfTarget = new Map(targets.map(({ of, leaves }) => [of, leaves]));
  const places = neighbours(sources.flatMap(({ data, make }) => [data, make(data)?.parts]));
  const values = [...new Set([...TELLING, ...words, ...places])];
  /** By leaf: what its schema lets through. Seldom does that depend on the rest, and the looking is what takes time. */
  const fitting = new Map<string, readonly unknown[]>();
  for (const source of sources) {
    for (const leaf of source.end.leaves) probe(source, leaf);
  }
  // What shows nothing alone may show once a neighbour is out of its way: a name below a code, a code above a name.
  const silent = new Set([...reach].filter(([, { targets }]) => targets.size === 0).map(([name]) => name));
  for (const source of sources) {
    for (const leaf of source.end.leaves.filter((each) => silent.has(key(source.end.of, each)))) {
      for (const base of thinned(source, leaf)) probe({ ...source, data: base }, leaf);
    }
  }
  return reach;

  function probe(source: Source, leaf: JsonPointer): void {
    const found = reach.get(key(source.end.of, leaf));
    const before = source.make(source.data);
    if (found === undefined || before === null) return;
    const elsewhere = sources.filter(({ end }) => end.of === source.end.of).flatMap((other) => valuesAt(other, leaf));
    const name = key(source.end.of, leaf);
    const fit = (value: unknown) =>
      pathsOf(source.data, stepsOf(leaf)).some(
        (path) => completed(source, path, withAt(source.data, path, value)) !== null,
      );
    const known = fitting.get(name) ?? values.filter(fit);
    if (known.length > 0) fitting.set(name, known);
    for (const path of pathsOf(source.data, stepsOf(leaf))) {
      for (const value of new Set([GONE, ...varied(path.reduce(childOf, source.data)), ...elsewhere, ...known])) {
        const data = completed(source, path, withAt(source.data, path, value));
        if (data !== null) note(found, before, source.make(data));
      }
    }
  }

  function note(
    { targets: reached, uses }: { targets: Set<string>; uses: Set<string> },
    before: Made,
    after: Made | null,
  ) {
    if (after === null) return void uses.add('refusal');
    if (JSON.stringify(before.names) !== JSON.stringify(after.names)) uses.add('identity');
    const names = ({ parts }: Made) => parts.map(({ of }) => of).join();
    if (names(before) !== names(after)) uses.add('contract');
    for (const { of, data } of before.parts) {
      const other = after.parts.find((part) => part.of === of);
      for (const place of other === undefined ? [] : differences(data, other.data)) {
        const leaf = leafAt(leavesOfTarget.get(of) ?? [], place);
        if (leaf !== undefined) reached.add(key(of, leaf));
      }
    }
  }
}

/** The data if they are valid, or else with null for all that a new item of a list lacks; null where that is not valid either. */
function completed({ end, isValid }: Source, path: Path, data: unknown): unknown {
  if (isValid(data)) return data;
  const item = path.findLastIndex(isIndex);
  if (item < 0) return null;
  const full = end.leaves
    .map(stepsOf)
    .filter(
      (leaf) =>
        leaf.length > item + 1 && leaf[item] === '*' && leaf.slice(0, item).join() === path.slice(0, item).join(),
    )
    .map((leaf) => [...path.slice(0, item + 1), ...leaf.slice(item + 1)])
    .reduce((made, leaf) => (leaf.reduce(childOf, made) === undefined ? withAt(made, leaf, null) : made), data);
  return isValid(full) ? full : null;
}

const valuesAt = ({ data }: Source, leaf: JsonPointer): readonly unknown[] =>
  pathsOf(data, stepsOf(leaf)).flatMap((path) => {
    const value = path.reduce(childOf, data);
    return value === undefined ? [] : [value];
  });

/** With more neighbours than this, no two of them are left out at once: it is the parts of one thing that depend on each other. */
const MANY = 8;

/** The source's data without one or two of a leaf's neighbours, as far as that is valid. */
function thinned({ end, data, isValid }: Source, leaf: JsonPointer): readonly unknown[] {
  const parent = leaf.slice(0, leaf.lastIndexOf('/'));
  const beside = end.leaves.filter((other) => other !== leaf && other.slice(0, other.lastIndexOf('/')) === parent);
  const once = [...beside, parent].map((other) => withAt(data, pathsOf(data, stepsOf(other))[0] ?? [], GONE));
  const pairs = beside.length > MANY ? [] : once;
  const twice = pairs.flatMap((base) =>
    beside.map((other) => withAt(base, pathsOf(base, stepsOf(other))[0] ?? [], GONE)),
  );
  return [...new Map([...once, ...twice].map((base) => [JSON.stringify(base), base])).values()].filter(isValid);
}

// ---- both ways

const endOf = (of: string, schema: object): End => ({ of, leaves: leavesOf(schema, contracts) });

const quietly = <Result>(act: () => Result): Result | null => {
  try {
    return act();
  } catch (error) {
    if (error instanceof GatewayError) return null;
    throw error;
  }
};

function inboundReach(adapter: Adapter, { inbound, outbound }: Samples) {
  const inspect = new Map(adapter.messages.map(({ name, schema }) => [name, compileSchema(schema)]));
  const messageOf = (native: unknown): string | undefined =>
    adapter.messages.find((message) => message.recognise(native))?.name;
  // What the gateway writes in a message that the system may also send is as good a native as any.
  const written = outbound.flatMap(({ expected }) => {
    const { message, body } = expected as { message?: string; body?: unknown };
    return message !== undefined && messageOf(body) === message
      ? [{ native: body, context: { territory: '18', options: {} } }]
      : [];
  });
  const sources = [...inbound, ...written].flatMap(({ native, context }): Source[] => {
    const name = messageOf(native);
    const message = adapter.messages.find((each) => each.name === name);
    if (name === undefined || message === undefined) return [];
    const make = (data: unknown): Made | null =>
      quietly(() => {
        const drafts = adapter.toCanonical(data, context);
        const parts = drafts.map(({ contract, data }) => ({ of: contract as string, data }));
        return { parts, names: [adapter.identify(data), drafts.map(({ number }) => number)] };
      });
    const isValid = (data: unknown) => messageOf(data) === name && inspect.get(name)?.(data).length === 0;
    return isValid(native) ? [{ end: endOf(name, message.schema), data: native, isValid, make }] : [];
  });
  const targets = adapter.emits.map((ref) => endOf(ref, contracts.get(ref).schema));
  return { sources, targets, reach: measure(sources, targets, wordsOf(adapter, 'natives')) };
}

function outboundReach(adapter: Adapter, { outbound }: Samples) {
  const sources = outbound.map(({ contract, data, context }): Source => {
    const make = (changed: unknown): Made | null =>
      quietly(() => {
        const { message, body } = adapter.fromCanonical(envelopeOf(contract, { ...(changed as object) }), context);
        return { parts: [{ of: message, data: body }], names: null };
      });
    const { schema, validate } = contracts.get(contract);
    return { end: endOf(contract, schema), data, isValid: (changed) => validate(changed).length === 0, make };
  });
  const sent = new Set(outbound.map(({ expected }) => (expected as { message?: string }).message));
  const targets = adapter.messages.filter(({ name }) => sent.has(name)).map(({ name, schema }) => endOf(name, schema));
  return { sources, targets, reach: measure(sources, targets, wordsOf(adapter, 'canonicals')) };
}

/** Leaves of what is written that follow the numbers and ids beside the data. */
function contextReach(adapter: Adapter, { outbound }: Samples, targets: readonly End[]): ReadonlySet<string> {
  const reached = new Set<string>();
  for (const { contract, data, context } of outbound) {
    const write = (given: typeof context): NativeRequest | null =>
      quietly(() => adapter.fromCanonical(envelopeOf(contract, data), given));
    const before = write(context);
    const others = [
      { deliveryId: 'lain' },
      { senderNumber: 'B-2' },
      { recipientNumber: 'B-2' },
      { recipientNumber: '13' },
    ];
    for (const after of others.map((other) => write({ ...context, ...other }))) {
      for (const place of before && after ? differences(before.body, after.body) : []) {
        const leaves = targets.find(({ of }) => of === before?.message)?.leaves ?? [];
        const leaf = leafAt(leaves, place);
        if (leaf !== undefined) reached.add(key(before?.message ?? '', leaf));
      }
    }
  }
  return reached;
}

/** A crossing as lines, so that what is declared and what was measured can be laid side by side. */
export interface Lines {
  readonly routes: readonly string[];
  readonly unread: readonly string[];
  readonly unfilled: readonly string[];
}

const USES = ['identity', 'contract', 'refusal'];

function linesOf(
  reach: Reach,
  targets: readonly End[],
  others: { sealed: boolean; context: ReadonlySet<string> },
): Lines {
  const filled = new Set([...reach.values()].flatMap((found) => [...found.targets]));
  const left = [...reach].filter(([, found]) => found.targets.size === 0);
  const empty = targets.flatMap(({ of, leaves }) =>
    leaves
      .filter((leaf) => !filled.has(key(of, leaf)) && !(others.sealed && isSealed(of, leaf)))
      .map((leaf) => key(of, leaf)),
  );
  return {
    routes: [...reach].flatMap(([from, found]) => [...found.targets].map((to) => `${from} -> ${to}`)).sort(),
    unread: left
      .map(([from, { uses }]) =>
        withUse(
          from,
          USES.find((use) => uses.has(use)),
        ),
      )
      .sort(),
    unfilled: empty.map((name) => withUse(name, others.context.has(name) ? 'context' : undefined)).sort(),
  };
}

const withUse = (name: string, use: string | undefined): string => (use === undefined ? name : `${name} (${use})`);

/** What happens to every field one way, found by changing one at a time of every sample. */
export function measured(adapter: Adapter, samples: Samples, way: 'inbound' | 'outbound'): Lines {
  if (way === 'inbound') {
    const { reach, targets } = inboundReach(adapter, samples);
    return linesOf(reach, targets, { sealed: true, context: new Set() });
  }
  const { reach, targets } = outboundReach(adapter, samples);
  return linesOf(reach, targets, { sealed: false, context: contextReach(adapter, samples, targets) });
}

/** The same lines, as the adapter declares them. */
export function declared({ routes, unread, unfilled }: CoveredWay, way: 'inbound' | 'outbound'): Lines {
  const left = (entry: LeftOut) => endsLeft(entry).map(({ of, field }) => withUse(key(of, field), entry.use));
  return {
    routes: routes
      .flatMap(({ message, contract, fields }) => {
        const [source, target] = way === 'inbound' ? [message, contract] : [contract, message];
        return Object.entries(fields).flatMap(([from, to]) =>
          to.map((each) => `${key(source, from)} -> ${key(target, each)}`),
        );
      })
      .sort(),
    unread: unread.flatMap(left).sort(),
    unfilled: unfilled.flatMap(left).sort(),
  };
}

/** Shows that an adapter's declaration of its fields is complete, true and reasoned. */
export function coverageKit(adapter: Adapter, folder: string): void {
  const samples = samplesOf(folder);

  describe(`${adapter.dialect} loses no field without a word`, () => {
    it('every field of every schema is declared once', () => {
      expect(declarationFaults(adapter, contracts)).toEqual([]);
    });

    it.each(['inbound', 'outbound'] as const)(
      '%s, what is declared is what happens',
      (way) => {
        expect(measured(adapter, samples, way)).toEqual(declared(adapter.coverage[way], way));
      },
      60_000,
    );

    it('and each that is left out has its reason', () => {
      const { inbound, outbound } = adapter.coverage;
      const left = [inbound, outbound].flatMap(({ unread, unfilled }) => [...unread, ...unfilled]);
      expect(left.filter(({ why }) => why.trim().split(/\s+/u).length < 3)).toEqual([]);
    });
  });
}
