import type { Contracts } from '../contract.ts';
import type { Directory, System } from '../directory.ts';
import { asGatewayError, type GatewayError } from '../errors.ts';
import type { Ledger } from '../ledger.ts';
import { type Acceptance, accept, endPatience, release, type Verdict } from './accept.ts';
import type { Translated, Translator } from './translate.ts';

export interface IngestOptions {
  readonly ledger: Ledger;
  readonly translator: Translator;
  readonly contracts: Contracts;
  readonly directory: () => Directory;
  readonly numberWaitMs: number;
  readonly now: () => number;
  /** Told of every verdict once it is durable, in the order they became so. */
  readonly onVerdict: (system: System, verdict: Verdict) => void;
}

export type Ingest = ReturnType<typeof createIngest>;

/** The way in: translate (and scrub), then, in one ledger write, correlate, seal, validate, route and accept. */
export function createIngest(options: IngestOptions) {
  const { ledger, translator } = options;

  /** Durable when it resolves. Refusals are verdicts too, and on record; rejects only when the ledger cannot be written. */
  async function ingest(system: System, native: unknown): Promise<Verdict> {
    const translated = translate(system, native);
    const verdict = await ledger.write((tx) =>
      'refused' in translated ? record(tx, system, translated.refused) : accept(tx, translated, how()),
    );
    options.onVerdict(system, verdict);
    return verdict;
  }

  /** What `ingest` would do, storing nothing. */
  async function rehearse(system: System, native: unknown): Promise<Verdict> {
    const translated = translate(system, native);
    if ('refused' in translated) return { kind: 'refused', error: translated.refused };
    return ledger.rehearse((tx) => accept(tx, translated, how()));
  }

  /** Translates one number's held events again, after a table was mended. How many found their place. */
  const retry = (whose: { system: string; subject: string }): Promise<number> =>
    ledger.write((tx) => release(tx, whose, how()));

  /** Ends the patience of a number's events whose wait is over. */
  const giveUpWaiting = (whose: { system: string; subject: string }): Promise<void> =>
    ledger.write((tx) => endPatience(tx, whose, how()));

  function translate(system: System, native: unknown): Translated | { readonly refused: GatewayError } {
    try {
      return translator.translate(system, native);
    } catch (cause) {
      const error = asGatewayError(cause);
      if (!error.permanent) throw error;
      return { refused: error };
    }
  }

  function how(): Acceptance {
    const { contracts, numberWaitMs } = options;
    return { directory: options.directory(), contracts, translator, now: options.now(), numberWaitMs };
  }

  async function record(
    tx: Parameters<Parameters<Ledger['write']>[0]>[0],
    system: System,
    error: GatewayError,
  ): Promise<Verdict> {
    await tx.addRefusal({
      at: options.now(),
      system: system.name,
      subject: null,
      code: error.code,
      detail: error.message,
    });
    return { kind: 'refused', error };
  }

  return { ingest, rehearse, retry, giveUpWaiting, how };
}
