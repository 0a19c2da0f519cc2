import { setTimeout as wait } from 'node:timers/promises';
import axios, { type AxiosInstance } from 'axios';
import type { InboxItem } from '../upstream.ts';

interface FetcherOptions {
  readonly system: string;
  /** The bearer token it presents to the gateway. */
  readonly token: string;
  /** The simulated system that answers what is fetched. */
  readonly target: () => string;
}

const WAIT_SECONDS = 10;
const AGAIN_MS = 500;

/**
 * The client of a simulated system that cannot be called: fetches from its inbox at the gateway, has the system answer each
 * delivery in turn, and acknowledges with that answer. A gateway that is not there is asked again.
 */
export class Fetcher {
  readonly #options: FetcherOptions;
  readonly #http: AxiosInstance = axios.create({ proxy: false, validateStatus: () => true, timeout: 60_000 });
  readonly #closing = new AbortController();
  #gateway: string | null;
  #running: Promise<void>;

  constructor(gateway: string | null, options: FetcherOptions) {
    this.#gateway = gateway;
    this.#options = options;
    this.#running = this.#run();
  }

  setGateway(url: string | null): void {
    this.#gateway = url;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const gone = this.#gateway === null || !(await this.#round(this.#gateway));
      if (gone) await wait(AGAIN_MS, null, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  /** False where the gateway could not be asked; what was fetched and not acknowledged comes again. */
  async #round(gateway: string): Promise<boolean> {
    const inbox = `${gateway}/v1/systems/${this.#options.system}/inbox`;
    const how = { headers: { authorization: `Bearer ${this.#options.token}` }, signal: this.#closing.signal };
    try {
      const { status, data } = await this.#http.get(`${inbox}?wait=${WAIT_SECONDS}`, how);
      if (status !== 200) return false;
      const items: readonly InboxItem[] = data.items;
      const acks = [];
      for (const item of items) {
        const { deliveryId, claim } = item;
        acks.push({ deliveryId, claim, ...(await this.#answer(item)) });
      }
      return acks.length === 0 || (await this.#http.post(`${inbox}/ack`, { acks }, how)).status === 200;
    } catch (error) {
      if (axios.isAxiosError(error) || axios.isCancel(error)) return false;
      throw error;
    }
  }

  async #answer({ method, path, headers, body }: InboxItem): Promise<{ status: number; body: unknown }> {
    const url = `${this.#options.target()}${path}`;
    const { status, data } = await this.#http.request({ method, url, headers: { ...headers }, data: body });
    return { status, body: data };
  }
}
