import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter, InboundContext } from '../../src/adapter.ts';
import type { ContractRef } from '../../src/contract.ts';
import type { OutboundContext } from '../../src/declared.ts';
import { type Envelope, schemaUri, typeOf } from '../../src/envelope.ts';
import { GatewayError } from '../../src/errors.ts';

export type Json = Readonly<Record<string, unknown>>;

export const TIME = '2025-07-03T09:15:00+07:00';

export interface Inbound {
  readonly name: string;
  readonly message: string | null;
  readonly context: InboundContext;
  readonly native: unknown;
  readonly expected: unknown;
}

export interface Outbound {
  readonly name: string;
  readonly contract: ContractRef;
  readonly data: Json;
  readonly context: OutboundContext;
  readonly expected: unknown;
}

/** What comes in and what it must become, by the ends of the files' names. */
const PAIRS = [
  ['.native.json', '.canonical.json'],
  ['.envelope.json', '.request.json'],
] as const;

/** A dialect that takes nothing, or tells nothing, has no samples of it. */
const waysOf = ({ emits, accepts }: Spoken) => PAIRS.filter((_, way) => [emits, accepts][way]?.length !== 0);

type Spoken = Pick<Adapter, 'emits' | 'accepts'>;

const filesOf = (folder: string): readonly string[] =>
  existsSync(join(folder, 'samples')) ? readdirSync(join(folder, 'samples')).sort() : [];

/** What is wrong with a dialect's folder of samples, as sentences: none at all, a half without its other, a strange file. */
export function sampleFaults(folder: string, spoken: Spoken): readonly string[] {
  const files = filesOf(folder);
  const halves = files.map((file) => {
    for (const [from, to] of PAIRS) {
      if (file.endsWith(from)) return { file, other: file.replace(from, to) };
      if (file.endsWith(to)) return { file, other: file.replace(to, from) };
    }
    return { file, other: null };
  });
  return [
    ...waysOf(spoken)
      .filter(([from]) => !files.some((file) => file.endsWith(from)))
      .map(([from]) => `no sample *${from}`),
    ...halves.filter(({ other }) => other === null).map(({ file }) => `${file} is no sample`),
    ...halves.flatMap(({ file, other }) => (other && !files.includes(other) ? [`${file} has no ${other}`] : [])),
  ];
}

/** Every sample pair of a folder: `<case>.native.json` or `<case>.envelope.json`, and what it must become. */
export function samplesOf(folder: string) {
  const files = filesOf(folder);
  const load = (file: string): Json => JSON.parse(readFileSync(join(folder, 'samples', file), 'utf8'));
  const pairs = (from: string, to: string) =>
    files
      .filter((file) => file.endsWith(from) && files.includes(file.replace(from, to)))
      .map((file) => ({ name: file.slice(0, -from.length), ...load(file), expected: load(file.replace(from, to)) }));
  const told = <Sample extends { readonly context: object }>(sample: Sample): Sample => ({
    ...sample,
    context: { options: {}, ...sample.context },
  });
  return {
    inbound: (pairs(...PAIRS[0]) as unknown[] as Inbound[]).map(told),
    outbound: (pairs(...PAIRS[1]) as unknown[] as Outbound[]).map(told),
  };
}

export function envelopeOf(contract: ContractRef, data: Json): Envelope {
  return {
    specversion: '1.0',
    id: 'evt-1',
    source: '/systems/asal',
    type: typeOf(contract),
    subject: 'asal:A-1',
    time: TIME,
    datacontenttype: 'application/json',
    dataschema: schemaUri(contract),
    data,
  };
}

/** What `act` ends in: its value, or the code of the GatewayError it threw. Any other error is the test's failure. */
export function ending(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (error instanceof GatewayError) return { error: error.code };
    throw error;
  }
}
