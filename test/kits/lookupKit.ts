import { describe, expect, it } from 'vitest';
import type { Lookup } from '../../src/adapter.ts';
import type { CreateSimulator } from '../../src/dialect/simulator.ts';
import { type AdapterAtWork, answered, contracts, INBOUND } from './adapterAtWork.ts';
import { type Json, TIME } from './adapterSamples.ts';
import { HOSTILE } from './hostile.ts';
import { readExamples, readSchemaFiles } from './schemaFiles.ts';

/** What the gateway relies on where it asks on somebody's behalf, shown against the dialect's simulated system. */
export function lookupKit({ inbound }: AdapterAtWork, lookup: Lookup, createSimulator: CreateSimulator): void {
  const context = inbound[0]?.context ?? INBOUND;
  const contract = contracts.get(lookup.contract);
  const file = readSchemaFiles().find(({ ref }) => ref === lookup.contract);
  const questions = (file ? readExamples(file).valid : []).map(({ data }) => (data as { ask: Json }).ask);

  describe('asked a question', () => {
    it('answers every example of its contract with what follows it', () => {
      const simulator = createSimulator({ now: () => new Date(TIME), territory: context.territory });
      expect(questions.length).toBeGreaterThan(0);
      for (const question of questions) {
        const { method, path, body = null } = lookup.ask(question, context);
        const { status, body: said, effect } = simulator.answer({ method, path, headers: {}, body });
        expect(effect).toBeNull();
        expect(contract.validate({ ask: question, answer: lookup.read(answered(status, said)) })).toEqual([]);
      }
    });

    it('takes nothing for an answer that says neither yes nor no', () => {
      for (const status of [200, 404, 422, 500]) {
        for (const body of HOSTILE) {
          const answer = lookup.read(answered(status, body));
          if (answer !== null) expect(contract.validate({ ask: questions[0], answer })).toEqual([]);
        }
      }
    });
  });
}
