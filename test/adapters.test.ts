import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { adapters } from '../adapters/index.ts';
import { simulators } from '../adapters/simulators.ts';
import { adapterKit } from './kits/adapterKit.ts';
import { coverageKit } from './kits/coverageKit.ts';

const ROOT = join(import.meta.dirname, '../adapters');

for (const adapter of adapters) {
  const simulator = simulators[adapter.dialect];
  if (simulator === undefined) throw new Error(`no simulator for ${adapter.dialect}`);
  adapterKit(adapter, join(ROOT, adapter.dialect), simulator);
  coverageKit(adapter, join(ROOT, adapter.dialect));
}

const foldersIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

it('the register names every dialect once, and every folder is one', () => {
  const folders = foldersIn(ROOT).flatMap((province) =>
    foldersIn(join(ROOT, province)).map((name) => `${province}/${name}`),
  );
  expect(adapters.map((adapter) => adapter.dialect).sort()).toEqual(folders.sort());
  expect(Object.keys(simulators).sort()).toEqual(folders);
});
