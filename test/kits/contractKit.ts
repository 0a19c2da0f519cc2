import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Validate } from '../../src/json/schema.ts';
import { isJson, type Json, readExamples, type SchemaFile } from './schemaFiles.ts';

/** An object of a schema document, and where it stands there. */
interface Node {
  readonly pointer: string;
  readonly node: Json;
}

/** The gateway's own documents, which cross to nobody. */
const DOCUMENTS = new Set(['envelope', 'agreement', 'config']);
/** What another schema describes: a contract, or the dialect. */
const OPEN: Readonly<Record<string, readonly string[]>> = {
  envelope: ['/properties/data'],
  config: ['/$defs/ConfigSystem/properties/options'],
};
/** Keywords whose members are names, not keywords. */
const MAPS = new Set(['properties', '$defs']);
/** Keywords that only test what stands elsewhere in the schema. */
const CONDITIONS = new Set(['if', 'then', 'else']);
/** Where free text may be declared: only these are followed when it is looked for. */
const FOLLOWED = new Set(['properties', '$defs', 'items', 'anyOf', 'oneOf', 'allOf']);
/** Words of a field name that speak of a person. Deeds and systems have names, so `name` is judged by lane. */
const PERSONAL = /^(nik|ktp|nama|phone|telephone|telepon|mobile|email|mail|ip|device|imei|gender|birth|religion)$/;
const NAMED_PERSON = /^(name)$/;

/** What holds for every document under `schemas/`: contracts and the gateway's own alike. */
export function describeSchema(file: SchemaFile, validate: Validate): void {
  describe(file.ref, () => {
    promisesOfForm(file);
    promisesOfExamples(file, validate);
    if (!DOCUMENTS.has(file.name)) promisesOfContracts(file);
  });
}

function promisesOfForm({ ref, schema, examplesFile }: SchemaFile): void {
  it('is named as its path says', () => {
    expect(schema.$id).toBe(`urn:jembatan:contract:${ref}`);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });
  it('stands beside its examples', () => {
    expect(existsSync(examplesFile)).toBe(true);
  });
  it('explains itself and every property in both languages', () => {
    const unexplained = [{ pointer: '', node: schema }, ...properties(schema)].filter(
      ({ node }) => !['title', 'x-judul', 'description'].every((key) => isText(node[key])),
    );
    expect(unexplained.map(({ pointer }) => pointer)).toEqual([]);
  });
  it('admits no unknown property, but in data that another contract describes', () => {
    const open = nodes(schema).filter(({ node }) => node.type === 'object' && node.additionalProperties !== false);
    expect(open.map(({ pointer }) => pointer)).toEqual(OPEN[ref.split('/')[0] ?? ''] ?? []);
  });
  it('bounds every text and every list', () => {
    expect(
      nodes(schema)
        .filter(isUnbounded)
        .map(({ pointer }) => pointer),
    ).toEqual([]);
  });
}

function promisesOfExamples(file: SchemaFile, validate: Validate): void {
  const { valid, invalid } = readExamples(file);
  it('has at least two valid and five invalid examples, each with its own reason', () => {
    expect(valid.length).toBeGreaterThanOrEqual(2);
    expect(invalid.length).toBeGreaterThanOrEqual(5);
    const reasons = [...valid, ...invalid].map(({ reason }) => reason);
    expect(new Set(reasons).size).toBe(reasons.length);
  });
  it.each(valid)('accepts: $reason', ({ data }) => {
    expect(validate(structuredClone(data))).toEqual([]);
  });
  it.each(invalid)('refuses at $pointer: $reason', ({ data, pointer }) => {
    const violations = validate(structuredClone(data));
    expect([...new Set(violations.map((violation) => violation.pointer))]).toEqual([pointer]);
    for (const { message } of violations) expect(message).not.toContain('tidak memenuhi syarat');
  });
}

