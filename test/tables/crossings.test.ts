import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { simulators } from '../../adapters/simulators.ts';
import type { Adapter } from '../../src/adapter.ts';
import { readAnswer } from '../../src/answers.ts';
import type { ContractRef } from '../../src/contract.ts';
import { type AdapterAtWork, adapterAtWork, answered, contracts, sealed } from '../kits/adapterAtWork.ts';
import { envelopeOf, type Json, TIME } from '../kits/adapterSamples.ts';
import { rowsOf } from '../kits/markdown.ts';
import { readExamples, readSchemaFiles } from '../kits/schemaFiles.ts';

/** Every shared contract, the dialects it comes out of and those it goes into; a question goes into whom it is asked of. */
const CROSSINGS = `
| contract                   | outOf                                              | into                                                     |
| -------------------------- | -------------------------------------------------- | -------------------------------------------------------- |
| citizen-report/1.0         | jaki-crm, lampung-in                               | jaki-crm, lampung-in                                     |
| report-handover/1.0        | jaki-crm, lampung-in                               | jaki-crm, lampung-in, open311, opensid                   |
| handover-answer/1.0        | jaki-crm, lampung-in, open311, opensid             | jaki-crm, lampung-in                                     |
| report-status/1.0          | jaki-crm, lampung-in, open311, opensid             | jaki-crm, lampung-in, opensid                            |
| food-price/1.0             | info-pangan                                        | jaki, lampung-in                                         |
| food-supply/1.0            | lampung-in                                         | jaki, lampung-in                                         |
| service-catalogue/1.0      | jaki, lampung-in                                   | jaki, lampung-in                                         |
| health-facility/1.0        | jaki-vaksinasi                                     | jaki, lampung-in                                         |
| letter-verification/1.0    | opensid                                            | opensid                                                  |
| village-service-status/1.0 | opensid                                            | jaki                                                     |
`;

const ROOT = join(import.meta.dirname, '../../adapters');
const works: readonly AdapterAtWork[] = adapters.map((adapter) => adapterAtWork(adapter, join(ROOT, adapter.dialect)));
const shortly = ({ dialect }: Adapter): string => dialect.split('/')[1] ?? dialect;

/** What comes out of a dialect when its samples are read, and when it answers what it was sent. */
function told(work: AdapterAtWork): ReadonlySet<string> {
  const { adapter, valid, translate } = work;
  const drafts = valid.flatMap(({ native, context }) => translate(native, context).drafts);
  for (const draft of drafts) expect(contracts.get(draft.contract).validate(sealed(draft))).toEqual([]);
  const answers = adapter.lookup === undefined ? [] : [adapter.lookup.contract].filter(() => asked(work));
  return new Set([...drafts.map(({ contract }) => contract), ...replied(work), ...answers]);
}

const simulatorOf = ({ adapter, inbound }: AdapterAtWork) =>
  simulators[adapter.dialect]?.({ now: () => new Date(TIME), territory: inbound[0]?.context.territory ?? '31' });

/** The contracts of what a handover is answered with by the dialect's simulated system. */
function replied(work: AdapterAtWork): readonly ContractRef[] {
  const { adapter, outbound, requested } = work;
  const sample = outbound.find(({ contract }) => contract === 'report-handover/1.0');
  if (sample === undefined) return [];
  const { method, path, body } = requested(sample.contract, sample.data, sample.context);
  const answer = simulatorOf(work)?.answer({ method, path, headers: {}, body });
  const envelope = envelopeOf(sample.contract, sample.data);
  const outcome = readAnswer(adapter, envelope, answered(answer?.status ?? 0, answer?.body));
  const replies = outcome?.kind === 'delivered' ? outcome.replies : [];
  for (const reply of replies) expect(contracts.get(reply.contract).validate(sealed(reply))).toEqual([]);
  return replies.map(({ contract }) => contract);
}

/** True where the contract's own question is asked of the simulated system, and answered. */
function asked(work: AdapterAtWork): boolean {
  const { lookup } = work.adapter;
  const file = readSchemaFiles().find(({ ref }) => ref === lookup?.contract);
  const [example] = file ? readExamples(file).valid : [];
  const [sample] = work.inbound;
  if (lookup === undefined || example === undefined || sample === undefined) return false;
  const { method, path, body = null } = lookup.ask((example.data as { ask: Json }).ask, sample.context);
  const answer = simulatorOf(work)?.answer({ method, path, headers: {}, body });
  return lookup.read(answered(answer?.status ?? 0, answer?.body)) !== null;
}

/** What goes into a dialect: each written in its own shape from a sample, and not refused. */
function taken(work: AdapterAtWork): ReadonlySet<string> {
  const { adapter, outbound, requested } = work;
  const written = outbound.filter(({ expected }) => !('error' in (expected as Json)));
  for (const { contract, data, context } of written) requested(contract, data, context);
  const questions = adapter.lookup === undefined ? [] : [adapter.lookup.contract].filter(() => asked(work));
  return new Set([...written.map(({ contract }) => contract), ...questions]);
}

describe('the table of contracts', () => {
  const rows = rowsOf(CROSSINGS);

  it('has every shared contract, once', () => {
    expect(rows.map((row) => row.contract).sort()).toEqual(contracts.all().map(({ ref }) => ref));
  });

  const [out, into] = [told, taken].map((of) => works.map((work) => [shortly(work.adapter), of(work)] as const));

  it.each(rows)('lets $contract come out of $outOf and go into $into, each shown by a sample', (row) => {
    const dialects = (sets: typeof out) => sets?.flatMap(([name, set]) => (set.has(row.contract ?? '') ? [name] : []));
    expect(dialects(out)?.sort().join(', ')).toBe(row.outOf);
    expect(dialects(into)?.sort().join(', ')).toBe(row.into);
  });

  it('is all that the adapters declare', () => {
    const declared = (way: 'emits' | 'accepts') =>
      works.map(({ adapter }) => [shortly(adapter), adapter[way].toSorted()] as const);
    const shown = (column: string) =>
      works.map(({ adapter }) => {
        const name = shortly(adapter);
        const mine = rows.filter((row) => row[column]?.split(', ').includes(name)).map((row) => row.contract);
        return [name, mine.filter((contract) => contract !== adapter.lookup?.contract).sort()] as const;
      });
    expect(shown('outOf')).toEqual(declared('emits'));
    expect(shown('into')).toEqual(declared('accepts'));
  });
});
