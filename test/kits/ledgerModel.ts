import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RelayState } from '../../src/delivery.ts';
import type { Ledger } from '../../src/ledger.ts';
import { claim, LANE, LEASE_MS, newRelay, T0 } from './ledgerSamples.ts';

/** What the model knows of one relay. Which one an operation means is a number, taken modulo those there are. */
interface Entry {
  readonly id: string;
  readonly subject: string;
  readonly onDead: 'hold' | 'release';
  state: 'live' | 'claimed' | 'delivered' | 'dead';
  attempt: number;
  /** Number of its last claim. */
  claim: number;
}

type Operation =
  | { readonly kind: 'add'; readonly subject: number; readonly onDead: 'hold' | 'release' }
  | { readonly kind: 'claim'; readonly which: number }
  | { readonly kind: 'settle'; readonly which: number; readonly as: 'delivered' | 'parked' | 'unspent' | 'dead' }
  | { readonly kind: 'redrive'; readonly which: number }
  | { readonly kind: 'wait'; readonly ms: number };

const operations: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('add'), subject: fc.nat(1), onDead: fc.constantFrom('hold', 'release') }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('claim'), which: fc.nat(9) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('settle'),
      which: fc.nat(9),
      as: fc.constantFrom('delivered', 'parked', 'unspent', 'dead'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('redrive'), which: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(1_000, LEASE_MS + 1) }) },
);

/** One random story, told to the ledger and to a model of it; every claim granted must keep the order. */
class Story {
  readonly entries: Entry[] = [];
  private now = T0;
  private readonly ledger: Ledger;
  private readonly name: string;

  constructor(ledger: Ledger, name: string) {
    this.ledger = ledger;
    this.name = name;
  }

  async tell(operation: Operation): Promise<void> {
    if (operation.kind === 'add') return this.add(operation.subject, operation.onDead);
    if (operation.kind === 'wait') return this.wait(operation.ms);
    const entry = this.entries[operation.which % this.entries.length];
    if (!entry) return;
    if (operation.kind === 'claim') await this.claim(entry);
    else if (operation.kind === 'settle') await this.settle(entry, operation.as);
    else await this.redrive(entry);
  }

  private async add(subject: number, onDead: Entry['onDead']): Promise<void> {
    const relay = newRelay({ subject: `${this.name}:${subject}`, onDead });
    await this.ledger.write((tx) => tx.addRelays([relay], this.now));
    this.entries.push({ id: relay.id, subject: relay.subject, onDead, state: 'live', attempt: 0, claim: 0 });
  }

  private async wait(ms: number): Promise<void> {
    this.now += ms;
    await this.ledger.reclaim(this.now);
    if (ms <= LEASE_MS) return;
    for (const entry of this.entries) if (entry.state === 'claimed') entry.state = 'live';
  }

  private async claim(entry: Entry): Promise<boolean> {
    const result = await claim(this.ledger, entry.id, this.now);
    const earlier = this.entries
      .slice(0, this.entries.indexOf(entry))
      .filter(({ subject }) => subject === entry.subject);
    if (result.kind !== 'granted') return false;
    expect(entry.state).toBe('live');
    expect(earlier.filter(isUnsettled)).toEqual([]);
    expect(result.attempt).toBe(entry.attempt + 1);
    entry.state = 'claimed';
    entry.attempt = result.attempt;
    // It never comes back, whatever is redriven in between.
    expect(result.number).toBeGreaterThan(entry.claim);
    entry.claim = result.number;
    return true;
  }

  private async settle(entry: Entry, as: 'delivered' | 'parked' | 'unspent' | 'dead'): Promise<void> {
    const spent = as !== 'unspent';
    const parked = as === 'parked' || as === 'unspent';
    const settled = await this.ledger.write((tx) =>
      tx.settle({
        ...{ relayId: entry.id, claim: entry.claim, attempt: entry.attempt, doubtSince: null },
        ...{ state: parked ? 'parked' : as, spent, error: null },
        dueAt: parked ? this.now + 500 : null,
        outcome: parked ? 'failed' : as === 'dead' ? 'rejected' : 'delivered',
        startedAt: this.now,
        endedAt: this.now,
      }),
    );
    expect(settled !== 'lost').toBe(entry.state === 'claimed');
    if (settled === 'lost') return;
    entry.state = parked ? 'live' : as;
    if (!spent) entry.attempt -= 1;
  }

  private async redrive(entry: Entry): Promise<void> {
    const decided = await this.ledger.write((tx) => tx.decideRelay(entry.id, { kind: 'redrive', now: this.now }));
    if (decided?.state === 'parked') Object.assign(entry, { state: 'live', attempt: 0 });
    if (decided?.state === 'superseded') entry.state = 'delivered';
  }

  /** Lets the gateway do its daily work until it finds nothing more to do. Returns what is still live. */
  async drain(): Promise<readonly Entry[]> {
    await this.wait(LEASE_MS + 1);
    for (let moved = true; moved; ) {
      moved = false;
      const found = [...(await this.ledger.due(LANE, this.now, 100)), ...(await this.ledger.outbox(100))];
      for (const { id } of found) {
        const entry = this.entries.find((candidate) => candidate.id === id);
        if (!entry || !(await this.claim(entry))) continue;
        await this.settle(entry, 'delivered');
        moved = true;
      }
    }
    return this.entries.filter(({ state }) => state === 'live' || state === 'claimed');
  }
}

const isUnsettled = ({ state, onDead }: Entry): boolean =>
  state === 'live' || state === 'claimed' || (state === 'dead' && onDead === 'hold');

/** Random interleavings of everything that may happen to relays, against a model. */
export function ledgerKeepsOrder(at: () => { readonly ledger: Ledger }): void {
  it('keeps the order of each subject through any interleaving, and strands nobody', { timeout: 60_000 }, async () => {
    let stories = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(operations, { minLength: 5, maxLength: 40 }), async (plot) => {
        stories += 1;
        const story = new Story(at().ledger, `cerita-${stories}`);
        for (const operation of plot) await story.tell(operation);
        const left = await story.drain();
        const held = story.entries.filter(({ state, onDead }) => state === 'dead' && onDead === 'hold');
        expect(left.filter(({ subject }) => !held.some((dead) => dead.subject === subject))).toEqual([]);
        await endsAgree(at().ledger, story.entries);
        await discardLeft(at().ledger, left);
      }),
      { numRuns: 60 },
    );
  });
}

async function endsAgree(ledger: Ledger, entries: readonly Entry[]): Promise<void> {
  const ended: RelayState[] = ['delivered', 'superseded', 'dead'];
  for (const entry of entries.filter(({ state }) => state === 'delivered' || state === 'dead')) {
    const found = await ledger.write((tx) => tx.relay(entry.id));
    expect(ended).toContain(found?.state);
  }
}

/** Those of one story do not come back in the next one's outbox. */
async function discardLeft(ledger: Ledger, left: readonly Entry[]): Promise<void> {
  await ledger.write(async (tx) => {
    for (const { id } of left) {
      await tx.claim(id, { now: T0 * 2, until: T0 * 2, holder: 'akhir' });
      const error = { code: 'internal', detail: 'cerita selesai' } as const;
      await tx.decideRelay(id, { kind: 'discard', now: T0, error });
    }
  });
}
