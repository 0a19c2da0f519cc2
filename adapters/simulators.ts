import type { CreateSimulator } from '../src/simulator.ts';
import { createSimulator as jaki } from './jakarta/jaki/simulator.ts';
import { createSimulator as jakiCrm } from './jakarta/jaki-crm/simulator.ts';
import { createSimulator as lampungIn } from './lampung/lampung-in/simulator.ts';

/** Simulators by dialect. Apart from the adapters' register, so that only the sandbox loads them. */
export const simulators: Readonly<Record<string, CreateSimulator>> = {
  'jakarta/jaki': jaki,
  'jakarta/jaki-crm': jakiCrm,
  'lampung/lampung-in': lampungIn,
};
