import type { Adapter } from '../src/adapter.ts';
import { adapter as infoPangan } from './jakarta/info-pangan/index.ts';
import { adapter as jaki } from './jakarta/jaki/index.ts';
import { adapter as jakiCrm } from './jakarta/jaki-crm/index.ts';
import { adapter as jakiVaksinasi } from './jakarta/jaki-vaksinasi/index.ts';
import { adapter as lampungIn } from './lampung/lampung-in/index.ts';
import { adapter as open311 } from './shared/open311/index.ts';
import { adapter as opensid } from './shared/opensid/index.ts';

/** The register: every dialect the gateway speaks, one line each. */
export const adapters: readonly Adapter[] = [infoPangan, jaki, jakiCrm, jakiVaksinasi, lampungIn, open311, opensid];
