import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { byVersion, type Contract, type ContractRef, type Contracts, isSameMajor } from '../../src/contract.ts';
import type { AnyJson } from './defaults.ts';
import { type Json, readExamples, readSchemaFiles, SCHEMAS } from './schemaFiles.ts';

/** Every contract of a folder with the minor version that follows it; what holds of neighbours holds of all. */
export function neighbours(contracts: Contracts): readonly (readonly [older: Contract, newer: Contract])[] {
  const all = contracts.all();
  return all.flatMap((older) => {
    const later = all.filter(({ ref }) => isSameMajor(ref, older.ref) && byVersion(ref, older.ref) > 0);
    const [newer] = later.toSorted((one, other) => byVersion(one.ref, other.ref));
    return newer === undefined ? [] : [[older, newer] as const];
  });
}

/** What is wrong with a later minor version as seen by whoever reads or writes the older; empty when nothing is. */
export function breaches(older: Contract, newer: Contract, folder: string): readonly string[] {
  const rules = (['lane', 'delivery', 'onDead'] as const).filter((rule) => older[rule] !== newer[rule]);
  const written = validOf(older.ref, folder).filter((data) => newer.validate(data).length > 0);
  const read = validOf(newer.ref, folder).filter((data) => older.validate(older.prune(data)).length > 0);
  return [
    ...rules.map((rule) => `${rule} differs`),
    ...written.map((data) => `what follows the older does not follow the newer: ${JSON.stringify(data)}`),
    ...read.map((data) => `what follows the newer is not read by the older: ${JSON.stringify(data)}`),
  ];
}

function validOf(ref: ContractRef, folder: string): readonly Json[] {
  const file = readSchemaFiles(folder).find((candidate) => candidate.ref === ref);
  return file === undefined ? [] : readExamples(file).valid.map(({ data }) => data as Json);
}

/** The tests of every pair of neighbours in a folder. */
export function describeVersions(contracts: Contracts, folder: string = SCHEMAS): void {
  describe('a later minor version', () => {
    const pairs = neighbours(contracts).map(([older, newer]) => ({ ref: newer.ref, older, newer }));
    it.runIf(pairs.length === 0)('is there of no contract yet', () => expect(pairs).toEqual([]));
    it.each(pairs)('$ref is read and written by whoever knows the one before it', ({ older, newer }) => {
      expect(breaches(older, newer, folder)).toEqual([]);
    });
  });
}

/** Schemas as they are, with a 1.1 of food supply that also tells an asking price; `change` bends the schema further. */
export function withAskingPrice(folder: string, change: (schema: AnyJson) => void = () => undefined): void {
  cpSync(SCHEMAS, folder, { recursive: true });
  const older = join(folder, 'food-supply/1.0.json');
  const schema: AnyJson = JSON.parse(readFileSync(older, 'utf8'));
  schema.$id = 'urn:jembatan:contract:food-supply/1.1';
  schema.properties.askingPrice = {
    ...{ title: 'Asking price', 'x-judul': 'Harga penawaran', type: ['number', 'null'], minimum: 0, maximum: 1e9 },
    description: 'Rupiah for one `unit`; null where the sender asks none.',
  };
  change(schema);
  writeFileSync(join(folder, 'food-supply/1.1.json'), JSON.stringify(schema));
  const examples: AnyJson = JSON.parse(readFileSync(older.replace('.json', '.examples.json'), 'utf8'));
  for (const { data } of examples.valid) data.askingPrice = 4200;
  writeFileSync(join(folder, 'food-supply/1.1.examples.json'), JSON.stringify(examples));
}
