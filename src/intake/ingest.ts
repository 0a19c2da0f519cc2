import { setImmediate } from 'node:timers/promises';
import type { Contracts } from '../contract.ts';
import type { Directory, System } from '../directory.ts';
import { asGatewayError, type GatewayError } from '../errors.ts';
import type { Ledger, LedgerTx } from '../ledger.ts';
import type { SnapshotKey } from '../snapshot.ts';
import { type Acceptance, accept, endPatience, release, type Verdict } from './accept.ts';
import { forgetUntold, type Heard, hear, nameOf, withoutDoubles } from './hear.ts';
import type { Translated, Translator } from './translate.ts';

export interface IngestOptions {
  readonly ledger: Ledger;
  readonly translator: Translator;
  readonly contracts: Contracts;
  readonly directory: () => Directory;
  readonly numberWaitMs: number;
  readonly now: () => number;
  /** Milliseconds: since when adapters and agreements are as they are now. What was refused before is looked at again. */
  readonly mendedAt: () => number;
  /** Told of every verdict once it is durable, in the order they became so. */
  readonly onVerdict: (system: System, verdict: Verdict) => void;
}

/** So many translations take a few milliseconds. */
const AT_ONCE = 25;

/** The way in: translate (and scrub), then, in one ledger write, correlate, seal, validate, route and accept. */
export class Ingest {
  readonly #options: IngestOptions;
  readonly mendedAt: () => number;

  constructor(options: IngestOptions) {
    this.#options = options;
    this.mendedAt = options.mendedAt;
  }

  /** Durable when it resolves. Refusals are verdicts too, and on record; rejects only when the ledger cannot be written. */
  async ingest(system: System, native: unknown): Promise<Verdict> {
    const translated = this.#translate(system, native);
    const verdict = await this.#options.ledger.write((tx) =>
      'refused' in translated ? this.#record(tx, system, translated.refused) : accept(tx, translated, this.how()),
    );
    this.#options.onVerdict(system, verdict);
    return verdict;
  }

  /**
   * Takes up what a system said when it was asked: only what it did not say before, and `mark`, in one write. Everything
   * the page told of, said before or not. Rejects only when the ledger cannot be written; then nothing was taken up.
   */
  async takePage(
    system: System,
    natives: readonly unknown[],
    mark: (tx: LedgerTx) => Promise<void>,
  ): Promise<readonly SnapshotKey[]> {
    const heard = withoutDoubles(await this.#hear(system, natives), system.adapter.poll?.whole ?? []);
    const how = { ...this.how(), mendedAt: this.mendedAt() };
    const verdicts = await this.#options.ledger.write(async (tx) => {
      const taken: Verdict[] = [];
      for (const each of heard) taken.push(...[await hear(tx, each, how)].filter((verdict) => verdict !== null));
      await mark(tx);
      return taken;
    });
    for (const verdict of verdicts) this.#options.onVerdict(system, verdict);
    return heard.map((each) => nameOf(each).key);
  }

  /** Takes what a whole round told of for all there is: of what is gone nothing is known any more. */
  async takeAsAll(system: System, told: readonly SnapshotKey[]): Promise<void> {
    const messages = system.adapter.poll?.whole ?? [];
    if (messages.length > 0) await this.#options.ledger.write((tx) => forgetUntold(tx, { system, messages, told }));
  }

  /** What `ingest` would do, storing nothing. */
  async rehearse(system: System, native: unknown): Promise<Verdict> {
    const translated = this.#translate(system, native);
    if ('refused' in translated) return { kind: 'refused', error: translated.refused };
    return this.#options.ledger.rehearse((tx) => accept(tx, translated, this.how()));
  }

  /** Translates one number's held events again, after a table was mended. How many found their place. */
  retry(whose: { system: string; subject: string }): Promise<number> {
    return this.#options.ledger.write((tx) => release(tx, whose, this.how()));
  }

  /** Ends the patience of a number's events whose wait is over. */
  giveUpWaiting(whose: { system: string; subject: string }): Promise<void> {
    return this.#options.ledger.write((tx) => endPatience(tx, whose, this.how()));
  }

  /** What accepting needs to know, as of now. */
  how(): Acceptance {
    const { contracts, numberWaitMs, translator, directory, now } = this.#options;
    return { directory: directory(), contracts, translator, now: now(), numberWaitMs };
  }

  /** A long page is read in turns: nobody else waits for all of it. */
  async #hear(system: System, natives: readonly unknown[]): Promise<readonly Heard[]> {
    const heard: Heard[] = [];
    for (const native of natives) {
      if (heard.length % AT_ONCE === AT_ONCE - 1) await setImmediate();
      const translated = this.#translate(system, native);
      heard.push('refused' in translated ? { system, native, ...translated } : { system, native, translated });
    }
    return heard;
  }

  #translate(system: System, native: unknown): Translated | { readonly refused: GatewayError } {
    try {
      return this.#options.translator.translate(system, native, this.#options.now());
    } catch (cause) {
      const error = asGatewayError(cause);
      if (!error.permanent) throw error;
      return { refused: error };
    }
  }

  async #record(tx: LedgerTx, { name }: System, error: GatewayError): Promise<Verdict> {
    const at = this.#options.now();
    await tx.addRefusal({ at, system: name, subject: null, code: error.code, detail: error.message });
    return { kind: 'refused', error };
  }
}
