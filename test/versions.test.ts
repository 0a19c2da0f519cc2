import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadContracts } from '../src/contract.ts';
import type { AnyJson } from './kits/defaults.ts';
import { breaches, describeVersions, neighbours, withAskingPrice } from './kits/versionKit.ts';

describeVersions(loadContracts());

describe('the check of later minor versions', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jembatan-schemas-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const found = (change?: (schema: AnyJson) => void): readonly string[] => {
    withAskingPrice(folder, change);
    const contracts = loadContracts(folder);
    const pairs = neighbours(contracts);
    expect(pairs.map(([older, newer]) => [older.ref, newer.ref])).toEqual([['food-supply/1.0', 'food-supply/1.1']]);
    return pairs.flatMap(([older, newer]) => breaches(older, newer, folder));
  };

  it('lets one pass that adds what may be absent', () => {
    expect(found()).toEqual([]);
  });

  it('finds an addition that whoever writes the older one leaves out', () => {
    expect(found((schema) => schema.required.push('askingPrice')).join()).toContain('does not follow the newer');
  });

  it('finds a word that the newer one no longer lets be said', () => {
    const narrowed = (schema: AnyJson) => {
      schema.properties.quantity.maximum = 1;
    };
    expect(found(narrowed).join()).toContain('does not follow the newer');
  });

  it('finds a member that the older one needs and the newer no longer tells', () => {
    const without = (schema: AnyJson) => {
      delete schema.properties.unit;
      schema.required = schema.required.filter((name: string) => name !== 'unit');
    };
    expect(found(without)).not.toEqual([]);
  });

  it('finds one that is delivered otherwise', () => {
    const otherwise = (schema: AnyJson) => {
      schema['x-delivery'] = 'every';
    };
    expect(found(otherwise)).toEqual(['delivery differs']);
  });
});
