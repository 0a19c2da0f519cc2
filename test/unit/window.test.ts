import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RelayRecord } from '../../src/delivery.ts';
import { Window } from '../../src/relay/window.ts';
import { newRelay } from '../kits/ledgerSamples.ts';

/** The relay of a subject at a position. */
const at = (subject: string, position: number): RelayRecord => ({
  ...newRelay({ id: `${subject}.${position}`, subject }),
  ...{ seq: position, position, state: 'published', attempt: 0, dueAt: null, createdAt: 0, endedAt: null, error: null },
});
const idsOf = (relays: readonly RelayRecord[]): readonly string[] => relays.map(({ id }) => id);

describe('the window of a lane', () => {
  it('gives one relay of each subject, the lowest position first', () => {
    const window = new Window();
    window.add([at('a', 2), at('a', 1), at('b', 1)]);
    expect(idsOf(window.take(10))).toEqual(['a.1', 'b.1']);
    expect(window.take(10)).toEqual([]);
  });

  it('gives the next of a subject when the one before it is finished, after those who waited longer', () => {
    const window = new Window();
    window.add([at('a', 1), at('a', 2), at('b', 1)]);
    const [first] = window.take(1);
    if (first) window.finish(first);
    expect(idsOf(window.take(10))).toEqual(['b.1', 'a.2']);
  });

  it('keeps a relay that comes twice once, and one that comes late behind what is under way', () => {
    const window = new Window();
    window.add([at('a', 2)]);
    window.add([at('a', 2)]);
    const [head] = window.take(1);
    window.add([at('a', 1), at('a', 3)]);
    expect(window.size).toBe(3);
    expect(window.take(1)).toEqual([]);
    if (head) window.finish(head);
    expect(idsOf(window.take(1))).toEqual(['a.1']);
  });

  it('forgets nothing and gives nothing twice, whatever comes and ends in whatever order', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), subject: fc.constantFrom('a', 'b', 'c'), position: fc.nat(8) }),
      fc.record({ kind: fc.constant('take' as const), most: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: fc.constant('finish' as const), which: fc.nat(5) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const window = new Window();
        const inside = new Set<string>();
        const underWay: RelayRecord[] = [];
        for (const one of steps) {
          if (one.kind === 'add') {
            const added = at(one.subject, one.position);
            window.add([added]);
            inside.add(added.id);
          } else if (one.kind === 'take') underWay.push(...window.take(one.most));
          else {
            const [ended] = underWay.splice(one.which, 1);
            if (ended) {
              window.finish(ended);
              inside.delete(ended.id);
            }
          }
          expect(window.size).toBe(inside.size);
          const subjects = underWay.map(({ subject }) => subject);
          expect(new Set(subjects).size).toBe(subjects.length);
        }
        for (const relay of underWay.splice(0)) window.finish(relay);
        // Whatever is left comes out in the order of positions within its subject.
        const last = new Map<string, number>();
        for (let round = window.take(9); round.length > 0; round = window.take(9)) {
          for (const { subject, position } of round) {
            expect(position).toBeGreaterThan(last.get(subject) ?? -1);
            last.set(subject, position);
          }
          for (const relay of round) window.finish(relay);
        }
        expect(window.size).toBe(0);
      }),
    );
  });
});
