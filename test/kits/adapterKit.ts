import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Adapter, CodeTable, NativeMessage } from '../../src/adapter.ts';
import { readAnswer } from '../../src/answers.ts';
import type { ContractRef } from '../../src/contract.ts';
import { holes, read } from '../../src/dialect/codes.ts';
import type { CreateSimulator } from '../../src/dialect/simulator.ts';
import { SEALED_FIELDS } from '../../src/envelope.ts';
import type { Draft } from '../../src/outcome.ts';
import { type AdapterAtWork, adapterAtWork, answered, contracts, INBOUND, sealed } from './adapterAtWork.ts';
import { ending, envelopeOf, type Json, sampleFaults } from './adapterSamples.ts';
import { caseKit } from './caseKit.ts';
import { HOSTILE, mutated, ODD } from './hostile.ts';
import { lookupKit } from './lookupKit.ts';
import { pollKit } from './pollKit.ts';

const CASE_CONTRACTS: readonly ContractRef[] = [
  ...(['citizen-report/1.0', 'report-handover/1.0', 'handover-answer/1.0', 'report-status/1.0'] as const),
];

/** The universal suite of every adapter: what the gateway relies on, shown on the adapter's own samples and beyond them. */
export function adapterKit(adapter: Adapter, folder: string, createSimulator: CreateSimulator): void {
  const work = adapterAtWork(adapter, folder);
  describe(adapter.dialect, () => {
    samplesKit(work, folder);
    tablesKit(adapter);
    if (adapter.emits.length > 0) nativeKit(work);
    if (adapter.accepts.length > 0) canonicalKit(work);
    if (CASE_CONTRACTS.every((ref) => adapter.accepts.includes(ref))) caseKit(work, createSimulator);
    if (adapter.poll) pollKit(work, adapter.poll, createSimulator);
    if (adapter.lookup) lookupKit(work, adapter.lookup, createSimulator);
  });
}

function samplesKit(
  { adapter, inbound, outbound, valid, recognised, translate, requested }: AdapterAtWork,
  folder: string,
) {
  describe('samples', () => {
    it('are there, each with what it must become', () => {
      expect(sampleFaults(folder, adapter)).toEqual([]);
    });

    it('exist for every message, and for every contract both ways', () => {
      const shown = new Set([
        ...inbound.map((sample) => recognised(sample.native)?.name),
        ...outbound.map((sample) => (sample.expected as Json).message),
      ]);
      const said = new Set(
        valid.flatMap(({ native, context }) => adapter.toCanonical(native, context)).map((d) => d.contract),
      );
      expect(adapter.messages.map((message) => message.name).filter((name) => !shown.has(name))).toEqual([]);
      // What only an answer to a delivery says has no message of its own.
      const answers = adapter.accepts.includes('report-handover/1.0') ? ['handover-answer/1.0'] : [];
      expect(adapter.emits.filter((contract) => !said.has(contract) && !answers.includes(contract))).toEqual([]);
      expect(adapter.accepts.filter((c) => !outbound.some((sample) => sample.contract === c))).toEqual([]);
    });

    it.each(inbound)('$name is read as its sample says', ({ native, context, message, expected }) => {
      expect(recognised(native)?.name ?? null).toBe(message);
      expect(ending(() => translate(native, context))).toEqual(expected);
    });

    it.each(outbound)('$name is written as its sample says', ({ contract, data, context: given, expected }) => {
      expect(contracts.get(contract).validate(data)).toEqual([]);
      expect(ending(() => requested(contract, data, given))).toEqual(expected);
    });
  });
}

function tablesKit(adapter: Adapter): void {
  describe('code tables', () => {
    it('have no hole, and say where a word is lost', () => {
      expect(adapter.tables.flatMap(holes)).toEqual([]);
      expect(adapter.tables.flatMap(unmarked)).toEqual([]);
    });
  });
}

