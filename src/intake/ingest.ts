import { setImmediate } from 'node:timers/promises';
import type { Contracts } from '../contract.ts';
import type { Directory, System } from '../directory.ts';
import { asGatewayError, type GatewayError } from '../errors.ts';
import type { Ledger, LedgerTx } from '../ledger.ts';
import { refusalOf } from '../refusal.ts';
import type { SnapshotKey } from '../snapshot.ts';
import { accept, endPatience, release } from './accept.ts';
import { applyCompleteRound, dropDuplicates, type Round, transactionsOf } from './completeRound.ts';
import type { Translated } from './incoming.ts';
import { ingestPolled, nameOf, type PolledIntake, type PolledItem } from './ingestPolled.ts';
import { mustBeSpelt } from './members.ts';
import { type Rehearsed, rehearse } from './rehearse.ts';
import { type Named, namedIn, type Translator } from './translate.ts';
import type { Acceptance, Verdict } from './verdict.ts';

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
    const translated = this.#translate(system, native, mustBeSpelt);
    const verdict = await this.#options.ledger.write((tx) =>
      'refused' in translated ? this.#record(tx, system, translated) : accept(tx, translated, this.how()),
    );
    this.#options.onVerdict(system, verdict);
    return verdict;
  }

  /**
   * Ingests one polled page, skipping unchanged items; `mark` runs in the transaction of the last one. Returns the keys of
   * all items on the page. Rejects only when the ledger cannot be written; items ingested until then are unchanged items
   * when the page is read again.
   */
  async takePage(
    system: System,
    natives: readonly object[],
    mark: (tx: LedgerTx) => Promise<void>,
  ): Promise<readonly SnapshotKey[]> {
    const heard = dropDuplicates(await this.#ingestPolled(system, natives), system.adapter.poll);
    const how = { ...this.how(), mendedAt: this.mendedAt() };
    const slices = transactionsOf(heard);
    for (const slice of slices) {
      const verdicts = await this.#options.ledger.write(async (tx) => {
        const taken = await hearAll(tx, slice, how);
        if (slice === slices.at(-1)) await mark(tx);
        return taken;
      });
      for (const verdict of verdicts) this.#options.onVerdict(system, verdict);
    }
    return heard.map((each) => nameOf(each).key);
  }

  /** Takes a whole round for all there is. What it did not tell of and is forgotten now. */
  applyCompleteRound(system: System, round: Round): Promise<readonly SnapshotKey[]> {
    return this.#options.ledger.write((tx) => applyCompleteRound(tx, system, round));
  }

  /** What `ingest` would do, storing nothing. */
  async rehearse(system: System, native: unknown): Promise<Rehearsed> {
    const translated = this.#translate(system, native, mustBeSpelt);
    if ('refused' in translated)
      return { verdict: { kind: 'refused', error: translated.refused }, instead: null, leftOut: [] };
    return this.#options.ledger.rehearse((tx) => rehearse(tx, translated, this.how()));
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

  /** A long page is translated in turns: nobody else waits for all of it. */
  async #ingestPolled(system: System, natives: readonly object[]): Promise<readonly PolledItem[]> {
    const heard: PolledItem[] = [];
    for (const native of natives) {
      if (heard.length % AT_ONCE === AT_ONCE - 1) await setImmediate();
      const translated = this.#translate(system, native, withoutWarnings);
      heard.push('refused' in translated ? { system, native, ...translated } : { system, native, translated });
    }
    return heard;
  }

  #translate(system: System, native: unknown, how: (translated: Translated) => Translated): Translated | Refused {
    try {
      return how(this.#options.translator.translate(system, native, this.#options.now()));
    } catch (cause) {
      const error = asGatewayError(cause);
      if (!error.permanent) throw error;
      return { refused: error, named: namedIn(system.adapter, native) };
    }
  }

  async #record(tx: LedgerTx, { name: system }: System, { refused: error, named }: Refused): Promise<Verdict> {
    await tx.addRefusal({ at: this.#options.now(), system, subject: named?.subject ?? null, ...refusalOf(error) });
    return { kind: 'refused', error };
  }
}

/** Nobody holds the receipt of a polled event: what it has and nobody reads is noted once for its kind (`hear`). */
const withoutWarnings = (translated: Translated): Translated => ({
  ...translated,
  warnings: translated.warnings.filter(({ code }) => code !== 'member-not-read' && code !== 'more-members-not-read'),
});

interface Refused {
  readonly refused: GatewayError;
  readonly named: Named | null;
}

/** The verdicts on what was news, in order. */
async function hearAll(tx: LedgerTx, heard: readonly PolledItem[], how: PolledIntake): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const each of heard) {
    const verdict = await ingestPolled(tx, each, how);
    if (verdict !== null) verdicts.push(verdict);
  }
  return verdicts;
}
