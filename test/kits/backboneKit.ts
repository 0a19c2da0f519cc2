import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backbone, LaneConsumer } from '../../src/backbone.ts';
import type { LaneName, RelayRecord } from '../../src/delivery.ts';
import type { Ledger } from '../../src/ledger.ts';
import { add, bring, LANE, newRelay } from './ledgerSamples.ts';

/** A backbone over a ledger of its own, as one test needs it. */
export interface BackboneBed {
  readonly ledger: Ledger;
  readonly backbone: Backbone;
  /** Closes the backbone and opens it again over the same ledger and log: a restart of the process. */
  restart(): Promise<Backbone>;
  discard(): Promise<void>;
}

/** What every backbone must do, whatever carries it. The ledger decides; the backbone brings. */
export function describeBackbone(name: string, open: () => Promise<BackboneBed>): void {
  describe(name, () => {
    let bed: BackboneBed;
    beforeEach(async () => {
      bed = await open();
    });
    afterEach(() => bed.discard());

    /** Publishes the outbox as the publisher does, and returns the ids that were in it. */
    async function publish(backbone: Backbone = bed.backbone): Promise<readonly string[]> {
      const relays = await bed.ledger.outbox(10_000);
      await backbone.publish(relays);
      await bed.ledger.write((tx) => tx.markPublished(relays.map(({ seq }) => seq)));
      return relays.map(({ id }) => id);
    }

    async function reader(lane: LaneName = LANE, backbone: Backbone = bed.backbone) {
      const seen: RelayRecord[] = [];
      const consumer: LaneConsumer = await backbone.consume(lane, (relays) => void seen.push(...relays));
      return { consumer, seen, ids: () => seen.map(({ id }) => id) };
    }

    const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 15_000, interval: 20 });

    it('brings what is published to its lane, whole, and to no other', async () => {
      const { ids, seen } = await reader();
      const other = await reader({ system: 'opensid', lane: 'case' });
      const [mine, theirs] = await add(bed.ledger, newRelay(), newRelay({ recipient: 'opensid' }));
      const before = await bed.ledger.write((tx) => tx.relay(mine ?? ''));
      await publish();
      await eventually(() => expect(ids()).toEqual([mine]));
      await eventually(() => expect(other.ids()).toEqual([theirs]));
      expect(seen[0]?.envelope).toEqual(before?.envelope);
      expect(seen[0]).toMatchObject({ id: mine, seq: before?.seq, position: 1, subject: before?.subject });
    });

    it('brings the relays of each subject in the order of their positions', async () => {
      const { seen } = await reader();
      for (let round = 0; round < 20; round += 1) {
        await add(bed.ledger, ...['a', 'b', 'c'].map((subject) => newRelay({ subject })));
        await publish();
      }
      await eventually(() => expect(seen).toHaveLength(60));
      for (const subject of ['a', 'b', 'c']) {
        const positions = seen.filter((relay) => relay.subject === subject).map(({ position }) => position);
        expect(positions).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      }
    });

    it('brings what was published before anybody consumed', async () => {
      const ids = await add(bed.ledger, newRelay(), newRelay({ subject: 'lain' }));
      await publish();
      const late = await reader();
      await eventually(() => expect(late.ids().toSorted()).toEqual([...ids].toSorted()));
    });

    it('brings nothing new while paused, and everything missed when resumed', async () => {
      const { consumer, ids } = await reader();
      const before = await add(bed.ledger, newRelay());
      await publish();
      await eventually(() => expect(ids()).toEqual(before));
      consumer.pause();
      const missed = await add(bed.ledger, newRelay(), newRelay({ subject: 'lain' }));
      await publish();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(ids()).toEqual(before);
      consumer.resume();
      await eventually(() => expect(new Set(ids())).toEqual(new Set([...before, ...missed])));
    });

    it('may be given the same relays again without losing or reordering any', async () => {
      const { seen } = await reader();
      await add(bed.ledger, newRelay(), newRelay());
      const relays = await bed.ledger.outbox(10);
      await bed.backbone.publish(relays);
      await bed.backbone.publish(relays);
      await eventually(() => expect(new Set(seen.map(({ position }) => position))).toEqual(new Set([1, 2])));
      const first = seen.filter(({ position }, index) => seen.findIndex((r) => r.position === position) === index);
      expect(first.map(({ position }) => position)).toEqual([1, 2]);
    });

    it('brings after a restart what was not settled before it', async () => {
      const { consumer, seen } = await reader();
      const [settled, open] = await add(
        bed.ledger,
        newRelay({ id: 'selesai' }),
        newRelay({ id: 'terbuka', subject: 'lain' }),
      );
      await publish();
      await eventually(() => expect(seen).toHaveLength(2));
      await bring(bed.ledger, settled ?? '');
      for (const relay of seen) if (relay.id === settled) consumer.settled(relay);
      const restarted = await reader(LANE, await bed.restart());
      await eventually(() => expect(restarted.ids()).toContain(open));
    });

    it('brings nothing once its consumer is closed', async () => {
      const { consumer, ids } = await reader();
      await consumer.close();
      await add(bed.ledger, newRelay());
      await publish();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(ids()).toEqual([]);
    });

    it('keeps up with thousands published while its consumer pauses and resumes', async () => {
      const { consumer, seen } = await reader();
      for (let round = 0; round < 20; round += 1) {
        if (round % 3 === 0) consumer.pause();
        await add(bed.ledger, ...Array.from({ length: 100 }, (_, n) => newRelay({ subject: `s${n}` })));
        await publish();
        if (round % 3 === 2) consumer.resume();
      }
      consumer.resume();
      await eventually(() => expect(new Set(seen.map(({ id }) => id)).size).toBe(2000));
      const last = new Map<string, number>();
      const firsts = seen.filter(({ id }, index) => seen.findIndex((relay) => relay.id === id) === index);
      for (const { subject, position } of firsts) {
        expect(position).toBeGreaterThan(last.get(subject) ?? 0);
        last.set(subject, position);
      }
    });
  });
}
