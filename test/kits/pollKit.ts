import { describe, expect, it } from 'vitest';
import type { Cursor, Poll, PollContext } from '../../src/adapter.ts';
import type { CreateSimulator, Simulator } from '../../src/dialect/simulator.ts';
import { GatewayError } from '../../src/errors.ts';
import { type AdapterAtWork, answered, INBOUND } from './adapterAtWork.ts';
import { TIME } from './adapterSamples.ts';
import { HOSTILE } from './hostile.ts';

/** More questions than this in one round are a circle. */
const MOST = 500;

/** What the gateway relies on where it has to ask, shown against the dialect's simulated system. */
export function pollKit(work: AdapterAtWork, poll: Poll, createSimulator: CreateSimulator): void {
  const { inbound, outbound, context: sent, recognised, violations, requested } = work;
  const told = inbound[0]?.context ?? INBOUND;

  /** With a case that was handed over, where the dialect takes them. */
  function simulated(): Simulator {
    const simulator = createSimulator({ now: () => new Date(TIME), territory: told.territory });
    const handover = outbound.find(({ contract }) => contract === 'report-handover/1.0');
    if (handover === undefined) return simulator;
    const given = { ...sent, ...handover.context, recipientNumber: null };
    const { method, path, body = null } = requested(handover.contract, handover.data, given);
    expect(simulator.answer({ method, path, headers: {}, body }).effect).not.toBeNull();
    return simulator;
  }

  const contextOf = ({ desk }: Simulator): PollContext => ({
    ...told,
    numbers: (desk?.cases() ?? []).map(({ number }) => number),
  });

  function ask(simulator: Simulator, cursor: Cursor) {
    const context = contextOf(simulator);
    const { method, path, body = null } = poll.ask(cursor, context);
    expect(path).toMatch(/^\//u);
    const answer = simulator.answer({ method, path, headers: {}, body });
    expect(answer).toMatchObject({ status: 200, effect: null });
    return poll.read(answered(answer.status, answer.body), cursor, context);
  }

  /** One round of questions; the cursor goes through JSON, as it does in the ledger. */
  function round(simulator: Simulator, from: Cursor) {
    const natives: object[] = [];
    let cursor = from;
    for (let asked = 1; asked <= MOST; asked += 1) {
      const page = ask(simulator, cursor);
      natives.push(...page.natives);
      cursor = JSON.parse(JSON.stringify(page.cursor));
      if (!page.more) return { natives, cursor };
    }
    throw new Error('the round does not end');
  }

  describe('asked for what is new', () => {
    it('tells valid messages of the dialect, round by round, and ends each round', () => {
      const simulator = simulated();
      const first = round(simulator, null);
      expect(first.natives.length).toBeGreaterThan(0);
      for (const native of first.natives) expect(violations(recognised(native)?.name ?? '', native)).toEqual([]);
      round(simulator, first.cursor);
    });

    it('tells nothing, and goes on, where nothing changed since it was asked before', () => {
      const simulator = simulated();
      let { cursor } = round(simulator, null);
      for (let asked = 1; asked <= MOST; asked += 1) {
        const page = poll.read(answered(304, ''), cursor, contextOf(simulator));
        expect(page.natives).toEqual([]);
        cursor = page.cursor;
        if (!page.more) return;
      }
      throw new Error('the round does not end');
    });

    it('refuses an answer it cannot read, and nothing else happens', () => {
      const context = contextOf(simulated());
      for (const body of HOSTILE) {
        try {
          const page = poll.read(answered(200, body), null, context);
          expect(page.natives).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError);
          expect(error).toMatchObject({ code: 'upstream-failed' });
        }
      }
    });
  });
}
