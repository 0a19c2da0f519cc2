import { describe, expect } from 'vitest';
import type { RelayRecord } from '../../src/delivery.ts';
import type { Receipt } from '../../src/event.ts';
import type { CallRecord } from '../../src/sandbox/callRecorder.ts';
import { historyProblems, lost, outOfOrder } from '../kits/history.ts';
import type { House } from '../kits/house.ts';
import { allEnded, handOver, handoverRelay, it } from './scenes.ts';

interface Sound {
  readonly house: House;
  readonly relay: RelayRecord;
  readonly call: CallRecord;
  readonly receipts: readonly Receipt[];
}

/** A history that holds, for a test to spoil. */
async function sound(house: House): Promise<Sound> {
  const number = await handOver(house);
  await allEnded(house);
  const [call] = house.jakarta.book.calls();
  if (!call) throw new Error('the recipient was never called');
  return { house, call, relay: await handoverRelay(house, number), receipts: house.acknowledged() };
}

const problems = ({ house, receipts }: Sound, change: { acknowledged?: readonly Receipt[] } = {}) =>
  historyProblems({
    acknowledged: receipts,
    receivers: house.sandbox.systems,
    ledger: house.gateway.ledger,
    ...change,
  });

describe('the history checker', () => {
  it('finds nothing in a sound history', async ({ open }) => {
    expect(await problems(await sound(await open()))).toEqual([]);
  });

  it('finds a receipt that nothing is on record for', async ({ open }) => {
    const story = await sound(await open());
    const acknowledged = story.receipts.map((receipt) => ({ ...receipt, eventId: 'f'.repeat(32) }));
    expect(await problems(story, { acknowledged })).toEqual([
      expect.stringContaining('promised but nowhere'),
      expect.stringContaining('acknowledged but not on record'),
    ]);
  });

  it('finds a delivery that its receiver never saw', async ({ open }) => {
    const { relay, receipts, call } = await sound(await open());
    const unheard = [{ system: 'jaki-crm', calls: [{ ...call, effect: null }] }];
    expect(lost(receipts, [relay], unheard)).toEqual([expect.stringContaining('never received')]);
  });

  it('finds effects in another order than their relays, and what no relay sent', async ({ open }) => {
    const { relay, call } = await sound(await open());
    const second = { ...relay, id: 'kedua', position: 2 };
    const calls = [
      { ...call, deliveryId: 'kedua', effect: 'status:x#2' },
      { ...call, effect: 'status:x#1' },
    ];
    expect(outOfOrder('jaki-crm', calls, [relay, second])).toHaveLength(2);
    expect(outOfOrder('jaki-crm', calls.toReversed(), [relay, second])).toEqual([]);
    expect(outOfOrder('jaki-crm', calls, [])).toHaveLength(2);
  });

  it('finds a relay that has no end yet, and a second effect', async ({ open }) => {
    const story = await sound(await open());
    const { house, call } = story;
    await house.lampung.become({ kind: 'down' });
    await handOver(house, 1);
    await expect.poll(() => problems(story)).toContainEqual(expect.stringContaining('no end state'));
    house.jakarta.book.write({ ...call, at: Date.now() });
    expect(await problems(story)).toContainEqual(`second effect at jaki-crm: ${call.effect}`);
  });
});
