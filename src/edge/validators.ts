import type { NativeResponse } from '../adapter.ts';

type Headers = Readonly<Record<string, string>>;

/** What may stand in a header that goes back to the system; with anything else the question could not be asked again. */
const SENDABLE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/u;
const MOST = 10_000;

/** What systems said of their answers, by path, so that they need not say again what did not change. Kept in memory. */
export class Validators {
  readonly #known = new Map<string, Headers>();

  /** Headers that make a question of this path conditional; none where nothing is known. */
  of(path: string): Headers {
    return this.#known.get(path) ?? {};
  }

  remember(path: string, { status, headers }: NativeResponse): void {
    if (status === 304) return;
    const { etag = '', 'last-modified': modified = '' } = headers;
    this.#known.set(path, {
      ...(SENDABLE.test(etag) ? { 'if-none-match': etag } : {}),
      ...(SENDABLE.test(modified) ? { 'if-modified-since': modified } : {}),
    });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
  }
}
