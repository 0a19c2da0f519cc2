import { describe, expect, it } from 'vitest';
import type { Sending } from '../../src/upstream.ts';
import { createInbox } from '../../src/upstreams/inbox.ts';
import { anySuccess } from '../kits/anySuccess.ts';

const opened = () =>
  createInbox({ system: 'kota', leaseMs: 60_000, signatureSecret: null, clock: () => 1_751_508_900_000 });

const sending = (relayId: string): Sending => ({
  ...{ relayId, subject: `case-${relayId}`, interpret: anySuccess },
  request: { method: 'POST', path: '/laporan', message: 'laporan', body: { judul: 'Jalan rusak' } },
});

const wanted = (most: number, signal = new AbortController().signal) => ({ most, waitMs: 5000, signal });

describe('an inbox', () => {
  it('gives back what was gathered for who went away, unspent, and the next who fetches has it', async () => {
    const inbox = opened();
    const gone = new AbortController();
    const first = inbox.fetch(wanted(5, gone.signal));
    const outcome = inbox.send(sending('r1'));
    gone.abort();
    expect(await first).toEqual([]);
    expect(await outcome).toMatchObject({ kind: 'postponed', error: { code: 'unfetched' } });
    const second = inbox.fetch(wanted(5));
    void inbox.send(sending('r1'));
    expect(await second).toMatchObject([{ deliveryId: 'r1' }]);
    await inbox.close();
  });

  it('a late acknowledgement of what was claimed again since ends nothing: it names the older claim', async () => {
    const inbox = opened();
    const lease = async (claim: number) => {
      const items = inbox.fetch(wanted(1));
      const outcome = inbox.send({ ...sending('r1'), claim });
      return { item: (await items)[0], outcome };
    };
    const first = await lease(4);
    expect(first.item).toMatchObject({ deliveryId: 'r1', claim: 4 });
    expect(await inbox.acknowledge({ deliveryId: 'r1', claim: 3, status: 500, body: null })).toBeNull();
    expect(inbox.state().inFlight).toBe(1);
    void inbox.acknowledge({ deliveryId: 'r1', claim: 4, status: 200, body: {} });
    expect(await first.outcome).toMatchObject({ kind: 'delivered' });
    const second = await lease(5);
    expect(await inbox.acknowledge({ deliveryId: 'r1', claim: 4, status: 500, body: null })).toBeNull();
    void inbox.acknowledge({ deliveryId: 'r1', status: 200, body: {} });
    expect(await second.outcome).toMatchObject({ kind: 'delivered' });
    await inbox.close();
  });

  it('takes a bare acknowledgement for a success where none brings a number, and for none else', async () => {
    const inbox = opened();
    const ended = async (more: Partial<Sending>) => {
      const items = inbox.fetch(wanted(1));
      const outcome = inbox.send({ ...sending('r1'), interpret: () => null, ...more });
      await items;
      void inbox.acknowledge({ deliveryId: 'r1', status: 200, body: null });
      return (await outcome).kind;
    };
    expect(await ended({ isBareAckEnough: true })).toBe('delivered');
    expect(await ended({})).toBe('failed');
    await inbox.close();
  });

  it('takes no more than is wanted, and of two who fetch the second has the rest', async () => {
    const inbox = opened();
    const [first, second] = [inbox.fetch(wanted(1)), inbox.fetch(wanted(1))];
    expect(inbox.capacity()).toBe(2);
    void inbox.send(sending('r1'));
    void inbox.send(sending('r2'));
    expect(await inbox.send(sending('r3'))).toMatchObject({ kind: 'postponed' });
    expect((await Promise.all([first, second])).map((items) => items.map(({ deliveryId }) => deliveryId))).toEqual([
      ['r1'],
      ['r2'],
    ]);
    await inbox.close();
  });
});
