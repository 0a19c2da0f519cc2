import { describe, expect, it } from 'vitest';
import { WaterMark } from '../../src/backbones/kafka/waterMark.ts';

/*
 * Seen to fail when the mark is the last settled offset instead of the first open one, when a record without a relay is
 * left out of it, when only the first record of a relay is settled, and when a log that begins anew keeps the old one's
 * open offsets.
 */
function marked(...relays: readonly (string | null)[]): WaterMark {
  const mark = new WaterMark();
  for (const [offset, relay] of relays.entries()) mark.add(offset, relay);
  return mark;
}

describe('a low-water mark', () => {
  it('is nowhere before anything was brought', () => {
    expect(new WaterMark().low).toBeNull();
  });

  it('stays at the first that is open, whatever was settled after it', () => {
    const mark = marked('a', 'b', 'c');
    mark.settled('c');
    mark.settled('b');
    expect(mark.low).toBe(0);
    mark.settled('a');
    expect(mark.low).toBe(3);
  });

  it('begins where the partition was taken up', () => {
    const mark = new WaterMark();
    mark.add(41, 'a');
    expect(mark.low).toBe(41);
    mark.settled('a');
    expect(mark.low).toBe(42);
  });

  it('passes over what carries no relay, and over offsets that no record has', () => {
    const mark = marked(null, null);
    expect(mark.low).toBe(2);
    mark.add(7, null);
    expect(mark.low).toBe(8);
  });

  it('is held by a record without a relay no longer than by the open ones before it', () => {
    const mark = marked('a', null, null);
    expect(mark.low).toBe(0);
    mark.settled('a');
    expect(mark.low).toBe(3);
  });

  it('moves past every record of a relay that is there more than once', () => {
    const mark = marked('a', 'b', 'a', 'a');
    mark.settled('a');
    expect(mark.low).toBe(1);
    mark.settled('b');
    expect(mark.low).toBe(4);
  });

  it('is held again by a settled relay that is brought once more', () => {
    const mark = marked('a');
    mark.settled('a');
    mark.add(1, 'a');
    expect(mark.low).toBe(1);
  });

  it('takes no notice of relays that were never here', () => {
    const mark = marked('a');
    mark.settled('elsewhere');
    expect(mark.low).toBe(0);
  });

  it('forgets the open ones of a log that began anew: the new ones are what holds it', () => {
    const mark = marked('a', 'b', 'c', 'd');
    mark.settled('a');
    mark.add(0, 'e');
    expect(mark.low).toBe(0);
    mark.settled('e');
    expect(mark.low).toBe(1);
    mark.settled('b');
    expect(mark.low).toBe(1);
  });
});
