import type { CreateSimulator } from '../src/dialect/simulator.ts';
import { createSimulator as infoPangan } from './jakarta/info-pangan/simulator.ts';
import { createSimulator as jaki } from './jakarta/jaki/simulator.ts';
import { createSimulator as jakiCrm } from './jakarta/jaki-crm/simulator.ts';
import { createSimulator as jakiVaksinasi } from './jakarta/jaki-vaksinasi/simulator.ts';
import { createSimulator as lampungIn } from './lampung/lampung-in/simulator.ts';
import { createSimulator as open311 } from './shared/open311/simulator.ts';
import { createSimulator as opensid } from './shared/opensid/simulator.ts';

/** Simulators by dialect. Apart from the adapters' register, so that only the sandbox loads them. */
export const simulators: Readonly<Record<string, CreateSimulator>> = {
  'jakarta/info-pangan': infoPangan,
  'jakarta/jaki': jaki,
  'jakarta/jaki-crm': jakiCrm,
  'jakarta/jaki-vaksinasi': jakiVaksinasi,
  'lampung/lampung-in': lampungIn,
  'shared/open311': open311,
  'shared/opensid': opensid,
};
