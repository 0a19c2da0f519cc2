import { join } from 'node:path';
import { expect } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { loadConfiguration } from '../../src/config/config.ts';
import type { ContractRef } from '../../src/contract.ts';
import type { NativeRequest } from '../../src/declared.ts';
import { contextOf, type Directory } from '../../src/directory.ts';
import { GatewayError } from '../../src/errors.ts';
import type { Translated } from '../../src/intake/incoming.ts';
import { translator } from '../../src/intake/translate.ts';
import type { Draft } from '../../src/outcome.ts';
import { contracts, sealed } from './adapterAtWork.ts';
import { envelopeOf, type Json } from './adapterSamples.ts';

/** What systems of the default configuration send, through the whole way in up to where its case would be looked up. */

const CONFIG = join(import.meta.dirname, '../../config/jembatan.json');
const HEARD_AT = Date.parse('2026-11-26T03:00:00Z');

export const directory: Directory = loadConfiguration(CONFIG, { adapters, contracts, env: {} }).directory;
const { translate } = translator(adapters, contracts);

/** Recognised, checked, named, translated and scrubbed, as `ingest` has it. Throws what it is refused with. */
export function translated(system: string, native: unknown): Translated {
  const made = translate(directory.get(system), native, HEARD_AT);
  if (made.result.kind === 'refused') throw made.result.error;
  return made;
}

/** Its drafts, each of them judged by its contract. Throws what it is refused or held with. */
export function received(system: string, native: unknown): readonly [Draft, ...Draft[]] {
  const { result } = translated(system, native);
  if (result.kind !== 'drafts') throw result.error;
  for (const draft of result.drafts) expect(contracts.get(draft.contract).validate(sealed(draft))).toEqual([]);
  return result.drafts;
}

/** The data of the first draft. */
export const leadOf = (system: string, native: unknown): Json => ({ ...received(system, native)[0].data });

/** Why it is not taken, or not yet. */
export function refusalOf(act: () => unknown): GatewayError {
  try {
    act();
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** What a system would be sent, as it arrives there: its body gone through JSON. */
export function sentTo(system: string, contract: ContractRef, data: Json): NativeRequest & { readonly body: Json } {
  const { adapter, config } = directory.get(system);
  const { options } = contextOf({ name: system, adapter, config });
  const recipientNumber = contract === 'report-handover/1.0' ? null : '12';
  const numbers = { senderNumber: 'A-1', recipientNumber, deliveryId: 'dlv-1' };
  const request = adapter.fromCanonical(envelopeOf(contract, data), { ...numbers, options });
  return { ...request, body: JSON.parse(JSON.stringify(request.body)) };
}