function nativeKit({ adapter, valid, recognised, translate }: AdapterAtWork): void {
  describe('a native event', () => {
    it('is named alike whatever the order of its members', () => {
      for (const { native } of valid) expect(adapter.identify(reversed(native))).toEqual(adapter.identify(native));
    });

    it('that cannot be taken is found by the number it names all the same', () => {
      for (const { native } of valid) {
        expect(adapter.numberIn(native)).toBe(adapter.identify(native).subject);
        for (const name of Object.keys(native as object))
          for (const value of HOSTILE)
            expect(() => adapter.numberIn({ ...(native as object), [name]: value })).not.toThrow();
      }
    });

    it('is not translated into a contract the adapter does not declare', () => {
      const drafts = valid.flatMap((sample) => adapter.toCanonical(sample.native, sample.context));
      expect(drafts.filter((draft) => !adapter.emits.includes(draft.contract))).toEqual([]);
    });

    it('leaves out what only the gateway knows', () => {
      for (const { native, context } of valid) {
        for (const draft of adapter.toCanonical(native, context)) {
          expect(Object.keys(draft.data).filter((key) => sealsOf(draft.contract).includes(key))).toEqual([]);
        }
      }
    });

    it('is recognised as nothing, without a throw, when it is no message at all', () => {
      for (const odd of ODD) expect(recognised(odd)).toBeUndefined();
    });

    it('K7: is never stopped by a detail: what may be absent may as well be unreadable', () => {
      let tried = 0;
      for (const { native, context } of valid)
        for (const place of detailsIn(recognised(native)?.details ?? [], native)) {
          if ('error' in (ending(() => translate(changed(native, place), context)) as object)) continue;
          for (const value of UNREADABLE) {
            tried += 1;
            const end = ending(() => translate(changed(native, place, value), context)) as {
              drafts?: readonly Draft[];
            };
            // Where a thing is decides whose it is: a name that is no place's is not a detail that cannot be read.
            if ('error' in end && end.error === 'region-unknown') continue;
            expect([place, value, Object.keys(end)]).toEqual([place, value, ['identity', 'drafts']]);
            for (const draft of end.drafts ?? [])
              expect(contracts.get(draft.contract).validate(sealed(draft))).toEqual([]);
          }
        }
      const receives = adapter.messages.some(({ details = [] }) => details.length > 0);
      expect(tried > 0).toBe(receives);
    });

    it('becomes data that follows its contract, or is refused with a known code, whatever is wrong with it', () => {
      const context = valid[0]?.context ?? INBOUND;
      let accepted = 0;
      fc.assert(
        fc.property(mutated(valid.map((sample) => sample.native)), (native) => {
          const end = ending(() => translate(native, context)) as {
            drafts?: readonly Draft[];
            error?: string;
          };
          if (end.drafts === undefined) {
            expect(['native-invalid', 'region-unknown', 'unknown-code']).toContain(end.error);
            return;
          }
          accepted += 1;
          for (const draft of end.drafts) expect(contracts.get(draft.contract).validate(sealed(draft))).toEqual([]);
        }),
        { numRuns: 1500 },
      );
      expect(accepted).toBeGreaterThan(60);
    });
  });
}

function canonicalKit({ adapter, outbound, requested }: AdapterAtWork): void {
  describe('a canonical event', () => {
    it('is written without what an agreement may keep back', () => {
      for (const { contract, data, context, expected } of outbound.filter((s) => !('error' in (s.expected as Json)))) {
        const least = withoutOptional(data, contracts.get(contract).schema) as Json;
        expect(contracts.get(contract).validate(least)).toEqual([]);
        expect(requested(contract, least, context).message).toBe((expected as Json).message);
      }
    });

    it('is refused while the recipient has no number for it, but for a handover', () => {
      for (const sample of outbound.filter((s) => s.context.recipientNumber !== null)) {
        const none = { ...sample.context, recipientNumber: null };
        const act = () => adapter.fromCanonical(envelopeOf(sample.contract, sample.data), none);
        expect(ending(act)).toEqual({ error: 'number-missing' });
      }
    });

    it('that ends badly is told of without a system`s name: another may speak the dialect', () => {
      for (const { contract, data, context } of outbound) {
        const envelope = envelopeOf(contract, data);
        const told = [{}, { status: false }, { code: 500 }].map((body) => {
          const outcome = readAnswer(adapter, envelope, answered(200, body));
          return outcome && 'error' in outcome ? outcome.error.message : '';
        });
        const numberless = messageOf(() => adapter.fromCanonical(envelope, { ...context, recipientNumber: null }));
        for (const message of [...told, numberless]) expect(message).not.toMatch(/\b(?:CRM|JAKI|Lampung In)\b/u);
      }
    });
  });
}