function promisesOfContracts({ schema }: SchemaFile): void {
  it('says its lane, how it is delivered and what a dead one holds up', () => {
    expect(['case', 'public', 'village']).toContain(schema['x-lane']);
    expect(['every', 'latest']).toContain(schema['x-delivery']);
    expect(['hold', 'release']).toContain(schema['x-on-dead']);
  });
  it('requires every property but those an agreement may keep back: what is unknown is null', () => {
    const closed = nodes(schema).filter(({ node }) => isJson(node.properties) && node.additionalProperties === false);
    for (const { node } of closed) {
      const kept = entries(node.properties, '').filter(({ node: property }) => !mayBeAbsent(property));
      expect(node.required).toEqual(kept.map(({ pointer }) => pointer.slice(1)));
    }
  });
  it('has no field of personal data', () => {
    const forbidden = properties(schema).filter(({ pointer }) => speaksOfPerson(pointer, schema['x-lane']));
    expect(forbidden.map(({ pointer }) => pointer)).toEqual([]);
  });
  it('declares every text as free in which a person may type', () => {
    const forgotten = nodes(schema).filter((each) => isTyped(each) && each.node['x-free-text'] !== true);
    expect(forgotten.map(({ pointer }) => pointer)).toEqual([]);
  });
  it('declares free text only where the scrubber finds it', () => {
    const declared = nodes(schema).filter(({ node }) => 'x-free-text' in node);
    const hidden = declared.filter(({ pointer }) => !keywordsOf(pointer).every((key) => FOLLOWED.has(key)));
    expect(hidden.map(({ pointer }) => pointer)).toEqual([]);
  });
}

/** A sentence with a number of somebody's: a pattern that lets it through is no code's. */
const TYPED = 'hubungi 0812 3456 7890';
/** Texts that are asked about exactly as they are printed. */
const EXACT = new Set(['/$defs/LetterQuestion/properties/letterNumber']);

/** A text that takes whatever a person types. */
function isTyped({ pointer, node }: Node): boolean {
  if (![node.type].flat().includes('string') || EXACT.has(pointer)) return false;
  if ('enum' in node || 'const' in node || 'format' in node) return false;
  return typeof node.pattern !== 'string' || new RegExp(node.pattern, 'u').test(TYPED);
}

/** Every subschema but those of conditions, parents first. */
function nodes(schema: Json, pointer = ''): readonly Node[] {
  const children = Object.entries(schema).flatMap(([key, value]): Node[] => {
    if (CONDITIONS.has(key)) return [];
    const at = `${pointer}/${key}`;
    if (MAPS.has(key) || Array.isArray(value)) return entries(value, at);
    return isJson(value) ? [{ pointer: at, node: value }] : [];
  });
  return [{ pointer, node: schema }, ...children.flatMap((child) => nodes(child.node, child.pointer))];
}

const entries = (value: unknown, at: string): Node[] =>
  Object.entries(value ?? {}).flatMap(([name, node]) => (isJson(node) ? [{ pointer: `${at}/${name}`, node }] : []));

const properties = (schema: Json): readonly Node[] =>
  nodes(schema).flatMap(({ pointer, node }) => entries(node.properties, `${pointer}/properties`));

/** The keywords on the way to a subschema, without the names and numbers between them. */
const keywordsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .filter((step, index, steps) => !MAPS.has(steps[index - 1] ?? '') && !/^\d+$/.test(step));

function isUnbounded({ node }: Node): boolean {
  const types = [node.type].flat();
  if (types.includes('string')) return !('maxLength' in node || 'enum' in node || 'const' in node);
  return types.includes('array') && !('maxItems' in node);
}

/** Splits `reporterIpAddress` into its words. */
function speaksOfPerson(pointer: string, lane: unknown): boolean {
  const words = (pointer.split('/').at(-1) ?? '').split(/(?=[A-Z])/).map((word) => word.toLowerCase());
  return words.some((word) => PERSONAL.test(word) || (lane !== 'public' && NAMED_PERSON.test(word)));
}

/** Absent is said in so many words, so that it is never taken for unknown. */
const mayBeAbsent = ({ description }: Json): boolean =>
  typeof description === 'string' && description.endsWith('Absent where the agreement does not give it.');

const isText = (value: unknown): boolean => typeof value === 'string' && value.length > 0;
