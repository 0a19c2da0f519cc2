import type { Backbone, LaneConsumer } from '../backbone.ts';
import type { Claim, ClaimResult, LaneName, RelayRecord, RelayState } from '../delivery.ts';
import type { Directory } from '../directory.ts';
import { asGatewayError } from '../errors.ts';
import type { Ledger, LedgerTx } from '../ledger.ts';
import type { Outcome } from '../outcome.ts';
import type { Upstream } from '../upstream.ts';
import { createAlarm } from './alarm.ts';
import { attempt, unacceptable } from './attempt.ts';
import type { FairShare } from './fairShare.ts';
import { type RetryPolicy, settlementOf } from './settle.ts';
import { untilWritten } from './untilWritten.ts';
import { Window } from './window.ts';

/** Relays at hand per lane: enough to keep every send busy, few enough to lose nothing by forgetting them. */
const WINDOW = 1000;
const ROOM_WAIT_MS = 20;
/** How long a ledger that could not be read is left alone. */
const UNREAD_WAIT_MS = 1000;

export interface DeliverOptions {
  readonly ledger: Ledger;
  readonly backbone: Backbone;
  readonly upstream: Upstream;
  /** The upstream's room, shared by all its lanes. */
  readonly turns: FairShare;
  readonly directory: () => Directory;
  readonly retry: RetryPolicy;
  /** How long a claim holds; longer than any send can take. */
  readonly leaseMs: number;
  /** Names this process in its claims. */
  readonly holder: string;
  readonly now: () => number;
  readonly random: () => number;
  /** Accepts what the recipient answered, inside the settling write. */
  readonly acceptReplies: (tx: LedgerTx, claim: Claim, outcome: Outcome & { kind: 'delivered' }) => Promise<void>;
  /** The backbone brought a relay that the ledger does not know; it is on record as a stray and not sent. */
  readonly onStray: (relay: RelayRecord) => void;
  readonly onSettled: (claim: Claim, outcome: Outcome, state: RelayState) => void;
  readonly onError: (what: string, error: unknown) => void;
}

/**
 * The way out for one system's lane: claim, send, settle. Order per subject is the ledger's: a claim is granted only
 * when nothing earlier is unsettled. What cannot go now is parked there and comes back when it is due.
 */
export class LaneDelivery {
  readonly #lane: LaneName;
  readonly #options: DeliverOptions;
  readonly #window = new Window();
  readonly #underWay = new Set<Promise<void>>();
  readonly #alarm: ReturnType<typeof createAlarm>;
  #consumer: LaneConsumer | null = null;
  #pokedInVain = false;
  #closed = false;
  #givenUp = false;
  #busyAt: number;

  private constructor(lane: LaneName, options: DeliverOptions) {
    this.#lane = lane;
    this.#options = options;
    this.#busyAt = options.now();
    this.#alarm = createAlarm(options.now, () => this.poke());
  }