/** What the error says that an act ends with; nothing where it ends well. */
function messageOf(act: () => unknown): string {
  try {
    act();
    return '';
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

const UNREADABLE: readonly unknown[] = [
  '',
  ' ',
  '-',
  'null',
  'x',
  7,
  -1.5,
  true,
  [],
  {},
  [[]],
  { x: 1 },
  'y'.repeat(70_000),
];

/** The places of a native that its message calls details, each item of a list once. */
function detailsIn(details: NonNullable<NativeMessage['details']>, native: unknown): readonly (readonly string[])[] {
  const below = (value: unknown, [step, ...rest]: readonly string[]): readonly (readonly string[])[] => {
    if (step === undefined) return [[]];
    if (typeof value !== 'object' || value === null) return [];
    const names = step === '*' ? Object.keys(value) : Object.hasOwn(value, step) ? [step] : [];
    return names.flatMap((name) => below((value as Json)[name], rest).map((inner) => [name, ...inner]));
  };
  const stepsOf = (pointer: string) => pointer.split('/').slice(1);
  return details.flatMap((detail) => {
    if (typeof detail === 'string') return below(native, stepsOf(detail));
    const beside = stepsOf(detail.beside).reduce<unknown>((node, step) => (node as Json | undefined)?.[step], native);
    return typeof beside === 'string' ? below(native, stepsOf(detail.at)) : [];
  });
}

/** A copy with another value at a place, or without that member. */
function changed(node: unknown, [step = '', ...rest]: readonly string[], ...value: readonly unknown[]): unknown {
  const copy = structuredClone(node) as Record<string, unknown>;
  if (rest.length > 0) copy[step] = changed(copy[step], rest, ...value);
  else if (value.length > 0) copy[step] = value[0];
  else if (Array.isArray(copy)) copy.splice(Number(step), 1);
  else delete copy[step];
  return copy;
}

/** What is left of some data when every member that its schema does not require is gone, at any depth. */
function withoutOptional(value: unknown, schema: unknown, root: unknown = schema): unknown {
  const node = deref(schema, root);
  if (Array.isArray(value)) return value.map((item) => withoutOptional(item, node.schema.items, node.root));
  if (typeof value !== 'object' || value === null) return value;
  const branch = [node, ...branchesOf(node)].find(({ schema: each }) => 'properties' in each);
  if (branch === undefined) return value;
  const { required = [], properties = {} } = branch.schema as { required?: readonly string[]; properties?: Json };
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]) =>
      required.includes(name) ? [[name, withoutOptional(child, properties[name], branch.root)]] : [],
    ),
  );
}

const PREFIX = 'urn:jembatan:contract:';

function deref(schema: unknown, root: unknown): { schema: Json; root: unknown } {
  const node = (schema ?? {}) as Json;
  if (typeof node.$ref !== 'string') return { schema: node, root };
  const [id = '', path = ''] = node.$ref.split('#');
  const document: unknown = id === '' ? root : contracts.get(id.slice(PREFIX.length)).schema;
  const steps = path.split('/').slice(1);
  return deref(
    steps.reduce<unknown>((at, step) => (at as Json)[step], document),
    document,
  );
}

const branchesOf = ({ schema, root }: { schema: Json; root: unknown }): { schema: Json; root: unknown }[] =>
  (Array.isArray(schema.anyOf) ? schema.anyOf : []).map((each) => deref(each, root));

const sealsOf = (contract: ContractRef): readonly string[] =>
  contract in SEALED_FIELDS ? SEALED_FIELDS[contract as keyof typeof SEALED_FIELDS] : [];
/** Rows that write a word which reads back as another, and do not say that something is lost. */
function unmarked(table: CodeTable): readonly string[] {
  return table.rows
    .filter((row) => row.way !== 'in' && row.lossy === undefined && read(table, row.native) !== row.canonical)
    .map((row) => `${table.name}: ${row.canonical} is written as ${row.native}`);
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}
