import type { NativeResponse } from '../declared.ts';
import type { Round } from '../intake/completeRound.ts';
import type { SnapshotKey } from '../snapshot.ts';

type Headers = Readonly<Record<string, string>>;

/** What a system said when it was last asked something. */
interface Answered {
  readonly headers: Headers;
  readonly told: readonly SnapshotKey[];
}

/** May stand in a header that goes back to the system; with anything else the question could not be asked again. */
const SENDABLE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/u;
const MOST = 10_000;

/**
 * What is remembered of the questions of one system, by path, while the gateway runs: what makes them conditional, which
 * got no answer, and what a round of them told of.
 */
export class Questions {
  readonly #answered = new Map<string, Answered>();
  readonly #leftOut = new Set<string>();
  #mendedAt = Number.NaN;
  #told: readonly SnapshotKey[] = [];
  /** When the first question of the round was answered, milliseconds. */
  #at: number | null = null;
  #isWhole = true;
  #isCutShort = false;
  /** A round that was begun before the gateway was started told more than is known here. */
  #isFromStart = false;

  /** Every question was answered since the round began. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Headers that make a question conditional; none where nothing is known. */
  headers(path: string): Headers {
    return this.#answered.get(path)?.headers ?? {};
  }

  /** It got no answer when it was last asked. */
  wasLeftOut(path: string): boolean {
    return this.#leftOut.has(path);
  }

  leaveOut(path: string): void {
    this.#leftOut.add(path);
    this.#isWhole = false;
  }

  /** A list of the round ended before the system said so: it need not be all there is. */
  cutShort(): void {
    this.#isCutShort = true;
  }

  /** Each gets its chance again. */
  forgive(): void {
    this.#leftOut.clear();
  }

  /** `told` is what the answer told of; one that says that nothing changed (304) tells of the same as before. */
  hear(path: string, { status, headers, receivedAt }: NativeResponse, told: readonly SnapshotKey[]): void {
    this.#leftOut.delete(path);
    this.#at ??= Date.parse(receivedAt);
    const before = this.#answered.get(path);
    this.#told = this.#told.concat(status === 304 ? (before?.told ?? []) : told);
    if (status === 304) return;
    this.#answered.set(path, { headers: conditional(headers), told });
    const [oldest] = this.#answered.keys();
    if (this.#answered.size > MOST && oldest !== undefined) this.#answered.delete(oldest);
  }

  /** What was refused may be taken since then, milliseconds: everything is asked for whole once more. */
  mended(at: number): void {
    if (at !== this.#mendedAt) this.#answered.clear();
    this.#mendedAt = at;
  }

  /** Drops the validators of answers that contained these items, so that they are fetched in full next time. */
  forget(gone: readonly SnapshotKey[]): void {
    if (gone.length === 0) return;
    const names = new Set(gone.map(nameOf));
    for (const [path, { told }] of this.#answered)
      if (told.some((key) => names.has(nameOf(key)))) this.#answered.delete(path);
  }

  /** Ends the round: all it told of, and when; null where that is not all there is. */
  endRound(): Round | null {
    const isAll = this.#isWhole && !this.#isCutShort && this.#isFromStart && this.#at !== null;
    const round = isAll ? { told: this.#told, at: this.#at ?? 0 } : null;
    this.#told = [];
    this.#at = null;
    this.#isWhole = true;
    this.#isCutShort = false;
    this.#isFromStart = true;
    return round;
  }
}

const nameOf = ({ message, subject }: SnapshotKey): string => JSON.stringify([message, subject]);

function conditional({ etag = '', 'last-modified': modified = '' }: NativeResponse['headers']): Headers {
  return {
    ...(SENDABLE.test(etag) ? { 'if-none-match': etag } : {}),
    ...(SENDABLE.test(modified) ? { 'if-modified-since': modified } : {}),
  };
}

const ITS_OWN: ReadonlySet<string> = new Set(['upstream-failed', 'upstream-timeout', 'upstream-misrouted']);

/** A failure of the question itself, or perhaps so; all others are the system's. */
export const isItsOwn = (code: string): boolean => ITS_OWN.has(code);
