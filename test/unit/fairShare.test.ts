import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FairShare } from '../../src/relay/fairShare.ts';

describe('the room of one system', () => {
  it('is what the upstream has, less what is claimed and not sent yet', () => {
    const turns = new FairShare(() => 5);
    turns.begin(3);
    expect(turns.room).toBe(2);
    turns.end(3);
    expect(turns.room).toBe(5);
  });

  it('asks a lane that had its turn last the next time, so that a long lane keeps no other waiting', async () => {
    const turns = new FairShare(() => 1);
    const asked: string[] = [];
    let isFree = true;
    const lane = (name: string, claims: number) => () => {
      asked.push(name);
      if (!isFree || claims === 0) return 0;
      isFree = false;
      return claims;
    };
    turns.join(lane('long', 1));
    turns.join(lane('idle', 0));
    turns.join(lane('short', 1));
    turns.ask();
    await setImmediate();
    expect(asked).toEqual(['long', 'idle', 'short']);
    isFree = true;
    asked.length = 0;
    turns.ask();
    await setImmediate();
    expect(asked[0]).toBe('idle');
    expect(asked).toContain('short');
    expect(asked.at(-1)).toBe('long');
  });

  it('asks once however often it is told to within one turn of the loop', async () => {
    const turns = new FairShare(() => 1);
    let asked = 0;
    turns.join(() => {
      asked += 1;
      return 0;
    });
    turns.ask();
    turns.ask();
    await setImmediate();
    expect(asked).toBe(1);
  });
});
