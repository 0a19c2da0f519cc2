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
