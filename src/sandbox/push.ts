import { Agent, request } from 'undici';
import { readText } from './wire.ts';

export interface PushRecord {
  /** The sender's own number for the case. */
  readonly number: string;
  /** HTTP status of the gateway's last word. */
  readonly status: number;
  /** The receipt, or the problem where it was refused; parsed JSON, or text where it was none. */
  readonly receipt: unknown;
  /** RFC 3339. */
  readonly at: string;
  readonly attempts: number;
}

export interface WaitingPush {
  readonly number: string;
  readonly attempts: number;
  /** Why the last attempt did not count; null before the first. */
  readonly lastError: string | null;
}

export interface PushReport {
  readonly acknowledged: readonly PushRecord[];
  /** Answered 4xx (or anything else that will not change by itself): not tried again. */
  readonly refused: readonly PushRecord[];
  readonly waiting: readonly WaitingPush[];
}

interface PusherOptions {
  readonly system: string;
  /** The bearer token the system presents to the gateway. */
  readonly token: string;
  readonly now: () => Date;
}

interface Push {
  readonly number: string;
  readonly body: string;
  attempts: number;
  lastError: string | null;
}

interface Try {
  readonly status: number;
  readonly receipt: unknown;
  readonly retryAfterMs: number | null;
}

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2_000;
const LONGEST_RETRY_AFTER_MS = 10_000;
const TIMEOUT_MS = 10_000;

const transient = (status: number): boolean => status >= 500 || status === 408 || status === 429;
const acknowledged = (status: number): boolean => status >= 200 && status <= 299;

/**
 * Pushes native events to `POST {gateway}/v1/systems/{system}/events` until each is acknowledged (2xx) or refused. One
 * push is outstanding for each case number, so the events of a case arrive in the order they were given; cases do not
 * wait for each other. At least once: an answer that was lost is asked for again. Connection errors, 408, 429 and 5xx
 * are tried again after 50 ms doubling to 2 s, or after `Retry-After` up to 10 s. While the gateway is not known, all wait.
 */
export class Pusher {
  readonly #options: PusherOptions;
  readonly #agent = new Agent({ connections: 64, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  readonly #queues = new Map<string, Push[]>();
  readonly #acknowledged: PushRecord[] = [];
  readonly #refused: PushRecord[] = [];
  readonly #wakers = new Set<() => void>();
  #gateway: string | null;
  #closed = false;

  constructor(gateway: string | null, options: PusherOptions) {
    this.#gateway = gateway;
    this.#options = options;
  }

  /** Queues one native event; returns at once. */
  push(number: string, event: object): void {
    const push = { number, body: JSON.stringify(event), attempts: 0, lastError: null };
    const queue = this.#queues.get(number);
    if (queue) {
      queue.push(push);
      return;
    }
    const fresh: Push[] = [push];
    this.#queues.set(number, fresh);
    void this.#drain(number, fresh);
  }

  /** From now on pushes go here; what waits is tried at once. Null makes them wait. */
  setGateway(url: string | null): void {
    this.#gateway = url;
    this.#wake();
  }

  report(): PushReport {
    const waiting = [...this.#queues.values()].flat();
    return {
      acknowledged: [...this.#acknowledged],
      refused: [...this.#refused],
      waiting: waiting.map(({ number, attempts, lastError }) => ({ number, attempts, lastError })),
    };
  }

  /** Ends pushing; what is under way is aborted and stays in `waiting`. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#agent.destroy();
  }

  async #drain(number: string, queue: Push[]): Promise<void> {
    for (let push = queue[0]; push !== undefined && !this.#closed; push = queue[0]) {
      const record = await this.#untilAnswered(push);
      if (record === null) return;
      (acknowledged(record.status) ? this.#acknowledged : this.#refused).push(record);
      queue.shift();
    }
    if (!this.#closed) this.#queues.delete(number);
  }

  /** Null when the pusher was closed first. */
  async #untilAnswered(push: Push): Promise<PushRecord | null> {
    let delay = FIRST_DELAY_MS;
    while (!this.#closed) {
      const gateway = this.#gateway;
      if (gateway === null) {
        await this.#sleep(null);
        continue;
      }
      const answer = await this.#attempt(gateway, push);
      if (answer !== null && !transient(answer.status)) {
        const { status, receipt } = answer;
        const at = this.#options.now().toISOString();
        return { number: push.number, status, receipt, at, attempts: push.attempts };
      }
      await this.#sleep(answer?.retryAfterMs ?? delay);
      delay = Math.min(delay * 2, LONGEST_DELAY_MS);
    }
    return null;
  }

  /** Null where no answer came; the push says why. */
  async #attempt(gateway: string, push: Push): Promise<Try | null> {
    push.attempts += 1;
    try {
      const answer = await request(new URL(`/v1/systems/${this.#options.system}/events`, gateway), {
        method: 'POST',
        dispatcher: this.#agent,
        headers: { authorization: `Bearer ${this.#options.token}`, 'content-type': 'application/json' },
        body: push.body,
      });
      const receipt = readReceipt(await answer.body.text());
      push.lastError = `HTTP ${answer.statusCode}`;
      return { status: answer.statusCode, receipt, retryAfterMs: retryAfter(answer.headers['retry-after']) };
    } catch (error) {
      push.lastError = error instanceof Error ? error.message : String(error);
      return null;
    }
  }

  /** Until the time has passed, or sooner when the gateway's address changes or the pusher closes. */
  #sleep(ms: number | null): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        resolve();
      };
      const timer = ms === null ? undefined : setTimeout(wake, ms);
      this.#wakers.add(wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#wakers]) wake();
  }
}

function readReceipt(text: string): unknown {
  try {
    return readText(text);
  } catch {
    return text;
  }
}

/** Seconds only; a date is left to the ordinary delay. */
function retryAfter(header: string | string[] | undefined): number | null {
  if (typeof header !== 'string' || !/^\d+$/.test(header)) return null;
  return Math.min(Number(header) * 1000, LONGEST_RETRY_AFTER_MS);
}
