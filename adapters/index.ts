import type { Adapter } from '../src/adapter.ts';
import { adapter as jaki } from './jakarta/jaki/index.ts';
import { adapter as jakiCrm } from './jakarta/jaki-crm/index.ts';
import { adapter as lampungIn } from './lampung/lampung-in/index.ts';

/** The register: every dialect the gateway speaks, one line each. */
export const adapters: readonly Adapter[] = [jaki, jakiCrm, lampungIn];
