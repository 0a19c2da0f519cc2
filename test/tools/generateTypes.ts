import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { isJson, type Json, readSchemaFiles } from '../kits/schemaFiles.ts';

export const GENERATED = join(import.meta.dirname, '../../src/generated/contracts.ts');

const BANNER = '// Written from schemas/ by `npm run generate`. Not to be edited.\n';

/** The documents that get a type, by schema. */
const ROOTS: Readonly<Record<string, string>> = {
  'citizen-report/1.0': 'CitizenReport',
  'report-handover/1.0': 'ReportHandover',
  'handover-answer/1.0': 'HandoverAnswer',
  'report-status/1.0': 'ReportStatus',
  'food-price/1.0': 'FoodPrice',
  'food-supply/1.0': 'FoodSupply',
  'service-catalogue/1.0': 'Service',
  'health-facility/1.0': 'HealthFacility',
  'letter-verification/1.0': 'LetterVerification',
  'village-service-status/1.0': 'VillageServiceStatus',
  'agreement/1.0': 'Agreement',
  'config/1.0': 'Config',
};

/** What the generator needs to turn a schema into TypeScript; all else narrows values, not types. */
const KEPT = ['type', 'enum', 'const', 'description', 'required', 'additionalProperties'];

/** The text of `src/generated/contracts.ts`: types of documents as they are once validated, with defaults filled in. */
export async function generateTypes(): Promise<string> {
  const named = namedSchemas();
  const blocks: string[] = [BANNER];
  for (const [type, node] of named) {
    const style = { singleQuote: true, printWidth: 120 };
    blocks.push(await compile(flatten(node, named), type, { bannerComment: '', style }));
    if (type.endsWith('Code') && Array.isArray(node.enum)) blocks.push(listOf(type, node.enum));
  }
  return blocks.join('\n');
}

/** The values of a vocabulary, in the schema's order: what a code table must cover. */
function listOf(type: string, values: readonly unknown[]): string {
  const name = `${type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}S`;
  const lines = values.map((value) => `  '${value}',\n`).join('');
  return `/** Every {@link ${type}}. */\nexport const ${name} = [\n${lines}] as const satisfies readonly ${type}[];\n`;
}

type Named = ReadonlyMap<string, Json>;

/** Each schema that deserves a type of its own, by that type's name: documents, and objects and closed lists of `$defs`. */
function namedSchemas(): Named {
  const named = new Map<string, Json>();
  for (const { ref, schema } of readSchemaFiles()) {
    const root = ROOTS[ref];
    if (root === undefined) continue;
    for (const [type, node] of [[root, schema] as const, ...definitions(schema).filter(([, node]) => isNamed(node))]) {
      if (named.has(type)) throw new Error(`two schemas are named ${type}`);
      named.set(type, node);
    }
  }
  return named;
}

const isNamed = (node: Json): boolean => node.enum !== undefined || node.type === 'object';

const definitions = (schema: Json): readonly (readonly [string, Json])[] => members(schema.$defs);

const members = (value: unknown): readonly (readonly [string, Json])[] =>
  Object.entries(isJson(value) ? value : {}).flatMap(([key, node]) => (isJson(node) ? [[key, node] as const] : []));

/** A schema of draft 4 without references or titles, which the generator would make a type each. */
function flatten(node: Json, named: Named): JSONSchema {
  const inner = (child: Json): JSONSchema => flatten(child, named);
  const kept = Object.fromEntries(Object.entries(node).filter(([key]) => KEPT.includes(key)));
  if (typeof node.$ref === 'string') return { ...kept, tsType: typeOf(node.$ref, named) };
  return {
    ...kept,
    ...(isJson(node.properties) && {
      properties: Object.fromEntries(members(node.properties).map(([key, child]) => [key, inner(child)])),
      required: presentOnceValid(node),
    }),
    ...(isJson(node.items) && { items: inner(node.items) }),
    ...(Array.isArray(node.prefixItems) && tuple(node.prefixItems.filter(isJson).map(inner))),
    ...(Array.isArray(node.anyOf) && { anyOf: node.anyOf.filter(isJson).map(inner) }),
  };
}

const tuple = (items: JSONSchema[]): JSONSchema => ({
  items,
  minItems: items.length,
  maxItems: items.length,
});

/** What has a default is there after validation. */
function presentOnceValid(node: Json): string[] {
  const required = Array.isArray(node.required) ? node.required : [];
  return members(node.properties).flatMap(([key, child]) =>
    required.includes(key) || child.default !== undefined ? [key] : [],
  );
}

/** The TypeScript type behind a `$ref`; what has no name of its own is a narrowed string. */
function typeOf(reference: string, named: Named): string {
  const type = ROOTS[reference.replace('urn:jembatan:contract:', '')] ?? reference.split('/').at(-1) ?? '';
  if (named.has(type)) return type;
  const narrowed = readSchemaFiles()
    .flatMap(({ schema }) => definitions(schema))
    .find(([name]) => name === type)?.[1];
  if (narrowed?.type === 'string') return 'string';
  throw new Error(`${reference} has no type`);
}

if (import.meta.main) writeFileSync(GENERATED, await generateTypes());
