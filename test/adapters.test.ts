import { join } from 'node:path';
import { adapters } from '../adapters/index.ts';
import { adapterKit } from './kits/adapterKit.ts';

for (const adapter of adapters) adapterKit(adapter, join(import.meta.dirname, '../adapters', adapter.dialect));
