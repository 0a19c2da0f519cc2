import { join } from 'node:path';
import { expect, it } from 'vitest';
import { adapters } from '../adapters/index.ts';
import { simulators } from '../adapters/simulators.ts';
import { adapterKit } from './kits/adapterKit.ts';

for (const adapter of adapters) {
  const simulator = simulators[adapter.dialect];
  if (simulator === undefined) throw new Error(`no simulator for ${adapter.dialect}`);
  adapterKit(adapter, join(import.meta.dirname, '../adapters', adapter.dialect), simulator);
}

it('the register names every dialect once', () => {
  const dialects = adapters.map((adapter) => adapter.dialect);
  expect(new Set(dialects).size).toBe(dialects.length);
  expect(Object.keys(simulators).sort()).toEqual([...dialects].sort());
});