  /** Starts with what the ledger and the backbone still have for the lane. */
  static async start(lane: LaneName, options: DeliverOptions): Promise<LaneDelivery> {
    const delivery = new LaneDelivery(lane, options);
    delivery.#consumer = await options.backbone.consume(lane, (relays) => delivery.#take(relays));
    options.turns.join(() => delivery.#claimReady());
    options.upstream.onChange(() => {
      delivery.#pump();
      if (delivery.#pokedInVain) delivery.poke();
    });
    delivery.#pump();
    delivery.poke();
    return delivery;
  }

  /** Looks for parked relays that are due. While the circuit is open nothing is: its change looks again. */
  poke(): void {
    if (this.#closed) return;
    this.#pokedInVain = this.#options.upstream.capacity() === 0;
    if (this.#pokedInVain) return;
    const taking = this.#takeDue().catch((error) => {
      // Without this timer nothing retries until the next event arrives.
      this.#alarm.at(this.#options.now() + UNREAD_WAIT_MS);
      throw error;
    });
    this.#track('due', taking);
  }

  /**
   * Takes nothing new and waits for what is under way; after the grace time no longer for a ledger that takes nothing.
   * Those claims lapse, and their relays are sent again under the same ids.
   */
  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    this.#alarm.stop();
    const grace = setTimeout(() => {
      this.#givenUp = true;
    }, graceMs);
    await this.#consumer?.close();
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    clearTimeout(grace);
  }

  /** How long nothing has been at hand here, milliseconds; null while nothing could be sent anyway. */
  get restedMs(): number | null {
    const { upstream, now } = this.#options;
    if (upstream.capacity() === 0) return null;
    return this.#window.size > 0 ? 0 : now() - this.#busyAt;
  }

  get lane(): LaneName {
    return this.#lane;
  }

  #take(relays: readonly RelayRecord[]): void {
    this.#busyAt = this.#options.now();
    this.#window.add(relays);
    if (this.#window.size >= WINDOW) this.#consumer?.pause();
    this.#pump();
  }

  async #takeDue(): Promise<void> {
    const { ledger, now } = this.#options;
    const relays = await ledger.due(this.#lane, now(), Math.max(WINDOW - this.#window.size, 1));
    if (relays.length > 0) this.#take(relays);
    const next = await ledger.nextDue(this.#lane);
    // What is due but found no room here is looked for again in a moment.
    if (next !== null) this.#alarm.at(Math.max(next, now() + ROOM_WAIT_MS));
  }

  #pump(): void {
    this.#options.turns.ask();
  }

  #claimReady(): number {
    if (this.#closed) return 0;
    const heads = this.#window.take(this.#options.turns.room);
    if (heads.length > 0) this.#track('claim', this.#claim(heads));
    if (this.#window.size < WINDOW / 2) this.#consumer?.resume();
    return heads.length;
  }

  async #claim(heads: readonly RelayRecord[]): Promise<void> {
    const { ledger, backbone, turns, now, leaseMs, holder, onStray, onError } = this.#options;
    const lease = { now: now(), until: now() + leaseMs, holder };
    turns.begin(heads.length);
    const results = await untilWritten(() => ledger.write((tx) => claimAll(tx, heads, { lease, backbone })), {
      isClosed: () => this.#closed,
      onError: (error) => onError('claim', error),
    });
    turns.end(heads.length);
    // Closing, and the ledger took nothing: the backbone brings them again after the start.
    if (results === null) return;
    for (const [index, relay] of heads.entries()) {
      const result = results[index];
      if (result?.kind === 'unknown') onStray(relay);
      if (result?.kind !== 'granted') this.#leave(relay);
      else this.#track('deliver', this.#bring(relay, result));
    }
    this.#pump();
  }

  async #bring(head: RelayRecord, claim: Claim): Promise<void> {
    const { directory, upstream, now } = this.#options;
    const startedAt = now();
    const outcome = await attempt(claim, { directory: directory(), upstream, now: startedAt });
    await this.#settle(claim, outcome, startedAt);
    this.#leave(head);
    this.#pump();
  }

  async #settle(claim: Claim, outcome: Outcome, startedAt: number): Promise<void> {
    const { ledger, now, retry, random, acceptReplies, onSettled, onError } = this.#options;
    const settlement = settlementOf(claim, outcome, { startedAt, endedAt: now(), retry, random: random() });
    const write = async (tx: LedgerTx) => {
      const settled = await tx.settle(settlement);
      if (settled !== 'lost' && outcome.kind === 'delivered') await acceptReplies(tx, claim, outcome);
      return settled;
    };
    const refused: unknown[] = [];
    const settled = await untilWritten(() => ledger.write(write), {
      isClosed: () => refused.length > 0 || this.#givenUp,
      onError(error) {
        onError('settle', error);
        // The answer itself cannot be accepted, however often it is written: that attempt has failed.
        if (outcome.kind === 'delivered' && asGatewayError(error).permanent) refused.push(error);
      },
    });
    const [refusal] = refused;
    if (refusal !== undefined)
      return this.#settle(claim, unacceptable(claim, refusal, { directory: this.#options.directory() }), startedAt);
    if (settled === null) return;
    if (settled !== 'lost') onSettled(claim, outcome, settlement.state);
    if (settled === 'woke') this.poke();
    if (settlement.dueAt !== null) this.#alarm.at(settlement.dueAt);
  }

  #leave(relay: RelayRecord): void {
    this.#window.finish(relay);
    this.#busyAt = this.#options.now();
    this.#consumer?.settled(relay);
  }

  #track(what: string, work: Promise<void>): void {
    const tracked: Promise<void> = work
      .catch((error) => this.#options.onError(what, error))
      .finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
  }
}

interface Lease {
  readonly now: number;
  readonly until: number;
  readonly holder: string;
}

type Claimed = ClaimResult & Pick<Claim, 'relay'>;

/** What another log brings may be an old copy of a relay, or not the gateway's at all: the ledger's own is sent. */
async function claimAll(
  tx: LedgerTx,
  heads: readonly RelayRecord[],
  { lease, backbone }: { lease: Lease; backbone: Backbone },
): Promise<readonly Claimed[]> {
  return Promise.all(
    heads.map(async (head) => {
      const result = await tx.claim(head.id, lease);
      if (result.kind === 'unknown') await tx.addStray(head, lease.now);
      const isCopy = result.kind === 'granted' && !backbone.inLedger;
      return { ...result, relay: (isCopy ? await tx.relay(head.id) : null) ?? head };
    }),
  );
}
