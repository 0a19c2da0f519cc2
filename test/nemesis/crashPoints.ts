import { setTimeout as later } from 'node:timers';
import type { Adapter } from '../../src/adapter.ts';
import type { Ledger, LedgerTx } from '../../src/ledger.ts';

/**
 * Where a gateway can be made to die. `inside`: its write is made and not yet committed. `after`: it is durable and
 * nobody was told. `publish read`: the embedded backbone, whose log is the ledger itself, has read relays off it and no
 * lane has them yet.
 */
export const POINTS = [
  'accept inside',
  'accept after',
  'publish read',
  'claim inside',
  'claim after',
  'send before',
  'send under way',
  'send answered',
  'settle inside',
  'settle after',
] as const;

export type Point = (typeof POINTS)[number];

/** Told of each point as it is reached. Does not return when the process is to end there. */
export type Reach = (point: Point) => void;

/** Long enough to have left, far shorter than the receiver takes to act where this point is used. */
const UNDER_WAY_MS = 60;

/** Which step of the way a write belongs to, by what it does. A settling write that accepts a reply is a settle. */
const STEPS = [
  ['settle', 'settle'],
  ['claim', 'claim'],
  ['putEvent', 'accept'],
] as const;

/** The same ledger, whose every write and look into its log says where it stands. */
export function watchedLedger(ledger: Ledger, reach: Reach): Ledger {
  async function write<T>(work: (tx: LedgerTx) => Promise<T>): Promise<T> {
    let done: ReadonlySet<PropertyKey> = new Set();
    const stepOf = () => STEPS.find(([method]) => done.has(method))?.[1];
    const result = await ledger.write(async (tx) => {
      const used = new Set<PropertyKey>();
      // A group that failed runs its work again: only what was used last is what is kept.
      done = used;
      const value = await work(noting(tx, used));
      const step = stepOf();
      if (step) reach(`${step} inside`);
      return value;
    });
    const step = stepOf();
    if (step) reach(`${step} after`);
    return result;
  }
  return {
    ...ledger,
    write,
    async unsent(lane, after, limit) {
      const relays = await ledger.unsent(lane, after, limit);
      if (relays.length > 0) reach('publish read');
      return relays;
    },
  };
}

const noting = (tx: LedgerTx, used: Set<PropertyKey>): LedgerTx =>
  new Proxy(tx, {
    get(target, name) {
      used.add(name);
      return Reflect.get(target, name);
    },
  });

/** The same dialect, which says when a request is made of an envelope, has left, and is answered. */
export const watchedAdapter = (adapter: Adapter, reach: Reach): Adapter => ({
  ...adapter,
  fromCanonical(envelope, context) {
    const request = adapter.fromCanonical(envelope, context);
    reach('send before');
    later(() => reach('send under way'), UNDER_WAY_MS);
    return request;
  },
  interpret(response, envelope) {
    reach('send answered');
    return adapter.interpret?.(response, envelope) ?? null;
  },
});
